"""Load a tree as a catalog with all its faults; a broken file does not hide faults of other files."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ownercat import model
from ownercat.diagnostics import Fault, Place, Position, Span
from ownercat.documents import codes, dialects, ignored, schema, secrets, source, suppressions
from ownercat.documents.doubt import (
    BREAKING,
    NAMELESS,
    UnreadText,
    collect_doubt,
    collect_refused_keys,
    list_path_names,
    search_text,
)
from ownercat.documents.scope import Scope
from ownercat.model import Catalog, Entity, Policy, Service, Suppression, policy
from ownercat.model.config import Elsewhere
from ownercat.repository import git
from ownercat.repository.trees import Content, GitTree, Tree, is_below

if TYPE_CHECKING:  # only `check` needs these; `who` starts faster without them
    from ownercat.documents.markdown import TextLink
    from ownercat.model import Observations, Proof
    from ownercat.repository.codeowners import CodeOwners

_YAML = (".yaml", ".yml")
_MARKDOWN = ".md"
_SUFFIXES = (*_YAML, _MARKDOWN)
_FIRST = Span(Position(1, 1), Position(1, 1))
_TEMPLATE_ERRORS = frozenset({codes.INVALID_YAML, codes.NON_TEXT_KEY})
_TEXT_ERRORS = frozenset(
    {
        codes.INVALID_YAML,
        codes.DUPLICATE_KEY,
        codes.COMMENT_SWALLOWED_VALUE,
        codes.LIMIT_EXCEEDED,
        codes.BAD_ENCODING,
        codes.FORBIDDEN_TAG,
        codes.NON_TEXT_KEY,
        codes.MERGE_CONFLICT,
        codes.NOT_A_REGULAR_FILE,
    }
)


@dataclass(frozen=True, slots=True)
class LoadedCatalog:
    """A catalog with its policy and faults. ``sources`` has the bytes of each file, so that positions are exact.

    ``tracked``, ``codeowners``, ``around`` (bytes of files outside of the catalog) and ``links`` (of Markdown runbooks)
    are its surroundings. ``proofs`` has the results of signature checks; ``None`` if signatures were not checked.
    """

    catalog: Catalog
    policy: Policy
    faults: Mapping[str, tuple[Fault, ...]]
    sources: Mapping[str, bytes]
    documents: Mapping[tuple[str, int], Any]
    broken: frozenset[str]  # files with a syntax error
    complete: bool
    tracked: tuple[str, ...] | None = None
    codeowners: CodeOwners | None = None
    proofs: Mapping[str, Proof] | None = None
    around: Mapping[str, bytes] = field(default_factory=lambda: model.EMPTY)
    links: Mapping[str, tuple[TextLink, ...]] = field(default_factory=lambda: model.EMPTY)
    elsewhere: tuple[Elsewhere, ...] = ()
    suppressions: tuple[Suppression, ...] = ()  # the comments of files without a syntax error
    observations: Observations | None = None  # the snapshots of other systems; None = not read

    @property
    def services(self) -> int:
        """Return the number of services."""
        return sum(1 for _ in self.catalog.of(Service))


def load_catalog(tree: Tree, scope: Scope, only: Collection[str] | None = None) -> LoadedCatalog:
    """Load the catalog of a tree. ``only`` limits the files that are opened (for ``who``)."""
    everywhere = tree.paths() if scope.dialects else tree.paths(scope.catalog)
    chosen = [p for p in everywhere if may_matter(p, scope) and (only is None or p in only)]
    loaded = assemble(tree.read(chosen), scope, everywhere)
    return loaded if only is not None else add_surroundings(_resolve_refs(loaded, tree), tree)


def _resolve_refs(loaded: LoadedCatalog, tree: Tree) -> LoadedCatalog:
    from ownercat.documents import objective_refs  # noqa: PLC0415  # `who` reads no refs

    resolved = objective_refs.resolve_refs(loaded.catalog, tree)
    return replace(loaded, catalog=resolved.catalog, around={**loaded.around, **resolved.files})


def add_surroundings(loaded: LoadedCatalog, tree: Tree, decided: Policy | None = None) -> LoadedCatalog:
    """Add the surroundings in a tree to a catalog; ``decided``: the policy that applies instead of its own."""
    if decided is not None:
        own = next(loaded.catalog.of(Policy), None)
        loaded = replace(loaded, policy=policy.place_policy(decided, own.at if own else decided.at))
    from ownercat.documents import surroundings  # noqa: PLC0415  # `who` does not need them

    around = surroundings.load_surroundings(tree, loaded.catalog, loaded.policy, loaded.sources)
    sources = {**loaded.around, **around.sources}
    return replace(loaded, tracked=around.tracked, codeowners=around.codeowners, around=sources, links=around.links)


Known = dict[tuple[str, str], "FileEntities"]  # by path and git object id of the content


def load_shared(tree: Tree, scope: Scope, known: Known) -> LoadedCatalog:
    """Load the catalog of a tree without its surroundings; files in ``known`` are neither read nor checked again.

    New files are added to ``known``. To load several trees of one repository, pass the same ``known`` and the same
    scope.
    """
    everywhere = tree.paths("" if scope.dialects else scope.catalog)
    chosen = [p for p in everywhere if may_matter(p, scope)]
    blobs = {p: tree.get_blob(p) for p in chosen} if isinstance(tree, GitTree) else {}
    contents = {c.path: c for c in tree.read([p for p in chosen if (p, blobs.get(p)) not in known])}
    length = len(next(iter(known), ("", " " * 40))[1])  # object ids are longer in a SHA-256 repository
    state = _Assembly(scope, everywhere)
    for path in chosen:
        content = contents.get(path)
        blob = blobs.get(path) or ("" if content is None else git.compute_blob_id(content.data, length))
        if content is not None and content.problem:
            state.add(state.read_file(content))  # the form of storage, for example a link, is not part of the key
        elif content is not None or (path, blob) in known:  # neither: the file disappeared during the read
            if (path, blob) not in known and content is not None:
                known[path, blob] = state.read_file(content)
            state.add(known[path, blob])
    return _resolve_refs(state.finish(), tree)


def list_doubtful(loaded: LoadedCatalog, kinds: tuple[type[Entity], ...] = (Entity,)) -> frozenset[str]:
    """Return files whose content is in doubt: a syntax error, a schema error, or a name that is defined twice.

    ``kinds``: only files that may have a document of these kinds.
    """
    breaking = BREAKING if Entity in kinds else NAMELESS
    refused = {
        fault.finding.place.path
        for code in (*breaking, codes.LIMIT_EXCEEDED)  # also a text that is cut
        for fault in loaded.faults.get(code, ())
        if not fault.finding.note
    }
    unsound = {entity.at.path for entity in loaded.catalog.of(Entity) if isinstance(entity, kinds) and not entity.sound}
    twice = {entity.at.path for pair in loaded.catalog.twice for entity in pair if isinstance(entity, kinds)}
    return loaded.broken | refused | unsound | twice


def may_matter(path: str, scope: Scope) -> bool:
    """Return whether a file must be opened to load the catalog."""
    inside = is_below(path, scope.catalog)
    if inside and scope.is_template(path):
        return False
    if path.endswith(_YAML):
        return inside or any(_may_have_name(path, name) for name in scope.dialects)
    # a name without a suffix may be a link that hides part of the catalog; it is not read as YAML
    return inside and (
        path.endswith(_MARKDOWN) or "." not in path.rpartition("/")[2] or ignored.is_misnamed(path, bool(scope.catalog))
    )


def _may_have_name(path: str, dialect: str) -> bool:
    files = dialects.load(dialect).dialect.files
    return not files or path.rpartition("/")[2] in files


def assemble(contents: Iterable[Content], scope: Scope, paths: Sequence[str] = ()) -> LoadedCatalog:
    """Build the catalog from contents, without any file access."""
    state = _Assembly(scope, paths)
    for content in contents:
        state.add(state.read_file(content))
    return state.finish()


class FileEntities(NamedTuple):
    """The content of one file, independent of all other files. ``format`` is ``""`` if no format reads the file.

    ``items``: its entities, if the meaning of a document does not depend on other documents in this format.
    ``foreign``: the file does not mention the native format, and may belong to another tool. ``cut``: the faults of
    texts that are too long; their documents are used.
    """

    path: str
    format: str = ""
    data: bytes = b""
    documents: tuple[source.Document, ...] = ()
    faults: tuple[Fault, ...] = ()
    unread: UnreadText | None = None
    items: tuple[Entity, ...] = ()
    complete: bool = True
    foreign: bool = False
    cut: tuple[Fault, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


class _Assembly:
    """The state of one load."""

    def __init__(self, scope: Scope, paths: Sequence[str]) -> None:
        self.scope = scope
        self.paths = frozenset(paths)
        self.formats = {name: dialects.load(name) for name in (*scope.dialects, "native")}
        self.documents: dict[str, list[source.Document]] = {name: [] for name in self.formats}
        self.items: dict[str, list[Entity]] = {name: [] for name in self.formats}
        self.names: dict[str, list[tuple[str, int]]] = {name: [] for name in self.formats}
        self.faults: list[Fault] = []
        self.cut: list[Fault] = []
        self.sources: dict[str, bytes] = {}
        self.unread: list[UnreadText] = []
        self.suppressions: list[Suppression] = []
        self.complete = True
        self.others: list[FileEntities] = []  # files that count only if the catalog folder has a native file
        self.native = False

    def read_file(self, content: Content) -> FileEntities:
        """Read one file, without regard to other files."""
        path, data, problem = content
        suffixed = path.endswith((*_SUFFIXES, "/"))  # a slash: a folder that cannot be opened
        if problem == "symlink":
            return self.read_link(path)
        if problem:
            return _build_unreadable(path, problem) if suffixed else FileEntities(path)
        format = self.find_format(path, data) if suffixed else None
        if format is None:
            return _build_ignored(path, data) if is_below(path, self.scope.catalog) else FileEntities(path)
        reading = source.read(path, data)
        foreign = bool(self.scope.dialects) and format == "native" and not self.formats["native"].claims(path, data)
        faults = list(self.mark_templates(format, data, reading.faults)) if reading.faults else []
        errors = [fault.finding.place for fault in reading.faults if fault.code in _TEXT_ERRORS]
        unread = search_text(data, errors[0] if errors else Place(path)) if errors or not reading.whole else None
        if secrets.suspicious(data):
            for document in reading.documents:
                faults += secrets.find(document)
        items: list[Entity] = []
        if self.formats[format].dialect.alone:
            self.read_documents(format, reading.documents, items, faults)
        cut = reading.cut if format == "native" else ()  # limits apply to what ownercat uses
        documents = reading.documents
        silenced = suppressions.list_suppressions(path, data, documents)
        return FileEntities(
            path, format, data, documents, tuple(faults), unread, tuple(items), reading.complete, foreign, cut, silenced
        )

    def read_link(self, path: str) -> FileEntities:
        """Report a link in the catalog folder, or one with the name of a file of a format that is on."""
        if not self.scope.dialects or any(self.formats[name].claims(path, b"") for name in self.scope.dialects):
            return _build_unreadable(path, "symlink")
        inside = is_below(path, self.scope.catalog)
        return _build_unreadable(path, "symlink")._replace(foreign=True) if inside else FileEntities(path)

    def read_documents(
        self, format: str, documents: Sequence[source.Document], items: list[Entity], faults: list[Fault]
    ) -> None:
        """Read documents with their format; append their entities and faults."""
        for item in self.formats[format].read(documents, self.paths):
            if isinstance(item, Fault):
                faults.append(item)
            else:
                items.append(item)
        if self.formats[format].dialect.placeholders:
            faults += _check_placeholders(documents, faults)

    def add(self, file: FileEntities) -> None:
        """Add the content of one file; a file that may belong to another tool waits for the others."""
        if file.foreign:
            self.others.append(file)
        else:
            self.include(file)

    def include(self, file: FileEntities) -> None:
        """Include the content of one file in the catalog."""
        self.native |= file.format == "native"
        self.complete &= file.complete
        self.faults += file.faults
        self.cut += file.cut
        self.suppressions += file.suppressions
        if file.unread:
            self.unread.append(file.unread)
        if file.format or file.faults:
            self.sources[file.path] = file.data
        if file.format:
            for document in file.documents:
                self.names[file.format].append((file.path, document.index))
            self.items[file.format] += file.items
            if not self.formats[file.format].dialect.alone:
                self.documents[file.format] += file.documents

    def find_format(self, path: str, data: bytes) -> str | None:
        """Return the format of a file; ``None`` if no format reads it."""
        for name in self.scope.dialects:
            if path.endswith(_YAML) and self.formats[name].claims(path, data):
                return name
        if not is_below(path, self.scope.catalog):
            return None
        if path.endswith(_MARKDOWN):
            return "native" if b"ownercat/" in source.yaml_part(path, data) else None
        # if the root is the catalog and a foreign format is on, the repository also has other YAML files
        return "native" if self.scope.catalog or not self.scope.dialects else self.choose_native(path, data)

    def choose_native(self, path: str, data: bytes) -> str | None:
        return "native" if self.formats["native"].claims(path, data) else None

    def mark_templates(self, format: str, data: bytes, faults: Sequence[Fault]) -> Iterator[Fault]:
        """Report a template file as info instead of as a syntax error."""
        templated = self.formats[format].templated
        marked = {fault.code for fault in faults} & _TEMPLATE_ERRORS
        if templated is None or not marked or not templated(data):
            yield from faults
            return
        for fault in faults:
            finding = fault.finding._replace(message="skipped: the file is a template, not YAML", help="", note=True)
            yield Fault(fault.code, finding) if fault.code in marked else fault

    def finish(self) -> LoadedCatalog:
        """Read the documents of each format and build the catalog."""
        for file in self.others if self.native else ():  # otherwise, other tools own these files
            self.include(file)
        entities: list[Entity] = []
        for name, documents in self.documents.items():
            if self.formats[name].dialect.alone:
                entities += self.items[name]
            else:
                self.read_documents(name, documents, entities, self.faults)
        self.faults += ignored.check_collisions(self.sources)
        data = source.DocumentData(chain.from_iterable(self.names.values()), self.sources)
        catalog = self.build_catalog(entities, data)
        by_code: dict[str, list[Fault]] = {}
        for fault in (*self.faults, *self.cut):
            by_code.setdefault(fault.code, []).append(fault)
        own = next((e for e in catalog.of(Policy)), None)
        broken = frozenset(f.finding.place.path for f in self.faults if f.code in _TEXT_ERRORS and not f.finding.note)
        return LoadedCatalog(
            catalog=catalog,
            policy=own if own is not None else policy.resolve_policy(None, Place("")),
            faults=MappingProxyType({code: tuple(faults) for code, faults in by_code.items()}),
            sources=self.sources,
            documents=data,
            broken=broken,
            complete=self.complete,
            elsewhere=self.scope.elsewhere,
            suppressions=tuple(each for each in self.suppressions if each.place.path not in broken),
        )

    def build_catalog(self, entities: list[Entity], data: Mapping[tuple[str, int], Any]) -> Catalog:
        """Build the catalog; entities that share a name are unsound, because they may differ."""
        catalog = model.build_catalog(entities)
        if not self.faults and not self.unread and not catalog.twice:
            return catalog
        doubt = collect_doubt(self.faults, data, catalog, self.unread)
        if catalog.twice:
            contested = {(t.first.kind, t.first.key) for t in catalog.twice}
            entities = [replace(e, sound=False) if (e.kind, e.key) in contested else e for e in entities]
        refused = collect_refused_keys(self.faults, data, catalog)
        return model.build_catalog(entities, doubt.words, doubt.hidden, refused)


def _build_ignored(path: str, data: bytes) -> FileEntities:
    fault = ignored.explain_ignored(path, data)
    return FileEntities(path, data=data, faults=(fault,)) if fault else FileEntities(path)


def _build_unreadable(path: str, problem: str) -> FileEntities:
    """Build the result for a file that cannot be read. It may define any name, also that of the file or its folder."""
    fault = ignored.build_problem(path, problem)
    words = list_path_names(path) | {model.ANY_WORD}
    complete = problem not in ("unreadable", "missing-object")
    return FileEntities(path, faults=(fault,), unread=UnreadText(words, words, fault.finding.place), complete=complete)


def _check_placeholders(documents: Iterable[source.Document], faults: Iterable[Fault]) -> list[Fault]:
    """Report SCH010 in any format, unless another fault has the same location."""
    by_document: dict[tuple[str, int], list[Fault]] = {}
    for fault in faults:
        place = fault.finding.place
        by_document.setdefault((place.path, place.document), []).append(fault)
    found: list[Fault] = []
    for document in documents:
        found += schema.placeholders(document, by_document.get((document.path, document.index), ()))
    return found
