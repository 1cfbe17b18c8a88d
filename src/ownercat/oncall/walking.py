"""A walk through a runbook: where a person is, what was done when, and which answer leads where. Pure functions."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ownercat.model import Runbook, RunbookStep
from ownercat.oncall.stages import UNDEFINED, Stage

_VERSION = 1


class WalkEvent(NamedTuple):
    """What was done or noted at an instant (RFC 3339). ``step``: its id, or its number."""

    at: str
    step: str
    note: str


class RunbookWalk(NamedTuple):
    """A walk. ``digest``: of the runbook's steps. ``stage``: the current one, since ``since``; ``None``: at the end."""

    service: str
    runbook: str
    symptom: str
    severity: str
    digest: str
    started: str
    since: str
    stage: int | None
    timeline: tuple[WalkEvent, ...] = ()

    def note(self, at: str, step: RunbookStep, text: str) -> "RunbookWalk":
        """Return the walk with one more event."""
        return self._replace(timeline=(*self.timeline, WalkEvent(at, name_step(step), text)))


def name_step(step: RunbookStep) -> str:
    """Return the id of a step, or its number."""
    return step.id or str(int(step.place.pointer[-1]) + 1)


def compute_digest(runbook: Runbook) -> str:
    """Return the digest of all that a person follows: the steps, without their positions in the file."""
    steps = [
        [s.id, s.kind, s.do, s.run, s.timebox.text if s.timebox else "", s.mode, s.needs, s.parallel, s.checkpoint]
        for s in runbook.steps
    ]
    return hashlib.sha256(json.dumps([runbook.name, steps]).encode()).hexdigest()


def choose_next(stages: Sequence[Stage], number: int, answers: Sequence[bool]) -> int | None:
    """Return the stage after the answers of a stage, one for each checkpoint; the first "no" decides.

    ``None`` ends the walk. Instead of an undefined step, the next stage follows.
    """
    ways = stages[number].ways
    if answers:
        failed = next((index for index, answer in enumerate(answers) if not answer), None)
        way = ways[2 * (len(answers) - 1)] if failed is None else ways[2 * failed + 1]
    else:
        way = ways[0]
    if way.target == UNDEFINED:
        return number + 1 if number + 1 < len(stages) else None
    return way.target


def dump_walk(walk: RunbookWalk) -> str:
    """Return a walk as the text of its state file."""
    return json.dumps(
        {"version": _VERSION, **walk._asdict(), "timeline": [e._asdict() for e in walk.timeline]}, indent=1
    )


def parse_walk(text: str) -> RunbookWalk | None:
    """Return the walk of a state file; ``None`` if the text is not one."""
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.pop("version", None) != _VERSION or data.keys() != set(RunbookWalk._fields):
        return None
    events = data.pop("timeline")
    stage = data.pop("stage")
    is_sound = (
        all(isinstance(value, str) for value in data.values())
        and (stage is None or (type(stage) is int and stage >= 0))
        and isinstance(events, list)
        and all(map(_is_event, events))
        and all(map(_is_instant, (data["started"], data["since"])))
    )
    return (
        RunbookWalk(**data, stage=stage, timeline=tuple(WalkEvent(**event) for event in events)) if is_sound else None
    )


def _is_event(event: object) -> bool:
    return (
        isinstance(event, Mapping)
        and event.keys() == set(WalkEvent._fields)
        and all(isinstance(value, str) for value in event.values())
        and _is_instant(event["at"])
    )


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
