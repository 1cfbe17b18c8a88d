"""``ownercat signoff check``: Check that every required team has approved (CI gate)."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

from ownercat.changes.comparison import compare
from ownercat.changes.values import Side
from ownercat.commands._options import at_option, color_option
from ownercat.commands.signoff import report_options, write_report
from ownercat.errors import UsageError
from ownercat.sessions import instants
from ownercat.sessions.change import OpenedChange, open_review
from ownercat.sessions.workspace import CatalogOptions
from ownercat.signoff import evidence
from ownercat.signoff.counting import drop_free_changes, evaluate_approvals, list_unknown_identities
from ownercat.signoff.emergencies import list_overdue_services
from ownercat.signoff.evidence import GatheredEvidence, Reviews
from ownercat.signoff.evidence.strict import MAX_BYTES
from ownercat.signoff.lasting import list_unproven_records
from ownercat.signoff.obligations import build_required_approvals
from ownercat.signoff.review import ChangeUnderReview
from ownercat.signoff.scene import compare_sides
from ownercat.signoff.values import ApprovalStatus, Identity, RequiredApproval
from ownercat.signoff.voices import build_evidence_context
from ownercat.text import shown
from ownercat.views.signoff_rows import MET, SignoffReport, build_report

PASSED, MISSING, INCOMPLETE = 0, 1, 3
_CALLED = {"github": "account @", "gitlab": "account @", "email": "email ", "person": "name "}

Asked = tuple[RequiredApproval, ...]


class GateOptions(NamedTuple):
    """What the gate compares and reads, and how it is shown."""

    where: CatalogOptions
    base: str
    head: str
    reviews: str | None
    at: str | None
    form: str


@click.command(
    "check", epilog="Example: ownercat signoff check --base origin/main --reviews reviews.json    (in a pull request)"
)
@report_options
@click.option("--base", metavar="REV", required=True, help="The base branch. Its policy, people and teams apply.")
@click.option("--head", metavar="REV", default="HEAD", show_default=True, help="The commit to check.")
@click.option("--reviews", metavar="FILE", help="Read the reviews from a JSON file; '-' reads standard input.")
@at_option
@color_option
def COMMAND(**values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Check that every required team has approved (CI gate).

    The people, teams, policy and allowed signers of the base branch apply. The change starts at the merge base.
    ownercat reads only commits, never the working tree. --reviews reads the output of `gh pr view N --json
    number,author,baseRefName,headRefOid,commits,reviews`.

    Exit code: 0 all approvals given, 1 some are missing, 2 usage error, 3 some input cannot be read.
    """
    options = GateOptions(**values)
    judgement, opened = judge_change(options)
    write_report(judgement, opened, options.form)
    if judgement.unjudged:
        return INCOMPLETE
    return PASSED if judgement.passes else MISSING


def judge_change(options: GateOptions) -> tuple[SignoffReport, OpenedChange]:
    """Return the approvals that a change needs, and those that were given."""
    at = instants.parse_signoff_time(options.at)
    reviews = _reviews(options.reviews)
    opened, found = open_review(options.where, options.base, options.head)
    authority = found.comparison.authority

    def ask(before: Side, after: Side) -> Asked:
        return build_required_approvals(compare_sides(before, after, authority), compare(before, after))

    foreign = tuple(evidence.list_foreign_reasons(found.comparison, options.base, reviews)) if reviews else ()
    gathered = evidence.gather_evidence(found.comparison, at, ask, None if foreign else reviews)
    hearing = build_evidence_context(found.here, found.obligations, at, gathered.seen)
    found = found._replace(obligations=drop_free_changes(hearing, found.obligations, gathered.proposers))
    verdicts = evaluate_approvals(
        hearing, found.obligations, gathered.evidence, gathered.proposers, gathered.emergencies
    )
    unknown = list_unknown_identities(hearing.roll, (), gathered.proposers) if found.obligations else ()
    findings = (
        *foreign,
        *_list_edited_records(gathered),
        *_list_unproven(found, gathered, at),
        *map(_format_unknown_author, unknown),
        *_list_overdue(found, verdicts, at.date()),
    )
    nobody = list_unknown_identities(hearing.roll, gathered.evidence, ())
    return build_report(found, verdicts, findings, tuple(map(_format_ignored, nobody))), opened


def _reviews(name: str | None) -> Reviews | None:
    if name is None:
        return None
    try:
        if name == "-":
            return evidence.read_reviews(sys.stdin.buffer.read(MAX_BYTES + 1), "the standard input")
        with Path(name).open("rb") as file:
            return evidence.read_reviews(file.read(MAX_BYTES + 1), name)
    except (OSError, ValueError) as error:
        reason = shown(getattr(error, "strerror", None) or error)
        raise UsageError(
            f"cannot read --reviews {shown(name)}: {reason}", "give a file, or '-' for standard input"
        ) from None


def _list_edited_records(gathered: GatheredEvidence[Asked]) -> Iterator[str]:
    """Yield records that the change edits or removes."""
    return (f"{fault.message}; {fault.help}" for fault in gathered.faults)


def _list_unproven(found: ChangeUnderReview, gathered: GatheredEvidence[Asked], at: datetime) -> Iterator[str]:
    """Yield records that would count later, but that no person proves."""
    for record, problem in list_unproven_records(found.here, gathered.evidence, found.comparison.head_commit, at):
        team = shown(record.team.name) if record.team else "a team"
        fix = f"a member of {team} must sign or approve it"
        yield f"{shown(record.label)} has a decision of {team}, but {problem}: {fix}"


def _format_unknown_author(identity: Identity) -> str:
    """Report an unknown author, who might be one of the approvers."""
    author = f"author {_format_identity(identity)} does not match exactly one Person on the base branch"
    return f"{author}: add the identity to one Person there"


def _format_ignored(identity: Identity) -> str:
    return f"evidence ignored: {_format_identity(identity)} does not match exactly one Person on the base branch"


def _list_overdue(found: ChangeUnderReview, verdicts: Sequence[ApprovalStatus], on: date) -> Iterator[str]:
    """Yield changed services that need the approvals of an older emergency first."""
    waived = {id(verdict.obligation.change) for verdict in verdicts if verdict.state == "waived"}
    missing = {id(verdict.obligation.change) for verdict in verdicts if verdict.state not in MET}
    moved = {
        found.here.line(change.service, change.gone)
        for change in found.changes
        if change.service and (id(change) not in waived or id(change) in missing)
    }
    for number, debt in list_overdue_services(found.here, on):
        if number in moved:
            name, emergency = shown(found.here.lines[number].name), shown(debt.emergency.name)
            overdue = f"service {name} has approvals overdue since {debt.due} from emergency {emergency}"
            yield f"{overdue}: approve those first"


def _format_identity(identity: Identity) -> str:
    return f"{_CALLED[identity.kind]}{shown(identity.value)}" if identity.value else "a deleted account"
