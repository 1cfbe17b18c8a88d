"""Writing results: to standard output safely, to files whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from ownercat.errors import IncompleteError
from ownercat.text import shown


def write(text: str) -> None:
    """Print a result; what the terminal's encoding lacks is escaped, and a full disk is an error."""
    stream = sys.stdout
    data = text if text.endswith("\n") or not text else f"{text}\n"
    encoded = data.encode(stream.encoding or "utf-8", "backslashreplace")
    try:
        stream.flush()
        stream.buffer.write(encoded)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise IncompleteError(f"the result could not be written: {shown(error.strerror)}") from None


def warn(message: str) -> None:
    """One line on standard error."""
    click.echo(f"ownercat: {message}", err=True)


def replace(path: Path, text: str) -> None:
    """Write a file whole: temporary file beside it, fsync, rename; the old one stays if anything fails."""
    try:
        target = path.resolve() if path.is_symlink() else path
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise IncompleteError(f"{shown(path)} could not be written: {shown(error.strerror)}") from None
