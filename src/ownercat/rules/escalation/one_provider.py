"""An escalation uses waking channels of only one provider.

## What
The rule is off until you set the option `tiers`. ownercat then reports an escalation if all of its waking channels have
the same provider. The catalog policy sets the provider of each channel and whether the channel wakes people (`wakes`).
The built-in channels `push`, `phone` and `sms` wake people.

- The channels in `via` of all levels count, and the channels of the `failsafe` (what happens if no page is delivered).
- The channels of the next escalation (`end: {handoff: …}`) count too.
- ownercat checks only escalations that receive pages of a major severity.
- ownercat skips an escalation if a level has no `via`, because each person's own notification rules then decide.

## Why
If the only provider has an outage, no page wakes anybody. A large outage often affects many companies at the same time,
so the provider can fail together with your services. The rule is off by default, because a second provider costs money.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: policy
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: pagerduty}
rules:
  options: {one-provider: {tiers: [4]}}  # checkout is a tier 4 service
```

## Example that passes
```yaml title=catalog/policy.yaml as=changed
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: vonage}
```

## Options
Set it in the catalog policy: `rules: {options: {one-provider: {tiers: [1]}}}`.

- `tiers` (default `[]`, no tier): the service tiers to check.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Channel, Escalation, Service
from ownercat.oncall.paths import find_next_escalation, is_paged, list_ways
from ownercat.rules import Context
from ownercat.rules._options import wholes
from ownercat.text import listed, shown

RULE = Rule("ESC107", "one-provider", Severity.WARNING, optional=True, options={"tiers": []})


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation of the configured tiers whose waking channels have one provider, once."""
    tiers = wholes(context, RULE, "tiers") if context.policy_is_whole else frozenset()
    checked: set[str] = set()
    for service in context.sound(Service, about="tier") if tiers else ():
        if service.tier not in tiers or not is_paged(service):
            continue
        for way in list_ways(context.catalog, context.policy, service):
            if way.policy is None or way.policy.key in checked or way.severity not in context.policy.major:
                continue
            checked.add(way.policy.key)
            channels = _list_waking_channels(context, way.policy)
            if channels and len({channel.provider for channel in channels}) == 1:
                yield _finding(way.policy, service, channels)


def _list_waking_channels(context: Context, first: Escalation) -> list[Channel]:
    """Return the waking channels of an escalation and of those that follow; nothing if a channel is not known."""
    channels: dict[str, Channel] = {}
    visited: set[str] = set()
    escalation: Escalation | None = first
    while escalation is not None and escalation.key not in visited:
        visited.add(escalation.key)
        words = [word for level in escalation.tiers for word in level.via]
        words += escalation.failsafe.via if escalation.failsafe else ()
        unknown = any(word not in context.policy.channels for word in words)
        if not escalation.sound or unknown or not all(level.via for level in escalation.tiers):
            return []
        channels |= {word: context.policy.channels[word] for word in words if context.policy.channels[word].wakes}
        escalation = find_next_escalation(context.catalog, escalation)
    return list(channels.values())


def _finding(escalation: Escalation, service: Service, channels: list[Channel]) -> Finding:
    words, provider = listed(shown(channel.id, 63) for channel in channels), shown(channels[0].provider, 63)
    if len(channels) > 1:
        message = f"{escalation.label} has waking channels of only one provider: {provider} ({words})"
    else:
        channel = words if words == provider else f"{words} ({provider})"
        message = f"{escalation.label} has only one waking channel: {channel}"
    help = "add a waking channel of another provider to `via` of a level or of `failsafe`"
    related = (Related(service.named, f"{shown(service.label)}, which uses {shown(escalation.label)}"),)
    return Finding(escalation.named, message, help, related, escalation.subject)
