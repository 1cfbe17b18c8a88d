"""What a CODEOWNERS file says, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal, NamedTuple

from ownercat.diagnostics import Place, Position, Span

Style = Literal["github", "gitlab"]
BEGIN, END = "# BEGIN ownercat", "# END ownercat"  # the managed block
STYLES: tuple[Style, ...] = ("github", "gitlab")


class Section(NamedTuple):
    """A section of GitLab's; the first one has no name and holds what stands before any heading (on GitHub: all)."""

    name: str = ""
    optional: bool = False
    approvals: int = 1


class CodeownersEntry(NamedTuple):
    """A line that counts: its pattern as written, who owns what it matches, and where it stands."""

    pattern: str
    owners: tuple[str, ...]
    section: int
    line: int
    start: int
    end: int
    excludes: bool = False

    @property
    def span(self) -> Span:
        """From the pattern to the last owner."""
        return Span(Position(self.line, self.start), Position(self.line, self.end))


class CodeownersProblem(NamedTuple):
    """Something a forge does not take as it was meant: one sentence, and what to write."""

    message: str
    help: str
    span: Span


class Ownership(Enum):
    """What a file says about a path: nobody spoke of it, somebody took its owners away, or it has owners."""

    UNMATCHED = "unmatched"
    UNOWNED = "unowned"
    OWNED = "owned"


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """A CODEOWNERS file. ``too_large``: the forge does not read it, so it has no entries.

    ``managed_to``: the line that ends the block that ownercat writes; 0 without one. ``complete``: False where the file
    has more lines than are read.
    """

    path: str
    style: Style
    entries: tuple[CodeownersEntry, ...] = ()
    sections: tuple[Section, ...] = (Section(),)
    mistakes: tuple[CodeownersProblem, ...] = ()
    too_large: bool = False
    managed_to: int = 0
    complete: bool = True

    def place(self, entry: CodeownersEntry) -> Place:
        """Where an entry stands, for findings."""
        return Place(self.path, span=entry.span)


def get_ownership(entries: tuple[CodeownersEntry, ...]) -> Ownership:
    """The state of a path that these entries decide about (one for each section)."""
    if not entries:
        return Ownership.UNMATCHED
    return Ownership.OWNED if any(entry.owners for entry in entries) else Ownership.UNOWNED
