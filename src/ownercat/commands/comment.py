"""``ownercat comment``: Write the comment on a pull request as Markdown."""

import shlex
from datetime import UTC, datetime
from typing import NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import catalog_options
from ownercat.commands._signoff_check import GateOptions, judge_change
from ownercat.commands._signoff_plan import plan_change
from ownercat.commands.diff import ComparedMeaning, compare_meaning
from ownercat.diagnostics import Report
from ownercat.documents import secrets
from ownercat.edits.fixes import plan_fixes
from ownercat.errors import IncompleteError
from ownercat.linter import LintOptions, compare_with_base
from ownercat.sessions.change import Configuration, MergeBases, find_usual_base, open_change
from ownercat.sessions.lint_base import open_check
from ownercat.sessions.workspace import CatalogOptions
from ownercat.text import shown
from ownercat.views import changes_markdown, comment, page_markdown, reporters, signoff_sheet
from ownercat.views.markup import code, sentence
from ownercat.views.reporters import ReportDisplay
from ownercat.views.signoff_rows import SignoffReport

WRITTEN, NOTHING, INCOMPLETE = 0, 1, 3


class _Approvals(NamedTuple):
    """The required approvals as Markdown; ``report``: ``None`` if they are unknown."""

    report: SignoffReport | None
    text: str


@click.command("comment", epilog="Example: ownercat comment --base origin/main > comment.md")
@catalog_options
@click.option("--base", metavar="REV", help="The base branch or commit.  [default: main, or master]")
@click.option(
    "--reviews",
    metavar="FILE",
    help="Mark the approvals that these reviews give: JSON, as `signoff check` reads it. Needs a commit, not a working "
    "tree.",
)
def COMMAND(where: CatalogOptions, base: str | None, reviews: str | None) -> int:  # noqa: N802  # the one named constant of a command
    """Write the comment on a pull request as Markdown.

    The comment shows the changed facts, the findings that the change causes, the required approvals, and the
    reviewers to request. The first line marks the comment, so that a CI job can update it. The text has at most
    65,536 characters.

    Exit code: 0 written, 1 written with nothing to report, 2 usage error, 3 a part is unknown.
    """
    base = base or find_usual_base(where.catalog)
    report, fixed = _check(where, base)
    compared = compare_meaning(open_change(where, base, where.rev, MergeBases.FIRST, Configuration.OWN))
    approvals = _review(where, base, reviews)
    parts = {
        "What changes": changes_markdown.render_diff(compared.pair, compared.changes, not compared.warnings),
        "What breaks": reporters.load("markdown").render(report, ReportDisplay()) + _format_fix(fixed, base),
        "Who must approve": approvals.text,
    }
    text = comment.render_comment(comment.summarize(len(compared.changes), report, approvals.report), parts)
    _output.write(secrets.redactor(compared.pair.files.values())(text))
    for warning in compared.warnings:
        _output.warn(warning)
    return _get_exit_code(report, compared, approvals.report)


def _check(where: CatalogOptions, base: str) -> tuple[Report, int]:
    """Return the findings that the change causes, and how many of them have an edit that corrects them."""
    today = datetime.now(UTC).date()
    change = open_check(where, base, today)
    report = compare_with_base(change.loaded, change.against, LintOptions(as_of=today, baseline=change.baseline))
    return report, plan_fixes(change.loaded, report, None).fixed


def _format_fix(fixed: int, base: str) -> str:
    fix = code(f"ownercat check --base {shlex.quote(shown(base))} --fix")
    return f"\n{fix} corrects {fixed} of these findings\n" if fixed else ""


def _review(where: CatalogOptions, base: str, reviews: str | None) -> _Approvals:
    """Return the approvals, or why they are unknown: the rest of the comment is worth reading without them."""
    try:
        if reviews:
            report, _ = judge_change(GateOptions(where, base, where.rev or "HEAD", reviews, None, ""))
        else:
            report, _ = plan_change(where, base, where.rev, "This pull request")
    except IncompleteError as error:
        return _Approvals(None, f"{sentence('; '.join(filter(None, [error.message, error.help])))}\n")
    page = page_markdown.render(signoff_sheet.build_sheet(report, planned=not reviews, proposed=True))
    return _Approvals(report, page + comment.format_reviewers(comment.list_reviewers(report)))


def _get_exit_code(report: Report, compared: ComparedMeaning, approvals: SignoffReport | None) -> int:
    if not report.complete or compared.warnings or approvals is None or approvals.unjudged:
        return INCOMPLETE
    return WRITTEN if compared.changes or any(report.counts.values()) or approvals.agreements else NOTHING
