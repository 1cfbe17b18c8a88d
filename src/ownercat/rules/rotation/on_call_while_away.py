"""A person is on call during an absence.

## What
ownercat reports an absence of a person (`away`) if the person is on call in that time in any rotation. ownercat checks
400 days from the day of the check. Each absence has one finding, with the first time and all rotations.

- An absence does not change the schedule. Only an override changes the schedule, because another person must agree to
  replace the absent person.
- ownercat ignores rotations with `role: shadow` or `external`.
- With `--timeless`, ownercat ignores absences.

## Why
Pages reach a person on vacation. Often one person enters the absence and another person maintains the rotation, so
the conflict shows only when the first page stays without a response.

## Example that fails
```yaml title=catalog/people/bo.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
away: [{from: 2027-01-11, to: 2027-01-17, timeZone: Europe/Madrid}]
```

```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```

## Example that passes
```yaml title=catalog/storefront.yaml as=changed
overrides:
  - {from: 2027-01-11T09:00, to: 2027-01-18T00:00, timeZone: Europe/Madrid, remove: bo, add: ana}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Away, Person, Rotation
from ownercat.oncall.away import Absence, list_absences, list_away_times
from ownercat.oncall.basis import format_observed
from ownercat.oncall.clock import get_day_start
from ownercat.oncall.intervals import clip
from ownercat.oncall.load import find_person_zone
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.timelines import list_people
from ownercat.oncall.wording import format_interval, format_local
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, is_known, scheduled
from ownercat.text import listed, shown

RULE = Rule("ROT106", "on-call-while-away", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each absence of a person who is on call in it, with all rotations."""
    by_absence: dict[Away, list[tuple[Rotation, Absence]]] = {}
    for rotation in scheduled(context):
        for absence in list_absences(days(context), build_timeline(days(context), rotation)):
            if rotation.role != "shadow" and is_known(context, absence.person):
                by_absence.setdefault(absence.away, []).append((rotation, absence))
    for away, conflicts in by_absence.items():
        yield _finding(context, away, conflicts)


def _finding(context: Context, away: Away, conflicts: list[tuple[Rotation, Absence]]) -> Finding:
    rotation, first = min(conflicts, key=lambda each: each[1].start)
    names = list(dict.fromkeys(each.label for each, _ in conflicts))
    zone = away.time_zone or find_person_zone(days(context), build_timeline(days(context), rotation), first.person, 0)
    often = f", first of {len(conflicts)} times" if len(conflicts) > 1 else ""
    message = (
        f"person {shown(first.person)} is on call in {listed(names)} during an absence from {shown(away.start)} to "
        f"{shown(away.end)}: {format_interval(first.start, first.end, zone)}{often}"
    )
    places = dict.fromkeys((each.named, each.label) for each, _ in conflicts)
    related = tuple(Related(place, label) for place, label in places)[:RELATED]
    subject = context.catalog.get("Person", first.person)
    help = _format_help(context, rotation, first, zone)
    return Finding(away.place, message, help, related, subject.subject if subject else None, rotation.name)


def _format_help(context: Context, rotation: Rotation, absence: Absence, zone: str) -> str:
    """Return the missing override, ready to copy."""
    start, end = format_local(absence.start, zone), format_local(absence.end, zone)
    replacement = _find_replacement(context, rotation, absence)
    people = f"remove: {shown(absence.person)}, add: {replacement or 'PERSON'}"
    if rotation.external is not None:
        who = replacement or "a person who is not away"
        return f"in {format_observed(rotation)}, add an override for {who} from {start} to {end} {shown(zone)}"
    override = f"`{{from: {start}, to: {end}, timeZone: {shown(zone)}, {people}}}`"
    hint = "" if replacement else ", where PERSON is a person who is not away"
    return f"add to `overrides` of {rotation.label}: {override}{hint}"


def _find_replacement(context: Context, rotation: Rotation, absence: Absence) -> str | None:
    """Return another person of the rotation who is available for the whole time."""
    for name in list_people(build_timeline(days(context), rotation)):
        person = context.catalog.get("Person", name)
        if name == absence.person or not isinstance(person, Person):
            continue
        stays = person.leaves_on is None or get_day_start(person.leaves_on) >= absence.end
        if stays and not clip(list_away_times(days(context), person), absence.start, absence.end):
            return shown(name)
    return None
