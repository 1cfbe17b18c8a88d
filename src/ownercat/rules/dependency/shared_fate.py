"""Services that stand in for each other share something that takes all of them down at once.

## What

Entries of `dependsOn` with the same `group` stand in for each other, and `need` (1 by default) says how many must work.
For each group with one to spare, three things are compared: the hosting `provider` of its members, the primary rotation
of their owners, and what they themselves cannot work without, however far down. When one of these is shared by so many
members that too few would be left, the group is reported, once, with all that is shared.

Of hard dependencies the nearest shared ones are shown. In a very large catalog they are followed only so far. Members
that are planned or retired do not count; a group with a member that cannot be read is not judged.

## Why

P48: redundancy is worth what the parts do not have in common. Two payment providers in the same cloud region, two
relays behind one gateway, two systems that the same person has to repair: the drawing shows two boxes, and the outage
shows one. What they share stands in other files, of other teams, so nobody sees it where the group is written.

## Example that fails

```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: email
description: Writes confirmations.
tier: 4
owner: storefront
dependsOn:
  - {service: relay, group: relays}
  - {service: second-relay, group: relays}
---
apiVersion: ownercat/v1
kind: Service
name: relay
description: Delivers mail.
tier: 4
owner: storefront
hosting: {provider: mailhop, region: eu-west}
---
apiVersion: ownercat/v1
kind: Service
name: second-relay
description: Delivers mail when the other one does not.
tier: 4
owner: storefront
hosting: {provider: mailhop, region: us-east}
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

```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: email
description: Writes confirmations.
tier: 4
owner: storefront
dependsOn:
  - {service: relay, group: relays}
  - {service: second-relay, group: relays}
---
apiVersion: ownercat/v1
kind: Service
name: relay
description: Delivers mail.
tier: 4
owner: storefront
hosting: {provider: mailhop, region: eu-west}
---
apiVersion: ownercat/v1
kind: Service
name: second-relay
description: Delivers mail when the other one does not.
tier: 4
owner: storefront
hosting: {provider: postwing, region: us-east}
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

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, hard, node, spares
from ownercat.graph.ways import reached
from ownercat.model import Catalog, Dependency, Service
from ownercat.oncall.paths import primaries
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.text import listed, shown

RULE = Rule("DEP007", "shared-fate", Severity.WARNING)

_DEEP = 1_000  # services looked at below one member
_LOOKS = 1_000_000  # and in all, so that a catalog of nothing but groups costs no more than others
_SHOWN = 3


class _Member(NamedTuple):
    """One of a group: the entry that says so, and what it means."""

    entry: Dependency
    service: Service


class _Shared(NamedTuple):
    """Something that takes down the members that have it, as it is said of one and of several."""

    one: str
    many: str
    members: list[_Member]


_Names = Callable[[Service], Sequence[str]]
_Needed = Callable[[Node], Mapping[Node, int]]


def check(context: Context) -> Iterator[Finding]:
    """One finding per group whose members fail together."""
    rotations, needed = _rotations(context.catalog), _needed(context.catalog)
    for service in context.sound(Service, about="modes"):
        spare = spares(service)
        if service.lifecycle == "retired" or not any(spare.values()):
            continue
        for group, members in _groups(context.catalog, service).items():
            left = spare[group]
            if left and len(members) > left:
                common = [*_alike(members, _hosting, left, "runs at", "run at")]
                common += _alike(members, rotations, left, "is repaired by rotation", "are repaired by rotation")
                common += _needs(context.catalog, members, needed, left)
                if common:
                    yield _finding(service, group, members, common)


def _groups(catalog: Catalog, service: Service) -> Mapping[str, list[_Member]]:
    """The members that exist by group; a group with one that is not known or cannot be judged is left out."""
    groups: dict[str, dict[Node, _Member]] = {}
    broken: set[str] = set()
    for entry in service.depends_on:
        if not entry.group or entry.status == "planned":
            continue
        provider = catalog.service(entry.service)
        if provider is None or not provider.sound or provider.lifecycle == "retired":
            broken.add(entry.group)
        else:
            groups.setdefault(entry.group, {}).setdefault(node(provider), _Member(entry, provider))
    return {group: list(members.values()) for group, members in groups.items() if group not in broken}


def _alike(members: Sequence[_Member], names: _Names, left: int, one: str, many: str) -> Iterator[_Shared]:
    """What more of the members have than the group can lose, by name."""
    found: dict[str, list[_Member]] = {}
    for member in members:
        for name in names(member.service):
            found.setdefault(name, []).append(member)
    for name, these in found.items():
        if len(these) > left:
            yield _Shared(f"{one} {shown(name)}", f"{many} {shown(name)}", these)


def _hosting(service: Service) -> Sequence[str]:
    provider = service.hosting.get("provider", "").strip()
    return (provider,) if provider else ()


def _rotations(catalog: Catalog) -> _Names:
    """A function from a service to the primary rotations of its owner."""
    known = cache(lambda: primaries(catalog))

    def rotations(service: Service) -> Sequence[str]:
        team = catalog.team(service.owner)
        return tuple(rotation.name for rotation in known().get(team.key, ())) if team is not None else ()

    return rotations


def _needed(catalog: Catalog) -> _Needed:
    """A function from a service to all that it cannot work without, itself included, with how far down that is."""
    looks = _LOOKS

    @cache
    def below(item: Node) -> tuple[Node, ...]:
        service = catalog.entities[item]
        ends = (catalog.service(entry.service) for entry in hard(service)) if isinstance(service, Service) else ()
        return tuple(node(end) for end in ends if end is not None and end.lifecycle != "retired")

    def needed(start: Node) -> Mapping[Node, int]:
        nonlocal looks
        found = reached(below, [start], _DEEP) if looks > 0 else {}
        looks -= len(found)
        return {item: distance for item, (distance, _) in found.items()}

    return needed


def _needs(catalog: Catalog, members: Sequence[_Member], needed: _Needed, left: int) -> Iterator[_Shared]:
    """The nearest services that more of the members cannot work without than the group can lose."""
    found = [(member, needed(node(member.service))) for member in members]
    times = Counter(item for _, distances in found for item in distances)
    far = {item: sum(distances.get(item, 0) for _, distances in found) for item, count in times.items() if count > left}
    nearest = min(far.values(), default=0)
    for item in sorted(item for item, distance in far.items() if distance == nearest)[:_SHOWN]:
        these = [member for member, distances in found if item in distances]
        said = f"cannot work without {shown(catalog.entities[item].name)}"
        yield _Shared(said, said, these)


def _finding(service: Service, group: str, members: Sequence[_Member], common: Sequence[_Shared]) -> Finding:
    last = common[0].members[-1]
    concerned = {member.entry.place: member for shared in common for member in shared.members}
    return Finding(
        last.entry.service.place,
        f"group {shown(group)} of {shown(service.label)} stands or falls together: {_said(common)}",
        "let one of them differ there, or do not count on the group",
        tuple(_related(member, common) for member in concerned.values() if member is not last)[:RELATED],
        service.subject,
        group,
    )


def _said(common: Sequence[_Shared]) -> str:
    """``relay and other run at aws and cannot work without dns``."""
    parts: dict[str, list[str]] = {}
    for shared in common:
        names = listed(shown(member.service.name) for member in shared.members)
        parts.setdefault(names, []).append(shared.many)
    return "; ".join(f"{names} {listed(what)}" for names, what in parts.items())


def _related(member: _Member, common: Sequence[_Shared]) -> Related:
    what = listed(shared.one for shared in common if any(other is member for other in shared.members))
    return Related(member.entry.service.place, f"{shown(member.service.name)} {what}")
