"""``ownercat oncall``: Show who is on call now, or the schedule of a rotation."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers.book import AnswerContext, collect_names, refers_to
from ownercat.answers.matching import fold_case, parse_query
from ownercat.answers.paging import list_team_rotations
from ownercat.commands import _output
from ownercat.commands._options import (
    catalog_options,
    color_option,
    complete_names,
    format_option,
    quiet_option,
    snapshot_option,
)
from ownercat.documents import secrets
from ownercat.errors import UsageError
from ownercat.model import Person, Rotation, Service, Team
from ownercat.oncall.schedule import get_schedule_zone
from ownercat.sessions import instants, partial
from ownercat.sessions import ranges as _oncall_range
from ownercat.sessions import whole as _whole
from ownercat.sessions.ranges import RangeOptions, resolve_range
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.suggest import find_nearest
from ownercat.text import listed, plural, shown
from ownercat.views import oncall_rows
from ownercat.views.oncall_rows import RotationSchedule, ScheduleContext
from ownercat.views.terminal import use_color

ANSWERED, NOTHING_FOUND = 0, 1
_UNKNOWN = 3
_COMPARED = 3  # the words of `compare A B`


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
@click.argument(
    "names",
    nargs=-1,
    metavar="[ROTATION|TEAM|PERSON | compare A B]",
    shell_complete=complete_names("Rotation", "Team", "Person"),
)
@catalog_options
@snapshot_option
@click.option(
    "--from", "since", metavar="TIME", help="The start: a date 2026-09-01 or a time 2026-09-01T09:00.  [default: now]"
)
@click.option(
    "--to",
    "until",
    metavar="TIME",
    help="The end: a date (the whole day is included) or a time.  [default: four weeks later]",
)
@click.option(
    "--zone",
    metavar="ZONE",
    help="Show times in this zone, for example Asia/Tokyo.  [default: the zone of the rotation]",
)
@click.option(
    "--load", is_flag=True, help="Show the hours, nights and weekends of each person instead of the schedule."
)
@format_option("text", "json", "markdown", "ics", hint="Use ics (iCalendar) for a calendar.")
@color_option
@quiet_option
def COMMAND(names: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Show who is on call now, or the schedule of a rotation.

    Days and local times are in the time zone of --zone, or else of the rotation or the person. Schedules include
    clock changes. A night is 22:00 to 06:00 and a weekend is Saturday and Sunday, in the time zone of the person. A
    night or weekend counts if it contains any time on call. With --load, a share is a part of the time in which the
    rotation has a person on call.

    `oncall compare A B` proves that two schedules have the same person on call at every instant, or shows each
    difference with its cause. A and B are rotations, or schedules in snapshot files: FILE#ID.

    Exit code: 0 answered or the same, 1 nothing found or different, 2 usage error, 3 nothing can be read, or a part of
    a schedule is not known.
    """
    options = OncallOptions(**values)
    name = _parse_names(names)
    workspace, warnings = partial.open_for_answer(options.where)
    given = _oncall_range.parse_range_options(
        options.since, options.until, options.zone, instants.parse_at(None, options.where.rev).at
    )
    if len(names) == _COMPARED:
        compared = _whole.read(workspace, options.where.rev, given.begin)
        return _compare(names[1:], compared, given, workspace, options.form)

    def answer(book: AnswerContext) -> tuple[OncallSelection, list[RotationSchedule]]:
        found = _find(book, name)
        return found, _sheets(book, found, given, options, is_overview=_is_overview(name, options))

    def rate(book: AnswerContext) -> str:
        found = answer(book)[0]
        if found.nothing or name is None:
            return "" if found.nothing else "name"
        # every rotation is read, so that only another name needs a search
        is_rotation = any(parse_query(name).text in (each.name, each.key) for each in found.rotations)
        return "name" if is_rotation else answers.rate_matches(book, [name]) or "case"

    whole = _whole.read_needed(workspace, options.where.rev, given.begin, names, rate)
    found, sheets = answer(whole.book)
    notes = [note for rotation, sheet in zip(found.rotations, sheets, strict=True)
             for note in oncall_rows.list_warnings(rotation, sheet)]  # fmt: skip
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


def _parse_names(names: tuple[str, ...]) -> str | None:
    """Return the word of a query; refuse several words that are no comparison."""
    if len(names) > 1 and (names[0] != "compare" or len(names) != _COMPARED):
        words = "two schedules" if names[0] == "compare" else "one rotation, team or person"
        raise UsageError(f"{plural(len(names), 'name')} given, but oncall takes {words}", "see ownercat oncall --help")
    return names[0] if len(names) == 1 else None


