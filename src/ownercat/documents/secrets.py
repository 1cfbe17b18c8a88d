"""Find secrets of a known form in documents, and mask them in output."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, NamedTuple

from ownercat.diagnostics import EntityId, Fault, Finding, Place, Pointer, Position
from ownercat.documents import codes
from ownercat.documents.source import Document
from ownercat.text import shown

CODE = codes.EXPOSED_SECRET


class Shape(NamedTuple):
    """A kind of secret: its name, its form (the group ``secret`` is the part to mask), and the fix."""

    what: str
    pattern: str
    instead: str

    @property
    def form(self) -> re.Pattern[str]:
        """Return the compiled pattern. Most runs find no mark of a secret and compile none; ``re`` keeps it."""
        return re.compile(self.pattern)


_CHANNEL = "write the name of the chat channel here"
_PAGER = "write the name of the PagerDuty service or escalation policy here"
_STORE = "keep the new secret in a secret store and write its location here"

# Every form starts with a fixed text, contains a mark from below and has no nested repetition: linear in the text.
SHAPES = (
    Shape(
        "a Slack webhook URL",
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[ET][0-9A-Z]{5,}/(?:[0-9A-Z]{5,}/){1,2}"
        r"(?P<secret>[0-9A-Za-z]{16,})",
        _CHANNEL,
    ),
    Shape(
        "a Discord webhook URL",
        r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d{5,}/(?P<secret>[\w-]{30,})",
        _CHANNEL,
    ),
    Shape(
        "a Microsoft Teams webhook URL",
        r"office\.com/webhook(?:b2)?/(?P<secret>[0-9a-f]{8}-[\w@-]{20,}/IncomingWebhook/[\w/-]{20,})",
        _CHANNEL,
    ),
    Shape(
        "a Google Chat webhook URL",
        r"chat\.googleapis\.com/v1/spaces/[\w-]+/messages\?(?P<secret>key=[\w=&%-]{20,})",
        _CHANNEL,
    ),
    Shape(
        "a PagerDuty integration key",
        r"(?:\.pagerduty\.com/integration/|integration\.pagerduty\.com/|[?&](?:routing|service)_key=)"
        r"(?P<secret>[0-9A-Za-z]{20,})",
        _PAGER,
    ),
    Shape("an AWS access key id", r"(?<![0-9A-Za-z])A[KS]IA(?P<secret>[A-Z2-7]{16})(?![0-9A-Za-z])", _STORE),
    Shape(
        "a GitHub token",
        r"(?<![0-9A-Za-z])(?:gh[opusr]_|github_pat_)(?P<secret>[0-9A-Za-z_]{30,})",
        _STORE,
    ),
    Shape(
        "a GitLab token",
        r"(?<![0-9A-Za-z])gl(?:pat|ptt|dt|rt|ft|imt|agent|oas|soat|cbt)-(?P<secret>[\w-]{20,})",
        _STORE,
    ),
    Shape("a Slack token", r"(?<![0-9A-Za-z])(?:xox[abeoprs]|xapp)-(?P<secret>[0-9A-Za-z-]{20,})", _STORE),
    Shape("a JSON web token", r"(?<![\w-])eyJ(?P<secret>[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})", _STORE),
    Shape(
        "a private key",
        r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?P<secret>(?:(?!-----)[\s\S]){40,})",
        _STORE,
    ),
)

# One of these is in every form: one pass over the raw bytes. Each is found by its least common letters, which is twice
# as fast: hook, key=, integration, gl...-, AKIA, ASIA, gho_ and the like, github_pat_, xox, xapp-, eyJ, PRIVATE KEY.
_MARKS = re.compile(
    rb"k(?<=hook)|=(?<=key=)|g(?:ration(?<=integration)|l[a-z]{2,5}-)|KIA(?<=AKIA)|SIA(?<=ASIA)"
    rb"|_(?<=gh[opusr]_)|_(?<=github_pat_)|x(?:ox|app-)|J(?<=eyJ)|VATE KEY(?<=PRIVATE KEY)"
)
_TELLING = 6  # this many characters are enough to recognize a secret in other text
_PART = re.compile(rf"[\w+/=.@&%-]{{{_TELLING},}}")
_VARIED = 5  # text with fewer different characters is a placeholder from documentation: XXXXXXXX, 00000000


def suspicious(data: bytes) -> bool:
    """Return whether a file may contain a secret; a quick check of its raw bytes that excludes almost every file."""
    if _MARKS.search(data) is None:
        return False
    text = data.decode("utf-8", "replace")
    return any(shape.form.search(text) for shape in SHAPES)


class SecretInText(NamedTuple):
    """A secret in a text: its kind and its position."""

    what: str
    at: Position


def find_in_text(text: str) -> SecretInText | None:
    """Return the first secret of a text that is no document, for example of a JSON file; ``None`` if there is none."""
    for shape in SHAPES:
        for match in shape.form.finditer(text):
            if _is_real(match["secret"]):
                line, column = (
                    text.count("\n", 0, match.start()) + 1,
                    match.start() - text.rfind("\n", 0, match.start()),
                )
                return SecretInText(shape.what, Position(line, column))
    return None


def find(document: Document) -> Iterator[Fault]:
    """Report secrets in the values and keys of a document, in document order, at most one per text."""
    subject = _build_subject(document.data)
    waiting: list[tuple[Place, Any]] = [(document.place, document.data)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            for key in value:
                yield from _check_text(place.key(key), key, subject)
            waiting.extend((place.at(key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            waiting.extend((place.at(number), value[number]) for number in range(len(value) - 1, -1, -1))
        else:
            yield from _check_text(place, value, subject)


def hide(text: str) -> str:
    """Mask every secret in a text with stars; lines and columns stay the same."""
    for shape in SHAPES:
        text = shape.form.sub(_mask_match, text)
    return text


def redactor(sources: Iterable[bytes]) -> Callable[[str], str]:
    """Return a function that masks the secrets of these files in any text, also if they are cut."""
    known: dict[str, list[str]] = {}
    for data in sources:
        if suspicious(data):
            # in a quoted scalar, a private key has \\n between its lines
            for part in _collect_parts(data.decode("utf-8", "replace").replace("\\n", "\n")):
                known.setdefault(part[:_TELLING], []).append(part)
    return lambda text: _mask_parts(text, known) if known else text


def _collect_parts(text: str) -> set[str]:
    """Return the secrets of a text, without characters that quoting may change."""
    secrets = (match["secret"] for shape in SHAPES for match in shape.form.finditer(text))
    return {part for secret in secrets if _is_real(secret) for part in _PART.findall(secret)}


def _mask_parts(text: str, known: Mapping[str, list[str]]) -> str:
    done, at = [], 0
    while at < len(text):
        parts = known.get(text[at : at + _TELLING], ())
        length = max((_count_common_characters(part, text[at : at + len(part)]) for part in parts), default=0)
        done.append("*" * length or text[at])
        at += length or 1
    return "".join(done)


def _count_common_characters(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _mask_match(match: re.Match[str]) -> str:
    secret = match["secret"]
    if not _is_real(secret):
        return match[0]
    start = match.start("secret") - match.start()
    stars = "".join(c if c.isspace() else "*" for c in secret)
    return f"{match[0][:start]}{stars}{match[0][start + len(secret) :]}"


def _is_real(secret: str) -> bool:
    # the AWS documentation uses AKIAIOSFODNN7EXAMPLE; YOUR-TOKEN-HERE is common too
    return len(set(secret)) >= _VARIED and not any(word in secret.upper() for word in ("EXAMPLE", "YOUR", "REDACTED"))


def _find_shape(text: str) -> Shape | None:
    """Return the first kind of secret in a text."""
    shapes = (shape for shape in SHAPES for match in shape.form.finditer(text) if _is_real(match["secret"]))
    return next(shapes, None)


def _check_text(place: Place, value: Any, subject: EntityId | None) -> Iterator[Fault]:
    shape = _find_shape(value) if isinstance(value, str) else None
    if shape is None:
        return
    owner = f"{_format_noun(subject.kind)} {subject.name}" if subject else "this document"
    where = f" in {_format_path(place.pointer)}" if place.pointer else ""
    message = f"{owner} contains a secret: {shape.what}{where}"
    access = "everyone with access to this repository or its history can use it"
    help = f"revoke the secret, because {access}; then {shape.instead}"
    yield Fault(CODE, Finding(place, message, help, subject=subject))


def _build_subject(data: Any) -> EntityId | None:
    """Return the entity of a document, in any format with a kind and a name (or a name below ``metadata``)."""
    if not isinstance(data, dict):
        return None
    kind, name, metadata = data.get("kind"), data.get("name"), data.get("metadata")
    if name is None and isinstance(metadata, dict):
        name = metadata.get("name")
    if not isinstance(kind, str) or not isinstance(name, str):
        return None
    return EntityId(shown(hide(kind), 40), shown(hide(name), 63))


def _format_noun(kind: str) -> str:
    return kind if kind.isupper() else kind.lower()


def _format_path(pointer: Pointer) -> str:
    """Format a key path: ``contacts.chat``, ``tiers[0].via``."""
    text = "".join(f"[{key}]" if isinstance(key, int) else f".{shown(hide(key), 40)}" for key in pointer)
    return text.removeprefix(".")
