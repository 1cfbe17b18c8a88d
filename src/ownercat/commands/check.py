"""``ownercat check``: check the catalog and report findings."""

import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any, NamedTuple

import click

from ownercat import rules
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option, parse_as_of
from ownercat.diagnostics import Report, Severity
from ownercat.documents.codes import UNKNOWN_DOCUMENT
from ownercat.documents.loader import LoadedCatalog
from ownercat.edits.fixes import FixPlan, plan_fixes
from ownercat.errors import OwnercatError, UsageError
from ownercat.linter import LintOptions, compare_with_base, lint, selection
from ownercat.repository import git, trees
from ownercat.repository.files import replace_file, verify_target
from ownercat.repository.trees import Patched, is_below
from ownercat.sessions import edits, verdicts
from ownercat.sessions.baselines import read_baseline
from ownercat.sessions.verdicts import Verdict
from ownercat.sessions.workspace import CatalogOptions, Workspace, find_repository, open_workspace
from ownercat.text import listed, plural, shown
from ownercat.views import reporters
from ownercat.views.difference import render_diff
from ownercat.views.reporters import ReportDisplay
from ownercat.views.terminal import is_dumb, measure_width, painter, use_color

CLEAN, FINDINGS, INCOMPLETE = 0, 1, 3


class CheckOptions(NamedTuple):
    """The options of `check`."""

    where: CatalogOptions
    staged: bool
    base: str | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: tuple[str, ...]
    fail_on: str
    timeless: bool
    as_of: str | None
    formats: tuple[str, ...]
    outputs: tuple[str, ...]
    fix: bool
    diff: bool
    statistics: bool
    watch: bool
    no_cache: bool
    verbose: int
    quiet: bool


def _complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from ownercat.commands import explain  # noqa: PLC0415  # only a shell needs it

    return [item.value for item in explain.complete_rule(context, parameter, incomplete)]


