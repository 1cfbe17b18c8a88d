"""Write results to standard output, and warnings to standard error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO, cast

import click

from ownercat.errors import IncompleteError, UsageError
from ownercat.text import clean, listed, shown
from ownercat.views.terminal import is_dumb, measure_width, use_color, wrap

if TYPE_CHECKING:  # `explain` and `rules` open no catalog
    from collections.abc import Sequence

    from ownercat.answers import UnknownName
    from ownercat.answers.book import UnknownWord
    from ownercat.answers.nearest import NotFound
    from ownercat.sessions.whole import WholeCatalog
    from ownercat.sessions.workspace import Workspace
    from ownercat.views.rows import Sheet

_INDENT = "  "
_PROGRESS = "ownercat.progress"
_LONGEST_ANSWER = 200
_ARGUMENTS = {"QUERY": "a service, alias, team, person, file path, alert or symptom"}


def write(text: str, links: bool = True) -> None:
    """Print a result. Characters that the encoding of the terminal lacks are escaped.

    A full disk is an error. A closed pipe (``| head``) is not: the exit code stays the same. ``links``: make each place
    in a file of the working tree a link, if the terminal opens links.
    """
    stream = cast("TextIO | None", sys.stdout)
    if stream is None:
        raise IncompleteError("cannot write the result: standard output is closed")
    if links and stream.isatty():
        text = _add_links(text)
    _write(text if text.endswith("\n") or not text else f"{text}\n", stream)


def write_page(text: str) -> None:
    """Print a text to read: on a terminal that is shorter than the text, through the pager.

    ``PAGER`` names the pager, else it is less. An empty ``PAGER``, ``PAGER=cat`` and ``NO_PAGER`` turn it off.
    """
    if not _needs_pager(text):
        write(text, links=False)
        return
    end_progress()
    os.environ.setdefault("LESS", "FRX")  # quit if it fits, keep colors, leave the text on the screen
    with suppress(BrokenPipeError):
        click.echo_via_pager(text, color=None if os.environ.get("PAGER") else True)


def _needs_pager(text: str) -> bool:
    if not (_is_watched(sys.stdin) and _is_watched(sys.stdout)) or is_dumb() or not _is_in_foreground():
        return False
    if os.environ.get("NO_PAGER") or os.environ.get("PAGER", "less").strip() in ("", "cat"):
        return False
    return text.count("\n") >= os.get_terminal_size(sys.stdout.fileno()).lines


def _is_in_foreground() -> bool:
    """Return whether keys of this terminal reach the run; a program that only collects output presses none."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except OSError:  # the terminal does not control this run
        return False


def _add_links(text: str) -> str:
    """Add links to text for people about the working tree; of another commit, the file can be a different one."""
    from ownercat.sessions.workspace import find_repository  # noqa: PLC0415  # only a terminal with links needs it
    from ownercat.views import links  # noqa: PLC0415  # only a terminal with links needs it

    given = click.get_current_context().params
    if given.get("rev") or given.get("form") not in (None, "text") or not links.can_link(is_terminal=True):
        return text
    where, root = find_repository(given.get("catalog"))
    return links.link_places(text, root or where)


def show_progress(context: click.Context) -> None:
    """Show on a terminal that a command works, until it prints something or ends."""
    from ownercat.views.progress import Progress  # noqa: PLC0415  # only a terminal needs it

    if not _is_watched(sys.stderr) or is_dumb() or os.environ.get("CI"):
        return
    context.meta[_PROGRESS] = Progress("ownercat is working", sys.stderr)
    context.meta[_PROGRESS].start()
    context.call_on_close(end_progress)


def _is_watched(stream: TextIO | None) -> bool:
    """Return whether a person watches a stream; pre-commit collects the output on a terminal of its own."""
    return stream is not None and stream.isatty() and not os.environ.get("PRE_COMMIT")


def end_progress() -> None:
    """Erase the line that says that a command works."""
    context = click.get_current_context(silent=True)
    if context and _PROGRESS in context.meta:
        context.meta.pop(_PROGRESS).stop()


def write_part(text: str) -> None:
    """Print the beginning of a line, for example a question."""
    if sys.stdout is not None:
        _write(text, sys.stdout)


