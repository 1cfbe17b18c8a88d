"""Load only the files that a query needs, even if others have errors."""

import math
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ownercat.answers import WhoRequest, finder
from ownercat.answers.book import UnknownWord
from ownercat.answers.matching import parse_query
from ownercat.answers.nearest import NotFound
from ownercat.answers.values import Answer
from ownercat.diagnostics import Place
from ownercat.documents import dialects, glance
from ownercat.documents.loader import assemble
from ownercat.documents.scope import Scope
from ownercat.documents.source import read
from ownercat.errors import IncompleteError, OwnercatError, UsageError
from ownercat.model import Catalog, Entity, Policy, Rotation, build_catalog, config, policy
from ownercat.repository import git, trees
from ownercat.repository.git.waiting import Budget
from ownercat.repository.trees import Content
from ownercat.sessions import snapshots
from ownercat.sessions.workspace import CatalogOptions, Workspace, build_no_catalog_error, open_workspace
from ownercat.text import listed, shown

if TYPE_CHECKING:
    from ownercat.model import Observations

_SUFFIXES = (".yaml", ".yml", ".md")


class WhoResult(NamedTuple):
    """An answer, the files that it comes from (for positions), and warnings."""

    answer: Answer | NotFound
    files: Mapping[str, bytes]
    warnings: tuple[str, ...]


def open_for_answer(where: CatalogOptions) -> tuple[Workspace, tuple[str, ...]]:
    """Open the workspace; ignore a configuration with errors, with a warning."""
    try:
        return open_workspace(where), ()
    except UsageError:
        fault = "" if where.config_file else _configuration_fault()
        if not fault or any(name not in dialects.names() for name in where.dialect):
            raise
        return _open_unconfigured(where), (f"ignoring the configuration: {fault}",)


def _configuration_fault() -> str:
    """Return the error of the configuration, or ""."""
    try:
        cwd = Path.cwd()
        config.resolve({}, os.environ, cwd, git.find_top_level(cwd))
    except UsageError as error:
        return error.message
    except OSError:  # the current folder was removed; the error of the caller states it
        return ""
    return ""


def _open_unconfigured(where: CatalogOptions) -> Workspace:
    cwd = Path.cwd()
    top = git.find_top_level(cwd)
    root = top or cwd
    given = {"catalog": where.catalog, "dialects": where.dialect, "color": where.color}
    values = {key: config.Value(given.get(key) or known.default, "default") for key, known in config.KEYS.items()}
    folder = os.path.relpath(cwd / where.catalog, root) if where.catalog else values["catalog"].value
    scope = Scope("" if folder == os.curdir else Path(folder).as_posix(), where.dialect)
    tree = trees.open_tree(root, where.rev, in_git=top is not None)
    return Workspace(root, cwd, tree, scope, config.Settings(values, root), top is not None)


