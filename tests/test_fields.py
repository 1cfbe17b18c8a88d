"""No field of the model can be forgotten: a change of it is compared and shown, or a list here says why not.

Each field of each entity of the sample catalog is changed in the loaded model, one at a time. ``changes.compare`` has to
report the change, and at least one answer has to look different. A new field that is in neither fails here, and the
failure names it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from inspect import formatannotation
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from ownercat.answers.book import AnswerContext, build_instant
from ownercat.answers.escalate import Question, answer_escalate
from ownercat.answers.impact import answer_impact
from ownercat.answers.metrics import GROUPINGS, MetricsQuestion, answer_metrics
from ownercat.changes.comparison import compare
from ownercat.changes.values import Side
from ownercat.diagnostics import Place
from ownercat.documents.loader import LoadedCatalog
from ownercat.model import (
    SLA,
    Attestation,
    BreakGlass,
    Catalog,
    Drill,
    Duration,
    Entity,
    Escalation,
    Expectation,
    Incident,
    Override,
    Person,
    Policy,
    Ref,
    Rotation,
    Runbook,
    Service,
    SignOff,
    Team,
    build_catalog,
)
from ownercat.oncall.clock import DAY, to_instant
from ownercat.oncall.expectations import evaluate_expectation
from ownercat.oncall.paths import find_escalation
from ownercat.views import oncall_rows
from tests.answers.asking import answer_query
from tests.catalogs import loaded

ROOT = Path(__file__).parents[1]
MOST = 5  # instances of a field that are tried
NOW = to_instant(datetime.fromisoformat("2026-11-22T03:12+01:00"))

# Fields that hold no statement of their own.
STRUCTURE = {
    "place", "at", "named", "key", "kind", "refs", "sound", "dialect", "says", "written", "text", "kinds", "what",
    "data", "document", "pointer", "referenced", "observed",
}  # fmt: skip
_PROSE = "prose: no commitment depends on it"
_REMINDER = "a reminder: a rule reports it when it is overdue"
_LATER = "sign-off does not ask about it yet"
_LABEL = "a label for people and tools"
_STORY = "the story of an incident or a drill: no figure depends on it"
# Class.field → why a change of it is no change that `diff` and sign-off speak about. ``Entity.x``: of every entity.
NOT_COMPARED: Mapping[str, str] = {
    **dict.fromkeys(
        ("Entity.title", "Entity.description", "Entity.links", "Link.title", "Link.type", "Link.url", "Team.mission"), _PROSE),
    **dict.fromkeys(("Escalation.labels", "Expectation.labels", "Journey.labels", "Rotation.labels", "Runbook.labels", "SLA.labels",
         "Layer.id", "Dependency.need", "Escalation.provider", "Escalation.handles", "EscalationLevel.name"), _LABEL),
    **dict.fromkeys(
        ("ReviewSchedule.every", "ReviewSchedule.last_done", "ReviewSchedule.by", "Failsafe.tested_on",
         "Automation.every", "Automation.verified_on"), _REMINDER),
    **dict.fromkeys(
        ("Team.aliases", "Person.aliases", "EscalationLevel.assign"), _LATER),
    **dict.fromkeys(
        ("Incident.labels", "Incident.customer_impact", "Incident.workaround", "Incident.escalation_delays",
         "Incident.automation_opportunities", "Incident.timeline", "TimelineEvent.instant", "TimelineEvent.step", "TimelineEvent.note", "Postmortem.url", "Drill.labels", "Drill.scenario",
         "Drill.findings", "Action.what", "Action.ticket"), _STORY),
    "Team.members_known": "what a foreign format can say, not what a team says",
}  # fmt: skip
_READ_THERE = "`who` gives the link; the text is read in the document"
_RESULT = "answers show what follows from it"
_RULES_ONLY = "only rules use it"
# Class.field → why no answer shows it.
NOT_SHOWN: Mapping[str, str] = {
    **dict.fromkeys(
        ("Runbook.steps", "RunbookStep.do", "RunbookStep.id", "RunbookStep.mode", "RunbookStep.needs", "RunbookStep.parallel",
         "RunbookStep.run", "RunbookStep.timebox", "Checkpoint.ask", "Checkpoint.on_fail", "Checkpoint.on_pass",
         "Cover.alerts", "Journey.steps", "Journey.links", "SLA.impact", "SlaTarget.impact", "SLA.extra",
         "Service.extra"), _READ_THERE),
    **dict.fromkeys(
        ("Attempts.every", "Attempts.times", "Away.time_zone", "Layer.advance", "Layer.until", "Notify.after",
         "Notify.via", "Person.notify_high", "Person.notify_low", "Dependency.group", "Dependency.tolerates",
         "Service.paths", "Escalation.on_empty", "Team.members_known", "Service.aliases", "Team.aliases", "Alias.name",
         "Alias.until"), _RESULT),
    **dict.fromkeys(
        ("Entity.labels", "Escalation.provider", "Escalation.handles", "Person.handles", "Rotation.handles", "Service.handles", "Escalation.team", "EscalationLevel.assign", "Expectation.title",
         "Expectation.description", "Failsafe.tested_on", "Escalation.description", "Rotation.description", "Objective.description", "Objective.ref",
         "Runbook.description", "Runbook.owner", "SLA.description", "SLA.journey", "Journey.description", "Hours.days",
         "Hours.start", "Hours.end", "Hours.time_zone", "Rotation.overrides",
         "Service.domain", "Service.hosting", "Service.provides", "Service.repository", "Interface.name",
         "Interface.type", "Interface.compatibility", "Dependency.interface", "Dependency.need",
         "ReviewSchedule.every", "ReviewSchedule.last_done", "ReviewSchedule.by", "Objective.basis",
         "Objective.good", "Objective.total", "Objective.threshold", "Objective.percentile",
         "Automation.every", "Automation.verified_on", "SLA.approved_on", "SLA.approvers", "SLA.review_every", "SLA.revisit_on"), _RULES_ONLY),
    **dict.fromkeys(
        ("Incident.symptom", "Incident.contained_at", "Incident.roles", "Incident.contributing_factors",
         "Postmortem.status", "Postmortem.owner", "Postmortem.held_on", "Postmortem.url", "RecordedPage.level",
         "RecordedPage.instant", "Incident.timeline", "TimelineEvent.instant", "TimelineEvent.step", "TimelineEvent.note",
         "Drill.held_on", "Drill.type", "Drill.services", "Drill.runbooks", "Drill.escalations", "Drill.channels",
         "Drill.people", "Drill.result"), _RULES_ONLY),
    **dict.fromkeys(
        ("Incident.title", "Incident.description", "Incident.customer_impact", "Incident.workaround",
         "Incident.automation_opportunities", "Drill.title", "Drill.description",
         "Drill.scenario", "Drill.findings"), _STORY),
    **dict.fromkeys(
        ("Action.id", "Action.what", "Action.kind", "Action.owner", "Action.due", "Action.priority", "Action.ticket",
         "Action.done_on"), "`metrics` shows the actions that are overdue, and the sample has none"),
}  # fmt: skip

# What a field without a value in the sample is set to, by its annotation.
VALUES: Mapping[str, Any] = {
    "str": "other", "bool": True, "int": 1, "float": 1.5, "date": date(2027, 1, 31),
    "datetime": datetime(2027, 1, 31, 12, tzinfo=UTC), "Duration": Duration(600, "10m"), "tuple[str, ...]": ("other",),
    "Mapping[str, str]": MappingProxyType({"other": "value"}),
    "tuple[Override, ...]": (
        Override("2026-11-23T09:00", "2026-11-30T09:00", "Europe/Madrid", None, None, "", Place("catalog/other.yaml")),
    ),
    "Ref": Ref((), "other", Place("catalog/other.yaml"), "reference"),
}  # fmt: skip


@cache
def sample() -> LoadedCatalog:
    files = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in sorted((ROOT / "catalog").rglob("*"))
        if path.is_file()
    }
    return loaded(files)


Change = Callable[[Any], Any]


def field_names(value: Any) -> tuple[str, ...]:
    """The fields of a value of the model; none of any other value."""
    if not type(value).__module__.startswith("ownercat.model"):
        return ()
    if dataclasses.is_dataclass(value):
        return tuple(field.name for field in dataclasses.fields(value) if not field.name.startswith("_"))
    return tuple(getattr(value, "_fields", ()))


@cache
def annotation(owner: type, name: str) -> str:
    found = [vars(each).get("__annotations__", {}).get(name) for each in owner.__mro__]
    text = next(each for each in found if each is not None)
    written = getattr(text, "__forward_arg__", None) or (text if isinstance(text, str) else formatannotation(text))
    return re.sub(r"(?:\w+\.)+(?=\w)", "", written)  # without the modules of the names


def put(owner: Any, name: str, value: Any) -> Any:
    return (
        dataclasses.replace(owner, **{name: value})
        if dataclasses.is_dataclass(owner)
        else owner._replace(**{name: value})
    )  # type: ignore[type-var]


Site = tuple[str, str, Any, Change]


def sites(entity: Any) -> Iterator[Site]:
    """Every field inside an entity: ``Class.field``, its annotation, its value, and what gives it another value."""
    yield from _inside(entity, lambda new: new)


def _inside(value: Any, rebuild: Change) -> Iterator[Site]:
    for name in field_names(value):
        if (
            name in STRUCTURE
            or isinstance(value, Duration | Place | Ref)
            or (name == "name" and isinstance(value, Entity))
        ):
            continue
        inner = getattr(value, name)

        def change(new: Any, name: str = name) -> Any:
            return rebuild(put(value, name, new))

        yield f"{type(value).__name__}.{name}", annotation(type(value), name), inner, change
        yield from _below(inner, change)


def _below(value: Any, rebuild: Change) -> Iterator[Site]:
    if isinstance(value, Mapping):
        for key in value:
            yield from _below(value[key], lambda new, key=key: rebuild(MappingProxyType({**value, key: new})))
    elif isinstance(value, tuple) and not hasattr(value, "_fields"):
        for number, item in enumerate(value):
            yield from _below(item, lambda new, n=number: rebuild((*value[:n], new, *value[n + 1 :])))
    elif field_names(value):
        yield from _inside(value, rebuild)


def other(value: Any, annotation: str) -> Any:
    """Another value of the same type."""
    if value is None or value in ("", ()) or value == {}:
        return VALUES.get(annotation.removesuffix(" | None"), value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1 if value < 50 else value - 1
    if isinstance(value, str):
        return _other_text(value)
    if isinstance(value, Duration):
        return Duration(value.seconds * 2, f"{value.seconds * 2}s")
    if isinstance(value, Ref):
        return value._replace(name=f"{value.name}-other", text="")
    if isinstance(value, datetime | date):
        return value + timedelta(days=1)
    if isinstance(value, Mapping):
        return MappingProxyType(dict(list(value.items())[:-1]))
    if isinstance(value, frozenset):
        return frozenset(sorted(value)[:-1])
    return value[:-1] if isinstance(value, tuple) and not hasattr(value, "_fields") else None


def _other_text(value: str) -> str:
    if re.fullmatch(r"\d\d:\d\d", value):
        return "10:30" if value != "10:30" else "11:30"
    if "/" in value and value.split("/", maxsplit=1)[0] in ("Europe", "America", "Asia"):
        return "Asia/Tokyo" if value != "Asia/Tokyo" else "Europe/Madrid"
    return {"sev1": "sev2", "mon": "tue", "hard": "soft", "respond": "inform"}.get(value, f"{value}x")


def variants() -> dict[str, list[tuple[Entity, Entity]]]:
    """For each field the entities that have it, beside themselves with another value in it.

    A field that holds a structure has none of its own: the fields inside are changed. Records are left out, because
    SGN009 reports every edit of one; the policy too, because its values are compared by key (below).
    """
    found: dict[str, list[tuple[Entity, Entity]]] = {}
    for entity in sample().catalog.entities.values():
        for name, kind, value, change in (
            sites(entity) if not isinstance(entity, SignOff | BreakGlass | Attestation | Policy) else ()
        ):
            new = other(value, kind)
            if new is not None and new != value and len(found.setdefault(name, [])) < MOST:
                found[name].append((entity, change(new)))
    return found


VARIANTS = variants()
KINDS = {type(entity).__name__ for entity in sample().catalog.entities.values()}


def replaced(old: Entity, new: Entity) -> tuple[Catalog, Policy]:
    known = sample()
    catalog = build_catalog(new if each is old else each for each in known.catalog.entities.values())
    return catalog, new if isinstance(new, Policy) else known.policy


def is_compared(old: Entity, new: Entity) -> bool:
    known = sample()
    catalog, policy = replaced(old, new)
    return bool(compare(Side(known.catalog, known.policy), Side(catalog, policy)))


def without_places(value: Any) -> Any:
    if isinstance(value, Place):
        return None
    if isinstance(value, Entity):
        return value.label
    if isinstance(value, tuple | list):
        return tuple(without_places(item) for item in value)
    return value


@cache
def shown_today(kind: str, key: str) -> tuple[Any, ...]:
    known = sample()
    return tuple(shown(known.catalog.entities[kind, key], known.catalog, known.policy))


def shown(entity: Entity, catalog: Catalog, policy: Policy) -> Iterator[Any]:
    """What the answers about an entity show."""
    return map(without_places, _answers(entity, catalog, policy))


def _answers(entity: Entity, catalog: Catalog, policy: Policy) -> Iterator[Any]:
    book = AnswerContext(catalog, policy, date(2026, 11, 22), build_instant(NOW))
    for service in _services_about(entity, catalog):
        yield answer_query(catalog, policy, f"service:{service.name}", as_of=book.as_of, at=NOW)
        yield answer_impact(book, [service])
        yield answer_escalate(book, service, Question(whole=True))
        yield from (
            evaluate_expectation(catalog, policy, each)
            for each in catalog.of(Expectation)
            if catalog.service(each.service) is service
        )
    if isinstance(entity, Incident | Drill):
        yield from (answer_metrics(book, MetricsQuestion(by)) for by in GROUPINGS)
    if isinstance(entity, Team | Person):
        yield answer_query(catalog, policy, f"{entity.kind.lower()}:{entity.name}", as_of=book.as_of, at=NOW)
    if isinstance(entity, Rotation):
        desk = oncall_rows.ScheduleContext(book, {}, {})
        yield oncall_rows.build_schedule(desk, entity, (NOW, NOW + 60 * DAY), None, True)


def _services_about(entity: Entity, catalog: Catalog) -> list[Service]:
    """A few services whose answers speak of an entity."""
    services = list(catalog.of(Service))
    if isinstance(entity, Service):
        return [entity]
    if isinstance(entity, SLA | Runbook | Expectation):
        service = catalog.service(entity.service)
        return [service] if service else services[:1]
    if isinstance(entity, Escalation):
        levels = sample().policy.severities
        return [
            each for each in services
            if any(find_escalation(catalog, sample().policy, each, level.id, None) is entity for level in levels)
        ][:1]  # fmt: skip
    return [each for each in services if each.name in ("checkout", "payment")]


def is_shown(old: Entity, new: Entity) -> bool:
    pairs = zip_longest(shown_today(old.kind, old.key), shown(new, *replaced(old, new)))
    return any(before != after for before, after in pairs)  # the first answer that differs is enough


def reason(name: str, listed: Mapping[str, str]) -> str:
    kind, _, field = name.partition(".")
    return listed.get(name) or (listed.get(f"Entity.{field}", "") if kind in KINDS else "")


def test_every_field_has_another_value() -> None:
    """A new field whose type is not in VALUES fails here; a field that holds a structure counts by the fields inside."""
    structures = {name.partition(".")[0] for name in VARIANTS}
    without = {
        name
        for entity in sample().catalog.entities.values()
        if not isinstance(entity, SignOff | BreakGlass | Attestation | Policy)
        for name, kind, _, _ in sites(entity)
        if name not in VARIANTS and not structures & set(re.findall(r"\w+", kind))
    }
    assert sorted(without) == []


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_a_change_of_a_field_is_compared_or_listed(name: str) -> None:
    if reason(name, NOT_COMPARED):
        assert not any(is_compared(*pair) for pair in VARIANTS[name]), f"{name} is compared: take it off the list"
    else:
        assert any(is_compared(*pair) for pair in VARIANTS[name]), f"changes.compare does not see {name}"


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_a_field_is_shown_or_listed(name: str) -> None:
    if reason(name, NOT_SHOWN):
        assert not any(is_shown(*pair) for pair in VARIANTS[name]), f"{name} is shown: take it off the list"
    else:
        assert any(is_shown(*pair) for pair in VARIANTS[name]), f"no answer shows {name}"
