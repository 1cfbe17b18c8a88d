"""Only one person may authorise something about a service.

## What

A service names under `authorise` who decides: people, teams or rotations. Of the active people among them exactly one
holds the authority under `may`. Judged only where somebody in the catalog declares `may` at all, and where all of them
are known. A team or a rotation of one person is reported as that. The same people and authority are reported once, with
all the services that rely on them.

## Why

P03: knowledge is not in one head, and neither is the right to act. The fix is ready, the rollback is tested, and the
one person who may say yes is on a plane.

## Example that fails

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
may: [hotfix, rollback]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
may: [rollback]
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
authorise: {hotfix: [team:shop]}
```

## Example that passes

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
contacts: [push, phone]
may: [hotfix, rollback]
---
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
may: [hotfix, rollback]
---
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
authorise: {hotfix: [team:shop]}
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node
from ownercat.model import Person
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.ownership._authority import ServiceAuthority, decisions
from ownercat.text import listed, plural, shown

RULE = Rule("OWN013", "sole-authority", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Every authority that one person of several holds, or that is left to one person by name."""
    found: dict[tuple[str, tuple[Node, ...]], list[ServiceAuthority]] = {}
    for each in decisions(context):
        if _holder(each) is not None:
            found.setdefault(each.where, []).append(each)
    for alike in found.values():
        holder = _holder(alike[0])
        if holder is not None:
            yield _finding(alike, holder)


def _holder(decision: ServiceAuthority) -> Person | None:
    """Who holds it alone, if that is certain and no other rule says it."""
    people = decision.people
    holders = [person for person in people if decision.authority in person.may]
    if len(holders) != 1 or not all(crew.known for crew in decision.crews):
        return None
    by_name = any(isinstance(entity, Person) for entity in decision.entities)
    return holders[0] if by_name or len(people) > 1 else None


def _finding(alike: list[ServiceAuthority], holder: Person) -> Finding:
    service, authority, name = alike[0].service, shown(alike[0].authority), shown(holder.name)
    refs = listed(shown(ref.written) for ref in service.authorise[alike[0].authority])
    others = [shown(person.name) for person in alike[0].people if person is not holder]
    more = f", and so for {plural(len(alike) - 1, 'other service')}" if len(alike) > 1 else ""
    whom = f"a second one of them, such as {others[0]}" if others else "a second person, and name them here as well"
    return Finding(
        service.at.at("authorise", alike[0].authority),
        f"{shown(service.label)} leaves {authority} to {refs}, and {name} alone may authorise it{more}",
        f"add `{authority}` to `may` of {whom}",
        (
            Related(holder.at.at("may"), f"{name} may"),
            *(Related(each.service.at.at("authorise", each.authority), "relies on them, too") for each in alike[1:]),
        )[:RELATED],
        service.subject,
        alike[0].authority,
        speaks_for=frozenset(each.service.name for each in alike),
    )
