"""Locations, findings of rules, and diagnostics for users."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal, NamedTuple

Key = str | int
Pointer = tuple[Key, ...]
Basis = Literal[
    "proved",  # it follows from files that were read
    "assumed",  # another system or repository has the fact
    "unknown",  # a file that cannot be read may have the fact
]


_ITEM_NAMES = ("id", "name", "service", "alert", "interface", "symptom", "type")


def name_path_items(pointer: Pointer, data: Any) -> Iterator[str]:
    """Yield a key path with item names instead of indexes, so that it survives a new order."""
    for key in pointer:
        data = _get_item(data, key)
        yield str(key) if isinstance(key, str) else _name_item(data, key)


def _get_item(data: Any, key: Key) -> Any:
    if isinstance(data, dict):
        return data.get(key)
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        return data[key]
    return None


def _name_item(data: Any, index: Key) -> str:
    if isinstance(data, str):
        return data
    if isinstance(data, dict):
        for name in _ITEM_NAMES:
            if isinstance(data.get(name), str):
                return str(data[name])
    return str(index)


class Severity(IntEnum):
    """The severity of a finding. Members are ordered, so ``max`` and ``>=`` work."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """Return the lower-case name that users type and read."""
        return self.name.lower()


class Position(NamedTuple):
    """A position in a text: line and column start at 1, columns count code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A range of text; the end is exclusive."""

    start: Position
    end: Position


class Place(NamedTuple):
    """A location in the catalog: a file, a document in it (from 0) and the key path inside.

    Rules use these locations; ``linter`` resolves them to lines. ``span`` is set only if the text position is already
    known (syntax errors).
    """

    path: str
    document: int = 0
    pointer: Pointer = ()
    on: Literal["value", "key"] = "value"
    span: Span | None = None

    def at(self, *keys: Key) -> "Place":
        """Return the location of a value below this location."""
        path, document, pointer, _, _ = self
        return tuple.__new__(Place, (path, document, pointer + keys, "value", None))  # rules call this very often

    def key(self, *keys: Key) -> "Place":
        """Return the location of a key, not of its value, below this location."""
        return Place(self.path, self.document, self.pointer + keys, "key")


class Fix(NamedTuple):
    """The correction of a finding, which needs no decision of a person.

    ``form``: ``value``: the new value at a place, or the new name of the key there. ``quotes``: only quotes are put
    around the value or key; ``new`` is its text, ``""`` if unknown. ``text``: ``new`` replaces the span of the place,
    which is a syntax error. ``old``: the text that must be at the place; ``""``: any text.
    """

    place: Place
    new: Any
    form: Literal["value", "quotes", "text"] = "value"
    old: str = ""


class FixEdit(NamedTuple):
    """The replacement of a part of one line. ``start`` and ``end``: offsets in the text of the file."""

    path: str
    span: Span
    text: str
    start: int
    end: int


class EntityId(NamedTuple):
    """The entity of a finding."""

    kind: str
    name: str


class Related(NamedTuple):
    """A second location that explains a finding: the first definition, the other entity, the reference."""

    place: Place
    message: str


class Finding(NamedTuple):
    """A finding of a rule: one sentence in lower case, a fix, and a location. It has no code, severity or line."""

    place: Place
    message: str
    help: str
    related: tuple[Related, ...] = ()
    subject: EntityId | None = None
    value: str = ""  # the referenced value, part of the fingerprint
    note: bool = False  # always info, whatever the severity of the rule
    mild: bool = False  # at most a warning, for example because the format of the document allows it
    # if one of these grows, the change caused the finding, even if the base has it
    extent: int = 0  # the size of the problem, in the rule's own unit
    speaks_for: frozenset[str] = frozenset()  # the names of all entities of the finding
    missing: EntityId | None = None  # what is not defined: the identity of the finding, whichever reference is first
    fixes: tuple[Fix, ...] = ()  # what corrects it without any decision
    cause: Place | None = None  # the error of a document that may disprove the finding: the finding is withheld


class Withheld(NamedTuple):
    """Findings that are not reported, because a document that cannot be read completely may disprove them.

    ``subject``: what they are about; ``references``: whether they are references to it. ``path`` and ``line``: the
    error of the document.
    """

    number: int
    rules: tuple[str, ...]
    subject: EntityId | None
    references: bool
    path: str
    line: int


class Fault(NamedTuple):
    """A finding from loading files, for the rule with this code (such as ``SYN001``)."""

    code: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. Each code has one name and one default severity.

    ``dated``: the rule depends on the date, so it is off under ``--timeless``. ``optional``: the rule is off unless the
    policy turns it on. ``options``: option name → default value, set in ``policy.rules.options``. ``requirement``: the
    tier requirement whose absence the rule reports (for ``score``); ``""`` if there is none. ``protected``: no rule
    exception by path silences the rule, because it reports what teams approved.
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
    """A related location with its lines."""

    path: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding for users, with code, severity and lines."""

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
    missing: EntityId | None = None
    fixes: tuple[Fix, ...] = ()
    edits: tuple[FixEdit, ...] = ()  # of the fixes

    @property
    def sort_key(self) -> tuple[int, str, Span, str, str]:
        """Errors first; then by path, position, code and text: the order of every output."""
        return (-self.severity, self.path, self.span, self.code, self.message)


class RulePage(NamedTuple):
    """The documentation of a rule: its default severity and its page, in Markdown."""

    severity: Severity
    text: str


class ReportBase(NamedTuple):
    """The base of a comparison: the requested revision, and the merge base.

    ``is_new``: the base has no catalog, so all findings are new. ``agreements``: how many approvals the change
    requires; ``None`` if unknown. ``is_whole``: the base was loaded completely.
    """

    revision: str
    commit: str
    is_new: bool = False
    agreements: int | None = None
    is_whole: bool = True


class Suppressed(NamedTuple):
    """A finding that is not reported. ``by``: what suppresses it; ``reason``: ``""`` without one."""

    diagnostic: Diagnostic
    by: Literal["baseline", "comment", "policy"]
    reason: str = ""


class BaselineUse(NamedTuple):
    """The baseline of a check: its path, and how many of its entries match no finding."""

    path: str
    prunable: int


def _list_nothing() -> tuple[Suppressed, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check, for reporters; ``lines`` returns the source lines of a file.

    ``list_suppressed`` returns the suppressed findings with their lines, up to the limits on what is shown.
    """

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
    withheld: tuple[Withheld, ...] = ()
    assumed: int = 0  # rotations whose schedule is in another system
    baseline: BaselineUse | None = None
    list_suppressed: Callable[[], tuple[Suppressed, ...]] = _list_nothing
