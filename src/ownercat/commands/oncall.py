"""``ownercat oncall``: the schedule of a rotation, a team or a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers.book import means, names_of
from ownercat.answers.matching import fold, parse
from ownercat.answers.paging import team_rotations
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option
from ownercat.documents import secrets
from ownercat.model import Person, Rotation, Service, Team
from ownercat.oncall.schedule import zone_of
from ownercat.sessions import instants, partial
from ownercat.sessions import ranges as _oncall_range
from ownercat.sessions import whole as _whole
from ownercat.sessions.ranges import RangeOptions, resolved
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.suggest import nearest
from ownercat.text import listed, shown
from ownercat.views import oncall_rows
from ownercat.views.oncall_rows import RotationSchedule, ScheduleContext
from ownercat.views.terminal import measure_width, painter, use_color

ANSWERED, NOTHING_FOUND = 0, 1


class OncallSelection(NamedTuple):
    """What was asked for: the rotations, the person if it was one, and what was probably meant if nothing was found."""

    rotations: tuple[Rotation, ...]
    person: Person | None = None
    nothing: str = ""
    near: tuple[str, ...] = ()


class OncallOptions(NamedTuple):
    """Which times `oncall` shows, and how."""

    where: CatalogOptions
    since: str | None
    until: str | None
    zone: str | None
    load: bool
    form: str
    quiet: bool


@click.command("oncall", epilog="Example: ownercat oncall storefront-primary --from 2026-12-20 --to 2027-01-06")
@click.argument("name", required=False, metavar="[ROTATION|TEAM|PERSON]")
@catalog_options
@click.option("--from", "since", metavar="TIME", help="The first day, or a time.  [default: now]")
@click.option(
    "--to", "until", metavar="TIME", help="The last day (it counts whole), or a time.  [default: four weeks on]"
)
@click.option("--zone", metavar="ZONE", help="Your time zone, such as Asia/Tokyo.  [default: the rotation's]")
@click.option("--load", is_flag=True, help="Hours, nights and weekends of each person instead of the schedule.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "ics"]), default="text", show_default=True,
    help="ics is iCalendar, for a calendar to show.",
)  # fmt: skip
@color_option
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def COMMAND(name: str | None, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Show who is on call now, or the schedule of a rotation.

    Days and local times are read by the clock of --zone, else of the rotation (of the person); every change of clocks
    counts. A night is 22:00 to 06:00 and a weekend Saturday and Sunday, both where the person lives; they count with
    any time on call. Hours and shares are of the time in which somebody is on call.

    Exit code: 0 answered, 1 nothing found, 2 usage, 3 nothing could be read.
    """
    options = OncallOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    given = _oncall_range.asked(options.since, options.until, options.zone, instants.asked(None, options.where.rev).at)
    whole = _whole.read(workspace, options.where.rev)
    found = _find(whole, name)
    sheets = _sheets(whole, found, given, options, is_overview=_is_overview(name, options))
    notes = [note for rotation, sheet in zip(found.rotations, sheets, strict=True)
             for note in oncall_rows.warnings(rotation, sheet)]  # fmt: skip
    told = list(dict.fromkeys([*warnings, *whole.warnings, *notes]))
    _deliver(name, found, sheets, told, whole, workspace, options)
    for warning in told if not options.quiet else ():
        _output.warn(warning)
    if found.nothing:
        _output.warn(found.nothing)
        help = _help(whole, name or "", found)
        if help:
            _output.hint(help)
    return NOTHING_FOUND if found.nothing else ANSWERED


def _help(whole: WholeCatalog, name: str, found: OncallSelection) -> str:
    services = [hit for hit in answers.find_entities(whole.book, [name], (Service,))[0] if hit.name == name]
    if services:
        return f"{shown(name)} is a service: see ownercat who {shown(name)}"
    return f"did you mean {listed(found.near, 'or')}?" if found.near else ""


def _is_overview(name: str | None, options: OncallOptions) -> bool:
    return name is None and options.form == "text" and not options.load and options.until is None


