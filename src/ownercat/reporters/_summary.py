"""What the formats for people share: which findings are shown, and the lines that close the output."""

from __future__ import annotations

from collections.abc import Sequence

from ownercat.diagnostics import Diagnostic, Report, Severity
from ownercat.reporters import View
from ownercat.terminal import Paint
from ownercat.text import plural


def visible(report: Report, view: View) -> Sequence[Diagnostic]:
    """Infos only for those who asked for them."""
    if view.verbose > 0:
        return report.diagnostics
    return [d for d in report.diagnostics if d.severity > Severity.INFO]


def closing(report: Report, view: View, paint: Paint) -> list[str]:
    """How many, of what, and what the reader was not told."""
    if view.verbose < 0:
        return []
    lines = []
    if report.hidden:
        lines.append(f"and {report.hidden} more not shown")
    size = f"{plural(report.files, 'file')}, {plural(report.services, 'service')}"
    lines.append(f"{_counts(report, view, paint)} · {size}")
    if not report.complete:
        lines.append("incomplete: a part could not be read; no verdict is claimed")
    return lines


def _counts(report: Report, view: View, paint: Paint) -> str:
    parts = [
        paint(plural(report.counts[severity], severity.word), severity.word)
        for severity in (Severity.ERROR, Severity.WARNING)
        if report.counts.get(severity)
    ]
    infos = report.counts.get(Severity.INFO, 0)
    if infos:
        parts.append(paint(plural(infos, "info"), "info") + ("" if view.verbose > 0 else " (shown with -v)"))
    if report.suppressed:
        parts.append(f"{report.suppressed} suppressed")
    return ", ".join(parts) if report.counts and any(report.counts.values()) else ", ".join(["no findings", *parts])
