"""A document has an overdue review.

## What
ownercat reports a document if its next review is overdue on the day of the check (`--as-of`). The next review is due at
`review.lastDone` plus `review.every`.

- ownercat does not check a document without one of these keys.
- The keys `revisitOn` and `reviewEvery` of an SLA do not count.
- This rule does not check runbooks. Another rule, [stale-runbook], checks them.
- If the owners have confirmed a service with `ownercat confirm`, ownercat also reports the service if its owner, pages,
  promises or dependencies have changed since then, or if the newest confirmation is older than `attestation.every` of
  the policy.

## Why
`review.every` states how long a document can be trusted without a review. After this time, the document may be out of
date, and an on-call engineer may follow wrong information.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
review: {every: 90d, lastDone: 2026-01-15, by: ana}
```

## Example that passes
```yaml title=catalog/checkout.yaml as=changed
review: {every: 90d, lastDone: 2026-09-15, by: ana}
```
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Attestation, Entity, Runbook, Service
from ownercat.rules import Context
from ownercat.rules._reviews import DAY, find_overdue
from ownercat.text import plural, shown

RULE = Rule("GOV001", "review-overdue", Severity.WARNING, dated=True, requirement="review")
_READS = ("review",)


def check(context: Context) -> Iterator[Finding]:
    """Report each document with its next review in the past."""
    for entity in context.sound(Entity, reads=_READS) if context.as_of else ():
        if entity.review and context.as_of and not isinstance(entity, Runbook):
            finding = find_overdue(entity, entity.review, context.as_of)
            if finding is not None:
                yield finding
    yield from _check_attestations(context) if context.as_of else ()


def _check_attestations(context: Context) -> Iterator[Finding]:
    """Report each confirmed service whose content has changed, or whose confirmation is too old."""
    if next(context.catalog.of(Attestation), None) is None or not context.policy_is_whole:
        return
    from ownercat.signoff.attestations import compute_content  # noqa: PLC0415  # few catalogs have one

    every = context.policy.attestation_every
    for service in context.sound(Service):
        record = context.once(_collect_newest).get(service.key)
        team = context.catalog.team(service.owner)
        if record is None or record.given is None or team is None or service.lifecycle == "retired":
            continue
        day, help = (
            record.given.date(),
            f"look at the service, then run ownercat confirm {service.name} --team {team.name}",
        )
        related = (Related(record.named, f"confirmed on {day}"),)
        subject = f"{shown(service.label)} {{}} team {shown(team.name)} confirmed it on {day}"
        try:
            changed = compute_content(context.catalog, context.policy, service, team.name) != record.content
        except ValueError:  # a value without a canonical form, which another rule reports
            continue
        if changed:
            message = f"{subject.format('has changed since')}: owner, pages, promises or dependencies"
            yield Finding(service.named, message, help, related, service.subject)
        elif every is not None and context.as_of is not None and (context.as_of - day).days > every.seconds // DAY:
            age = plural((context.as_of - day).days, "day")
            message = f"{shown(service.label)} was confirmed by team {shown(team.name)} {age} ago, limit {every.text}"
            yield Finding(service.named, message, help, related, service.subject)


def _collect_newest(context: Context) -> Mapping[str, Attestation]:
    from ownercat.signoff.attestations import collect_newest  # noqa: PLC0415  # few catalogs have one

    return collect_newest(context.catalog)
