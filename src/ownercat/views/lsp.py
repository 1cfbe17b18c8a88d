"""Findings and places as a language client reads them: URIs, and columns in the units of the client."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from lsprotocol import types as lsp

from ownercat.diagnostics import Diagnostic, Position, Severity, Span
from ownercat.documents import source

_LEVELS = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.INFO: lsp.DiagnosticSeverity.Information,
}


class EditorFiles:
    """How a client names the files of a repository, and counts the columns of their lines.

    ``uris``: the names that the client gave to open files, by absolute path. ``measure``: the units of a text, in
    UTF-16 unless the client chose otherwise.
    """

    def __init__(
        self, root: Path, read: Callable[[str], bytes], uris: Mapping[str, str], measure: Callable[[str], int]
    ) -> None:
        self._root = root
        self._read = read
        self._uris = uris
        self._measure = measure

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        return {}

    def get_lines(self, path: str) -> tuple[str, ...]:
        """Return the lines of a file."""
        if path not in self._lines:
            self._lines[path] = source.lines(path, self._read(path))
        return self._lines[path]

    def get_uri(self, path: str) -> str:
        """Return the URI of a file: the one of the client if the file is open."""
        file = self._root / path
        return self._uris.get(str(file)) or file.as_uri()

    def build_range(self, path: str, span: Span) -> lsp.Range:
        """Return a span in the units of the client; an empty span becomes the rest of its line."""
        start, end = span
        if start == end:
            end = Position(start.line, len(self._get_line(path, start.line)) + 1)
        return lsp.Range(self._build_position(path, start), self._build_position(path, end))

    def build_location(self, path: str, span: Span) -> lsp.Location:
        """Return a place in a file."""
        return lsp.Location(self.get_uri(path), self.build_range(path, span))

    def find_position(self, path: str, at: lsp.Position) -> Position:
        """Return the position that a client names."""
        units = column = 0
        for char in self._get_line(path, at.line + 1):
            if units >= at.character:
                break
            units += self._measure(char)
            column += 1
        return Position(at.line + 1, column + 1)

    def _get_line(self, path: str, line: int) -> str:
        lines = self.get_lines(path)
        return lines[line - 1] if line <= len(lines) else ""

    def _build_position(self, path: str, at: Position) -> lsp.Position:
        return lsp.Position(at.line - 1, self._measure(self._get_line(path, at.line)[: at.column - 1]))


def build_diagnostics(found: Sequence[Diagnostic], files: EditorFiles) -> dict[str, list[lsp.Diagnostic]]:
    """Return the findings of each file by its URI."""
    by_file: dict[str, list[lsp.Diagnostic]] = defaultdict(list)
    for each in found:
        by_file[files.get_uri(each.path)].append(_build_diagnostic(each, files))
    return by_file


def _build_diagnostic(found: Diagnostic, files: EditorFiles) -> lsp.Diagnostic:
    related = [
        lsp.DiagnosticRelatedInformation(files.build_location(each.path, each.span), each.message)
        for each in found.related
    ]
    return lsp.Diagnostic(
        files.build_range(found.path, found.span),
        f"{found.message}\nhelp: {found.help}" if found.help else found.message,
        _LEVELS[found.severity],
        found.code,
        lsp.CodeDescription(found.url),
        "ownercat",
        related_information=related,
    )
