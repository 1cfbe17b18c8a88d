"""The commits of a range: who made them, what their trailers say, and which files each of them changed by itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ownercat.errors import IncompleteError
from ownercat.repository.git import WHOLE, GitError, run_git

# what would let a local file tell another history than the objects do, or another trailer than git writes
_PLAIN = ("core.commitGraph=false", "log.showSignature=false", "trailer.separators=:")
_LOG = ("--no-color", "--no-decorate", "--no-mailmap", "--encoding=UTF-8")
_FORMAT = "%H%x00%P%x00%ct%x00%an%x00%ae%x00%cn%x00%ce"
_TRAILERS = "%H%x00%(trailers:key={},only,unfold,valueonly,separator=%x00)"
_LAST = 253_370_764_800  # the year 9999
_NOTHING = frozenset({"0" * 40, "0" * 64})
_GITLINK, _LINK = "160000", "120000"


class Author(NamedTuple):
    """A name and an address as a commit states them; anybody can write anything there."""

    name: str
    email: str


class TreeEntry(NamedTuple):
    """How git stores a file: mode and id of the content. ``NONE`` where there is no file."""

    mode: str
    blob: str

    @property
    def regular(self) -> bool:
        """Whether this is a file, neither a link nor another repository."""
        return bool(self.blob) and self.mode not in (_GITLINK, _LINK)


NONE = TreeEntry("", "")


class Changed(NamedTuple):
    """A file that a commit changed. A renamed file is two: one that goes and one that comes."""

    path: str
    before: TreeEntry
    after: TreeEntry


class Commit(NamedTuple):
    """A commit. ``at``: the committer's date in seconds since 1970, 0 where it states none.

    ``changed``: what it changed by itself; of a merge what git's rules for a clean merge do not explain.
    """

    id: str
    parents: tuple[str, ...]
    at: int
    author: Author
    committer: Author
    changed: tuple[Changed, ...] = ()


def list_commits(root: Path, base: str, head: str) -> tuple[Commit, ...]:
    """The commits that are in ``head`` and not in ``base`` (ids), each after its parents, without their changes."""
    return tuple(Commit(*_parse_fields(row)) for row in _list_rows(root, base, head, _FORMAT))


def collect_trailers(root: Path, base: str, head: str, key: str) -> dict[str, tuple[str, ...]]:
    """The values of one trailer in the commits of a range, by commit; what a trailer is, git says."""
    rows = (row.split("\0") for row in _list_rows(root, base, head, _TRAILERS.format(key)))
    return {commit: found for commit, *values in rows if (found := tuple(filter(None, values)))}


def collect_present_commits(root: Path, ids: Iterable[str]) -> frozenset[str]:
    """Those of the ids that are commits in this clone."""
    wanted = "".join(f"{i}\n" for i in sorted(set(ids)))
    rows = _run_git(root, "cat-file", "--batch-check=%(objectname) %(objecttype)", given=wanted).decode(
        "ascii", "replace"
    )
    return frozenset(row.partition(" ")[0] for row in rows.splitlines() if row.endswith(" commit"))


def read_commit_dates(root: Path, ids: Iterable[str]) -> dict[str, int]:
    """The committer's date of commits (ids that are here), in seconds since 1970; 0 where one states none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    arguments = ("log", "--no-walk=unsorted", *_LOG, "--format=tformat:%H %ct", "--stdin")
    rows = _run_git(root, *arguments, given="".join(f"{i}\n" for i in wanted)).decode("ascii").splitlines()
    return {commit: _parse_seconds(at) for commit, _, at in (row.partition(" ") for row in rows)}


def add_changes(root: Path, found: Sequence[Commit]) -> tuple[Commit, ...]:
    """The same commits with the files that each of them changed."""
    plain = [commit.id for commit in found if len(commit.parents) < 2]
    changed = _read_changes(root, plain)
    return tuple(
        c._replace(changed=_list_merge_changes(root, c) if len(c.parents) > 1 else tuple(changed.get(c.id, ())))
        for c in found
    )


