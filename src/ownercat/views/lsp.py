"""Findings and places as a language client reads them: URIs, and columns in the units of the client."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from lsprotocol import types as lsp

from ownercat.answers.book import AnswerContext
from ownercat.answers.values import Answer
from ownercat.diagnostics import Diagnostic, Position, Severity, Span
from ownercat.documents import secrets, source
from ownercat.model import Entity, Rotation
from ownercat.text import clean
from ownercat.views import oncall_rows, oncall_sheet, page_markdown, who_rows
from ownercat.views.markup import sentence
from ownercat.views.rows import Line, Sheet, flat, name

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
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
        self.measure = measure

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

    def build_range(self, path: str, span: Span, is_exact: bool = False) -> lsp.Range:
        """Return a span in the units of the client; an empty span becomes the rest of its line, unless ``is_exact``."""
        start, end = span
        if start == end and not is_exact:
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
            units += self.measure(char)
            column += 1
        return Position(at.line + 1, column + 1)

    def _get_line(self, path: str, line: int) -> str:
        lines = self.get_lines(path)
        return lines[line - 1] if line <= len(lines) else ""

    def _build_position(self, path: str, at: Position) -> lsp.Position:
        return lsp.Position(at.line - 1, self.measure(self._get_line(path, at.line)[: at.column - 1]))


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


def render_answer(answer: Answer, files: Mapping[str, bytes], warnings: Sequence[str] = ()) -> str:
    """Return the answer of `who` as Markdown, with the warnings of the command."""
    text = page_markdown.render_sheets([who_rows.build_sheet(subject) for subject in answer.subjects], files)
    notes = dict.fromkeys(f"\nnote: {sentence(note)}\n" for note in (*warnings, *answer.notes))
    text += "".join(notes)
    return str(secrets.redactor(data for data in files.values() if secrets.suspicious(data))(text))


def render_entity(entity: Entity, book: AnswerContext, now: int) -> str:
    """Return an entity that `who` does not answer as Markdown: its names, and who is on call in a rotation."""
    head = tuple(filter(None, (name(entity.label), name(entity.title))))
    about = (Line(name(flat(entity.description))),) if entity.description else ()
    sheet = Sheet(head, about=about)
    if isinstance(entity, Rotation):
        desk = oncall_rows.ScheduleContext(book, {}, {})
        page = oncall_sheet.build_overview([oncall_rows.build_summary(desk, entity, now)], "", is_now=True)
        sheet = page._replace(head=head, about=about)
    return page_markdown.render(sheet)


def build_changes(before: Mapping[str, bytes], after: Mapping[str, bytes], files: EditorFiles) -> lsp.WorkspaceEdit:
    """Return the edits that turn files into others, line by line."""
    changes = {}
    for path, data in sorted(after.items()):
        old, new = source.lines(path, before[path]), _split(source.quoted(data))
        matcher = SequenceMatcher(None, _split(source.quoted(before[path])), new, autojunk=False)
        changes[files.get_uri(path)] = [
            lsp.TextEdit(_build_line_range(start, end, old, files.measure), "".join(new[first:last]))
            for tag, start, end, first, last in matcher.get_opcodes()
            if tag != "equal"
        ]
    return lsp.WorkspaceEdit(changes)


def _split(text: str) -> list[str]:
    """Return the lines of a text, each with its end."""
    return _LINE.findall(text)


def _build_line_range(start: int, end: int, lines: Sequence[str], measure: Callable[[str], int]) -> lsp.Range:
    """Return the range of whole lines; at the end of a text without a last line end, up to its last character."""
    last = lsp.Position(end, 0) if end < len(lines) else lsp.Position(len(lines) - 1, measure(lines[-1]))
    return lsp.Range(lsp.Position(start, 0) if start < len(lines) else last, last)


def build_action(found: Diagnostic, files: EditorFiles) -> lsp.CodeAction:
    """Return the quick fix of a finding with edits."""
    changes: dict[str, list[lsp.TextEdit]] = defaultdict(list)
    for edit in found.edits:
        range = files.build_range(edit.path, edit.span, is_exact=True)
        changes[files.get_uri(edit.path)].append(lsp.TextEdit(range, edit.text))
    return lsp.CodeAction(
        f"write {name(found.edits[0].text)}" if len(found.edits) == 1 else clean(found.help) or f"correct {found.name}",
        lsp.CodeActionKind.QuickFix,
        [_build_diagnostic(found, files)],
        is_preferred=True,
        edit=lsp.WorkspaceEdit(changes),
    )


def build_outline(names: Sequence[tuple[Entity, str, Span]], files: EditorFiles) -> list[lsp.DocumentSymbol]:
    """Return the entities of a file for the outline of an editor."""
    ranges = [files.build_range(path, span) for _, path, span in names]
    return [
        lsp.DocumentSymbol(clean(entity.name) or "?", lsp.SymbolKind.Object, range, range, clean(entity.kind))
        for (entity, _, _), range in zip(names, ranges, strict=True)
    ]


def build_item(text: str, detail: str, is_key: bool, range: lsp.Range) -> lsp.CompletionItem:
    """Return a word to choose, which replaces a range."""
    kind = lsp.CompletionItemKind.Property if is_key else lsp.CompletionItemKind.Value
    label = text.rstrip(": ") if is_key else text
    detail = clean(flat(detail))
    return lsp.CompletionItem(label, kind=kind, detail=detail or None, text_edit=lsp.TextEdit(range, text))
