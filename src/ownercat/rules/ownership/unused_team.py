"""A team owns nothing, and nothing that is in use leads to it.

## What

Begins at the services, promises, journeys, runbooks, other documents and the policy, and follows what they name:
owners, roles, authorities, approvers, escalations, rotations, and the teams above all these. A team that is never met
is reported. Its own rotations and policies do not count as long as nobody pages them.

Nothing is said in a catalog without any service, nor about teams of a foreign format: what they own may be described
in another repository.

## Why

P03 and P16: the list of teams is how people find whom to ask. A team that was merged into another one leaves its
document, its rotation and its policy behind; they look alive, somebody copies them for a new service, and the page goes
to a channel that nobody reads. It is information, not a fault: a team may be new.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
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
name: webshop
members: [ana, bo]
contacts: {chat: "#webshop"}
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
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
parent: webshop
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: webshop
members: [ana, bo]
contacts: {chat: "#webshop"}
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
from ownercat.graph import Node, node
from ownercat.model import Catalog, Entity, Escalation, Person, Ref, Rotation, Service, Team
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt
from ownercat.rules._references import RELATED
from ownercat.text import shown

RULE = Rule("OWN015", "unused-team", Severity.INFO)

_FOLLOWED = (Team, Rotation, Escalation)
_KINDS = frozenset(kind.__name__ for kind in _FOLLOWED)


def check(context: Context) -> Iterator[Finding]:
    """Teams that nothing in use leads to."""
    if not any(True for _ in context.catalog.of(Service)):
        return
    used, dangling = _used(context.catalog)
    unused = [team for team in context.sound(Team) if team.dialect == "native" and node(team) not in used]
    meant = misspelt(context, "Team", dangling) if unused else frozenset()
    own = _own(context.catalog) if unused else {}
    for team in unused:
        if team.key not in meant and not context.uncertain(team.name):
            yield Finding(
                team.named,
                f"{shown(team.label)} is not used: it owns nothing, and no page and no agreement leads to it",
                "give it what it answers for, or remove it with its rotations and policies",
                tuple(own.get(team.key, ()))[:RELATED],
                team.subject,
            )


def _used(catalog: Catalog) -> tuple[set[Node], list[Ref]]:
    """All that is met on the way from what is not about people; the references to teams that mean nothing."""
    used: set[Node] = set()
    dangling: list[Ref] = []
    waiting: list[Entity] = [e for e in catalog.of(Entity) if not isinstance(e, (*_FOLLOWED, Person))]
    while waiting:
        for ref in waiting.pop().refs:
            if _KINDS.isdisjoint(ref.kinds):
                continue
            found = catalog.find(ref)
            if found is None:
                dangling.append(ref)
            elif isinstance(found, _FOLLOWED) and node(found) not in used:
                used.add(node(found))
                waiting.append(found)
    return used, dangling


def _own(catalog: Catalog) -> dict[str, list[Related]]:
    """The rotations and policies of each team, which are unused as well."""
    found: dict[str, list[Related]] = {}
    for entity in catalog.of(Entity):
        if isinstance(entity, Rotation | Escalation):
            team = catalog.team(entity.team)
            if team is not None:
                found.setdefault(team.key, []).append(Related(entity.named, f"{shown(entity.label)} is its own"))
    return found
