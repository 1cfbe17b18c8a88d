"""``ownercat signoff plan``: what a change would need, before the work on it starts."""

from __future__ import annotations

from typing import Any

import click

from ownercat.commands import _agreements
from ownercat.commands._options import color_option
from ownercat.sessions import instants
from ownercat.sessions.change import opened, usual_base
from ownercat.signoff.counting import judged
from ownercat.signoff.voices import hear
from ownercat.views.signoff_rows import sheet

PLANNED, INCOMPLETE = 0, 3


@click.command("plan", epilog="Example: ownercat signoff plan --base main    (what the work tree would need)")
@_agreements.options
@click.option("--base", metavar="REV", help="Compare with this commit or branch.  [default: main, or master]")
@click.option("--head", metavar="REV", help="Plan for a commit or branch; ':' is the index.  [default: the work tree]")
@color_option
def COMMAND(**options: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Who would have to agree to this change, and why.

    Compares the work tree with the commit where it parted from the base. Needs no network and no reviews.

    Exit code: 0 planned, 2 usage, 3 something could not be read.
    """
    base = options["base"] or usual_base(options["catalog"])
    found = opened(options, base, options["head"])
    hearing = hear(found.here, found.obligations, instants.judged(None))
    planned = sheet(found, judged(hearing, found.obligations))
    _agreements.deliver(planned, found, options, asking=True)
    return INCOMPLETE if planned.unjudged else PLANNED
