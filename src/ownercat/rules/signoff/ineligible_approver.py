"""A standing agreement was given by somebody who cannot speak for the team.

## What

The approver of the newest agreement of a provider and a consumer is a bot, is not active (any more), or is no member
of the team for which the record speaks. People who are unknown are for [unknown-reference]. Records of single changes
are judged only in the change that adds them (`ownercat check --base`): people move on. There, whoever was in the team
where the change began can speak for it, so that no change makes its own approvers.

## Why

P35: someone stands behind an agreement. When they are gone, the team that is bound may not even know it. Another
member agrees again with one command, and can look at the terms while doing so.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2
owner: storefront
dependsOn:
  - {service: payment}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 2
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [bruna, bo]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: joao
---
apiVersion: ownercat/v1
kind: Person
name: bruna
```
```yaml title=catalog/signoffs/2026-10-02-payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:e4de708dcf03ab050aa6d7adac485a72d05c22b5241e1faa2dcda25b91bac6ca
by: joao
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2
owner: storefront
dependsOn:
  - {service: payment}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 2
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [bruna, bo]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: joao
---
apiVersion: ownercat/v1
kind: Person
name: bruna
```
```yaml title=catalog/signoffs/2026-10-02-payment-checkout.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-02-payment-checkout
standing: {provider: payment, consumer: checkout}
party: {team: payments, role: provider}
decision: approve
agreed: {mode: hard}
terms: sha256:e4de708dcf03ab050aa6d7adac485a72d05c22b5241e1faa2dcda25b91bac6ca
by: bruna
at: 2026-10-02T09:14:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Person, SignOff, Team
from ownercat.rules import Context
from ownercat.rules.signoff._standing import believed, by_place, counting, members, renew
from ownercat.signoff.agreements import Why, unfit
from ownercat.text import shown

RULE = Rule("SGN005", "ineligible-approver", Severity.ERROR, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Every agreement of somebody who cannot speak for the team today; of changes, those that come with this one."""
    for record, bond in context.once(counting):
        yield from _judged(context, record, renew(context, bond), bond.carried)
    for record in context.sound(SignOff) if context.base else ():
        if record.standing is None and context.base and context.base.catalog.get(record.kind, record.key) is None:
            yield from _judged(context, record, _again(context, record))


def _judged(context: Context, record: SignOff, cure: str, carried: Team | None = None) -> Iterator[Finding]:
    catalog = believed(context, record)
    found, team = unfit(catalog, record, context.as_of, carried), catalog.team(record.team)
    if found is None or team is None or found[1] == "consumer":
        return
    person, why = found
    place, said = _reason(team, person, why)
    name = shown(person.name)
    message = f"{shown(record.label)} is given for team {shown(team.name)} by {name}, who {said}"
    related = (Related(place, f"{name} {said}"),)
    yield Finding(by_place(record), message, cure, related, record.subject, person.name)


def _reason(team: Team, person: Person, why: Why) -> tuple[Place, str]:
    if why == "bot":
        return person.at.at("bot"), "is a bot"
    if why == "stranger":
        return team.named, f"is not a member of team {shown(team.name)}"
    if not person.active:
        return person.at.at("active"), "is not active"
    return person.at.at("leavesOn"), f"left on {person.leaves_on}"


def _again(context: Context, record: SignOff) -> str:
    team = believed(context, record).team(record.team)
    who = members(context, team) if team else "a member of the team"
    service = shown(record.service.name) if record.service else "SERVICE"
    return f"{who} runs `ownercat signoff approve {service} --team {shown(team.name) if team else 'TEAM'}`"
