"""The language server: what an editor asks, and which session and view answer."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial, wraps
from pathlib import Path
from typing import Any, NamedTuple

from lsprotocol import types as lsp
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from ownercat import __version__
from ownercat.answers.book import AnswerContext, build_instant
from ownercat.answers.values import Answer
from ownercat.commands.rename import ALIAS_DAYS
from ownercat.diagnostics import Position, Report, Span
from ownercat.edits.renames.planning import plan_rename
from ownercat.edits.renames.values import RenameRequest
from ownercat.errors import OwnercatError
from ownercat.sessions import completing, symbols
from ownercat.sessions.editing import EditedCatalog, EditSession, find_path
from ownercat.sessions.instants import parse_at
from ownercat.sessions.workspace import CatalogOptions
from ownercat.text import clean
from ownercat.views.lsp import (
    EditorFiles,
    build_action,
    build_changes,
    build_diagnostics,
    build_item,
    build_outline,
    render_answer,
    render_entity,
)

_DEBOUNCE = 0.3  # seconds without an edit before a check
_WATCHED = "**/*.{yaml,yml,md,toml,baseline}"


class Here(NamedTuple):
    """A place that a client asks about: its file, its position, and the name or reference that stands there."""

    found: EditedCatalog
    files: EditorFiles
    path: str
    at: Position
    symbol: symbols.Symbol | None


class _Protocol(LanguageServerProtocol):
    """Answers a request that failed with one line, without the traceback that pygls adds."""

    def _send_response(self, msg_id: Any, result: Any = None, error: lsp.ResponseError | None = None) -> None:
        if error is not None:
            error = lsp.ResponseError(error.code, _get_line(error.message))
        super()._send_response(msg_id, result, error)


class OwnercatServer(LanguageServer):
    """A language server for one folder. Whatever fails becomes one line in the log of the client."""

    def __init__(self, where: CatalogOptions) -> None:
        super().__init__("ownercat", __version__, lsp.TextDocumentSyncKind.Full, protocol_cls=_Protocol)
        self.session = EditSession(where)
        self.uris: dict[str, str] = {}
        self.shown: frozenset[str] = frozenset()
        self.edits = 0
        self.checked: tuple[int, EditedCatalog, Report] | None = None
        self.problem = ""
        self.is_quiet = False  # several folders are open, and nothing is checked
        self.checking: asyncio.Lock | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error; the server goes on."""
        if not isinstance(error, JsonRpcException) or error.code != lsp.ErrorCodes.MethodNotFound:
            self.log(f"internal error: {type(error).__name__}: {error}")

    def log(self, message: str) -> None:
        """Write one line into the log of the client."""
        self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, _get_line(message)))

    def report_problem(self, message: str) -> None:
        """Show a message, once until it changes; ``""`` ends it."""
        if message and message != self.problem:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"ownercat: {_get_line(message)}"))
        self.problem = message

    def build_files(self, found: EditedCatalog) -> EditorFiles:
        """Return how the client names and measures the files of a catalog."""
        measure = self.workspace.position_codec.client_num_units
        return EditorFiles(found.workspace.root, found.get_source, dict(self.uris), measure)

    def find_path(self, found: EditedCatalog, uri: str) -> str:
        """Return the path of a file from the top of the repository; ``""`` for a file outside of it."""
        return find_path(found.workspace, uris.to_fs_path(uri) or "/")

    def look(self, document: lsp.TextDocumentIdentifier, position: lsp.Position) -> Here:
        """Return what stands at a place in the text that the client shows."""
        found = self.session.load()
        files = self.build_files(found)
        path = self.find_path(found, document.uri)
        at = files.find_position(path, position)
        return Here(found, files, path, at, symbols.find_symbol(found, path, at))

    def publish(self, shown: Mapping[str, list[lsp.Diagnostic]]) -> None:
        """Show the findings of each file, and none in files that had some before."""
        for uri in self.shown - shown.keys():
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))
        for uri, diagnostics in shown.items():
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, diagnostics))
        self.shown = frozenset(shown)

    def check_soon(self, wait: float = _DEBOUNCE) -> None:
        """Check when no edit has come for a while; a later edit takes the place of this one."""
        if self.is_quiet:
            return
        self.edits += 1
        task = asyncio.get_running_loop().create_task(self._check(self.edits, wait))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _check(self, number: int, wait: float) -> None:
        await asyncio.sleep(wait)
        self.checking = self.checking or asyncio.Lock()
        async with self.checking:
            if number != self.edits:
                return
            try:
                found, report = await asyncio.to_thread(self.session.check)
            except OwnercatError as error:
                self.publish({})
                self.report_problem(f"{error.message}; {error.help}" if error.help else error.message)
            except Exception as error:  # one broken file must not end the server
                self.report_server_error(error, None)
            else:
                self._show(number, found, report)

    def _show(self, number: int, found: EditedCatalog, report: Report) -> None:
        if number == self.edits:  # else the positions are those of an older text
            self.report_problem("")
            self.checked = number, found, report
            self.publish(build_diagnostics(report.diagnostics, self.build_files(found)))


