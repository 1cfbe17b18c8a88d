"""A language client of a few messages: opens files in a language server, and asks it what an editor would ask."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

TIMEOUT = 20.0  # seconds for one answer; it takes a tenth of one, and far longer on a machine that does much else
SETTINGS = {
    "yaml": {
        "schemaStore": {"enable": False, "url": ""},  # nothing is fetched
        "validate": True, "hover": True, "completion": True, "format": {"enable": False},
    },
}  # fmt: skip


class Server:
    """A running language server. Speaks JSON-RPC 2.0 with Content-Length headers over its standard streams."""

    def __init__(self, command: Sequence[str], root: Path, env: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [*command, "--stdio"],
            cwd=root,
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.stdin = self.process.stdin
        self.received: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.stdout = self.process.stdout
        self.listener = threading.Thread(target=_listen, args=(self.stdout, self.received), daemon=True)
        self.listener.start()
        self.asked = 0
        self.shown: dict[str, list[dict[str, Any]]] = {}
        capabilities = {"workspace": {"configuration": True}, "textDocument": {"publishDiagnostics": {}}}
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities})
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, *paths: Path) -> list[list[dict[str, Any]]]:
        """Open files, unless they are open, and return the diagnostics that were published for each."""
        for path in paths:
            if path.as_uri() not in self.shown:
                document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
                self.tell("textDocument/didOpen", {"textDocument": document})
        while not all(path.as_uri() in self.shown for path in paths):
            self._next()
        return [self.shown[path.as_uri()] for path in paths]

    def hover(self, path: Path, line: int, character: int) -> str:
        """The text that is shown over a place (both counted from 0)."""
        found = self.ask("textDocument/hover", _at(path, line, character))
        return str(found["contents"]["value"]) if found else ""

    def complete(self, path: Path, line: int, character: int) -> list[str]:
        """What is offered at a place."""
        found = self.ask("textDocument/completion", _at(path, line, character))
        return [item["label"] for item in found["items"]]

    def ask(self, method: str, params: object) -> Any:
        """Send a request and return the result."""
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def close(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait(TIMEOUT)
        self.listener.join(TIMEOUT)
        self.stdin.close()
        self.stdout.close()

    def _next(self) -> dict[str, Any]:
        """The next message; diagnostics are kept, and what the server asks of us is answered on the way."""
        message = self.received.get(timeout=TIMEOUT)
        assert message is not None, "the language server has ended"
        if message.get("method") == "textDocument/publishDiagnostics":
            self.shown[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else None
            result = None if asked is None else [SETTINGS.get(item.get("section")) for item in asked]
            self._send({"id": message["id"], "result": result})
        return message

    def _send(self, message: Mapping[str, object]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.stdin.flush()


def _listen(stream: IO[bytes], received: queue.Queue[dict[str, Any] | None]) -> None:
    """Put every message into the queue, ``None`` at the end."""
    while True:
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        if not length:
            break
        received.put(json.loads(stream.read(length)))
    received.put(None)


def _at(path: Path, line: int, character: int) -> dict[str, object]:
    return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}}
