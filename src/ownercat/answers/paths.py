"""Which service's code a path belongs to: patterns as in ``code.paths``, the most specific one wins."""

from __future__ import annotations

from collections.abc import Iterable

from ownercat.model import Catalog, Person, Team

_WILD = frozenset("*?")
_LONGEST = 512  # a longer pattern is no path, and matching costs the product of both lengths


def normal(path: str) -> str:
    """A path or pattern without leading ``./`` or ``/`` and without a trailing ``/``."""
    while path.startswith("./"):
        path = path[2:]
    return "" if path == "." else path.strip("/")


def is_wild(pattern: str) -> bool:
    """Whether a pattern holds ``*`` or ``?``."""
    return not _WILD.isdisjoint(pattern)


def covers(pattern: str, path: str) -> int:
    """How specifically a pattern covers a path (both normal); 0 = not at all.

    A plain pattern names a file or everything below a folder. ``*`` and ``?`` stay within one folder, ``**`` crosses
    them. Patterns count from the repository's root. More fixed characters are more specific.
    """
    if not pattern:
        return 1  # "/" or "./": everything
    if not is_wild(pattern):
        return 1 + 2 * len(pattern) if path == pattern or path.startswith(f"{pattern}/") else 0
    fixed = min(pattern.find(c) for c in _WILD if c in pattern)
    if len(pattern) > _LONGEST or not path.startswith(pattern[:fixed]):
        return 0
    if not _matches(_folded(pattern.split("/")), path.split("/")):
        return 0
    # one less than the plain pattern of that many characters, which is the more exact
    return max(1, 2 * sum(c not in _WILD for c in pattern))


def _folded(segments: list[str]) -> list[str]:
    """``**/**`` says no more than ``**``."""
    return [s for i, s in enumerate(segments) if s != "**" or segments[i - 1 : i] != ["**"]]


def _matches(pattern: list[str], path: list[str]) -> bool:
    """Segment by segment, with every reachable state at once: no backtracking, whatever the pattern."""
    states = _skip({0}, pattern)
    for segment in path:
        if len(pattern) in states:
            return True  # the pattern named a folder above
        after: set[int] = set()
        for i in states:
            if pattern[i] == "**":
                after.update((i, i + 1) if i + 1 == len(pattern) else (i,))
            elif _segment(pattern[i], segment):
                after.add(i + 1)
        states = _skip(after, pattern)
        if not states:
            return False
    return len(pattern) in states


def _skip(states: Iterable[int], pattern: list[str]) -> set[int]:
    """The states reached by letting ``**`` (never two in a row) stand for nothing; at the end it is what lies below."""
    found = set(states)
    return found | {i + 1 for i in found if i + 1 < len(pattern) and pattern[i] == "**"}


def _segment(pattern: str, text: str) -> bool:
    """One name against one pattern with ``*`` and ``?``: two pointers, returning only to the last star."""
    p = t = 0
    star, mark = -1, 0
    while t < len(text):
        if p < len(pattern) and pattern[p] == "*":
            star, mark = p, t
            p += 1
        elif p < len(pattern) and pattern[p] in ("?", text[t]):
            p, t = p + 1, t + 1
        elif star >= 0:
            mark += 1
            p, t = star + 1, mark
        else:
            return False
    return all(c == "*" for c in pattern[p:])


def holders(catalog: Catalog, forge: str, accounts: Iterable[str]) -> list[Team | Person]:
    """The teams and people behind accounts as CODEOWNERS names them; accounts that nobody here has are left out."""
    known: dict[str, Team | Person] = {}
    for person in catalog.of(Person):
        login = person.logins.get(forge, "").removeprefix("@")
        known |= {name.casefold(): person for name in (f"@{login}" if login else "", person.email) if name}
    known |= {team.handles[forge].casefold(): team for team in catalog.of(Team) if team.handles.get(forge)}
    found: list[Team | Person] = []
    for account in accounts:
        holder = known.get(account.casefold())
        if holder is not None and all(holder is not other for other in found):
            found.append(holder)
    return found
