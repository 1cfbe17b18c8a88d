"""A rotation schedules a person who is not active.

## What
ownercat reports a member of a layer, or a person whom an override adds, if this person is not active:

- The person has `active: false`.
- The last day of the person (`leavesOn`) is before the day of the check (`--as-of`). For an override in the future, the
  last day is before its start.

Exceptions:

- ownercat does not report a layer or an override that has ended.
- If the person is also a member or the lead of the rotation's team, another rule, [departed-member], reports the person
  once.
- With `--timeless`, only `active` counts, and ownercat ignores overrides. [departed-member] is then off, so this rule
  also reports people who are members or the lead of the team.

## Why
In the turn of an inactive person, pages reach nobody who responds. Paging products do not warn about inactive members.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, chidi]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

```yaml title=catalog/people/chidi.yaml
apiVersion: ownercat/v1
kind: Person
name: chidi
active: false
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

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Ref, Rotation
from ownercat.rules import Context
from ownercat.rules._rotations import list_scheduled_members
from ownercat.text import shown

RULE = Rule("ROT001", "inactive-member", Severity.ERROR)
_READS = ("layers", "overrides")


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding per inactive person of a rotation, unless the team document has a finding for that person."""
    for rotation in context.sound(Rotation, reads=_READS):
        checked: set[str] = set()
        for ref, day in list_scheduled_members(rotation, context.as_of):
            person = context.catalog.person(ref)
            if person is None or person.key in checked or person.is_active(day):
                continue
            checked.add(person.key)
            if context.as_of is None or not _is_in_team(context, rotation, person):
                yield _finding(rotation, ref, person)


def _is_in_team(context: Context, rotation: Rotation, person: Person) -> bool:
    team = context.catalog.team(rotation.team)
    return team is not None and any(context.catalog.person(ref) is person for ref in (*team.members, team.lead))


def _finding(rotation: Rotation, ref: Ref, person: Person) -> Finding:
    status = f"last day {person.leaves_on}" if person.active and person.leaves_on else "`active: false`"
    name, key = shown(person.name), "leavesOn" if person.active else "active"
    message = f"{rotation.label} schedules an inactive person: {name} ({status})"
    help = f"replace {name} with an active member of the team at the same position, so that other turns do not change"
    related = (Related(person.at.at(key), f"`{key}` of person {name}"),)
    return Finding(ref.place, message, help, related, rotation.subject, ref.written)
