"""A team that owns a service has only one active member.

## What
ownercat reports a team if it owns a service and has exactly one active member. An active member is a human who has not
left: `active` is not false, and the last day (`leavesOn`) has not passed.

- Members of child teams count. Bots do not count.
- Retired services do not count.
- Another rule, [orphaned-service], reports a team without active members.
- ownercat ignores a team if some of its members are unknown.
- If another member has left, ownercat reports only the person who left, under `departed-member`.

## Why
With one member, no other person can review a change or be on call during a holiday. If this person leaves, all services
of the team lose their active owner, and no person can explain the services to the next team.

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
members: [ana]
contacts: {chat: "#storefront"}
```

## Example that passes
```yaml title=catalog/teams/storefront.yaml as=changed
members: [ana, bo]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Service, Team
from ownercat.rules import Context
from ownercat.rules.ownership._teams import departures, estates, has_departed, standings
from ownercat.text import listed, plural, shown

RULE = Rule("OWN003", "lone-owner", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report every team that owns services and has one active member."""
    standing = standings(context)
    for team, services in estates(context).values():
        alone = standing[team.key].alone
        # OWN004 reports a member who has left, but not under --timeless
        if alone is not None and (context.as_of is None or not has_departed(context, team)):
            yield _finding(context, team, alone, services)


def _finding(context: Context, team: Team, alone: Person, services: list[Service]) -> Finding:
    name, person = shown(team.name), shown(alone.name)
    owned = f"{plural(len(services), 'service')}: {listed(shown(service.name) for service in services)}"
    place = next((ref.place for ref in team.members if context.catalog.person(ref) is alone), team.named)
    first = services[0].owner
    owner = (Related(first.place, f"owner of {shown(services[0].label)}"),) if first else ()
    return Finding(
        place,
        f"team {name} has one active member, {person}, and owns {owned}",
        f"add a second active member to team {name}, or give its services to a larger team",
        departures(context, team) + owner,
        team.subject,
        alone.name,
    )
