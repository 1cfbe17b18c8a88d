"""The time to the first human as the sum that it is, in words."""

from __future__ import annotations

from ownercat.oncall.escalation import DelayTerm, WokenPerson
from ownercat.oncall.paths import called
from ownercat.oncall.wording import short
from ownercat.text import shown


def sum_of(human: WokenPerson) -> str:
    """``5m + 15m = 20m``, each with what it is."""
    parts = " + ".join(f"{_term(term)} {short(term.seconds)}" for term in human.terms)
    return f"{parts} = {short(human.seconds)}" if len(human.terms) > 1 else parts


def _term(term: DelayTerm) -> str:
    if term.tier is None:
        return "hold"
    name = shown(term.tier.name, 63) if term.tier.name else called(term.tier, term.number)
    return f"own rules in {name}" if term.is_wake else name
