"""A level that receives pages of a major severity wakes nobody.

## What
ownercat reports a level of an escalation if it gets pages of a major severity and wakes nobody. A level is one entry of
`tiers`. A level wakes nobody in these cases:

- The level has `urgency: low`.
- The level has a `via`, and no channel in `via` has `wakes: true` in the catalog policy.

Exceptions and details:

- ownercat does not report a level with `purpose: inform`.
- If a level has no `via`, each person's own notification rules decide. ownercat reports such a level only if it has
  `urgency: low`.
- A severity is major if it has `major: true` in the catalog policy. Pages from another escalation count too.

## Why
A chat message or an email does not wake a person at 03:12. While the page waits at this level, the incident continues.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
# service checkout uses this escalation
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [chat, email]
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
from ownercat.model import Escalation, EscalationLevel
from ownercat.oncall.paths import EscalationUse, collect_major_uses, format_level
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.escalation._promises import major
from ownercat.rules.escalation._tiers import list_misrouted_services
from ownercat.text import listed, shown

RULE = Rule("ESC009", "silent-tier", Severity.ERROR)
_READS = ("tiers",)


def check(context: Context) -> Iterator[Finding]:
    """Report levels that receive major pages and wake nobody; one finding per escalation and cause."""
    # ESC007 reports a catch-all route that is not the last one: it receives the pages of the routes below it
    misrouted = context.once(list_misrouted_services)
    uses = collect_major_uses(context.catalog, context.policy, misrouted) if misrouted else context.once(major)
    for escalation in context.sound(Escalation, reads=_READS) if context.policy_is_whole else ():
        use = uses.get(escalation.key)
        silent: dict[str, list[int]] = {}
        for number, level in enumerate(escalation.tiers if use else ()):
            if level.notify and level.purpose != "inform" and (key := _find_cause(context, level)):
                silent.setdefault(key, []).append(number)
        for key, numbers in silent.items():
            if use:
                yield _finding(context, escalation, use, key, numbers)


def _find_cause(context: Context, level: EscalationLevel) -> str:
    """Return the key that makes a level silent; "" if the level can wake people."""
    if level.urgency == "low":
        return "urgency"
    return "via" if _has_only_silent_channels(context, level) else ""


def _has_only_silent_channels(context: Context, level: EscalationLevel) -> bool:
    channels = [context.policy.channels.get(word) for word in level.via]
    return bool(channels) and all(channel is not None and not channel.wakes for channel in channels)


def _finding(context: Context, escalation: Escalation, use: EscalationUse, key: str, numbers: list[int]) -> Finding:
    levels = [escalation.tiers[number] for number in numbers]
    names = [format_level(level, number) for level, number in zip(levels, numbers, strict=True)]
    one = len(levels) == 1
    if key == "urgency":
        fact, evidence = "wakes nobody" if one else "wake nobody", "`urgency: low`"
        help = "set `urgency: high`, or remove `urgency`"
    else:
        fact = "has no waking channel" if one else "have no waking channel"
        evidence = listed(dict.fromkeys(shown(word) for level in levels for word in level.via))
        waking = [channel.id for channel in context.policy.channels.values() if channel.wakes]
        help = (
            f"add a waking channel to `via`: {listed(waking, last='or')}"
            if waking
            else "set `wakes: true` for a channel"
        )
    pages = f"{use.severity} pages of {shown(use.service.label)}"
    message = f"{listed(names)} of {escalation.label} {fact} for {pages}: {evidence}"
    places = [level.place.at(key) for level in levels]
    related = [Related(place, f"`{key}` of {name}") for place, name in zip(places[1:], names[1:], strict=True)]
    if use.route.policy:
        related.insert(0, Related(use.route.policy.place, f"route of {use.severity} pages"))
    return Finding(places[0], message, help, tuple(related[:RELATED]), escalation.subject)
