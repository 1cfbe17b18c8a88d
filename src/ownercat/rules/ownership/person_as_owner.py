"""A person is named as the owner of a service, a journey or a runbook.

## What

An `owner` is a team. A person is reported whether written with its kind (`owner: person:ana`, or `user:ana` in
Backstage) or found by its name (`owner: ana` where ana is a Person and no team has that name).

## Why

P03: services are owned by teams, not by individuals. A person sleeps, is on holiday, changes teams and leaves, and
what one person owns has one head that knows it. A person as the owner is how a service becomes an orphan without
anybody editing its file. A team of two is enough to make it somebody's job; who in the team does the work is the
team's own business and belongs into `lead` and the rotation.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: ana
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
lead: ana
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

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Entity, Person, Ref, Service, Team
from ownercat.rules import Context
from ownercat.rules._references import OWNER, names_person
from ownercat.text import listed, shown

RULE = Rule("OWN002", "person-as-owner", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every owner that is a person."""
    teams: Mapping[str, list[str]] = {}
    for entity in context.catalog.entities.values():
        if isinstance(entity, Service) and entity.lifecycle == "retired":
            continue
        for ref in entity.refs:
            if ref.what == OWNER and names_person(context, ref):
                teams = teams or _teams(context)
                yield _finding(context, entity, ref, teams)


def _teams(context: Context) -> Mapping[str, list[str]]:
    """The names of the teams that each person is in."""
    found: dict[str, list[str]] = {}
    for team in context.catalog.of(Team):
        for ref in team.members:
            found.setdefault(ref.name, []).append(shown(team.name))
    return found


def _finding(context: Context, entity: Entity, ref: Ref, teams: Mapping[str, list[str]]) -> Finding:
    name = shown(ref.name)
    person = context.catalog.get("Person", ref.name)
    theirs = listed(teams.get(ref.name, ()), last="or", most=4)
    return Finding(
        ref.place,
        f"{shown(entity.label)} is owned by person {name}, and a person cannot own anything",
        f"give it to {name}'s team: {theirs}" if theirs else "give it to a team",
        (Related(person.named, f"person {name} is defined here"),) if isinstance(person, Person) else (),
        entity.subject,
        ref.written,
    )
