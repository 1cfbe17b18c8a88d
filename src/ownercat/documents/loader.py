"""A tree → a catalog, and everything that was wrong on the way, as values: one bad file hides nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ownercat import model
from ownercat.diagnostics import Fault, Finding, Place, Pointer, Position, Related, Span
from ownercat.documents import dialects, schema, secrets, source
from ownercat.model import Catalog, Entity, Policy, Service, policy
from ownercat.repository import git
from ownercat.repository.trees import Content, GitTree, Tree, is_below
from ownercat.text import shown

if TYPE_CHECKING:  # only a check looks around; `who` is faster without
    from ownercat.model import Proof
    from ownercat.repository.codeowners import CodeOwners

_YAML = (".yaml", ".yml")
_MARKDOWN = ".md"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_FIRST = Span(Position(1, 1), Position(1, 1))
# Wrong enough that the document cannot be trusted to say what it does not say.
_BREAKING = frozenset({"SCH001", "SCH002", "SCH003", "SCH004", "SCH005", "SCH006", "SCH007", "SCH008"})
_NAMELESS = frozenset({"SCH001", "SCH002"})  # a document of no kind, so it may be of any
_TEXT_ERRORS = frozenset({"SYN001", "SYN002", "SYN004", "SYN005", "SYN006", "SYN007", "SYN008", "SYN009", "SYN011"})


class Scope(NamedTuple):
    """What to read: the catalog's folder (from the root, ``""`` = the root itself) and the foreign dialects."""

    catalog: str
    dialects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedCatalog:
    """A catalog, its policy, and what reading it found. ``sources`` keeps the bytes, so that positions always agree.

    ``tracked``, ``codeowners`` and ``around`` (the bytes of what is no part of the catalog) are its surroundings;
    ``proofs`` is what became of its records' signatures, where somebody looked.
    """

    catalog: Catalog
    policy: Policy
    faults: Mapping[str, tuple[Fault, ...]]
    sources: Mapping[str, bytes]
    documents: Mapping[tuple[str, int], Any]
    broken: frozenset[str]  # files with an error in their text
    complete: bool
    tracked: tuple[str, ...] | None = None
    codeowners: CodeOwners | None = None
    proofs: Mapping[str, Proof] | None = None
    around: Mapping[str, bytes] = field(default_factory=lambda: model.EMPTY)

    @property
    def services(self) -> int:
        """How many services were read."""
        return sum(1 for _ in self.catalog.of(Service))


def load(tree: Tree, scope: Scope, only: Collection[str] | None = None) -> LoadedCatalog:
    """Read the catalog of a tree. ``only`` narrows which files are opened (for ``who``); paths come from the tree."""
    everywhere = tree.paths() if scope.dialects else tree.paths(scope.catalog)
    chosen = [p for p in everywhere if may_matter(p, scope) and (only is None or p in only)]
    loaded = assemble(tree.read(chosen), scope, everywhere)
    return loaded if only is not None else with_surroundings(loaded, tree)


def with_surroundings(loaded: LoadedCatalog, tree: Tree, decided: Policy | None = None) -> LoadedCatalog:
    """A catalog together with what lies around it in its tree; ``decided``: the policy that judges it, not its own."""
    if decided is not None:
        own = next(loaded.catalog.of(Policy), None)
        loaded = replace(loaded, policy=policy.placed(decided, own.at if own else decided.at))
    from ownercat.documents import surroundings  # noqa: PLC0415  # `who` does not look around

    found = surroundings.look(tree, loaded.catalog, loaded.policy)
    return replace(loaded, tracked=found.tracked, codeowners=found.codeowners, around=found.sources)


Known = dict[tuple[str, str], "FileEntities"]  # by path and git's id of the content


