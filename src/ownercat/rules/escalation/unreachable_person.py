"""A page of a major severity can reach a person without waking the person.

## What
ownercat reports a person if a page of a major severity reaches the person in an escalation, but does not wake the
person. The catalog policy sets the waking channels (`wakes`). The default is push, phone and sms. A page does not wake
a person in these cases:

- The level has a `via`, and the person's `contacts` have none of the waking channels in `via`.
- The level has no `via`, and the person's `notify.high` rules have no waking channel. If the person has no such rules,
  all `contacts` count.

Exceptions and details:

- ownercat checks 400 days from the day of the check.
- If no person of a level has a channel that is in `via` of the level, ownercat reports the level once.
- ownercat does not check levels with `purpose: inform`. Another rule, [silent-tier], reports levels that wake nobody.
- ownercat does not check bots, external rotations and people who are not defined in the catalog.

## Why
The schedule is complete, and the level has a person on call. But the person reads the page only in the morning.

## Example that fails
```yaml title=catalog/bo.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
contacts: [email, chat]  # on call for service checkout
```

## Example that passes
```yaml title=catalog/bo.yaml as=changed
contacts: [phone, chat]  # on call for service checkout
```
"""

from collections.abc import Iterable, Iterator
from math import inf
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Escalation, EscalationLevel, Person
from ownercat.oncall.contacts import compute_wake_delay, find_known_person
from ownercat.oncall.crew import list_crew
from ownercat.oncall.paths import EscalationUse, format_level
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days
from ownercat.rules.escalation import _late
from ownercat.rules.escalation._promises import major
from ownercat.text import listed, shown

RULE = Rule("ESC014", "unreachable-person", Severity.WARNING)
_READS = ("tiers",)


class UnwakeableLevel(NamedTuple):
    """A level and the people whom its pages do not wake. A person is listed only for the first such level.

    ``people``: the number of all people of the level.
    """

    escalation: Escalation
    number: int
    use: EscalationUse
    people: int
    asleep: list[Person]


def check(context: Context) -> Iterator[Finding]:
    """Report each person whom a major page cannot wake, or the level if it can wake none of its people."""
    escalations = context.once(_late.deaf)  # ESC101 already reports these as a whole
    for level in context.once(deaf):
        if level.escalation.key in escalations:
            continue
        if level.escalation.tiers[level.number].via and len(level.asleep) == level.people > 1:
            yield _level_finding(context, level)
        else:
            yield from (_person_finding(context, person, level) for person in level.asleep)


def deaf(context: Context) -> tuple[UnwakeableLevel, ...]:
    """Return the people whom a major page cannot wake, by the levels that page them."""
    uses = context.once(major) if context.policy_is_whole else {}
    reported: set[str] = set()
    levels: list[UnwakeableLevel] = []
    for escalation in context.sound(Escalation, reads=_READS) if uses else ():
        for number, level in enumerate(escalation.tiers if escalation.key in uses else ()):
            people = list(_list_level_people(context, level))
            asleep = [person for person, sleeps in people if sleeps and person.key not in reported]
            reported.update(person.key for person in asleep)
            if asleep:
                levels.append(UnwakeableLevel(escalation, number, uses[escalation.key], len(people), asleep))
    return tuple(levels)


def _list_level_people(context: Context, level: EscalationLevel) -> Iterator[tuple[Person, bool]]:
    """Yield the people of a level in the order of their shifts, and whether its pages do not wake them."""
    channels = [context.policy.channels.get(word) for word in level.via]
    is_silent = level.urgency == "low" or (channels and not any(each and each.wakes for each in channels))
    if is_silent or level.purpose == "inform" or None in channels:
        return  # ESC009 reports a level that wakes nobody, and REF001 an undefined channel
    for member in list_crew(days(context), level):
        person = find_known_person(days(context), member)
        if person and not person.bot:
            yield person, compute_wake_delay(days(context), context.policy, level, member) == inf


def _level_finding(context: Context, unwakeable: UnwakeableLevel) -> Finding:
    escalation, use, asleep = unwakeable.escalation, unwakeable.use, unwakeable.asleep
    level = escalation.tiers[unwakeable.number]
    channels = _format_words(level.via, "or")
    message = (
        f"{format_level(level, unwakeable.number)} of {escalation.label} wakes none of its {unwakeable.people} people "
        f"for {use.severity} pages: the level uses {_format_words(level.via)}, {_format_contacts(asleep[0])}"
    )
    contacts = {word for person in asleep for word in person.contacts}
    others = [channel.id for channel in context.policy.channels.values() if channel.wakes and channel.id in contacts]
    instead = f"add {_format_words(others, 'or')} to `via`, or " if others else ""
    help = f"{instead}add {channels} to `contacts` of its people"
    people = [Related(_get_place(person, level), f"contacts of {shown(person.name)}") for person in asleep]
    related = (_build_use(unwakeable), *people)[:RELATED]
    return Finding(level.place.at("via"), message, help, related, escalation.subject, level.name)


def _person_finding(context: Context, person: Person, unwakeable: UnwakeableLevel) -> Finding:
    escalation, number, use = unwakeable.escalation, unwakeable.number, unwakeable.use
    level = escalation.tiers[number]
    name = f"{format_level(level, number)} of {escalation.label}"
    message = (
        f"{shown(person.label)} has no waking channel for {use.severity} pages from {name}: "
        f"{_format_cause(person, level)}"
    )
    waking = [channel.id for channel in context.policy.channels.values() if channel.wakes]
    usable = [word for word in waking if word in level.via or not level.via] or waking
    key = "notify.high" if person.notify_high and not level.via else "contacts"
    help = f"add {_format_words(usable, 'or') or 'a waking channel'} to `{key}` of {shown(person.name)}"
    if level.via and person.contacts:
        help += ", or use a channel in the level that all of its people have"
    via = Related(level.place.at("via"), f"`via` of {name}") if level.via else Related(level.place, name)
    return Finding(_get_place(person, level), message, help, (via, _build_use(unwakeable)), person.subject)


def _build_use(unwakeable: UnwakeableLevel) -> Related:
    service, severity = unwakeable.use.service, unwakeable.use.severity
    text = f"{shown(service.label)}, whose {severity} pages reach {shown(unwakeable.escalation.label)}"
    return Related(service.named, text)


def _get_place(person: Person, level: EscalationLevel) -> Place:
    if person.notify_high and not level.via:
        return person.at.at("notify", "high")
    return person.at.at("contacts") if person.contacts else person.named


def _format_cause(person: Person, level: EscalationLevel) -> str:
    if level.via:
        return f"the level uses {_format_words(level.via)}, {_format_contacts(person)}"
    if person.notify_high:
        channels = dict.fromkeys(rule.via for rule in person.notify_high)
        return f"`notify.high` of {shown(person.name)} uses only {_format_words(channels)}"
    return _format_contacts(person)


def _format_contacts(person: Person) -> str:
    """Return the contacts of a person, for example ``ana has only email and chat``."""
    contacts = _format_words(person.contacts)
    return f"{shown(person.name)} has {f'only {contacts}' if contacts else 'no contacts'}"


def _format_words(words: Iterable[str], last: str = "and") -> str:
    return listed((shown(word, 63) for word in words), last=last)
