"""The services that claim a path in ``code.paths``: the most specific claim wins."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Service, normalize_path
from ownercat.repository.codeowners._patterns import PathPattern, parse_code_path
from ownercat.repository.codeowners._trie import STEPS, Trie

_WILD = frozenset("*?")
_LONGEST = 512  # longer than any path


class Claim(NamedTuple):
    """One entry of a service's ``code.paths``; ``pattern`` has no slash at either end, ``""`` matches everything."""

    service: Service
    number: int
    pattern: str
    weight: int

    @property
    def place(self) -> Place:
        """The location of the entry; for a foreign format, the location of the service's name."""
        native = self.service.dialect == "native"
        return self.service.at.at("code", "paths", self.number) if native else self.service.named

    @property
    def written(self) -> str:
        """The pattern as written in the catalog."""
        return self.service.paths[self.number]

    @property
    def order(self) -> tuple[int, str]:
        """The sort key from the broadest to the most specific claim; as in CODEOWNERS, the last match wins."""
        return (self.weight, self.pattern)


class Claims:
    """The claims on this repository (``everywhere``: on any), indexed for many lookups.

    Raises ``TooManySteps`` if the patterns have too many wildcards.
    """

    def __init__(self, services: Iterable[Service], steps: int = STEPS, everywhere: bool = False) -> None:
        selected = (service for service in services if everywhere or not service.repository)
        self.claims = [claim for service in selected for claim in _list_claims(service)]
        self.groups: list[list[Claim]] = []  # the claims of each pattern
        self.matched: set[int] = set()
        known: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if claim.pattern not in known:
                known[claim.pattern] = []
                self.groups.append(known[claim.pattern])
            known[claim.pattern].append(claim)
        self._trie = Trie(self._patterns(), steps)

    def _patterns(self) -> Iterator[tuple[PathPattern, int, int]]:
        for number, (claim, *_) in enumerate(self.groups):
            if len(claim.pattern) <= _LONGEST or not is_wild(claim.pattern):
                yield parse_code_path(claim.pattern), number, claim.weight

    def find(self, path: str) -> list[Claim]:
        """Return the most specific claims on a file, all if equally specific; record the matched patterns."""
        marks = self._trie.find(path)
        if not marks:
            return []
        self.matched.update(marks)
        best = max(marks.values())
        return [claim for group, weight in sorted(marks.items()) if weight == best for claim in self.groups[group]]

    def list_unmatched(self) -> list[Claim]:
        """Return the claims that matched none of the paths so far."""
        return [claim for number, group in enumerate(self.groups) if number not in self.matched for claim in group]


def _list_claims(service: Service) -> Iterator[Claim]:
    for number, path in enumerate(service.paths):
        pattern = normalize_path(path)
        yield Claim(service, number, pattern, compute_weight(pattern))


def is_wild(pattern: str) -> bool:
    """Return whether a pattern has ``*`` or ``?``."""
    return not _WILD.isdisjoint(pattern)


def compute_weight(pattern: str) -> int:
    """Return how specific a pattern is: twice its fixed characters, plus one if it has no wildcard."""
    if not is_wild(pattern):
        return 1 + 2 * len(pattern)
    return max(1, 2 * sum(char not in _WILD for char in pattern))
