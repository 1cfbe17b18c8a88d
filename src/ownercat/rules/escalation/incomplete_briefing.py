"""A level of an escalation policy does not send all required information.

## What
ownercat reports a level of an escalation policy if its pages do not contain all required information. A level is one
entry of `tiers`; its `inform` lists the information that it sends. The policy sets the required information
(`requiredInfo`). The default is severity, service, timeline and workarounds.

- A level that pages nobody is reported by `empty-tier` only.
- A misspelled word of `inform` is reported by `unknown-reference` only.

## Why

A person who was woken must know what is broken, how bad it is, what happened and what the team has tried. Without this
information, the person loses time with questions.

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
    inform: [severity, service]
end: stop
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
end: stop
```

## Options
None. Set the list with `requiredInfo` in the policy.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation, EscalationLevel
from ownercat.model.policy import INFORMATION
from ownercat.oncall.paths import format_level
from ownercat.rules import Context
from ownercat.suggest import find_nearest
from ownercat.text import listed, shown

RULE = Rule("ESC011", "incomplete-briefing", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each level that does not send all required information."""
    required = context.policy.required_info if context.policy_is_whole else ()
    for escalation in context.sound(Escalation) if required else ():
        for number, tier in enumerate(escalation.tiers):
            misspelt = {
                near for word in tier.inform if word not in INFORMATION for near in find_nearest(word, INFORMATION)
            }
            missing = [word for word in required if word not in tier.inform and word not in misspelt]
            if missing and tier.notify:
                yield _finding(escalation, number, tier, missing)


def _finding(escalation: Escalation, number: int, tier: EscalationLevel, missing: list[str]) -> Finding:
    words = listed(shown(word, 63) for word in missing)
    message = f"{format_level(tier, number)} of {escalation.label} lacks required information: {words}"
    complete = ", ".join(shown(word, 63) for word in (*tier.inform, *missing))
    help = f"set `inform: [{complete}]`"
    place = tier.place.at("inform") if tier.inform else tier.place
    return Finding(place, message, help, (), escalation.subject)
