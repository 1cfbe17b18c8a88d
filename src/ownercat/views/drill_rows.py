"""The script of a tabletop drill: the scenario, the page with names and times, questions, and tasks for newcomers."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ownercat.answers.climbs import Escalated, TimelineEntry
from ownercat.answers.drills import DrillScenario
from ownercat.answers.runbooks import RunbookPage
from ownercat.answers.values import LinkAnswer, SlaAnswer
from ownercat.model import parse_duration
from ownercat.oncall.clock import to_instant
from ownercat.oncall.wording import format_soon
from ownercat.text import listed, shown
from ownercat.views.escalate_rows import build_sheet, format_channels, format_clock, format_people
from ownercat.views.rows import LONG, Line, Row, Sheet, flat, mention, name
from ownercat.views.runbook_rows import format_authority

_LABEL = 12
_Question = tuple[str, str]  # and the expected answer


def build_sheets(scenario: DrillScenario, type: str) -> list[Sheet]:
    """Build the pages of a script: the scenario, the page of the service, the questions, and the tasks."""
    return [
        _build_head(scenario, type),
        build_sheet(scenario.page),
        _build_questions(scenario),
        _build_tasks(scenario),
    ]


def format_scenario(scenario: DrillScenario) -> str:
    """Return what happens, as a sentence."""
    symptom = scenario.symptom
    title = (symptom.title or symptom.id) if symptom else f"{scenario.page.service.name} fails"
    return f"{title.rstrip('.')}."


def _build_head(scenario: DrillScenario, type: str) -> Sheet:
    symptom, service = scenario.symptom, scenario.page.service
    head = (f"drill of service {name(service.name)}", name(type), _format_page(scenario))
    about = [Line(shown(flat(format_scenario(scenario)), LONG), symptom.place if symptom else None)]
    if scenario.choices > 1:
        about.append(Line(f"One of {scenario.choices} scenarios. The dates say when each part was exercised."))
    lines = [
        Line(f"{last.isoformat() if last else 'never     '}  {listed((shown(part.label) for part in parts), most=20)}")
        for last, parts in groupby(scenario.parts, key=lambda part: part.last)
    ]
    return Sheet(head, service.place, tuple(about), (Row("exercised", tuple(lines)),), _LABEL)


def _format_page(scenario: DrillScenario) -> str:
    return f"{name(scenario.symptom.id)} ({name(scenario.severity)})" if scenario.symptom else name(scenario.severity)


# --- questions ---


def _build_questions(scenario: DrillScenario) -> Sheet:
    asked = [
        *_list_page_questions(scenario.page),
        *_list_customer_questions(scenario),
        *(_list_runbook_questions(scenario.runbook) if scenario.runbook else _list_questions_without_runbook()),
    ]
    rows = [
        Row(f"{number}", (Line(question), *([Line(f"expected: {answer}")] if answer else [])))
        for number, (question, answer) in enumerate(asked, 1)
    ]
    return Sheet(("questions",), None, (Line("Ask before you read the expected answer."),), tuple(rows), _indent(rows))


def _indent(rows: Sequence[Row]) -> int:
    return max((len(row.label) + 2 for row in rows), default=3)


def _list_page_questions(page: Escalated) -> Iterator[_Question]:
    levels = [entry for entry in page.entries if entry.kind == "page"]
    if page.policy is None or not levels:
        yield "No escalation policy pages anybody. Who learns of this, and how?", ""
        return
    for entry in levels[1:2]:
        yield "Nobody acknowledges the first page. Who is paged next, and when?", _format_entry(entry, page)
    for entry in page.entries:
        if entry.kind == "failsafe":
            yield "The usual channels do not work. Who is told, when and how?", _format_entry(entry, page)
    if page.end is not None and page.end.time is not None:
        end = f"{page.end.at} ({format_clock(page.end, page)})"
        yield "Nobody acknowledges any page. When does escalation end?", end


def _format_entry(entry: TimelineEntry, page: Escalated) -> str:
    return f"{format_clock(entry, page)} {format_people(entry.people)}, {format_channels(entry)}".rstrip(", ")


def _list_customer_questions(scenario: DrillScenario) -> Iterator[_Question]:
    for sla in scenario.slas:
        if sla.targets and sla.severity == scenario.severity:
            to = f" to {name(sla.to)}" if sla.to else ""
            question = f"What does SLA {mention(sla.sla)} promise{to} for {name(sla.severity)}, and until when?"
            yield question, ", ".join(_list_limits(sla, scenario.page))
    for holder in scenario.communicators:
        yield f"Who informs {name(holder.role)}? What is the first sentence?", mention(holder.who)
    if not scenario.communicators:
        yield "Who informs customers?", "the service names nobody in `roles.communicate`"


def _list_limits(sla: SlaAnswer, page: Escalated) -> Iterator[str]:
    start = to_instant(page.time)
    for figure in sla.targets:
        limit = parse_duration(figure.value)
        until = f" ({format_soon(start + limit.seconds, page.time_zone, start)})" if limit else ""
        yield f"{name(figure.name)} {name(figure.value)}{until}"


def _list_runbook_questions(runbook: RunbookPage) -> Iterator[_Question]:
    for step in runbook.steps:
        label = f"Step {step.number}{f' {shown(step.id)}' if step.id else ''}"
        if step.needs:
            yield f"{label} needs an authorization. Who may give it now?", format_authority(step)
        if step.ask:
            then = f"yes: {name(step.on_pass or 'the next step')}, no: {name(step.on_fail or 'the next step')}"
            yield f"{label}: {shown(flat(step.ask), LONG)} Where do you look?", then


def _list_questions_without_runbook() -> Iterator[_Question]:
    yield "No runbook covers this. What is the first step, and who decides on it?", ""


# --- tasks ---


def _build_tasks(scenario: DrillScenario) -> Sheet:
    newcomers = listed(map(mention, scenario.newcomers), most=20)
    about = (
        f"Newcomers, who took part in no drill and no shadow rotation: {newcomers}."
        if newcomers
        else "Everybody on these levels took part in a drill or a shadow rotation."
    )
    rows = [Row(f"{number}", (Line(task),)) for number, task in enumerate(_list_tasks(scenario), 1)]
    return Sheet(("tasks for newcomers",), None, (Line(about),), tuple(rows), _indent(rows))


def _list_tasks(scenario: DrillScenario) -> Iterator[str]:
    service, runbook = name(scenario.page.service.name), scenario.runbook
    if runbook:
        words = f"{service} {name(runbook.symptom)}".rstrip()
        yield f"Find the runbook without help: ownercat runbook {words}"
        commands = [f"{step.number}" for step in runbook.steps if step.run]
        if commands:
            steps = f"step{'s' if len(commands) > 1 else ''} {listed(commands, most=20)}"
            yield f"Show where you would run the command of {steps}. Do not run it."
    if scenario.links:
        yield f"Open these links and log in: {listed(_list_links(scenario.links), most=20)}."
    page = next((entry for entry in scenario.page.entries if entry.kind == "page" and entry.inform), None)
    if page:
        yield f"Write down what the next level must know: {listed(map(name, page.inform), most=20)}."
    yield f"Say who is on call now, and until when: ownercat who {service}"


def _list_links(links: Iterable[LinkAnswer]) -> Iterator[str]:
    return iter(dict.fromkeys(name(link.type or link.title) for link in links))
