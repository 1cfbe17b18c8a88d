"""``ownercat cache``: Remove the stored results of earlier checks."""

import click

from ownercat.commands import _output
from ownercat.commands._lazy import SuggestingGroup
from ownercat.repository import cache
from ownercat.text import shown

DONE = 0


@click.group("cache", cls=SuggestingGroup)
def COMMAND() -> None:  # noqa: N802  # the one named constant of a command
    """Remove the stored results of earlier checks.

    `check` stores its result in the cache folder of the user. If nothing has changed, the next check prints the
    stored result. `check --no-cache` and the variable OWNERCAT_NO_CACHE neither use nor store results.
    """


@COMMAND.command("clean", epilog="Example: ownercat cache clean")
def clean() -> int:
    """Remove the cache.

    The next check reads every file again. Exit code: 0 removed, or there was no cache.
    """
    removed = cache.clean()
    _output.warn(f"{shown(str(removed))} is removed" if removed else "there is no cache")
    return DONE
