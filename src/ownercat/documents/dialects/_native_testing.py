"""Expectations of the native format."""

import re
from collections.abc import Iterator

from ownercat.documents.dialects._fields import Fields
from ownercat.documents.dialects._native_meta import ESCALATION, SERVICE, TARGETS, meta
from ownercat.model import Expectation, ExpectedPage, parse_duration

_PART = re.compile(r"[0-9]+[smhdw]")
_START = "t+"


def expectation(fields: Fields, name: str, sound: bool) -> Expectation:
    """Build an expectation."""
    expect = fields.below("expect")
    return Expectation(
        **meta(fields, "Expectation", name, sound),
        service=fields.ref("service", SERVICE, "service"),
        severity=fields.text("severity"),
        symptom=fields.text("symptom"),
        starts=fields.text("at"),
        policy=expect.ref("policy", ESCALATION, "expected policy") if expect else None,
        pages=tuple(_list_expected_pages(pages)) if expect and (pages := expect.below("pages")) else (),
        human_within=expect.delay("humanWithin") if expect else None,
        reaches=expect.references("reaches", TARGETS, "expected target") if expect else (),
        refs=tuple(fields.refs),
    )


def _list_expected_pages(pages: Fields) -> Iterator[ExpectedPage]:
    for written in pages.data:
        seconds = _parse_seconds(written)
        if seconds is not None:
            refs = pages.references(written, TARGETS, "expected target")
            yield ExpectedPage(seconds, written, refs, pages.place.key(written))


def _parse_seconds(written: object) -> int | None:
    """Return the seconds of ``t+0``, ``t+5m`` or ``t+1h30m``; ``None`` for any other value."""
    if not isinstance(written, str) or not written.startswith(_START):
        return None
    rest = written.removeprefix(_START)
    parts = _PART.findall(rest)
    if rest == "0":
        return 0
    durations = [parse_duration(part) for part in parts]
    if not parts or "".join(parts) != rest or None in durations:
        return None
    return sum(each.seconds for each in durations if each)
