"""The team that decides about the catalog lacks a part of the organisation that the policy says it has.

## What

The policy says under `governance` which `team` decides and which parts of the organisation it `represents`. For each of
these parts at least one active member of that team must stand for it. A person stands for a part when

- their own document has the label `represents` with that word, or several words with commas between them
  (`labels: {represents: "product, engineering"}`), or
- they are in a team of that name, or in one whose document has that label.

Judged when the policy names a team and writes `represents` itself; the list built in is a default, not a decision. It
is one finding with every part that is missing. Bots and people who left stand for nothing. While a member is not known
or cannot be read, nothing is said.

## Why

P17 and P23: levels of service are a promise of the whole organisation. When engineering alone decides what is severe
and who is woken, security learns afterwards that a leak was no incident, and support that nobody was to tell
customers. The names of four groups in a policy are quickly written; this looks whether somebody of each sits at the
table after people moved on.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
governance: {team: council, quorum: 1, represents: [engineering, support]}
```
```yaml title=catalog/teams.yaml
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
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
governance: {team: council, quorum: 1, represents: [engineering, support]}
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: council
members: [ana, bo]
contacts: {chat: "#council"}
---
apiVersion: ownercat/v1
kind: Team
name: support
members: [bo, ana]
contacts: {chat: "#support"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
labels: {represents: engineering}
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Entity, Person, Team
from ownercat.model.policy import DEFAULT
from ownercat.rules import Context
from ownercat.rules._references import RELATED, contested
from ownercat.rules.ownership._teams import seeds
from ownercat.text import listed, plural, shown

RULE = Rule("GOV007", "underrepresented-governance", Severity.WARNING)

LABEL = "represents"


def check(context: Context) -> Iterator[Finding]:
    """At most one finding: the parts that nobody of the governance team stands for."""
    team = context.catalog.team(context.policy.governance_team)
    wanted = _wanted(context)
    if team is None or not wanted or not context.policy_is_whole:
        return
    people = list(seeds(context, team, contested(context)))
    members = {person.key: person for person in people if person is not None}
    if not members or None in people:
        return  # nobody is left, which is another rule's to say, or somebody cannot be judged
    there = set(_parts(context, members))
    missing = [part for part in wanted if part.casefold() not in there]
    if missing:
        yield _finding(context, team, members, missing)


def _wanted(context: Context) -> list[str]:
    """What the policy itself lists; the built-in list is nobody's decision."""
    governance = context.policy.data["governance"]
    stated = governance.get("represents")
    if stated is DEFAULT["governance"]["represents"] or not isinstance(stated, list):
        return []
    return list(dict.fromkeys(part for part in stated if isinstance(part, str) and part.strip()))


def _parts(context: Context, members: Mapping[str, Person]) -> Iterator[str]:
    """All that the members stand for, in small letters."""
    for person in members.values():
        yield from _labelled(person)
    for team in context.catalog.of(Team):
        people = (context.catalog.person(ref) for ref in team.members)
        if any(person is not None and person.key in members for person in people):
            yield team.name.casefold()
            yield from (alias.name.casefold() for alias in team.aliases)
            yield from _labelled(team)


def _labelled(entity: Entity) -> Iterator[str]:
    return (word.strip().casefold() for word in entity.labels.get(LABEL, "").split(","))


def _finding(context: Context, team: Team, members: Mapping[str, Person], missing: list[str]) -> Finding:
    name, parts = shown(team.name), listed(map(shown, missing))
    people = listed(shown(person.name) for person in members.values())
    many = plural(len(members), "active member")
    return Finding(
        context.policy.at.at("governance", "represents"),
        f"nobody in team {name}, which decides for the catalog, stands for {parts}: it has {many}, {people}",
        f"add somebody of {shown(missing[0])} to {name}, or say who it is: `labels: {{{LABEL}: {shown(missing[0])}}}`",
        (Related(team.named, f"team {name}"), *_said(members))[:RELATED],
        context.policy.subject,
        ", ".join(missing),
    )


def _said(members: Mapping[str, Person]) -> Iterator[Related]:
    for person in members.values():
        if LABEL in person.labels:
            place = person.at.at("labels", LABEL) if person.dialect == "native" else person.named
            yield Related(place, f"{shown(person.name)} stands for {shown(person.labels[LABEL])}")
