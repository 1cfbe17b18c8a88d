"""A service has no owner, or its owner has no active members.

## What
ownercat reports a service if no active person is responsible for it:

- It has no `owner`, or a placeholder as owner.
- Its owner is undefined, or is not a team.
- Its owner is a team without active members. An active member is a human who has not left: `active` is not false, and
  the last day (`leavesOn`) has not passed. Members of child teams count. Bots do not count.

Exceptions:

- If a team without active members owns several services, ownercat reports the team once and lists its services.
- If the services of a tier do not need an owner, remove `owner` from `requires` of this tier in the policy.
- Another rule, [person-as-owner], reports a person as owner.
- ownercat ignores retired services. A service of type `external` needs an owner: the team responsible for using it.

## Why
A catalog becomes wrong without an error: a team is merged into another team, its last member leaves, or a rename misses
a file. People notice the missing owner only when a page or a security fix needs a decision, and no person is
responsible.

## Example that fails
Ana was the last member of the team, and left.

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
```
```yaml title=catalog/people/ana.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
active: false
```

## Example that passes
```yaml title=catalog/teams/storefront.yaml as=changed
members: [bo, chidi]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.documents.schema.placeholder import is_placeholder
from ownercat.graph import get_node
from ownercat.model import Entity, Ref, Service, Team
from ownercat.rules import Context
from ownercat.rules._references import (
    RELATED,
    Suggest,
    contested,
    format_removal,
    names_person,
    noun,
    suggestions,
)
from ownercat.rules._undefined import UndefinedName, collect_undefined, find_other_owner, list_related, withhold
from ownercat.rules.ownership._teams import departures, estates, members_place, owner_places, standings
from ownercat.suggest import question
from ownercat.text import listed, plural, shown

RULE = Rule("OWN001", "orphaned-service", Severity.ERROR, requirement="owner")
_NAMED = 4  # so many services with one undefined owner are listed


def check(context: Context) -> Iterator[Finding]:
    """Report every service without an active owner; a team without active members is one finding for its services."""
    twice = contested(context)
    suggest = suggestions(context)
    for service in context.catalog.of(Service):
        if service.lifecycle == "retired" or not service.can_say("owner"):
            continue
        if service.owner is None:
            if service.sound and get_node(service) not in twice and _needs_owner(context, service):
                yield _build_missing_owner_finding(service)
        elif context.catalog.team(service.owner) is None and not names_person(context, service.owner):
            other = find_other_owner(context, service, service.owner)
            if other is not None or service.owner.kind not in ("", "Team"):
                yield _build_wrong_owner_finding(context, service, service.owner, other, suggest)
    for name in context.once(collect_undefined):
        if name.owned and name.expected:
            finding = _build_undefined_owner_finding(context, name)
            yield finding if name.cause is None else withhold(finding, name)
    yield from _check_teams(context)


def _needs_owner(context: Context, service: Service) -> bool:
    tier = context.policy.tiers.get(service.tier) if service.can_say("tier") else None
    return tier is None or "owner" in tier.requires


def _build_missing_owner_finding(service: Service) -> Finding:
    keys = {"native": "`owner`", "backstage": "`owner` under `spec`"}
    action = f"add {keys[service.dialect]} with" if service.dialect in keys else "add"  # GitLab changed its key
    return Finding(
        service.named,
        f"{shown(service.label)} has no owner",
        f"{action} the name of the team that is responsible for the service",
        subject=service.subject,
    )


def _build_undefined_owner_finding(context: Context, name: UndefinedName) -> Finding:
    """Build the finding about an undefined team; of several references, the first one has the location."""
    entity, ref = name.uses[0]
    services = name.owned
    team, label = shown(name.name), shown(services[0].label) if services else shown(entity.label)
    move = f"give {label if len(services) == 1 else 'these services'} to another team"
    if is_placeholder(ref.name):
        message = f"{label} has a placeholder as owner: {shown(ref.written)}"
        help = f"replace {shown(ref.written)} with the name of the team that is responsible for the service"
    else:
        message = f"{label} has an undefined owner: team {team}"
        help = question(map(shown, name.near), format_removal(context, ("Team",), name.name, move))
        help = help or f"add team {team}, or {move}"
    if len(services) > 1:
        names = listed((shown(service.name) for service in services), most=_NAMED)
        what = f"{shown(ref.written)} is a placeholder" if is_placeholder(ref.name) else f"team {team} is undefined"
        message = f"{what}, so {plural(len(services), 'service')} have no owner: {names}"
    if len(name.uses) > max(len(services), 1):
        message += f" ({len(name.uses)} references name it)"
    related, entities = list_related(context, name), frozenset(entity.name for entity, _ in name.uses)
    return Finding(
        ref.place, message, help, related, entity.subject, ref.written, speaks_for=entities, missing=name.subject
    )


def _build_wrong_owner_finding(
    context: Context, service: Service, owner: Ref, other: Entity | None, suggest: Suggest
) -> Finding:
    label = shown(service.label)
    other_label = shown(other.label) if other else f"{noun(owner.kind)} {shown(owner.name)}"
    team = _find_team_of(context, other)
    similar = [team] if team else suggest(("Team",), owner.name)
    move = f"give {label} to another team"
    help = question(map(shown, similar), format_removal(context, ("Team",), owner.name, move))
    return Finding(
        owner.place,
        f"{label} has an owner that is not a team: {other_label}",
        help or f"add team {shown(owner.name)}, or {move}",
        (Related(other.named, f"definition of {other_label}"),) if other else (),
        service.subject,
        owner.written,
    )


def _find_team_of(context: Context, entity: Entity | None) -> str:
    """Return the team of a rotation, an escalation policy or a service; ``""`` without one."""
    ref = getattr(entity, "team", None) or getattr(entity, "owner", None)
    team = context.catalog.team(ref) if isinstance(ref, Ref) else None
    return team.name if team else ""


def _check_teams(context: Context) -> Iterator[Finding]:
    standing = standings(context)
    for team, services in estates(context).values():
        if standing[team.key].dead:
            if len(services) == 1:
                yield _build_service_finding(context, team, services[0])
            else:
                yield _finding(context, team, services)


def _build_service_finding(context: Context, team: Team, service: Service) -> Finding:
    name, label = shown(team.name), shown(service.label)
    return Finding(
        service.owner.place if service.owner else service.named,
        f"{label} has no active owner: {_format_cause(context, team)}",
        f"add an active member to team {name}, or give {label} to another team",
        departures(context, team) or (Related(team.named, f"team {name} without members"),),
        service.subject,
        team.name,
    )


def _finding(context: Context, team: Team, services: list[Service]) -> Finding:
    names = listed(shown(service.name) for service in services)
    count = plural(len(services), "service")
    return Finding(
        members_place(team),
        f"{_format_cause(context, team)}, so {count} have no active owner: {names}",
        f"add an active member to team {shown(team.name)}, or give its services to other teams",
        departures(context, team)[: RELATED // 2] + owner_places(services)[: RELATED // 2],
        team.subject,
        speaks_for=frozenset(service.name for service in services),
    )


def _format_cause(context: Context, team: Team) -> str:
    name = shown(team.name)
    if not team.members:
        return f"team {name} has no members"
    people = [person for ref in team.members if (person := context.catalog.person(ref))]
    if any(person.active and not person.is_active(context.as_of) for person in people):
        return f"the last active member of team {name} left"
    return f"team {name} has no active members"
