"""Did you mean: the nearest of some known words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain, pairwise

MAX_WORD = 80  # longer input is no typo of a name, and the comparison is quadratic in its length
SHORT_WORD = 4
SLIP = 0.5  # how much the parts have in common in which two names differ
SPARE = 5  # near words that are looked at beside those that are asked for
CANDIDATES = 30  # words with most letter pairs in common, of which ``finder`` compares the whole
LOOKS = 5_000_000  # entries of the index that one ``finder`` reads before it gives up: well under a second


def nearest(word: str, known: Iterable[str], count: int = 1) -> list[str]:
    """Up to ``count`` known words that ``word`` is probably a misspelling of, best first; ``[]`` when none is near."""
    if not word or len(word) > MAX_WORD:
        return []
    folded: dict[str, str] = {}
    for candidate in known:
        if candidate != word:
            folded.setdefault(candidate.casefold(), candidate)
    # two letters swapped in a short word leave little in common: web and wbe share two of three
    cutoff = 0.7 if len(word) > SHORT_WORD else 0.6
    import difflib  # noqa: PLC0415  # only an unknown name needs it

    close = difflib.get_close_matches(word.casefold(), folded, n=count + SPARE, cutoff=cutoff)
    slips = [match for match in close if difflib.SequenceMatcher(None, *_apart(match, word.casefold())).ratio() >= SLIP]
    return [folded[match] for match in slips[:count]]


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two names without the parts that both begin or end with: storefront-primary is no slip of support-primary."""
    left, right = one.split("-"), other.split("-")
    while len(left) > 1 and len(right) > 1 and left[-1] == right[-1]:
        del left[-1], right[-1]
    while len(left) > 1 and len(right) > 1 and left[0] == right[0]:
        del left[0], right[0]
    return "-".join(left), "-".join(right)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``did you mean X?`` or the other text."""
    found = nearest(word, known)
    return f"did you mean {found[0]}?" if found else otherwise


def finder(known: Iterable[str]) -> Callable[[str], str]:
    """``nearest`` for many questions about the same words, without comparing each with each; ``""`` when none is near.

    The words are indexed once by their pairs of letters. What a hostile catalog can make of that is bounded:
    after ``LOOKS`` entries no more suggestions are made.
    """
    index: dict[str, list[str]] = {}
    for candidate in known:
        for pair in _pairs(candidate):
            index.setdefault(pair, []).append(candidate)
    left = LOOKS

    def find(word: str) -> str:
        """The known word that ``word`` is probably a misspelling of."""
        nonlocal left
        alike = [index.get(pair, []) for pair in _pairs(word)]
        left -= sum(map(len, alike))
        if left < 0:
            return ""
        candidates = Counter(chain.from_iterable(alike)).most_common(CANDIDATES)
        return "".join(nearest(word, (candidate for candidate, _ in candidates)))

    return find


def _pairs(word: str) -> dict[str, None]:
    """The letter pairs of a word, its ends marked, in order and each once; none for what is too long to be a name."""
    text = f"^{word.casefold()}$" if len(word) <= MAX_WORD else ""
    return dict.fromkeys(map("".join, pairwise(text)))
