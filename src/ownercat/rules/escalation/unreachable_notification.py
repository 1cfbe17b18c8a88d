"""A person has a notification rule that takes effect only after the escalation pages the next level.

## What
The notification rules of a person state which channel is used after which time. A level without `via` uses these rules.
ownercat reports a notification rule if its `after` is at least as long as `wait` of the level: the escalation then
pages the next level before the rule takes effect.

- A level with `urgency: low` uses `notify.low` of the person. All other levels use `notify.high`.
- ownercat checks each person who is on call in the level during 400 days from the day of the check.
- ownercat does not check the last level of an escalation, a level without `wait`, or a level with `attempts`.
- Another rule, [acknowledged-too-late], reports an escalation that wakes the first person too late.
- If most people of a level have such a notification rule, the finding is at `wait` of the level. Otherwise, each person
  has one finding.

## Why
For example, Bo expects a phone call after 10 minutes. After 5 minutes, the page already goes to the next level, so
nobody calls Bo. The notification rule looks like a second attempt, but never takes effect.

## Example that fails
```yaml title=catalog/bo.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [push, phone]
notify: {high: [{via: push}, {via: phone, after: 10m}]}
```
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-urgent
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    wait: 5m
    inform: [severity, service, timeline, workarounds]
  - name: second
    notify: [rotation:storefront-secondary]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/bo.yaml as=changed
notify: {high: [{via: push}, {via: phone, after: 2m}]}
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Notify, Person
from ownercat.oncall.contacts import find_known_person
from ownercat.oncall.crew import list_crew
from ownercat.oncall.paths import format_level
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days
from ownercat.rules.escalation._late import late
from ownercat.text import plural, shown

RULE = Rule("ESC015", "unreachable-notification", Severity.WARNING)
_READS = ("tiers",)


class Overtaken(NamedTuple):
    """A notification rule of a person that takes effect too late for a level. ``place``: its `after`."""

    person: Person
    rule: Notify
    place: Place


def check(context: Context) -> Iterator[Finding]:
    """Report each person once, or the level if most of its people have such a rule."""
    reported: set[str] = set()
    for escalation in context.sound(Escalation, reads=_READS):
        if escalation.key in context.once(late):
            continue  # ESC101 may count the same delay
        for number, level in enumerate(escalation.tiers[:-1]):
            people = [person for person in _list_people_with_own_rules(context, level) if person.key not in reported]
            rules = [rule for person in people if (rule := _find_late_rule(person, level)) is not None]
            reported.update(each.person.key for each in rules)
            if len(rules) > 1 and len(rules) * 2 > len(people):
                yield _level_finding(escalation, number, rules, len(people))
            else:
                yield from (_person_finding(escalation, number, each) for each in rules)


def _list_people_with_own_rules(context: Context, level: EscalationLevel) -> Iterator[Person]:
    if level.via or level.wait is None or level.attempts is not None:
        return
    for member in list_crew(days(context), level):
        person = find_known_person(days(context), member)
        if person is not None:
            yield person


def _find_late_rule(person: Person, level: EscalationLevel) -> Overtaken | None:
    urgency = "low" if level.urgency == "low" else "high"
    for index, rule in enumerate(person.notify_low if urgency == "low" else person.notify_high):
        if rule.after is not None and level.wait is not None and rule.after.seconds >= level.wait.seconds:
            return Overtaken(person, rule, person.at.at("notify", urgency, index, "after"))
    return None


def _person_finding(escalation: Escalation, number: int, late_rule: Overtaken) -> Finding:
    level, person = escalation.tiers[number], late_rule.person
    wait, name = level.wait.text if level.wait else "", format_level(level, number)
    message = (
        f"{shown(person.label)} has a notification rule that is too late for {name} of {escalation.label}: "
        f"{_format_rule(late_rule.rule)}, but the next level is paged after {wait}"
    )
    longer = f"set `wait` of {name} to more than {_format_after(late_rule.rule)}"
    help = f"set `after` to less than {wait}, remove the rule, or {longer}"
    related = (Related(level.place.at("wait"), f"`wait` of {name}"),)
    return Finding(late_rule.place, message, help, related, person.subject)


def _level_finding(escalation: Escalation, number: int, rules: list[Overtaken], people: int) -> Finding:
    level, latest = escalation.tiers[number], max(rules, key=_get_delay)
    wait, many = level.wait.text if level.wait else "", plural(people, "person", "people")
    message = (
        f"{format_level(level, number)} of {escalation.label} has a `wait` that is too short for the notification "
        f"rules of {len(rules)} of its {many}: {wait}, but {shown(latest.person.name)} has {_format_rule(latest.rule)}"
    )
    help = f"set `wait` to more than {_format_after(latest.rule)}, or set `after` of the rules to less than {wait}"
    related = tuple(Related(each.place, f"notification rule of {shown(each.person.name)}") for each in rules)[:RELATED]
    return Finding(level.place.at("wait"), message, help, related, escalation.subject, level.name)


def _get_delay(late_rule: Overtaken) -> int:
    return late_rule.rule.after.seconds if late_rule.rule.after else 0


def _format_rule(rule: Notify) -> str:
    return f"{shown(rule.via, 63)} after {_format_after(rule)}"


def _format_after(rule: Notify) -> str:
    return rule.after.text if rule.after else "0m"