def load_shared(tree: Tree, scope: Scope, known: Known) -> LoadedCatalog:
    """The catalog of a tree, without its surroundings; what is ``known`` is neither read nor judged again.

    What was new is added to it. Whoever reads several trees of one repository hands the same ``known`` in each time,
    always with the same scope.
    """
    everywhere = tree.paths("" if scope.dialects else scope.catalog)
    chosen = [p for p in everywhere if may_matter(p, scope)]
    blobs = {p: tree.blob(p) for p in chosen} if isinstance(tree, GitTree) else {}
    contents = {c.path: c for c in tree.read([p for p in chosen if (p, blobs.get(p)) not in known])}
    length = len(next(iter(known), ("", " " * 40))[1])  # git's ids are longer in a repository of SHA-256
    state = _Assembly(scope, everywhere)
    for path in chosen:
        content = contents.get(path)
        blob = blobs.get(path) or ("" if content is None else git.blob_id(content.data, length))
        if content is not None and content.problem:
            state.add(state.look(content))  # how a file is stored, as a link, is no part of its key
        elif content is not None or (path, blob) in known:  # neither: it vanished while it was read
            if (path, blob) not in known and content is not None:
                known[path, blob] = state.look(content)
            state.add(known[path, blob])
    return state.finish()


def doubtful(loaded: LoadedCatalog, kinds: tuple[type[Entity], ...] = (Entity,)) -> frozenset[str]:
    """The files that may say more or less than what was read of them: broken, refused by a schema, a name twice.

    ``kinds``: only those that may hold such a document.
    """
    codes = _BREAKING if Entity in kinds else _NAMELESS
    refused = {
        fault.finding.place.path for code in codes for fault in loaded.faults.get(code, ()) if not fault.finding.note
    }
    unsound = {entity.at.path for entity in loaded.catalog.of(Entity) if isinstance(entity, kinds) and not entity.sound}
    twice = {entity.at.path for pair in loaded.catalog.twice for entity in pair if isinstance(entity, kinds)}
    return loaded.broken | refused | unsound | twice


def may_matter(path: str, scope: Scope) -> bool:
    """Whether a file has to be opened to know what the catalog says."""
    inside = is_below(path, scope.catalog)
    if path.endswith(_YAML):
        return inside or bool(scope.dialects)
    # a name without a suffix may be a link that hides a part of the catalog; it is looked at, not read as YAML
    return inside and (path.endswith(_MARKDOWN) or "." not in path.rpartition("/")[2])


def assemble(contents: Iterable[Content], scope: Scope, paths: Sequence[str] = ()) -> LoadedCatalog:
    """Build the catalog from contents; pure, so tests and ``who`` call it with what they hold."""
    state = _Assembly(scope, paths)
    for content in contents:
        state.add(state.look(content))
    return state.finish()


class FileEntities(NamedTuple):
    """What one file gives by itself, whatever else its tree holds. ``format`` is ``""`` where it is none of ours.

    ``items``: what its dialect reads in it, where a document's meaning does not depend on the others.
    """

    path: str
    format: str = ""
    data: bytes = b""
    documents: tuple[source.Document, ...] = ()
    faults: tuple[Fault, ...] = ()
    words: frozenset[str] = frozenset()
    items: tuple[Entity, ...] = ()
    complete: bool = True


