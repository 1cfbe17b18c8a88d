"""Small catalogs for tests: text in, findings out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ownercat.changes import comparison
from ownercat.changes.values import Side
from ownercat.diagnostics import Diagnostic, Report
from ownercat.documents.loader import LoadedCatalog, add_surroundings, load_catalog
from ownercat.documents.scope import Scope
from ownercat.linter import LintBase, LintOptions, compare_with_base, lint
from ownercat.linter.selection import Selection
from ownercat.oncall.clock import DAY, get_day_start
from ownercat.reality.snapshots import read_snapshots
from ownercat.repository.trees import Content, Memory
from ownercat.sessions.snapshots import FOLDER, attach

Files = Mapping[str, str | bytes | Content]
TODAY = date(2026, 11, 22)
# of the keys that exclude each other, those that a document of every other key does without
OTHER_FORMS = {"SLA": ("journey", "external"), "SignOff": ("standing", "agreed")}


def loaded(files: Files, dialects: tuple[str, ...] = ()) -> LoadedCatalog:
    """Load a catalog held in memory."""
    return load_catalog(Memory(files), Scope("catalog", dialects))


def check(
    files: Files,
    as_of: date | None = TODAY,
    dialects: tuple[str, ...] = (),
    select: tuple[str, ...] = (),
) -> Report:
    """Check a catalog held in memory; ``as_of=None`` is --timeless."""
    return lint(observe(loaded(files, dialects), files, as_of), LintOptions(Selection(select=select), as_of))


def observe(found: LoadedCatalog, files: Files, as_of: date | None) -> LoadedCatalog:
    """Add the snapshots among the files, as a check on a day does it."""
    snapshots = {path: str(text).encode() for path, text in files.items() if path.startswith(FOLDER)}
    if as_of is None or not snapshots:
        return found
    start = get_day_start(as_of)
    return attach(found, read_snapshots(snapshots, found.policy, start, start + DAY))


def compare(
    before: Files, after: Files, as_of: date | None = TODAY, dialects: tuple[str, ...] = (), gate: bool = False
) -> Report:
    """Check a change of a catalog: what it causes, judged by the policy of where it began.

    ``gate``: as the gate does it, where nobody has agreed to anything.
    """
    base, new = loaded(before, dialects), loaded(after, dialects)
    found = comparison.compare(Side(base.catalog, base.policy), Side(new.catalog, new.policy))
    against = LintBase("main", ("0" * 40,), (base,), found, found if gate else ())
    return compare_with_base(add_surroundings(new, Memory(after), base.policy), against, LintOptions(as_of=as_of))


def line(diagnostic: Diagnostic) -> str:
    """A diagnostic on one line."""
    start = diagnostic.span.start
    place = f"{diagnostic.path}:{start.line}:{start.column}"
    return f"{place} {diagnostic.severity.word}[{diagnostic.name}] {diagnostic.message}"


def said(report: Report) -> list[str]:
    """Every diagnostic on one line, in order."""
    return [line(d) for d in report.diagnostics]


def loud(report: Report) -> list[str]:
    """Diagnostics of warning and above."""
    return [line(d) for d in report.diagnostics if d.severity.word != "info"]
