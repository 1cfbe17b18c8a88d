"""Suggestions for misspelled names: the nearest known names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain, pairwise

MAX_WORD = 80  # longer input is not a misspelled name, and the comparison is quadratic in its length
SHORT_WORD = 4
SLIP = 0.5  # minimum similarity of the parts in which two names differ
SPARE = 5  # additional near words to compare
CANDIDATES = 30  # words with the most letter pairs in common, which ``finder`` compares in full
LOOKS = 5_000_000  # entries of the index that one ``finder`` reads at most, which takes less than a second


def find_nearest(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Return up to ``count`` known words that ``word`` is probably a misspelling of, best first."""
    if not word or len(word) > MAX_WORD:
        return []
    folded: dict[str, str] = {}
    for candidate in known:
        if candidate != word:
            folded.setdefault(candidate.casefold(), candidate)
    # a short word with two swapped letters has little in common with the original: web and wbe
    cutoff = 0.7 if len(word) > SHORT_WORD else 0.6
    import difflib  # noqa: PLC0415  # only an unknown name needs it

    close = difflib.get_close_matches(word.casefold(), folded, n=count + SPARE, cutoff=cutoff)
    slips = [
        match
        for match in close
        if difflib.SequenceMatcher(None, *_strip_common_parts(match, word.casefold())).ratio() >= SLIP
    ]
    return [folded[match] for match in slips[:count]]


def _strip_common_parts(first: str, second: str) -> tuple[str, str]:
    """Return two names without common first and last parts: storefront-primary is not similar to support-primary."""
    left, right = first.split("-"), second.split("-")
    while len(left) > 1 and len(right) > 1 and left[-1] == right[-1]:
        del left[-1], right[-1]
    while len(left) > 1 and len(right) > 1 and left[0] == right[0]:
        del left[0], right[0]
    return "-".join(left), "-".join(right)


def format_suggestion(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a question with the nearest known word, or the other text."""
    matches = find_nearest(word, known)
    return f"did you mean `{matches[0]}`?" if matches else otherwise


def build_finder(known: Iterable[str]) -> Callable[[str], str]:
    """Return a function like ``nearest`` for many words; it returns ``""`` if no known word is near.

    The known words are indexed once by their pairs of letters. After ``LOOKS`` entries the function returns no more
    suggestions, so that a hostile catalog cannot make it slow.
    """
    index: dict[str, list[str]] = {}
    for candidate in known:
        for pair in _collect_pairs(candidate):
            index.setdefault(pair, []).append(candidate)
    left = LOOKS

    def find(word: str) -> str:
        """Return the known word that ``word`` is probably a misspelling of."""
        nonlocal left
        alike = [index.get(pair, []) for pair in _collect_pairs(word)]
        left -= sum(map(len, alike))
        if left < 0:
            return ""
        candidates = Counter(chain.from_iterable(alike)).most_common(CANDIDATES)
        return "".join(find_nearest(word, (candidate for candidate, _ in candidates)))

    return find


def _collect_pairs(word: str) -> dict[str, None]:
    """Return the letter pairs of a word in order, with marked ends; none if the word is too long for a name."""
    text = f"^{word.casefold()}$" if len(word) <= MAX_WORD else ""
    return dict.fromkeys(map("".join, pairwise(text)))