class _Assembly:
    """Files read so far. Lives for one load."""

    def __init__(self, scope: Scope, paths: Sequence[str]) -> None:
        self.scope = scope
        self.paths = frozenset(paths)
        self.formats = {name: dialects.load(name) for name in (*scope.dialects, "native")}
        self.documents: dict[str, list[source.Document]] = {name: [] for name in self.formats}
        self.items: dict[str, list[Entity]] = {name: [] for name in self.formats}
        self.faults: list[Fault] = []
        self.sources: dict[str, bytes] = {}
        self.words: set[str] = set()
        self.complete = True

    def look(self, content: Content) -> FileEntities:
        """Read one file, as far as it can be read by itself."""
        path, data, problem = content
        suffixed = path.endswith((*_YAML, _MARKDOWN))
        if problem:
            return _refused(path, problem) if suffixed or problem == "symlink" else FileEntities(path)
        format = self.claimed(path, data) if suffixed else None
        if format is None:
            return FileEntities(path)
        reading = source.read(path, data)
        faults = list(self.softened(format, data, reading.faults))
        words: frozenset[str] = frozenset()
        if not reading.whole or any(f.code in _TEXT_ERRORS for f in reading.faults):
            # without the NULs of a file that is UTF-16 and does not say so
            words = frozenset(_WORD.findall(data.replace(b"\0", b"").decode("utf-8", "replace")))
        if secrets.suspicious(data):
            for document in reading.documents:
                faults += secrets.find(document)
        items: list[Entity] = []
        if self.formats[format].dialect.alone:
            self.judge(format, reading.documents, items, faults)
        return FileEntities(path, format, data, reading.documents, tuple(faults), words, tuple(items), reading.complete)

    def judge(
        self, format: str, documents: Sequence[source.Document], items: list[Entity], faults: list[Fault]
    ) -> None:
        """Let a dialect read documents: adds their entities and faults to what is there."""
        for item in self.formats[format].read(documents, self.paths):
            if isinstance(item, Fault):
                faults.append(item)
            else:
                items.append(item)
        faults += list(_placeholders(documents, faults))

    def add(self, taken: FileEntities) -> None:
        """Take up what a file gave."""
        self.complete &= taken.complete
        self.faults += taken.faults
        self.words |= taken.words
        if taken.format or taken.faults:
            self.sources[taken.path] = taken.data
        if taken.format:
            self.documents[taken.format] += taken.documents
            self.items[taken.format] += taken.items

    def claimed(self, path: str, data: bytes) -> str | None:
        """The dialect a file belongs to; ``None`` where it is none of ours."""
        for name in self.scope.dialects:
            if path.endswith(_YAML) and self.formats[name].claims(path, data):
                return name
        if not is_below(path, self.scope.catalog):
            return None
        if path.endswith(_MARKDOWN):
            return "native" if b"ownercat/" in source.yaml_part(path, data) else None
        # with a foreign dialect on and no folder of our own, a foreign repository is full of other YAML
        return "native" if self.scope.catalog or not self.scope.dialects else self.native(path, data)

    def native(self, path: str, data: bytes) -> str | None:
        return "native" if self.formats["native"].claims(path, data) else None

    def softened(self, format: str, data: bytes, faults: Sequence[Fault]) -> Iterator[Fault]:
        """A file that is no YAML because it is somebody's template is named, not choked on."""
        templated = self.formats[format].templated
        for fault in faults:
            if templated is not None and fault.code in ("SYN001", "SYN008") and templated(data):
                finding = fault.finding._replace(
                    message="the file is a template, so it is no YAML yet and is not judged", help="", note=True
                )
                yield Fault(fault.code, finding)
            else:
                yield fault

    def finish(self) -> LoadedCatalog:
        """Let each dialect read its documents, and index what it found."""
        entities: list[Entity] = []
        for name, documents in self.documents.items():
            if self.formats[name].dialect.alone:
                entities += self.items[name]
            else:
                self.judge(name, documents, entities, self.faults)
        self.faults += _collisions(self.sources)
        data = {(d.path, d.index): d.data for documents in self.documents.values() for d in documents}
        self.doubt(data, entities)
        catalog = self.settled(entities, data)
        by_code: dict[str, list[Fault]] = {}
        for fault in self.faults:
            by_code.setdefault(fault.code, []).append(fault)
        found = next((e for e in catalog.of(Policy)), None)
        return LoadedCatalog(
            catalog=catalog,
            policy=found if found is not None else policy.resolve(None, Place("")),
            faults=MappingProxyType({code: tuple(faults) for code, faults in by_code.items()}),
            sources=self.sources,
            documents=data,
            broken=frozenset(
                f.finding.place.path for f in self.faults if f.code in _TEXT_ERRORS and not f.finding.note
            ),
            complete=self.complete,
        )

    def settled(self, entities: list[Entity], data: Mapping[tuple[str, int], Any]) -> Catalog:
        """The catalog. What a contested name means is open: it is not judged, nor what either document may define."""
        catalog = model.build(entities)
        if catalog.twice:
            contested = {(t.first.kind, t.first.key) for t in catalog.twice}
            entities = [replace(e, sound=False) if (e.kind, e.key) in contested else e for e in entities]
            for entity in entities:
                if (entity.kind, entity.key) in contested:
                    self.words.update(_texts(_part(data, entity.at)))
                    # a document that was renamed by mistake often lies in a folder of its old name
                    self.words.update(_WORD.findall(entity.at.path.replace(".", "/")))
        return model.build(entities, frozenset(self.words))

    def doubt(self, data: Mapping[tuple[str, int], Any], entities: Iterable[Entity]) -> None:
        """Words of what the schema refuses: what it may define is not missing.

        A document that holds many entities is doubted only where the mistake is: in one of them, or beside them.
        """
        holders = {(e.at.path, e.at.document): set[Pointer]() for e in entities if e.at.pointer}
        for entity in entities if holders else ():
            holders.get((entity.at.path, entity.at.document), set()).add(entity.at.pointer)
        broken = (f.finding.place for f in self.faults if f.code in _BREAKING and not f.finding.note)
        for place in {_doubted(place, holders.get((place.path, place.document))) for place in broken}:
            self.words.update(_texts(_part(data, place)))


