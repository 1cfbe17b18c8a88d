"""An automatic step changes the service, and no checkpoint follows.

## What
ownercat reports a step with `mode: auto` if it changes the service (`kind: contain`, `rollback`, `flag`, `failover` or
`restart`) and no checkpoint follows. The checkpoint can be in the step itself, in a step that runs at the same time, or
in the next step.

## Why
A machine can repeat a wrong action before a person notices the error. A checkpoint asks a question about the result
before the next action.

## Example that fails
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., mode: auto, timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```

## Example that passes
```yaml title=catalog/runbook.yaml as=changed
steps:
  - id: back
    kind: rollback
    do: Roll back to the previous release.
    mode: auto
    timebox: 10m
    checkpoint: {ask: "Is the error rate under 1 %?", pass: verify, fail: climb}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
  - {id: climb, kind: escalate, do: Hand over to the incident commander., timebox: 5m}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Runbook, RunbookStep
from ownercat.oncall.stages import list_stages
from ownercat.rules import Context
from ownercat.rules.runbook._steps import WAYS_BACK, format_step, list_runbooks
from ownercat.text import shown

RULE = Rule("RUN005", "unguarded-automation", Severity.WARNING)

_ACTS = frozenset({*WAYS_BACK, "contain", "restart"})


def check(context: Context) -> Iterator[Finding]:
    """Report automatic steps that act without a checkpoint after them."""
    for runbook in list_runbooks(context):
        for step in _list_unguarded(runbook):
            message = (
                f"{shown(runbook.label)} has an automatic step without a checkpoint: {format_step(step)} ({step.kind})"
            )
            help = "add `checkpoint: {ask: QUESTION, pass: STEP, fail: STEP}` to the step"
            value = format_step(step)
            yield Finding(step.place, message, help, subject=runbook.subject, value=value)


def _list_unguarded(runbook: Runbook) -> Iterator[RunbookStep]:
    if not any(step.mode == "auto" for step in runbook.steps):
        return
    stages = list_stages(runbook.steps)
    for stage in stages:
        target = stage.ways[0].target
        if stage.checkpoints or (target is not None and stages[target].checkpoints):
            continue
        yield from (step for step in stage.steps if step.mode == "auto" and step.kind in _ACTS)
