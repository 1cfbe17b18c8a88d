"""The commits of a range: their authors, their trailers, and the files that each commit itself changed."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ownercat.errors import IncompleteError
from ownercat.repository.git import WHOLE, GitError, Silent, expect_form, run_git

# prevents local files from changing the history or the trailer syntax
_PLAIN = ("core.commitGraph=false", "log.showSignature=false", "trailer.separators=:")
_LOG = ("--no-color", "--no-decorate", "--no-mailmap", "--encoding=UTF-8")
_FORMAT = "%H%x00%P%x00%ct%x00%an%x00%ae%x00%cn%x00%ce"
_TRAILERS = "%H%x00%(trailers:key={},only,unfold,valueonly,separator=%x00)"
_LAST = 253_370_764_800  # the year 9999
_NOTHING = frozenset({"0" * 40, "0" * 64})
_GITLINK, _LINK = "160000", "120000"


class Author(NamedTuple):
    """A name and an address as a commit states them, without verification."""

    name: str
    email: str


class TreeEntry(NamedTuple):
    """The mode and the content id of a file in git; ``NONE`` stands for no file."""

    mode: str
    blob: str

    @property
    def regular(self) -> bool:
        """Whether this is a file, not a link or a submodule."""
        return bool(self.blob) and self.mode not in (_GITLINK, _LINK)


NONE = TreeEntry("", "")


class Changed(NamedTuple):
    """A file that a commit changed. A rename counts as one removed and one added file."""

    path: str
    before: TreeEntry
    after: TreeEntry


class Commit(NamedTuple):
    """A commit. ``at``: the committer date in seconds since 1970, 0 if it has none.

    ``changed``: the files that it changed itself; for a merge, those that differ from a clean merge.
    """

    id: str
    parents: tuple[str, ...]
    at: int
    author: Author
    committer: Author
    changed: tuple[Changed, ...] = ()


def find_full_name(root: Path, revision: str) -> str:
    """Return the full name of a branch or tag (``refs/heads/main``); ``""`` for a revision that is only a commit."""
    try:
        found = run_git(root, "rev-parse", "--symbolic-full-name", "--verify", "--quiet", "--end-of-options", revision)
    except GitError:
        return ""
    return os.fsdecode(found).strip()


def list_commits(root: Path, base: str, head: str) -> tuple[Commit, ...]:
    """Return the commits in ``head`` and not in ``base`` (ids), each after its parents, without their changes."""
    rows = _list_rows(root, base, head, _FORMAT)
    with expect_form("log"):
        return tuple(Commit(*_parse_fields(row)) for row in rows)


def collect_trailers(root: Path, base: str, head: str, key: str) -> dict[str, tuple[str, ...]]:
    """Return the values of one trailer by commit, for the commits of a range; git parses the trailers."""
    rows = (row.split("\0") for row in _list_rows(root, base, head, _TRAILERS.format(key)))
    return {commit: found for commit, *values in rows if (found := tuple(filter(None, values)))}


def collect_present_commits(root: Path, ids: Iterable[str]) -> frozenset[str]:
    """Return those ids that are commits in this clone."""
    wanted = "".join(f"{i}\n" for i in sorted(set(ids)))
    rows = _run_git(root, "cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=wanted).decode(
        "ascii", "replace"
    )
    return frozenset(row.partition(" ")[0] for row in rows.splitlines() if row.endswith(" commit"))


def read_commit_dates(root: Path, ids: Iterable[str]) -> dict[str, int]:
    """Return the committer dates of present commits in seconds since 1970; 0 if a commit has none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    arguments = ("log", "--no-walk=unsorted", *_LOG, "--format=tformat:%H %ct", "--stdin")
    output = _run_git(root, *arguments, stdin="".join(f"{i}\n" for i in wanted))
    with expect_form("log"):
        rows = (row.partition(" ") for row in output.decode("ascii").splitlines())
        found = {commit: _parse_seconds(at) for commit, _, at in rows}
        return {commit: found[commit] for commit in wanted}