class PartialCatalog:
    """The files of a tree, each read and parsed once per run.

    ``refused``: cannot be read; ``old``: read from the last commit, with the reason; ``flawed``: have errors;
    ``broken``: documents of the file are missing because of errors. ``hidden`` and ``uncertain``: as in ``Catalog``.
    ``at``: the instant of the question; ``None``: now. ``git_time``: short where the files of the working tree can do
    without git.
    """

    def __init__(self, workspace: Workspace, at: int | None = None) -> None:
        self.workspace = workspace
        self.at = at
        self.observations: list[Observations | None] = []  # empty: not read yet
        self.scope = workspace.scope
        self.git_time = Budget(math.inf) if isinstance(workspace.tree, trees.GitTree) else Budget()
        with self.git_time.spend():
            self.paths = workspace.tree.paths("" if self.scope.dialects else self.scope.catalog)
        self.files: dict[str, bytes] = {}
        self.refused: set[str] = set()
        self.old: dict[str, str] = {}
        self.parsed: dict[str, list[Entity]] = {}
        self.flawed: set[str] = set()
        self.broken: set[str] = set()
        self.hidden: dict[tuple[str, str], Place] = {}
        self.uncertain: dict[str, dict[str, Place]] = {}
        self.policy = policy.resolve_policy(None, Place(""))
        ours = [path for path in self.paths if path.endswith(_SUFFIXES) and not self.scope.is_template(path)]
        self.take(workspace.tree.read(ours))
        lost = {path for path in ours if path not in self.refused and _is_lost(self.files.get(path))}
        if lost and can_use_last_commit(workspace):
            self.use_last_commit(workspace, lost, is_broken=False)
        if not self.files and not self.refused:
            raise build_no_catalog_error(workspace)

    def take(self, contents: Iterable[Content]) -> None:
        """Keep the contents that could be read."""
        for path, data, problem in contents:
            if problem:
                self.refused.add(path)
            else:
                self.files[path] = data

    def load(self, wanted: Collection[str]) -> tuple[Catalog, Policy]:
        """Return the catalog of some of the files, and its policy."""
        new = sorted(set(wanted) - self.parsed.keys())
        if new:
            self.parse(self.files if self.scope.dialects else new)
        entities = sorted((e for path in wanted for e in self.parsed[path]), key=lambda e: (e.at.path, e.at.document))
        catalog = build_catalog(entities, self.uncertain, self.hidden)
        decided = next(catalog.of(Policy), self.policy)
        return self.add_schedules(catalog, decided, wanted), decided

    def add_schedules(self, catalog: Catalog, decided: Policy, wanted: Collection[str]) -> Catalog:
        """Return the catalog with the schedules in snapshots, and with the people who are on call in them."""
        if not any(rotation.external or rotation.handles for rotation in catalog.of(Rotation)):
            return catalog
        if not self.observations:
            self.observations.append(snapshots.observe_now(self.workspace, decided, self.at))
        found = self.observations[0]
        if found is None or not found.usable:
            return catalog
        from ownercat.reality.attaching import attach_schedules, list_identities  # noqa: PLC0415  # a snapshot is rare

        words = list_identities(catalog, found)
        needed = {path for path, data in self.files.items() if b"Person" in data and glance.contains_name(data, words)}
        if not needed <= set(wanted):
            return self.load({*wanted, *needed})[0]
        return attach_schedules(catalog, found)

    def parse(self, paths: Collection[str]) -> None:
        """Parse files. Files of other formats are parsed together, because their documents refer to each other."""
        loaded = assemble([Content(path, self.files[path]) for path in sorted(paths)], self.scope, self.paths)
        self.policy = loaded.policy
        self.flawed |= loaded.broken
        self.hidden |= loaded.catalog.hidden
        for word, causes in loaded.catalog.uncertain.items():
            self.uncertain[word] = {**self.uncertain.get(word, {}), **causes}
        self.broken |= {path for path in loaded.broken if not read(path, self.files[path]).whole}
        self.parsed |= {path: [] for path in paths}
        for entity in (*loaded.catalog.entities.values(), *(twice.second for twice in loaded.catalog.twice)):
            self.parsed[entity.at.path].append(entity)

    def use_last_commit(self, workspace: Workspace, paths: Collection[str], is_broken: bool = True) -> None:
        """Replace files with their version from HEAD, if it has one; if not ``is_broken``, only a file that is cut."""
        try:
            with self.git_time.spend():
                committed = self._read_last_commit(workspace, paths)
        except OwnercatError:
            return
        contents = [
            content
            for content in committed
            if not content.problem and (is_broken or _is_cut(self.files.get(content.path), content.data))
        ]
        replaced = {content.path for content in contents}
        self.old |= {path: self._explain(path, is_broken) for path in sorted(replaced)}
        self.take(contents)
        self.broken -= replaced
        self.flawed -= replaced
        self.hidden = {name: place for name, place in self.hidden.items() if place.path not in replaced}
        self.uncertain = {
            word: {kind: place for kind, place in causes.items() if place.path not in replaced}
            for word, causes in self.uncertain.items()
        }
        for path in list(self.parsed) if self.scope.dialects else replaced:
            self.parsed.pop(path, None)

    def _explain(self, path: str, is_broken: bool) -> str:
        """Return why a file is replaced by its last committed version."""
        if path in self.refused:
            return "cannot be read"
        if path not in self.files:
            return "does not exist"
        return "has errors" if is_broken else "is empty or cut off"

    def _read_last_commit(self, workspace: Workspace, paths: Collection[str]) -> list[Content]:
        tree = trees.GitTree(workspace.root, git.resolve_revision(workspace.root, "HEAD"))
        committed = tree.paths("" if self.scope.dialects else self.scope.catalog)
        return list(tree.read(sorted(set(paths).intersection(committed))))

    def list_doubtful(self) -> set[str]:
        """Return the files that are neither read completely nor replaced by the last commit."""
        return (self.broken | self.refused) - self.old.keys()

    def list_warnings(self) -> Iterator[str]:
        """List the warning about a git that was too slow."""
        if self.git_time.has_expired:
            yield (
                f"git did not answer within {self.git_time.total:.0f} seconds: "
                "the answer is from the files alone, without the last commit"
            )


