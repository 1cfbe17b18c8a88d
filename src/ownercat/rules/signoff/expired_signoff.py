"""A standing agreement has expired.

## What
In a standing agreement, a provider supports a consumer on fixed terms. ownercat reports an agreement if the day of the
check is after its last day. The last day is the earlier of:

- `expires` of the record;
- `at` of the record plus `signoff.maxAge` of the policy.

ownercat checks only the newest record of each provider and consumer.

## Why
Teams, traffic and SLAs change slowly, and each single change looks harmless. Because of the end date, both teams check
the terms before an incident shows that the terms are out of date.

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
by: joao
at: 2026-10-02T09:14:00Z
expires: 2026-11-01
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
expires: 2027-11-01
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```
"""

from collections.abc import Iterator
from datetime import date

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.signoff._standing import format_record, format_renewal, list_agreements
from ownercat.signoff.agreements import StandingAgreement, find_end_date
from ownercat.text import plural, shown

RULE = Rule("SGN003", "expired-signoff", Severity.ERROR, dated=True, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each agreement whose last day has passed."""
    if context.as_of is None or not context.policy_is_whole:
        return
    for agreement in context.once(list_agreements):
        last = find_end_date(agreement.record, context.policy.signoff.max_age)
        if last is not None and last < context.as_of:
            yield _finding(context, agreement, last, (context.as_of - last).days)


def _finding(context: Context, agreement: StandingAgreement, last: date, days: int) -> Finding:
    record, bond = agreement
    own = record.expires == last
    age, given = context.policy.signoff.max_age, record.given
    reason = "" if own or age is None or given is None else f" ({given.date()} + `signoff.maxAge` {age.text})"
    return Finding(
        record.at.at("expires" if own else "at"),
        f"{format_record(record)} expired {plural(days, 'day')} ago: its last day was {last}{reason}",
        f"if team {shown(bond.carrier.name)} still agrees, {format_renewal(context, bond)}",
        subject=record.subject,
        value=str(last),
    )
