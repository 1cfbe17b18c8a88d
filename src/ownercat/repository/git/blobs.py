"""The contents of blobs, from one process of ``git cat-file``."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from ownercat.repository import git
from ownercat.repository.git import waiting

_TICK = 0.25  # seconds between two looks at a process that is waited for
_CALL, _REFUSED = "git cat-file", 128
_LONGEST = 1_000  # bytes of a header


class _Watch:
    """Kills a process that keeps ownercat waiting longer than the limit; parsing its output does not count."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self.until: float | None = None  # when the limit ends; ``None``: ownercat does not wait
        self.has_expired = False
        self.done = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while not self.has_expired and not self.done.wait(_TICK):
            until = self.until
            self.has_expired = until is not None and time.monotonic() > until
        if self.has_expired:
            self.kill()

    def kill(self) -> None:
        """Kill the process and what it started: a program that stays alive would keep the pipe open."""
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def read(self, blob: str, limit: int) -> bytes | None:
        """Return the content of the next blob; ``None`` if it is missing."""
        assert self.process.stdout is not None  # noqa: S101  # PIPE was asked for
        with waiting.count_time(git.TIMEOUT) as seconds:
            self.until = time.monotonic() + seconds
            try:
                header = self.process.stdout.readline(_LONGEST).split()
                if not header and self.process.wait() != _REFUSED:
                    raise git.GitError(f"{_CALL} ended before it answered")
                return _read_blob(self.process.stdout, blob, header, limit)
            finally:
                self.until = None
                if self.has_expired:
                    raise TimeoutError


def read_blobs(root: Path, ids: Iterable[str], limit: int) -> Iterator[bytes | None]:
    """Yield the content of each blob in order, at most ``limit + 1`` bytes; ``None`` for a missing object.

    Raises ``GitError`` if git ends early or is too slow.
    """
    wanted = list(ids)
    if not wanted:
        return
    with _start(root) as process:
        watch = _Watch(process)
        # write in a thread: otherwise git blocks on a full output pipe and ownercat on a full input pipe
        feeder = threading.Thread(target=_write_ids, args=(process.stdin, wanted), daemon=True)
        feeder.start()
        try:
            for blob in wanted:
                yield watch.read(blob, limit)
        except TimeoutError:
            raise git.GitError(waiting.describe_timeout(_CALL, git.TIMEOUT), "try again") from None
        finally:
            watch.done.set()
            watch.kill()
            feeder.join(timeout=1)


def _start(root: Path) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            git.build_command(root, ("cat-file", "--batch")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=git.build_environment(),
            process_group=0,
        )
    except OSError as error:
        raise git.GitError(f"{_CALL} did not start: {error.strerror}") from None


def _write_ids(pipe: IO[bytes], ids: list[str]) -> None:
    with suppress(OSError), pipe:  # the reader may stop early
        pipe.write("".join(f"{i}\n" for i in ids).encode("ascii"))


def _read_blob(pipe: IO[bytes], blob: str, header: list[bytes], limit: int) -> bytes | None:
    """Return a content, one byte longer than ``limit`` if it is longer; the header names the object and its size.

    Without a header, git has ended: in a partial clone it refuses an object that is missing, and all after it.
    """
    if not header:
        return None
    with git.expect_form("cat-file"):
        name, status, *size = header
        if name != blob.encode("ascii") or (not size and status != b"missing"):
            raise ValueError
        return _read_content(pipe, int(size[0]), limit) if size else None


def _read_content(pipe: IO[bytes], size: int, limit: int) -> bytes:
    data = pipe.read(min(size, limit + 1))
    left = size - len(data) + 1  # and the line end after it
    while left > 0:
        skipped = pipe.read(min(left, 65_536))
        if not skipped:
            raise git.GitError(f"{_CALL} ended in the middle of an object")
        left -= len(skipped)
    return data
