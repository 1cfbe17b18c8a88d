"""The shown findings and the summary lines, for all formats that people read."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Diagnostic, Report, ReportBase, Severity
from ownercat.text import plural, shown
from ownercat.views.reporters import ReportDisplay
from ownercat.views.terminal import Paint


def list_visible(report: Report, view: ReportDisplay) -> Sequence[Diagnostic]:
    """Return the findings to show; those of severity info only with ``-v``."""
    if view.verbose > 0:
        return report.diagnostics
    return [d for d in report.diagnostics if d.severity > Severity.INFO]


def list_summary_lines(report: Report, view: ReportDisplay, paint: Paint) -> list[str]:
    """Return the lines that close the output, without wrapping."""
    return [*list_counts(report, view, paint), *list_notes(report, view)]


def list_counts(report: Report, view: ReportDisplay, paint: Paint) -> list[str]:
    """Return the number of findings and files, and the number of findings that are not shown."""
    if view.verbose < 0:
        return []
    lines = []
    if report.hidden:
        lines.append(f"{plural(report.hidden, 'more finding')} not shown")
    size = f"{plural(report.files, 'file')} ({plural(report.services, 'service')})"
    lines.append(f"{_format_counts(report, view, paint)} in {size}")
    return lines


def list_notes(report: Report, view: ReportDisplay) -> list[str]:
    """Return whether the result is incomplete, and the revisions compared."""
    if view.verbose < 0:
        return []
    notes = [] if report.complete else ["incomplete: some files could not be read; findings may be missing"]
    return [*notes, *_list_comparison_lines(report.base)] if report.base else notes


def _list_comparison_lines(base: ReportBase) -> Iterator[str]:
    """List the revisions compared and the number of required approvals."""
    revision, commit = shown(base.revision), base.commit[:12]
    if base.is_new:
        yield f"no catalog at {commit} (merge base with {revision}); every finding counts as new"
    else:
        yield f"compared with {commit} (merge base with {revision}); shows only new or worse findings"
    if not base.is_whole:
        yield f"{revision} has files with errors, so old findings may count as new: run ownercat check --rev {revision}"
    if base.agreements:
        check = f"ownercat signoff check --base {shown(shlex.quote(base.revision))}"
        yield f"this change needs {plural(base.agreements, 'approval')}: run {check}"


def _format_counts(report: Report, view: ReportDisplay, paint: Paint) -> str:
    parts = [
        paint(plural(report.counts[severity], severity.word), severity.word)
        for severity in (Severity.ERROR, Severity.WARNING)
        if report.counts.get(severity)
    ]
    infos = report.counts.get(Severity.INFO, 0)
    if infos:
        parts.append(paint(plural(infos, "info"), "info") + ("" if view.verbose > 0 else " (-v shows them)"))
    if report.suppressed:
        parts.append(f"{report.suppressed} suppressed")
    return ", ".join(parts) if report.counts and any(report.counts.values()) else ", ".join(["no findings", *parts])
