"""An editor for tests: the client of pygls, which talks to a real `ownercat lsp` over its standard streams."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from tests.repositories import Repository

T = TypeVar("T")
TIMEOUT = 60.0  # seconds for one answer; it takes a tenth of one, and far longer on a machine that does much else


class Editor:
    """A running server with what it has shown: findings by file, messages and log lines."""

    def __init__(self, repository: Repository, encodings: Sequence[str] = (), folders: Sequence[Path] = ()) -> None:
        self.root = repository.root
        self.loop = asyncio.new_event_loop()
        self.client = LanguageClient("editor", "1")
        self.findings: dict[str, list[lsp.Diagnostic]] = {}
        self.published = 0
        self.messages: list[str] = []
        self.news = asyncio.Event()
        self.version = 0
        self._listen()
        command = (sys.executable, "-m", "ownercat", "lsp")
        self.run(self.client.start_io(*command, cwd=str(self.root), env=repository.env))
        general = lsp.GeneralClientCapabilities(position_encodings=list(encodings)) if encodings else None
        names = [lsp.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders or (self.root,)]
        params = lsp.InitializeParams(
            lsp.ClientCapabilities(general=general), root_uri=self.root.as_uri(), workspace_folders=names
        )
        self.server = self.run(self.client.initialize_async(params))
        self.client.initialized(lsp.InitializedParams())

    def _listen(self) -> None:
        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def show(params: lsp.PublishDiagnosticsParams) -> None:
            self.findings[params.uri.rpartition(f"{self.root.name}/")[2]] = list(params.diagnostics)
            self.published += 1
            self.news.set()

        @self.client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def tell(params: lsp.ShowMessageParams) -> None:
            self.messages.append(params.message)
            self.news.set()

        @self.client.feature(lsp.WINDOW_LOG_MESSAGE)
        def log(params: lsp.LogMessageParams) -> None:
            self.messages.append(f"log: {params.message}")
            self.news.set()

    def run(self, waited: Awaitable[T]) -> T:
        """Wait for an answer of the server."""
        return self.loop.run_until_complete(asyncio.wait_for(waited, TIMEOUT))

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait for messages of the server until something holds."""
        while not condition():
            self.news.clear()
            self.run(self.news.wait())

    def open(self, path: str, text: str | None = None) -> None:
        """Open a file, with a text that is not saved if one is given."""
        content = (self.root / path).read_text("utf-8") if text is None else text
        item = lsp.TextDocumentItem(self.uri(path), "yaml", 0, content)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, path: str, text: str) -> None:
        """Replace the text of an open file."""
        self.version += 1
        named = lsp.VersionedTextDocumentIdentifier(self.version, self.uri(path))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(named, [change]))

    def save(self, path: str) -> None:
        """Tell the server that a file was saved, which makes it check."""
        self.client.text_document_did_save(lsp.DidSaveTextDocumentParams(self.named(path)))

    def at(self, path: str, line: int, character: int) -> lsp.TextDocumentPositionParams:
        """A place in a file, counted from 0."""
        return lsp.TextDocumentPositionParams(self.named(path), lsp.Position(line, character))

    def uri(self, path: str) -> str:
        """The name of a file."""
        return (self.root / path).as_uri()

    def named(self, path: str) -> lsp.TextDocumentIdentifier:
        """The name of a file in requests."""
        return lsp.TextDocumentIdentifier(self.uri(path))

    def stop(self) -> int:
        """Close the connection, as an editor that ends does, and return the exit code."""
        process = self.client._server
        assert process is not None and process.stdin is not None
        process.stdin.close()
        code = self.run(process.wait())
        self.close()
        return code

    def close(self) -> None:
        """End the server, whatever it does."""
        if self.loop.is_closed():
            return
        process = self.client._server
        if process is not None and process.returncode is None:
            process.kill()
            self.run(process.wait())
        self.run(self.client.stop())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
