"""``ownercat signoff plan``: List the approvals that your change needs."""

from typing import Any, NamedTuple

import click

from ownercat.commands._options import color_option
from ownercat.commands.signoff import report_options, write_report
from ownercat.sessions import instants
from ownercat.sessions.change import OpenedChange, find_usual_base, open_review
from ownercat.sessions.free_approvals import drop_free_approvals
from ownercat.sessions.workspace import CatalogOptions
from ownercat.signoff.counting import evaluate_approvals
from ownercat.signoff.voices import build_evidence_context
from ownercat.views.signoff_rows import SignoffReport, build_report

PLANNED, INCOMPLETE = 0, 3


class PlanOptions(NamedTuple):
    """What a plan compares, and how it is shown."""

    where: CatalogOptions
    base: str | None
    head: str | None
    form: str


@click.command("plan", epilog="Example: ownercat signoff plan --base main    (approvals for the working tree)")
@report_options
@click.option("--base", metavar="REV", help="The base branch or commit.  [default: main, or master]")
@click.option(
    "--head",
    metavar="REV",
    help="Show the plan for this commit or branch; ':' means the staged files (git index).  [default: working tree]",
)
@color_option
def COMMAND(**values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """List the approvals that your change needs.

    Compares the working tree with the merge base of the base branch. Needs no network and no reviews.

    Exit code: 0 planned, 2 usage error, 3 some input cannot be read.
    """
    options = PlanOptions(**values)
    base = options.base or find_usual_base(options.where.catalog)
    planned, opened = plan_change(options.where, base, options.head)
    write_report(planned, opened, options.form, planned=True)
    return INCOMPLETE if planned.unjudged else PLANNED


def plan_change(
    where: CatalogOptions, base: str, head: str | None, subject: str = "This change"
) -> tuple[SignoffReport, OpenedChange]:
    """Return the approvals that a change needs. ``head``: ``None`` for the working tree."""
    opened, found = open_review(where, base, head)
    at = instants.parse_signoff_time(None)
    found = found._replace(obligations=drop_free_approvals(opened, found.here, found.obligations, at))
    hearing = build_evidence_context(found.here, found.obligations, at)
    return build_report(found, evaluate_approvals(hearing, found.obligations), subject=subject), opened
