"""``ownercat signoff plan``: what a change would need, before the work on it starts."""

from __future__ import annotations

from typing import Any

import click

from ownercat.commands._catalog import catalog_options, color_option
from ownercat.errors import UsageError


@click.command("plan", epilog="Example: ownercat signoff plan --base main")
@catalog_options
@click.option("--base", metavar="REV", help="Compare with this commit, tag or date.")
@color_option
def COMMAND(**options: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Who would have to agree to this change, and why."""
    raise UsageError("signoff plan is being built")
