"""Secrets of a known shape: find them in documents, hide them in text that is about to be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from ownercat.diagnostics import EntityId, Fault, Finding, Place, Pointer
from ownercat.documents.source import Document
from ownercat.text import shown

CODE = "GOV009"


class Shape(NamedTuple):
    """A kind of secret: its name in words, its form (the group ``secret`` is what must not be seen), what to do."""

    what: str
    form: re.Pattern[str]
    instead: str


_CHANNEL = "name the chat channel here"
_PAGER = "name the PagerDuty service or escalation policy here"
_STORE = "keep it in a secret store and say here where that is"

# Every form starts at a fixed text, holds one of the marks below and never repeats a repetition: linear in the text.
SHAPES = tuple(
    Shape(what, re.compile(form), instead)
    for what, form, instead in (
        (
            "a Slack webhook URL",
            r"hooks\.slack\.com/(?:services|workflows|triggers)/[ET][0-9A-Z]{5,}/(?:[0-9A-Z]{5,}/){1,2}"
            r"(?P<secret>[0-9A-Za-z]{16,})",
            _CHANNEL,
        ),
        (
            "a Discord webhook URL",
            r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d{5,}/(?P<secret>[\w-]{30,})",
            _CHANNEL,
        ),
        (
            "a Microsoft Teams webhook URL",
            r"office\.com/webhook(?:b2)?/(?P<secret>[0-9a-f]{8}-[\w@-]{20,}/IncomingWebhook/[\w/-]{20,})",
            _CHANNEL,
        ),
        (
            "a Google Chat webhook URL",
            r"chat\.googleapis\.com/v1/spaces/[\w-]+/messages\?(?P<secret>key=[\w=&%-]{20,})",
            _CHANNEL,
        ),
        (
            "a PagerDuty integration key",
            r"(?:\.pagerduty\.com/integration/|integration\.pagerduty\.com/|[?&](?:routing|service)_key=)"
            r"(?P<secret>[0-9A-Za-z]{20,})",
            _PAGER,
        ),
        ("an AWS access key id", r"(?<![0-9A-Za-z])A[KS]IA(?P<secret>[A-Z2-7]{16})(?![0-9A-Za-z])", _STORE),
        (
            "a GitHub token",
            r"(?<![0-9A-Za-z])(?:gh[opusr]_|github_pat_)(?P<secret>[0-9A-Za-z_]{30,})",
            _STORE,
        ),
        (
            "a GitLab token",
            r"(?<![0-9A-Za-z])gl(?:pat|ptt|dt|rt|ft|imt|agent|oas|soat|cbt)-(?P<secret>[\w-]{20,})",
            _STORE,
        ),
        ("a Slack token", r"(?<![0-9A-Za-z])(?:xox[abeoprs]|xapp)-(?P<secret>[0-9A-Za-z-]{20,})", _STORE),
        ("a JSON web token", r"(?<![\w-])eyJ(?P<secret>[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})", _STORE),
        (
            "a private key",
            r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?P<secret>(?:(?!-----)[\s\S]){40,})",
            _STORE,
        ),
    )
)

# What every form holds, in one pass over the raw bytes.
_MARKS = re.compile(rb"hook|key=|integration|A[KS]IA|gh[opusr]_|github_pat_|gl[a-z]{2,5}-|xox|xapp-|eyJ|PRIVATE KEY")
_TELLING = 6  # so many characters of a secret are recognised where it is quoted
_PART = re.compile(rf"[\w+/=.@&%-]{{{_TELLING},}}")
_VARIED = 5  # what has fewer different characters is a placeholder of some documentation: XXXXXXXX, 00000000


def suspicious(data: bytes) -> bool:
    """Whether a file may hold a secret: a quick look at its raw bytes that lets nearly every file pass."""
    if _MARKS.search(data) is None:
        return False
    text = data.decode("utf-8", "replace")
    return any(shape.form.search(text) for shape in SHAPES)


def find(document: Document) -> Iterator[Fault]:
    """The secrets in one document's values and keys, in document order, at most one for each text."""
    subject = _subject(document.data)
    waiting: list[tuple[Place, Any]] = [(document.place, document.data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            for key in value:
                yield from _judge(place.key(key), key, subject)
            waiting.extend((place.at(key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            waiting.extend((place.at(number), value[number]) for number in range(len(value) - 1, -1, -1))
        else:
            yield from _judge(place, value, subject)


def hide(text: str) -> str:
    """The text with the secret part of every secret as stars; lines and columns stay what they were."""
    for shape in SHAPES:
        text = shape.form.sub(_starred, text)
    return text


def redactor(sources: Iterable[bytes]) -> Callable[[str], str]:
    """A function that stars out the secrets of these files wherever a text quotes them, whole or cut short."""
    known: dict[str, list[str]] = {}
    for data in sources:
        if suspicious(data):
            # in a quoted scalar the lines of a key are written with \\n between them
            for part in _parts(data.decode("utf-8", "replace").replace("\\n", "\n")):
                known.setdefault(part[:_TELLING], []).append(part)
    return lambda text: _redacted(text, known) if known else text


def _parts(text: str) -> set[str]:
    """The secrets of a text without the characters that quoting may change."""
    secrets = (match["secret"] for shape in SHAPES for match in shape.form.finditer(text))
    return {part for secret in secrets if _is_real(secret) for part in _PART.findall(secret)}


def _redacted(text: str, known: Mapping[str, list[str]]) -> str:
    done, at = [], 0
    while at < len(text):
        parts = known.get(text[at : at + _TELLING], ())
        length = max((_alike(part, text[at : at + len(part)]) for part in parts), default=0)
        done.append("*" * length or text[at])
        at += length or 1
    return "".join(done)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with together."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _starred(match: re.Match[str]) -> str:
    secret = match["secret"]
    if not _is_real(secret):
        return match[0]
    start = match.start("secret") - match.start()
    stars = "".join(c if c.isspace() else "*" for c in secret)
    return f"{match[0][:start]}{stars}{match[0][start + len(secret) :]}"


def _is_real(secret: str) -> bool:
    # AWS's own documentation uses AKIAIOSFODNN7EXAMPLE; people write YOUR-TOKEN-HERE.
    return len(set(secret)) >= _VARIED and not any(word in secret.upper() for word in ("EXAMPLE", "YOUR", "REDACTED"))


def _shape(text: str) -> Shape | None:
    """The first kind of secret that a text holds."""
    found = (shape for shape in SHAPES for match in shape.form.finditer(text) if _is_real(match["secret"]))
    return next(found, None)


def _judge(place: Place, value: Any, subject: EntityId | None) -> Iterator[Fault]:
    shape = _shape(value) if isinstance(value, str) else None
    if shape is None:
        return
    owner = f"{_noun(subject.kind)} {subject.name}" if subject else "this document"
    where = f" in {_words(place.pointer)}" if place.pointer else ""
    message = f"{owner} gives away {shape.what}{where}"
    help = f"revoke it, then {shape.instead}: everybody who can read this repository or its history can use it"
    yield Fault(CODE, Finding(place, message, help, subject=subject))


def _subject(data: Any) -> EntityId | None:
    """What the document is about, in any format that has a kind and a name (or a name below ``metadata``)."""
    if not isinstance(data, dict):
        return None
    kind, name, metadata = data.get("kind"), data.get("name"), data.get("metadata")
    if name is None and isinstance(metadata, dict):
        name = metadata.get("name")
    if not isinstance(kind, str) or not isinstance(name, str):
        return None
    return EntityId(shown(hide(kind), 40), shown(hide(name), 63))


def _noun(kind: str) -> str:
    return kind if kind.isupper() else kind.lower()


def _words(pointer: Pointer) -> str:
    """A key path as people write it: ``contacts.chat``, ``tiers[0].via``."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{shown(hide(key), 40)}" for key in pointer)
    return text.removeprefix(".")
