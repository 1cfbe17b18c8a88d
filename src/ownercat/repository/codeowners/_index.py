"""The entries of a CODEOWNERS file that decide about a path: the last match of each section."""

from collections.abc import Iterator

from ownercat.repository.codeowners._patterns import PathPattern, parse_github, parse_gitlab
from ownercat.repository.codeowners._trie import STEPS, TooManySteps, Trie
from ownercat.repository.codeowners._values import CodeOwners, CodeownersEntry

_EXCLUDED = 1 << 62  # above the number of any entry: a later line cannot undo an exclusion


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