_PROBLEMS = {
    "symlink": ("SYN011", "the file is a symbolic link, and links are never followed", "put the file itself here"),
    "irregular": ("SYN011", "this is not a regular file", "put a regular file here, or remove it"),
    "unreadable": ("SYN011", "the file cannot be read", "check its permissions"),
    "unmerged": ("SYN009", "the file is in the middle of a merge", "resolve the conflict, then git add the file"),
    "missing-object": ("SYN011", "the file's content is not in this clone", "fetch it: fetch-depth: 0, no --filter"),
}


def _refused(path: str, problem: str) -> FileEntities:
    """A file that could not be read, with the reason. What its name may stand for is not missing."""
    code, message, help = _PROBLEMS[problem]
    fault = Fault(code, Finding(Place(path, span=_FIRST), message, help, value=problem))
    words = frozenset({path.rpartition("/")[2].partition(".")[0]})
    complete = problem not in ("unreadable", "missing-object")
    return FileEntities(path, faults=(fault,), words=words, complete=complete)


def _placeholders(documents: Iterable[source.Document], faults: Iterable[Fault]) -> Iterator[Fault]:
    """SCH010 in any dialect, where nothing else is said about the same value."""
    spoken: dict[tuple[str, int], list[Fault]] = {}
    for fault in faults:
        place = fault.finding.place
        spoken.setdefault((place.path, place.document), []).append(fault)
    for document in documents:
        yield from schema.placeholders(document, spoken.get((document.path, document.index), ()))


def _doubted(place: Place, held: Collection[Pointer] | None) -> Place:
    """What a mistake makes doubtful: the entity it is in, else its own place; the document where that is one entity."""
    path, document, pointer = place[:3]
    if held is None:
        return Place(path, document)
    return Place(path, document, next((pointer[:n] for n in range(len(pointer)) if pointer[:n] in held), pointer))


def _part(documents: Mapping[tuple[str, int], Any], place: Place) -> Any:
    """The plain data at a place; ``None`` where there is none."""
    data: Any = documents.get((place.path, place.document))
    for key in place.pointer:
        try:
            data = data[key]
        except (LookupError, TypeError):
            return None
    return data


def _texts(data: Any) -> Iterator[str]:
    """Every text in plain data, keys and values, by a work list (data may be deep, and shared by aliases)."""
    work, seen = [data], set()
    while work:
        item = work.pop()
        if isinstance(item, str):
            yield item
            yield from _WORD.findall(item)
        elif isinstance(item, dict | list) and id(item) not in seen:
            seen.add(id(item))
            work.extend(item)
            if isinstance(item, dict):
                work.extend(item.values())


def _collisions(paths: Iterable[str]) -> Iterator[Fault]:
    """SYN012: two paths that are one file on a file system that folds case or composes accents."""
    first: dict[str, str] = {}
    for path in sorted(paths):
        folded = unicodedata.normalize("NFC", path).casefold() if not path.isascii() else path.lower()
        other = first.setdefault(folded, path)
        if other is not path:
            message = f"the name differs from {shown(other)} only in case or in how accents are stored"
            related = (Related(Place(other, span=_FIRST), "the other file"),)
            finding = Finding(Place(path, span=_FIRST), message, "rename one of the two", related, value=path)
            yield Fault("SYN012", finding)
