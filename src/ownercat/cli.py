"""The command group: commands are found by file name and imported only when run. The one error boundary."""

import errno
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from ownercat import __version__
from ownercat.commands._lazy import Commands
from ownercat.errors import OwnercatError, Terminated, UsageError
from ownercat.text import clean, shown

_UNWRITTEN = frozenset({errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG, errno.EDQUOT})
_COMPLETE = "_OWNERCAT_COMPLETE"
_VERBOSE = "ownercat.verbose"
USAGE, INCOMPLETE, INTERRUPTED, TERMINATED = 2, 3, 130, 143


def _print_version(context: click.Context, _: click.Parameter, is_set: bool) -> None:
    """Print the version; with -v, which the group reads first, also what answers depend on."""
    if not is_set or context.resilient_parsing:
        return
    click.echo(f"ownercat, version {__version__}")
    if context.meta.get(_VERBOSE):
        import tzdata  # noqa: PLC0415  # most runs compute no time

        click.echo(f"Python {sys.version.split()[0]}")
        click.echo(f"time zone data {tzdata.IANA_VERSION} (tzdata {tzdata.__version__})")
    context.exit()


def _keep_verbose(context: click.Context, _: click.Parameter, is_set: bool) -> None:
    context.meta[_VERBOSE] = is_set


@click.group(
    cls=Commands,
    subcommand_metavar="COMMAND [ARGS]",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-V", "--version", is_flag=True, expose_value=False, callback=_print_version, help="Show the version and exit."
)
@click.option(
    "-v", "--verbose", is_flag=True, is_eager=True, expose_value=False, callback=_keep_verbose,
    help="With --version, also show the edition of the time zone data.",
)  # fmt: skip
def cli() -> None:
    """Who owns this, and will anyone wake up?

    ownercat checks the service catalog of a git repository, and answers questions about services and teams.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 clean, 1 findings, 2 usage, 3 incomplete, 130 interrupted."""
    try:
        _refuse_incomplete_completion()
        code = cli.main(args=arguments, prog_name="ownercat", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except OwnercatError as error:
        _say(error.message, error.help)
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        from ownercat.commands import _output  # noqa: PLC0415  # only an error needs it

        _say(*_output.explain_usage(error))
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except Terminated:
        return TERMINATED
    except SystemExit:  # click's answer to a pipe that nobody reads while it prints a help page
        _drop_output()
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _UNWRITTEN:
            _drop_output()
            _say(f"cannot write the result: {clean(str(error.strerror))}", "")
            return INCOMPLETE
        if signaled := _find_signal(error):
            return signaled
        report = _write_report(error)
        _say(f"internal error: {clean(type(error).__name__)}: {clean(str(error))[:200]}", report)
        return INCOMPLETE


def _refuse_incomplete_completion() -> None:
    """Refuse a request for completion without the words to complete, which only a shell's script sends."""
    wanted = os.environ.get(_COMPLETE, "")
    is_whole = "COMP_WORDS" in os.environ and "COMP_CWORD" in os.environ
    if wanted.endswith("_complete") and not (
        is_whole and (wanted.startswith("fish") or os.environ["COMP_CWORD"].isdecimal())
    ):
        help = f"unset {_COMPLETE}, or use the script that {_COMPLETE}=bash_source ownercat prints"
        raise UsageError(f"{_COMPLETE} is {shown(wanted)}, but COMP_WORDS and COMP_CWORD do not name a word", help)


def _find_signal(error: BaseException | None) -> int:
    """Return the exit code of a signal that Python wrapped into another error, as it does in a class body; or 0."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt | Terminated):
            return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
        error = error.__cause__ or error.__context__
    return 0


def handle_signals() -> None:
    """Turn the signals that end a run into exceptions, so that a command rolls back what is half done.

    The first one counts: another one must not interrupt the roll-back.
    """

    def end(number: int, frame: object) -> None:
        for each in ending:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt if number == signal.SIGINT else Terminated

    others = [getattr(signal, name) for name in ("SIGHUP", "SIGQUIT") if hasattr(signal, name)]
    ending = [signal.SIGINT, signal.SIGTERM, *(each for each in others if signal.getsignal(each) != signal.SIG_IGN)]
    for each in ending:
        signal.signal(each, end)


def _say(message: str, help: str) -> None:
    from ownercat.commands import _output  # noqa: PLC0415  # only an error needs it

    text = f"ownercat: {message}" + (f"\nhelp: {help}" if help else "")
    for line in text.split("\n"):
        _output.tell(clean(line))


def _drop_output() -> None:
    """Nobody reads standard output: let nothing be flushed into it at exit."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_report(error: BaseException) -> str:
    """Write a crash report into the temporary folder; return a message that says where it is."""
    import platform  # noqa: PLC0415  # only an internal error needs a report
    import tempfile  # noqa: PLC0415  # only an internal error needs a report
    import traceback  # noqa: PLC0415  # only an internal error needs a report

    lines = [
        f"ownercat {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
        f"arguments: {sys.argv[1:]!r}",
        "",
        *traceback.format_exception(error),
    ]
    try:
        descriptor, path = tempfile.mkstemp(prefix="ownercat-crash-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines))
    except OSError:
        return "report this error with the command that you ran; ownercat could not write a crash report"
    return f"report this error and attach the file {path}"
