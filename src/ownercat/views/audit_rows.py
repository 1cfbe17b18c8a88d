"""An audit as values for all formats: standing agreements, emergencies, and the findings about each."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ownercat.diagnostics import Diagnostic, EntityId, Place, Report
from ownercat.documents.loader import LoadedCatalog
from ownercat.model import BreakGlass, Ref, SignOff
from ownercat.signoff import agreements, debts
from ownercat.signoff.identities import People
from ownercat.text import shown

FAMILY = "SGN"
MISSING = "SGN001"
# the state of an agreement by the rule that reports it; the first match wins
_STATES = {
    "SGN004": "self-approved", "SGN005": "ineligible", "SGN002": "stale", "SGN003": "expired", "SGN006": "unverified",
}  # fmt: skip

_NO_SUBJECT = EntityId("", "")


class AuditFinding(NamedTuple):
    """A finding with its location."""

    code: str
    rule: str
    severity: str
    message: str
    help: str
    path: str
    line: int


FindingsBySubject = dict[EntityId, list[AuditFinding]]


class AgreementAuditRow(NamedTuple):
    """A standing agreement. ``state``: ``holds``, ``rests`` (no dependency needs it today), or the problem.

    ``signature``: ``verified``, ``refused``, ``none``, or ``not checked``. ``until``: the last day, if there is one.
    """

    record: str
    provider: str
    consumer: str
    team: str
    by: str
    given: date | None
    until: date | None
    signature: str
    state: str
    problems: tuple[AuditFinding, ...]
    place: Place


class EmergencyRow(NamedTuple):
    """An emergency. ``state``: ``paid``, ``owed`` or ``overdue``; ``owed``: the digests without an approval."""

    record: str
    incident: str
    invoked: date | None
    due: date | None
    covers: int
    owed: tuple[str, ...]
    state: str
    problems: tuple[AuditFinding, ...]
    place: Place


class AuditReport(NamedTuple):
    """The audit. ``missing``: dependencies without an agreement; ``others``: all other findings."""

    as_of: date
    agreements: tuple[AgreementAuditRow, ...]
    missing: tuple[AuditFinding, ...]
    emergencies: tuple[EmergencyRow, ...]
    others: tuple[AuditFinding, ...]
    hidden: int
    past: int = 0  # records of single changes: history, not checked

    @property
    def judged(self) -> list[AgreementAuditRow]:
        """The agreements that a dependency needs."""
        return [row for row in self.agreements if row.state != "rests"]

    @property
    def holding(self) -> int:
        """The number of these agreements that hold."""
        return sum(1 for row in self.judged if row.state == "holds")


def build_report(loaded: LoadedCatalog, report: Report, as_of: date) -> AuditReport:
    """Build the report of an audit from the findings of the signoff rules."""
    findings: FindingsBySubject = {}
    for finding in report.diagnostics:
        findings.setdefault(finding.subject or _NO_SUBJECT, []).append(_build_finding(finding))
    rows = {record.subject: _build_agreement(loaded, record, findings) for record in _list_standing(loaded)}
    agreed = debts.map_decisions(loaded.catalog)
    emergencies = [e for e in loaded.catalog.of(BreakGlass) if e.sound]
    owing = {
        e.subject: _build_emergency(loaded, e, debts.list_missing_digests(e, agreed), findings, as_of)
        for e in emergencies
    }
    rest = [
        problem for subject, problems in findings.items() if subject not in {**rows, **owing} for problem in problems
    ]
    past = sum(1 for record in loaded.catalog.of(SignOff) if record.standing is None)
    missing = tuple(problem for problem in rest if problem.code == MISSING)
    others = tuple(problem for problem in rest if problem.code != MISSING)
    return AuditReport(as_of, tuple(rows.values()), missing, tuple(owing.values()), others, report.hidden, past)


def _build_finding(finding: Diagnostic) -> AuditFinding:
    head = (finding.code, finding.name, finding.severity.word, finding.message, finding.help)
    return AuditFinding(*head, finding.path, finding.span.start.line)


def _list_standing(loaded: LoadedCatalog) -> list[SignOff]:
    """Return the newest agreement of each pair of services, needed today or not."""
    return [
        record for record in agreements.collect_latest_records(loaded.catalog).values() if record.decision == "approve"
    ]


def _build_agreement(loaded: LoadedCatalog, record: SignOff, findings: FindingsBySubject) -> AgreementAuditRow:
    line, problems = record.standing, tuple(findings.get(record.subject, ()))
    needed = agreements.find_record_dependency(loaded.catalog, record)
    return AgreementAuditRow(
        shown(record.name),
        _format_ref(line and line.provider),
        _format_ref(line and line.consumer),
        _format_ref(record.team),
        _format_ref(record.by),
        record.given.date() if record.given else None,
        agreements.find_end_date(record, loaded.policy.signoff.max_age),
        _check_signature(loaded, record),
        _find_state(problems) if needed else "rests",
        problems,
        record.named,
    )


def _format_ref(ref: Ref | None) -> str:
    return shown(ref.name) if ref else ""


def _find_state(problems: Iterable[AuditFinding]) -> str:
    codes = {problem.code for problem in problems}
    return next((state for code, state in _STATES.items() if code in codes), "holds")


def _check_signature(loaded: LoadedCatalog, record: SignOff) -> str:
    proof = (loaded.proofs or {}).get(record.name)
    if not record.signature:
        return "none"
    if proof is None:
        return "not checked"
    signer = People(loaded.catalog).find_signer(proof.principal)
    return "verified" if signer is not None and signer is loaded.catalog.person(record.by) else "refused"


def _build_emergency(
    loaded: LoadedCatalog, emergency: BreakGlass, owed: tuple[str, ...], findings: FindingsBySubject, as_of: date
) -> EmergencyRow:
    due = debts.find_due_date(emergency, loaded.policy.break_glass)
    late = due is not None and due < as_of
    return EmergencyRow(
        shown(emergency.name),
        shown(emergency.incident),
        emergency.invoked.date() if emergency.invoked else None,
        due,
        len(set(emergency.covers)),
        owed,
        ("overdue" if late else "owed") if owed else "paid",
        tuple(findings.get(emergency.subject, ())),
        emergency.named,
    )
