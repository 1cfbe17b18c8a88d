"""The lead of a team is not a member of the team.

## What
ownercat reports a team if its `lead` is neither a member of the team nor a member of a child team.

- ownercat ignores a team without an active member. If such a team owns a service, `orphaned-service` reports the team.
- ownercat ignores a lead who is not active: `departed-member` reports this person.
- ownercat ignores a team whose members are unknown, for example because a file has errors or a member is undefined.

## Why
ownercat uses the list of members for pages, approvals and the number of active members. If the lead is not in the list,
the lead cannot approve a change for the team. Often, such a lead has moved to another team.

## Example that fails
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
lead: chidi
contacts: {chat: "#storefront"}
```

## Example that passes
```yaml title=catalog/teams/storefront.yaml as=changed
members: [ana, bo, chidi]
```
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Person, Team
from ownercat.rules import Context
from ownercat.rules.ownership._teams import map_children, members_place, standings
from ownercat.text import shown

RULE = Rule("OWN024", "lead-not-member", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report each active lead who is not a member of the team or of a child team."""
    children, standing = map_children(context), standings(context)
    for team in context.catalog.of(Team):
        lead = context.catalog.person(team.lead)
        if lead is None or team.lead is None or not lead.is_active(context.as_of):
            continue
        family = _list_family(team, children)
        if standing[team.key].dead or any(
            standing[each.key].unsure or context.uncertain(each.name, "Team", "Person") for each in family
        ):
            continue
        if all(context.catalog.person(ref) is not lead for each in family for ref in each.members):
            yield _finding(team, team.lead.place, lead)


def _list_family(team: Team, children: Mapping[str, list[Team]]) -> list[Team]:
    """Return a team with all teams below it. A cycle of parents ends."""
    family = {team.key: team}
    queue = [team]
    while queue:
        for child in children.get(queue.pop().key, ()):
            if child.key not in family:
                family[child.key] = child
                queue.append(child)
    return list(family.values())


def _finding(team: Team, place: Place, lead: Person) -> Finding:
    name = shown(lead.name)
    return Finding(
        place,
        f"{shown(team.label)} has a lead who is not a member: {name}",
        f"add {name} to `members` of {shown(team.label)}, or set another `lead`",
        (Related(members_place(team), f"members of {shown(team.label)}"),),
        team.subject,
        lead.name,
    )
