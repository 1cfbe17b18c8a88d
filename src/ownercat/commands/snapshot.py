"""``ownercat snapshot``: Store the answers of another system."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._lazy import SuggestingGroup
from ownercat.commands._options import complete_sources, verify_source
from ownercat.errors import IncompleteError, UsageError
from ownercat.reality.data import parse_instant
from ownercat.reality.snapshots import MOST_BYTES, WrapOptions, wrap_answers
from ownercat.repository.files import replace_file, verify_target
from ownercat.repository.trees import Folder
from ownercat.sessions.edits import create_folders
from ownercat.sessions.workspace import find_repository
from ownercat.text import shown

DONE = 0


class SnapshotOptions(NamedTuple):
    """The options of `snapshot wrap`."""

    output: str | None
    redact: bool
    fetched_at: str | None
    since: str | None
    until: str | None
    account: str
    about: str


@click.group("snapshot", cls=SuggestingGroup)
def COMMAND() -> None:  # noqa: N802  # the one named constant of a command
    """Store the answers of another system.

    ownercat opens no connection. A job fetches the answers, for example with curl, and `snapshot wrap` writes them into
    one file with the time at which they were fetched.
    """


@COMMAND.command(
    "wrap", epilog="Example: ownercat snapshot wrap pagerduty users-*.json --output .ownercat/snapshots/users.json"
)
@click.argument("source", shell_complete=complete_sources)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--output", metavar="FILE", help="Write this file.  [default: standard output]")
@click.option("--redact", is_flag=True, help="Remove all fields that ownercat does not use, for example phone numbers.")
@click.option("--fetched-at", metavar="TIME", help="When the answers were fetched, with UTC offset.  [default: now]")
@click.option("--from", "since", metavar="TIME", help="The start of the interval that was asked for, for schedules.")
@click.option("--to", "until", metavar="TIME", help="The end of that interval.")
@click.option("--account", default="", metavar="NAME", help="The account or organization of the answers.")
@click.option(
    "--about", default="", metavar="NAME", help="The team, group or schedule of an answer that does not name it."
)
def wrap(source: str, files: tuple[str, ...], **values: Any) -> int:
    """Write a snapshot of the answers in FILE..., in their order.

    SOURCE is a system, for example pagerduty; docs/snapshots.md lists all systems and calls. All files must be pages of
    the same call. If pages are missing, ownercat writes nothing.

    Exit code: 0 written, 2 usage error or incomplete answers, 3 a file cannot be read or written.
    """
    options = SnapshotOptions(**values)
    verify_source(source)
    cwd, top = find_repository()
    window = _parse_window(options)
    fetched = _parse_time("--fetched-at", options.fetched_at) or f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    request = WrapOptions(source, fetched, window, options.account, options.redact, options.about)
    text = wrap_answers([(name, _read_file(cwd, name)) for name in files], request)
    if options.output is None:
        _output.write(text)
        return DONE
    target = cwd / options.output
    verify_target(top or cwd, target)
    with create_folders(target):
        replace_file(target, text)
    _output.warn(f"{shown(options.output)} is written")
    return DONE


def _parse_window(options: SnapshotOptions) -> tuple[str, str] | None:
    since, until = _parse_time("--from", options.since), _parse_time("--to", options.until)
    if (since is None) != (until is None):
        raise UsageError("--from and --to belong together", "give both, or none of them")
    if since is None or until is None:
        return None
    if (parse_instant(since) or 0) >= (parse_instant(until) or 0):
        raise UsageError(f"--to {shown(until)} is not after --from {shown(since)}", "give a later --to")
    return since, until


def _parse_time(option: str, text: str | None) -> str | None:
    if text is not None and parse_instant(text) is None:
        raise UsageError(
            f"{option} {shown(text)} is not a time with a UTC offset", "write it as in 2026-11-30T02:00:00Z"
        )
    return text


def _read_file(cwd: Path, name: str) -> bytes:
    path = cwd / name
    content = next(Folder(path.parent).read([path.name], MOST_BYTES), None)
    if content is None or content.problem:
        reason = "does not exist" if content is None else "is not a regular file that can be read"
        raise IncompleteError(f"{shown(name)} {reason}", "name the file with the answer")
    return content.data
