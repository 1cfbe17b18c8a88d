"""A runbook has no rollback, flag or failover step.

## What
ownercat reports a runbook if none of its steps has `kind: rollback`, `kind: flag` or `kind: failover`.

ownercat does not report a Markdown runbook without `steps` in its front matter, because its steps are in the text.

## Why
A rollback, a feature flag or a failover can restore the service while the cause is still unknown. Without such a step,
the outage lasts until the cause is found.

## Example that fails
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
steps:
  - {id: look, kind: diagnose, do: Compare the errors with the last release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```

## Example that passes
```yaml title=catalog/runbook.yaml as=changed
steps:
  - {id: look, kind: diagnose, do: Compare the errors with the last release., timebox: 10m}
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.runbook._steps import WAYS_BACK, list_runbooks, locate_steps
from ownercat.text import shown

RULE = Rule("RUN002", "no-way-back", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report runbooks without a step that takes the service back to a working state."""
    for runbook in list_runbooks(context):
        if any(step.kind in WAYS_BACK for step in runbook.steps):
            continue
        fact = "no rollback, flag or failover step" if runbook.steps else "no steps"
        help = "add a step with `kind: rollback`, `kind: flag` or `kind: failover` to `steps`"
        yield Finding(locate_steps(runbook), f"{shown(runbook.label)} has {fact}", help, subject=runbook.subject)
