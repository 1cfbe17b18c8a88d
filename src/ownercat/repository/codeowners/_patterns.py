"""Patterns as segments: those of GitHub, GitLab and ``code.paths`` in one form, matched without backtracking.

A pattern is a list of segments between slashes, each a plain name or a glob. Its end matches the path itself, every
path below it, or both. ``DEEP`` stands for any number of segments.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Wild(Enum):
    """A wildcard inside one segment."""

    ONE = "?"
    STAR = "*"


_WILD = {wild.value: wild for wild in Wild}


class Choice(NamedTuple):
    """A character class ``[a-z]`` (GitLab only): ranges with both ends included."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool

    def matches(self, char: str) -> bool:
        """Return whether the class contains a character. A reversed range contains only its two ends."""
        return self.negated is not any(low <= char <= high or char in (low, high) for low, high in self.ranges)


Token = str | Wild | Choice


class Glob(NamedTuple):
    """A segment with wildcards: literal texts, wildcards and character classes, in order."""

    tokens: tuple[Token, ...]

    @property
    def prefix(self) -> str:
        """The literal characters at the start of every match; ``""`` if none are fixed."""
        first = self.tokens[0]
        return first if isinstance(first, str) else ""

    @property
    def suffix(self) -> str:
        """The literal characters at the end of every match; ``""`` if none are fixed."""
        last = self.tokens[-1]
        return last if isinstance(last, str) else ""


Segment = str | Glob
_SPECIAL = re.compile(r"[*?\\\[]")
ANY = Glob((Wild.STAR,))
DEEP = Glob((Wild.STAR, Wild.STAR))


class PathPattern(NamedTuple):
    """Segments from the repository root; ``here``: match the path itself, ``below``: match paths below it."""

    segments: tuple[Segment, ...]
    here: bool
    below: bool


class BadPattern(Exception):
    """A pattern that a code host refuses: the reason and the fix."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def matches_glob(glob: Glob, name: str) -> bool:
    """Return whether a name matches a glob.

    On a mismatch, the match continues at the last star only. That is enough, because an earlier star cannot find a
    match that a later star misses. So the time is at most tokens times characters.
    """
    tokens, size = glob.tokens, len(name)
    p = t = mark = 0
    star = -1
    while True:
        token = tokens[p] if p < len(tokens) else None
        if token is Wild.STAR:
            star, mark, p = p, t, p + 1
            continue
        step = _match_token(token, name, t) if token is not None else -1
        if step >= 0:
            p, t = p + 1, t + step
        elif token is None and t == size:
            return True
        elif star < 0 or mark >= size:
            return False
        else:
            p, mark = star + 1, mark + 1
            after = tokens[p] if p < len(tokens) else None
            if isinstance(after, str):
                mark = name.find(after, mark)
                if mark < 0:
                    return False
            elif after is None:
                return True
            t = mark


def _match_token(token: Token, name: str, at: int) -> int:
    """Return how many characters a token matches at a position; -1 if it does not match."""
    if isinstance(token, str):
        return len(token) if name.startswith(token, at) else -1
    if at >= len(name) or (isinstance(token, Choice) and not token.matches(name[at])):
        return -1
    return 1


def parse_github(written: str) -> PathPattern:
    """Parse a pattern as GitHub does: backslash escapes, literal brackets; a slash inside anchors it at the root."""
    refuse_invalid(written)
    parts = written.split("/")
    if parts[0] == "":
        del parts[0]
    elif len(parts) == 1 or parts[1:] == [""]:
        parts.insert(0, "**")  # a single name matches at any depth
    inside = parts[-1] == ""
    segments = [DEEP if part == "**" else _parse_segment(part) for part in (parts[:-1] if inside else parts)]
    if inside and all(segment == DEEP for segment in segments):
        segments = [DEEP, ANY]  # `**/`: everything in any folder
    if inside or segments[-1] == DEEP:
        return _build_pattern(segments, here=False, below=True)
    # a single star at the end is the only pattern that matches one level only
    return _build_pattern(segments, here=True, below=segments[-1] != ANY)


def refuse_invalid(written: str) -> None:
    """Raise ``BadPattern`` for a pattern that GitHub refuses."""
    if written == "/":
        raise BadPattern("the pattern / matches no file", "write * to match all files")
    if "***" in written:
        raise BadPattern(
            "the pattern has three stars in a row", "write * for names in one folder, or ** for folders at any depth"
        )
    if written.startswith("!"):
        raise BadPattern(
            "GitHub does not support exclusions with !", "add a separate line for the path, without owners"
        )
    if written.startswith("\\#"):
        raise BadPattern("GitHub does not support an escaped # at the start", "write ? instead of \\#")


def parse_gitlab(written: str) -> PathPattern:
    """Parse a pattern as GitLab does: Ruby's ``File.fnmatch``; without a leading slash it matches at any depth."""
    if written.startswith("\\#"):
        written = written[1:]
    parts = _normalize_spaces(written).split("/")
    if parts[0] == "":
        del parts[0]
    else:
        parts.insert(0, "**")
    inside = parts[-1] == ""
    if inside:
        parts[-1:] = ["**", "*"]
    last = len(parts) - 1
    segments = [
        DEEP if part == "**" and i < last else _parse_segment(part, choices=True) for i, part in enumerate(parts)
    ]
    return _build_pattern(segments, here=True, below=False)


