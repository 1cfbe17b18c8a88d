"""Through what a page reaches somebody, and how long until it wakes them."""

from __future__ import annotations

from collections.abc import Collection
from math import inf
from typing import NamedTuple

from ownercat.model import EscalationLevel, Person, Policy
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.crew import Crew, PageRecipient, crew
from ownercat.oncall.intervals import Track, mapped

NOTHING: Collection[str] = frozenset()


class NotificationMethod(NamedTuple):
    """One channel: how long after the page it is used, and whether it gets a sleeper up."""

    channel: str
    after: int
    wakes: bool


def known_person(calendar: Calendar, member: PageRecipient) -> Person | None:
    """The person, if the catalog can tell how to reach them: defined, read whole, in a dialect that can say it."""
    person = calendar.catalog.get("Person", member.name) if member.kind == "person" else None
    return person if isinstance(person, Person) and person.sound and person.can_say("contacts") else None


def contacts(
    calendar: Calendar, policy: Policy, tier: EscalationLevel, member: PageRecipient
) -> tuple[NotificationMethod, ...]:
    """How a page of a tier reaches somebody, in order of time.

    The tier's ``via`` as far as the person has it, else the person's own rules for that urgency, else all that the
    person has, at once. Of whom nothing is known, ``via`` is taken as it stands.
    """
    person = known_person(calendar, member)
    if person is None:
        return tuple(_contact(policy, channel, 0) for channel in tier.via)
    if tier.via:
        return tuple(_contact(policy, channel, 0) for channel in tier.via if channel in person.contacts)
    rules = person.notify_low if tier.urgency == "low" else person.notify_high
    if rules:
        found = (_contact(policy, rule.via, rule.after.seconds if rule.after else 0) for rule in rules)
        return tuple(sorted(found, key=lambda contact: contact.after))
    return tuple(_contact(policy, channel, 0) for channel in person.contacts)


def _contact(policy: Policy, channel: str, after: int) -> NotificationMethod:
    """A channel that the policy does not know is REF001's to report: it counts as one that wakes."""
    known = policy.channels.get(channel)
    return NotificationMethod(channel, after, known is None or known.wakes)


def wakes_after(
    calendar: Calendar, policy: Policy, tier: EscalationLevel, member: PageRecipient, down: Collection[str] = NOTHING
) -> float:
    """How long after a tier's page somebody wakes; infinite when nothing wakes them.

    A page of low urgency wakes nobody, and a bot is not somebody who wakes. ``down``: channels that do not work.
    """
    if tier.urgency == "low":
        return inf
    usual = contacts(calendar, policy, tier, member)
    left = [each for each in usual if each.channel not in down]
    person = known_person(calendar, member)
    if person is None:
        return 0 if left or not usual else inf
    if person.bot:
        return inf
    return min((each.after for each in left if each.wakes), default=inf)


def waking(
    calendar: Calendar, policy: Policy, tier: EscalationLevel, down: Collection[str] = NOTHING
) -> Track[float | None]:
    """How long after a tier's page the first of its people wakes; ``None`` where nobody is on call.

    With ``assign: roundRobin`` only one of them is paged, and nobody knows which: the slowest counts.
    """

    def make() -> Track[float | None]:
        best = max if tier.assign == "roundRobin" else min
        known: dict[Crew, float | None] = {}

        def delay(people: Crew) -> float | None:
            if people not in known:
                each = [wakes_after(calendar, policy, tier, member, down) for member in people]
                known[people] = best(each) if each else None
            return known[people]

        return mapped(crew(calendar, tier), delay)

    key = ("waking", id(tier), id(policy), frozenset(down))
    return calendar.once(key, lambda: (tier, policy, make()))[2]


def same_provider(policy: Policy, channel: str) -> frozenset[str]:
    """The channels that fail together with one, itself among them."""
    known = policy.channels.get(channel)
    if known is None:
        return frozenset({channel})
    return frozenset(other.id for other in policy.channels.values() if other.provider == known.provider) | {channel}
