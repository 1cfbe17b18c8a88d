"""The first-parent history of a folder: the author of each change, its files, and its time of arrival."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ownercat.repository.git import expect_form, run_git
from ownercat.repository.git.history import RAW, Author, Changed, parse_change

# prevents the configuration from changing the list or starting a program
_PLAIN = ("log.showSignature=false", "log.follow=false", "log.diffMerges=first-parent")
_OPTIONS = ("--first-parent", "-m", "-z", "--no-color", "--no-decorate", "--no-mailmap", "--encoding=UTF-8")
_FORMAT = "--format=%H%x00%P%x00%an%x00%ae%x00%aI%x00%cI%x00%s%x00"


class Arrival(NamedTuple):
    """A commit of the first-parent history and its changes; for a merge, everything that it merged.

    ``parent``: the id of the first parent, ``""`` if *this clone* has none. ``written`` and ``arrived``: the dates of
    the author and the committer, ISO 8601 with an offset. ``changed``: regular files only.
    """

    id: str
    parent: str
    author: Author
    written: str
    arrived: str
    subject: str
    changed: tuple[Changed, ...]


def list_arrivals(root: Path, commit: str, under: str, others: Iterable[str] = ()) -> tuple[Arrival, ...]:
    """Return the commits that changed files below a folder or other paths, newest first, starting at a commit (an id).

    ``under``: ``""`` for every file.
    """
    arguments = ("log", *_OPTIONS, *RAW, _FORMAT, commit, "--", *([under, *others] if under else []))
    output = run_git(root, *arguments, config=_PLAIN)
    with expect_form("log"):
        return tuple(_parse_arrivals(output.split(b"\0")))


def _parse_arrivals(tokens: list[bytes]) -> Iterator[Arrival]:
    """Yield the commits of the output by position: a name, a subject or a path can look like another field."""
    at = 0
    while at + 7 < len(tokens):
        commit, parents, name, email, written, arrived, subject = (
            token.decode("utf-8", "surrogateescape") for token in tokens[at : at + 7]
        )
        at += 8  # an empty token separates a commit from its files
        found = []
        while at + 1 < len(tokens) and tokens[at].lstrip(b"\n").startswith(b":"):
            found.append(parse_change(tokens[at].lstrip(b"\n"), tokens[at + 1]))
            at += 2
        parent = parents.partition(" ")[0]
        yield Arrival(commit.strip(), parent, Author(name, email), written, arrived, subject, tuple(found))
