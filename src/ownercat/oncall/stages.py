"""The order of the steps of a runbook: which steps run together, and where each answer leads. Pure functions."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownercat.model import RunbookStep

UNDEFINED = -1  # the target of a checkpoint that names no step
_HANDS_OVER = "escalate"
_VERIFIES = "verify"


class StepWay(NamedTuple):
    """One way out of a stage. ``answer`` is ``pass``, ``fail``, or ``""`` without a checkpoint.

    ``name``: the step that the checkpoint names. ``target``: the number of the next stage; ``None`` ends the runbook.
    """

    step: RunbookStep
    answer: str
    name: str
    target: int | None


class Stage(NamedTuple):
    """A step, the steps that run at the same time, and the ways to the next stages."""

    steps: tuple[RunbookStep, ...]
    ways: tuple[StepWay, ...]

    @property
    def seconds(self) -> int:
        """Return the longest timebox; steps without one count as zero."""
        return max(step.timebox.seconds if step.timebox else 0 for step in self.steps)

    @property
    def checkpoints(self) -> tuple[RunbookStep, ...]:
        """Return the steps with a checkpoint."""
        return tuple(step for step in self.steps if step.checkpoint)

    def has_kind(self, *kinds: str) -> bool:
        """Return whether a step is of one of the kinds."""
        return any(step.kind in kinds for step in self.steps)


def list_stages(steps: Sequence[RunbookStep]) -> tuple[Stage, ...]:
    """Return the stages of a runbook, in the order of the document; the first one is the start.

    Without a checkpoint, the next stage follows. Two stages end the runbook: one that escalates, and one that verifies
    in front of a stage that a checkpoint names.
    """
    groups: list[list[RunbookStep]] = []
    for step in steps:
        if step.parallel and groups:
            groups[-1].append(step)
        else:
            groups.append([step])
    numbers: dict[str, int] = {}
    for number, group in enumerate(groups):
        for step in group:
            numbers.setdefault(step.id, number)
    numbers.pop("", None)
    named = {numbers.get(name) for step in steps for name in _list_names(step)}
    return tuple(_build_stage(group, number, len(groups), numbers, named) for number, group in enumerate(groups))


def _list_names(step: RunbookStep) -> tuple[str, ...]:
    return (step.checkpoint.on_pass, step.checkpoint.on_fail) if step.checkpoint else ()


def _build_stage(
    group: Sequence[RunbookStep], number: int, count: int, numbers: dict[str, int], named: set[int | None]
) -> Stage:
    following = number + 1 if number + 1 < count else None
    ways: list[StepWay] = []
    for step in group:
        for answer, name in zip(("pass", "fail"), _list_names(step), strict=False):
            ways.append(StepWay(step, answer, name, numbers.get(name, UNDEFINED) if name else following))
    if not ways:
        kinds = {step.kind for step in group}
        ends = _HANDS_OVER in kinds or (_VERIFIES in kinds and following in named)
        ways.append(StepWay(group[-1], "", "", None if ends else following))
    return Stage(tuple(group), tuple(ways))


def find_longest_path(stages: Sequence[Stage]) -> tuple[Stage, ...]:
    """Return the path from the start with the largest sum of timeboxes; a way back to a stage of the path is ignored.

    A repeated stage has no limit, so each stage counts once.
    """
    best: dict[int, tuple[int, int | None]] = {}  # the seconds from a stage to the end, and the next stage
    for number, forward in _order_stages(stages):
        longest = max((best[each][0], -each) for each in forward) if forward else (0, 0)
        best[number] = (stages[number].seconds + longest[0], -longest[1] if forward else None)
    path, number_or_none = [], 0 if stages else None
    while number_or_none is not None:
        path.append(stages[number_or_none])
        number_or_none = best[number_or_none][1]
    return tuple(path)


def _order_stages(stages: Sequence[Stage]) -> Iterator[tuple[int, list[int]]]:
    """Yield each reachable stage after the stages that follow it, with these; ways that close a cycle are left out."""
    targets = [sorted({way.target for way in stage.ways if way.target is not None} - {UNDEFINED}) for stage in stages]
    entered = {0}
    finished: set[int] = set()
    waiting = [(0, iter(targets[0]))] if stages else []
    while waiting:
        number, unseen = waiting[-1]
        target = next((each for each in unseen if each not in entered), None)
        if target is not None:
            entered.add(target)
            waiting.append((target, iter(targets[target])))
            continue
        waiting.pop()
        yield number, [each for each in targets[number] if each in finished]
        finished.add(number)


def find_endless(stages: Sequence[Stage]) -> int | None:
    """Return the first stage from which no way leads to an end; ``None`` if every stage has one.

    A way to an undefined step, and a way from a stage to itself, count as an end.
    """
    ways = [(number, way) for number, stage in enumerate(stages) for way in stage.ways]
    if not any(way.target is not None and UNDEFINED < way.target < number for number, way in ways):
        return None  # no way leads back
    before: dict[int, set[int]] = {}
    waiting: list[int] = []
    for number, way in ways:
        if way.target is None or way.target in (UNDEFINED, number):
            waiting.append(number)
        else:
            before.setdefault(way.target, set()).add(number)
    ending: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number not in ending:
            ending.add(number)
            waiting.extend(before.get(number, ()))
    return next((number for number in range(len(stages)) if number not in ending), None)


def list_dead_ends(stages: Sequence[Stage]) -> list[RunbookStep | None]:
    """Return the last step of each stage whose steps end without one that verifies, informs people or escalates.

    ``None``: they do not, or a checkpoint decides.
    """
    ends: list[RunbookStep | None] = [None] * len(stages)
    for number in range(len(stages) - 1, -1, -1):
        stage = stages[number]
        if not stage.checkpoints and not stage.has_kind(_VERIFIES, _HANDS_OVER, "communicate"):
            target = stage.ways[0].target  # without a checkpoint, a later stage
            ends[number] = stage.steps[-1] if target is None else ends[target]
    return ends
