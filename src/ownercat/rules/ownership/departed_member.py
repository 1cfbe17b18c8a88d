"""A team still lists somebody who has left.

## What

The `members` and the `lead` of a team are people who are here: `active` is not false, and the last day (`leavesOn`,
inclusive) has not passed on the day that is judged (`--as-of`, by default today in UTC). A person who is both a
member and the lead is reported once per team.

When everybody has left a team that owns services, that is one mistake and `orphaned-service` reports it.

This rule is about time passing, so it is off under `--timeless`.

## Why

P03: an owner is worth as much as the people behind it. A list of members is read at night by somebody who looks for a
human to call, and it is counted by every rule that asks whether a team can carry its services. Each name that stays
in after its person went makes the team look larger than it is, until the last real one goes. Leaving is also the
moment at which nobody edits the catalog: the one who leaves has other worries, and the others do not think of it.

## Example that fails

Bo's last day has passed.

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
members: [ana, bo, chidi]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
leavesOn: 2026-03-31
---
apiVersion: ownercat/v1
kind: Person
name: chidi
```

## Example that passes

Bo is taken out of the team; the Person document may stay, for the records that name him.

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
members: [ana, chidi]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
leavesOn: 2026-03-31
---
apiVersion: ownercat/v1
kind: Person
name: chidi
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Person, Ref, Team
from ownercat.rules import Context
from ownercat.rules.ownership._teams import estates, standings
from ownercat.text import shown

RULE = Rule("OWN004", "departed-member", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Every member and lead of a team who is not here any more."""
    if context.as_of is None:
        return
    standing, owning = standings(context), estates(context)
    for team in context.catalog.of(Team):
        if not (team.key in owning and standing[team.key].dead):
            yield from _departed(context, team)


def _departed(context: Context, team: Team) -> Iterator[Finding]:
    seen: set[str] = set()
    for ref in (*team.members, team.lead):
        person = context.catalog.person(ref)
        if ref is None or person is None or person.key in seen or person.is_active(context.as_of):
            continue
        seen.add(person.key)
        yield _finding(team, ref, person)


def _finding(team: Team, ref: Ref, person: Person) -> Finding:
    name, who = shown(team.name), shown(person.name)
    role = "lead" if ref is team.lead else "member"
    gone = f"who left on {person.leaves_on}" if person.active else "who is not active"
    place, field = _reason(person)
    return Finding(
        ref.place,
        f"team {name} still has {who} as {'its' if role == 'lead' else 'a'} {role}, {gone}",
        f"take {who} out of team {name}" if role == "member" else f"name another lead of team {name}",
        (Related(place, field),),
        team.subject,
        ref.written,
    )


def _reason(person: Person) -> tuple[Place, str]:
    """Where the catalog says that the person is gone, and what it says there."""
    if person.dialect != "native":
        return person.named, "the person is defined here"
    if person.active:
        return person.at.at("leavesOn"), "the last day"
    return person.at.at("active"), "not active"
