"""A rotation has the same person on call all the time.

## What
ownercat reports a rotation if all its layers together name one person. ownercat does not report:

- a rotation with `role: shadow`, because nobody depends on its response;
- a rotation with `external`, because another system has its schedule;
- a rotation whose team owns services and has this person as its only active member: another rule, [lone-owner], reports
  the team.

## Why
One person cannot be on call every night, take vacations and stay healthy. If this person is not available, nobody
responds. A check of the workload does not find such a rotation, because one member always has an even share.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - {id: everyone, timeZone: Europe/Madrid, members: [ana]}
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Ref, Rotation
from ownercat.oncall.paths import list_members
from ownercat.rules import Context
from ownercat.rules.ownership._teams import estates, standings

RULE = Rule("ROT103", "single-member-rotation", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each rotation with one distinct member, unless ``lone-owner`` reports the team."""
    single = [
        (rotation, refs[0])
        for rotation in context.sound(Rotation)
        if len(refs := _list_distinct_members(context, rotation)) == 1
    ]
    lone_owners = _collect_lone_owners(context) if single else frozenset()
    for rotation, ref in single:
        team, person = context.catalog.team(rotation.team), context.catalog.person(ref)
        if team is None or person is None or (team.key, person.key) not in lone_owners:
            message = f"{rotation.label} has one member: {ref.name} is on call all the time"
            help = "add a second person to `members`; a layer with several members also needs `turn` and `from`"
            yield Finding(ref.place, message, help, subject=rotation.subject, value=ref.written)


def _list_distinct_members(context: Context, rotation: Rotation) -> list[Ref]:
    """Return the first reference to each distinct person; an undefined name counts as a person of its own."""
    if rotation.external is not None or rotation.role == "shadow":
        return []
    by_person: dict[str, Ref] = {}
    for ref in list_members(rotation):
        person = context.catalog.person(ref)
        by_person.setdefault(person.key if person else ref.name, ref)
    return list(by_person.values())


def _collect_lone_owners(context: Context) -> frozenset[tuple[str, str]]:
    """Return the teams with one active member that own services, each with that member."""
    owning = estates(context)
    alone = ((team, standing.alone) for team, standing in standings(context).items() if team in owning)
    return frozenset((team, person.key) for team, person in alone if person is not None)
