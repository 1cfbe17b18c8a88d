"""An escalation has neither `repeat` nor `end`.

## What
An escalation must state what happens if nobody acknowledges a page. ownercat reports an escalation with levels if it
has neither of these keys:

- `repeat`: the levels are paged again for the given number of rounds.
- `end`: paging stops, or another escalation continues.

## Why
Without these keys, the paging product decides what happens if nobody acknowledges a page. One product stops, another
product repeats for a day, and another product resolves the incident.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```

## Example that passes
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
repeat: {times: 3, every: 10m}
end: stop
```
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation
from ownercat.rules import Context

RULE = Rule("ESC012", "unterminated", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report escalations with neither ``repeat`` nor ``end``; ``empty-tier`` reports those without levels."""
    for escalation in context.sound(Escalation):
        if escalation.tiers and escalation.repeat is None and escalation.end is None:
            message = f"{escalation.label} does not define what happens after its last level: no `repeat` and no `end`"
            help = "add `repeat: {times: 3, every: 10m}`, `end: stop`, or `end: {handoff: ESCALATION}`"
            yield Finding(escalation.named, message, help, subject=escalation.subject)
