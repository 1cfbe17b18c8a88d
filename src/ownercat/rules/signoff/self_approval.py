"""The consumer's team approved its own standing agreement.

## What
In a standing agreement, the provider's team agrees to support the consumer. ownercat reports an agreement that the
consumer's team approved instead:

- The approver (`by`) is a member of the consumer's team and not of the provider's team.
- The `party` is the consumer's team.

ownercat checks only the newest agreement of each provider and consumer. A person who is a member of both teams may
approve.

## Why
The consumer relies on the agreement. If only the consumer's team has approved, the provider's team does not know the
terms and does not keep them. Anybody can write a name into `by`, so ownercat checks whether the person is a member of
the provider's team.

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
```yaml title=catalog/signoffs/payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:48b4c4dc542e6ca455accdc7f125b4afea023db3434d6da2438ba039a158140c
by: ana
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Example that passes
```yaml title=catalog/signoffs/payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:48b4c4dc542e6ca455accdc7f125b4afea023db3434d6da2438ba039a158140c
by: joao
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person
from ownercat.rules import Context
from ownercat.rules.signoff._standing import (
    collect_edited,
    format_record,
    format_renewal,
    get_approver_place,
    list_self_approvals,
)
from ownercat.signoff.agreements import StandingAgreement
from ownercat.text import shown

RULE = Rule("SGN004", "self-approval", Severity.ERROR, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each agreement that the consumer's team approved."""
    edited = context.once(collect_edited)
    for agreement, person in context.once(list_self_approvals):
        if agreement.record.name not in edited:
            yield _finding(context, agreement, person)


def _finding(context: Context, agreement: StandingAgreement, person: Person) -> Finding:
    record, bond = agreement
    provider, consumer = shown(bond.provider.name), shown(bond.consumer.name)
    carrier, carried = shown(bond.carrier.name), shown(bond.carried.name)
    return Finding(
        get_approver_place(record),
        f"{format_record(record)} has an approver from the consumer's team: {shown(person.name)} of team {carried}; "
        f"only team {carrier} can agree that {provider} supports {consumer}",
        format_renewal(context, bond),
        (Related(bond.provider.owner.place, f"owner of service {provider}: team {carrier}"),)
        if bond.provider.owner
        else (),
        record.subject,
        person.name,
    )
