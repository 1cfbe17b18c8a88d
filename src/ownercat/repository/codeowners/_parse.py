"""A parser of CODEOWNERS as GitHub or GitLab reads it: text → entries, sections and problems.

GitHub ignores a line that it cannot read. GitLab keeps nearly every line, and approves files of an entry without owners
automatically.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ownercat.diagnostics import Position, Span
from ownercat.repository.codeowners._patterns import BadPattern, refuse_invalid
from ownercat.repository.codeowners._values import END, CodeOwners, CodeownersEntry, CodeownersProblem, Section, Style
from ownercat.text import shown

MAX_BYTES = 3 * 1024 * 1024  # GitHub does not load a file of 3 MB or more
MAX_LINES = 200_000  # a file of MAX_BYTES with more lines cannot contain paths
_MISTAKES = 1_000  # more are not kept

_WORD = re.compile(r"(?:[^ \t\\]++|\\.|\\$)++")
_GITHUB_OWNER = re.compile(r"@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+", re.ASCII)
_GITLAB_PATTERN_END = re.compile(r"(?<!\\)[ \t\r\f\v]+")
_GITLAB_NAME = re.compile(r"(?<![\w@])@[A-Za-z0-9_.][\w.-]*(?:/[A-Za-z0-9_.][\w.-]*)*", re.ASCII)
_NO_NAME_AT_END = re.compile(r"\W+\Z")
_GITLAB_ROLE = re.compile(r"@@(?:developer|maintainer|owner)s?", re.IGNORECASE)
_HEADING = re.compile(
    r"(?P<optional>\^)?\[(?P<name>[^\]]*)\](?:\[(?P<count>[0-9]*)\])?(?P<owners>[ \t]+[@\w_./\- \t+]*)?", re.ASCII
)
_OPEN_HEADING = re.compile(r"\^?\[")
_LONGEST = 500  # characters of an owner; the search for an address in a longer word takes too long
_LONGEST_PATTERN = 4096  # no path is longer
_TOO_LONG = ("the pattern is longer than any path: ownercat ignores it", "write a folder")
_GITLAB_SPACE = " \t\r\f\v\0"


def parse(text: str, style: Style, path: str = "CODEOWNERS") -> CodeOwners:
    """Parse a CODEOWNERS file. Never raises: an unreadable line becomes a problem with its location."""
    if len(text.encode("utf-8", "surrogatepass")) >= MAX_BYTES:
        return CodeOwners(path, style, too_large=True)
    *lines, more = text.removeprefix("\ufeff").split("\n", MAX_LINES)
    lines += [more] if len(lines) < MAX_LINES else []
    found = _parse_gitlab(path, lines) if style == "gitlab" else _parse_github(path, lines)
    ends = (number for number, line in enumerate(lines, 1) if line.startswith(END) and line.rstrip() == END)
    return replace(found, managed_to=next(ends, 0), complete=len(lines) < MAX_LINES or not more)


def _parse_github(path: str, lines: list[str]) -> CodeOwners:
    entries: list[CodeownersEntry] = []
    mistakes: list[CodeownersProblem] = []
    for number, line in enumerate(lines, 1):
        words = _split_words(line.rstrip("\r"))
        if words:
            wrong = list(_list_github_problems(number, *words))
            mistakes += wrong if len(mistakes) < _MISTAKES else []
            entries += [] if wrong else [_build_github_entry(number, *words)]
    return CodeOwners(path, "github", tuple(entries), mistakes=tuple(mistakes))


def _parse_gitlab(path: str, lines: list[str]) -> CodeOwners:
    reading = _Gitlab()
    for number, line in enumerate(lines, 1):
        stripped = line.strip(_GITLAB_SPACE)
        if stripped and not stripped.startswith("#"):
            reading.read_line(number, _Word(stripped, line.index(stripped)))
    return CodeOwners(path, "gitlab", tuple(reading.entries), tuple(reading.sections), tuple(reading.mistakes))


def is_owner(text: str, style: Style) -> bool:
    """Return whether a word is exactly one valid owner."""
    if style == "github":
        return len(text) <= _LONGEST and _GITHUB_OWNER.fullmatch(text) is not None
    return _GITLAB_ROLE.fullmatch(text) is not None or list(_list_names(text)) == [text]


class _Word(NamedTuple):
    text: str
    start: int  # counted from 0

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _build_github_entry(number: int, pattern: _Word, *owners: _Word) -> CodeownersEntry:
    last = owners[-1] if owners else pattern
    return CodeownersEntry(
        pattern.text, tuple(owner.text for owner in owners), 0, number, pattern.start + 1, last.end + 1
    )


def _split_words(line: str) -> list[_Word]:
    """Return the words of a line, up to a comment; a backslash keeps the next character in the word, even a space."""
    found: list[_Word] = []
    for match in _WORD.finditer(line):
        if match[0].startswith("#"):
            break
        found.append(_Word(match[0], match.start()))
    return found


def _list_github_problems(number: int, pattern: _Word, *owners: _Word) -> Iterator[CodeownersProblem]:
    if len(pattern.text) > _LONGEST_PATTERN:
        yield CodeownersProblem(*_TOO_LONG, _build_span(number, pattern))
    try:
        refuse_invalid(pattern.text)
    except BadPattern as bad:
        yield CodeownersProblem(f"GitHub ignores the line: {bad.message}", bad.help, _build_span(number, pattern))
    for owner in owners:
        if not is_owner(owner.text, "github"):
            message = f"GitHub ignores the line: {shown(owner.text)} is not a valid owner"
            yield CodeownersProblem(
                message, "write @user, @organization/team or an email address", _build_span(number, owner)
            )


def _build_span(number: int, word: _Word) -> Span:
    return Span(Position(number, word.start + 1), Position(number, word.end + 1))


class _Heading(NamedTuple):
    """The heading of a section and the default owners of its entries."""

    section: int
    owners: tuple[str, ...]


class _Gitlab:
    """The state of reading one GitLab file: sections with the same name collect their entries over the whole file."""

    def __init__(self) -> None:
        self.entries: list[CodeownersEntry] = []
        self.mistakes: list[CodeownersProblem] = []
        self.sections = [Section()]
        self.known: dict[str, int] = {}
        self.heading = _Heading(0, ())

    def read_line(self, number: int, line: _Word) -> None:
        """Read a heading, or an entry of the current section."""
        heading = _HEADING.match(line.text)
        if heading is None:
            if _OPEN_HEADING.match(line.text):
                self.add_problem(
                    number,
                    line,
                    "the heading has no closing bracket: GitLab reads it as a path",
                    "close the bracket: [Name]",
                )
            self.add_entry(number, line)
            return
        self.heading = self.open_section(number, line, heading)

    def open_section(self, number: int, line: _Word, heading: re.Match[str]) -> _Heading:
        """Return the section of a heading; an equal name, ignoring case, continues an earlier section."""
        name, count, optional = heading["name"], heading["count"], heading["optional"] is not None
        if not name.strip():
            self.add_problem(number, line, "the section has no name", "add a name: [Name]")
        if heading.end() < len(line.text) and line.text[heading.end()] == "[" and count is None:
            self.add_problem(
                number, line, "the number of approvals is not a number: GitLab uses 1", "write a number: [Name][2]"
            )
        elif count is not None and (optional or not count.strip("0")):
            why = (
                "GitLab ignores the number of approvals of an optional section"
                if optional
                else "GitLab reads 0 approvals as 1"
            )
            self.add_problem(number, line, why, "write [Name][2], or ^[Name]")
        number_of = min(int(count[:9]), 1_000_000) if count else 1
        section = Section(name, optional, max(number_of, 1))
        at = self.known.setdefault(name.casefold(), len(self.sections))
        if at == len(self.sections):
            self.sections.append(section)
        else:
            # one required heading makes the section required
            first = self.sections[at]
            both = first.optional and optional
            self.sections[at] = Section(first.name, both, max(first.approvals, section.approvals))
        return _Heading(at, tuple(_list_names(heading["owners"] or "")))

    def add_entry(self, number: int, line: _Word) -> None:
        """Add a path with its owners, or with those of its section."""
        end = _GITLAB_PATTERN_END.search(line.text)
        pattern = line.text[: end.start()] if end else line.text
        words = list(_split_words_from(line, end.end())) if end else []
        if len(pattern) > _LONGEST_PATTERN:
            self.add_problem(number, line, *_TOO_LONG)
            return
        excludes = pattern.startswith("!")
        if pattern == "!":
            self.add_problem(number, line, "the line excludes no path", "write a path after the !")
            return
        if excludes:
            owners: tuple[str, ...] = ()
        else:
            for word in words:
                if not any(_list_names(word.text)):
                    self.add_problem(
                        number,
                        word,
                        f"{shown(word.text)} is not a valid owner",
                        "write @user, @group or an email address",
                    )
            owners = tuple(dict.fromkeys(name for word in words for name in _list_names(word.text)))
            owners = owners or (() if words else self.heading.owners)
            if not owners:
                help = "add an owner: GitLab automatically approves files without owners"
                self.add_problem(number, line, f"{shown(pattern)} has no owner", help)
        last = line.start + len(line.text)
        self.entries.append(
            CodeownersEntry(
                pattern.removeprefix("!"), owners, self.heading.section, number, line.start + 1, last + 1, excludes
            )
        )

    def add_problem(self, number: int, word: _Word, message: str, help: str) -> None:
        """Add a problem; GitLab still uses the line."""
        if len(self.mistakes) < _MISTAKES:
            self.mistakes.append(CodeownersProblem(message, help, _build_span(number, word)))


def _split_words_from(line: _Word, start: int) -> Iterator[_Word]:
    for match in re.finditer(r"\S+", line.text[start:]):
        yield _Word(match[0], line.start + start + match.start())


def _list_names(text: str) -> Iterator[str]:
    """Yield all owners in a text as GitLab finds them, even in a comment after the owners."""
    for word in text.split():
        if "@" not in word or len(word) > _LONGEST:
            continue
        role = _GITLAB_ROLE.fullmatch(word)
        if role:
            yield word.lower()
        else:
            yield from _GITLAB_NAME.findall(word)
            local, _, domain = word.partition("@")
            if local and "@" not in domain and (end := _NO_NAME_AT_END.sub("", domain)):
                yield f"{local}@{end}"
