"""Find typing errors in keys and kinds of foreign formats, which allow unknown keys and kinds."""

from collections.abc import Iterable

LONGEST = 63  # maximum length of a word to compare
SHORTEST = 4  # shorter words may differ by one letter and still be different words: App is not a typing error for API


def typo(word: str, known: Iterable[str]) -> str:
    """Return the known word for a word with a typing error (``onwer``, ``depends_on``), else ``""``.

    Stricter than a suggestion, because the result decides whether ownercat reports a finding.
    """
    if len(word) > LONGEST:
        return ""
    folded = _fold(word)
    return next((k for k in known if k != word and _is_slip(folded, _fold(k))), "")


def _fold(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")


def _is_slip(word: str, right: str) -> bool:
    """Return whether one letter is extra, missing or wrong, or two letters are swapped."""
    if word == right:
        return True
    if min(len(word), len(right)) < SHORTEST or abs(len(word) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), min(len(word), len(right)))
    left, wanted = word[start:], right[start:]
    return left[1:] == wanted[1:] or left[1:] == wanted or left == wanted[1:] or left == wanted[1::-1] + wanted[2:]
