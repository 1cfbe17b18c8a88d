"""The language server: what an editor asks, and which session and view answer."""

import asyncio
import logging
import os
from collections.abc import Callable, Mapping
from functools import partial, wraps
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls import uris
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from ownercat import __version__
from ownercat.diagnostics import Report
from ownercat.errors import OwnercatError
from ownercat.sessions.editing import EditedCatalog, EditSession
from ownercat.sessions.workspace import CatalogOptions
from ownercat.text import clean
from ownercat.views.lsp import EditorFiles, build_diagnostics

_DEBOUNCE = 0.3  # seconds without an edit before a check
_WATCHED = "**/*.{yaml,yml,md,toml,baseline}"


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
                self.report_problem(f"{error.message}. {error.help}" if error.help else error.message)
            except Exception as error:  # one broken file must not end the server
                self.report_server_error(error, None)
            else:
                self._show(number, found, report)

    def _show(self, number: int, found: EditedCatalog, report: Report) -> None:
        if number == self.edits:  # else the positions are those of an older text
            self.report_problem("")
            self.publish(build_diagnostics(report.diagnostics, self.build_files(found)))


def serve(where: CatalogOptions) -> None:
    """Serve one client until it disconnects."""
    log = logging.getLogger("pygls")
    log.addHandler(logging.NullHandler())
    log.propagate = False
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


_HANDLERS: Mapping[str, Callable[[OwnercatServer, Any], Any]] = {
    lsp.INITIALIZE: _initialize,
    lsp.INITIALIZED: _begin,
    lsp.TEXT_DOCUMENT_DID_OPEN: _take_text,
    lsp.TEXT_DOCUMENT_DID_CHANGE: _take_text,
    lsp.TEXT_DOCUMENT_DID_CLOSE: _drop_text,
    lsp.TEXT_DOCUMENT_DID_SAVE: _check_again,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: _check_again,
}
_OPTIONS: Mapping[str, Any] = {}
