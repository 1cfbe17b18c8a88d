"""Slips of the pen in the keys and kinds of foreign formats, which allow unknown ones."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 63  # of a word that is compared
SHORTEST = 4  # shorter words differ by one letter without being meant alike: App is no slip of API


def typo(word: str, known: Iterable[str]) -> str:
    """The known word that this one is surely a slip of (``onwer``, ``depends_on``), else ``""``.

    Much stricter than a suggestion may be, because here it decides whether anything is said at all.
    """
    if len(word) > LONGEST:
        return ""
    folded = _folded(word)
    return next((k for k in known if k != word and _is_slip(folded, _folded(k))), "")


def _folded(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")


def _is_slip(word: str, right: str) -> bool:
    """One letter too many, too few or wrong, or two swapped."""
    if word == right:
        return True
    if min(len(word), len(right)) < SHORTEST or abs(len(word) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), min(len(word), len(right)))
    left, wanted = word[start:], right[start:]
    return left[1:] == wanted[1:] or left[1:] == wanted or left == wanted[1:] or left == wanted[1::-1] + wanted[2:]
