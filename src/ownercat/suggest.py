"""Did you mean: the nearest of some known words."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MAX_WORD = 80  # longer input is no typo of a name, and the comparison is quadratic in its length


def nearest(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Up to ``count`` known words that ``word`` is probably a misspelling of, best first; ``[]`` when none is near."""
    if not word or len(word) > MAX_WORD:
        return []
    folded: dict[str, str] = {}
    for candidate in known:
        if candidate != word:
            folded.setdefault(candidate.casefold(), candidate)
    return [folded[match] for match in get_close_matches(word.casefold(), folded, n=count, cutoff=0.7)]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``did you mean X?`` or the other text."""
    found = nearest(word, known)
    return f"did you mean {found[0]}?" if found else otherwise
