"""Options that several commands share."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, NamedTuple, TypeVar, cast

import click

from ownercat.errors import UsageError
from ownercat.model import PREFIXES, parse_day
from ownercat.sessions.workspace import CatalogOptions
from ownercat.suggest import format_suggestion
from ownercat.text import listed, shown

F = TypeVar("F", bound=Callable[..., Any])


class AnswerOptions(NamedTuple):
    """The options of a command that has only shared options."""

    where: CatalogOptions
    form: str
    verbose: bool
    quiet: bool


class CheckOptions(NamedTuple):
    """The options of `check`, which two modules read."""

    where: CatalogOptions
    staged: bool
    base: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: tuple[str, ...]
    fail_on: str
    timeless: bool
    as_of: str | None
    formats: tuple[str, ...]
    outputs: tuple[str, ...]
    fix: bool
    diff: bool
    statistics: bool
    watch: bool
    no_cache: bool
    verbose: int
    quiet: bool


def catalog_options(command: F) -> F:
    """Add --catalog, --dialect, --rev and --config.

    The command receives them, and ``--color`` if it has that option, as one argument: ``where: CatalogOptions``.
    """
    return comparison_options(_REV(command))


def comparison_options(command: F) -> F:
    """Add the same options without --rev, for a command that compares two revisions."""

    @wraps(command)
    def with_options(*arguments: Any, **values: Any) -> Any:
        names = [name for name in CatalogOptions._fields if name in values]
        where = CatalogOptions(**{name: values.pop(name) for name in names})
        return command(*arguments, where=where, **values)

    decorated = cast("F", with_options)
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


_OPTIONS = (
    click.option("--catalog", metavar="DIR", help="The folder with the catalog files.  [default: catalog]"),
    click.option(
        "--dialect", multiple=True, metavar="NAME",
        help="Also read catalog files in this format: backstage or gitlab or prometheus. Repeatable.",
    ),
    click.option(
        "--config", "config_file", metavar="FILE",
        help="Use this configuration file instead of the one in the repository.",
    ),
)  # fmt: skip
_REV = click.option(
    "--rev",
    metavar="REV",
    help="Read files of a commit, tag or date; ':' means the staged files (git index).  [default: the working tree]",
)


def complete_names(*kinds: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return a completion with the names of entities of these kinds, or of the kind in the argument ``kind``."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        from ownercat.sessions import names  # noqa: PLC0415  # only a shell needs it

        given = {key: value for key, value in context.params.items() if key in CatalogOptions._fields and value}
        wanted = kinds or (PREFIXES.get(context.params.get("kind") or "", ""),)
        return names.list_names(CatalogOptions(**given), wanted, incomplete)

    return complete


def complete_sources(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the name of a system with snapshots."""
    from ownercat.reality.sources import list_sources  # noqa: PLC0415  # only a shell needs it

    return [name for name in list_sources() if name.startswith(incomplete)]


def verify_source(name: str) -> None:
    """Refuse the name of a system without snapshots."""
    from ownercat.reality.sources import list_sources  # noqa: PLC0415  # few commands read snapshots

    if name not in list_sources():
        help = format_suggestion(name, list_sources(), f"the sources are {listed(list_sources())}")
        raise UsageError(f"there is no source {shown(name)}", help)


def format_option(*formats: str, hint: str = "") -> Callable[[F], F]:
    """Add --format. The first format is the default; ``hint``: what another one is for."""
    text = f"The output format. {hint}".rstrip()
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help=text
    )


def answer_options(*formats: str, hint: str = "") -> Callable[[F], F]:
    """Add --format, --color, --verbose and --quiet, for commands that answer from the catalog."""

    def decorate(command: F) -> F:
        return format_option(*formats, hint=hint)(color_option(_VERBOSE(quiet_option(command))))

    return decorate


_VERBOSE = click.option("-v", "--verbose", is_flag=True, help="Show all facts, each with its file and line.")


def quiet_option(command: F) -> F:
    """Add --quiet, for commands whose only other output is warnings."""
    return click.option("-q", "--quiet", is_flag=True, help="Hide warnings.")(command)


def snapshot_option(command: F) -> F:
    """Add --snapshot; the command receives the files as a part of ``where``."""
    return click.option(
        "--snapshot",
        "snapshots",
        multiple=True,
        metavar="FILE",
        help="Also read this snapshot of another system. Repeatable.",
    )(command)


def color_option(command: F) -> F:
    """Add --color; `use_color` reads NO_COLOR and FORCE_COLOR."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        help="When to use color; auto: on a terminal.  [default: auto]",
    )(command)


def at_option(command: F) -> F:
    """Add --at, for commands that show who is on call."""
    return click.option(
        "--at",
        metavar="TIME",
        help="Show the state at this time. TIME is a time such as 2026-11-22T03:12+01:00, a date (00:00 UTC), "
        "a past clock time such as 03:12, or -2h for two hours ago.  [default: now]",
    )(command)


def zone_option(command: F) -> F:
    """Add --zone, for commands that show clock times."""
    return click.option(
        "--zone",
        metavar="ZONE",
        help="Use this time zone for all times and for --at, for example Asia/Tokyo.  [default: the person's]",
    )(command)


def parse_as_of(given: str) -> date:
    """Return the day of ``--as-of``; refuse a value that is not a date."""
    day = parse_day(given)
    if day is None:
        raise UsageError(f"--as-of {shown(given)} is not a valid date", "use YYYY-MM-DD, for example 2026-09-01")
    return day


def parse_range(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """Return the days of ``--from`` and ``--to``; refuse values that are not dates, and a range without a day."""
    days = _parse_day("--from", first), _parse_day("--to", last)
    if days[0] and days[1] and days[1] < days[0]:
        raise UsageError(f"--to {days[1]} is before --from {days[0]}", "give --from a day before --to")
    return days


def _parse_day(option: str, written: str | None) -> date | None:
    day = parse_day(written)
    if written is not None and day is None:
        raise UsageError(f"{option} {shown(written)} is not a valid date", "use YYYY-MM-DD, for example 2026-07-01")
    return day
