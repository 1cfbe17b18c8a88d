"""The part of ``ownercat check`` that needs the rules: judge the catalog or a change, and correct it."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ownercat import rules
from ownercat.commands import _output
from ownercat.commands._options import CheckOptions
from ownercat.diagnostics import Report, Severity
from ownercat.documents.codes import UNKNOWN_DOCUMENT
from ownercat.documents.loader import LoadedCatalog
from ownercat.edits.fixes import FixPlan, plan_fixes
from ownercat.errors import UsageError
from ownercat.linter import LintOptions, compare_with_base, lint, selection
from ownercat.repository.trees import Patched, is_below
from ownercat.sessions import edits
from ownercat.sessions.baselines import read_baseline
from ownercat.sessions.snapshots import add_observations
from ownercat.sessions.verdicts import Verdict
from ownercat.sessions.workspace import Workspace
from ownercat.text import listed, plural, shown
from ownercat.views import reporters
from ownercat.views.difference import render_diff
from ownercat.views.reporters import ReportDisplay
from ownercat.views.terminal import measure_width, painter, use_color

if TYPE_CHECKING:
    from ownercat.sessions.lint_base import CheckComparison

CLEAN, FINDINGS, INCOMPLETE = 0, 1, 3


class Plan(NamedTuple):
    """What to check: the PATHS to report, each format with its file, the options, and the day (``None`` = timeless)."""

    paths: tuple[str, ...]
    targets: list[tuple[str, str]]
    options: CheckOptions
    day: date | None


def judge(workspace: Workspace, plan: Plan) -> Verdict:
    """Judge the whole catalog."""
    return _build_verdict(lint(*_load(workspace, plan)), workspace, plan)


def judge_change(change: "CheckComparison", plan: Plan) -> Verdict:
    """Judge a change against its base; with ``--diff``, the text is the difference."""
    report = _compare(change, plan)
    if plan.options.diff:
        return Verdict((), (), _get_exit_code(report, plan.options.fail_on))
    return _build_verdict(report, change.workspace, plan)


def fix(workspace: Workspace, plan: Plan) -> Verdict:
    """Write the corrections and report what is left, or print the difference."""
    loaded, request = _load(workspace, plan)
    report = lint(loaded, request)

    def reload(after: Mapping[str, bytes]) -> tuple[LoadedCatalog, Report]:
        patched = workspace._replace(tree=Patched(workspace.tree, after))
        now = add_observations(patched, patched.load(), plan.day)
        return now, lint(now, request)

    found = plan_fixes(loaded, report, reload)
    _finish_fixes(workspace, found, plan.options)
    if plan.options.diff:
        return Verdict((), (), _get_exit_code(report, plan.options.fail_on))
    return _build_verdict(found.report, workspace, plan)


def fix_change(change: "CheckComparison", plan: Plan) -> bool:
    """Write or print the corrections of what a change causes. Return whether files were written."""
    found = plan_fixes(change.loaded, _compare(change, plan), None)
    _finish_fixes(change.workspace, found, plan.options)
    return plan.options.fix and bool(found.after)


def _load(workspace: Workspace, plan: Plan) -> tuple[LoadedCatalog, LintOptions]:
    baseline = read_baseline(workspace.tree, workspace.scope.baseline)
    request = _build_lint_options(workspace, plan)._replace(baseline=baseline)
    return add_observations(workspace, workspace.load(), plan.day), request


def _compare(change: "CheckComparison", plan: Plan) -> Report:
    request = _build_lint_options(change.workspace, plan, change.gone)._replace(baseline=change.baseline)
    return compare_with_base(change.loaded, change.against, request)


def _finish_fixes(workspace: Workspace, plan: FixPlan, options: CheckOptions) -> None:
    """Write the fixed files, or print the difference."""
    if options.diff:
        paint = painter(use_color(workspace.settings.get("color")))
        _output.write(render_diff(plan.before, plan.after, paint))
        return
    edits.write_all(workspace, plan.before, plan.after)
    for path in sorted(plan.after):
        _output.warn(f"{shown(path)} is written")
    _output.warn(f"fixed {plan.fixed} of {plural(plan.total, 'finding')}")


def _build_lint_options(workspace: Workspace, plan: Plan, gone: Collection[str] = ()) -> LintOptions:
    options = plan.options
    known = [r.rule for r in rules.registry().values()]
    levels = selection.parse_severities(options.severity)
    selection.check_words([*options.select, *options.ignore, *levels], known)
    asked = selection.Selection(options.select, options.ignore, levels)
    return LintOptions(asked, plan.day, _build_filter(workspace, plan.paths, gone))


def _build_filter(workspace: Workspace, paths: tuple[str, ...], gone: Collection[str]) -> Callable[[str], bool] | None:
    if not paths:
        return None
    wanted = [workspace.relative(path) for path in paths]
    known = (*workspace.tree.paths(), *gone)
    for path, given in zip(wanted, paths, strict=True):
        if not any(is_below(k, path) for k in known) and not os.path.lexists(workspace.cwd / given):
            raise UsageError(
                f"{shown(given)} is not in {workspace.tree.name}",
                "PATHS select the findings to show; name existing files or folders",
            )
    return lambda path: any(is_below(path, folder) for folder in wanted)


def _build_verdict(report: Report, workspace: Workspace, plan: Plan) -> Verdict:
    options = plan.options
    texts = tuple(_render(name, report, workspace, options, bool(file)) for name, file in plan.targets)
    warnings = () if options.quiet else (*_list_hidden(report, plan.targets), *_list_skipped(report, options))
    return Verdict(texts, warnings, _get_exit_code(report, options.fail_on))


def _list_hidden(report: Report, targets: list[tuple[str, str]]) -> Iterator[str]:
    for name, _ in targets:
        if report.suppressed and not reporters.load(name).reporter.counts:
            yield f"{plural(report.suppressed, 'finding')} suppressed, which {name} cannot show"


def _list_skipped(report: Report, options: CheckOptions) -> Iterator[str]:
    """Name the files that ownercat skipped because of their names, which the text shows only with -v."""
    skipped = {d.path for d in report.diagnostics if d.code == UNKNOWN_DOCUMENT and d.severity is Severity.INFO}
    if skipped and not options.verbose:
        yield f"skipped {listed(map(shown, sorted(skipped)), most=3)}: run ownercat check -v to see why"


def _render(name: str, report: Report, workspace: Workspace, options: CheckOptions, to_file: bool) -> str:
    reporter = reporters.load(name)
    width = measure_width()
    color = not to_file and use_color(workspace.settings.get("color"))
    text = reporter.render(report, ReportDisplay(width=width, color=color, verbose=options.verbose))
    if options.statistics and not reporter.reporter.machine:
        text += _render_statistics(report)
    return text


def _render_statistics(report: Report) -> str:
    rows = sorted(report.by_rule.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{count:>6}  {code}  {name}\n" for (code, name), count in rows)


def _get_exit_code(report: Report, fail_on: str) -> int:
    if not report.complete:
        return INCOMPLETE
    if fail_on == "never":
        return CLEAN
    threshold = Severity[fail_on.upper()]
    return FINDINGS if any(count for severity, count in report.counts.items() if severity >= threshold) else CLEAN
