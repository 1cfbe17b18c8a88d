"""What is said about a catalog: places, findings as rules speak them, diagnostics as users see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, NamedTuple

Key = str | int
Pointer = tuple[Key, ...]


class Severity(IntEnum):
    """How loud a finding is; ordered, so that ``max`` and ``>=`` mean what they say."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The lower-case name that users type and read."""
        return self.name.lower()


class Position(NamedTuple):
    """A place in a text: line and column count from 1, columns in code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text; the end is exclusive."""

    start: Position
    end: Position


class Place(NamedTuple):
    """Where in the catalog: a file, a document in it (from 0) and the key path inside.

    Rules speak in places; ``linter`` turns them into lines. ``span`` is set only by what already
    knows the text position (faults of the text itself).
    """

    path: str
    document: int = 0
    pointer: Pointer = ()
    on: Literal["value", "key"] = "value"
    span: Span | None = None

    def at(self, *keys: Key) -> Place:
        """The place below this one."""
        return Place(self.path, self.document, self.pointer + keys)

    def key(self, *keys: Key) -> Place:
        """The key itself (not its value) below this place."""
        return Place(self.path, self.document, self.pointer + keys, "key")


class EntityId(NamedTuple):
    """The entity a finding is about."""

    kind: str
    name: str


class Related(NamedTuple):
    """A second place that explains a finding: the first definition, the other side, the reference."""

    place: Place
    message: str


class Finding(NamedTuple):
    """What a rule says: one sentence in lower case, a cure, and where. No code, severity or line."""

    place: Place
    message: str
    help: str
    related: tuple[Related, ...] = ()
    subject: EntityId | None = None
    value: str = ""  # the referenced value, part of the fingerprint
    note: bool = False  # never louder than info, whatever the rule's severity
    # what makes an old mistake worse, and so the doing of the change that makes it so
    extent: int = 0  # how bad it is, in the rule's own unit
    speaks_for: frozenset[str] = frozenset()  # the names of all that one finding stands for


class Fault(NamedTuple):
    """A finding made while reading, kept for the rule that owns its code (such as ``SYN001``)."""

    code: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's identity. One code = one name = one default severity.

    ``dated``: reminds of time passing, so it is off under ``--timeless``.
    ``optional``: off unless the policy asks for it.
    ``options``: option name → default value, set in ``policy.rules.options``.
    ``requirement``: the tier requirement whose absence the rule reports (for ``score``).
    ``protected``: no exception by path silences the rule, because it reports what teams agreed to.
    """

    code: str
    name: str
    severity: Severity
    dated: bool = False
    optional: bool = False
    options: dict[str, object] = field(default_factory=dict)
    requirement: str = ""
    protected: bool = False


class ResolvedRelated(NamedTuple):
    """A related place with its lines."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding as the user sees it: stamped with code and severity, resolved to lines."""

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    path: str
    span: Span
    pointer: str
    subject: EntityId | None
    related: tuple[ResolvedRelated, ...]
    fingerprint: str
    url: str

    @property
    def sort_key(self) -> tuple[int, str, Span, str, str]:
        """Errors first; then by path, position, code and text: the order of every output."""
        return (-self.severity, self.path, self.span, self.code, self.message)


class RulePage(NamedTuple):
    """What is written about a rule: its default severity and its page, in Markdown."""

    severity: Severity
    text: str


class ReportBase(NamedTuple):
    """What a check was compared with: the revision asked for, and the commit where the change began.

    ``is_new``: there is no catalog there, so that everything counts as new. ``agreements``: how many the change
    needs, where that is known. ``is_whole``: everything there could be read.
    """

    revision: str
    commit: str
    is_new: bool = False
    agreements: int | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check, ready for a reporter; ``lines`` gives the source lines of a file."""

    diagnostics: tuple[Diagnostic, ...]
    files: int
    documents: int
    services: int
    suppressed: int
    complete: bool
    hidden: int  # findings cut by the limits on what is shown; the counts below include them
    counts: dict[Severity, int]
    lines: Callable[[str], tuple[str, ...]]
    by_rule: dict[tuple[str, str], int] = field(default_factory=dict)  # (code, name) → findings, those cut included
    base: ReportBase | None = None
    pages: Mapping[str, RulePage] = field(default_factory=dict)  # of the rules that found something, by code
