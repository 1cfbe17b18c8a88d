"""``ownercat drill``: Print the script of a drill and write its record."""

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers.book import AnswerContext, build_instant
from ownercat.answers.drills import DrillScenario, choose_scenario
from ownercat.commands import _output
from ownercat.commands._options import at_option, color_option, comparison_options, complete_names, zone_option
from ownercat.errors import UsageError
from ownercat.model import Catalog, Service, parse_day
from ownercat.oncall.clock import DAY
from ownercat.sessions import instants, partial, whole
from ownercat.sessions.edits import build_path, create_all, refuse_existing
from ownercat.sessions.records import NewDrill
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.suggest import format_suggestion
from ownercat.text import clean, listed, shown
from ownercat.views import drill_rows

WRITTEN, NOTHING_TO_DRILL = 0, 1
_TYPES = ("tabletop", "gameDay", "wheelOfMisfortune", "failover", "pagingTest", "chaos")
_PAGING = "pagingTest"  # the only type that always delivers pages


class DrillOptions(NamedTuple):
    """The options of `drill`."""

    where: CatalogOptions
    symptom: str | None
    type: str
    held_on: str | None
    at: str | None
    zone: str | None
    dry_run: bool


@click.command("drill", epilog="Example: ownercat drill checkout --symptom orders-slow --dry-run")
@click.argument("service", metavar="SERVICE", shell_complete=complete_names("Service"))
@comparison_options
@click.option("--symptom", metavar="ID", help="Drill this symptom.  [default: path exercised longest ago]")
@click.option("--type", type=click.Choice(_TYPES), default=_TYPES[0], show_default=True, help="The type of the drill.")
@click.option("--held-on", metavar="DATE", help="The day of the drill, not in the future.  [default: today in UTC]")
@at_option
@zone_option
@click.option("--dry-run", is_flag=True, help="Show the script and the record, and write nothing.")
@color_option
def COMMAND(service: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Print the script of a drill and write its record.

    Without --symptom, ownercat chooses the symptom whose path was exercised longest ago. The path of a symptom
    contains its runbook, and the escalations with their levels and rotations. The script contains the page with
    names and times, questions with the expected answers, and tasks for newcomers. ownercat pages nobody. After the
    drill, complete `people`, `result` and `findings` in the record.

    SERVICE is a service, alias, alert, symptom or path.

    Exit code: 0 written or shown, 1 no service or nothing to drill, 2 usage error or the record exists, 3 no file of
    the catalog can be read.
    """
    options = DrillOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    zone = instants.parse_zone(options.zone)
    at = instants.parse_at(options.at, None, zone)
    held_on = _parse_held_on(options.held_on)
    catalog = whole.read(workspace, None, at.at)
    shift = 0 if options.at else (held_on - at.day).days * DAY  # the page starts on the day of the drill
    book = catalog.book._replace(as_of=held_on, moment=build_instant(at.at + shift), zone=zone)
    for warning in dict.fromkeys([*warnings, *catalog.warnings, *at.notes]):
        _output.warn(warning)
    found = _find_service(book, service)
    scenario = _choose(book, found, options.symptom or "") if found else None
    if found is None or scenario is None:
        return NOTHING_TO_DRILL
    sheets = drill_rows.build_sheets(scenario, options.type)
    record = _build_record(scenario, found, held_on, options.type)
    _write(
        workspace,
        book.catalog,
        record,
        _output.render_sheets(sheets, catalog, workspace, verbose=False),
        options.dry_run,
    )
    return WRITTEN


def _parse_held_on(text: str | None) -> date:
    """Return the day of the drill: a record states what happened, so it is not in the future."""
    today = datetime.now(UTC).date()
    day = parse_day(text) if text is not None else today
    if day is None:
        raise UsageError(f"--held-on {shown(text)} is not a valid date", "use YYYY-MM-DD, for example 2026-09-01")
    if day > today:
        raise UsageError(f"--held-on {day} is in the future", f"use a day until {today}")
    return day


def _find_service(book: AnswerContext, word: str) -> Service | None:
    """Return the only service that a word names."""
    entities, unknown = answers.find_entities(book, [word])
    services = [entity for entity in entities if isinstance(entity, Service)]
    for each in unknown:
        _output.warn_unknown(each)
    if len(services) > 1:
        names = listed(shown(each.name) for each in services)
        raise UsageError(f"a drill needs one service, and {shown(word)} names {names}", "name the service")
    return services[0] if services else None


def _choose(book: AnswerContext, service: Service, symptom: str) -> DrillScenario | None:
    ids = [each.id for each in service.symptoms]
    if symptom and symptom not in ids:
        others = f"use one of {listed(map(shown, ids), 'or')}" if ids else "leave --symptom out"
        raise UsageError(
            f"{shown(service.label)} has no symptom {shown(symptom)}", format_suggestion(symptom, ids, others)
        )
    scenario = choose_scenario(book, service, symptom)
    if scenario is None:
        what = f" for symptom {shown(symptom)}" if symptom else ""
        _output.warn(f"{shown(service.label)} has nothing to drill{what}: no escalation policy and no runbook")
        _output.hint("add `escalation:` to the service, or a Runbook for it")
    return scenario


def _build_record(scenario: DrillScenario, service: Service, held_on: date, type: str) -> NewDrill:
    pages = [entry for entry in scenario.page.entries if entry.kind == "page"]
    people = [paged.who.name for entry in pages for paged in entry.people if paged.who.kind == "Person"]
    return NewDrill(
        service=service.name,
        symptom=scenario.symptom.id if scenario.symptom else "",
        held_on=held_on,
        type=type,
        scenario=drill_rows.format_scenario(scenario),
        runbooks=(scenario.runbook.runbook.name,) if scenario.runbook else (),
        escalations=scenario.escalations,
        channels=tuple(dict.fromkeys(via for entry in pages for via in entry.via)) if type == _PAGING else (),
        people=tuple(dict.fromkeys([*people, *(each.name for each in scenario.newcomers)])),
    )


def _write(workspace: Workspace, catalog: Catalog, drill: NewDrill, script: str, dry_run: bool) -> None:
    path = build_path(workspace, f"drills/{drill.name}.yaml")
    text = drill.render()
    if dry_run:
        shown_text = "".join(f"  {clean(line)}\n" for line in text.splitlines())
        _output.write(f"{script}\n{shown(path)}:\n{shown_text}\nnothing was written\n")
        return
    help = "choose another --symptom or --held-on"
    refuse_existing(workspace, catalog, "Drill", drill.name, [path], help)
    _output.write(script)
    create_all(workspace, {path: text})
    _output.write(f"\nwrote {shown(path)}\nAfter the drill, complete `people`, `result` and `findings`.\n")