def ask(question: str) -> str:
    """Print a question and return the answer; ``""`` at the end of the input."""
    write_part(clean(question))
    answer = sys.stdin.readline(_LONGEST_ANSWER).strip() if sys.stdin is not None else ""
    if not can_ask():  # nobody sees the answer
        write_part("\n")
    return answer


def can_ask() -> bool:
    """Return whether a person can answer questions."""
    return sys.stdin is not None and sys.stdin.isatty()


def confirm(question: str) -> bool:
    """Return whether the answer to a question is yes."""
    return ask(f"{question} [y/N] ").lower() in {"y", "yes"}


def _write(data: str, stream: TextIO) -> None:
    end_progress()
    encoded = data.encode(stream.encoding or "utf-8", "backslashreplace")
    try:
        stream.flush()
        stream.buffer.write(encoded)
        stream.flush()
    except BrokenPipeError:
        drop()
    except OSError as error:
        drop()
        raise IncompleteError(f"cannot write the result: {shown(error.strerror)}") from None


def drop() -> None:
    """Discard the rest of standard output, so that nothing is flushed into a closed pipe at exit."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def warn(message: str) -> None:
    """Print a message to standard error, if it is open."""
    tell(f"ownercat: {message}")


def hint(message: str) -> None:
    """Print the fix of a message to standard error, if it is open."""
    tell(f"help: {message}")


def tell(text: str) -> None:
    """Print clean text to standard error: wrapped on a terminal; one line otherwise, for logs and programs."""
    end_progress()
    with suppress(OSError, ValueError):  # if standard error fails, the exit code still has the result
        terminal = sys.stderr is not None and sys.stderr.isatty()
        for line in wrap(text, measure_width(), _INDENT) if terminal else [text]:
            click.echo(line, err=True)


def tell_time(seconds: float) -> None:
    """Print how long a run took, for a person who waited for it."""
    if _is_watched(sys.stdout) and _is_watched(sys.stderr):
        tell(f"checked in {seconds:.1f} s")


def warn_unknown(unknown: UnknownName | NotFound, kinds: str = "service, alias, alert, symptom or path") -> None:
    """Print that a word of the command line names nothing, and the nearest names."""
    warn(f"not found: no {kinds} has the name {shown(unknown.query)}")
    near = [f"{shown(item.name)} ({shown(item.kind)})" for item in unknown.nearest]
    if near:
        hint(f"did you mean {listed(near, 'or')}?")


def refuse_unknown(unknown: UnknownWord) -> UsageError:
    """Build the error for a word of an option that the policy does not define, with the nearest one or all of them."""
    from ownercat import suggest  # noqa: PLC0415  # only an unknown word needs it

    known = f"use one of {listed(map(shown, unknown.names), 'or', most=20)}"
    help = suggest.format_suggestion(unknown.name, unknown.names, known)
    return UsageError(f"the policy has no {unknown.what} {shown(unknown.name)}", help)


def explain_usage(error: click.ClickException) -> tuple[str, str]:
    """Return what is wrong with the command line, and the fix."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return error.format_message(), ""
    where_to_look = f"see {context.command_path} --help"
    if isinstance(error, click.MissingParameter) and isinstance(error.param, click.Argument):
        example = (context.command.epilog or "").removeprefix("Example: ").partition("    (")[0]
        name = _ARGUMENTS.get(word := (error.param.metavar or "").rstrip("."), f"a {word.replace('|', ' or ')}")
        return f"{context.command_path} needs {name}", f"add it, for example: {example}" if example else where_to_look
    if not isinstance(error, click.NoSuchOption):
        return error.format_message(), where_to_look
    from ownercat import suggest  # noqa: PLC0415  # only an unknown option needs it

    known = [name for option in context.command.get_params(context) for name in option.opts if name.startswith("--")]
    help = suggest.near_or_containing(error.option_name, known, where_to_look)
    return f"{context.command_path} has no option {shown(error.option_name)}", help


def render_sheets(sheets: Sequence[Sheet], whole: WholeCatalog, workspace: Workspace, verbose: bool) -> str:
    """Render sheets as text for the terminal."""
    from ownercat.views import layout  # noqa: PLC0415  # JSON needs no layout

    return str(layout.render_sheets(sheets, whole.files, use_color(workspace.settings.get("color")), verbose))
