"""Output formats of ``check``: one module each with ``REPORTER`` and the pure function ``render(report, view)``.

The text of a reporter is safe to print: text from files is escaped, and no line is a command to a CI system.
"""

from collections.abc import Callable
from typing import NamedTuple

from ownercat import plugins
from ownercat.diagnostics import Report


class Reporter(NamedTuple):
    """A format. ``machine``: for programs, so it has every finding and does not depend on the view.

    ``counts``: it has a place for the number of suppressed findings.
    """

    name: str
    title: str
    machine: bool
    counts: bool = True


class ReportDisplay(NamedTuple):
    """Columns, color, and the amount of output (-1: no summary, 0: default, 1: also findings of severity info)."""

    width: int = 80
    color: bool = False
    verbose: int = 0


class ReporterModule(NamedTuple):
    """The public names of a reporter module."""

    reporter: Reporter
    render: Callable[[Report, ReportDisplay], str]


def names() -> list[str]:
    """Return the values of ``--format``."""
    return plugins.list_names(__name__)


def load(name: str) -> ReporterModule:
    """Import one reporter by name."""
    module = plugins.load_module(f"{__name__}.{name}")
    return ReporterModule(module.REPORTER, module.render)
