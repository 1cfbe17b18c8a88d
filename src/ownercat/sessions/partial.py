"""Reading for ``who``: whatever the state of the catalog, as much of it as can be had, and no more than is needed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ownercat.answers import WhoRequest, finder
from ownercat.answers.matching import parse
from ownercat.answers.values import Answer, NotFound
from ownercat.diagnostics import Place
from ownercat.documents import dialects
from ownercat.documents.loader import Scope, assemble
from ownercat.documents.source import read
from ownercat.errors import IncompleteError, OwnercatError, UsageError
from ownercat.model import Catalog, Entity, Policy, build, config, policy
from ownercat.repository import git, trees
from ownercat.repository.trees import Content
from ownercat.sessions.workspace import CatalogOptions, Workspace, build_no_catalog_error, open_workspace
from ownercat.text import listed, shown

_SUFFIXES = (".yaml", ".yml", ".md")


class WhoResult(NamedTuple):
    """An answer, the bytes it was made from (for positions), and what could not be taken for granted."""

    answer: Answer | NotFound
    files: Mapping[str, bytes]
    warnings: tuple[str, ...]


def open_for_answer(where: CatalogOptions) -> tuple[Workspace, tuple[str, ...]]:
    """Open the workspace; a broken configuration is ignored, with a warning."""
    try:
        return open_workspace(where), ()
    except UsageError:
        fault = "" if where.config_file else _configuration_fault()
        if not fault or any(name not in dialects.names() for name in where.dialect):
            raise
        return _open_unconfigured(where), (f"{fault}; it is left aside",)


def _configuration_fault() -> str:
    """Return what is wrong with the configuration, if anything is."""
    try:
        cwd = Path.cwd()
        config.resolve({}, os.environ, cwd, git.find_top_level(cwd))
    except UsageError as error:
        return error.message
    except OSError:  # the current folder does not exist any more, and the error of the caller says so
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
    """The files of a tree, read once, and what was parsed of them so far. Lives for one run."""

    def __init__(self, workspace: Workspace) -> None:
        self.scope = workspace.scope
        self.paths = workspace.tree.paths("" if self.scope.dialects else self.scope.catalog)
        self.files: dict[str, bytes] = {}
        self.refused: set[str] = set()
        self.old: set[str] = set()
        self.parsed: dict[str, list[Entity]] = {}
        self.flawed: set[str] = set()  # their text has errors
        self.broken: set[str] = set()  # documents are missing for it
        self.policy = policy.resolve(None, Place(""))
        self.take(workspace.tree.read(path for path in self.paths if path.endswith(_SUFFIXES)))
        if not self.files and not self.refused:
            raise build_no_catalog_error(workspace)

    def take(self, contents: Iterable[Content]) -> None:
        """Keep what could be read."""
        for path, data, problem in contents:
            if problem:
                self.refused.add(path)
            else:
                self.files[path] = data

    def load(self, wanted: Collection[str]) -> tuple[Catalog, Policy]:
        """The catalog of some of the files; each is parsed once."""
        new = sorted(set(wanted) - self.parsed.keys())
        if new:
            self.parse(self.files if self.scope.dialects else new)
        entities = sorted((e for path in wanted for e in self.parsed[path]), key=lambda e: (e.at.path, e.at.document))
        catalog = build(entities)
        return catalog, next(catalog.of(Policy), self.policy)

    def parse(self, paths: Collection[str]) -> None:
        """Parse files; of foreign dialects all at once, because their documents speak about each other."""
        loaded = assemble([Content(path, self.files[path]) for path in sorted(paths)], self.scope, self.paths)
        self.policy = loaded.policy
        self.flawed |= loaded.broken
        self.broken |= {path for path in loaded.broken if not read(path, self.files[path]).whole}
        self.parsed |= {path: [] for path in paths}
        for entity in (*loaded.catalog.entities.values(), *(twice.second for twice in loaded.catalog.twice)):
            self.parsed[entity.at.path].append(entity)

    def turn_back(self, workspace: Workspace, paths: Collection[str]) -> None:
        """Put the last commit's version in the place of files, as far as there is one."""
        try:
            tree = trees.GitTree(workspace.root, git.resolve_revision(workspace.root, "HEAD"))
            there = set(paths).intersection(tree.paths("" if self.scope.dialects else self.scope.catalog))
            contents = [content for content in tree.read(sorted(there)) if not content.problem]
        except (OwnercatError, git.GitError):
            return
        self.take(contents)
        turned = {content.path for content in contents}
        self.old |= turned
        self.broken -= turned
        self.flawed -= turned
        for path in list(self.parsed) if self.scope.dialects else turned:
            self.parsed.pop(path, None)


