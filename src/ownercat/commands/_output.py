"""Writing results: to standard output safely, to files whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO, cast

import click

from ownercat.errors import IncompleteError
from ownercat.text import listed, shown
from ownercat.views.terminal import use_color

if TYPE_CHECKING:  # `explain` and `rules` open no catalog
    from collections.abc import Sequence

    from ownercat.answers import UnknownName
    from ownercat.sessions.whole import WholeCatalog
    from ownercat.sessions.workspace import Workspace
    from ownercat.views.rows import Sheet


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


def drop() -> None:
    """Nobody reads standard output any more: let nothing be flushed into it at exit."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warn(message: str) -> None:
    """One line on standard error, if anybody listens there."""
    with suppress(OSError, ValueError):
        click.echo(f"ownercat: {message}", err=True)


def warn_unknown(missed: UnknownName, what: str = "no service, alias, alert, symptom or path") -> None:
    """One word that names nothing, on standard error."""
    warn(f"nothing is called {shown(missed.query)}: {what}")
    near = [f"{shown(item.name)} ({shown(item.kind)})" for item in missed.nearest]
    if near:
        click.echo(f"help: did you mean {listed(near, 'or')}?", err=True)


def render_sheets(sheets: Sequence[Sheet], whole: WholeCatalog, workspace: Workspace, verbose: bool) -> str:
    """Sheets as text for the terminal; the view is only loaded here, because the other formats do without it."""
    from ownercat.views import layout  # noqa: PLC0415  # JSON needs no layout

    return str(layout.render_sheets(sheets, whole.files, use_color(workspace.settings.get("color")), verbose))
