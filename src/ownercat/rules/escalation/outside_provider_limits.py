"""An escalation has a value that its paging product does not accept.

## What
The `provider` of an escalation names its paging product. ownercat reports a `wait`, `attempts` or `repeat.times` that
this product does not accept:

| provider | limits (August 2026) |
|---|---|
| pagerduty | `wait` whole minutes, at least 1m; `repeat.times` 0 to 9 |
| opsgenie | `repeat.times` 0 to 20 |
| goalert | `wait` whole minutes, 1m to 9000m; `repeat.times` 0 to 5 |
| grafana | `wait` 1m to 1d; `repeat.times` 0 to 5 |
| incidentio | `attempts.times` 2 to 10; `attempts.every` whole minutes |

- ownercat ignores case and punctuation in `provider`: `PagerDuty` and `incident.io` match.
- ownercat does not check other products, or an escalation without `provider`.

## Why
A paging product rounds such a value or rejects the whole escalation at upload. In both cases, the catalog no longer
shows what happens to a page.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
provider: pagerduty
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    wait: 30s
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
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
    wait: 1m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```

## Options
Set it in the policy: `rules: {options: {outside-provider-limits: {without: [pagerduty.wait]}}}`.

- `without` (default `[]`): the limits to ignore, for example because a product changed them. `[grafana]` ignores all
  limits of the product grafana.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.model import Duration, Escalation
from ownercat.oncall.paths import format_level
from ownercat.oncall.wording import format_duration
from ownercat.rules import Context
from ownercat.rules._options import texts
from ownercat.text import shown

RULE = Rule("ESC004", "outside-provider-limits", Severity.ERROR, options={"without": []})
_READS = ("provider", "tiers", "repeat", "hold", "ackTimeout")
READ = "August 2026"  # source: the validators of the products' Terraform providers and APIs, read in this month

_MINUTE, _DAY = 60, 86_400


class Limit(NamedTuple):
    """The smallest and largest value of a setting: seconds for ``wait`` and ``every``, else a number.

    ``step``: the value must be a multiple of it.
    """

    setting: str
    least: int
    most: int | None = None
    step: int = 1


LIMITS: Mapping[str, tuple[Limit, ...]] = MappingProxyType(
    {
        "pagerduty": (Limit("wait", _MINUTE, None, _MINUTE), Limit("repeat", 0, 9)),
        "opsgenie": (Limit("repeat", 0, 20),),
        "goalert": (Limit("wait", _MINUTE, 9_000 * _MINUTE, _MINUTE), Limit("repeat", 0, 5)),
        "grafana": (Limit("wait", _MINUTE, _DAY), Limit("repeat", 0, 5)),
        "incidentio": (Limit("attempts", 2, 10), Limit("every", _MINUTE, None, _MINUTE)),
    }
)


class Setting(NamedTuple):
    """A value of an escalation that a product may reject.

    ``kind``: the name of the limit. ``level``: the level that has the setting; "" if the escalation has it.
    """

    kind: str
    key: str
    level: str
    written: str
    value: int
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Report each value that the product of an escalation does not accept."""
    without = set(texts(context, RULE, "without"))
    for escalation in context.sound(Escalation, reads=_READS):
        provider = "".join(filter(str.isalnum, escalation.provider.lower()))
        limits = {
            each.setting: each
            for each in LIMITS.get(provider, ())
            if not without & {provider, f"{provider}.{each.setting}"}
        }
        for setting in _list_settings(escalation) if limits else ():
            limit = limits.get(setting.kind)
            if limit is not None and not _is_within(setting.value, limit):
                yield _finding(escalation, setting, limit)


def _list_settings(escalation: Escalation) -> Iterator[Setting]:
    for number, level in enumerate(escalation.tiers):
        name = format_level(level, number)
        if level.wait is not None:
            yield _build_duration("wait", "wait", name, level.wait, level.place.at("wait"))
        if level.attempts is not None:
            times, place = level.attempts.times, level.place.at("attempts")
            yield Setting("attempts", "attempts.times", name, str(times), times, place.at("times"))
            if level.attempts.every is not None:
                yield _build_duration("every", "attempts.every", name, level.attempts.every, place.at("every"))
    if escalation.repeat is not None:
        times = escalation.repeat.times
        yield Setting("repeat", "repeat.times", "", str(times), times, escalation.repeat.place.at("times"))


def _build_duration(kind: str, key: str, level: str, value: Duration, place: Place) -> Setting:
    return Setting(kind, key, level, value.text, value.seconds, place)


def _is_within(value: int, limit: Limit) -> bool:
    return limit.least <= value and (limit.most is None or value <= limit.most) and value % limit.step == 0


def _finding(escalation: Escalation, setting: Setting, limit: Limit) -> Finding:
    name = f"`{setting.key}`{f' of {setting.level}' if setting.level else ''}"
    message = (
        f"{escalation.label} has a value that {shown(escalation.provider, 63)} does not accept: "
        f"{name} is {setting.written}, limit {_format_range(setting, limit)} ({READ})"
    )
    nearest = min(max(setting.value, limit.least), limit.most or setting.value + limit.step)
    nearest = max(limit.least, nearest // limit.step * limit.step)
    help = f"set {name} to {_format_value(setting, nearest)}"
    return Finding(setting.place, message, help, subject=escalation.subject)


def _format_range(setting: Setting, limit: Limit) -> str:
    least = _format_value(setting, limit.least)
    bounds = f"at least {least}" if limit.most is None else f"{least} to {_format_value(setting, limit.most)}"
    return f"{bounds} in steps of {_format_value(setting, limit.step)}" if limit.step > 1 else bounds


def _format_value(setting: Setting, value: int) -> str:
    return format_duration(value) if setting.kind in ("wait", "every") else str(value)
