"""A line on standard error while a command works, for a person who waits at a terminal."""

import threading
from typing import TextIO

_FIRST = 1  # seconds: shorter work needs no line
_ERASE = "\r\x1b[K"


class Progress:
    """Says how long the work has taken, each second. The line is erased before anything else is printed."""

    def __init__(self, what: str, stream: TextIO) -> None:
        self._what, self._stream = what, stream
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def start(self) -> None:
        """Begin to measure the time."""
        self._thread.start()

    def stop(self) -> None:
        """Erase the line, and show it no more."""
        self._over.set()
        self._thread.join()

    def _show(self) -> None:
        seconds = _FIRST
        try:
            while not self._over.wait(_FIRST):
                self._print(f"{_ERASE}{self._what}: {seconds} s")
                seconds += _FIRST
            if seconds > _FIRST:
                self._print(_ERASE)
        except (OSError, ValueError):  # the terminal is gone
            return

    def _print(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
