"""``ownercat signoff``: who has to agree to a change, and who has. Its commands are ``_signoff_<name>.py``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ownercat.commands import _output
from ownercat.commands._lazy import Commands
from ownercat.commands._options import comparison_options
from ownercat.sessions.change import OpenedChange
from ownercat.text import as_json
from ownercat.views import facts, signoff_text
from ownercat.views.facts import lines
from ownercat.views.signoff_rows import SignoffReport
from ownercat.views.terminal import measure_width, painter, use_color

F = TypeVar("F", bound=Callable[..., Any])
VERSION = 1


@click.group("signoff", cls=Commands, prefix="_signoff_")
def COMMAND() -> None:  # noqa: N802  # the one named constant of a command
    """Plan, give and check cross-team approvals.

    A change that loosens a promise, moves an owner or adds a hard dependency needs the teams it touches.
    """


def report_options(command: F) -> F:
    """--catalog, --dialect, --config and --format; what is compared has options of its own in place of --rev."""
    form = click.option(
        "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True
    )
    return comparison_options(form(command))


def write_report(sheet: SignoffReport, opened: OpenedChange, form: str, asking: bool = False) -> None:
    """Print a sheet. ``asking``: nobody has been asked yet."""
    if form == "json":
        _output.write(_json(sheet, opened))
    elif form == "markdown":
        _output.write(signoff_text.markdown(sheet, asking))
    else:
        width = measure_width()
        paint = painter(use_color(opened.settings.get("color")))
        _output.write(signoff_text.text(sheet, signoff_text.SignoffDisplay(width, paint, _signs(), asking)))


def _signs() -> tuple[str, str, str]:
    signs = ("✓", "!", "✗")
    try:
        "".join((*signs, "→")).encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return signoff_text.PLAIN
    return signs


def _json(sheet: SignoffReport, opened: OpenedChange) -> str:
    found = opened.comparison
    sources = lines({**found.origin.loaded.sources, **found.head.loaded.sources}, set(facts.places(sheet)))
    parts = {
        key: facts.listed(value) if isinstance(value, list) else as_json(value)
        for key, value in facts.plain(sheet, sources).items()
    }
    summary = {
        "needed": len(sheet.agreements),
        "there": sheet.met,
        "complete": not sheet.unjudged,
        "passes": sheet.passes,
    }
    return facts.document(VERSION, {"summary": as_json(summary), **parts})
