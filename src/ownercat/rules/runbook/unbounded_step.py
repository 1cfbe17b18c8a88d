"""A step of a runbook has no timebox.

## What
ownercat reports a runbook if one of its steps has no `timebox`. Each runbook has one finding, with all such steps.

## Why
Under pressure, a person may try the same step for an hour. A timebox states when to stop and continue with the next
step. Timeboxes also show whether the runbook fits into the `restore` target.

## Example that fails
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release.}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```

## Example that passes
```yaml title=catalog/runbook.yaml as=changed
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.runbook._steps import format_step, list_runbooks
from ownercat.text import listed, shown

RULE = Rule("RUN004", "unbounded-step", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each runbook with steps without a timebox once, at the first of them."""
    for runbook in list_runbooks(context):
        steps = [step for step in runbook.steps if step.timebox is None]
        if not steps:
            continue
        names = [format_step(step) for step in steps]
        if len(names) == 1:
            message = f"{shown(runbook.label)} has a step without a timebox: {names[0].removeprefix('step ')}"
        else:
            short = listed(name.removeprefix("step ") for name in names)
            message = f"{shown(runbook.label)} has {len(names)} steps without a timebox: {short}"
        help = f"add `timebox` to {'the step' if len(names) == 1 else 'each step'}, for example `timebox: 10m`"
        more = zip(steps[1 : RELATED + 1], names[1:], strict=False)
        related = tuple(Related(step.place, f"{name}, which has no timebox") for step, name in more)
        yield Finding(steps[0].place, message, help, related, runbook.subject, extent=len(names))
