"""An escalation has no level with `purpose: respond`, or the last such level reaches no person.

## What
The last level with `purpose: respond` must reach a person. ownercat reports an escalation in these cases:

- No level has `purpose: respond` (the default).
- The last level with `purpose: respond` reaches only bots.
- The last level with `purpose: respond` uses only channels without a personal recipient, and none of these channels
  wakes people. The option lists the media without a personal recipient.

Exceptions:

- ownercat does not check an escalation that continues with another escalation (`end: {handoff: NAME}`).
- If the escalation gets pages of major severities, another rule, [silent-tier], checks the channels.

## Why
The last level is the last chance that a person responds. A message in a chat channel can remain unread.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-default
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push]
    wait: 15m
    inform: [severity, service, timeline, workarounds]
  - name: channel
    notify: [rotation:storefront-primary]
    via: [chat]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push]
    wait: 15m
    inform: [severity, service, timeline, workarounds]
  - name: everyone
    notify: [person:ana, person:bo]
    via: [phone, chat]
    inform: [severity, service, timeline, workarounds]
```

## Options
Set it in the policy, under `rules.options.ends-without-people`.

- `media` (default `[chat, ticket, status]`): the media without a personal recipient. If your teams respond in chat, set
  `media: []`.
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Rotation
from ownercat.oncall.paths import (
    collect_primaries,
    find_next_escalation,
    format_level,
    list_reachable_people,
)
from ownercat.rules import Context
from ownercat.rules.escalation._promises import major
from ownercat.text import listed, shown

RULE = Rule("ESC008", "ends-without-people", Severity.WARNING, options={"media": ["chat", "ticket", "status"]})
_READS = ("tiers", "end", "repeat", "failsafe")


def check(context: Context) -> Iterator[Finding]:
    """Report escalation policies whose last responding level reaches no person."""
    uses = context.once(major)
    primary = collect_primaries(context.catalog)
    for escalation in context.sound(Escalation, reads=_READS) if context.policy_is_whole else ():
        if not escalation.tiers or find_next_escalation(context.catalog, escalation) is not None:
            continue
        responding = [number for number, tier in enumerate(escalation.tiers) if tier.purpose == "respond"]
        if responding:
            yield from _check_last(context, escalation, responding[-1], escalation.key in uses, primary)
        else:
            message = f"{escalation.label} has no level with `purpose: respond`"
            help = "set `purpose: respond` in the level whose people fix the incident"
            yield Finding(escalation.named, message, help, subject=escalation.subject)


def _check_last(
    context: Context, escalation: Escalation, number: int, major: bool, primary: Mapping[str, tuple[Rotation, ...]]
) -> Iterator[Finding]:
    """Check the last responding level; for major severities, ``silent-tier`` checks its channels instead."""
    tier = escalation.tiers[number]
    begin = f"{escalation.label} reaches no person at its last responding level: {format_level(tier, number)}"
    if tier.notify and not major and _uses_only_media_without_recipient(context, tier):
        media = sorted({context.policy.channels[word].medium for word in tier.via})
        message = f"{begin} uses only {listed(media)}"
        help = f"add a channel that reaches a person to `via`, for example {_format_example(context)}"
        help += ", or add a last level with such a channel"
        yield Finding(tier.place.at("via"), message, help, subject=escalation.subject)
        return
    people = list_reachable_people(context.catalog, tier, primary)
    if people and all(person.bot for person in people):
        message = f"{begin} reaches only bots: {listed(shown(person.name) for person in people)}"
        help = "page a rotation of people: `notify: [rotation:NAME]`, or add a last level that does"
        yield Finding(tier.place.at("notify"), message, help, subject=escalation.subject)


def _uses_only_media_without_recipient(context: Context, tier: EscalationLevel) -> bool:
    media = context.options.get("media")
    if not tier.via or not isinstance(media, list):
        return False
    channels = [context.policy.channels.get(word) for word in tier.via]
    return all(channel is not None and not channel.wakes and channel.medium in media for channel in channels)


def _format_example(context: Context) -> str:
    waking = [channel.id for channel in context.policy.channels.values() if channel.wakes]
    return listed(waking[:2], last="or") or "phone"
