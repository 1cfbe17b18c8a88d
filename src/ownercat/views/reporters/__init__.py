"""Output formats of ``check``: one module each with ``REPORTER`` and ``render(report, view)``, which is pure.

What a reporter returns is safe as it is: text from files is escaped, and no line is a command to a CI system.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ownercat import plugins
from ownercat.diagnostics import Report


class Reporter(NamedTuple):
    """A format's identity. ``machine``: read by programs, so every finding is in it and nothing depends on the view."""

    name: str
    title: str
    machine: bool


class ReportDisplay(NamedTuple):
    """How the reader looks: columns, colour, and how much they want (-1 quiet, 0 usual, 1 and more: infos too)."""

    width: int = 80
    color: bool = False
    verbose: int = 0


class ReporterModule(NamedTuple):
    """A reporter module's public names."""

    reporter: Reporter
    render: Callable[[Report, ReportDisplay], str]


def names() -> list[str]:
    """What ``--format`` may be."""
    return plugins.list_names(__name__)


def load(name: str) -> ReporterModule:
    """Import one reporter by name."""
    module = plugins.load_module(f"{__name__}.{name}")
    return ReporterModule(module.REPORTER, module.render)
