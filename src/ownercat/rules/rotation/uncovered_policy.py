"""An escalation reaches nobody to respond during the hours of an SLA.

## What
ownercat reports an escalation if no level with `purpose: respond` has a person on call at a time in the hours of an
SLA. A level is one entry of `tiers`.

- ownercat checks 400 days from the day of the check, in the `hours` of the published SLAs of the services that use the
  escalation.
- Only severities count that have a target in the SLA and that page at any hour (`page: 24x7` in the catalog policy).
- The levels of the next escalation (`end: {handoff: …}`) count too.
- If a rotation does not cover its own `required` hours, another rule, [coverage-gap], reports those times.

## Why
The SLA promises a response at a time when a page reaches nobody. For example, the SLA is valid at all hours, but the
rotation covers only office hours. Each document alone is correct, but a page at night reaches nobody.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
```

```yaml title=catalog/secondary.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-secondary
team: storefront
role: secondary
required: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "18:00"}
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [bo, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
    windows: [{days: [mon-fri], from: "09:00", to: "18:00"}]
```

```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
hours: 24x7
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
hours: {timeZone: Europe/Madrid, days: [mon-fri], from: "09:00", to: "17:00"}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.oncall.clock import DAY
from ownercat.oncall.intervals import sum_seconds
from ownercat.oncall.wording import format_day, format_interval, format_length
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.rules.rotation._uncovered import Uncovered, uncovered
from ownercat.text import plural, shown

RULE = Rule("ROT102", "uncovered-policy", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for each escalation policy that reaches nobody to respond at a promised time."""
    for each in context.once(uncovered).values() if context.policy_is_whole else ():
        yield _finding(context, each)


def _finding(context: Context, each: Uncovered) -> Finding:
    escalation, service, sla, times = each
    start, end = days(context).start, days(context).end
    zone = "UTC" if sla.hours.always else sla.hours.time_zone
    period = f"{(end - start) // DAY} days from {format_day(start, 'UTC')}"
    message = (
        f"{escalation.label} reaches nobody to respond during the hours of {sla.label}: "
        f"{format_length(sum_seconds(times))} in {period} ({plural(len(times), 'gap')}), "
        f"first {format_interval(*times[0], zone)}"
    )
    related = (
        Related(sla.named if sla.hours.always else sla.at.at("hours"), _format_hours(each)),
        Related(service.named, f"{shown(service.label)}, which pages {escalation.label}"),
    )
    help = f"add a person or rotation for these hours to a level, or limit `hours` of {sla.label} to the covered hours"
    return Finding(escalation.named, message, help, related, escalation.subject, sla.name, extent=sum_seconds(times))


def _format_hours(each: Uncovered) -> str:
    hours = f"hours of {each.sla.label}"
    return f"{hours}: 24x7" if each.sla.hours.always else hours