def add_changes(root: Path, found: Sequence[Commit]) -> tuple[Commit, ...]:
    """Return the same commits together with the files that each one changed."""
    plain = [commit.id for commit in found if len(commit.parents) < 2]
    changed = _read_changes(root, plain)
    return tuple(
        c._replace(changed=_list_merge_changes(root, c) if len(c.parents) > 1 else tuple(changed.get(c.id, ())))
        for c in found
    )


def _run_git(root: Path, *arguments: str, stdin: str = "") -> bytes:
    try:
        return run_git(root, *arguments, stdin=stdin.encode("ascii"), config=_PLAIN)
    except GitError as error:
        raise IncompleteError(f"cannot read the history of the change: {error}", WHOLE) from None


def _list_rows(root: Path, base: str, head: str, form: str) -> list[str]:
    """Return one line per commit of a range.

    No name and no unfolded trailer contains a line end, and nothing contains a NUL. This is also true for a commit that
    claims an encoding with letters for such bytes (UTF-7): git splits its lines after decoding.
    """
    output = _run_git(
        root, "log", "--reverse", "--topo-order", *_LOG, f"--format=tformat:{form}", f"{base}..{head}", "--"
    )
    return [row for row in output.decode("utf-8", "surrogateescape").split("\n") if row]


def _parse_fields(row: str) -> tuple[str, tuple[str, ...], int, Author, Author]:
    commit, parents, at, name, email, other, address = row.split("\0")
    return commit, tuple(parents.split()), _parse_seconds(at), Author(name, email), Author(other, address)


def _parse_seconds(text: str) -> int:
    """Return the date of a commit; 0 for an invalid date or one after the year 9998."""
    found = int(text) if text.isdecimal() and len(text) < 12 else 0
    return found if found < _LAST else 0


def _read_changes(root: Path, ids: Sequence[str]) -> Mapping[str, list[Changed]]:
    if not ids:
        return {}
    stdin = "".join(f"{i}\n" for i in ids)
    output = _run_git(root, "diff-tree", "--stdin", "--root", *RAW, stdin=stdin)
    with expect_form("diff-tree"):
        return _parse_changes(iter(output.split(b"\0")))


def _parse_changes(tokens: Iterator[bytes]) -> Mapping[str, list[Changed]]:
    found: dict[str, list[Changed]] = {}
    commit = ""
    for token in tokens:
        if token.startswith(b":"):
            found[commit].append(parse_change(token, next(tokens, b"")))
        elif token:
            commit = token.decode("ascii").strip()
            found[commit] = []
    return found


RAW = ("-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv")


def parse_change(raw: bytes, path: bytes) -> Changed:
    """Return the change in a line of ``--raw`` and the path after it."""
    if not path:
        raise ValueError("a change without a path")
    mode, new_mode, blob, new_blob, _ = raw.decode("ascii").lstrip(":").split(" ")
    return Changed(os.fsdecode(path), _build_entry(mode, blob), _build_entry(new_mode, new_blob))


def _build_entry(mode: str, blob: str) -> TreeEntry:
    return NONE if blob in _NOTHING and not mode.strip("0") else TreeEntry(mode, blob)


def _compare_trees(root: Path, one: str, other: str) -> dict[str, Changed]:
    tokens = iter(_run_git(root, "diff-tree", *RAW, one, other).split(b"\0"))
    with expect_form("diff-tree"):
        changes = (parse_change(token, next(tokens, b"")) for token in tokens if token)
        return {change.path: change for change in changes}


def _list_merge_changes(root: Path, merge: Commit) -> tuple[Changed, ...]:
    """Return what a merge itself changes, by comparing contents, without running a merge (which can start programs).

    A file that one side changed must be as on that side, and a file that no side changed must be as before. Every other
    result is the work of the person who merged: resolved conflicts, added changes, dropped changes. That includes a
    file that both sides changed and git merged line by line, because the contents alone cannot show the difference.
    """
    try:
        bases = run_git(root, "merge-base", "--all", "--octopus", *merge.parents, config=_PLAIN).decode("ascii").split()
    except Silent:  # histories without a common commit
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
