"""Format the time to the first responder as a sum."""

from ownercat.oncall.escalation import DelayTerm, WokenPerson
from ownercat.oncall.paths import format_level
from ownercat.oncall.wording import format_duration
from ownercat.text import shown


def format_sum(human: WokenPerson) -> str:
    """Return the sum as text, ``5m + 15m = 20m``, each term with its name."""
    parts = " + ".join(f"{_format_term(term)} {format_duration(term.seconds)}" for term in human.terms)
    return f"{parts} = {format_duration(human.seconds)}" if len(human.terms) > 1 else parts


def _format_term(term: DelayTerm) -> str:
    if term.tier is None:
        return "hold"
    name = shown(term.tier.name, 63) if term.tier.name else format_level(term.tier, term.number)
    return f"own rules in {name}" if term.is_wake else name
