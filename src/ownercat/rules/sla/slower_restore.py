"""A hard dependency has a longer `restore` target than its consumer.

## What
ownercat reports a hard dependency if the `restore` target of the provider is longer than the `restore` target of the
consumer for the same severity. The shortest target of all published SLAs of a service counts. ownercat does not report
the dependency in these cases:

- It has `degrade`: the consumer can work without the provider.
- It has `tolerates`, and this time is at least the difference of the two targets.
- It is in a redundancy group (`group`) that can lose a member.

If the targets of a severity contradict each other, only another rule, [disordered-targets], reports them.

## Why
Checkout works again only after payment works again. If payment promises 90 minutes, checkout cannot promise 60 minutes.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment}]
```
```yaml title=catalog/slas/checkout.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```
```yaml title=catalog/slas/payment.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-checkout
service: payment
consumer: checkout
outcome: A valid card is charged once.
approvers: [payments, storefront]
targets:
  sev1: {ack: 15m, restore: 90m}
  sev2: {ack: 30m, restore: 4h}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn: [{service: payment, degrade: orders wait and are charged later}]
```
"""

from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.oncall.wording import format_duration
from ownercat.promises.objectives import collect_restores
from ownercat.promises.restore import LateRestore, list_late
from ownercat.rules import Context
from ownercat.rules.sla._terms import HardDependency, find_doubt, is_disordered, list_hard_dependencies
from ownercat.text import listed, shown

RULE = Rule("SLA106", "slower-restore", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for each hard dependency with a longer restore target."""
    for needed in list_hard_dependencies(context) if context.policy_is_whole else ():
        if needed.consumer_slas and needed.provider_slas:
            late = _list_late(context, needed)
            if late:
                yield _finding(needed, late)._replace(cause=find_doubt(context, [needed.provider.name]))


def _list_late(context: Context, needed: HardDependency) -> list[LateRestore]:
    """Return the late severities, most severe first."""
    ours = collect_restores(context.policy, needed.consumer_slas)
    theirs = collect_restores(context.policy, needed.provider_slas)
    late = {each.severity: each for each in list_late(needed.entry, ours, theirs)}
    ordered = (late[level.id] for level in context.policy.severities if level.id in late)
    return [
        each
        for each in ordered
        if not is_disordered(context, each.consumer.target) and not is_disordered(context, each.provider.target)
    ]


def _finding(needed: HardDependency, late: Sequence[LateRestore]) -> Finding:
    consumer, provider = shown(needed.consumer.name), shown(needed.provider.name)
    comparison = listed(f"{each.severity} {_format(each)}" for each in late)
    fact = f"has a hard dependency that is restored later than {consumer} promises"
    message = f"service {consumer} {fact}: {provider} {comparison}"
    difference = max(each.provider.restore.seconds - each.consumer.restore.seconds for each in late)
    first = late[0]
    help = (
        f"set `restore` of {first.severity} to at most {first.consumer.restore.text} in {first.provider.sla.label}, or "
        f"state why {consumer} can wait: `degrade`, or `tolerates: {format_duration(difference)}`"
    )
    places = (
        (first.provider.target.place, f"{first.severity} restore target of {first.provider.sla.label}"),
        (first.consumer.target.place, f"{first.severity} restore target of {first.consumer.sla.label}"),
    )
    related = tuple(Related(place.at("restore"), words) for place, words in places)
    place = needed.entry.service.place
    return Finding(
        place, message, help, related, needed.consumer.subject, needed.entry.service.written, extent=difference
    )


def _format(late: LateRestore) -> str:
    return f"{late.provider.restore.text} > {late.consumer.restore.text}"
