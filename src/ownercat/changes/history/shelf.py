"""The files of one state after another, going back: each content is fetched once, and parsed once if it matters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from ownercat.changes.values import Side
from ownercat.diagnostics import Place
from ownercat.documents import glance
from ownercat.documents.loader import Scope, assemble, may_matter
from ownercat.model import Catalog, Entity, Policy, build, policy
from ownercat.repository import git
from ownercat.repository.git.history import Changed
from ownercat.repository.trees import MAX_BYTES, Content

_SIDES = 4
_AT_ONCE = 4096  # contents that are fetched by one call


class SnapshotStore:
    """A state that is stepped back commit by commit, and what was parsed so far. Lives for one run.

    ``soon``: contents that will be wanted next, fetched by the same call.
    """

    def __init__(self, root: Path, scope: Scope, listed: Iterable[git.Listed], soon: Iterable[str] = ()) -> None:
        self.root = root
        self.scope = scope
        self.blobs: dict[str, str] = {}
        self.named: dict[bytes, list[str]] = {}
        self.always: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.missing: set[str] = set()
        self.broken: set[tuple[str, str]] = set()
        self._contents: dict[str, bytes] = {}
        self._parsed: dict[tuple[str, str], tuple[Entity, ...]] = {}
        self._sides: dict[tuple[tuple[str, str], ...], Side] = {}  # the last few
        there = {entry.path: entry.blob for entry in listed if may_matter(entry.path, scope)}
        self.fetch([*there.values(), *soon])
        for path, blob in there.items():
            self._put(path, blob)

    # contents

    def fetch(self, blobs: Iterable[str]) -> None:
        """Have the contents of some blobs at hand."""
        wanted = [blob for blob in dict.fromkeys(blobs) if blob and blob not in self._contents]
        for start in range(0, len(wanted), _AT_ONCE):
            these = wanted[start : start + _AT_ONCE]
            for blob, data in zip(these, git.read_blobs(self.root, these, MAX_BYTES), strict=True):
                if data is None:
                    self.missing.add(blob)
                else:
                    self._contents[blob] = data

    def content(self, blob: str) -> bytes:
        """A content that was fetched; nothing where it is missing."""
        return self._contents.get(blob, b"")

    def forget(self, blobs: Iterable[str]) -> None:
        """Let go of contents that no state ahead holds."""
        kept = set(self.blobs.values())
        for blob in blobs:
            if blob not in kept:
                self._contents.pop(blob, None)

    # the state

    def step(self, changed: Iterable[Changed], back: bool = True) -> None:
        """Become the state before a commit, or again the one after it."""
        for change in changed:
            if may_matter(change.path, self.scope):
                self._take(change.path)
                stored = change.before if back else change.after
                if stored.regular:
                    self._put(change.path, stored.blob)

    def _put(self, path: str, blob: str) -> None:
        data = self.content(blob)
        self.blobs[path], self.files[path] = blob, data
        found = glance.names(data)
        for name in set(found):
            self.named.setdefault(name, []).append(path)
        if glance.is_always_read(data, found):
            self.always.add(path)

    def _take(self, path: str) -> None:
        data = self.files.pop(path, b"")
        self.blobs.pop(path, None)
        self.always.discard(path)
        for name in set(glance.names(data)):
            if path in self.named.get(name, ()):
                self.named[name].remove(path)

    @property
    def scan(self) -> glance.Scan:
        """What the bytes of the state show."""
        return glance.Scan(self.files, self.named, self.always)

    # what was parsed

    def side(self, paths: Collection[str]) -> Side:
        """The catalog of some files of the state."""
        keys = tuple((path, self.blobs[path]) for path in sorted(paths) if path in self.blobs)
        if keys not in self._sides:
            self._parse([key for key in keys if key not in self._parsed])
            catalog = build(entity for key in keys for entity in self._parsed[key])
            self._sides = {**dict(list(self._sides.items())[-_SIDES:]), keys: Side(catalog, policy_of(catalog))}
        return self._sides[keys]

    def stand_in(self, path: str, blob: str, other: str) -> None:
        """Let one version of a file count for another one, which does not read."""
        self._parsed[path, blob] = self._parsed.get((path, other), ())
        self._sides.clear()
        self.broken.discard((path, blob))

    def _parse(self, keys: Sequence[tuple[str, str]]) -> None:
        if not keys:
            return
        loaded = assemble([Content(path, self.content(blob)) for path, blob in keys], self.scope, tuple(self.blobs))
        found: dict[str, list[Entity]] = {path: [] for path, _ in keys}
        for entity in _all(loaded.catalog):
            found[entity.at.path].append(entity)
        self._parsed |= {(path, blob): tuple(found[path]) for path, blob in keys}
        self.broken |= {(path, blob) for path, blob in keys if path in loaded.broken or blob in self.missing}


def _all(catalog: Catalog) -> Iterator[Entity]:
    yield from catalog.entities.values()
    yield from (twice.second for twice in catalog.twice)


def policy_of(catalog: Catalog) -> Policy:
    """The policy that holds in a catalog."""
    found: Policy | None = next(catalog.of(Policy), None)
    return _default() if found is None else found


@cache
def _default() -> Policy:
    return policy.resolve(None, Place(""))
