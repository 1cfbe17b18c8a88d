"""More people have to agree than there are.

## What

One of these, counting active people who are no bots:

- The governance team has fewer than `governance.quorum`.
- `breakGlass.roster` has fewer than the two that an emergency needs.
- The two teams of a dependency for which `signoff.requireFor` asks an agreement have together fewer than
  `signoff.distinctHumans`, so that no change of high impact between them can be agreed to.

A team in which nobody is left is for [orphaned-service].

## Why

A gate that cannot open is walked around. Other tools approve such a change by themselves, or block it for ever on the
day on which it is needed; here it is an error while nobody is in a hurry.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
governance: {team: payments, quorum: 3}
signoff:
  requireFor: {modes: [hard], tiers: []}
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
members: [joao, bruna]
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

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
governance: {team: payments, quorum: 2}
signoff:
  requireFor: {modes: [hard], tiers: []}
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
members: [joao, bruna]
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

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Policy, Ref
from ownercat.rules import Context
from ownercat.rules.signoff._standing import asked
from ownercat.signoff.agreements import CrossTeamDependency, knows_members
from ownercat.text import listed, plural, shown

RULE = Rule("SGN007", "unsatisfiable-quorum", Severity.ERROR, protected=True)
PAIR = 2  # who invokes an emergency, and who agrees


def check(context: Context) -> Iterator[Finding]:
    """Every number of people that has to agree and that there are not."""
    if not context.policy_is_whole:
        return
    yield from _governance(context, context.policy)
    yield from _roster(context, context.policy)
    yield from _humans(context, context.policy)


def _able(context: Context, refs: Iterable[Ref]) -> dict[str, Person] | None:
    """Who can agree of some people, by key; ``None`` where one of them is not known."""
    people = [context.catalog.person(ref) for ref in refs]
    if None in people:
        return None
    return {p.key: p for p in people if p is not None and p.is_active(context.as_of) and not p.bot}


def _governance(context: Context, policy: Policy) -> Iterator[Finding]:
    team = context.catalog.team(policy.governance_team)
    able = _able(context, team.members) if team is not None and knows_members(team) else None
    if team is None or able is None or len(able) >= policy.governance_quorum:
        return
    stated = policy.at.at("governance", "quorum" if "quorum" in policy.data["governance"] else "team")
    name = shown(team.name)
    yield Finding(
        stated,
        f"a change of the policy needs {policy.governance_quorum} people of team {name}, and {_only(able)} can agree",
        f"add people to team {name}, or lower `governance.quorum`",
        (Related(team.named, f"team {name}"),),
        policy.subject,
        team.name,
    )


def _roster(context: Context, policy: Policy) -> Iterator[Finding]:
    roster = policy.break_glass.roster
    able = _able(context, roster)
    if roster and able is not None and len(able) < PAIR:
        message = f"an emergency needs {PAIR} people of the roster, and {_only(able)} can declare one"
        place = policy.at.at("breakGlass", "roster")
        yield Finding(place, message, "add people to `breakGlass.roster`", subject=policy.subject, value="roster")


def _humans(context: Context, policy: Policy) -> Iterator[Finding]:
    """Pairs of teams that have to agree with each other and are too few together; each pair once."""
    wanted = policy.signoff.distinct_humans
    pairs: dict[frozenset[str], CrossTeamDependency] = {}
    for bond in context.once(asked):
        pairs.setdefault(frozenset((bond.carrier.key, bond.carried.key)), bond)
    for bond in pairs.values():
        found = [_able(context, t.members) if knows_members(t) else None for t in (bond.carrier, bond.carried)]
        if found[0] and found[1] and len(found[0] | found[1]) < wanted:
            yield _too_few(bond, found[0] | found[1], wanted)


def _too_few(bond: CrossTeamDependency, able: dict[str, Person], wanted: int) -> Finding:
    carrier, carried = shown(bond.carrier.name), shown(bond.carried.name)
    services = f"{shown(bond.consumer.name)} and {shown(bond.provider.name)}"
    return Finding(
        bond.carrier.named,
        f"a change of high impact between {services} needs {wanted} people of teams {carried} and {carrier},"
        f" and {_only(able)} can agree",
        f"add somebody to team {carrier} or {carried}, or lower `signoff.distinctHumans`",
        (Related(bond.entry.service.place, f"{shown(bond.consumer.name)} needs {shown(bond.provider.name)}"),),
        bond.carrier.subject,
        bond.carried.name,
    )


def _only(able: dict[str, Person]) -> str:
    names = listed(shown(person.name) for person in able.values())
    return f"only {plural(len(able), 'person', 'people')} ({names})" if able else "nobody"
