"""An escalation has no levels, or one of its levels pages nobody.

## What
A level is one entry of `tiers` of an escalation. ownercat reports an escalation without levels. ownercat also reports a
level in these cases:

- Its `notify` is missing or empty.
- It pages only people who are not active.

Other rules report a rotation without members ([memberless-rotation]) and an undefined target ([unknown-reference]).

## Why
A page to an empty level reaches nobody, so the incident stays hidden. Paging products treat an empty level differently:
they wait, go to the next level, or drop the page.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: []
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Person
from ownercat.oncall.paths import format_level
from ownercat.rules import Context
from ownercat.rules.escalation._tiers import find_empty_levels
from ownercat.text import listed, shown

RULE = Rule("ESC002", "empty-tier", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report escalation policies without levels, and levels that page nobody."""
    for escalation, number, level, people in find_empty_levels(context):
        if level is None:
            message = f"{escalation.label} has no levels: its pages reach nobody"
            help = "add a first level: `tiers: [{name: on-call, notify: [rotation:NAME]}]`"
            yield Finding(escalation.named, message, help, subject=escalation.subject)
            continue
        name = f"{format_level(level, number)} of {escalation.label}"
        if people:
            yield _finding(escalation, level, name, people)
        else:
            message = f"{name} pages nobody: `notify` is empty"
            help = "add a rotation, team or person, for example `notify: [rotation:NAME]`, or remove the level"
            yield Finding(level.place.at("notify"), message, help, subject=escalation.subject)


def _finding(escalation: Escalation, tier: EscalationLevel, name: str, people: tuple[Person, ...]) -> Finding:
    message = f"{name} pages only people who are not active: {listed(shown(person.name) for person in people)}"
    help = "page a rotation instead: `notify: [rotation:NAME]`"
    related = tuple(Related(person.named, f"{shown(person.label)}, {_format_end(person)}") for person in people[:4])
    return Finding(tier.place.at("notify"), message, help, related, escalation.subject)


def _format_end(person: Person) -> str:
    return f"left on {person.leaves_on}" if person.active and person.leaves_on else "not active"
