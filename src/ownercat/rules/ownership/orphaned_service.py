"""A service has no owner, or an owner behind which nobody is left.

## What

Every service that is not retired names a team as its `owner`. The team is defined in the catalog and has at least one
active member: a human whose `active` is not false and whose `leavesOn` has not passed. Members of the teams below it
count as well; bots do not. A service of type `external` needs an owner too: the team that answers for using it.

Four faults are one finding each: no owner, an owner that no file defines, an owner that is not a team, a team without
an active member. When such a team owns several services, the team is reported once and its services are listed.

A tier whose `requires` does not list `owner` may do without one. A person as the owner is `person-as-owner`.

## Why

P03: services are owned by teams. The most common rot in any catalog is the owner that was true once: the team was
merged into another, its last member moved on, a rename forgot one file. Nothing fails on that day. It fails when the
page is sent, or when a security fix needs somebody who may merge it, and it is found that the name on the service
belongs to nobody. Other catalogs only look whether the field is filled in; a dissolved team passes.

## Example that fails

Ana was the last one in the team, and left.

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
active: false
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
members: [bo, chidi]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: chidi
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.documents.schema.placeholder import is_placeholder
from ownercat.graph import node
from ownercat.model import PREFIXES, Entity, Ref, Service, Team
from ownercat.rules import Context
from ownercat.rules._references import RELATED, cannot_be_judged, contested, names_person, noun, suggestions
from ownercat.rules.ownership._teams import departures, estates, members_place, owner_places, standings
from ownercat.text import listed, plural, shown

RULE = Rule("OWN001", "orphaned-service", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every service without a living owner; a dead team that owns several speaks for all of them."""
    defined, twice = context.catalog.kinds(), contested(context)
    meant = suggestions(context)
    for service in context.catalog.of(Service):
        if service.lifecycle == "retired" or not service.can_say("owner"):
            continue
        if service.owner is None:
            if service.sound and node(service) not in twice and _needs_owner(context, service):
                yield _ownerless(service)
        elif context.catalog.team(service.owner) is None and not cannot_be_judged(defined, service, service.owner):
            yield from _unknown(context, service, service.owner, meant)
    yield from _dead(context)


def _needs_owner(context: Context, service: Service) -> bool:
    tier = context.policy.tiers.get(service.tier) if service.can_say("tier") else None
    return tier is None or "owner" in tier.requires


def _ownerless(service: Service) -> Finding:
    field = "add `owner:` with" if service.dialect == "native" else "name"  # a foreign format may call it otherwise
    return Finding(
        service.named,
        f"{shown(service.label)} has no owner",
        f"{field} the team that answers for it",
        subject=service.subject,
    )


def _unknown(
    context: Context, service: Service, owner: Ref, meant: Callable[[Collection[str], str], str]
) -> Iterator[Finding]:
    """An owner that is no team. A person is left to OWN002, a name that may stand in an unread file to nobody."""
    if names_person(context, owner) or context.uncertain(owner.name):
        return
    other = _other(context, owner)
    label = shown(service.label)
    if other is None and is_placeholder(owner.name):
        message = f"{label} has no owner yet: {shown(owner.written)} is a placeholder"
        yield Finding(owner.place, message, "name the team that answers for it", (), service.subject, owner.written)
        return
    if other is not None or owner.kind not in ("", "Team"):
        named = shown(other.label) if other else f"{noun(owner.kind)} {shown(owner.name)}"
        message = f"{label} is owned by {named}, and only a team can own a service"
        related = (Related(other.named, f"{named} is defined here"),) if other else ()
        help = _team_of(context, other) or meant(("Team",), owner.name)
    else:
        message = f"{label} is owned by team {shown(owner.name)}, which no file defines"
        related = ()
        help = meant(("Team",), owner.name)
    cure = f"did you mean {shown(help)}?" if help else f"add team {shown(owner.name)}, or give {label} to another team"
    yield Finding(owner.place, message, cure, related, service.subject, owner.written)


def _other(context: Context, owner: Ref) -> Entity | None:
    """What the owner's name means when it is no team."""
    kinds = [owner.kind] if owner.kind else PREFIXES.values()
    return next((found for kind in kinds if (found := context.catalog.get(kind, owner.name))), None)


def _team_of(context: Context, entity: Entity | None) -> str:
    """The team behind a rotation, an escalation or a service that stands where the team belongs."""
    ref = getattr(entity, "team", None) or getattr(entity, "owner", None)
    team = context.catalog.team(ref) if isinstance(ref, Ref) else None
    return team.name if team else ""


def _dead(context: Context) -> Iterator[Finding]:
    standing = standings(context)
    for team, services in estates(context).values():
        if standing[team.key].dead:
            yield _one_orphan(context, team, services[0]) if len(services) == 1 else _orphans(context, team, services)


def _one_orphan(context: Context, team: Team, service: Service) -> Finding:
    name, label = shown(team.name), shown(service.label)
    return Finding(
        service.owner.place if service.owner else service.named,
        f"{label} has no living owner: {_cause(context, team)}",
        f"add an active member to {name}, or give {label} to another team",
        _explained(context, team),
        service.subject,
        team.name,
    )


def _orphans(context: Context, team: Team, services: list[Service]) -> Finding:
    names = listed(shown(service.name) for service in services)
    count = plural(len(services), "service")
    return Finding(
        members_place(team),
        f"{_cause(context, team)}, so {count} have no living owner: {names}",
        f"add an active member to {shown(team.name)}, or give its services to other teams",
        departures(context, team)[: RELATED // 2] + owner_places(services)[: RELATED // 2],
        team.subject,
        speaks_for=frozenset(service.name for service in services),
    )


def _explained(context: Context, team: Team) -> tuple[Related, ...]:
    return departures(context, team) or (Related(team.named, f"team {shown(team.name)} has no members"),)


def _cause(context: Context, team: Team) -> str:
    name = shown(team.name)
    if not team.members:
        return f"team {name} has no members"
    people = [person for ref in team.members if (person := context.catalog.person(ref))]
    if any(person.active and not person.is_active(context.as_of) for person in people):
        return f"the last active member of team {name} left"
    return f"team {name} has no active member"
