"""Find the findings that a change causes: those that the base does not have, or has with a lower severity or extent.

Two findings are the same if their identities are equal (see ``_fingerprints``), whatever their files and texts are. So
a moved file, a reordered key or another line causes nothing. One finding of the base excuses one of the head: a second
copy is caused by the change. A finding of the base does not excuse one that is more severe or wider: a gap of two hours
that becomes one of forty (``Finding.extent``), or one more service of a removed team (``speaks_for``). A new name with
the old name as its alias is the same entity.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ownercat.changes.matching import match_entities
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter._fingerprints import Identity, RuleFinding, get_identity


class BaseFindings(NamedTuple):
    """A merge base and its findings."""

    loaded: LoadedCatalog
    raised: Sequence[RuleFinding]


def find_caused(
    raised: Sequence[RuleFinding], loaded: LoadedCatalog, before: Iterable[BaseFindings]
) -> tuple[list[RuleFinding], Mapping[Identity, int]]:
    """Return the findings that no merge base excuses, and the number of excused findings by identity.

    The findings keep their order and have their identities. A check without a comparison counts the excused findings
    first, so fingerprints need their number.
    """
    known = [item._replace(identity=get_identity(item, loaded.documents)) for item in raised]
    new = list(range(len(known)))
    for base in before if known else ():
        excused = _list_excused(known, base, _Moved.between(base.loaded, loaded))
        new = [number for number in new if number not in excused]
    caused = [known[number] for number in new]
    return caused, Counter(item.identity for item in known) - Counter(item.identity for item in caused)


class _Moved(NamedTuple):
    """Names and paths that changed: renamed entities, and moved files with the same bytes."""

    names: Mapping[str, str]
    paths: Mapping[str, str]

    @classmethod
    def between(cls, before: LoadedCatalog, after: LoadedCatalog) -> _Moved:
        """Compare two catalogs, and map old names and paths to new ones."""
        appeared = {data: path for path, data in after.sources.items() if path not in before.sources}
        gone = ((path, data) for path, data in before.sources.items() if path not in after.sources)
        paths = {path: appeared[data] for path, data in gone if data in appeared}
        new = match_entities(before.catalog, after.catalog).renamed
        names = {before.catalog.entities[at].name: after.catalog.entities[at[0], key].name for at, key in new.items()}
        return cls(names, paths)

    def translated(self, old_identity: Identity) -> Identity:
        """Return an identity in the names of the head.

        Whole words are replaced, because a name may be part of a value.
        """
        code, kind, *rest = old_identity
        if not kind:  # identified by its path
            rest[0] = self.paths.get(rest[0], rest[0])
        return (code, kind, *(_replace_words(rest, self.names) if self.names else rest))


def _replace_words(parts: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    longest_first = sorted(names, key=len, reverse=True)
    words = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
    return (words.sub(lambda match: names[match[0]], part) for part in parts)


def _list_excused(known: Sequence[RuleFinding], base: BaseFindings, moved: _Moved) -> set[int]:
    """Return the positions of the findings that the base has."""
    old = _Old(base, moved)
    # of equal findings, one that has not moved is the old one
    order = sorted(range(len(known)), key=lambda number: not old.is_unmoved(known[number]))
    return {number for number in order if old.take(known[number])}


class _Old:
    """Findings of the base. Each one matches at most one finding of the head."""

    def __init__(self, base: BaseFindings, moved: _Moved) -> None:
        self.moved = moved
        self.left: dict[Identity, list[RuleFinding]] = {}
        self.unmoved = {(r.finding.place.path, r.finding.message) for r in base.raised}
        self.other: dict[Identity, list[Identity]] = {}
        for item in base.raised:
            old_identity = get_identity(item, base.loaded.documents)
            self.left.setdefault(old_identity, []).append(item)
        for old_identity in self.left if any(moved) else ():
            self.other.setdefault(moved.translated(old_identity), []).append(old_identity)

    def is_unmoved(self, item: RuleFinding) -> bool:
        """Return whether the base has the same message for the same file."""
        return (item.finding.place.path, item.finding.message) in self.unmoved

    def take(self, item: RuleFinding) -> bool:
        """Use up the closest matching finding of the base, and return whether there was one."""
        for old_identity in (item.identity, *self.other.get(item.identity, ())):
            fits = [was for was in self.left.get(old_identity, ()) if self._reaches(was, item)]
            if fits:
                self.left[old_identity].remove(min(fits, key=lambda was: (was.severity, was.finding.extent)))
                return True
        return False

    def _reaches(self, was: RuleFinding, now: RuleFinding) -> bool:
        """Return whether the old finding is at least as severe and as wide as the new one."""
        if was.severity < now.severity or was.finding.extent < now.finding.extent:
            return False
        held = was.finding.speaks_for
        return now.finding.speaks_for <= held | {self.moved.names.get(name, name) for name in held}
