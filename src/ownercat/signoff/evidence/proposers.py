"""The authors of a change: its pull-request author, and whoever made a commit that does more than add records."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ownercat.documents import source
from ownercat.documents.scope import Scope
from ownercat.model import EMPTY
from ownercat.repository.git.blobs import read_blobs
from ownercat.repository.git.history import NONE, Author, Changed, Commit
from ownercat.repository.trees import MAX_BYTES, is_below
from ownercat.signoff.identities import People, fold_case
from ownercat.signoff.values import Identity

CO_AUTHOR = "Co-authored-by"
_SPEAKERS: Mapping[str, tuple[str, ...]] = {"SignOff": ("by",), "BreakGlass": ("invokedBy", "second")}
_ADDRESS = re.compile(r"<([^<>]*)>\s*$")
# the committer of commits made on github.com; anyone can forge it, and it hides no more than other addresses do
_FORGE = "noreply@github.com"


class AuthorResolver(NamedTuple):
    """A lookup from accounts and addresses to people; ``accounts``: the accounts of addresses at the code host."""

    people: People
    accounts: Mapping[str, Identity] = EMPTY

    def resolve(self, identity: Identity) -> Identity:
        """Return the person by name, or the identity unchanged if no person has it."""
        person = self.people.find(identity)
        if person is None and identity.kind == "email":
            account = self.accounts.get(fold_case(identity.value))
            person = self.people.find(account) if account is not None else None
        return identity if person is None else Identity("person", person.key)


def collect_authors(
    root: Path,
    scopes: Sequence[Scope],
    found: Sequence[Commit],
    co_authors: Mapping[str, Sequence[str]],
    names: AuthorResolver,
) -> frozenset[Identity]:
    """Return the identities behind the commits of a range; unknown ones stay as the commit has them.

    A commit without changes does not count. A commit that only adds records does not count either, unless a record is
    by a person other than the one who commits it.
    """
    spoken = _map_record_commits(root, scopes, found)
    who: set[Identity] = set()
    for commit in found:
        makers = {names.resolve(Identity("email", maker.email)) for maker in _list_makers(commit)}
        if commit.id in spoken:
            who |= {maker for maker in makers if not _has_only_own_records(maker, spoken[commit.id], names.people)}
        elif commit.changed:
            who |= makers
            who |= {names.resolve(Identity("email", _parse_address(value))) for value in co_authors.get(commit.id, ())}
    return frozenset(who)


def _list_makers(commit: Commit) -> Iterator[Author]:
    yield commit.author
    if fold_case(commit.committer.email) != _FORGE or commit.author == commit.committer:
        yield commit.committer


def _parse_address(value: str) -> str:
    """Return the address in ``Name <address>``, or the whole text if it has another form."""
    found = _ADDRESS.search(value)
    return found[1].strip() if found else value.strip()


def _has_only_own_records(maker: Identity, records: Sequence[frozenset[str]], people: People) -> bool:
    """Return whether a person is among the people who give each of the records."""
    if maker.kind != "person":
        return False
    for names in records:
        keys = {person.key for name in names if (person := people.find(Identity("person", name))) is not None}
        if maker.value not in keys:
            return False
    return True


def _map_record_commits(
    root: Path, scopes: Sequence[Scope], found: Sequence[Commit]
) -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return the commits that only add records, with the people named as giving each record."""
    likely = [c for c in found if c.changed and all(_may_add_records(change, scopes) for change in c.changed)]
    blobs = sorted({change.after.blob for commit in likely for change in commit.changed})
    contents = dict(zip(blobs, read_blobs(root, blobs, MAX_BYTES), strict=True))
    spoken: dict[str, tuple[frozenset[str], ...]] = {}
    for commit in likely:
        records = [_list_record_speakers(change.path, contents[change.after.blob]) for change in commit.changed]
        if all(records):
            spoken[commit.id] = tuple(names for names_of_file in records for names in names_of_file)
    return spoken


def _may_add_records(change: Changed, scopes: Sequence[Scope]) -> bool:
    new = change.before == NONE and change.after.regular
    return new and change.path.endswith((".yaml", ".yml")) and any(is_below(change.path, s.catalog) for s in scopes)


def _list_record_speakers(path: str, data: bytes | None) -> list[frozenset[str]]:
    """Return the people who give each record of a file; empty if it has other content or is not fully readable."""
    if data is None or len(data) > MAX_BYTES:
        return []
    reading = source.read(path, data)
    found = [_find_speakers(document.data) for document in reading.documents]
    whole = reading.whole and not reading.faults
    return [names for names in found if names is not None] if whole and None not in found else []


def _find_speakers(data: object) -> frozenset[str] | None:
    if not isinstance(data, dict) or data.get("apiVersion") != "ownercat/v1":
        return None
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in _SPEAKERS:
        return None
    return frozenset(name for key in _SPEAKERS[kind] if isinstance(name := data.get(key), str))
