"""The straightforward reading of CODEOWNERS, one pattern and one path at a time: slow, and easy to believe."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Matches = Callable[[str, str], bool]


def github(pattern: str, path: str) -> bool:
    """Whether GitHub's pattern matches a file."""
    if pattern == "/":
        return False
    anchored = "/" in pattern.rstrip("/")
    inside = pattern.endswith("/")
    names = pattern.strip("/").split("/")
    if set(names) == {"**"}:
        return not inside or "/" in path
    if names[-1] == "**" and len(names) > 1:
        inside, names = True, names[:-1]
    alone = names[-1] == "*"
    parts = path.split("/")
    for start in [0] if anchored else range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            if _segments(names, parts[start:end], _wild):
                below = end < len(parts)
                if below if inside else not (below and alone and anchored):
                    return True
    return False


def gitlab(pattern: str, path: str) -> bool:
    """Whether GitLab's pattern matches a file."""
    full = pattern if pattern.startswith("/") else f"/**/{pattern}"
    full += "**/*" if full.endswith("/") else ""
    names = full[1:].split("/")
    names[-1] = "*" if names[-1] == "**" else names[-1]
    return _segments(names, path.split("/"), _wild)


def code_path(pattern: str, path: str) -> bool:
    """Whether an entry of ``code.paths`` covers a file: the thing itself, and all below it."""
    names = pattern.strip("/").split("/")
    parts = path.split("/")
    if len(names) > 1 and names[-1] == "**":
        names[-1:] = ["*"]  # what lies below
    return any(_segments(names, parts[:end], _wild) for end in range(1, len(parts) + 1))


def last(patterns: Sequence[str], path: str, matches: Matches) -> int | None:
    """The number of the last pattern that matches."""
    return next((n for n in reversed(range(len(patterns))) if matches(patterns[n], path)), None)


def _segments(names: list[str], parts: list[str], wild: Callable[[str], str]) -> bool:
    if not names:
        return not parts
    if names[0] == "**":
        return any(_segments(names[1:], parts[skip:], wild) for skip in range(len(parts) + 1))
    return bool(parts) and re.fullmatch(wild(names[0]), parts[0]) is not None and _segments(names[1:], parts[1:], wild)


def _wild(name: str) -> str:
    pieces = re.findall(r"\\.|.", name)
    return "".join(
        "[^/]*" if piece == "*" else "[^/]" if piece == "?" else re.escape(piece.removeprefix("\\") or "\\")
        for piece in pieces
    )
