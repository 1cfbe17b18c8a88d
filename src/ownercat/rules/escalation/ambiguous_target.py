"""An escalation pages a team with no primary rotation, or with several.

## What
If a level or a failsafe names a team, it pages the person on call in the team's primary rotation. ownercat reports the
team if the team has no primary rotation, or more than one. A rotation is primary unless it has another `role`.

A level is one entry of `tiers`, with its targets in `notify`. The failsafe has its targets in `to`.

## Why
With no or several primary rotations, it is unclear who gets the page. Paging products differ: some page every member,
some use the first schedule, and some page nobody.

## Example that fails
```yaml title=catalog/nights.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-nights
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
```
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [team:storefront]  # storefront-primary or storefront-nights?
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/escalation.yaml as=changed
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
```
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Ref, Rotation, Team
from ownercat.oncall.crew import collect_primaries
from ownercat.rules import Context
from ownercat.rules._rotations import days
from ownercat.text import listed, shown

RULE = Rule("ESC105", "ambiguous-target", Severity.ERROR)
_SHOWN = 4


def check(context: Context) -> Iterator[Finding]:
    """Report each paged team without exactly one primary rotation, once per escalation policy."""
    for escalation in context.sound(Escalation):
        reported: set[str] = set()
        for ref in _list_targets(escalation):
            team = context.catalog.find(ref)
            if not isinstance(team, Team) or team.key in reported or not _has_known_rotations(context, team):
                continue
            rotations = collect_primaries(days(context)).get(team.key, ())
            if len(rotations) != 1:
                reported.add(team.key)
                yield _finding(context, escalation, ref, team, rotations)


def _list_targets(escalation: Escalation) -> Iterator[Ref]:
    for tier in escalation.tiers:
        yield from tier.notify
    if escalation.failsafe and escalation.failsafe.to:
        yield escalation.failsafe.to


def _has_known_rotations(context: Context, team: Team) -> bool:
    """Return whether every rotation of the team was read without errors."""
    rotations = context.once(_map_rotations).get(team.key, ())
    return not context.uncertain(team.name, "Rotation", "Team") and all(rotation.sound for rotation in rotations)


def _map_rotations(context: Context) -> Mapping[str, tuple[Rotation, ...]]:
    """Return all rotations of each team, of any role, by the team's key."""
    by_team: dict[str, tuple[Rotation, ...]] = {}
    for rotation in context.catalog.of(Rotation):
        team = context.catalog.team(rotation.team)
        if team is not None:
            by_team[team.key] = (*by_team.get(team.key, ()), rotation)
    return by_team


def _finding(
    context: Context, escalation: Escalation, ref: Ref, team: Team, rotations: tuple[Rotation, ...]
) -> Finding:
    name = shown(team.name)
    if rotations:
        names = _format_rotation_names(rotations)
        message = f"{escalation.label} pages team {name}, which has {len(rotations)} primary rotations: {names}"
        choices = (f"`rotation:{shown(rotation.name)}`" for rotation in rotations[:_SHOWN])
        help = f"write the rotation to page: {listed(choices, last='or')}"
        related = tuple(Related(each.named, f"primary {shown(each.label)}") for each in rotations[:_SHOWN])
        return Finding(ref.place, message, help, related, escalation.subject, ref.written)
    message = f"{escalation.label} pages team {name}, which has no primary rotation: the recipient is unknown"
    others = context.once(_map_rotations).get(team.key)
    if others:
        help = f"set `role: primary` in a rotation of the team, or page a rotation: `rotation:{shown(others[0].name)}`"
    else:
        help = f"add a Rotation with `team: {name}`, or page a person: `person:NAME`"
    related = (Related(team.named, f"paged team {name}"),)
    return Finding(ref.place, message, help, related, escalation.subject, ref.written)


def _format_rotation_names(rotations: tuple[Rotation, ...]) -> str:
    return listed(shown(rotation.name) for rotation in rotations)
