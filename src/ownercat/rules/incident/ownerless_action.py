"""An open action has no active owner or no due date.

## What
ownercat reports an open action of an incident or a drill if:

- it has no `owner`, or the owner is a person who is not active;
- it has no `due`, or the due date is after the year 2999.

Each action has at most one finding. ownercat ignores actions with `status: done` or `status: wontDo`. Another rule,
[unknown-reference], reports an owner that is not defined.

## Why
Nobody does work that has no owner and no date. The same incident then occurs again.

## Example that fails
```yaml title=catalog/incident.yaml
apiVersion: ownercat/v1
kind: Incident
name: 2026-09-12-payments-down
services: [payment]
severity: sev1
actions:
  - {id: cap-retries, what: Stop retrying payments after three attempts., kind: prevent}
```

## Example that passes
```yaml title=catalog/incident.yaml as=changed
actions:
  - {id: cap-retries, what: Stop retrying payments after three attempts., kind: prevent, owner: ana, due: 2027-03-31}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Action, Person
from ownercat.rules import Context
from ownercat.rules.incident._records import list_open_actions
from ownercat.rules.ownership._teams import absence
from ownercat.text import shown

RULE = Rule("INC003", "ownerless-action", Severity.ERROR)
_LAST_YEAR = 2999  # a later year means "never"


def check(context: Context) -> Iterator[Finding]:
    """Report each open action without an active owner or without a due date."""
    for entity, action, label in list_open_actions(context):
        faults = [*_check_owner(context, action), *_check_due(action)]
        if faults:
            keys = ["owner: team:NAME"] * ("owner" in faults[0]) + ["due: YYYY-MM-DD"] * ("due" in faults[-1])
            place = action.owner.place if action.owner and len(faults) == 1 and "owner" in faults[0] else action.place
            yield Finding(
                place,
                f"{label} {' and '.join(faults).replace('and has no', 'and no')}",
                f"write who does the work until when: `{', '.join(keys)}`" if len(keys) > 1 else f"write `{keys[0]}`",
                subject=entity.subject,
                value=action.id,
            )


def _check_owner(context: Context, action: Action) -> Iterator[str]:
    if action.owner is None:
        yield "has no owner"
        return
    person = context.catalog.find(action.owner)
    if isinstance(person, Person) and (why := absence(person, context)):
        yield f"has no active owner: {shown(person.name)} is {'an' if why[0] in 'aeiou' else 'a'} {why}"


def _check_due(action: Action) -> Iterator[str]:
    if action.due is None:
        yield "has no due date"
    elif action.due.year > _LAST_YEAR:
        yield f"has a placeholder as due date: {action.due}"