def _normalize_spaces(written: str) -> str:
    """Replace a backslash and all white space after it with one space, as GitLab does."""
    head, *rest = written.split("\\")
    kept = [head]
    for part in rest:
        stripped = part.lstrip(" \t\r\f\v")
        kept.append(f" {stripped}" if stripped != part else f"\\{part}")
    return "".join(kept)


def parse_code_path(written: str) -> PathPattern:
    """Parse a normalized pattern of ``code.paths``: it matches the path and everything below, without escapes."""
    if not written:
        return PathPattern((), here=False, below=True)
    segments = [
        DEEP if part == "**" else _join_tokens([Wild(c) if c in "*?" else c for c in part])
        for part in written.split("/")
    ]
    return _build_pattern(segments, here=segments[-1] != DEEP, below=True)


def _build_pattern(segments: list[Segment], here: bool, below: bool) -> PathPattern:
    """Return the simplest equal pattern: no two ``DEEP`` in a row, and none at the end."""
    kept: list[Segment] = []
    for segment in segments:
        if segment != DEEP or kept[-1:] != [DEEP]:
            kept.append(segment)
    if kept[-1:] == [DEEP]:
        kept.pop()
    if kept[-2:] == [DEEP, ANY] and here:
        return PathPattern(tuple(kept[:-2]), here=False, below=True)
    return PathPattern(tuple(kept), here, below)


def _parse_segment(part: str, choices: bool = False) -> Segment:
    return _join_tokens(list(_list_tokens(part, choices))) if _SPECIAL.search(part) else part


def _list_tokens(part: str, choices: bool) -> Iterator[Token]:
    """Yield the characters of a segment without escapes; an unclosed character class never matches."""
    at = 0
    while at < len(part):
        char = part[at]
        at += 1
        if char == "\\":
            yield from part[at : at + 1]  # yields nothing at the end of the text
            at += 1
        elif char in "*?":
            yield _WILD[char]
        elif char == "[" and choices:
            choice, at = _parse_choice(part, at)
            yield choice
        else:
            yield char


def _parse_choice(part: str, at: int) -> tuple[Token, int]:
    """Parse a character class after its bracket as Ruby does: the first ``]`` closes it, even if it is empty."""
    negated = part[at : at + 1] in ("!", "^")
    at += negated
    ranges: list[tuple[str, str]] = []
    while at < len(part):
        if part[at] == "]":
            return Choice(tuple(ranges), negated), at + 1
        low, at = _parse_member(part, at)
        high = low
        if part[at : at + 1] == "-" and part[at + 1 : at + 2] not in ("", "]"):
            high, at = _parse_member(part, at + 1)
        ranges.append((low, high))
    return "/", at  # a name never contains a slash, so this never matches


def _parse_member(part: str, at: int) -> tuple[str, int]:
    at += part[at] == "\\"
    return part[at : at + 1], at + 1


def _join_tokens(tokens: list[Token]) -> Segment:
    """Join adjacent characters and adjacent stars; return a plain name if there is no wildcard."""
    found: list[Token] = []
    for token in tokens:
        if found and isinstance(token, str) and isinstance(found[-1], str):
            found[-1] += token
        elif not (token is Wild.STAR and found and found[-1] is Wild.STAR):
            found.append(token)
    if all(isinstance(token, str) for token in found):
        return "".join(token for token in found if isinstance(token, str))
    return Glob(tuple(found))
