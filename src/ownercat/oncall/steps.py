"""The order in which a page that nobody answers climbs: tiers, rounds, hand-overs; it always ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ownercat.model import Catalog, Escalation, EscalationLevel, Ref, Repeat

MOST_ROUNDS = 1_000  # as the schema has it
MOST_STEPS = 40  # how far the time to a human is worked out; what comes after that comes too late to save anything


class RoundLevel(NamedTuple):
    """One tier in one round (from 0). ``wait``: seconds until the next step, ``None`` where the file does not say.

    ``always``: it waits even where an empty tier is skipped.
    """

    escalation: Escalation
    tier: EscalationLevel
    number: int
    round: int
    wait: int | None
    always: bool


class End(NamedTuple):
    """What comes after the last tier. ``handoff`` and ``loop`` (it was there before) name the other escalation;
    ``unknown``: it hands over to one that nobody defines; ``open``: the file does not say."""

    kind: Literal["stop", "handoff", "loop", "unknown", "open"]
    escalation: Escalation
    to: Escalation | None = None


def steps(catalog: Catalog, escalation: Escalation) -> Iterator[RoundLevel | End]:
    """Every step of a page, through all rounds and hand-overs; the last is an end that is no hand-over."""
    seen: set[str] = set()
    current: Escalation | None = escalation
    while current is not None:
        seen.add(current.key)
        yield from _rounds(current)
        end = _end(catalog, current, seen)
        yield end
        current = end.to if end.kind == "handoff" else None


def _rounds(escalation: Escalation) -> Iterator[RoundLevel]:
    repeat, tiers = escalation.repeat, escalation.tiers
    more = min(max(repeat.times, 0), MOST_ROUNDS) if repeat else 0
    again = next((number for number, tier in enumerate(tiers) if repeat and repeat.to and tier.name == repeat.to), 0)
    for turn in range(more + 1):
        for number in range(again if turn else 0, len(tiers)):
            is_last = number + 1 == len(tiers)
            wait, always = _wait(tiers[number], repeat if is_last else None, turn < more)
            yield RoundLevel(escalation, tiers[number], number, turn, wait, always)


def _wait(tier: EscalationLevel, repeat: Repeat | None, goes_on: bool) -> tuple[int | None, bool]:
    """After the last tier, ``repeat.every`` parts the rounds; before a hand-over it stands in for a missing wait."""
    own = tier.wait.seconds if tier.wait else None
    every = repeat.every.seconds if repeat and repeat.every else None
    if every is not None and (goes_on or own is None):
        return every, True
    return own, False


def _end(catalog: Catalog, escalation: Escalation, seen: set[str]) -> End:
    if escalation.end is None:
        return End("open", escalation)
    if not isinstance(escalation.end, Ref):
        return End("stop", escalation)
    to = catalog.escalation(escalation.end)
    if to is None:
        return End("unknown", escalation)
    return End("loop" if to.key in seen else "handoff", escalation, to)
