"""A team has more services than its people can look after.

## What

Divides the services a team owns by its active members and reports a result above `most`. The members of the teams
below it count as well; bots and people who left do not. Services of type `external`, `library` and `api`, and retired
ones, are not counted: they do not run, or others run them.

A team without any active member is `orphaned-service`; one whose members are not all known is not judged.

## Why

P47: figures refine staffing. A team that answers for thirty services with three people knows four of them. The others
have runbooks that nobody tried and an owner in name only. It is information: some services are small, and the bound is
generous.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
rules:
  options: {overloaded-team: {most: 1}}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: cart
description: Keeps what a visitor means to buy.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
rules:
  options: {overloaded-team: {most: 1}}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options

- `most` (default 10): how many services there may be for each active member.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.graph import Node
from ownercat.model import Service, Team
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._options import whole
from ownercat.rules._references import contested
from ownercat.rules.ownership._teams import estates, members_place, owner_places, seeds
from ownercat.text import plural, shown

RULE = Rule("OWN016", "overloaded-team", Severity.INFO, options={"most": 10})

_LOOKS = 200_000  # teams looked into, so that a catalog of nothing but nested teams costs no more than others


def check(context: Context) -> Iterator[Finding]:
    """Every team with more services per active member than the bound."""
    most = whole(context, RULE, "most")
    below = _below(context)
    twice = contested(context)
    looks = _LOOKS
    for team, services in estates(context).values():
        running = [service for service in services if is_paged(service) and service.type != "api"]
        people, looked = _people(context, team, below, twice, len(running) // most + 1) if looks > 0 else (0, 0)
        looks -= looked
        if people and len(running) > most * people:
            yield _finding(team, running, people, most)


def _people(
    context: Context, team: Team, below: Mapping[str, list[Team]], twice: frozenset[Node], enough: int
) -> tuple[int, int]:
    """The active members of a team and the teams below it, counted up to ``enough``, and the teams looked into.

    ``0`` where somebody could not be judged: the answer is not known then.
    """
    people: set[str] = set()
    waiting, seen = [team], {team.key}
    while waiting and len(people) < enough:
        one = waiting.pop()
        for person in seeds(context, one, twice):
            if person is None:
                return 0, len(seen)
            people.add(person.key)
        new = [child for child in below.get(one.key, ()) if child.key not in seen]
        seen.update(child.key for child in new)
        waiting += new
    return len(people), len(seen)


def _below(context: Context) -> Mapping[str, list[Team]]:
    found: dict[str, list[Team]] = {}
    for team in context.catalog.of(Team):
        parent = context.catalog.team(team.parent)
        if parent is not None:
            found.setdefault(parent.key, []).append(team)
    return found


def _finding(team: Team, running: list[Service], people: int, most: int) -> Finding:
    each = f"{len(running)} / {people} = {len(running) / people:.3g} > {most}"
    return Finding(
        members_place(team),
        f"{shown(team.label)} has {plural(len(running), 'service')} for {plural(people, 'active member')}: {each}",
        "add people, give services to other teams, or retire those that nobody needs",
        owner_places(running),
        team.subject,
        extent=100 * len(running) // people,
    )