def _run_git(root: Path, *arguments: str, given: str = "") -> bytes:
    try:
        return run_git(root, *arguments, given=given.encode("ascii"), config=_PLAIN)
    except GitError as error:
        raise IncompleteError(f"cannot read the history of the change: {error}", WHOLE) from None


def _list_rows(root: Path, base: str, head: str, form: str) -> list[str]:
    """One line per commit: neither a name nor an unfolded trailer can hold a line end, and nothing can hold a NUL.

    Not even where a commit claims an encoding that writes them in letters (UTF-7): git reads its lines after that.
    """
    output = _run_git(
        root, "log", "--reverse", "--topo-order", *_LOG, f"--format=tformat:{form}", f"{base}..{head}", "--"
    )
    return [row for row in output.decode("utf-8", "surrogateescape").split("\n") if row]


def _parse_fields(row: str) -> tuple[str, tuple[str, ...], int, Author, Author]:
    commit, parents, at, name, email, other, address = row.split("\0")
    return commit, tuple(parents.split()), _parse_seconds(at), Author(name, email), Author(other, address)


def _parse_seconds(text: str) -> int:
    """A commit's date; 0 for what is none, or lies beyond every calendar."""
    found = int(text) if text.isdecimal() and len(text) < 12 else 0
    return found if found < _LAST else 0


def _read_changes(root: Path, ids: Sequence[str]) -> Mapping[str, list[Changed]]:
    if not ids:
        return {}
    given = "".join(f"{i}\n" for i in ids)
    tokens = iter(_run_git(root, "diff-tree", "--stdin", "--root", *RAW, given=given).split(b"\0"))
    found: dict[str, list[Changed]] = {}
    commit = ""
    for token in tokens:
        if token.startswith(b":"):
            found[commit].append(parse_change(token, next(tokens)))
        elif token:
            commit = token.decode("ascii").strip()
            found[commit] = []
    return found


RAW = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv")


def parse_change(raw: bytes, path: bytes) -> Changed:
    """A line of ``--raw`` and the path after it."""
    mode, new_mode, blob, new_blob, _ = raw.decode("ascii").lstrip(":").split(" ")
    return Changed(os.fsdecode(path), _build_entry(mode, blob), _build_entry(new_mode, new_blob))


def _build_entry(mode: str, blob: str) -> TreeEntry:
    return NONE if blob in _NOTHING and not mode.strip("0") else TreeEntry(mode, blob)


def _compare_trees(root: Path, one: str, other: str) -> dict[str, Changed]:
    tokens = iter(_run_git(root, "diff-tree", *RAW, one, other).split(b"\0"))
    changes = (parse_change(token, next(tokens)) for token in tokens if token)
    return {change.path: change for change in changes}


def _list_merge_changes(root: Path, merge: Commit) -> tuple[Changed, ...]:
    """What a merge changes by itself, by content and without running a merge (which may name programs).

    A file that one side changed since they parted has to be as on that side, one that no side changed as it was. All
    else is the work of whoever merged: resolved conflicts, what was smuggled in, what of the other side was dropped,
    and also a file that both sides changed and git merged line by line, because nothing here can tell that apart.
    """
    try:
        bases = run_git(root, "merge-base", "--all", "--octopus", *merge.parents, config=_PLAIN).decode("ascii").split()
    except GitError:  # histories without a common commit
        bases = []
    if len(bases) != 1:
        each = [_compare_trees(root, parent, merge.id) for parent in merge.parents]
        return tuple(change for _, change in sorted({p: c for found in each for p, c in found.items()}.items()))
    sides = [_compare_trees(root, bases[0], parent) for parent in merge.parents]
    result = _compare_trees(root, bases[0], merge.id)
    return tuple(_list_own_changes(sides, result))


def _list_own_changes(sides: Sequence[Mapping[str, Changed]], result: Mapping[str, Changed]) -> Iterator[Changed]:
    for path in sorted({path for changes in (*sides, result) for path in changes}):
        wanted = {side[path].after for side in sides if path in side}
        before = next(changes[path].before for changes in (*sides, result) if path in changes)
        got = result[path].after if path in result else before
        if len(wanted) > 1 or got != next(iter(wanted), before):
            yield Changed(path, before, got)
