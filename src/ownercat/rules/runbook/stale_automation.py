"""The test of the automatic steps of a runbook is overdue.

## What
ownercat reports a runbook if the next test of its automatic steps is overdue on the day of the check (`--as-of`). The
next test is due at `automation.verifiedOn` plus `automation.every`. ownercat also reports a runbook with
`automation.every` but without `automation.verifiedOn`. ownercat does not check a runbook without `automation.every`.

## Why
Automation depends on names, versions and access rights that change without notice. Automation that nobody has tested
fails during the incident for which it was written.

## Example that fails
```yaml title=catalog/runbook.yaml
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
automation: {verifiedOn: 2026-05-04, every: 90d}
steps:
  - {id: back, kind: rollback, do: Roll back to the previous release., timebox: 10m}
  - {id: verify, kind: verify, do: Watch the error rate., timebox: 10m}
```

## Example that passes
```yaml title=catalog/runbook.yaml as=changed
automation: {verifiedOn: 2026-10-05, every: 90d}
```
"""

from collections.abc import Iterator
from datetime import timedelta

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Runbook
from ownercat.rules import Context
from ownercat.text import plural, shown

RULE = Rule("RUN102", "stale-automation", Severity.WARNING, dated=True)
_READS = ("automation",)
_DAY = 86_400


def check(context: Context) -> Iterator[Finding]:
    """Report each runbook whose automation was not tested in time."""
    for runbook in context.sound(Runbook, reads=_READS) if context.as_of else ():
        automation = runbook.automation
        if automation is None or automation.every is None or context.as_of is None:
            continue
        place = automation.place.at("every")
        related: tuple[Related, ...] = ()
        if automation.verified_on is None:
            message = (
                f"{shown(runbook.label)} has no test of its automatic steps: required every {automation.every.text}"
            )
        else:
            days = automation.every.seconds // _DAY
            late = (context.as_of - automation.verified_on).days - days
            if late <= 0:
                continue
            due = automation.verified_on + timedelta(days)
            message = (
                f"{shown(runbook.label)} has an overdue test of its automatic steps: due {due} "
                f"({automation.verified_on} + {automation.every.text}), {plural(late, 'day')} late"
            )
            related = (Related(place, f"test interval of {shown(runbook.label)}"),)
            place = automation.place.at("verifiedOn")
        help = "test the automatic steps, then set `automation.verifiedOn` to the date of the test"
        yield Finding(place, message, help, related, runbook.subject)
