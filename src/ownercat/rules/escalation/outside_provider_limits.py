"""An escalation has a value that the paging product it names does not accept.

## What

The `provider` of an escalation says which product it lives in. A tier's `wait` or `attempts`, or the number of
repeats, is outside the limits of that product:

| provider | limits (August 2026) |
|---|---|
| pagerduty | `wait` whole minutes, at least 1m; `repeat.times` 0 to 9 |
| opsgenie | `repeat.times` 0 to 20 |
| goalert | `wait` whole minutes, 1m to 9000m; `repeat.times` 0 to 5 |
| grafana | `wait` 1m to 1d; `repeat.times` 0 to 5 |
| incidentio | `attempts.times` 2 to 10; `attempts.every` whole minutes |

Other products, and an escalation without `provider`, are not judged.

## Why

P25: what is written down is what runs. A product rounds such a value, or refuses the whole escalation when it is
uploaded, after the review.

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
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
provider: pagerduty
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    wait: 30s
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
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
kind: Rotation
name: shop-secondary
team: shop
role: secondary
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
---
apiVersion: ownercat/v1
kind: Escalation
name: shop-urgent
team: shop
provider: pagerduty
tiers:
  - name: on-call
    notify: [rotation:shop-primary]
    via: [push, phone]
    wait: 1m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:shop-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Options

`without` (default `[]`): limits that no longer hold, such as `[pagerduty.wait]`, or all of a provider: `[grafana]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.model import Duration, Escalation
from ownercat.oncall.paths import called
from ownercat.oncall.wording import short
from ownercat.rules import Context
from ownercat.rules._options import texts
from ownercat.rules.escalation._limits import LIMITS, READ, Limit
from ownercat.text import shown

RULE = Rule("ESC004", "outside-provider-limits", Severity.ERROR, options={"without": []})


class Setting(NamedTuple):
    """A value of an escalation that a product may refuse: what messages call it, as written, as a number, where."""

    kind: str
    name: str
    written: str
    value: int
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Each value that the product named by an escalation does not accept."""
    without = set(texts(context, RULE, "without"))
    for escalation in context.sound(Escalation):
        provider = "".join(filter(str.isalnum, escalation.provider.lower()))
        limits = {
            each.setting: each
            for each in LIMITS.get(provider, ())
            if not without & {provider, f"{provider}.{each.setting}"}
        }
        for setting in _settings(escalation) if limits else ():
            limit = limits.get(setting.kind)
            if limit is not None and not _fits(setting.value, limit):
                yield _finding(escalation, setting, limit)


def _settings(escalation: Escalation) -> Iterator[Setting]:
    for number, tier in enumerate(escalation.tiers):
        name = called(tier, number)
        if tier.wait is not None:
            yield _time("wait", f"the wait of {name}", tier.wait, tier.place.at("wait"))
        if tier.attempts is not None:
            times, place = tier.attempts.times, tier.place.at("attempts")
            yield Setting("attempts", f"the number of attempts of {name}", str(times), times, place.at("times"))
            if tier.attempts.every is not None:
                yield _time("every", f"the time between attempts of {name}", tier.attempts.every, place.at("every"))
    if escalation.repeat is not None:
        times = escalation.repeat.times
        yield Setting("repeat", "the number of repeats", str(times), times, escalation.repeat.place.at("times"))


def _time(kind: str, name: str, value: Duration, place: Place) -> Setting:
    return Setting(kind, name, value.text, value.seconds, place)


def _fits(value: int, limit: Limit) -> bool:
    return limit.least <= value and (limit.most is None or value <= limit.most) and value % limit.step == 0


def _finding(escalation: Escalation, setting: Setting, limit: Limit) -> Finding:
    message = (
        f"{setting.name} in {escalation.label} is {setting.written}, which {shown(escalation.provider, 63)} refuses "
        f"(limits of {READ}): {_range(setting, limit)}"
    )
    nearest = min(max(setting.value, limit.least), limit.most or setting.value + limit.step)
    nearest = max(limit.least, nearest // limit.step * limit.step)
    return Finding(setting.place, message, f"use {_shown(setting, nearest)}", subject=escalation.subject)


def _range(setting: Setting, limit: Limit) -> str:
    least = _shown(setting, limit.least)
    bounds = f"at least {least}" if limit.most is None else f"{least} to {_shown(setting, limit.most)}"
    return f"{bounds}, in steps of {_shown(setting, limit.step)}" if limit.step > 1 else bounds


def _shown(setting: Setting, value: int) -> str:
    return short(value) if setting.kind in ("wait", "every") else str(value)
