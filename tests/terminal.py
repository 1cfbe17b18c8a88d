"""A run of the command line in a real pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path

# Ctrl-C reaches only the processes of the terminal that controls them
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios as t; fcntl.ioctl(0, t.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
_SECONDS = 60  # a limit against a hang; no test waits for it
_OURS = (
    "CI",
    "PAGER",
    "NO_PAGER",
    "LESS",
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR_FORCE",
    "FORCE_HYPERLINK",
    "VTE_VERSION",
)
_OURS += ("TERM_PROGRAM", "WT_SESSION", "KONSOLE_VERSION")


class Terminal:
    """A run in a terminal of 80 columns and 24 rows that knows no escape sequences, unless ``TERM`` says otherwise."""

    def __init__(self, folder: Path, *arguments: str, rows: int = 24, **env: str) -> None:
        self.main, second = pty.openpty()
        fcntl.ioctl(second, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in _OURS}
        command = [sys.executable, "-c", _TAKE_TERMINAL, sys.executable, "-m", "ownercat", *arguments]
        self.process = subprocess.Popen(
            command, cwd=folder, env={**kept, "COLUMNS": "80", "TERM": "dumb", "PYTHONUNBUFFERED": "1", **env},
            stdin=second, stdout=second, stderr=second, start_new_session=True,
        )  # fmt: skip
        os.close(second)
        self.seen = ""

    def expect(self, text: str) -> str:
        """Read until a text appears; return what came before it."""
        while text not in self.seen:
            piece = self._read()
            assert piece, self.seen
            self.seen += piece
        before, _, self.seen = self.seen.partition(text)
        return before

    def _read(self) -> str:
        ready, _, _ = select.select([self.main], [], [], _SECONDS)
        try:
            return os.read(self.main, 65536).decode().replace("\r\n", "\n") if ready else ""
        except OSError:  # the other end is closed
            return ""

    def type(self, text: str) -> None:
        os.write(self.main, text.encode())

    def end(self) -> tuple[int, str]:
        """Return the exit code and the rest of the output."""
        while piece := self._read():
            self.seen += piece
        code = self.process.wait(_SECONDS)
        os.close(self.main)
        return code, self.seen
