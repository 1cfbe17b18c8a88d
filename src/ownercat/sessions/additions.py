"""New documents: checked together with the catalog, then created."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from ownercat.diagnostics import Diagnostic, Severity
from ownercat.documents.loader import LoadedCatalog, load_catalog
from ownercat.errors import UsageError
from ownercat.linter import LintOptions, lint
from ownercat.repository.trees import MAX_BYTES, Content, Tree, is_below
from ownercat.sessions.workspace import Workspace
from ownercat.text import listed, shown

_MOST = 3  # errors in a message


class Overlay:
    """A tree with new files that are not written yet."""

    def __init__(self, tree: Tree, files: Mapping[str, str]) -> None:
        self.name = tree.name
        self._tree = tree
        self._files = files

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Return every file below a folder."""
        return tuple(sorted({*self._tree.paths(under), *(path for path in self._files if is_below(path, under))}))

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """Return the content of each path."""
        for path in paths:
            if path in self._files:
                yield Content(path, self._files[path].encode())
            else:
                yield from self._tree.read([path], most)


def load_with(workspace: Workspace, files: Mapping[str, str]) -> LoadedCatalog:
    """Load the catalog as it is with new files."""
    return load_catalog(Overlay(workspace.tree, files), workspace.scope)


def verify_addition(workspace: Workspace, before: LoadedCatalog, files: Mapping[str, str]) -> None:
    """Refuse new files with which `check` reports an error that it does not report without them."""
    known = {_identify(each) for each in _list_errors(before)}
    new = [each for each in _list_errors(load_with(workspace, files)) if _identify(each) not in known]
    if new:
        texts = [f"{shown(each.path)}:{each.span.start.line} {each.message}" for each in new]
        raise UsageError(
            f"nothing was written: check reports {listed(texts, most=_MOST)}",
            new[0].help or f"run ownercat explain {new[0].name}",
        )


def _list_errors(loaded: LoadedCatalog) -> list[Diagnostic]:
    report = lint(loaded, LintOptions(as_of=datetime.now(UTC).date()))
    return [each for each in report.diagnostics if each.severity == Severity.ERROR]


def _identify(found: Diagnostic) -> tuple[str, str, str]:
    return found.code, found.path, found.message
