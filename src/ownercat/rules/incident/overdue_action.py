"""An action is open after its due date.

## What
ownercat reports an open action of an incident or a drill if its `due` date is before the day of the check. With
`--timeless`, this rule is off.

## Why
The actions of a postmortem remove the causes of an incident. If an action stays open, the next incident can have the
same cause.

## Example that fails
```yaml title=catalog/incident.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-09-12-payments-down
services: [payment]
severity: sev1
actions:
  - {id: cap-retries, what: Stop retrying after three attempts., kind: prevent, owner: ana, due: 2026-10-15}
```

## Example that passes
```yaml title=catalog/incident.yaml as=changed
actions:
  - id: cap-retries
    what: Stop retrying after three attempts.
    kind: prevent
    owner: ana
    due: 2026-10-15
    status: done
    doneOn: 2026-10-12
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.incident._records import list_open_actions
from ownercat.text import plural, shown

RULE = Rule("INC004", "overdue-action", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each open action after its due date."""
    today = context.as_of
    for entity, action, label in list_open_actions(context) if today else ():
        if action.due is not None and today is not None and action.due < today:
            late = plural((today - action.due).days, "day")
            owner = f", owner {shown(action.owner.written)}" if action.owner else ""
            yield Finding(
                action.place.at("due"),
                f"{label} is open after its due date: due on {action.due}, {late} ago{owner}",
                f"do the work and write `status: done, doneOn: {today}`, or agree on a later `due`",
                subject=entity.subject,
                value=action.id,
            )
