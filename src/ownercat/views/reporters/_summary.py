"""What the formats for people share: which findings are shown, and the lines that close the output."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Diagnostic, Report, ReportBase, Severity
from ownercat.text import plural, shown
from ownercat.views.reporters import ReportDisplay
from ownercat.views.terminal import Paint


def visible(report: Report, view: ReportDisplay) -> Sequence[Diagnostic]:
    """Infos only for those who asked for them."""
    if view.verbose > 0:
        return report.diagnostics
    return [d for d in report.diagnostics if d.severity > Severity.INFO]


def closing(report: Report, view: ReportDisplay, paint: Paint) -> list[str]:
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
    return [*lines, *_comparison(report.base)] if report.base else lines


def _comparison(base: ReportBase) -> Iterator[str]:
    """What was compared, and how many have to agree to the change."""
    revision, commit = shown(base.revision), base.commit[:12]
    if base.is_new:
        yield f"there is no catalog at {commit}, the merge base with {revision}: all of it counts as new"
    else:
        yield f"compared with {commit}, the merge base with {revision}: only what the change causes"
    if not base.is_whole:
        yield f"{revision} has files with errors: what they hid may count as new (see ownercat check --rev {revision})"
    if base.agreements:
        check = f"ownercat signoff check --base {shown(shlex.quote(base.revision))}"
        yield f"this change needs {plural(base.agreements, 'agreement')}: {check}"


def _counts(report: Report, view: ReportDisplay, paint: Paint) -> str:
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
