"""Which findings a change has caused: those that were not there where it began, or were not as bad.

Two findings are the same mistake when their identities are equal (see ``_fingerprints``), whatever their files and
sentences are. So a moved file, a reordered key or another line cause nothing. One mistake in the base excuses one in
the head: a second copy is caused. It excuses none that is louder or reaches further: a gap of two hours that becomes
one of forty (``Finding.extent``), or one more service of a team that is gone (``speaks_for``), is the change's doing.
A new name with the old one as its alias is the same entity.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ownercat.changes.matching import match_entities
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter._fingerprints import Identity, RuleFinding, identity


class BaseFindings(NamedTuple):
    """A tree where the change began, and what was found there."""

    loaded: LoadedCatalog
    raised: Sequence[RuleFinding]


def caused(
    raised: Sequence[RuleFinding], loaded: LoadedCatalog, before: Iterable[BaseFindings]
) -> tuple[list[RuleFinding], Mapping[Identity, int]]:
    """The findings that no tree where the change began excuses, in their order, each with its identity; and how many
    of an identity are excused, which a check that compares nothing counts first."""
    known = [item._replace(identity=identity(item, loaded.documents)) for item in raised]
    new = list(range(len(known)))
    for base in before if known else ():
        excused = _excused(known, base, _Moved.between(base.loaded, loaded))
        new = [number for number in new if number not in excused]
    found = [known[number] for number in new]
    return found, Counter(item.identity for item in known) - Counter(item.identity for item in found)


class _Moved(NamedTuple):
    """What has another name in the head: entities, and files that are the same to the byte."""

    names: Mapping[str, str]
    paths: Mapping[str, str]

    @classmethod
    def between(cls, before: LoadedCatalog, after: LoadedCatalog) -> _Moved:
        """Old → new."""
        appeared = {data: path for path, data in after.sources.items() if path not in before.sources}
        gone = ((path, data) for path, data in before.sources.items() if path not in after.sources)
        paths = {path: appeared[data] for path, data in gone if data in appeared}
        new = match_entities(before.catalog, after.catalog).renamed
        names = {before.catalog.entities[at].name: after.catalog.entities[at[0], key].name for at, key in new.items()}
        return cls(names, paths)

    def translated(self, found: Identity) -> Identity:
        """An identity in the names of the head. A name may be part of a value, so whole words are replaced."""
        code, kind, *rest = found
        if not kind:  # told apart by its path
            rest[0] = self.paths.get(rest[0], rest[0])
        return (code, kind, *(_words(rest, self.names) if self.names else rest))


def _words(parts: Iterable[str], names: Mapping[str, str]) -> Iterator[str]:
    longest_first = sorted(names, key=len, reverse=True)
    words = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
    return (words.sub(lambda match: names[match[0]], part) for part in parts)


def _excused(known: Sequence[RuleFinding], base: BaseFindings, moved: _Moved) -> set[int]:
    """The positions of findings that were there before."""
    old = _Old(base, moved)
    # of equal ones, what has not moved is the old one
    order = sorted(range(len(known)), key=lambda number: not old.is_unmoved(known[number]))
    return {number for number in order if old.take(known[number])}


class _Old:
    """What was found before, each good for one excuse."""

    def __init__(self, base: BaseFindings, moved: _Moved) -> None:
        self.moved = moved
        self.left: dict[Identity, list[RuleFinding]] = {}
        self.unmoved = {(r.finding.place.path, r.finding.message) for r in base.raised}
        self.other: dict[Identity, list[Identity]] = {}
        for item in base.raised:
            found = identity(item, base.loaded.documents)
            self.left.setdefault(found, []).append(item)
        for found in self.left if any(moved) else ():
            self.other.setdefault(moved.translated(found), []).append(found)

    def is_unmoved(self, item: RuleFinding) -> bool:
        """Whether the same was said about the same file."""
        return (item.finding.place.path, item.finding.message) in self.unmoved

    def take(self, item: RuleFinding) -> bool:
        """Use up the excuse that fits closest, if there is one."""
        for found in (item.identity, *self.other.get(item.identity, ())):
            fits = [was for was in self.left.get(found, ()) if self._reaches(was, item)]
            if fits:
                self.left[found].remove(min(fits, key=lambda was: (was.severity, was.finding.extent)))
                return True
        return False

    def _reaches(self, was: RuleFinding, now: RuleFinding) -> bool:
        """Whether what was found is as loud, as bad and about as many things as what is found now."""
        if was.severity < now.severity or was.finding.extent < now.finding.extent:
            return False
        held = was.finding.speaks_for
        return now.finding.speaks_for <= held | {self.moved.names.get(name, name) for name in held}
