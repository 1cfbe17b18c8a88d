"""Whoever is paged by a tier is not told all that the policy requires.

## What

The policy lists under `requiredInfo` what every page says (the default: severity, service, timeline and workarounds).
A tier's `inform` leaves some of it out, or there is no `inform`. A tier that pages nobody is reported by
`empty-tier`.

## Why

P31: whoever is woken needs to know at once what is broken, how bad it is, what happened and what was tried. Asking
around for it costs the minutes that the page was to save.

## Example that fails

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service]
end: stop
```

## Example that passes

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
---
apiVersion: ownercat/v1
kind: Rotation
name: shop-primary
team: shop
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

None. The list is `requiredInfo` in the policy.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation, EscalationLevel
from ownercat.oncall.paths import called
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("ESC011", "incomplete-briefing", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Each tier that leaves out what the policy requires."""
    required = context.policy.required_info if context.policy_is_whole else ()
    for escalation in context.sound(Escalation) if required else ():
        for number, tier in enumerate(escalation.tiers):
            missing = [word for word in required if word not in tier.inform]
            if missing and tier.notify:
                yield _finding(escalation, number, tier, missing)


def _finding(escalation: Escalation, number: int, tier: EscalationLevel, missing: list[str]) -> Finding:
    words = listed(shown(word, 63) for word in missing)
    message = f"{called(tier, number)} of {escalation.label} is not told {words}, which the policy requires"
    complete = ", ".join(shown(word, 63) for word in (*tier.inform, *missing))
    help = f"complete it: `inform: [{complete}]`"
    place = tier.place.at("inform") if tier.inform else tier.place
    return Finding(place, message, help, (), escalation.subject)
