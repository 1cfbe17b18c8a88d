"""A governance team has no member from a group that it must represent.

## What
The governance team approves changes of the policy. The policy names this team (`governance.team`) and the groups that
it must represent (`governance.represents`). ownercat reports the groups that no active member of the team represents. A
person represents a group in these cases:

- The label `represents` of the person contains the group, for example `labels: {represents: "product, engineering"}`.
- The person is a member of a team that has the group as its name, as an alias or in this label.

Details:

- ownercat checks only a policy that sets `represents`. The default list does not count.
- ownercat does not check a governance team if one of its members is undefined, or is in a file that cannot be read.
- Bots and people who have left represent no group.
- All missing groups are one finding.

## Why
The governance team decides which incidents are severe and who is paged. If a group is not represented, nobody speaks
for its needs. For example, security does not learn of a leak, or nobody informs customers.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: default
governance: {team: council, quorum: 1, represents: [engineering, support]}
```
```yaml title=catalog/council.yaml
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
labels: {represents: engineering}
```

## Example that passes
```yaml title=catalog/support.yaml
apiVersion: ownercat/v1
kind: Team
name: support
members: [bo, ana]
contacts: {chat: "#support"}
```
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Entity, Person, Team
from ownercat.model.policy import DEFAULT
from ownercat.rules import Context
from ownercat.rules._references import RELATED, contested
from ownercat.rules.ownership._teams import seeds
from ownercat.text import listed, shown

RULE = Rule("GOV007", "underrepresented-governance", Severity.WARNING)

LABEL = "represents"


def check(context: Context) -> Iterator[Finding]:
    """Report, in at most one finding, the groups that no member of the governance team represents."""
    team = context.catalog.team(context.policy.governance_team)
    required = _list_required_groups(context)
    if team is None or not required or not context.policy_is_whole:
        return
    people = list(seeds(context, team, contested(context)))
    members = {person.key: person for person in people if person is not None}
    if not members or None in people:
        return  # another rule reports a team without active members; an unknown member may represent any group
    represented = set(_list_represented_groups(context, members))
    missing = [group for group in required if group.casefold() not in represented]
    if missing:
        yield _finding(context, team, members, missing)


def _list_required_groups(context: Context) -> list[str]:
    """Return the groups that the policy itself lists; the default list does not count."""
    groups = context.policy.data["governance"].get("represents")
    if groups is DEFAULT["governance"]["represents"] or not isinstance(groups, list):
        return []
    return list(dict.fromkeys(group for group in groups if isinstance(group, str) and group.strip()))


def _list_represented_groups(context: Context, members: Mapping[str, Person]) -> Iterator[str]:
    """Yield the groups that the members represent, in lower case."""
    for person in members.values():
        yield from _read_label(person)
    for team in context.catalog.of(Team):
        people = (context.catalog.person(ref) for ref in team.members)
        if any(person is not None and person.key in members for person in people):
            yield team.name.casefold()
            yield from (alias.name.casefold() for alias in team.aliases)
            yield from _read_label(team)


def _read_label(entity: Entity) -> Iterator[str]:
    return (word.strip().casefold() for word in entity.labels.get(LABEL, "").split(","))


def _finding(context: Context, team: Team, members: Mapping[str, Person], missing: list[str]) -> Finding:
    name, group = shown(team.name), shown(missing[0])
    groups, people = listed(map(shown, missing)), listed(shown(person.name) for person in members.values())
    return Finding(
        context.policy.at.at("governance", "represents"),
        f"governance team {name} has no member who represents {groups}: {_format_members(len(members), people)}",
        f"add a member who represents {group} to team {name}, or set `labels: {{{LABEL}: {group}}}` on a member",
        (Related(team.named, f"team {name}"), *_list_label_locations(members))[:RELATED],
        context.policy.subject,
        ", ".join(missing),
    )


def _format_members(count: int, people: str) -> str:
    return f"members are {people}" if count > 1 else f"the only member is {people}"


def _list_label_locations(members: Mapping[str, Person]) -> Iterator[Related]:
    for person in members.values():
        if LABEL in person.labels:
            place = person.at.at("labels", LABEL) if person.dialect == "native" else person.named
            yield Related(place, f"groups that {shown(person.name)} represents: {shown(person.labels[LABEL])}")