def _is_lost(data: bytes | None) -> bool:
    """Return whether the working tree may have lost a document: no file, no document in it, or no end of a line.

    A full disk, an interrupted editor or a sparse checkout leaves such files.
    """
    return data is None or b"kind" not in data or not data.endswith(b"\n")


def _is_cut(current: bytes | None, committed: bytes) -> bool:
    """Return whether the committed version has a document, and the current one has none or is its beginning."""
    if current is None or b"kind" not in current:
        return b"kind" in committed
    return current != committed and committed.startswith(current)


def answer_request(workspace: Workspace, library: PartialCatalog, request: WhoRequest) -> WhoResult:
    """Answer a request; files of the working tree or the index with errors are read from the last commit."""
    result, files = _find_defined(workspace, library, request), library.files
    doubtful = ((library.broken & result.used) | library.refused) - library.old.keys()
    if doubtful and can_use_last_commit(workspace):
        current = dict(files)
        library.use_last_commit(workspace, doubtful)
        then = _find(library, request)
        if isinstance(then.answer, Answer) or isinstance(result.answer, NotFound):
            result = then
        else:
            files = current  # the entity of the query is newer than the last commit
    if isinstance(result.answer, NotFound) and not library.load(result.used)[0].entities:
        raise IncompleteError("cannot read any document of the catalog", "run ownercat check to see the errors")
    with library.git_time.spend():
        answer, notes = _find_by_codeowners(workspace, library, request, result)
    return WhoResult(answer, files, (*_list_warnings(result.used, library, files is library.files), *notes))


def _find_defined(workspace: Workspace, library: PartialCatalog, request: WhoRequest) -> finder.FinderResult:
    """Answer a request; a severity that is not defined may be in the last version of a policy that has errors."""
    try:
        return _find(library, request)
    except UnknownWord:
        doubtful = library.list_doubtful()
        if not doubtful or not can_use_last_commit(workspace):
            raise
        library.use_last_commit(workspace, doubtful)
        return _find(library, request)


def _find_by_codeowners(
    workspace: Workspace, library: PartialCatalog, request: WhoRequest, result: finder.FinderResult
) -> tuple[Answer | NotFound, list[str]]:
    """Return the owners in CODEOWNERS of a path that no service claims, and a note that states the line."""
    path = parse_query(request.query, request.path).path
    if isinstance(result.answer, Answer) or not path:
        return result.answer, []
    catalog, _ = library.load(result.used)
    from ownercat.sessions import code_path  # noqa: PLC0415  # a name needs no CODEOWNERS

    names, notes = code_path.find_owners(workspace, catalog, path)
    answers = [_find(library, request._replace(query=name, path="")).answer for name in names]
    subjects = tuple(subject for answer in answers if isinstance(answer, Answer) for subject in answer.subjects)
    return (Answer(request.query, subjects, ()) if subjects else result.answer), notes


def is_known(library: PartialCatalog, request: WhoRequest) -> bool:
    """Return whether a query matches an entity, without a search for similar names."""
    result = finder.find_answer(library.files, library.load, request, whole=bool(library.scope.dialects), guess=False)
    return isinstance(result.answer, Answer)


def can_use_last_commit(workspace: Workspace) -> bool:
    """Return whether the files are those of the working tree or the index; a requested commit stays as it is."""
    return workspace.in_git and not (isinstance(workspace.tree, trees.GitTree) and workspace.tree.commit)


def _find(library: PartialCatalog, request: WhoRequest) -> finder.FinderResult:
    return finder.find_answer(library.files, library.load, request, whole=bool(library.scope.dialects))


def _list_warnings(used: Collection[str], library: PartialCatalog, is_replaced: bool) -> Iterator[str]:
    yield from library.list_warnings()
    old = library.old.keys() & set(used)
    if is_replaced:
        yield from list_replaced(library, old)
    missing = library.broken.intersection(used) | library.refused - library.old.keys() | (set() if is_replaced else old)
    yield from list_unreadable(missing)
    policy = library.load(used)[1]
    flawed = library.flawed.intersection(used) | (set() if policy.sound else {policy.at.path})
    for path in sorted(flawed - missing - old):
        yield f"{shown(path)} has errors: run ownercat check to see them"


def list_replaced(library: PartialCatalog, paths: Iterable[str]) -> Iterator[str]:
    """List the warnings for files that are read from the last commit."""
    for path in sorted(paths):
        yield f"using the last committed version of {shown(path)}: the current one {library.old[path]}"


def list_unreadable(paths: Collection[str]) -> Iterator[str]:
    """List the warning for files that cannot be read at all."""
    if paths:
        yield f"cannot read {listed(map(shown, sorted(paths)))}: the answer may be incomplete"
