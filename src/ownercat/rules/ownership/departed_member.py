"""A team has a member or a lead who has left.

## What
ownercat reports a member or the lead of a team if this person has left. A person has left if `active` is false, or if
the last day (`leavesOn`) is before the day of the check (`--as-of`, by default today in UTC).

- ownercat reports a person who is both a member and the lead of a team once.
- Another rule, [orphaned-service], reports a team that owns services and has no active member.
- This rule depends on the date: `--timeless` turns it off.

## Why
At night, people use the list of members to find a person to call. Other rules count the members of a team to check
whether the team can support its services. A person who has left makes the team look larger than it is.

## Example that fails
The last day of Bo has passed.

```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo, chidi]
contacts: {chat: "#storefront"}
```
```yaml title=catalog/people/bo.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
leavesOn: 2026-03-31
```

## Example that passes
Bo is no longer a member of the team. The Person document can stay, because records name this person.

```yaml title=catalog/teams/storefront.yaml as=changed
members: [ana, chidi]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Ref, Team
from ownercat.rules import Context
from ownercat.rules.ownership._teams import estates, standings
from ownercat.text import shown

RULE = Rule("OWN004", "departed-member", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Report every member and lead of a team who is not active."""
    if context.as_of is None:
        return
    standing, owning = standings(context), estates(context)
    for team in context.catalog.of(Team):
        if not (team.key in owning and standing[team.key].dead):
            yield from _check_team(context, team)


def _check_team(context: Context, team: Team) -> Iterator[Finding]:
    reported_keys: set[str] = set()
    for ref in (*team.members, team.lead):
        person = context.catalog.person(ref)
        if ref is None or person is None or person.key in reported_keys or person.is_active(context.as_of):
            continue
        reported_keys.add(person.key)
        yield _finding(team, ref, person)


def _finding(team: Team, ref: Ref, person: Person) -> Finding:
    team_name, name = shown(team.name), shown(person.name)
    role = "lead" if ref is team.lead else "member"
    if person.active:
        fact = f"a {role} who has left: {name}, last day {person.leaves_on}"
    else:
        fact = f"a {role} who is not active: {name}"
    return Finding(
        ref.place,
        f"team {team_name} has {fact}",
        f"remove {name} from team {team_name}"
        if role == "member"
        else f"set another `{ref.place.pointer[-1]}` of team {team_name}",
        (_build_related(person),),
        team.subject,
        ref.written,
    )


def _build_related(person: Person) -> Related:
    """Return the location of the field that makes the person inactive."""
    name = shown(person.name)
    if person.dialect != "native":
        return Related(person.named, f"definition of person {name}")
    if person.active:
        return Related(person.at.at("leavesOn"), f"last day of {name}")
    return Related(person.at.at("active"), f"`active` of {name}")
