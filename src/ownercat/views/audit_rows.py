"""An audit as every format shows it: agreements, what is missing, emergencies, and what the rules say of each."""

from __future__ import annotations

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
# what an agreement is called, by the rules that speak about it; the first that fits
_STATES = {
    "SGN004": "self-approved", "SGN005": "ineligible", "SGN002": "stale", "SGN003": "expired", "SGN006": "unverified",
}  # fmt: skip


_NOBODY = EntityId("", "")


class AuditFinding(NamedTuple):
    """What a rule says, with the line that it says it about."""

    code: str
    rule: str
    severity: str
    message: str
    help: str
    path: str
    line: int


Said = dict[EntityId, list[AuditFinding]]


class AgreementAuditRow(NamedTuple):
    """A standing agreement. ``state``: ``holds``, ``rests`` (nothing needs it today), or what is wrong with it.

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
    """An emergency. ``state``: ``paid``, ``owed`` or ``overdue``; ``owed``: the digests of what is missing."""

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
    """Everything. ``missing``: dependencies without an agreement; ``others``: what is about none of these."""

    as_of: date
    agreements: tuple[AgreementAuditRow, ...]
    missing: tuple[AuditFinding, ...]
    emergencies: tuple[EmergencyRow, ...]
    others: tuple[AuditFinding, ...]
    hidden: int

    @property
    def judged(self) -> list[AgreementAuditRow]:
        """The agreements that somebody relies on."""
        return [row for row in self.agreements if row.state != "rests"]

    @property
    def holding(self) -> int:
        """How many of them hold."""
        return sum(1 for row in self.judged if row.state == "holds")


def sheet(loaded: LoadedCatalog, report: Report, as_of: date) -> AuditReport:
    """The rows of an audit; ``report`` is what the rules of the family say."""
    said: Said = {}
    for found in report.diagnostics:
        said.setdefault(found.subject or _NOBODY, []).append(_problem(found))
    rows = {record.subject: _row(loaded, record, said) for record in _standing(loaded)}
    agreed = debts.map_decisions(loaded.catalog)
    emergencies = [e for e in loaded.catalog.of(BreakGlass) if e.sound]
    owing = {e.subject: _debt(loaded, e, debts.list_missing_digests(e, agreed), said, as_of) for e in emergencies}
    rest = [problem for subject, found in said.items() if subject not in {**rows, **owing} for problem in found]
    missing = tuple(problem for problem in rest if problem.code == MISSING)
    others = tuple(problem for problem in rest if problem.code != MISSING)
    return AuditReport(as_of, tuple(rows.values()), missing, tuple(owing.values()), others, report.hidden)


def _problem(found: Diagnostic) -> AuditFinding:
    line = found.span.start.line
    return AuditFinding(found.code, found.name, found.severity.word, found.message, found.help, found.path, line)


def _standing(loaded: LoadedCatalog) -> list[SignOff]:
    """The agreements that count for a pair of services, whether these need each other today or not."""
    return [
        record for record in agreements.collect_latest_records(loaded.catalog).values() if record.decision == "approve"
    ]


def _row(loaded: LoadedCatalog, record: SignOff, said: Said) -> AgreementAuditRow:
    line, problems = record.standing, tuple(said.get(record.subject, ()))
    needed = agreements.find_record_dependency(loaded.catalog, record)
    return AgreementAuditRow(
        shown(record.name),
        _name(line and line.provider),
        _name(line and line.consumer),
        _name(record.team),
        _name(record.by),
        record.given.date() if record.given else None,
        agreements.find_end_date(record, loaded.policy.signoff.max_age),
        _signature(loaded, record),
        _state(problems) if needed else "rests",
        problems,
        record.named,
    )


def _name(ref: Ref | None) -> str:
    return shown(ref.name) if ref else ""


def _state(problems: Iterable[AuditFinding]) -> str:
    codes = {problem.code for problem in problems}
    return next((state for code, state in _STATES.items() if code in codes), "holds")


def _signature(loaded: LoadedCatalog, record: SignOff) -> str:
    proof = (loaded.proofs or {}).get(record.name)
    if not record.signature:
        return "none"
    if proof is None:
        return "not checked"
    signer = People(loaded.catalog).find_signer(proof.principal)
    return "verified" if signer is not None and signer is loaded.catalog.person(record.by) else "refused"


def _debt(loaded: LoadedCatalog, emergency: BreakGlass, owed: tuple[str, ...], said: Said, as_of: date) -> EmergencyRow:
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
        tuple(said.get(emergency.subject, ())),
        emergency.named,
    )
