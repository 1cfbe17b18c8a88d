"""A person is the owner of a service, a journey or a runbook.

## What
The owner must be a team. ownercat reports an `owner` that is a person:

- with a prefix: `owner: person:ana`, or `user:ana` in Backstage;
- by name: `owner: ana`, if a Person has the name `ana` and no team has it.

ownercat ignores retired services. Backstage allows a user as owner: in a Backstage document, the finding is a warning.

## Why
A person sleeps, goes on holiday, changes teams and leaves. Then the service has no active owner, although its file did
not change. A team has several people who know the service. The team names its lead in `lead`, and the on-call people in
a rotation.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: ana
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
owner: storefront
```
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Entity, Person, Ref, Service, Team
from ownercat.rules import Context
from ownercat.rules._references import OWNER, names_person
from ownercat.text import listed, shown

RULE = Rule("OWN002", "person-as-owner", Severity.ERROR, requirement="owner")


def check(context: Context) -> Iterator[Finding]:
    """Report every owner that is a person."""
    teams_by_person: Mapping[str, list[str]] = {}
    for entity in context.catalog.entities.values():
        if isinstance(entity, Service) and entity.lifecycle == "retired":
            continue
        for ref in entity.refs:
            if ref.what == OWNER and names_person(context, ref):
                teams_by_person = teams_by_person or _collect_teams(context)
                yield _finding(context, entity, ref, teams_by_person.get(ref.name, []))


def _collect_teams(context: Context) -> Mapping[str, list[str]]:
    """Return the names of the teams of each person."""
    teams: dict[str, list[str]] = {}
    for team in context.catalog.of(Team):
        for ref in team.members:
            teams.setdefault(ref.name, []).append(shown(team.name))
    return teams


def _finding(context: Context, entity: Entity, ref: Ref, teams: list[str]) -> Finding:
    name = shown(ref.name)
    person = context.catalog.get("Person", ref.name)
    is_foreign = entity.dialect != "native"
    whose = f" ({entity.dialect.capitalize()} allows it, this rule of ownercat does not)" if is_foreign else ""
    return Finding(
        ref.place,
        f"{shown(entity.label)} has a person as owner: {name}{whose}",
        f"set `owner` to a team of {name}: {listed(teams, last='or', most=4)}" if teams else "set `owner` to a team",
        (Related(person.named, f"definition of person {name}"),) if isinstance(person, Person) else (),
        entity.subject,
        ref.written,
        mild=is_foreign,
    )
