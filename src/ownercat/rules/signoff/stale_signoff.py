"""A standing agreement does not match the current terms.

## What
In a standing agreement, a provider supports a consumer on fixed terms. The terms are the mode of the dependency, and
the hours, targets and objectives of the published SLAs for this consumer. The record contains a digest (a SHA-256) of
the terms. ownercat calculates the digest from the current files, and reports an agreement with a different digest. The
finding shows each agreed value and the current value.

- If several SLAs apply, the strictest value counts.
- ownercat checks only the newest agreement of each provider and consumer.
- ownercat also reports an agreement if another team now owns the provider.

ownercat does not report an agreement in these cases:

- A service or a team has a new name, and the old name is an alias.
- The dependency is weaker than agreed, for example `soft` instead of `hard`.
- The values are the same in another spelling, for example `60m` instead of `1h`.
- The dependency was removed.

## Why
The consumer's team relies on values that no longer apply, and notices this in an incident. A change can reach the main
branch without approval: by a direct push, by an administrator's merge, or by a squash that removes the evidence.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment}
```
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: payment-for-checkout
service: payment
consumer: checkout
outcome: A valid card is charged once.
targets:
  sev1: {ack: 10m, restore: 1h}
  sev2: {ack: 20m, restore: 4h}
approvers: [payments, storefront]
```
```yaml title=catalog/signoffs/payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard, hours: 24x7, sev1.ack: 10m, sev1.restore: 30m, sev2.ack: 20m, sev2.restore: 4h}
terms: sha256:c034b2e788618b6888b6b8b4193cfcf11bfbf5925e14f6d3c05022a2738baa39
by: joao
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
targets:
  sev1: {ack: 10m, restore: 30m}
  sev2: {ack: 20m, restore: 4h}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.signoff._standing import (
    compare_agreements,
    format_arrows,
    format_changes,
    format_record,
    format_renewal,
    list_self_approvals,
)
from ownercat.signoff.agreements import ChangedTerm, StandingAgreement, list_changed_terms
from ownercat.text import shown

RULE = Rule("SGN002", "stale-signoff", Severity.ERROR, protected=True)
RELATED = 3


def check(context: Context) -> Iterator[Finding]:
    """Report each agreement with a term that has changed."""
    if not context.policy_is_whole:
        return
    approved_by_consumer = {each.record.name for each, _ in context.once(list_self_approvals)}
    for each in context.once(compare_agreements):
        if each.agreement.record.name in approved_by_consumer or _is_doubtful(context, each.agreement):
            continue
        changes = list_changed_terms(context.catalog, context.policy, each)
        if changes:
            yield _finding(context, each.agreement, changes)


def _is_doubtful(context: Context, agreement: StandingAgreement) -> bool:
    """Return whether the terms may be in an unreadable file, or the team of the record is undefined (REF001)."""
    record, bond = agreement
    return context.catalog.team(record.team) is None or context.uncertain(bond.provider.name) is not None


def _finding(context: Context, agreement: StandingAgreement, changes: list[ChangedTerm]) -> Finding:
    record, bond = agreement
    places = {m.place: m for m in changes if m.place is not None}
    return Finding(
        record.at.at("terms"),
        f"{format_record(record)} is stale: {format_changes(changes)}",
        f"if team {shown(bond.carrier.name)} accepts the current terms, {format_renewal(context, bond)};"
        " otherwise revert the change",
        tuple(Related(place, f"current value of {shown(m.field)}") for place, m in places.items())[:RELATED],
        record.subject,
        format_arrows(changes),  # a part of the fingerprint, so it does not follow the wording of the message
    )
