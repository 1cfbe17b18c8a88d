"""A team that owns something can be reached neither by chat, nor by email, nor by pager.

## What

A team that owns at least one service which is not retired has `contacts` with at least one of `chat`, `email` and
`pager`. A ticket queue or a status page does not count: nobody is addressed there at once. The contacts of a single
service do not make up for it, because the team is what people look for.

Nothing is said about a team without a living member (`orphaned-service` reports that), nor where a foreign format has
no place for contacts.

## Why

P02: contact points are known. The team's channel is what `who` prints at 03:12, what a dependent team writes to
before a risky release, and what a customer's complaint is forwarded to. Without one, the message goes to whoever
somebody happens to know, and the team learns of its own outage last.

## Example that fails

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
contacts: {tickets: https://tickets.shop.example/storefront}
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
contacts: {chat: "#storefront", tickets: https://tickets.shop.example/storefront}
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
from ownercat.graph import node
from ownercat.model import Service, Team
from ownercat.rules import Context
from ownercat.rules._references import contested
from ownercat.rules.ownership._teams import estates, standings
from ownercat.text import listed, shown

RULE = Rule("OWN005", "unreachable-team", Severity.ERROR)

DIRECT = ("chat", "email", "pager")


def check(context: Context) -> Iterator[Finding]:
    """Every living team that owns something and cannot be addressed."""
    standing, twice = standings(context), contested(context)
    for team, services in estates(context).values():
        judged = team.sound and team.can_say("contacts") and node(team) not in twice
        if judged and not standing[team.key].dead and not any(team.contacts.get(way) for way in DIRECT):
            yield _finding(team, services)


def _finding(team: Team, services: list[Service]) -> Finding:
    name = shown(team.name)
    owned = listed(shown(service.name) for service in services)
    stated = team.contacts and team.dialect == "native"
    first = services[0].owner
    return Finding(
        team.at.at("contacts") if stated else team.named,
        f"team {name} owns {owned} and has no chat, email or pager",
        f'add one to its contacts, such as `chat: "#{name}"`',
        (Related(first.place, f"{shown(services[0].label)} is owned here"),) if first else (),
        team.subject,
        speaks_for=frozenset(service.name for service in services),
    )
