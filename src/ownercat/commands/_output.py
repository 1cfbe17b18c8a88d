"""Writing results: to standard output safely, to files whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO, cast

import click

from ownercat import plugins
from ownercat.errors import IncompleteError
from ownercat.text import shown


def write(text: str) -> None:
    """Print a result; what the terminal's encoding lacks is escaped, and a full disk is an error.

    A reader that has seen enough (``| head``) is none: the verdict stands.
    """
    stream = cast("TextIO | None", sys.stdout)
    if stream is None:
        raise IncompleteError("the result could not be written: standard output is closed")
    data = text if text.endswith("\n") or not text else f"{text}\n"
    encoded = data.encode(stream.encoding or "utf-8", "backslashreplace")
    try:
        stream.flush()
        stream.buffer.write(encoded)
        stream.flush()
    except BrokenPipeError:
        drop()
    except OSError as error:
        drop()
        raise IncompleteError(f"the result could not be written: {shown(error.strerror)}") from None


def can_show(text: str) -> bool:
    """Whether the encoding of standard output has all of these characters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def screen() -> int:
    """The columns of the terminal, 80 without one. Asking shutil would load every compression library as well."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and len(given) < 10 and int(given):
        return int(given)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def drop() -> None:
    """Nobody reads standard output any more: let nothing be flushed into it at exit."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warn(message: str) -> None:
    """One line on standard error, if anybody listens there."""
    with suppress(OSError, ValueError):
        click.echo(f"ownercat: {message}", err=True)


def replace(path: Path, content: str | bytes) -> None:
    """Write a file whole: temporary file beside it, fsync, rename; the old one stays if anything fails."""
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    try:
        target = Path(os.path.realpath(path))  # a link stays a link
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or a pipe takes what it is given; replacing it would remove it
        else:
            _replace_file(target, data)
    except (OSError, ValueError) as error:
        reason = shown(getattr(error, "strerror", None) or error)
        raise IncompleteError(f"{shown(path)} could not be written: {reason}") from None


def create(path: Path, content: str) -> bool:
    """Write a new file whole; False, and nothing is written, where there is one already."""
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}")
    try:
        _replace_file(temporary, content.encode("utf-8", "backslashreplace"))
        try:
            os.link(temporary, path)  # unlike a rename, it fails where the name is taken
        except FileExistsError:
            return False
        finally:
            temporary.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = shown(getattr(error, "strerror", None) or error)
        raise IncompleteError(f"{shown(path)} could not be written: {reason}") from None
    return True


def _replace_file(target: Path, data: bytes) -> None:
    descriptor, name = plugins.load("tempfile").mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
