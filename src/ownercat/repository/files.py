"""Atomic writing of files in the working tree."""

import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from ownercat.errors import IncompleteError, UsageError
from ownercat.text import shown

_TEMPORARY = re.compile(r"\..*\.(\d+)\.ownercat", re.DOTALL)  # the number is that of the process
_LONGEST_WAIT = 10.0  # seconds: a run that holds the lock writes a few files


def replace_file(path: Path, content: str | bytes) -> None:
    """Replace a file atomically: write a temporary file next to it, sync, rename; on an error the old file stays."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    try:
        target = Path(os.path.realpath(path))  # write to the target of a link
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # do not replace a device or a pipe
        else:
            with hold_signals(), _write_beside(target, data) as new:
                new.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
                new.replace(target)
    except (OSError, ValueError) as error:
        reason = shown(getattr(error, "strerror", None) or error)
        raise IncompleteError(f"{shown(path)} could not be written: {reason}") from None


def verify_target(root: Path, target: Path) -> None:
    """Refuse to write through a link inside ``root``, or into a folder of git.

    A repository may contain a link to any file of this machine. A link above ``root``, or a target elsewhere, is the
    choice of the person who runs ownercat. git runs what its own files name.
    """
    path = Path(target.anchor)
    for part in target.relative_to(path).parts:  # one by one: `link/../x` is not `x`
        path = path.parent if part == ".." else path / part
        if path != root and path.is_relative_to(root) and os.path.islink(path):  # noqa: PTH114  # no resolving
            raise UsageError(
                f"{shown(path)} is a symbolic link: ownercat does not write through links", "remove the link"
            )
    if any(part.lower() == ".git" for part in (*path.parts, *Path(os.path.realpath(target)).parts)):
        raise UsageError(f"{shown(path)} is inside a .git folder: ownercat does not write there", "name another file")


def create_file(path: Path, content: str) -> bool:
    """Create a file and return true; return false and write nothing if it already exists."""
    try:
        with hold_signals(), _write_beside(path, content.encode("utf-8", "backslashreplace")) as new:
            new.chmod(0o644)
            os.link(new, path)  # unlike a rename, it fails where the name is taken
    except FileExistsError:
        return False
    except (OSError, ValueError) as error:
        reason = shown(getattr(error, "strerror", None) or error)
        raise IncompleteError(f"{shown(path)} could not be written: {reason}") from None
    return True


@contextmanager
def hold_signals() -> Iterator[None]:
    """Postpone signals such as Ctrl-C and SIGTERM to the end of this block, so that nothing in it is half done."""
    arrived: list[int] = []
    handlers = {}
    if threading.current_thread() is threading.main_thread():
        handlers = {each: call for each in signal.valid_signals() if callable(call := signal.getsignal(each))}
    try:
        for number in handlers:
            signal.signal(number, lambda number, _: arrived.append(number))
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    if arrived:
        signal.raise_signal(arrived[0])


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Let one run at a time change files that exist: a lock on the folder itself, which leaves no file.

    Where the system has no such lock (Windows, some network drives), nothing is locked.
    """
    try:
        import fcntl  # noqa: PLC0415  # not on Windows

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        end = time.monotonic() + _LONGEST_WAIT
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    message = f"another run of ownercat is changing files in {shown(folder)}, so nothing was written"
                    raise IncompleteError(message, "try again") from None
                time.sleep(0.02)
                continue
            except OSError:  # a drive without locks
                pass
            break
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _write_beside(target: Path, data: bytes) -> Iterator[Path]:
    """Write a temporary file next to a file; nothing is left of it at the end of the block."""
    _remove_left_over(target.parent)
    temporary = target.with_name(f".{target.name[:100]}.{os.getpid()}.ownercat")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


@cache
def _remove_left_over(folder: Path) -> None:
    """Remove the temporary files of runs that were killed."""
    with os.scandir(folder) as entries:
        found = [(entry.path, match) for entry in entries if (match := _TEMPORARY.fullmatch(entry.name))]
    for path, match in found:
        if not _is_running(int(match[1])):
            Path(path).unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    """Return whether a process of this machine is running; true if nothing can tell."""
    if os.name != "posix" or process == os.getpid():
        return os.name != "posix"
    try:
        os.kill(process, 0)  # sends nothing
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
