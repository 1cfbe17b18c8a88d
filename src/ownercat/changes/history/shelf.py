"""The files of consecutive snapshots, newest first: each content is fetched once, and parsed only if needed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from ownercat.changes.values import Side
from ownercat.diagnostics import Place, Pointer
from ownercat.documents import glance
from ownercat.documents.items import ItemReader, Piece, blank_items, list_different, number_pieces
from ownercat.documents.loader import assemble, may_matter
from ownercat.documents.objective_refs import RefFile, apply_ref_files, is_inside, list_ref_paths, read_ref_file
from ownercat.documents.scope import Scope
from ownercat.model import Catalog, Entity, Policy, build_catalog, policy
from ownercat.repository import git
from ownercat.repository.git.blobs import read_blobs
from ownercat.repository.git.history import Changed, TreeEntry
from ownercat.repository.trees import MAX_BYTES, Content

_SIDES = 4
_AT_ONCE = 4096  # contents per call

_SideKey = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]  # documents, and files of refs


class SnapshotStore:
    """A snapshot that moves back commit by commit, with everything parsed so far. It lives for one run.

    ``soon``: contents that are needed next; the same call fetches them. ``watched``: the paths of files outside of the
    catalog that objectives refer to. ``unwatched``: those that the snapshots name, and that are not among them.
    """

    def __init__(
        self, root: Path, scope: Scope, listed: Sequence[git.Listed], soon: Iterable[str], watched: frozenset[str]
    ) -> None:
        self.root = root
        self.scope = scope
        self.watched = watched
        self.unwatched: set[str] = set()
        self._ref_blobs = {
            path: blob for path, mode, blob, _ in listed if path in watched and TreeEntry(mode, blob).regular
        }
        self._ref_files: dict[tuple[str, str], RefFile] = {}
        self.blobs: dict[str, str] = {}
        self.named: dict[bytes, list[str]] = {}
        self.always: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.missing: set[str] = set()
        self.broken: set[tuple[str, str]] = set()
        self._contents: dict[str, bytes] = {}
        self._parsed: dict[tuple[str, str], tuple[Entity, ...]] = {}
        self._sides: dict[_SideKey, Side] = {}  # the most recent ones
        self._instead: dict[tuple[str, str], str] = {}  # a version with errors → the version that stands in
        self._items = ItemReader(scope.dialects)
        self._is_needed: Callable[[bytes], bool] = lambda text: True
        self._cuts: dict[tuple[str, str], tuple[Piece, ...] | None] = {}
        blobs_by_path = {entry.path: entry.blob for entry in listed if may_matter(entry.path, scope)}
        self.fetch([*blobs_by_path.values(), *self._ref_blobs.values(), *soon])
        for path, blob in blobs_by_path.items():
            self._put(path, blob)

    # contents

    def fetch(self, blobs: Iterable[str]) -> None:
        """Fetch the contents of blobs that are not loaded yet."""
        wanted = [blob for blob in dict.fromkeys(blobs) if blob and blob not in self._contents]
        for start in range(0, len(wanted), _AT_ONCE):
            batch = wanted[start : start + _AT_ONCE]
            for blob, data in zip(batch, read_blobs(self.root, batch, MAX_BYTES), strict=True):
                if data is None:
                    self.missing.add(blob)
                else:
                    self._contents[blob] = data

    def content(self, blob: str) -> bytes:
        """Return a fetched content; ``b""`` if it is missing."""
        return self._contents.get(blob, b"")

    def forget(self, blobs: Iterable[str]) -> None:
        """Drop contents that the current snapshot does not use."""
        kept = {*self.blobs.values(), *self._ref_blobs.values()}
        for blob in blobs:
            if blob not in kept:
                self._contents.pop(blob, None)
        self._cuts = {key: pieces for key, pieces in self._cuts.items() if key[1] in kept}

    # the snapshot

    def step(self, changed: Iterable[Changed], back: bool = True) -> None:
        """Move to the snapshot before a commit, or back to the one after it."""
        for change in changed:
            stored = change.before if back else change.after
            if change.path in self.watched:
                self._ref_blobs.pop(change.path, None)
                if stored.regular:
                    self._ref_blobs[change.path] = stored.blob
            if may_matter(change.path, self.scope):
                self._take(change.path)
                if stored.regular:
                    self._put(change.path, stored.blob)

    def _put(self, path: str, blob: str) -> None:
        data = self.content(blob)
        self.blobs[path], self.files[path] = blob, data
        if self.scope.dialects:  # every file is read
            return
        names = glance.list_names(data)
        for name in set(names):
            self.named.setdefault(name, []).append(path)
        if glance.is_always_read(data, names):
            self.always.add(path)

    def _take(self, path: str) -> None:
        data = self.files.pop(path, b"")
        self.blobs.pop(path, None)
        self.always.discard(path)
        for name in set(glance.list_names(data)) if self.named else ():
            if path in self.named.get(name, ()):
                self.named[name].remove(path)

    @property
    def scan(self) -> glance.Scan:
        """Return what the bytes of the snapshot show."""
        return glance.Scan(self.files, self.named, self.always)

    # parsed files

    def side(self, paths: Collection[str]) -> Side:
        """Return the catalog of some files of the snapshot."""
        documents = tuple((path, self.blobs[path]) for path in sorted(paths) if path in self.blobs)
        keys = documents, tuple(sorted(self._ref_blobs.items()))
        if keys not in self._sides:
            read = [self._follow(*key) for key in documents]
            self._parse([key for key in read if key not in self._parsed and self._cut(*key) is None])
            catalog = build_catalog(entity for key in read for entity in self._list_entities(*key))
            named = list_ref_paths(catalog)
            self.unwatched |= set(filter(is_inside, named)) - self.watched
            catalog = apply_ref_files(catalog, {path: self._read_ref(path) for path in named}) if named else catalog
            self._sides = {**dict(list(self._sides.items())[-_SIDES:]), keys: Side(catalog, get_policy(catalog))}
        return self._sides[keys]

    def _read_ref(self, path: str) -> RefFile:
        key = self._follow(path, self._ref_blobs.get(path, ""))
        if key not in self._ref_files:
            blob = key[1]
            self._ref_files[key] = found = read_ref_file(path, Content(path, self.content(blob)) if blob else None)
            if found.damaged or blob in self.missing:
                self.broken.add(key)
        return self._ref_files[key]

    def stand_in(self, path: str, blob: str, other: str) -> None:
        """Use one version of a file instead of another version that has errors."""
        self._instead[path, blob] = other
        self._sides.clear()
        self.broken.discard((path, blob))

    def _follow(self, path: str, blob: str) -> tuple[str, str]:
        while (path, blob) in self._instead:
            blob = self._instead[path, blob]
        return path, blob

    # items of long files

    def choose(self, is_needed: Callable[[bytes], bool]) -> None:
        """Leave out the items of long files that nobody needs, from now on."""
        self._is_needed = is_needed
        self.forget_sides()

    def forget_sides(self) -> None:
        """Build the next catalog anew, because other items are needed now."""
        self._sides.clear()

    def list_different(self, change: Changed) -> list[bytes] | None:
        """Return the texts of the items that a commit changed; ``None`` if the file is not read item by item."""
        before, after = (self._cut(change.path, side.blob) for side in (change.before, change.after))
        return None if before is None or after is None else list_different(before, after)

    def _cut(self, path: str, blob: str) -> tuple[Piece, ...] | None:
        if (path, blob) not in self._cuts:
            self._cuts[path, blob] = self._items.cut(path, self.content(blob))
        return self._cuts[path, blob]

    def blank(self, path: str, kept: Collection[Pointer]) -> bytes:
        """Return a file of the snapshot; of a file with items, only these items and empty lines for all others."""
        pieces = self._cut(path, self.blobs[path])
        return self.files[path] if pieces is None else blank_items(pieces, kept)

    def _list_entities(self, path: str, blob: str) -> Sequence[Entity]:
        pieces = self._cut(path, blob)
        if pieces is None:
            return self._parsed[path, blob]
        chosen = [item for item in number_pieces(pieces) if item[1].section and self._is_needed(item[1].text)]
        return self._items.build(path, self.content(blob), chosen, frozenset(self.blobs))

    def _parse(self, keys: Sequence[tuple[str, str]]) -> None:
        if not keys:
            return
        loaded = assemble([Content(path, self.content(blob)) for path, blob in keys], self.scope, tuple(self.blobs))
        entities: dict[str, list[Entity]] = {path: [] for path, _ in keys}
        for entity in _list_entities(loaded.catalog):
            entities[entity.at.path].append(entity)
        self._parsed |= {(path, blob): tuple(entities[path]) for path, blob in keys}
        self.broken |= {(path, blob) for path, blob in keys if path in loaded.broken or blob in self.missing}


def _list_entities(catalog: Catalog) -> Iterator[Entity]:
    yield from catalog.entities.values()
    yield from (twice.second for twice in catalog.twice)


def get_policy(catalog: Catalog) -> Policy:
    """Return the policy of a catalog; the built-in policy if it has none."""
    policy_document: Policy | None = next(catalog.of(Policy), None)
    return _get_default_policy() if policy_document is None else policy_document


@cache
def _get_default_policy() -> Policy:
    return policy.resolve_policy(None, Place(""))
