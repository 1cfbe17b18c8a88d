"""The baseline: the known findings of a catalog, one on each line, so that a review shows what becomes known."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ownercat.errors import UsageError
from ownercat.text import clean, shown

MAX_BYTES = 8 * 1024 * 1024
_HEAD = "# Known findings that ownercat check does not report. Written by `ownercat baseline`.\n"
_LINE = re.compile(
    r"(?P<fingerprint>[0-9a-f]{32})\t(?P<rule>[A-Z]{3}[0-9]{3})\t(?P<entity>[^\t]+)\t(?P<message>[^\t]+)"
)

EntryKey = tuple[str, str, str]


class BaselineEntry(NamedTuple):
    """A known finding. ``rule``: its code. ``entity``: ``kind:name``, or the path of a file. All texts are clean."""

    fingerprint: str
    rule: str
    entity: str
    message: str

    @property
    def key(self) -> EntryKey:
        """What identifies the finding: an entry cannot name another rule or entity than its fingerprint."""
        return self[:3]


class Baseline(NamedTuple):
    """The entries of a baseline file."""

    path: str
    entries: Mapping[EntryKey, BaselineEntry]


def build_baseline(path: str, entries: Iterable[BaselineEntry]) -> Baseline:
    """Return a baseline with each entry once."""
    return Baseline(path, {entry.key: entry for entry in entries})


def format_baseline(baseline: Baseline) -> str:
    """Return the text of the file, sorted by entity, so that two people who write it get the same bytes."""
    rows = sorted(baseline.entries.values(), key=lambda entry: (entry.entity, entry.rule, entry.message, entry))
    return _HEAD + "".join("\t".join(entry) + "\n" for entry in rows)


def parse_baseline(path: str, data: bytes) -> Baseline:
    """Return the baseline of a file; refuse a file with a line that is not an entry, a comment or empty."""
    if len(data) > MAX_BYTES:
        raise UsageError(
            f"the baseline {shown(path)} is larger than {MAX_BYTES // 1024 // 1024} MiB", "make it smaller"
        )
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        raise UsageError(f"the baseline {shown(path)} is not UTF-8", _CURE) from None
    numbered = ((number, line.removesuffix("\r")) for number, line in enumerate(lines, 1))
    return build_baseline(path, (_parse(path, *row) for row in numbered if row[1] and not row[1].startswith("#")))


_CURE = "restore the file from git, or remove it and run `ownercat baseline create`"


def _parse(path: str, number: int, line: str) -> BaselineEntry:
    found = _LINE.fullmatch(line)
    if found is None or clean(line.replace("\t", " ")) != line.replace("\t", " "):
        message = f"line {number} of the baseline {shown(path)} is not a fingerprint, rule, entity and message"
        raise UsageError(message, _CURE)
    return BaselineEntry(*found.groups())
