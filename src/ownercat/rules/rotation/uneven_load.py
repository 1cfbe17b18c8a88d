"""One person has a much larger share of the on-call time of a rotation than the others.

## What
ownercat reports a rotation if one person has much more on-call time than the others. ownercat checks 400 days from the
day of the check. With even shares, each person who is on call in the rotation has the same time. The limit is 150 % of
an even share. The option `most` changes the limit. ownercat does not report:

- a person with fewer than four turns;
- a rotation with a person who is not active or has a `leavesOn`;
- rotations with `role: shadow` or `external`.

## Why
A person who is on call for two thirds of the nights becomes exhausted and leaves the team. The usual causes are a name
that is in the list twice, or a layer with one member.

## Example that fails
```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana, bo, ana, ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
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

## Options
Set it in the policy: `rules: {options: {uneven-load: {most: 200}}}`.

- `most` (default 150): the largest accepted share of one person, in percent of an even share.
"""

from collections import Counter
from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Person, Rotation
from ownercat.oncall.handovers import sum_load
from ownercat.oncall.rotation import build_timeline
from ownercat.oncall.wording import format_length
from ownercat.rules import Context
from ownercat.rules._options import whole
from ownercat.rules._rotations import days, judged
from ownercat.text import plural, shown

RULE = Rule("ROT107", "uneven-load", Severity.INFO, options={"most": 150})

_TURNS = 4  # with fewer turns the shares are unreliable: the 400 days end in the middle of a round


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each rotation with a person whose share is too large."""
    most = whole(context, RULE, "most")
    for rotation in judged(context):
        if rotation.role == "shadow":
            continue
        seconds, turns = sum_load(days(context), build_timeline(days(context), rotation))
        if len(seconds) < 2 or not all(_stays(context, name) for name in seconds):
            continue
        name, mine = max(seconds.items(), key=lambda each: (each[1], each[0]))
        if turns[name] >= _TURNS and mine * len(seconds) * 100 > most * seconds.total():
            yield _finding(rotation, name, seconds)


def _stays(context: Context, name: str) -> bool:
    person = context.catalog.get("Person", name)
    return isinstance(person, Person) and person.sound and person.active and person.leaves_on is None


def _finding(rotation: Rotation, name: str, seconds: Counter[str]) -> Finding:
    share = round(100 * seconds[name] / seconds.total())
    even = round(100 / len(seconds))
    people = plural(len(seconds), "person", "people")
    message = (
        f"{rotation.label} has an uneven load: {shown(name)} has {share} % ({format_length(seconds[name])}); "
        f"an even share for {people} is {even} %"
    )
    help = "list each member the same number of times, or add people to the layers with one member"
    return Finding(rotation.named, message, help, subject=rotation.subject, value=name, extent=share)