def _is_now(options: OncallOptions) -> bool:
    return options.since is None and instants.asked(None, options.where.rev).is_now


def _find(whole: WholeCatalog, word: str | None) -> OncallSelection:
    """What a word names: a rotation before a team and a person; without one, every rotation."""
    every = sorted(whole.book.catalog.of(Rotation), key=lambda rotation: rotation.name)
    if word is None:
        return OncallSelection(tuple(every), nothing="" if every else "the catalog has no rotation")
    asked = parse(word)
    if asked.kind in ("", "Rotation"):
        names = [each for each in every if asked.text in (each.name, each.key)]
        alike = [each for each in every if asked.folded in (fold(each.name), fold(each.title))]
        if names or alike:
            return OncallSelection(tuple(names or alike))
    found, missed = answers.find_entities(whole.book, [word], (Team, Person))
    entity = found[0] if found else None
    if isinstance(entity, Team):
        rotations = tuple(team_rotations(whole.book, entity))
        return OncallSelection(rotations, nothing="" if rotations else f"{shown(entity.label)} has no rotation")
    if isinstance(entity, Person):
        held = names_of(entity)
        mine = tuple(each for each in every if any(means(whole.book, ref, held, entity) for ref in each.refs))
        return OncallSelection(mine, entity, nothing="" if mine else f"{shown(entity.label)} is in no rotation")
    near = [f"{shown(name)} (rotation)" for name in nearest(word, [each.name for each in every])]
    others = [item for each in missed for item in each.nearest if item.kind in ("team", "person")]
    near += [f"{shown(item.name)} ({item.kind})" for item in others]
    return OncallSelection(
        (), nothing=f"nothing is called {shown(word)}: no rotation, team or person", near=tuple(near)
    )


def _sheets(
    whole: WholeCatalog, found: OncallSelection, given: RangeOptions, options: OncallOptions, is_overview: bool
) -> list[RotationSchedule]:
    desk, person = ScheduleContext(whole.book, {}, {}), found.person
    if is_overview:  # one instant for all of them
        return [oncall_rows.summary(desk, each, resolved(given, "UTC").start) for each in found.rotations]
    ranges = [resolved(given, _zone(person) if person else zone_of(rotation)) for rotation in found.rotations]
    pairs = zip(found.rotations, ranges, strict=True)
    return [oncall_rows.sheet(desk, rotation, range, person, options.load) for rotation, range in pairs]


def _zone(person: Person) -> str:
    return person.time_zone or "UTC"


def _deliver(
    name: str | None,
    found: OncallSelection,
    sheets: Sequence[RotationSchedule],
    warnings: Sequence[str],
    whole: WholeCatalog,
    workspace: Workspace,
    options: OncallOptions,
) -> None:
    zone = options.zone or ""
    if options.form == "json":
        from ownercat.views import oncall_json  # noqa: PLC0415  # one format of three is used

        text = oncall_json.render(name or "", sheets, zone, found.near, warnings, whole.files)
    elif options.form == "ics":
        from ownercat.views import oncall_ics  # noqa: PLC0415  # one format of three is used

        text = oncall_ics.render(sheets, whole.book.policy.name or "catalog")
    else:
        text = _text(name, found, sheets, workspace, options) if sheets else ""
    _output.write(secrets.redactor(whole.files.values())(text))


def _text(
    name: str | None,
    found: OncallSelection,
    sheets: Sequence[RotationSchedule],
    workspace: Workspace,
    options: OncallOptions,
) -> str:
    from ownercat.views import oncall_text  # noqa: PLC0415  # one format of three is used

    width = measure_width()
    view = oncall_text.OncallDisplay(width, painter(use_color(workspace.settings.get("color"))), options.zone or "")
    if _is_overview(name, options):
        text = oncall_text.overview(sheets, view, is_now=_is_now(options))
    elif found.person is not None and not options.load:
        title = found.person.title or found.person.name
        text = oncall_text.of_person(shown(title), sheets, view, view.zone or _zone(found.person))
    else:
        text = oncall_text.schedules(sheets, view, options.load)
    return text
