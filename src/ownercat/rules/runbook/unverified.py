"""A runbook has no verify step.

## What
ownercat reports a runbook if none of its steps has `kind: verify`.

ownercat does not report these runbooks:

- a runbook without steps: see [no-way-back]
- a runbook with a checkpoint that leads to a missing step: see [broken-checkpoint]
- a Markdown runbook without `steps` in its front matter, because its steps are in the text

## Why
Without a verify step, people stop after the last command, although customers may still not be able to use the service.

## Example that fails
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
```

## Example that passes
```yaml title=catalog/runbook.yaml as=changed
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.runbook._steps import has_verification, list_runbooks, locate_steps
from ownercat.text import shown

RULE = Rule("RUN003", "unverified", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report runbooks without a step that verifies the result."""
    for runbook in list_runbooks(context):
        if runbook.steps and not has_verification(runbook):
            message = f"{shown(runbook.label)} has no verify step"
            help = "add a step with `kind: verify` that shows that customers can use the service again"
            yield Finding(locate_steps(runbook), message, help, subject=runbook.subject)
