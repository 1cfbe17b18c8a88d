"""``ownercat signoff audit``: Check every standing agreement against current terms."""

from dataclasses import replace
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import at_option, catalog_options, color_option, format_option
from ownercat.diagnostics import Severity
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter import LintOptions, lint
from ownercat.linter.selection import Selection
from ownercat.model import BreakGlass, SignOff
from ownercat.repository.git import signing
from ownercat.sessions.instants import parse_at
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.signoff import agreements, evidence
from ownercat.signoff.evidence.signers import build_own_keys
from ownercat.signoff.identities import People
from ownercat.text import shown
from ownercat.views import audit_sheet, facts, layout, page_markdown
from ownercat.views.audit_rows import FAMILY, AuditReport, build_report
from ownercat.views.terminal import use_color

HOLDS, WRONG, INCOMPLETE = 0, 1, 3
VERSION = 1


class AuditOptions(NamedTuple):
    """The day of an audit, and how it is shown."""

    where: CatalogOptions
    at: str | None
    form: str


@click.command("audit", epilog="Example: ownercat signoff audit --rev main    (run daily)")
@catalog_options
@at_option
@format_option("text", "json", "markdown")
@color_option
def COMMAND(**values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Check every standing agreement against current terms.

    Checks each agreement (terms, end date, approver, signature), and approvals still due after emergencies. The audit
    reads one revision and no pull request. Therefore the audit also finds changes that `signoff check` did not see, for
    example a direct push or a merge by an administrator.

    Exit code: 0 all agreements are valid (warnings are possible), 1 an agreement is not valid or an approval is
    overdue, 2 usage error, 3 some input cannot be read.
    """
    options = AuditOptions(**values)
    workspace = open_workspace(options.where)
    day = parse_at(options.at, options.where.rev).day
    loaded, note = _verified(workspace, workspace.load())
    report = lint(loaded, LintOptions(Selection(select=(FAMILY,)), day))
    _write_result(build_report(loaded, report, day), loaded, note, workspace, options.form)
    if not report.complete:
        return INCOMPLETE
    return WRONG if report.counts[Severity.ERROR] else HOLDS


def _verified(workspace: Workspace, loaded: LoadedCatalog) -> tuple[LoadedCatalog, str]:
    """The catalog with what became of the signatures that something rests on, and a word about that."""
    wanted = _relied_on(loaded)
    if not wanted:
        return loaded, ""
    if not signing.is_available():
        return loaded, f"signatures not checked: {signing.PROGRAM} is not installed"
    people = People(loaded.catalog)
    keys = build_own_keys(workspace.tree, loaded.policy, people)
    proofs = evidence.verify_records(loaded.catalog, keys, people, wanted)
    return replace(loaded, proofs=proofs), f"signatures checked with {shown(loaded.policy.signoff.signers)}"


def _relied_on(loaded: LoadedCatalog) -> set[str]:
    """The signed records that are standing agreements, or paid for an emergency; others are history."""
    owed = {digest for emergency in loaded.catalog.of(BreakGlass) for digest in emergency.covers}
    paying = [r for r in loaded.catalog.of(SignOff) if r.terms in owed]
    counting = [agreement.record for agreement in agreements.list_standing_agreements(loaded.catalog)]
    return {record.name for record in (*counting, *paying) if record.signature}


def _write_result(found: AuditReport, loaded: LoadedCatalog, note: str, workspace: Workspace, form: str) -> None:
    if form == "json":
        summary = {"agreements": len(found.judged), "holding": found.holding}
        text = facts.render_report(VERSION, found, {**loaded.around, **loaded.sources}, summary)
    elif form == "markdown":
        text = page_markdown.render(audit_sheet.build_sheet(found, note), "Sign-off audit")
    else:
        page = audit_sheet.build_sheet(found, note)
        text = layout.render_sheets([page], {}, use_color(workspace.settings.get("color")))
    _output.write(text)
