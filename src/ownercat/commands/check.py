"""``ownercat check``: the main job."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any, NamedTuple

import click

from ownercat import rules
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option
from ownercat.diagnostics import Report, Severity
from ownercat.errors import UsageError
from ownercat.linter import LintOptions, compare_with_base, lint, selection
from ownercat.repository import git
from ownercat.repository.files import replace_file
from ownercat.repository.trees import is_below
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.text import shown
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from ownercat.views.terminal import measure_width, use_color

CLEAN, FINDINGS, INCOMPLETE = 0, 1, 3


class CheckOptions(NamedTuple):
    """What `check` reports, where and how."""

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
    statistics: bool
    verbose: int
    quiet: bool


@click.command(
    "check",
    epilog="Example: ownercat check --staged --timeless    (what the pre-commit hook runs)",
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@catalog_options
@click.option("--staged", is_flag=True, help="Judge what would be committed (the index); the same as --rev ':'.")
@click.option(
    "--base",
    metavar="REV",
    help="Report only what the change since REV causes, judged by the configuration and policy of REV.",
)
@click.option("--select", multiple=True, metavar="RULE", help="Run only these rules (code, name, prefix or ALL).")
@click.option("--ignore", multiple=True, metavar="RULE", help="Leave these rules out.")
@click.option("--severity", multiple=True, metavar="RULE=LEVEL", help="Change a rule: error, warning, info or off.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.option("--timeless", is_flag=True, help="Ignore what depends on the date: only edits change the verdict.")
@click.option("--as-of", metavar="DATE", help="Judge dated facts at this day.  [default: today in UTC]")
@click.option(
    "--format", "formats", multiple=True, metavar="FORMAT", help=f"{', '.join(reporters.names())}; repeatable."
)
@click.option(
    "--output", "outputs", multiple=True, metavar="FILE", help="Write to a file; the n-th belongs to the n-th --format."
)
@click.option("--statistics", is_flag=True, help="Add a count per rule.")
@color_option
@click.option("-v", "--verbose", count=True, help="Show findings of severity info too.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors of the run itself.")
def COMMAND(paths: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Check the catalog: every owner, page, promise and reference.

    The whole catalog is always read; PATHS only narrow which findings are shown. --base compares with the commit
    where the change began (the merge base), and also finds what the change breaks in files that it does not touch.

    Exit code: 0 clean, 1 findings, 2 usage, 3 something could not be read.
    """
    options = CheckOptions(**values)
    rev = _revision(options)
    if options.base is not None:
        return _check_change(paths, options, rev)
    workspace = open_workspace(options.where._replace(rev=rev))
    targets = _targets(workspace, options)
    request = _request(workspace, paths, options)
    report = lint(workspace.load(), request)
    _deliver(report, targets, workspace, options)
    return _verdict(report, options.fail_on)


def _check_change(paths: tuple[str, ...], options: CheckOptions, rev: str | None) -> int:
    from ownercat.sessions.lint_base import open_check  # noqa: PLC0415  # a plain check compares nothing

    change = open_check(options.where._replace(rev=rev), options.base or "")
    targets = _targets(change.workspace, options)
    request = _request(change.workspace, paths, options, change.gone)
    report = compare_with_base(change.loaded, change.against, request)
    _deliver(report, targets, change.workspace, options)
    return _verdict(report, options.fail_on)


def _revision(options: CheckOptions) -> str | None:
    if options.staged and options.where.rev:
        raise UsageError("--staged and --rev name two different trees", "choose only one of the two")
    return git.INDEX if options.staged else options.where.rev


def _request(
    workspace: Workspace, paths: tuple[str, ...], options: CheckOptions, gone: Collection[str] = ()
) -> LintOptions:
    known = [r.rule for r in rules.registry().values()]
    levels = selection.parse_severities(options.severity)
    selection.check_words([*options.select, *options.ignore, *levels], known)
    asked = selection.Selection(options.select, options.ignore, levels)
    return LintOptions(asked, _as_of(options), _filter(workspace, paths, gone))


def _as_of(options: CheckOptions) -> date | None:
    given = options.as_of
    if options.timeless:
        if given:
            raise UsageError("--timeless ignores every date, so --as-of has no effect", "choose only one of the two")
        return None
    if given is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"--as-of {shown(given)} is not a date", "write it as 2026-09-01") from None


def _filter(workspace: Workspace, paths: tuple[str, ...], gone: Collection[str]) -> Callable[[str], bool] | None:
    if not paths:
        return None
    wanted = [workspace.relative(path) for path in paths]
    known = (*workspace.tree.paths(), *gone)
    for path, given in zip(wanted, paths, strict=True):
        if not any(is_below(k, path) for k in known) and not os.path.lexists(workspace.cwd / given):
            raise UsageError(f"{shown(given)} is not in {workspace.tree.name}", "PATHS narrow what is reported")
    return lambda path: any(is_below(path, folder) for folder in wanted)


def _targets(workspace: Workspace, options: CheckOptions) -> list[tuple[str, str]]:
    """Each format with its file, ``""`` for standard output; refused before anything is read or written."""
    formats, outputs = options.formats or (workspace.settings.get("format"),), options.outputs
    for name in formats:
        if name not in reporters.names():
            raise UsageError(f"there is no format {shown(name)}", f"the formats are {', '.join(reporters.names())}")
    if len(outputs) > len(formats):
        raise UsageError("there are more --output files than --format names", "give one --format for each --output")
    if len(formats) - len(outputs) > 1:
        raise UsageError("only one format can go to standard output", "give an --output for each further --format")
    return list(zip_longest(formats, outputs, fillvalue=""))


def _deliver(report: Report, targets: list[tuple[str, str]], workspace: Workspace, options: CheckOptions) -> None:
    for name, file in targets:
        text = _rendered(name, report, workspace, options, bool(file))
        if file:
            replace_file(workspace.cwd / file, text)
        elif not options.quiet:
            _output.write(text)


def _rendered(name: str, report: Report, workspace: Workspace, options: CheckOptions, to_file: bool) -> str:
    reporter = reporters.load(name)
    width = measure_width()
    color = not to_file and use_color(workspace.settings.get("color"))
    text = reporter.render(report, ReportDisplay(width=width, color=color, verbose=options.verbose))
    if options.statistics and not reporter.reporter.machine:
        text += _statistics(report)
    return text


def _statistics(report: Report) -> str:
    rows = sorted(report.by_rule.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{count:>6}  {code}  {name}\n" for (code, name), count in rows)


def _verdict(report: Report, fail_on: str) -> int:
    if not report.complete:
        return INCOMPLETE
    if fail_on == "never":
        return CLEAN
    threshold = Severity[fail_on.upper()]
    return FINDINGS if any(count for severity, count in report.counts.items() if severity >= threshold) else CLEAN
