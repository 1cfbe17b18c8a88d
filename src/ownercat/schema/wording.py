"""Mistakes → faults: one sentence in the words of YAML, the values found, and the nearest correct form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from ownercat import scalars
from ownercat.diagnostics import Fault, Finding, Place, Related
from ownercat.schema import forms, gate, levels, naming, proposals
from ownercat.schema.bundle import Schema
from ownercat.schema.mistakes import Mistake
from ownercat.suggest import did_you_mean, nearest
from ownercat.text import listed, plural, shown

_PLAIN = re.compile(r"[A-Za-z0-9#@/][^\s:#,\[\]{}\"'&*!|>%`]*(?: [^\s:#,\[\]{}\"'&*!|>%`]+)*")
_CLOSE = 0.8  # a sibling this near is what was meant, wherever else the key may be at home
_FEW = 8
_TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "empty",
}
_YES = frozenset({"yes", "y", "on", "true", "1"})
_NO = frozenset({"no", "n", "off", "false", "0"})


class Sentence(NamedTuple):
    """What a fault says: code, message, help; and where, when it is not at the value itself."""

    code: str
    message: str
    help: str
    place: Place | None = None
    related: tuple[Related, ...] = ()


class Scene(NamedTuple):
    """What a message needs to know besides the mistake."""

    kind: str
    place: Place
    data: Any


def fault(mistake: Mistake, scene: Scene) -> Fault:
    """The fault for one mistake."""
    said = _SENTENCES[mistake.kind](mistake, scene)
    finding = Finding(
        said.place or scene.place.at(*mistake.at),
        said.message,
        said.help + _other_forms(mistake),
        said.related,
        naming.subject(scene.data),
        " ".join(mistake.keys),
    )
    return Fault(said.code, finding)


def unexplained(scene: Scene) -> Fault:
    """For a document that does not fit although nothing particular was found."""
    message = f"{naming.label(scene.data)} does not have the form of its kind"
    finding = Finding(scene.place, message, f"compare it with `ownercat schema {scene.kind.lower()}`")
    return Fault("SCH005", finding._replace(subject=naming.subject(scene.data)))
