"""Broken documents, each put into the same small company; beside each what has to be said about it, word for word.

``company/`` is clean. Every other ``.yaml`` file holds one mistake that somebody makes; it lies in the catalog under
its own name. Its ``.expected`` lists every finding of the whole catalog: the span, the severity, the rule, the message,
the help, and the second places. ``python -m tests.corpus_update`` writes the expectations again.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ownercat.diagnostics import Diagnostic, Report, Severity, Span
from tests.catalogs import check

FOLDER = Path(__file__).parent
COMPANY = {f"catalog/{path.name}": path.read_bytes() for path in sorted((FOLDER / "company").iterdir())}
CASES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".yaml", ".md"})


def expectation(case: Path) -> Path:
    """The file that says what has to be said."""
    return case.with_suffix(".expected")


@cache
def judged(case: Path) -> Report:
    """The report on the company with one broken file."""
    return check({**COMPANY, f"catalog/{case.name}": case.read_bytes()})


def verdict(case: Path) -> str:
    """Everything that is said, in the form of an expectation."""
    report = judged(case)
    lines = [line for diagnostic in report.diagnostics for line in _lines(diagnostic)]
    return "\n".join([*lines, *([] if report.complete else ["incomplete: exit 3"]), ""])


def loud(case: Path) -> list[Diagnostic]:
    """What is said at warning or above."""
    return [diagnostic for diagnostic in judged(case).diagnostics if diagnostic.severity > Severity.INFO]


def _lines(found: Diagnostic) -> list[str]:
    related = [f"  {other.path}:{_span(other.span)} {other.message}" for other in found.related]
    return [
        f"{found.path}:{_span(found.span)} {found.severity.word} {found.code} {found.name}",
        f"  {found.message}",
        *([f"  help: {found.help}"] if found.help else []),
        *related,
    ]


def _span(span: Span) -> str:
    (line, column), (end_line, end) = span
    return f"{line}:{column}-{end}" if line == end_line else f"{line}:{column}-{end_line}:{end}"