@click.command(
    "check",
    epilog="Example: ownercat check --staged --timeless    (what the pre-commit hook runs)",
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@catalog_options
@click.option("--staged", is_flag=True, help="Check the staged files (git index). Same as --rev ':'.")
@click.option(
    "--base",
    metavar="REV",
    help="The base branch or commit. Report only findings that the change causes. The policy of REV applies.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    shell_complete=_complete_rule,
    help="Run only this rule: a name, a code such as OWN016, a prefix such as OWN, or ALL. Repeatable.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    shell_complete=_complete_rule,
    help="Skip this rule. Same values as --select. Repeatable.",
)
@click.option(
    "--severity",
    multiple=True,
    metavar="RULE=LEVEL",
    help="Set a rule to error, warning, info or off, for example lone-owner=off. Repeatable.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="The lowest severity that causes exit code 1.",
)
@click.option(
    "--timeless", is_flag=True, help="Ignore dates such as leavesOn, so that the result changes only if files change."
)
@click.option("--as-of", metavar="DATE", help="The day of the check, for example 2026-11-22.  [default: today in UTC]")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help=f"The output format: {', '.join(reporters.names())}. Repeatable.",
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Write to FILE. Give one --output per --format, in the same order.",
)
@click.option("--fix", is_flag=True, help="Correct what has only one correction, then report what is left.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and write nothing.")
@click.option("--statistics", is_flag=True, help="Add the number of findings per rule.")
@click.option("--watch", is_flag=True, help="Check again after each change of a file in the working tree.")
@click.option("--no-cache", is_flag=True, help="Neither use nor store the result of an earlier check.")
@color_option
@click.option("-v", "--verbose", count=True, help="Also show findings of severity info.")
@click.option("-q", "--quiet", is_flag=True, help="Print no findings and no summary.")
def COMMAND(paths: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Check the catalog and report findings.

    ownercat reads the whole catalog; PATHS only select the findings to show. With --base, ownercat compares with
    the merge base and reports only findings that the change causes. Such a finding can be in a file that did not
    change.

    Exit code: 0 no errors, 1 errors (see --fail-on), 2 usage error, 3 some files cannot be read.
    """
    options = CheckOptions(**values)
    return _watch(paths, options) if options.watch else _check(paths, options)


def _check(paths: tuple[str, ...], options: CheckOptions) -> int:
    begun = time.monotonic()
    code = _run(paths, options)
    if not options.quiet:
        _output.tell_time(time.monotonic() - begun)
    return code


def _run(paths: tuple[str, ...], options: CheckOptions) -> int:
    rev = _get_revision(options)
    if options.fix or options.diff:
        edits.refuse_revision(rev, "check --fix" if options.fix else "check --diff")
    if options.base is not None and not _is_first_commit(options):
        return _check_change(paths, options, rev)
    workspace = open_workspace(options.where._replace(rev=rev))
    targets = _resolve_targets(workspace, options)
    if options.fix or options.diff:
        return _fix(paths, targets, workspace, options)
    key = _build_key(workspace, paths, targets, options)
    verdict = verdicts.recall(workspace, key) if key else None
    if verdict is None:
        report = lint(*_load(workspace, paths, options))
        verdict = _build_verdict(report, targets, workspace, options)
        if key and report.complete:
            verdicts.remember(key, trees.get_log(workspace.tree), verdict)
    return _show(verdict, targets, workspace, options)


def _build_key(
    workspace: Workspace,
    paths: tuple[str, ...],
    targets: list[tuple[str, str]],
    options: CheckOptions,
    ends: tuple[str, ...] = (),
) -> str | None:
    """Return the key of the verdict; ``None``: the result is computed. PATHS may name files that are not read."""
    if paths or not verdicts.can_use_cache(options.no_cache):
        return None
    day = _parse_day(options)
    asked = options._replace(as_of=day.isoformat() if day else None, outputs=(), watch=False, no_cache=False)
    styles = [(name, bool(file)) for name, file in targets]
    shown_as = [measure_width(), use_color(workspace.settings.get("color"))]
    return verdicts.build_key(workspace, {"options": asked, "targets": styles, "display": shown_as, "ends": ends})


def _load(workspace: Workspace, paths: tuple[str, ...], options: CheckOptions) -> tuple[LoadedCatalog, LintOptions]:
    baseline = read_baseline(workspace.tree, workspace.scope.baseline)
    request = _build_lint_options(workspace, paths, options)._replace(baseline=baseline)
    return workspace.load(), request


def _fix(paths: tuple[str, ...], targets: list[tuple[str, str]], workspace: Workspace, options: CheckOptions) -> int:
    """Write the corrections and report what is left, or print the difference."""
    loaded, request = _load(workspace, paths, options)
    report = lint(loaded, request)

    def reload(after: Mapping[str, bytes]) -> tuple[LoadedCatalog, Report]:
        now = workspace._replace(tree=Patched(workspace.tree, after)).load()
        return now, lint(now, request)

    plan = plan_fixes(loaded, report, reload)
    _finish_fixes(workspace, plan, options)
    if options.diff:
        return _get_exit_code(report, options.fail_on)
    return _show(_build_verdict(plan.report, targets, workspace, options), targets, workspace, options)


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


def _check_change(paths: tuple[str, ...], options: CheckOptions, rev: str | None) -> int:
    from ownercat.sessions.lint_base import open_check  # noqa: PLC0415  # a plain check compares nothing

    here, key = _prepare_change(paths, options, rev)
    known = verdicts.recall(here, key) if here and key else None
    if here and known is not None:
        return _show(known, _resolve_targets(here, options), here, options)
    change = open_check(options.where._replace(rev=rev), options.base or "", _parse_day(options))
    targets = _resolve_targets(change.workspace, options)
    request = _build_lint_options(change.workspace, paths, options, change.gone)._replace(baseline=change.baseline)
    report = compare_with_base(change.loaded, change.against, request)
    if options.fix or options.diff:
        plan = plan_fixes(change.loaded, report, None)
        _finish_fixes(change.workspace, plan, options)
        if options.fix and plan.after:
            return _check_change(paths, options._replace(fix=False), rev)
        if options.diff:
            return _get_exit_code(report, options.fail_on)
    verdict = _build_verdict(report, targets, change.workspace, options)
    if here and key and report.complete and verdicts.are_shown_alike(here, change.workspace):
        verdicts.remember(key, trees.get_log(change.workspace.tree), verdict)
    return _show(verdict, targets, change.workspace, options)


def _prepare_change(
    paths: tuple[str, ...], options: CheckOptions, rev: str | None
) -> tuple[Workspace | None, str | None]:
    """Return the head and the key of the verdict about a change; ``None`` if it cannot be stored."""
    if options.fix or options.diff or not verdicts.can_use_cache(options.no_cache):
        return None, None
    try:
        here = open_workspace(options.where._replace(rev=rev))
        ends = verdicts.list_ends(here, options.base or "")
    except OwnercatError:  # the run says why
        return None, None
    return here, _build_key(here, paths, _resolve_targets(here, options), options, ends)


def _watch(paths: tuple[str, ...], options: CheckOptions) -> int:
    """Check until Ctrl-C. After the first check, an error is shown and not the end: the next edit may correct it."""
    from ownercat.sessions import watching  # noqa: PLC0415  # a plain check waits for nothing

    if _get_revision(options):
        raise UsageError("--watch checks the working tree", "remove --staged and --rev")
    workspace = open_workspace(options.where)
    states = watching.take_states(workspace)
    _check(paths, options)
    while True:
        _output.tell("watching the files; Ctrl-C ends")
        changed, states = watching.wait_for_change(workspace, states)
        if not is_dumb():
            click.clear()
        _output.tell(f"{shown(changed)} has changed")
        try:
            _check(paths, options)
        except OwnercatError as error:
            _output.warn(error.message)
            _output.hint(error.help)


def _is_first_commit(options: CheckOptions) -> bool:
    """Return whether the hook runs before the first commit: the whole catalog is the change."""
    top = find_repository(options.where.catalog)[1] if options.base == "HEAD" and options.staged else None
    return top is not None and git.is_unborn(top)


def _get_revision(options: CheckOptions) -> str | None:
    if options.staged and options.where.rev:
        raise UsageError("--staged and --rev name two different trees", "use only one of them")
    return git.INDEX if options.staged else options.where.rev


def _build_lint_options(
    workspace: Workspace, paths: tuple[str, ...], options: CheckOptions, gone: Collection[str] = ()
) -> LintOptions:
    known = [r.rule for r in rules.registry().values()]
    levels = selection.parse_severities(options.severity)
    selection.check_words([*options.select, *options.ignore, *levels], known)
    asked = selection.Selection(options.select, options.ignore, levels)
    return LintOptions(asked, _parse_day(options), _build_filter(workspace, paths, gone))


def _parse_day(options: CheckOptions) -> date | None:
    day = options.as_of
    if options.timeless:
        if day:
            raise UsageError("--timeless ignores every date, so --as-of has no effect", "use only one of them")
        return None
    if day is None:
        return datetime.now(UTC).date()
    return parse_as_of(day)


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


def _resolve_targets(workspace: Workspace, options: CheckOptions) -> list[tuple[str, str]]:
    """Return each format with its file, ``""`` for standard output; checks them before the catalog is read."""
    formats, outputs = options.formats or (workspace.settings.get("format"),), options.outputs
    for name in formats:
        if name not in reporters.names():
            raise UsageError(f"unknown format {shown(name)}", f"use one of {', '.join(reporters.names())}")
    if len(outputs) > len(formats):
        raise UsageError("there are more --output than --format options", "give one --format for each --output")
    if len(formats) - len(outputs) > 1:
        raise UsageError("only one format can go to standard output", "add an --output for each additional --format")
    for output in outputs:
        verify_target(workspace.root, workspace.cwd / output)
    return list(zip_longest(formats, outputs, fillvalue=""))


def _build_verdict(
    report: Report, targets: list[tuple[str, str]], workspace: Workspace, options: CheckOptions
) -> Verdict:
    texts = tuple(_render(name, report, workspace, options, bool(file)) for name, file in targets)
    warnings = () if options.quiet else (*_list_hidden(report, targets), *_list_skipped(report, options))
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


def _show(verdict: Verdict, targets: list[tuple[str, str]], workspace: Workspace, options: CheckOptions) -> int:
    for (name, file), text in zip(targets, verdict.texts, strict=True):
        if file:
            replace_file(workspace.cwd / file, text)
        elif not options.quiet:
            _output.write(text, links=name in ("text", "concise") and not (options.staged or options.where.rev))
    for warning in verdict.warnings:
        _output.warn(warning)
    return verdict.code


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