def _compare(names: Sequence[str], whole: WholeCatalog, given: RangeOptions, workspace: Workspace, form: str) -> int:
    """Compare two schedules, and print the differences; return the exit code."""
    from ownercat.reality.migration import compare_schedules  # noqa: PLC0415  # a schedule is seldom compared
    from ownercat.sessions.schedules import open_side  # noqa: PLC0415  # a schedule is seldom compared
    from ownercat.views import facts, layout, migration_sheet, page_markdown  # noqa: PLC0415  # as above

    asked = resolve_range(given, "UTC")
    first, second = (open_side(name, whole, workspace, asked.start, asked.end) for name in names)
    found = compare_schedules(first, second, asked.start, asked.end)
    sheet = migration_sheet.build_sheet(found, given.zone or "UTC")
    if form == "json":
        _output.write(facts.render_report(1, found, {}))
    elif form == "markdown":
        _output.write(page_markdown.render(sheet))
    else:
        _output.write(layout.render_sheets([sheet], {}, use_color(workspace.settings.get("color"))))
    if found.differences:
        return NOTHING_FOUND
    return _UNKNOWN if found.unknown else ANSWERED


def _help(whole: WholeCatalog, name: str, found: OncallSelection) -> str:
    services = [hit for hit in answers.find_entities(whole.book, [name], (Service,))[0] if hit.name == name]
    if services:
        return f"{shown(name)} is a service: see ownercat who {shown(name)}"
    return f"did you mean {listed(found.near, 'or')}?" if found.near else ""


def _is_overview(name: str | None, options: OncallOptions) -> bool:
    return name is None and options.form in ("text", "markdown") and not options.load and options.until is None


def _is_now(options: OncallOptions) -> bool:
    return options.since is None and instants.parse_at(None, options.where.rev).is_now


def _find(book: AnswerContext, word: str | None) -> OncallSelection:
    """What a word names: a rotation before a team and a person; without one, every rotation."""
    every = sorted(book.catalog.of(Rotation), key=lambda rotation: rotation.name)
    if word is None:
        return OncallSelection(tuple(every), nothing="" if every else "the catalog has no rotation")
    asked = parse_query(word)
    if asked.kind in ("", "Rotation"):
        names = [each for each in every if asked.text in (each.name, each.key)]
        alike = [each for each in every if asked.folded in (fold_case(each.name), fold_case(each.title))]
        if names or alike:
            return OncallSelection(tuple(names or alike))
    found, missed = answers.find_entities(book, [word], (Team, Person))
    entity = found[0] if found else None
    if isinstance(entity, Team):
        rotations = tuple(list_team_rotations(book, entity))
        return OncallSelection(rotations, nothing="" if rotations else f"{shown(entity.label)} has no rotation")
    if isinstance(entity, Person):
        held = collect_names(entity)
        mine = tuple(each for each in every if any(refers_to(book, ref, held, entity) for ref in each.refs))
        return OncallSelection(mine, entity, nothing="" if mine else f"{shown(entity.label)} is in no rotation")
    near = [f"{shown(name)} (rotation)" for name in find_nearest(word, [each.name for each in every])]
    others = [item for each in missed for item in each.nearest if item.kind in ("team", "person")]
    near += [f"{shown(item.name)} ({item.kind})" for item in others]
    return OncallSelection(
        (), nothing=f"nothing is called {shown(word)}: no rotation, team or person", near=tuple(near)
    )


def _sheets(
    book: AnswerContext, found: OncallSelection, given: RangeOptions, options: OncallOptions, is_overview: bool
) -> list[RotationSchedule]:
    desk, person = ScheduleContext(book, {}, {}), found.person
    if is_overview:  # one instant for all of them
        return [oncall_rows.build_summary(desk, each, resolve_range(given, "UTC").start) for each in found.rotations]
    ranges = [
        resolve_range(given, _zone(person) if person else get_schedule_zone(rotation)) for rotation in found.rotations
    ]
    pairs = zip(found.rotations, ranges, strict=True)
    return [oncall_rows.build_schedule(desk, rotation, range, person, options.load) for rotation, range in pairs]


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
        from ownercat.views import oncall_json  # noqa: PLC0415  # one format of four is used

        text = oncall_json.render(name or "", sheets, zone, found.near, warnings, whole.files)
    elif options.form == "ics":
        from ownercat.views import oncall_ics  # noqa: PLC0415  # one format of four is used

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
    from ownercat.views import layout, oncall_sheet  # noqa: PLC0415  # one format of four is used

    zone = options.zone or ""
    if _is_overview(name, options):
        pages = [oncall_sheet.build_overview(sheets, zone, is_now=_is_now(options))]
    elif found.person is not None and not options.load:
        title = found.person.title or found.person.name
        pages = [oncall_sheet.build_person(shown(title), sheets, zone or _zone(found.person))]
    else:
        pages = oncall_sheet.build_schedules(sheets, zone, options.load)
    if options.form == "markdown":
        from ownercat.views import page_markdown  # noqa: PLC0415  # one format of four is used

        return "\n".join(map(page_markdown.render, pages))
    return layout.render_sheets(pages, {}, use_color(workspace.settings.get("color")))
