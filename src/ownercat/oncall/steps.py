"""List the levels of a page that nobody acknowledges: levels, rounds and further policies. The list always ends."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ownercat.model import Catalog, Escalation, EscalationLevel, Ref, Repeat

MOST_ROUNDS = 1_000  # the limit of the schema
MOST_STEPS = 40  # levels in the time to the first responder; a later level is too late to matter


class RoundLevel(NamedTuple):
    """One level in one round (from 0). ``wait``: seconds until the next level, ``None`` if the file does not state it.

    ``always``: the wait applies even if an empty level is skipped.
    """

    escalation: Escalation
    tier: EscalationLevel
    number: int
    round: int
    wait: int | None
    always: bool


class End(NamedTuple):
    """What happens after the last level. ``handoff`` and ``loop`` (that policy was already used) name the next policy.

    ``unknown``: the next policy is undefined. ``open``: the file does not state an end.
    """

    kind: Literal["stop", "handoff", "loop", "unknown", "open"]
    escalation: Escalation
    to: Escalation | None = None


def list_steps(catalog: Catalog, escalation: Escalation) -> Iterator[RoundLevel | End]:
    """Yield every level of a page, through all rounds and further policies; the last item is an ``End`` that is not a
    handoff.
    """
    seen: set[str] = set()
    current: Escalation | None = escalation
    while current is not None:
        seen.add(current.key)
        yield from _list_rounds(current)
        end = _get_end(catalog, current, seen)
        yield end
        current = end.to if end.kind == "handoff" else None


def _list_rounds(escalation: Escalation) -> Iterator[RoundLevel]:
    repeat, tiers = escalation.repeat, escalation.tiers
    more = min(max(repeat.times, 0), MOST_ROUNDS) if repeat else 0
    again = next((number for number, tier in enumerate(tiers) if repeat and repeat.to and tier.name == repeat.to), 0)
    for turn in range(more + 1):
        for number in range(again if turn else 0, len(tiers)):
            is_last = number + 1 == len(tiers)
            wait, always = _get_wait(tiers[number], repeat if is_last else None, turn < more)
            yield RoundLevel(escalation, tiers[number], number, turn, wait, always)


def _get_wait(tier: EscalationLevel, repeat: Repeat | None, goes_on: bool) -> tuple[int | None, bool]:
    """Return the wait after a level.

    After the last one, ``repeat.every`` separates rounds, or replaces a missing wait.
    """
    own = tier.wait.seconds if tier.wait else None
    every = repeat.every.seconds if repeat and repeat.every else None
    if every is not None and (goes_on or own is None):
        return every, True
    return own, False


def _get_end(catalog: Catalog, escalation: Escalation, seen: set[str]) -> End:
    if escalation.end is None:
        return End("open", escalation)
    if not isinstance(escalation.end, Ref):
        return End("stop", escalation)
    to = catalog.escalation(escalation.end)
    if to is None:
        return End("unknown", escalation)
    return End("loop" if to.key in seen else "handoff", escalation, to)
