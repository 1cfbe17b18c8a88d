"""``signoff audit`` as a page: standing agreements, emergencies, and the findings about each."""

from collections.abc import Iterable, Iterator

from ownercat.text import plural
from ownercat.views.audit_rows import AgreementAuditRow, AuditFinding, AuditReport, EmergencyRow
from ownercat.views.rows import Line, Sheet, Table, TableRow

_SIGNS = {"holds": "met", "paid": "met", "unverified": "doubtful", "owed": "doubtful", "rests": "unused"}


def build_sheet(report: AuditReport, remark: str) -> Sheet:
    """Build the page. ``remark``: whether signatures were checked."""
    tables = (
        Table(tuple(map(_build_agreement, report.agreements))),
        Table(tuple(map(_build_finding, report.missing)), title="dependencies without an agreement"),
        Table(tuple(map(_build_emergency, report.emergencies)), title="emergencies"),
        Table(tuple(map(_build_finding, report.others)), title="other findings"),
    )
    return Sheet(
        (_format_headline(report),),
        tables=tuple(table for table in tables if table.rows),
        notes=tuple(map(Line, _list_notes(report, remark))),
    )


def _format_headline(report: AuditReport) -> str:
    """``3 of 4 standing agreements hold; 1 dependency without one; 2 approvals outstanding after emergencies``."""
    count, holding = len(report.judged), report.holding
    verb = "holds" if 1 in (count, holding) else "hold"
    parts = [f"{holding} of {plural(count, 'standing agreement')} {verb}" if count else "no standing agreements"]
    if report.missing:
        parts.append(f"{plural(len(report.missing), 'dependency', 'dependencies')} without one")
    owed = sum(len(emergency.owed) for emergency in report.emergencies)
    if owed:
        parts.append(f"{plural(owed, 'approval')} outstanding after emergencies")
    return "; ".join(parts)


def _list_notes(report: AuditReport, remark: str) -> Iterator[str]:
    if report.past:
        yield f"{plural(report.past, 'record')} of past changes, not checked against the teams of today"
    if report.hidden:
        yield f"{report.hidden} more findings are not shown"
    yield f"checked as of {report.as_of}{f'; {remark}' if remark else ''}"


def _build_agreement(row: AgreementAuditRow) -> TableRow:
    sign = _SIGNS.get(row.state, "missing")
    return TableRow((f"{row.provider} → {row.consumer}", row.state), tuple(_list_facts(row)), sign)


def _list_facts(row: AgreementAuditRow) -> Iterator[Line]:
    given = f" on {row.given}" if row.given else ""
    until = f", valid until {row.until}" if row.until else ""
    verified = ", signature verified" if row.state == "holds" and row.signature == "verified" else ""
    yield Line(f"approved by {row.by} for team {row.team}{given}{until}{verified}")
    if row.state == "rests":
        yield Line("no dependency needs this agreement today")
    yield from _list_problems(row.problems)


def _build_emergency(row: EmergencyRow) -> TableRow:
    name = f"{row.record} ({row.incident})"
    return TableRow(
        (name, _format_outstanding(row)), tuple(_list_problems(row.problems)), _SIGNS.get(row.state, "missing")
    )


def _format_outstanding(row: EmergencyRow) -> str:
    if not row.owed:
        return "paid: all approvals given"
    return f"{row.state}: {len(row.owed)} of {plural(row.covers, 'approval')} missing, due {row.due}"


def _list_problems(problems: Iterable[AuditFinding]) -> Iterator[Line]:
    for problem in problems:
        yield Line(_format_problem(problem))
        yield Line(f"help: {problem.help}")


def _build_finding(problem: AuditFinding) -> TableRow:
    sign = "missing" if problem.severity == "error" else "doubtful"
    return TableRow((_format_problem(problem),), (Line(f"help: {problem.help}"),), sign)


def _format_problem(problem: AuditFinding) -> str:
    return f"{problem.message} ({problem.path}:{problem.line})"
