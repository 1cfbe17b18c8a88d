"""Two SLAs state different targets for the same provider, consumer and severity.

## What
ownercat compares published SLAs with the same service and the same consumer or journey. ownercat reports two SLAs if
they state different values for the same target of a severity: `ack`, `respond`, `updateEvery`, `restore`, `resolve` or
`impact`.

- ownercat does not compare SLAs with different `hours`, because one SLA can be for the day and one for the night.
- ownercat does not compare SLAs with `external: true`, because customers can have different contracts.

## Why
During an incident, the provider works towards one value, and the consumer expects the other value. Usually, each team
wrote the SLA into its own files, and one team changed its copy. One SLA in one file avoids this.

## Example that fails
```yaml title=catalog/slas/payment.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-checkout
service: payment
consumer: checkout
outcome: A valid card is charged once.
approvers: [payments, storefront]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/slas/checkout.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-needs-payment
service: payment
consumer: checkout
outcome: A valid card is charged once.
approvers: [payments, storefront]
targets:
  sev1: {ack: 15m, restore: 30m}
  sev2: {ack: 30m, restore: 4h}
```

## Example that passes
```yaml title=catalog/slas/checkout.yaml as=removed
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Key, Place, Related, Rule, Severity
from ownercat.model import SLA, Entity, SlaTarget
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("SLA109", "contradicting-sla", Severity.ERROR)


class _StatedValue(NamedTuple):
    """A stated value of a severity, to compare and as text, and its location."""

    value: float
    text: str
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each SLA that contradicts the first one of the same provider, consumer and hours."""
    first: dict[object, tuple[SLA, dict[tuple[str, str], _StatedValue]]] = {}
    for sla in context.sound(SLA) if context.policy_is_whole else ():
        consumer = context.catalog.find(sla.consumer or sla.journey)
        service = context.catalog.service(sla.service)
        if sla.status != "published" or service is None or consumer is None:
            continue
        stated = dict(_list_stated(context, sla))
        other, known = first.setdefault((service.key, consumer.kind, consumer.key, sla.hours), (sla, stated))
        different = [key for key in stated if key in known and stated[key].value != known[key].value]
        if different:
            yield _finding(sla, other, consumer, [(*key, stated[key], known[key]) for key in different])


def _list_stated(context: Context, sla: SLA) -> Iterator[tuple[tuple[str, str], _StatedValue]]:
    for target in sla.targets:
        severity = context.policy.severity_id(target.severity)
        for key, value, text in _list_values(target):
            yield (severity, str(key)), _StatedValue(value, text, target.place.at(key))


def _list_values(target: SlaTarget) -> Iterator[tuple[Key, float, str]]:
    times = {
        "ack": target.ack,
        "respond": target.respond,
        "updateEvery": target.update_every,
        "restore": target.restore,
        "resolve": target.resolve,
    }
    yield from ((key, time.seconds, time.text) for key, time in times.items() if time is not None)
    if target.impact is not None:
        yield "impact", target.impact, f"{target.impact:g}"


def _finding(
    sla: SLA, other: SLA, consumer: Entity, different: list[tuple[str, str, _StatedValue, _StatedValue]]
) -> Finding:
    service = shown(sla.service.written) if sla.service else ""
    values = listed(f"{severity} {key} {ours.text} and {theirs.text}" for severity, key, ours, theirs in different)
    message = (
        f"{sla.label} and {other.label} state different targets of service {service} for {consumer.label}: {values}"
    )
    help = "keep one SLA with the agreed targets, and remove the other or set `status: retired`"
    severity, key, ours, theirs = different[0]
    related = (Related(theirs.place, f"{severity} {key} of {other.label}"),)
    return Finding(ours.place, message, help, related, sla.subject, extent=len(different))
