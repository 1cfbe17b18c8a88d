"""``ownercat check``: Check the catalog and report findings."""

import time
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Any

import click

from ownercat.commands import _output
from ownercat.commands._options import CheckOptions, catalog_options, color_option, parse_as_of, snapshot_option
from ownercat.errors import OwnercatError, UsageError
from ownercat.repository import git, trees
from ownercat.repository.files import replace_file, verify_target
from ownercat.sessions import verdicts
from ownercat.sessions.verdicts import Verdict
from ownercat.sessions.workspace import Workspace, find_repository, open_workspace
from ownercat.text import shown
from ownercat.views import reporters
from ownercat.views.terminal import is_dumb, measure_width, use_color


def _complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from ownercat.commands import explain  # noqa: PLC0415  # only a shell needs it

    return [item.value for item in explain.complete_rule(context, parameter, incomplete)]


@click.command(
    "check",
    epilog="Example: ownercat check --staged --timeless    (what the pre-commit hook runs)",
)
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@catalog_options
@snapshot_option
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
        from ownercat.sessions import edits  # noqa: PLC0415  # most checks write nothing

        edits.refuse_revision(rev, "check --fix" if options.fix else "check --diff")
    if options.base is not None and not _is_first_commit(options):
        return _check_change(paths, options, rev)
    workspace = open_workspace(options.where._replace(rev=rev))
    targets = _resolve_targets(workspace, options)
    key = _build_key(workspace, paths, targets, options)
    verdict = verdicts.recall(workspace, key) if key else None
    if verdict is None:
        from ownercat.commands import _check_run  # noqa: PLC0415  # a stored result needs no rules

        plan = _check_run.Plan(paths, targets, options, _parse_day(options))
        if options.fix or options.diff:
            return _show(_check_run.fix(workspace, plan), targets, workspace, options)
        verdict = _check_run.judge(workspace, plan)
        if key:
            verdicts.remember(key, trees.get_log(workspace.tree), verdict)
    return _show(verdict, targets, workspace, options)


def _check_change(paths: tuple[str, ...], options: CheckOptions, rev: str | None) -> int:
    here, key = _prepare_change(paths, options, rev)
    known = verdicts.recall(here, key) if here and key else None
    if here and known is not None:
        return _show(known, _resolve_targets(here, options), here, options)
    from ownercat.commands import _check_run  # noqa: PLC0415  # a stored result needs no rules
    from ownercat.sessions.lint_base import open_check  # noqa: PLC0415  # a plain check compares nothing

    day = _parse_day(options)
    change = open_check(options.where._replace(rev=rev), options.base or "", day)
    targets = _resolve_targets(change.workspace, options)
    plan = _check_run.Plan(paths, targets, options, day)
    if (options.fix or options.diff) and _check_run.fix_change(change, plan):
        return _check_change(paths, options._replace(fix=False), rev)
    verdict = _check_run.judge_change(change, plan)
    if here and key and verdicts.are_shown_alike(here, change.workspace):
        verdicts.remember(key, trees.get_log(change.workspace.tree), verdict)
    return _show(verdict, targets, change.workspace, options)


def _build_key(
    workspace: Workspace,
    paths: tuple[str, ...],
    targets: list[tuple[str, str]],
    options: CheckOptions,
    ends: tuple[str, ...] = (),
) -> str | None:
    """Return the key of the verdict; ``None``: the result is computed. PATHS may name files that are not read."""
    if paths or options.fix or options.diff or options.where.snapshots or not verdicts.can_use_cache(options.no_cache):
        return None
    day = _parse_day(options)
    asked = options._replace(as_of=day.isoformat() if day else None, outputs=(), watch=False, no_cache=False)
    styles = [(name, bool(file)) for name, file in targets]
    shown_as = [measure_width(), use_color(workspace.settings.get("color"))]
    return verdicts.build_key(workspace, {"options": asked, "targets": styles, "display": shown_as, "ends": ends})


def _prepare_change(
    paths: tuple[str, ...], options: CheckOptions, rev: str | None
) -> tuple[Workspace | None, str | None]:
    """Return the head and the key of the verdict about a change; ``None`` if it cannot be stored."""
    if options.fix or options.diff or options.where.snapshots or not verdicts.can_use_cache(options.no_cache):
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


def _parse_day(options: CheckOptions) -> date | None:
    day = options.as_of
    if options.timeless:
        if day:
            raise UsageError("--timeless ignores every date, so --as-of has no effect", "use only one of them")
        return None
    if day is None:
        return datetime.now(UTC).date()
    return parse_as_of(day)


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


def _show(verdict: Verdict, targets: list[tuple[str, str]], workspace: Workspace, options: CheckOptions) -> int:
    for (name, file), text in zip(targets, verdict.texts, strict=False):  # --diff has no text
        if file:
            replace_file(workspace.cwd / file, text)
        elif not options.quiet:
            _output.write(text, links=name in ("text", "concise") and not (options.staged or options.where.rev))
    for warning in verdict.warnings:
        _output.warn(warning)
    return verdict.code
