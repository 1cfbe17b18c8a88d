"""An escalation stops paging before the `restore` target of an SLA.

## What
ownercat reports an escalation if it stops paging before the `restore` target. The target is the shortest one of the
published SLAs of its services, for major severities.

- The duration of an escalation is `hold` plus all waits of all levels and all rounds (`repeat`).
- The duration includes the next escalation (`end: {handoff: NAME}`).
- ownercat assumes that each level has a person on call, and that nobody acknowledges the page.
- ownercat does not check an escalation with a missing `wait` or a missing `end`.

## Why
When the escalation ends, nobody gets another page although the service is still down. More rounds help if nobody has
acknowledged the page. After an acknowledgement, they disturb nobody.

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
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    via: [push, phone]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
end: stop  # after 10m; the SLA checkout-for-customers promises restore 1h
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
repeat: {times: 5, every: 10m}
end: stop
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Duration, Escalation
from ownercat.oncall.steps import End, list_steps
from ownercat.oncall.wording import format_duration
from ownercat.rules import Context
from ownercat.rules.escalation._promises import AckTarget, judgeable, restore
from ownercat.rules.escalation._tiers import few
from ownercat.text import plural, shown

RULE = Rule("ESC103", "exhausted-before-restore", Severity.WARNING)
_LEVELS = 2


def check(context: Context) -> Iterator[Finding]:
    """Report each escalation policy that stops paging before the shortest `restore` target."""
    for promised in judgeable(context):
        target = restore(context, promised)
        duration = _measure_duration(context, promised.escalation, target[1]) if target else None
        # ESC003 already requires more levels than the only one
        lone = len(promised.respond) < _LEVELS and promised.escalation.key in context.once(few)
        if target and duration is not None and duration[0] < target[1].seconds and not lone:
            yield _finding(promised.escalation, *target, *duration)


def _measure_duration(context: Context, escalation: Escalation, until: Duration) -> tuple[int, int] | None:
    """Return the seconds and the number of pages; ``None`` if they are unknown or the policy pages long enough."""
    passed, pages = escalation.hold.seconds if escalation.hold else 0, 0
    waits: int | None = 0
    for step in list_steps(context.catalog, escalation):
        if isinstance(step, End):
            if step.kind == "handoff":
                continue
            return (passed + (waits or 0), pages) if step.kind == "stop" else None
        if waits is None:
            return None
        passed, pages, waits = passed + waits, pages + 1, step.wait
        if passed >= until.seconds:
            return None
    return None


def _finding(escalation: Escalation, promise: AckTarget, ends: Duration, lasts: int, pages: int) -> Finding:
    message = (
        f"{escalation.label} stops paging after {format_duration(lasts)} ({plural(pages, 'page')}), before restore "
        f"{ends.text} promised for {promise.severity} incidents of {shown(promise.service.label)}"
    )
    help = "add rounds with `repeat: {times: N, every: TIME}`, or continue with a policy: `end: {handoff: ESCALATION}`"
    place = escalation.repeat.place if escalation.repeat else escalation.named
    related = (Related(promise.target.place.at("restore"), f"restore target of {shown(promise.sla.label)}"),)
    return Finding(
        place,
        message,
        help,
        related,
        escalation.subject,
        f"{promise.sla.name} {promise.severity}",
        extent=ends.seconds - lasts,
    )
