"""CODEOWNERS: how GitHub and GitLab read it, who owns a path, and its text from the catalog. No input or output."""

import re
from collections.abc import Iterator

from ownercat.repository.codeowners._claims import Claim, Claims, is_wild
from ownercat.repository.codeowners._control import Control, list_control_files
from ownercat.repository.codeowners._generate import (
    FORGES,
    GeneratedLine,
    GenerateProblem,
    Wanted,
    build_wanted,
    get_handle,
)
from ownercat.repository.codeowners._parse import MAX_BYTES, parse
from ownercat.repository.codeowners._patterns import PathPattern, parse_github, parse_gitlab
from ownercat.repository.codeowners._trie import STEPS, TooManySteps, Trie
from ownercat.repository.codeowners._values import (
    BEGIN,
    END,
    STYLES,
    CodeOwners,
    CodeownersEntry,
    CodeownersProblem,
    Ownership,
    Section,
    Style,
    get_ownership,
)

_EXCLUDED = 1 << 62  # above the number of any entry: a later line cannot undo an exclusion

# In lookup order; GitHub ignores .gitlab/, and GitLab ignores .github/.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
NEW = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS"}

# Syntax that only GitLab has: headings, exclusions, roles.
_GITLAB_ONLY = re.compile(r"^[ \t]*(?:\^?\[[^\]\n]+\](?:\[[0-9]+\])?[ \t]*(?:[@\r]|$)|!)|[ \t]@@\w", re.MULTILINE)

# Comments are on separate lines: GitLab reads names in a comment after a pattern as owners.
_NOTE = "# Written by `ownercat codeowners generate`: change the catalog, not these lines."
_CONTROL = "# The catalog's policy, people, teams and signers, and this file."
_SECTIONS = ("[ownercat]", "[ownercat governance]")


class Index:
    """The entries of a file, indexed for many lookups. Raises ``TooManySteps`` for too many lines or wildcards."""

    def __init__(self, found: CodeOwners, steps: int = STEPS) -> None:
        if not found.complete:
            raise TooManySteps
        self.found = found
        self._trie = Trie(_list_patterns(found), steps)

    def find(self, path: str) -> tuple[CodeownersEntry, ...]:
        """Return the deciding entry of a file for each section that has one; on GitHub, one or none."""
        marks = self._trie.find(path)
        entries = self.found.entries
        if len(marks) == 1:
            (mark,) = marks.values()
            return (entries[mark],) if mark != _EXCLUDED else ()
        return tuple(entries[mark] for _, mark in sorted(marks.items()) if mark != _EXCLUDED)


def _list_patterns(found: CodeOwners) -> Iterator[tuple[PathPattern, int, int]]:
    read = parse_gitlab if found.style == "gitlab" else parse_github
    for number, entry in enumerate(found.entries):
        yield read(entry.pattern), entry.section, _EXCLUDED if entry.excludes else number


def list_places(style: Style) -> tuple[str, ...]:
    """Return the paths where a code host looks for CODEOWNERS; the first one that exists counts."""
    other = ".gitlab/" if style == "github" else ".github/"
    return tuple(place for place in PLACES if not place.startswith(other))


def detect_style(path: str, text: str) -> Style | None:
    """Return the style of a file by its path, else by syntax that only GitLab has; ``None`` if neither shows it."""
    if path.startswith(".github/"):
        return "github"
    return "gitlab" if path.startswith(".gitlab/") or _GITLAB_ONLY.search(text) else None


def decode(data: bytes) -> str:
    """Return the text of a file; bytes that are not UTF-8 stay as surrogates, as in the names of paths."""
    return data.decode("utf-8", "surrogateescape")


def parse_file(path: str, data: bytes, style: Style = "github") -> CodeOwners:
    """Parse a file in the style that its path or text shows, else in the given style."""
    text = decode(data)
    return parse(text, detect_style(path, text) or style, path)


class BadBlock(Exception):
    """An error in the markers of the block; the text says which."""


def place_block(existing: str, wanted: Wanted) -> str:
    """Return the text of the file with the new block in place of the old one, or at the end if there is none."""
    newline = "\r\n" if "\r\n" in existing[: existing.find("\n") + 1] else "\n"
    text = newline.join(render_block(wanted)) + newline
    found = find_block(existing)
    if found is None:
        gap = "" if not existing else newline if existing.endswith("\n") else newline * 2
        return f"{existing}{gap}{text}"
    begin, end = found
    lines = existing.split("\n")
    before = "".join(f"{line}\n" for line in lines[:begin])
    after = lines[end + 1 :]
    return before + (text + "\n".join(after) if after else text.removesuffix(newline))


def find_block(text: str) -> tuple[int, int] | None:
    """Return the line numbers (from 0) of both markers; ``None`` without a block."""
    begins, ends = [], []
    for number, line in enumerate(text.split("\n")):
        if "ownercat" in line:
            stripped = line.strip()
            begins += [number] * (stripped == BEGIN)
            ends += [number] * (stripped == END)
    if not begins and not ends:
        return None
    if len(begins) > 1:
        raise BadBlock(f"`{BEGIN}` is on line {begins[0] + 1} and again on line {begins[1] + 1}")
    if len(ends) > 1:
        raise BadBlock(f"`{END}` is on line {ends[0] + 1} and again on line {ends[1] + 1}")
    if not ends:
        raise BadBlock(f"`{BEGIN}` on line {begins[0] + 1} has no `{END}`")
    if not begins or begins[0] > ends[0]:
        raise BadBlock(f"`{END}` on line {ends[0] + 1} has no `{BEGIN}` above it")
    return begins[0], ends[0]


def render_block(wanted: Wanted) -> Iterator[str]:
    """Yield the lines of the block; on GitLab in separate sections, because each is evaluated on its own."""
    sections = wanted.style == "gitlab"
    yield BEGIN
    yield _NOTE
    if sections and wanted.code:
        yield _SECTIONS[0]
    yield from (" ".join((line.pattern, *line.owners)) for line in wanted.code)
    if wanted.control:
        yield _CONTROL
        if sections:
            yield f"{_SECTIONS[1]}[{max(wanted.quorum, 1)}]"
        yield from (" ".join((line.pattern, *line.owners)) for line in wanted.control)
    yield END


def find_swallowed_line(found: CodeOwners, text: str) -> int:
    """Return the first line after the block that GitLab adds to the last section of the block; 0 if there is none."""
    lines = find_block(text)
    if lines is None or found.style != "gitlab":
        return 0
    inside = {entry.section for entry in found.entries if lines[0] < entry.line <= lines[1]} - {0}
    behind = (entry for entry in found.entries if entry.line > lines[1] and entry.section in inside)
    return next((entry.line for entry in behind), 0)
