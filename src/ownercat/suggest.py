"""Suggestions for misspelled names: the known names that a person would recognize as what the author meant."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain, pairwise

MAX_WORD = 80  # longer input is not a misspelled name, and the comparison is quadratic in its length
FEW = 3  # more words that contain the text are no help
SHORT_WORD = 3  # in a word of so many letters, another letter is another word: PST and MST
LONG_PART = 8  # a part of so many letters may have two slips
CANDIDATES = 30  # words with the most letter pairs in common, which ``finder`` compares in full
LOOKS = 5_000_000  # entries of the index that one ``finder`` reads at most, which takes less than a second

_BETWEEN = re.compile(r"[-_./: ]+")
_PADDED = re.compile(r"(?<!\d)0+(?=\d)")
_FAR = 9
_MOST = 2


def find_nearest(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Return up to ``count`` known words that ``word`` is probably a misspelling of, best first."""
    return [candidate for _, candidate in _rank(word, known)[:count]]


def alternatives(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that ``word`` is probably a misspelling of: one, or two that are equally near.

    If more than two are equally near, no one can tell: ``sev9`` is as near to ``sev1`` as to ``sev2`` and ``sev3``.
    """
    ranked = _rank(word, known)
    best = [candidate for slips, candidate in ranked if slips == ranked[0][0]]
    return best if len(best) <= _MOST else []


def _rank(word: str, known: Iterable[str]) -> list[tuple[int, str]]:
    if not word or len(word) > MAX_WORD:
        return []
    folded: dict[str, str] = {}
    for candidate in known:
        if candidate != word:
            folded.setdefault(candidate.casefold(), candidate)
    text = word.casefold()
    ranked = [(_count_slips(text, other), candidate) for other, candidate in folded.items()]
    return sorted((pair for pair in ranked if pair[0] < _FAR), key=lambda pair: pair[0])


@lru_cache(maxsize=65_536)  # one mistake is often in many documents
def _count_slips(word: str, other: str) -> int:
    """Return the number of slips between two names, ``_FAR`` if they are different names.

    A slip is a letter that is changed, missing, added or swapped with its neighbor. Words in another order and digits
    with or without leading zeros are no slip.
    """
    if word == other or _PADDED.sub("", word) == _PADDED.sub("", other):
        return 0
    left, right = _strip_common_parts(word, other)
    if sorted(left) == sorted(right):
        return 1
    one, two = "-".join(left), "-".join(right)
    most = 2 if min(len(one), len(two)) >= LONG_PART else 1
    if _is_longer_form(one, two):
        return 2
    if abs(len(one) - len(two)) > most or (len(word) == len(other) <= SHORT_WORD and sorted(word) != sorted(other)):
        return _FAR
    slips = _measure_distance(one, two)
    return slips if slips <= most else _FAR


def _strip_common_parts(one: str, other: str) -> tuple[list[str], list[str]]:
    """Return the parts of two names without common first and last parts.

    storefront-primary is not similar to support-primary, and Europe/Munich is not similar to Europe/Zurich.
    """
    left, right = _BETWEEN.split(one), _BETWEEN.split(other)
    while len(left) > 1 and len(right) > 1 and left[-1] == right[-1]:
        del left[-1], right[-1]
    while len(left) > 1 and len(right) > 1 and left[0] == right[0]:
        del left[0], right[0]
    return left, right


def _is_longer_form(one: str, other: str) -> bool:
    """Return whether one name is the other with one or two letters at its end: orphan and orphaned."""
    short, long = sorted((one, other), key=len)
    return len(short) > SHORT_WORD and len(short) + 1 < len(long) <= len(short) + 2 and long.startswith(short)


def _measure_distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance: changed, missing, added and swapped letters."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, there in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if last and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def question(names: Iterable[str], otherwise: str = "") -> str:
    """Return a question with names that are safe to print, or the other text if there are none."""
    found = " or ".join(names)
    return f"did you mean {found}?" if found else otherwise


def format_suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a question with the nearest known word, with both of two that are equally near, or the other text."""
    return question(alternatives(word, known), otherwise)


def near_or_containing(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a question with the nearest known word, or with the few known words that contain the word."""
    words = list(known)
    holding = [name for name in words if len(word) >= SHORT_WORD and word.casefold() in name.casefold()]
    return format_suggestion(word, words) or question(holding if len(holding) <= FEW else [], otherwise)


def build_finder(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Return a function like ``alternatives`` for many words.

    The known words are indexed once by their pairs of letters. After ``LOOKS`` entries the function returns no more
    suggestions, so that a hostile catalog cannot make it slow.
    """
    index: dict[str, list[str]] = {}
    for candidate in known:
        for pair in _collect_pairs(candidate):
            index.setdefault(pair, []).append(candidate)
    left = LOOKS

    def find(word: str) -> list[str]:
        """Return the known words that ``word`` is probably a misspelling of."""
        nonlocal left
        alike = [index.get(pair, []) for pair in _collect_pairs(word)]
        left -= sum(map(len, alike))
        if left < 0:
            return []
        candidates = Counter(chain.from_iterable(alike)).most_common(CANDIDATES)
        return alternatives(word, (candidate for candidate, _ in candidates))

    return find


def _collect_pairs(word: str) -> dict[str, None]:
    """Return the letter pairs of a word in order, with marked ends; none if the word is too long for a name."""
    text = f"^{word.casefold()}$" if len(word) <= MAX_WORD else ""
    return dict.fromkeys(map("".join, pairwise(text)))
