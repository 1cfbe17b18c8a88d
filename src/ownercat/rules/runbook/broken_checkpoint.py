"""A checkpoint of a runbook leads nowhere.

## What
ownercat reports a checkpoint in these cases:

- It has no question (`ask`).
- It leads to a missing step, or to its own step.
- One of its answers is a dead end: the runbook ends without a step that verifies, informs people or escalates. Only
  another rule, [unverified], reports a runbook without any verify step.
- Its answers form a loop without an exit.

ownercat also reports a step without an `id` if only a checkpoint can lead to the step. A checkpoint can name a step
only by its `id`. ownercat follows the steps in this order:

- After a step without a checkpoint, and for an answer without a step, the next step of the list follows.
- A step with `kind: escalate` ends the runbook.
- A step with `kind: verify` ends the runbook if a checkpoint names the next step of the list.

## Why
An on-call engineer follows the answers at night. An answer that leads nowhere leaves the person alone with an outage.

## Example that fails
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
steps:
  - id: back
    kind: rollback
    do: Roll back to the previous release.
    timebox: 10m
    checkpoint: {ask: "Is the error rate under 1 %?", pass: verify, fail: escalate}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
  - {id: climb, kind: escalate, do: Hand over to the incident commander., timebox: 5m}
```

## Example that passes
```yaml title=catalog/runbook.yaml as=changed
steps:
  - id: back
    kind: rollback
    do: Roll back to the previous release.
    timebox: 10m
    checkpoint: {ask: "Is the error rate under 1 %?", pass: verify, fail: climb}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
  - {id: climb, kind: escalate, do: Hand over to the incident commander., timebox: 5m}
```
"""

from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Finding, Fix, Rule, Severity
from ownercat.model import Runbook, RunbookStep
from ownercat.oncall.stages import UNDEFINED, Stage, StepWay, find_endless, list_dead_ends, list_stages
from ownercat.rules import Context
from ownercat.rules.runbook._steps import format_step, has_verification, list_runbooks
from ownercat.suggest import build_finder, question
from ownercat.text import listed, shown

RULE = Rule("RUN006", "broken-checkpoint", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report checkpoints without a question or a usable target, and steps that no checkpoint can name."""
    for runbook in list_runbooks(context):
        stages = list_stages(runbook.steps)
        yield from _check_questions(runbook)
        yield from _check_ways(runbook, stages)
        yield from _check_loop(runbook, stages)
        yield from _check_ids(runbook, stages)


def _check_questions(runbook: Runbook) -> Iterator[Finding]:
    for step in runbook.steps:
        if step.checkpoint and not step.checkpoint.ask:
            message = f"{shown(runbook.label)} has a checkpoint without a question: {format_step(step)}"
            help = "add `ask` with a question that has the answers yes and no"
            yield Finding(step.place.key("checkpoint"), message, help, subject=runbook.subject, value=step.id)


def _check_ways(runbook: Runbook, stages: Sequence[Stage]) -> Iterator[Finding]:
    label = f"{shown(runbook.label)} has a checkpoint"
    ids = [step.id for step in runbook.steps if step.id]
    suggest = build_finder(ids if any(way.target == UNDEFINED for stage in stages for way in stage.ways) else ())
    ends = list_dead_ends(stages) if has_verification(runbook) else [None] * len(stages)
    ways = [(number, way) for number, stage in enumerate(stages) for way in (stage.ways if stage.checkpoints else ())]
    for number, way in ways:
        end = "" if way.target in (UNDEFINED, number) else _format_dead_end(way, ends)
        if not end and way.target not in (UNDEFINED, number):
            continue
        where = f"{format_step(way.step)}, {way.answer}"
        help = f"write the id of another step in `{way.answer}`: {listed(ids)}"
        if end:
            message = f"{label} with a dead end: {where} {end}"
            help = f"name a step that verifies or escalates in `{way.answer}`, or add such a step"
        elif way.target == UNDEFINED:
            message = f"{label} that leads to a missing step: {where}: {shown(way.name)}"
            help = question([id for id in suggest(way.name) if id != way.step.id], help)
        else:
            message = f"{label} that leads to its own step: {where}: {shown(way.name)}"
        place = way.step.place.at("checkpoint", way.answer) if way.name else way.step.place.key("checkpoint")
        near = [id for id in suggest(way.name) if id != way.step.id] if way.target == UNDEFINED else []
        fixes = (Fix(place, near[0]),) if len(near) == 1 else ()
        value = f"{format_step(way.step)} {way.answer}"
        yield Finding(place, message, help, subject=runbook.subject, value=value, fixes=fixes)


def _format_dead_end(way: StepWay, ends: Sequence[RunbookStep | None]) -> str:
    """Return where the steps of an answer end; ``""`` if they lead to a step that verifies or escalates."""
    if way.target is None:
        return "leads to no step" if way.answer == "fail" else ""
    last = ends[way.target]
    return f"ends with {format_step(last)} ({shown(last.kind or 'no kind')})" if last else ""


def _check_loop(runbook: Runbook, stages: Sequence[Stage]) -> Iterator[Finding]:
    number = find_endless(stages)
    stage = next((each for each in stages[number:] if each.checkpoints), None) if number is not None else None
    if stage is not None and number is not None:
        step = stage.checkpoints[0]
        names = _list_loop(stages, number)
        message = f"{shown(runbook.label)} has checkpoints that form a loop without an exit: {names}"
        help = "lead one answer to a step that verifies or escalates"
        yield Finding(step.place.key("checkpoint"), message, help, subject=runbook.subject, value=step.id)


def _list_loop(stages: Sequence[Stage], number: int) -> str:
    """Return the steps from a stage that has no exit until one repeats."""
    path: dict[int, None] = {}
    while number not in path:
        path[number] = None
        number = next(way.target for way in stages[number].ways if way.target is not None)
    steps = [format_step(stages[each].steps[0]).removeprefix("step ") for each in (*path, number)]
    return " → ".join([*steps[:4], "…", *steps[-1:]] if len(steps) > 6 else steps)


def _check_ids(runbook: Runbook, stages: Sequence[Stage]) -> Iterator[Finding]:
    reached = {way.target for stage in stages for way in stage.ways}
    for number, stage in enumerate(stages[1:], 1):
        if number not in reached and not any(step.id for step in stage.steps):
            step = stage.steps[0]
            message = (
                f"{shown(runbook.label)} has a step that needs an id: only a checkpoint can lead to {format_step(step)}"
            )
            help = "add `id: NAME`, and name it in `pass` or `fail` of a checkpoint"
            yield Finding(step.place, message, help, subject=runbook.subject, value=format_step(step))
