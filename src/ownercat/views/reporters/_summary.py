"""The shown findings and the summary lines, for all formats that people read."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ownercat.diagnostics import Diagnostic, Report, ReportBase, Severity, Withheld
from ownercat.text import clean, plural, shown
from ownercat.views.reporters import ReportDisplay
from ownercat.views.table import format_table
from ownercat.views.terminal import Paint, columns, painter

_MANY = 10  # with more findings, the summary lists the most frequent causes
_CAUSES = 5
_SUPPRESSED = 20  # suppressed findings in a summary; json and sarif have all


def list_visible(report: Report, view: ReportDisplay) -> Sequence[Diagnostic]:
    """Return the findings to show; those of severity info only with ``-v``."""
    if view.verbose > 0:
        return report.diagnostics
    return [d for d in report.diagnostics if d.severity > Severity.INFO]


def list_summary_lines(report: Report, view: ReportDisplay, paint: Paint) -> list[str]:
    """Return the lines that close the output, without wrapping."""
    return [*list_counts(report, view, paint), *list_notes(report, view)]


def list_counts(report: Report, view: ReportDisplay, paint: Paint, room: int = sys.maxsize) -> list[str]:
    """Return the number of findings and files, and the number of findings that are not shown, in lines of ``room``."""
    if view.verbose < 0:
        return []
    lines = [f"{plural(report.hidden, 'more finding')} not shown"] if report.hidden else []
    size = f"in {plural(report.files, 'file')} ({plural(report.services, 'service')})"
    # wrapped before it is painted, because a color has no width
    *plain, last = _list_counts(report, view, painter(color=False))
    *painted, last_painted = _list_counts(report, view, paint)
    words = [*(f"{part}," for part in plain), last, size]
    shown_as = [*(f"{part}," for part in painted), last_painted, size]
    line, used = "", 0
    for word, shown_word in zip(words, shown_as, strict=True):
        if line and used + 1 + columns(word) > room:
            lines.append(line)
            line, used = f"  {shown_word}", 2 + columns(word)
        else:
            line, used = (f"{line} {shown_word}", used + 1 + columns(word)) if line else (shown_word, columns(word))
    return [*lines, line]


def list_causes(findings: Sequence[Diagnostic], room: int) -> list[str]:
    """Return the most frequent causes if there are many findings, each with the number of its locations.

    An undefined name is one cause. Other findings have the same cause if they are of one rule and their messages differ
    only in the entity named first.
    """
    if len(findings) <= _MANY:
        return []
    places: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        paths = [finding.path, *(related.path for related in finding.related if finding.missing)]
        places.setdefault((finding.name, clean(_format_cause(finding))), []).extend(paths)
    ordered = sorted(places.items(), key=lambda item: -len(item[1]))[:_CAUSES]
    rows = [(str(len(paths)), f"{text} ({_format_paths(paths)})") for (_, text), paths in ordered if len(paths) > 1]
    return ["by cause", *(f"  {line}" for line in format_table(rows, room - 2).splitlines())] if rows else []


def _format_cause(finding: Diagnostic) -> str:
    if finding.missing:
        return f"{finding.missing.kind.lower()} {finding.missing.name} is undefined"
    label = f"{finding.subject.kind.lower()} {finding.subject.name} " if finding.subject else ""
    return finding.message[len(label) :] if finding.message.startswith(label) else finding.message


def _format_paths(paths: Sequence[str]) -> str:
    """Format the folder or file that all paths have in common: ``catalog/services/…``."""
    first, *others = (path.split("/") for path in paths)
    same = takewhile(lambda parts: len(set(parts)) == 1, zip(first, *others, strict=False))
    common = "/".join(parts[0] for parts in same)
    return shown(common) if common in paths else shown(f"{common}/…".lstrip("/"))


def list_notes(report: Report, view: ReportDisplay) -> list[str]:
    """Return whether the result is incomplete, what the baseline no longer needs, and the revisions compared."""
    if view.verbose < 0:
        return []
    notes = [] if report.complete else ["incomplete: some files could not be read; findings may be missing"]
    if view.verbose > 0:
        notes += [f"withheld: {format_withheld(each)}" for each in report.withheld]
        notes += _list_suppressed_lines(report)
    if report.baseline and report.baseline.prunable:
        entries = plural(report.baseline.prunable, "entry", "entries")
        notes.append(f"{shown(report.baseline.path)}: ownercat baseline prune can remove {entries}")
    return [*notes, *_list_comparison_lines(report.base)] if report.base else notes


def _list_suppressed_lines(report: Report) -> Iterator[str]:
    """List the suppressed findings, each with the reason; those of the baseline, often many, are last."""
    found = sorted(report.list_suppressed(), key=lambda each: each.by == "baseline") if report.suppressed else []
    for finding, by, reason in found[:_SUPPRESSED]:
        where = f"{shown(finding.path)}:{finding.span.start.line}"
        yield f"suppressed by {by}: {where} {finding.name}" + (f": {clean(reason)}" if reason else "")
    if report.suppressed > _SUPPRESSED:
        yield f"and {plural(report.suppressed - _SUPPRESSED, 'more suppressed finding')}"


def format_withheld(withheld: Withheld) -> str:
    """Format how many findings an error withholds: ``3 references to team harbour, because a.yaml:3 …``."""
    what = plural(withheld.number, "reference" if withheld.references else "finding")
    subject = withheld.subject
    about = f" {'to' if withheld.references else 'about'} {subject.kind.lower()} {subject.name}" if subject else ""
    return clean(f"{what}{about}, because {withheld.path}:{withheld.line} cannot be read")


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


def _list_counts(report: Report, view: ReportDisplay, paint: Paint) -> list[str]:
    parts = [
        paint(plural(report.counts[severity], severity.word), severity.word)
        for severity in (Severity.ERROR, Severity.WARNING)
        if report.counts.get(severity)
    ]
    infos = report.counts.get(Severity.INFO, 0)
    if infos:
        parts.append(paint(plural(infos, "info"), "info") + ("" if view.verbose > 0 else " (-v shows them)"))
    if report.withheld:
        count = plural(sum(each.number for each in report.withheld), "withheld finding")
        parts.append(count + ("" if view.verbose > 0 else " (-v shows why)"))
    if report.suppressed:
        parts.append(f"{report.suppressed} suppressed")
    return parts if any(report.counts.values()) else ["no findings", *parts]
