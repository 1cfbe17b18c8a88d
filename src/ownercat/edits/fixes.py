"""Fixes of findings: applied in rounds until nothing changes. No input or output."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Diagnostic, Report
from ownercat.documents.fixes import apply_fixes
from ownercat.documents.loader import LoadedCatalog
from ownercat.edits.renames.planning import regenerate_codeowners

_MOST_ROUNDS = 100  # a fix can reveal the next mistake of a value, and a report shows 100 findings of a file

_CODEOWNERS = "codeowners-drift"

Reload = Callable[[Mapping[str, bytes]], tuple[LoadedCatalog, Report]]


class FixPlan(NamedTuple):
    """The old and new bytes of each changed file, and how many of all findings are fixed.

    ``report``: what is left, if the catalog was checked again.
    """

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    fixed: int
    total: int
    report: Report


def plan_fixes(loaded: LoadedCatalog, report: Report, reload: Reload | None) -> FixPlan:
    """Return the fixes of a report; ``reload`` checks the catalog with changed files (``None``: one round only)."""
    sources = {**loaded.around, **loaded.sources}
    after, fixed, total = dict[str, bytes](), 0, sum(report.counts.values())
    for _ in range(_MOST_ROUNDS if reload else 1):
        changed, number = _fix_once(report.diagnostics, {**sources, **after})
        if not changed:
            changed = _fix_codeowners(loaded, report)
            number = len(changed)
        if not changed:
            break
        after |= changed
        fixed += number
        if reload is not None:
            loaded, report = reload(after)
            total = fixed + sum(report.counts.values())
    return FixPlan({path: sources[path] for path in after}, after, fixed, total, report)


def _fix_codeowners(loaded: LoadedCatalog, report: Report) -> dict[str, bytes]:
    """Return CODEOWNERS with a new managed block if the block differs from the catalog."""
    if all(each.name != _CODEOWNERS for each in report.diagnostics):
        return {}
    new = regenerate_codeowners(loaded, loaded)
    return {} if new.data is None else {new.path: new.data}


def _fix_once(diagnostics: Iterable[Diagnostic], sources: Mapping[str, bytes]) -> tuple[dict[str, bytes], int]:
    """Return the changed files of one round, and the number of fixed findings."""
    by_path: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        if each.edits:
            for path in {edit.path for edit in each.edits}:
                by_path.setdefault(path, []).append(each)
    changed: dict[str, bytes] = {}
    done: set[str] = set()
    for path, found in by_path.items():
        groups = [[fix for fix in each.fixes if fix.place.path == path] for each in found]
        data, numbers = apply_fixes(path, sources[path], groups)
        if data != sources[path]:
            changed[path] = data
            done |= {found[number].fingerprint for number in numbers}
    return changed, len(done)
