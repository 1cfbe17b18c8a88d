"""A team owns too many services for its number of active members.

## What
ownercat reports a team if it owns more than 10 services per active member. The option `most` changes this limit.

- Members of child teams count. Bots and people who have left do not count.
- Services of type `external`, `library` and `api` do not count: they do not run, or another organization runs them.
- Retired services do not count.
- Another rule, [orphaned-service], reports a team without active members.
- ownercat ignores a team if some of its members are unknown.

## Why
A team of three people with thirty services knows only some of them. The other services have an owner by name only, and
runbooks that no person has tried. The severity is info, because some services are small.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
rules:
  options: {overloaded-team: {most: 1}}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```
```yaml title=catalog/services/others.yaml
apiVersion: ownercat/v1
kind: Service
name: cart
description: Stores the products that a visitor selects.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: search
description: Finds products.
tier: 4
owner: storefront
```

## Example that passes
```yaml title=catalog/services/others.yaml
apiVersion: ownercat/v1
kind: Service
name: cart
description: Stores the products that a visitor selects.
tier: 4
owner: storefront
```

## Options
Set it in the policy: `rules: {options: {overloaded-team: {most: 15}}}`.

- `most` (default 10): the maximum number of services per active member.
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.graph import Node
from ownercat.model import Service, Team
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._options import whole
from ownercat.rules._references import contested
from ownercat.rules.ownership._teams import estates, map_children, members_place, owner_places, seeds
from ownercat.text import plural, shown

RULE = Rule("OWN016", "overloaded-team", Severity.INFO, options={"most": 10})

_LOOKS = 200_000  # limit on visited teams: many nested teams would take quadratic time


def check(context: Context) -> Iterator[Finding]:
    """Report every team with more services per active member than the option allows."""
    most = whole(context, RULE, "most")
    children = map_children(context)
    twice = contested(context)
    looks = _LOOKS
    for team, services in estates(context).values():
        running = [service for service in services if is_paged(service) and service.type != "api"]
        enough = len(running) // most + 1
        people, visits = _count_active_members(context, team, children, twice, enough) if looks > 0 else (0, 0)
        looks -= visits
        if people and len(running) > most * people:
            yield _finding(team, running, people, most)


def _count_active_members(
    context: Context, team: Team, children: Mapping[str, list[Team]], twice: frozenset[Node], enough: int
) -> tuple[int, int]:
    """Count the active members of a team and its child teams up to ``enough``. Return the count and the visited teams.

    The count is 0 if a member is unknown.
    """
    people: set[str] = set()
    queue, visited_keys = [team], {team.key}
    while queue and len(people) < enough:
        current = queue.pop()
        for person in seeds(context, current, twice):
            if person is None:
                return 0, len(visited_keys)
            people.add(person.key)
        new = [child for child in children.get(current.key, ()) if child.key not in visited_keys]
        visited_keys.update(child.key for child in new)
        queue += new
    return len(people), len(visited_keys)


def _finding(team: Team, running: list[Service], people: int, most: int) -> Finding:
    ratio = f"{len(running) / people:.3g} services per member, limit {most}"
    return Finding(
        members_place(team),
        f"{shown(team.label)} owns {plural(len(running), 'service')} with {plural(people, 'active member')}: {ratio}",
        "add members to the team, give services to other teams, or retire unused services",
        owner_places(running),
        team.subject,
        extent=100 * len(running) // people,
    )
