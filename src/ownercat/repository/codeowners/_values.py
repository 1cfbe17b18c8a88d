"""The content of a CODEOWNERS file, as frozen values."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal, NamedTuple

from ownercat.diagnostics import Place, Position, Span

Style = Literal["github", "gitlab"]
BEGIN, END = "# BEGIN ownercat", "# END ownercat"  # the managed block
STYLES: tuple[Style, ...] = ("github", "gitlab")


class Section(NamedTuple):
    """A section of GitLab; the first has no name and contains the lines before any heading (on GitHub: all lines)."""

    name: str = ""
    optional: bool = False
    approvals: int = 1


class CodeownersEntry(NamedTuple):
    """An entry: its pattern as written, its owners, and its location."""

    pattern: str
    owners: tuple[str, ...]
    section: int
    line: int
    start: int
    end: int
    excludes: bool = False

    @property
    def span(self) -> Span:
        """The span from the pattern to the last owner."""
        return Span(Position(self.line, self.start), Position(self.line, self.end))


class CodeownersProblem(NamedTuple):
    """A line that a code host reads differently than intended: one sentence, and the fix."""

    message: str
    help: str
    span: Span


class Ownership(Enum):
    """The state of a path in a file: no entry matches, the matching entry has no owners, or the path has owners."""

    UNMATCHED = "unmatched"
    UNOWNED = "unowned"
    OWNED = "owned"


@dataclass(frozen=True, slots=True)
class CodeOwners:
    """A CODEOWNERS file. ``too_large``: the code host does not read the file, so it has no entries.

    ``managed_to``: the last line of the managed block; 0 without a block. ``complete``: false if the file has more
    lines than ownercat reads.
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
        """Return the location of an entry, for findings."""
        return Place(self.path, span=entry.span)


def get_ownership(entries: tuple[CodeownersEntry, ...]) -> Ownership:
    """Return the state of a path from its deciding entries (one for each section)."""
    if not entries:
        return Ownership.UNMATCHED
    return Ownership.OWNED if any(entry.owners for entry in entries) else Ownership.UNOWNED
