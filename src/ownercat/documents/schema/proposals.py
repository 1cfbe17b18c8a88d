"""Propose the nearest correct form of a value: ``15 min`` → ``15m``, ``Team Web`` → ``team-web``.

Each function proposes forms. The first form that the schema accepts is used.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from ownercat.documents.schema import gate
from ownercat.documents.schema.bundle import Schema
from ownercat.documents.schema.formats import time_zones
from ownercat.documents.schema.lookalikes import latin
from ownercat.model import PREFIXES
from ownercat.suggest import alternatives

_LONGEST = 200  # longer text is not a typing error
_ABBREVIATION = 5

_AMOUNT = re.compile(r"(\d{1,6}(?:[.,]\d{1,4})?)\s*([a-z]+)")
_MONTHS = re.compile(r"(\d{1,3})\s*(?:M|mos?|mths?|months?)", re.IGNORECASE)
_MINUTES_OR_MONTHS = re.compile(r"\d+\s*M")  # 3M is three months for its author, not three minutes
_YEARS = re.compile(r"(\d{1,2})\s*(?:y|yrs?|years?)", re.IGNORECASE)
_QUOTES = "'\"`‘’‚‛“”„‟«»‹›"
_ENDS = ",;."
_ISO_DURATION = re.compile(r"p(?:(\d{1,5})w)?(?:(\d{1,5})d)?(?:t(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,5})s)?)?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::00)?\s*(am|pm|h)?")
_DATE = re.compile(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:[t ](\d{1,2}):(\d{2})(:\d{2})?\s*(z|[+-]\d{2}:?\d{2})?)?")
_BETWEEN = re.compile(r"\s*(?:-|–|—|\.\.|\bto\b)\s*")
_NOT_A_TITLE = re.compile(r"[\[\]{},;]")
_NOT_IN_NAME = re.compile(r"[^a-z0-9]+")
_DAYS = {"weekday": "mon-fri", "weekdays": "mon-fri", "weekend": "sat-sun", "weekends": "sat-sun"}
for _day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"):
    _DAYS |= {_day: _day[:3], f"{_day}s": _day[:3], _day[:3]: _day[:3], _day[:4]: _day[:3], _day[:2]: _day[:3]}
_SPELT_DATES = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d.%m.%Y")
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_UNITS = {
    word: unit
    for unit, known in {
        "s": "s sec secs second seconds",
        "m": "m min mins minute minutes",
        "h": "h hr hrs hour hours",
        "d": "d day days",
        "w": "w wk week weeks",
    }.items()
    for word in known.split()
}


def corrected(value: str, schema: Schema) -> str:
    """Return a form of ``value`` that the schema accepts, or ``""``."""
    text = value.strip()
    if len(value) > _LONGEST or (_MINUTES_OR_MONTHS.fullmatch(text) and guesses(text, schema)):
        return ""
    accepts = gate.part(schema)
    for propose in _PROPOSERS:
        for proposal in propose(text):
            if proposal != value and accepts(proposal):
                return proposal
    return find_zone(text) if schema.get("format") == "time-zone" else ""


def guesses(value: str, schema: Schema) -> list[str]:
    """Return the possible forms of a value whose meaning is a guess: ``3M`` may be ``90d`` or ``12w``."""
    months, years = _MONTHS.fullmatch(value.strip()), _YEARS.fullmatch(value.strip())
    days, weeks = (30, 4) if months else (365, 52)
    found = months or years
    forms = [f"{int(found[1]) * days}d", f"{int(found[1]) * weeks}w"] if found else []
    return [form for form in forms if gate.part(schema)(form)]


def quoted(value: str) -> str:
    """Return the text inside typographic quotes, or ``""`` if there are none around it."""
    text = value.strip()
    inner = text.strip(_QUOTES)
    return inner if inner != text and not text.isascii() else ""


def names(value: str, schema: Schema) -> list[str]:
    """Return the names of a text with several names and no commas between them; otherwise ``[]``."""
    parts = value.strip("[]{}, ").split()
    return parts if 1 < len(parts) < 20 and all(gate.part(schema)(part) for part in parts) else []


def from_number(value: Any, schema: Schema) -> str:
    """Return the probable text for a number: ``15`` → ``15m``, ``9`` → ``09:00``; ``""`` if unknown."""
    if not isinstance(value, int) or not 0 <= value < 100_000_000:
        return ""
    accepts = gate.part(schema)
    forms = (f"{value}m", f"{value:02}:00")
    return next((form for form in forms if accepts(form)), "") or corrected(str(value), schema)


def _propose_folded(text: str) -> Iterator[str]:
    yield text
    yield text.lower()
    yield text.lower().strip(_QUOTES + _ENDS)


def _propose_duration(text: str) -> Iterator[str]:
    lower = text.lower()
    iso = _ISO_DURATION.fullmatch(lower)
    if iso:
        amounts = [(Fraction(n), unit) for n, unit in zip(iso.groups(), "wdhms", strict=True) if n]
    else:
        found = _AMOUNT.findall(lower)
        if not found or re.sub(r"[\s,]|and", "", _AMOUNT.sub("", lower)):
            return
        if any(word not in _UNITS for _, word in found):
            return
        amounts = [(Fraction(n.replace(",", ".")), _UNITS[word]) for n, word in found]
    total = sum(n * _SECONDS[unit] for n, unit in amounts)
    if total != int(total):
        return
    if len(amounts) == 1 and amounts[0][0] == int(amounts[0][0]):
        yield f"{int(amounts[0][0])}{amounts[0][1]}"
    yield from (f"{int(total) // size}{unit}" for unit, size in _SECONDS.items() if int(total) % size == 0)


def _propose_clock(text: str) -> Iterator[str]:
    found = _CLOCK.fullmatch(text.lower())
    if found:
        hour, minute, half = int(found[1]), found[2] or "00", found[3]
        if half in {"am", "pm"}:
            hour = hour % 12 + (12 if half == "pm" else 0)
        yield f"{hour:02}:{minute}"


def _propose_date(text: str) -> Iterator[str]:
    """Propose a date, but not for 01/02/2026: its month is ambiguous."""
    found = _DATE.fullmatch(text.lower())
    if found is None:
        yield from _propose_spelled_date(text)
        return
    day = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if found[4]:
        zone = (found[7] or "").upper()
        zone = f"{zone[:3]}:{zone[3:]}" if len(zone) == len("+0200") else zone
        yield f"{day}T{int(found[4]):02}:{found[5]}{found[6] or ''}{zone}"
    yield day


def _propose_spelled_date(text: str) -> Iterator[str]:
    for form in _SPELT_DATES:
        with suppress(ValueError):
            yield datetime.strptime(text, form).date().isoformat()


def _propose_days(text: str) -> Iterator[str]:
    words = [_DAYS.get(word, "") for word in _BETWEEN.split(text.lower())]
    if all(words):
        yield "-".join(words)


def _propose_names(text: str) -> Iterator[str]:
    """Propose a name for a title, for ``@org/team`` or for a reference of another catalog."""
    if _NOT_A_TITLE.search(text):
        return  # [ana ben is two names and a bracket, not a third name
    prefix, _, rest = latin(text).rpartition(":")
    slug = _slug(rest.rpartition("/")[2])
    kind = prefix.strip().lower()
    if kind in PREFIXES:
        yield f"{kind}:{slug}"
    yield slug


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_NAME.sub("-", plain).strip("-")


def _propose_address(text: str) -> Iterator[str]:
    inner = re.search(r"<([^<>]+)>", text)
    yield inner[1] if inner else text.removeprefix("mailto:")


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in sorted(time_zones())}


@lru_cache(maxsize=256)  # the comparison with 600 zones is slow, and a catalog repeats its mistakes
def find_zone(text: str) -> str:
    """Return the zone for a city, for another spelling or for a small error; ``""`` if unknown."""
    folded = text.replace(" ", "_").casefold()
    by_case = _zones()
    cities = [zone for name, zone in by_case.items() if name.rpartition("/")[2] == folded]
    if folded in by_case:
        return by_case[folded]
    if len(cities) == 1:
        return cities[0]
    # an abbreviation such as PST is similar to many zones and means none of them
    found = alternatives(text, by_case.values()) if len(text) > _ABBREVIATION else []
    return found[0] if len(found) == 1 else ""


_PROPOSERS: tuple[Callable[[str], Iterator[str]], ...] = (
    _propose_folded,
    _propose_duration,
    _propose_clock,
    _propose_date,
    _propose_days,
    _propose_address,
    _propose_names,
)
