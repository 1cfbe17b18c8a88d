"""A service depends on a service of another team without a standing agreement.

## What
In a standing agreement, the team of a provider agrees to support a consumer. ownercat reports a dependency if all of
these are true:

- Two different teams own the consumer and the provider.
- The policy requires an agreement for the mode of the dependency and the tier of the consumer (`signoff.requireFor`).
  The default is hard dependencies of tiers 1 and 2.
- The provider's team has no `SignOff` record with `standing: {provider, consumer}` for these two services, or the
  newest such record is a rejection.

Exceptions:

- Planned dependencies, retired services and services with `type: external` need no agreement.
- ownercat skips formats that have no data for agreements.
- Other rules report a record that exists but is not valid: [stale-signoff], [expired-signoff], [self-approval],
  [ineligible-approver] and [unverifiable-signoff].
- Rule exceptions (`rules.overrides` of the policy) do not apply to this family of rules.

## Why
A team can add a dependency on a service of another team without asking this team. The other team then learns about the
load in the first incident. With an agreement, both teams know the terms, and the agreement stays valid until the terms
change.

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
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: default
signoff:
  requireFor: {modes: [hard], tiers: [1, 2, 3, 4]}
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

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import get_node
from ownercat.model import SignOff
from ownercat.rules import Context
from ownercat.rules.signoff._standing import format_renewal, list_required_bonds
from ownercat.signoff import agreements
from ownercat.signoff.agreements import CrossTeamDependency, Pair
from ownercat.text import shown

RULE = Rule("SGN001", "missing-signoff", Severity.WARNING, protected=True)
_ARTICLES = {"async": "an"}


def check(context: Context) -> Iterator[Finding]:
    """Report each dependency without the agreement that the policy requires."""
    if not context.policy_is_whole:
        return
    records: Mapping[Pair, SignOff] | None = None
    for bond in context.once(list_required_bonds):
        if records is None:
            records = agreements.collect_latest_records(context.catalog)
        record = records.get((get_node(bond.provider), get_node(bond.consumer)))
        if record is None:
            # the record may be in a file that cannot be read
            consumer = context.uncertain(bond.consumer.name, "SignOff")
            cause = context.uncertain(bond.provider.name, "SignOff") if consumer else None
            yield _finding(context, bond, None)._replace(cause=cause)
        elif record.decision != "approve":
            yield _finding(context, bond, record)


def _finding(context: Context, bond: CrossTeamDependency, rejection: SignOff | None) -> Finding:
    consumer, provider, team = (shown(e.name) for e in (bond.consumer, bond.provider, bond.carrier))
    mode = bond.entry.mode
    day = f" on {rejection.given.date()}" if rejection and rejection.given else ""
    answer = f"refused{day} to support {consumer}" if rejection else f"has not agreed to support {consumer}"
    return Finding(
        bond.entry.service.place,
        f"service {consumer} (tier {bond.consumer.tier}) has {_ARTICLES.get(mode, 'a')} {mode} dependency on {provider}"
        f" without a standing agreement: team {team} {answer}",
        f"if team {team} agrees, {format_renewal(context, bond)}",
        (Related(rejection.named, f"rejection by team {team}"),) if rejection else (),
        bond.consumer.subject,
        bond.entry.service.written,
    )
