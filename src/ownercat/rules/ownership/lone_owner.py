"""A team that owns something has one active member.

## What

A team that owns at least one service which is not retired has two or more active members: humans whose `active` is
not false and whose `leavesOn` has not passed. Members of the teams below it count as well; bots do not.

A team without any active member is `orphaned-service` instead.

## Why

P03: knowledge is not in one head. With one member there is nobody to review a change, nobody to take the pager during
a holiday, and nobody left to ask on the day after. One resignation turns every service of such a team into an orphan,
and by then the person who could have handed them over is gone. The cure is cheap while that person is still here.

## Example that fails

Bo works with Ana, but is not named in the team.

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana]
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

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
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

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Service, Team
from ownercat.rules import Context
from ownercat.rules.ownership._teams import departures, estates, standings
from ownercat.text import listed, plural, shown

RULE = Rule("OWN003", "lone-owner", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Every owning team in which one person is left."""
    standing = standings(context)
    for team, services in estates(context).values():
        alone = standing[team.key].alone
        if alone is not None:
            yield _finding(context, team, alone, services)


def _finding(context: Context, team: Team, alone: Person, services: list[Service]) -> Finding:
    name, person = shown(team.name), shown(alone.name)
    owned = f"{plural(len(services), 'service')}: {listed(shown(service.name) for service in services)}"
    place = next((ref.place for ref in team.members if context.catalog.person(ref) is alone), team.named)
    first = services[0].owner
    owner = (Related(first.place, f"{shown(services[0].label)} is owned here"),) if first else ()
    return Finding(
        place,
        f"team {name} has one active member, {person}, and owns {owned}",
        f"add a second active member to {name}, or give its services to a larger team",
        departures(context, team) + owner,
        team.subject,
        alone.name,
    )
