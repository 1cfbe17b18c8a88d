"""A redundancy group has a shared point of failure.

## What
Dependencies with the same `group` replace each other: they form a redundancy group. `need` (default 1) is the number of
members that must work. ownercat reports a group if one failure can stop more members than the group can lose. Such a
failure is possible if these members have one of the following in common:

- the hosting `provider`;
- the primary rotation of their owners;
- a hard dependency, direct or indirect. A member is also a shared dependency if another member depends on this member.
  The finding shows the nearest shared dependencies.

Exceptions:

- ownercat does not check a group that cannot lose a member.
- ownercat ignores members with `status: planned`.
- ownercat skips a group if a member is undefined, retired or has errors.
- In a very large catalog, ownercat follows only a limited number of dependencies.

## Why
Redundancy only helps if the members of the group fail independently. Examples of a shared point of failure are two
payment providers at one cloud provider, two mail relays behind one gateway, and two services that the same person
repairs. The shared part is in the files of other teams, so it is hard to see in the file that defines the group.

## Example that fails
```yaml title=catalog/services/email.yaml
apiVersion: ownercat/v1
kind: Service
name: email
description: Sends confirmations.
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
```
```yaml title=catalog/services/second-relay.yaml
apiVersion: ownercat/v1
kind: Service
name: second-relay
description: Delivers mail if the first relay fails.
tier: 4
owner: storefront
hosting: {provider: mailhop, region: us-east}
```

## Example that passes
```yaml title=catalog/services/second-relay.yaml as=changed
hosting: {provider: postwing, region: us-east}
```
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, count_spares, get_node, list_hard
from ownercat.graph.ways import find_reachable
from ownercat.model import Catalog, Dependency, Service
from ownercat.oncall.paths import collect_primaries
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.text import listed, shown

RULE = Rule("DEP007", "shared-fate", Severity.WARNING)

_DEEP = 1_000  # services visited per member
_LOOKS = 1_000_000  # services visited in total, so that a catalog with many groups is not slow
_SHOWN = 3


class _Member(NamedTuple):
    """A member of a redundancy group: its entry and its service."""

    entry: Dependency
    service: Service


class _Shared(NamedTuple):
    """What some members have in common: its noun, and the phrase for one member and for several."""

    noun: str
    one: str
    many: str
    members: list[_Member]


_Names = Callable[[Service], Sequence[str]]
_Needed = Callable[[Node], Mapping[Node, int]]


def check(context: Context) -> Iterator[Finding]:
    """Report each redundancy group with a shared point of failure once."""
    list_rotations, measure_needs = _build_rotation_lookup(context.catalog), _build_needs_lookup(context.catalog)
    for service in context.sound(Service, about="modes"):
        spare = count_spares(service)
        if service.lifecycle == "retired" or not any(spare.values()):
            continue
        for group, members in _collect_groups(context.catalog, service).items():
            left = spare[group]
            if left and len(members) > left:
                common = [*_find_shared_values(members, _list_hosting, left, "hosting provider", ("uses", "use"))]
                common += _find_shared_values(members, list_rotations, left, "primary rotation", ("has", "have"))
                common += _find_shared_needs(context.catalog, members, measure_needs, left)
                if common:
                    yield _finding(service, group, members, common)


def _collect_groups(catalog: Catalog, service: Service) -> Mapping[str, list[_Member]]:
    """Return the members by group, without groups that have an undefined, faulty or retired member."""
    groups: dict[str, dict[Node, _Member]] = {}
    broken: set[str] = set()
    for entry in service.depends_on:
        if not entry.group or entry.status == "planned":
            continue
        provider = catalog.service(entry.service)
        if provider is None or not provider.sound or provider.lifecycle == "retired":
            broken.add(entry.group)
        else:
            groups.setdefault(entry.group, {}).setdefault(get_node(provider), _Member(entry, provider))
    return {group: list(members.values()) for group, members in groups.items() if group not in broken}


def _find_shared_values(
    members: Sequence[_Member], list_names: _Names, left: int, noun: str, verbs: tuple[str, str]
) -> Iterator[_Shared]:
    """Yield each name that more members have than the group can lose. ``verbs``: singular and plural."""
    one, many = verbs
    by_name: dict[str, list[_Member]] = {}
    for member in members:
        for name in list_names(member.service):
            by_name.setdefault(name, []).append(member)
    for name, sharing in by_name.items():
        if len(sharing) > left:
            yield _Shared(noun, f"{one} {noun} {shown(name)}", f"{many} {noun} {shown(name)}", sharing)


def _list_hosting(service: Service) -> Sequence[str]:
    provider = service.hosting.get("provider", "").strip()
    return (provider,) if provider else ()


def _build_rotation_lookup(catalog: Catalog) -> _Names:
    """Return a function from a service to the primary rotations of its owner."""
    known = cache(lambda: collect_primaries(catalog))

    def list_rotations(service: Service) -> Sequence[str]:
        team = catalog.team(service.owner)
        return tuple(rotation.name for rotation in known().get(team.key, ())) if team is not None else ()

    return list_rotations


def _build_needs_lookup(catalog: Catalog) -> _Needed:
    """Return a function from a service to its hard dependencies, direct and indirect, and itself, by distance."""
    looks = _LOOKS

    @cache
    def list_ends(item: Node) -> tuple[Node, ...]:
        service = catalog.entities[item]
        ends = (catalog.service(entry.service) for entry in list_hard(service)) if isinstance(service, Service) else ()
        return tuple(get_node(end) for end in ends if end is not None and end.lifecycle != "retired")

    def measure_needs(start: Node) -> Mapping[Node, int]:
        nonlocal looks
        reach = find_reachable(list_ends, [start], _DEEP) if looks > 0 else {}
        looks -= len(reach)
        return {item: distance for item, (distance, _) in reach.items()}

    return measure_needs


def _find_shared_needs(
    catalog: Catalog, members: Sequence[_Member], measure_needs: _Needed, left: int
) -> Iterator[_Shared]:
    """Yield the nearest services without which more members fail than the group can lose."""
    needs = [(member, measure_needs(get_node(member.service))) for member in members]
    counts = Counter(item for _, distances in needs for item in distances)
    sums = {item: sum(distances.get(item, 0) for _, distances in needs) for item, n in counts.items() if n > left}
    nearest = min(sums.values(), default=0)
    for item in sorted(item for item, distance in sums.items() if distance == nearest)[:_SHOWN]:
        sharing = [member for member, distances in needs if item in distances]
        name = shown(catalog.entities[item].name)
        yield _Shared("hard dependency", f"fails without {name}", f"fail without {name}", sharing)


def _finding(service: Service, group: str, members: Sequence[_Member], common: Sequence[_Shared]) -> Finding:
    last = common[0].members[-1]
    concerned = {member.entry.place: member for shared in common for member in shared.members}
    return Finding(
        last.entry.service.place,
        f"redundancy group {shown(group)} of {shown(service.label)} has a shared point of failure: "
        f"{_format_shared(common)}",
        f"give one member a different {listed(dict.fromkeys(shared.noun for shared in common))}, or remove `group`",
        tuple(_related(member, common) for member in concerned.values() if member is not last)[:RELATED],
        service.subject,
        group,
    )


def _format_shared(common: Sequence[_Shared]) -> str:
    """Format as ``relay and other use hosting provider aws and fail without dns``."""
    parts: dict[str, list[str]] = {}
    for shared in common:
        names = listed(shown(member.service.name) for member in shared.members)
        parts.setdefault(names, []).append(shared.many)
    return "; ".join(f"{names} {listed(phrases)}" for names, phrases in parts.items())


def _related(member: _Member, common: Sequence[_Shared]) -> Related:
    phrases = listed(shared.one for shared in common if any(other is member for other in shared.members))
    return Related(member.entry.service.place, f"{shown(member.service.name)}, which {phrases}")