def told(workspace: Workspace, library: PartialCatalog, ask: WhoRequest) -> WhoResult:
    """The answer; what is broken in the work tree or the index is taken from the last commit."""
    found, files = _find(library, ask), library.files
    doubtful = ((library.broken & found.used) | library.refused) - library.old
    if doubtful and _may_turn_back(workspace):
        before = dict(files)
        library.turn_back(workspace, doubtful)
        then = _find(library, ask)
        if isinstance(then.answer, Answer) or isinstance(found.answer, NotFound):
            found = then
        else:
            files = before  # what is asked for is newer than the last commit
    if isinstance(found.answer, NotFound) and not library.load(found.used)[0].entities:
        raise IncompleteError("nothing in the catalog can be read", "see ownercat check")
    answer, notes = _by_codeowners(workspace, library, ask, found)
    return WhoResult(answer, files, (*_warnings(found.used, library, files is library.files), *notes))


def _by_codeowners(
    workspace: Workspace, library: PartialCatalog, ask: WhoRequest, found: finder.FinderResult
) -> tuple[Answer | NotFound, list[str]]:
    """For a path that no service claims, those to whom CODEOWNERS gives it, and a note that says so."""
    path = parse(ask.query, ask.path).path
    if isinstance(found.answer, Answer) or not path:
        return found.answer, []
    catalog, _ = library.load(found.used)
    from ownercat.sessions import code_path  # noqa: PLC0415  # a name needs no CODEOWNERS

    names, notes = code_path.find_owners(workspace, catalog, path)
    answers = [_find(library, ask._replace(query=name, path="")).answer for name in names]
    subjects = tuple(subject for answer in answers if isinstance(answer, Answer) for subject in answer.subjects)
    return (Answer(ask.query, subjects, ()) if subjects else found.answer), notes


def is_known(library: PartialCatalog, ask: WhoRequest) -> bool:
    """Whether a query means something, without looking for what else it might mean."""
    found = finder.find(library.files, library.load, ask, whole=bool(library.scope.dialects), guess=False)
    return isinstance(found.answer, Answer)


def _may_turn_back(workspace: Workspace) -> bool:
    """Whether what is read is on its way to a commit; a commit that was asked for stays as it is."""
    return workspace.in_git and not (isinstance(workspace.tree, trees.GitTree) and workspace.tree.commit)


def _find(library: PartialCatalog, ask: WhoRequest) -> finder.FinderResult:
    return finder.find(library.files, library.load, ask, whole=bool(library.scope.dialects))


def _warnings(used: Collection[str], library: PartialCatalog, turned: bool) -> Iterable[str]:
    old = library.old.intersection(used)
    if turned:
        yield from (f"from the last commit: {shown(path)} does not read now" for path in sorted(old))
    missing = library.broken.intersection(used) | library.refused - library.old | (set() if turned else old)
    if missing:
        yield f"{listed(map(shown, sorted(missing)))} cannot be read; what is there may be missing here"
    for path in sorted(library.flawed.intersection(used) - missing - old):
        yield f"{shown(path)} has mistakes in its text; see ownercat check"
