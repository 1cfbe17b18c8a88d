"""Find the channels through which a page reaches a person, and the time until they wake the person."""

from collections.abc import Collection
from math import inf
from typing import NamedTuple

from ownercat.model import EscalationLevel, Person, Policy
from ownercat.oncall.calendar import Calendar
from ownercat.oncall.crew import Crew, PageRecipient, track_crew
from ownercat.oncall.intervals import Track, map_labels

NOTHING: Collection[str] = frozenset()


class NotificationMethod(NamedTuple):
    """A channel: how long after the page it is used, and whether it wakes a sleeping person."""

    channel: str
    after: int
    wakes: bool


def find_known_person(calendar: Calendar, member: PageRecipient) -> Person | None:
    """Return the person if their contacts are known: defined, without errors, in a format that has contacts; else
    ``None``.
    """
    person = calendar.catalog.get("Person", member.name) if member.kind == "person" else None
    return person if isinstance(person, Person) and person.sound and person.can_say("contacts") else None


def list_methods(
    calendar: Calendar, policy: Policy, tier: EscalationLevel, member: PageRecipient
) -> tuple[NotificationMethod, ...]:
    """Return the channels through which a page of a level reaches a person, in order of time.

    These are the channels of the level's ``via`` that the person has, else the person's own rules for the urgency, else
    all channels of the person immediately. If the person is unknown, all channels of ``via`` count.
    """
    person = find_known_person(calendar, member)
    if person is None:
        return tuple(_build_method(policy, channel, 0) for channel in tier.via)
    if tier.via:
        return tuple(_build_method(policy, channel, 0) for channel in tier.via if channel in person.contacts)
    rules = person.notify_low if tier.urgency == "low" else person.notify_high
    if rules:
        methods = (_build_method(policy, rule.via, rule.after.seconds if rule.after else 0) for rule in rules)
        return tuple(sorted(methods, key=lambda contact: contact.after))
    return tuple(_build_method(policy, channel, 0) for channel in person.contacts)


def _build_method(policy: Policy, channel: str, after: int) -> NotificationMethod:
    """Build a method; a channel that the policy does not define counts as waking, because REF001 reports it."""
    definition = policy.channels.get(channel)
    return NotificationMethod(channel, after, definition is None or definition.wakes)


def compute_wake_delay(
    calendar: Calendar,
    policy: Policy,
    tier: EscalationLevel,
    member: PageRecipient,
    down: Collection[str] = NOTHING,
    proved: bool = False,
) -> float:
    """Return the seconds from a level's page until the person wakes; infinite if nothing wakes the person.

    A page of low urgency wakes nobody, and a bot does not wake. ``down``: channels that do not work. ``proved``: a
    person whom the catalog does not know does not wake.
    """
    if tier.urgency == "low":
        return inf
    usual = list_methods(calendar, policy, tier, member)
    left = [each for each in usual if each.channel not in down]
    person = find_known_person(calendar, member)
    if person is None:
        return 0 if not proved and (left or not usual) else inf
    if person.bot:
        return inf
    return min((each.after for each in left if each.wakes), default=inf)


def track_wake_delays(
    calendar: Calendar, policy: Policy, tier: EscalationLevel, down: Collection[str] = NOTHING, proved: bool = False
) -> Track[float | None]:
    """Return how long after a level's page the first of its people wakes; ``None`` if nobody is on call.

    With ``assign: roundRobin``, only one person is paged, and it is unknown who: the slowest person counts.
    ``proved``: as in ``compute_wake_delay``.
    """

    def make() -> Track[float | None]:
        best = max if tier.assign == "roundRobin" else min
        known: dict[Crew, float | None] = {}

        def delay(people: Crew) -> float | None:
            if people not in known:
                each = [compute_wake_delay(calendar, policy, tier, member, down, proved) for member in people]
                known[people] = best(each) if each else None
            return known[people]

        return map_labels(track_crew(calendar, tier), delay)

    key = ("waking", id(tier), id(policy), frozenset(down), proved)
    return calendar.once(key, lambda: (tier, policy, make()))[2]


def collect_same_provider(policy: Policy, channel: str) -> frozenset[str]:
    """Return the channels that fail together with a channel, including that channel."""
    definition = policy.channels.get(channel)
    if definition is None:
        return frozenset({channel})
    return frozenset(other.id for other in policy.channels.values() if other.provider == definition.provider) | {
        channel
    }
