"""An escalation does not send all required information.

## What
ownercat reports an escalation if the pages of a level do not contain all required information. A level is one entry of
`tiers`. `inform` of a level lists the information in its pages. `requiredInfo` of the catalog policy lists the required
information. The default is severity, service, timeline and workarounds.

- All levels of an escalation are one finding.
- Only `empty-tier` reports a level that pages nobody.
- Only `unknown-reference` reports a misspelled word in `inform`.

## Why
A person who is woken must know which service is broken, how severe the incident is, what happened and what the team has
tried. Without this information, the person loses time with questions.

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
```yaml title=catalog/escalation.yaml as=changed
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```

## Options
None. Set the list with `requiredInfo` in the catalog policy.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel
from ownercat.model.policy import INFORMATION
from ownercat.oncall.paths import format_level
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.suggest import alternatives, find_nearest
from ownercat.text import listed, shown

RULE = Rule("ESC011", "incomplete-briefing", Severity.WARNING)
_READS = ("tiers",)


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation policy once, with all levels that do not send the required information."""
    required = context.policy.required_info if context.policy_is_whole else ()
    for escalation in context.sound(Escalation, reads=_READS) if required else ():
        missing: dict[int, list[str]] = {}
        for number, tier in enumerate(escalation.tiers):
            misspelt = {
                near for word in tier.inform if word not in INFORMATION for near in find_nearest(word, INFORMATION)
            }
            words = [word for word in required if word not in tier.inform and word not in misspelt]
            if words and tier.notify:
                missing[number] = words
        if missing:
            yield _finding(escalation, missing)


def _finding(escalation: Escalation, missing: dict[int, list[str]]) -> Finding:
    tiers = escalation.tiers
    names = [format_level(tiers[number], number) for number in missing]
    words = listed(shown(word, 63) for word in dict.fromkeys(word for each in missing.values() for word in each))
    lack = "lacks" if len(missing) == 1 else "lack"
    message = f"{listed(names)} of {escalation.label} {lack} required information: {words}"
    first, *others = (_get_place(tiers[number]) for number in missing)
    related = tuple(Related(place, name) for place, name in zip(others, names[1:], strict=True))[:RELATED]
    proposals = list(dict.fromkeys(_propose(tiers[number], missing[number]) for number in missing))
    where = "" if len(proposals) == 1 else f" in {names[0]}, and correct the other levels likewise"
    help = f"set `inform: [{proposals[0]}]`{where}"
    return Finding(first, message, help, related, escalation.subject, extent=len(missing))


def _get_place(tier: EscalationLevel) -> Place:
    return tier.place.at("inform") if tier.inform else tier.place


def _propose(tier: EscalationLevel, missing: list[str]) -> str:
    """Return the complete list of a level; a misspelled word is replaced, not kept beside the right one."""
    meant = {near[0]: word for word in tier.inform if (near := alternatives(word, missing)) and len(near) == 1}
    replaced = {wrong: right for right, wrong in meant.items()}
    words = [replaced.get(word, word) for word in tier.inform]
    return ", ".join(shown(word, 63) for word in (*words, *(word for word in missing if word not in meant)))
