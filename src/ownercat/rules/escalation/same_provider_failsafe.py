"""The failsafe of an escalation uses the same providers as the levels.

## What
The failsafe sends the page if no other channel delivers the page. ownercat reports a failsafe if every channel in its
`via` has the same provider as a channel in `via` of a level. `channels` of the catalog policy sets the provider of each
channel.

- One channel of another provider in the failsafe is enough.
- ownercat does not check a level without `via`, because each person's own notification rules then decide.

## Why
For example, push, phone and SMS can come from one provider. If this provider has an outage, the levels and the failsafe
both fail, and nobody is paged.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
failsafe: {via: [sms], to: rotation:storefront-primary, after: 10m, testedOn: 2026-09-14}
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: policy
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: pagerduty}
  sms: {medium: sms, provider: pagerduty}
```

## Example that passes
```yaml title=catalog/policy.yaml as=changed
channels:
  push: {medium: push, provider: pagerduty}
  phone: {medium: phone, provider: pagerduty}
  sms: {medium: sms, provider: twilio}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Policy
from ownercat.oncall.contacts import collect_same_provider
from ownercat.oncall.paths import format_level
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("ESC110", "same-provider-failsafe", Severity.WARNING)
_READS = ("failsafe", "tiers")


def check(context: Context) -> Iterator[Finding]:
    """Report each failsafe whose channels all fail together with a channel of the levels."""
    for escalation in context.sound(Escalation, reads=_READS) if context.policy_is_whole else ():
        failsafe = escalation.failsafe
        if failsafe is None or not failsafe.via or any(word not in context.policy.channels for word in failsafe.via):
            continue
        levels: dict[str, list[int]] = {}
        for number, level in enumerate(escalation.tiers):
            for word in level.via:
                levels.setdefault(word, []).append(number)
        shared = {word: _find_shared_channel(context.policy, word, levels) for word in failsafe.via}
        if all(shared.values()):
            yield _finding(context.policy, escalation, shared, levels)


def _find_shared_channel(policy: Policy, channel: str, levels: dict[str, list[int]]) -> str:
    """Return a channel of the levels that fails together with a channel; "" if there is none."""
    fails = collect_same_provider(policy, channel)
    return next((word for word in levels if word in fails), "")


def _finding(policy: Policy, escalation: Escalation, shared: dict[str, str], levels: dict[str, list[int]]) -> Finding:
    words = listed(shown(word, 63) for word in shared)
    providers = listed(dict.fromkeys(shown(policy.channels[word].provider, 63) for word in shared))
    numbers = sorted({number for word in shared.values() for number in levels[word]})
    named = [(format_level(escalation.tiers[number], number), escalation.tiers[number]) for number in numbers]
    channels = words if words == providers else f"{words} ({providers})"
    message = (
        f"{escalation.label} has a failsafe on the same provider as {listed(name for name, _ in named)}: {channels}"
    )
    others = [
        channel.id
        for channel in policy.channels.values()
        if channel.wakes and not _find_shared_channel(policy, channel.id, levels) and channel.id not in shared
    ]
    example = f", for example {listed((shown(word, 63) for word in others), last='or')}" if others else ""
    help = f"add a channel of another provider to `failsafe.via`{example}"
    related = tuple(Related(level.place.at("via"), f"`via` of {name}") for name, level in named)
    place = escalation.failsafe.place.at("via") if escalation.failsafe else escalation.named
    return Finding(place, message, help, related, escalation.subject)
