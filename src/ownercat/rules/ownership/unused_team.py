"""A team owns nothing, and no page or approval involves it.

## What
ownercat reports a team that nothing uses. A team is used if a document refers to the team, directly or through other
documents. For example, the team is an owner or an approver, has a role or an authority, gets pages, or is the parent of
a used team.

- Rotations and escalation policies of the team count only if they are used.
- ownercat reports nothing in a catalog without services.
- ownercat ignores teams in other formats, because another repository may describe what they own.

## Why
People use the list of teams to find whom to ask. A team that was merged into another team leaves its documents behind.
If a new service uses them, its pages go to a channel that no person reads. The severity is info, because a team may be
new.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/webshop.yaml
apiVersion: ownercat/v1
kind: Team
name: webshop
members: [ana, bo]
contacts: {chat: "#webshop"}
```

## Example that passes
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
parent: webshop
members: [ana, bo]
contacts: {chat: "#storefront"}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, get_node
from ownercat.model import Catalog, Entity, Escalation, Person, Ref, Rotation, Service, Team
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt
from ownercat.rules._references import RELATED
from ownercat.text import shown

RULE = Rule("OWN015", "unused-team", Severity.INFO)

_FOLLOWED = (Team, Rotation, Escalation)
_KINDS = frozenset(kind.__name__ for kind in _FOLLOWED)


def check(context: Context) -> Iterator[Finding]:
    """Report every team that no reference reaches."""
    if not any(True for _ in context.catalog.of(Service)):
        return
    used, undefined = _collect_used_entities(context.catalog)
    unused = [team for team in context.sound(Team) if team.dialect == "native" and get_node(team) not in used]
    intended = misspelt(context, "Team", undefined) if unused else frozenset()
    documents = _collect_documents(context.catalog) if unused else {}
    for team in unused:
        if team.key not in intended:
            yield Finding(
                team.named,
                f"{shown(team.label)} is unused: it owns nothing, and no page or approval involves it",
                "make the team the owner of a service, or remove it with its rotations and escalation policies",
                tuple(documents.get(team.key, ()))[:RELATED],
                team.subject,
                cause=context.uncertain(team.name),
            )


def _collect_used_entities(catalog: Catalog) -> tuple[set[Node], list[Ref]]:
    """Return the teams, rotations and policies that references reach, and the undefined references on the way."""
    used: set[Node] = set()
    undefined: list[Ref] = []
    queue: list[Entity] = [e for e in catalog.of(Entity) if not isinstance(e, (*_FOLLOWED, Person))]
    while queue:
        for ref in queue.pop().refs:
            if _KINDS.isdisjoint(ref.kinds):
                continue
            entity = catalog.find(ref)
            if entity is None:
                undefined.append(ref)
            elif isinstance(entity, _FOLLOWED) and get_node(entity) not in used:
                used.add(get_node(entity))
                queue.append(entity)
    return used, undefined


def _collect_documents(catalog: Catalog) -> dict[str, list[Related]]:
    """Return the locations of the rotations and escalation policies of each team."""
    documents: dict[str, list[Related]] = {}
    for entity in catalog.of(Entity):
        if isinstance(entity, Rotation | Escalation):
            team = catalog.team(entity.team)
            if team is not None:
                documents.setdefault(team.key, []).append(Related(entity.named, f"{shown(entity.label)} of this team"))
    return documents