def serve(where: CatalogOptions) -> None:
    """Serve one client until it disconnects."""
    log = logging.getLogger("pygls")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    for each in signal.valid_signals():  # the server writes no file: a signal ends it at once, also while it waits
        if signal.getsignal(each) is not signal.SIG_IGN and callable(signal.getsignal(each)):
            signal.signal(each, signal.SIG_DFL)
    server = OwnercatServer(where)
    for name, handle in _HANDLERS.items():
        server.feature(name, _OPTIONS.get(name))(_guard(partial(handle, server)))
    server.start_io()


def _guard(handle: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Answer nothing where the catalog cannot be read: the findings say why."""

    @wraps(handle)
    def answer(params: Any) -> Any:
        try:
            return handle(params)
        except OwnercatError:
            return None

    return answer


def _get_line(text: str) -> str:
    return clean(" ".join(text.split()))[:500]


def _initialize(server: OwnercatServer, params: lsp.InitializeParams) -> None:
    """Serve the folder that the client has open; with several, none."""
    folders = [folder.uri for folder in params.workspace_folders or ()]
    root = uris.to_fs_path(folders[0] if folders else params.root_uri or "") or ""
    server.is_quiet = len(folders) > 1
    if root and Path(root).is_dir():
        os.chdir(root)


def _begin(server: OwnercatServer, _: object) -> None:
    """Ask the client to report changed files, and check for the first time."""
    if server.is_quiet:
        server.report_problem("several folders are open, and ownercat checks one. Open the folder of the catalog alone")
        return
    files = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
    if files and files.dynamic_registration:
        options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(_WATCHED)])
        registration = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(lsp.RegistrationParams([registration]))
    server.check_soon(0)


def _take_text(server: OwnercatServer, params: lsp.DidOpenTextDocumentParams | lsp.DidChangeTextDocumentParams) -> None:
    """Take the unsaved text of a file."""
    uri = params.text_document.uri
    file = uris.to_fs_path(uri) if uri.startswith("file:") else None
    if file:
        server.uris[file] = uri
        text = server.workspace.get_text_document(uri).source
        server.session.texts[file] = text.encode("utf-8", "surrogatepass")
        server.check_soon()


def _drop_text(server: OwnercatServer, params: lsp.DidCloseTextDocumentParams) -> None:
    """Read a closed file from the working tree again."""
    file = uris.to_fs_path(params.text_document.uri) or ""
    server.uris.pop(file, None)
    server.session.texts.pop(file, None)
    server.check_soon()


def _check_again(server: OwnercatServer, _: object) -> None:
    """Check after a change on disk."""
    server.check_soon()


def _hover(server: OwnercatServer, params: lsp.HoverParams) -> lsp.Hover | None:
    """Answer who owns the thing under the cursor, and who is on call."""
    here = server.look(params.text_document, params.position)
    if here.symbol is None:
        return None
    entity = here.symbol.entity
    result = symbols.answer_who(here.found, entity)
    if result is not None and isinstance(result.answer, Answer):
        text = render_answer(result.answer, result.files, result.warnings)
    else:
        now, loaded = parse_at(None, None), here.found.loaded
        book = AnswerContext(loaded.catalog, loaded.policy, now.day, build_instant(now.at))
        text = render_entity(entity, book, now.at)
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, text)
    return lsp.Hover(content, here.files.build_range(here.path, here.symbol.span))


def _define(server: OwnercatServer, params: lsp.DefinitionParams) -> list[lsp.Location]:
    """Answer where the entity under the cursor has its name."""
    here = server.look(params.text_document, params.position)
    if here.symbol is None:
        return []
    found = symbols.list_symbols(here.found, here.symbol.entity)
    named = here.symbol.entity.named
    return [here.files.build_location(each.place.path, each.span) for each in found if each.place == named]


def _refer(server: OwnercatServer, params: lsp.ReferenceParams) -> list[lsp.Location]:
    """Answer where the entity under the cursor is mentioned."""
    here = server.look(params.text_document, params.position)
    if here.symbol is None:
        return []
    found = symbols.list_symbols(here.found, here.symbol.entity, params.context.include_declaration)
    return [here.files.build_location(each.place.path, each.span) for each in found]


def _outline(server: OwnercatServer, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    """Answer which entities a file defines."""
    found = server.session.load()
    path = server.find_path(found, params.text_document.uri)
    names = [(each.entity, path, each.span) for each in symbols.list_names(found, path)]
    return build_outline(names, server.build_files(found))


def _complete(server: OwnercatServer, params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    """Answer what can stand under the cursor."""
    here = server.look(params.text_document, params.position)
    result = completing.complete(here.found, here.path, here.at)
    span = Span(here.at._replace(column=result.start), here.at._replace(column=result.end))
    range = here.files.build_range(here.path, span, is_exact=True)
    return [build_item(*choice, range) for choice in result.choices]


def _prepare(server: OwnercatServer, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """Answer which part of a name or reference a rename replaces."""
    here = server.look(params.text_document, params.position)
    if here.symbol is None:
        return None
    start, end = here.symbol.span
    name = here.symbol.entity.name
    written = here.files.get_lines(here.path)[start.line - 1][start.column - 1 : end.column - 1]
    first = start.column + max(written.rfind(name), 0)
    span = Span(start._replace(column=first), start._replace(column=min(first + len(name), end.column)))
    return lsp.PrepareRenamePlaceholder(here.files.build_range(here.path, span), name)


def _rename(server: OwnercatServer, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Answer the edits of `ownercat rename`, which the client applies."""
    here = server.look(params.text_document, params.position)
    if here.symbol is None:
        return None
    entity, found = here.symbol.entity, here.found
    until = parse_at(None, None).day + timedelta(ALIAS_DAYS)
    request = RenameRequest(entity.kind, entity.name, params.new_name, until)
    try:
        plan = plan_rename(found.loaded, found.workspace.scope, request)
    except OwnercatError as error:
        message = f"{error.message}; {error.help}" if error.help else error.message
        raise JsonRpcException(message, lsp.LSPErrorCodes.RequestFailed) from None
    return build_changes(plan.before, plan.after, here.files)


def _list_actions(server: OwnercatServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    """Answer the quick fixes of the findings in a range, as of the last check."""
    if server.checked is None or server.checked[0] != server.edits:
        return []
    _, found, report = server.checked
    files = server.build_files(found)
    path = server.find_path(found, params.text_document.uri)
    first, last = params.range.start.line + 1, params.range.end.line + 1
    return [
        build_action(each, files)
        for each in report.diagnostics
        if each.edits and each.path == path and first <= each.span.start.line <= last
    ]


_HANDLERS: Mapping[str, Callable[[OwnercatServer, Any], Any]] = {
    lsp.INITIALIZE: _initialize,
    lsp.INITIALIZED: _begin,
    lsp.TEXT_DOCUMENT_DID_OPEN: _take_text,
    lsp.TEXT_DOCUMENT_DID_CHANGE: _take_text,
    lsp.TEXT_DOCUMENT_DID_CLOSE: _drop_text,
    lsp.TEXT_DOCUMENT_DID_SAVE: _check_again,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: _check_again,
    lsp.TEXT_DOCUMENT_HOVER: _hover,
    lsp.TEXT_DOCUMENT_DEFINITION: _define,
    lsp.TEXT_DOCUMENT_REFERENCES: _refer,
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: _outline,
    lsp.TEXT_DOCUMENT_COMPLETION: _complete,
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: _prepare,
    lsp.TEXT_DOCUMENT_RENAME: _rename,
    lsp.TEXT_DOCUMENT_CODE_ACTION: _list_actions,
}
_OPTIONS: Mapping[str, Any] = {
    lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(trigger_characters=[" ", ":"]),
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix]),
    lsp.TEXT_DOCUMENT_RENAME: lsp.RenameOptions(prepare_provider=True),
}
