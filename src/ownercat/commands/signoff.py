"""``ownercat signoff``: who has to agree to a change, and who has. Its commands are ``_signoff_<name>.py``."""

from __future__ import annotations

import click

from ownercat.commands._lazy import Commands


@click.group("signoff", cls=Commands, prefix="_signoff_")
def COMMAND() -> None:  # noqa: N802  # the one named constant of a command
    """Who has to agree to a change, and did they.

    A change that loosens a promise, moves an owner or adds a hard dependency needs the teams it touches.
    """
