"""``ownercat signoff``: Plan, give and check cross-team approvals.

Its commands are ``_signoff_<name>.py``.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ownercat.commands import _output
from ownercat.commands._lazy import Commands
from ownercat.commands._options import comparison_options, format_option
from ownercat.sessions.change import OpenedChange
from ownercat.views import facts, layout, page_markdown, signoff_sheet
from ownercat.views.signoff_rows import SignoffReport
from ownercat.views.terminal import use_color

F = TypeVar("F", bound=Callable[..., Any])
VERSION = 1


@click.group("signoff", cls=Commands, prefix="_signoff_")
def COMMAND() -> None:  # noqa: N802  # the one named constant of a command
    """Plan, give and check cross-team approvals.

    A change that loosens an SLA, changes an owner or adds a hard dependency requires approval from the affected
    teams.
    """


def report_options(command: F) -> F:
    """--catalog, --dialect, --config and --format; what is compared has options of its own in place of --rev."""
    return comparison_options(format_option("text", "json", "markdown")(command))


def write_report(report: SignoffReport, opened: OpenedChange, form: str, planned: bool = False) -> None:
    """Print a report. ``planned``: no team was asked yet."""
    if form == "json":
        text = _format_json(report, opened)
    elif form == "markdown":
        text = page_markdown.render(signoff_sheet.build_sheet(report, planned), "Sign-off")
    else:
        page = signoff_sheet.build_sheet(report, planned)
        text = layout.render_sheets([page], {}, use_color(opened.settings.get("color")))
    _output.write(text)


def _format_json(report: SignoffReport, opened: OpenedChange) -> str:
    found = opened.comparison
    summary = {
        "needed": len(report.agreements),
        "there": report.met,
        "complete": not report.unjudged,
        "passes": report.passes,
    }
    files = {**found.origin.loaded.sources, **found.head.loaded.sources}
    return facts.render_report(VERSION, report, files, summary)
