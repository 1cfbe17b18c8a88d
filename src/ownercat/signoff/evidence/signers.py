"""The trusted part of the allowed signers file at one time: which key belongs to whom."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from ownercat.changes.values import Side
from ownercat.model import Policy
from ownercat.repository.git.signing import Keys
from ownercat.repository.trees import Tree
from ownercat.signoff.evidence.reading import list_signer_files
from ownercat.signoff.identities import People

# the grammar of ssh-keygen(1), ALLOWED SIGNERS: principals, optional options, type and key
_LINE = re.compile(
    r"""\s*(?P<who>"[^"]*"|[^\s"#]\S*)\s+
    (?:(?P<options>(?:[^\s"]|"(?:[^"\\]|\\.)*")+)\s+)?
    (?P<type>[a-z][a-z0-9@.-]+)\s+(?P<key>AAAA[A-Za-z0-9+/]+=*)(?:\s.*)?""",
    re.VERBOSE | re.ASCII,
)
_ENDS = re.compile(r'valid-before="?(\d{8}(?:\d{4}(?:\d\d)?)?)Z?"?(?=,|$)', re.IGNORECASE | re.ASCII)
_FORMS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


class AllowedSigner(NamedTuple):
    """One line of the file: its principals, its end (``None``: no end), the key, and the text."""

    principals: tuple[str, ...]
    ends: datetime | None
    key: str
    text: str


def build_keys(believed: Side, people: People, at: datetime | None = None) -> Keys:
    """Return the trusted keys of the trusted side.

    ``at``: the time at which a key must be valid. The date of a signed object does not count: its author sets the date
    of a commit, so a backdated commit would make an expired key valid again. A key of two people proves neither of
    them, so its lines are left out, and so are invalid lines.
    """
    paths = list_signer_files(believed.policy)
    return _build_keys([believed.controls.get(path, b"") for path in paths], people, at)


def build_own_keys(tree: Tree, policy: Policy, people: People, at: datetime | None = None) -> Keys:
    """Return the trusted keys of a tree, by its own policy."""
    paths = list_signer_files(policy)
    found = {content.path: content.data for content in tree.read(paths) if not content.problem}
    return _build_keys([found.get(path, b"") for path in paths], people, at)


def _build_keys(files: list[bytes], people: People, at: datetime | None) -> Keys:
    signers, revoked = files or (b"", b"")
    lines = [line.text for line in _list_trusted_lines(signers, people, at)]
    # a file without trusted lines differs from a missing file
    return Keys("".join(f"{line}\n" for line in ["#", *lines] if signers).encode("ascii"), revoked)


def _list_trusted_lines(signers: bytes, people: People, at: datetime | None) -> list[AllowedSigner]:
    lines = [line for line in _parse_signers(signers) if at is None or line.ends is None or at < line.ends]
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        owners[line.key] |= {person.key for name in line.principals if (person := people.find_signer(name)) is not None}
    return [line for line in lines if len(owners[line.key]) < 2]


def _parse_signers(data: bytes) -> Iterator[AllowedSigner]:
    for text in data.decode("ascii", "replace").split("\n"):
        found = _LINE.fullmatch(text.rstrip("\r"))
        if found is None or not text.isascii():
            continue
        try:
            ends = _parse_end(found["options"] or "")
        except ValueError:
            continue
        yield AllowedSigner(tuple(filter(None, found["who"].strip('"').split(","))), ends, found["key"], text.strip())


def _parse_end(options: str) -> datetime | None:
    """Return the end of a key; ``None`` = no end. Raise ``ValueError`` if the end cannot be parsed."""
    if "valid-before" not in options.lower():
        return None
    found = _ENDS.search(options)
    if found is None:
        raise ValueError(options)
    return datetime.strptime(found[1], _FORMS[len(found[1])]).replace(tzinfo=UTC)
