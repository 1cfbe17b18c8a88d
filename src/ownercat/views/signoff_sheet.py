"""The required approvals of a change as a page: for a terminal, or as a checklist for a pull request."""

from collections.abc import Iterator

from ownercat.text import listed, plural, shown
from ownercat.views.rows import Line, Sheet, Table, TableRow
from ownercat.views.signoff_rows import ApprovalRow, FieldChangeRow, SignoffReport, Who

_FIELDS = 3  # of one change are named, the others counted
_SHORT = 12  # of a commit id
_BY_NAME = frozenset({"dependency", "member", "runbook", "team", "service", "interface"})  # what changed is a name
_SIGNS = {"satisfied": "met", "waived": "waived"}


def build_sheet(report: SignoffReport, planned: bool = False, proposed: bool | None = None) -> Sheet:
    """Build the page. ``planned``: nobody was asked for evidence; ``proposed``: people can review the change."""
    named = len({(row.service, row.what) for row in report.agreements}) > 1
    can_review = not planned if proposed is None else proposed
    rows = tuple(_build_approval(row, named, planned, can_review) for row in report.agreements)
    return Sheet(
        (_format_plan(report) if planned else format_count(report),),
        about=(Line(report.says),) if report.says else (),
        tables=(Table(rows),) if rows else (),
        notes=tuple(_list_notes(report)),
    )


def format_count(report: SignoffReport) -> str:
    """Return how many required approvals were given, and which teams are missing."""
    needed = len(report.agreements)
    if not needed:
        return "No approvals required."
    if report.met == needed > 1:
        return f"All {needed} required approvals given."
    missing = dict.fromkeys(_format_team(row) for row in report.agreements if not row.met)
    rest = f" Missing: {listed(missing)}." if missing else ""
    return f"{report.met} of {plural(needed, 'required approval')} given.{rest}"


def _format_plan(report: SignoffReport) -> str:
    teams = dict.fromkeys(map(_format_team, report.agreements))
    return f"{plural(len(report.agreements), 'approval')} required: {listed(teams)}." if teams else format_count(report)


def _format_team(row: ApprovalRow) -> str:
    return shown(row.team) or "(no team)"


def _list_notes(report: SignoffReport) -> Iterator[Line]:
    """Yield blocks of lines, each followed by an empty line, and what was compared."""
    blocks = (
        [Line(f"also affected: {shown(row.team)}; reason: {row.why}") for row in report.told],
        [Line(text, sign="missing") for text in report.findings],
        [Line(text, sign="missing") for text in report.unjudged],
        [Line(f"note: {text}") for text in report.notes],
    )
    for block in filter(None, blocks):
        yield from (*block, Line(""))
    yield Line(_format_comparison(report))


def _format_comparison(report: SignoffReport) -> str:
    """``compared HEAD 1f3c22d90a41 with base branch "main" (5870ae5427ee)``."""
    head = report.head if report.head.startswith("the ") else f"{shown(report.head)} {report.head_commit[:_SHORT]}"
    is_apart = report.merge_base != report.base_commit
    merge_base = f", merge base {report.merge_base[:_SHORT]}" if is_apart else ""
    return f'compared {head} with base branch "{shown(report.base)}" ({report.base_commit[:_SHORT]}{merge_base})'


def _build_approval(row: ApprovalRow, named: bool, planned: bool, can_review: bool) -> TableRow:
    cells = (_format_team(row), row.role, format_change(row, named))
    return TableRow(cells, tuple(_list_facts(row, planned, can_review)), _SIGNS.get(row.state, "missing"))


def format_change(row: ApprovalRow, named: bool) -> str:
    """Return the change and its values: ``sla-loosened sev1.restore 1h → 2h``. ``named``: name the entity, too."""
    by_name = row.change.rpartition("-")[0] in _BY_NAME
    fields = [field for field in row.fields if not by_name or (field.before and field.after)]
    values = [_format_value(field) for field in fields[:_FIELDS]]
    more = [f"{len(fields) - _FIELDS} more"] if len(fields) > _FIELDS else []
    service = [shown(row.service)] if named and row.service else []
    entity = [shown(row.what)] if by_name or (named and row.what != row.service) or not row.service else []
    return " ".join(filter(None, [row.change, *service, *entity, ", ".join([*values, *more])]))


def _format_value(field: FieldChangeRow) -> str:
    before, after = shown(field.before, 40) or "not set", shown(field.after, 40) or "not set"
    return f"{shown(field.field)} {before} → {after}"


def _list_facts(row: ApprovalRow, planned: bool, can_review: bool) -> Iterator[Line]:
    """Yield who approved; else the state, who is eligible, the reason and the command."""
    evidence = "; ".join(filter(None, [*row.by, row.detail]))
    if row.state == "satisfied":
        yield Line(f"approved: {evidence}")
    elif evidence or not planned or row.state != "pending":
        yield Line(f"{row.state}: {evidence or ('no approval yet' if row.state == 'pending' else 'no evidence')}")
    if row.met:
        return
    if row.able:
        people = listed(map(_format_person, row.able), most=4)
        yield Line(f"eligible: {people}" if row.quorum == 1 else f"requires {row.quorum} approvals; eligible: {people}")
    yield Line(f"reason: {row.why}")
    if row.command:
        review = "review the pull request, or " if row.evidence == "E1" and can_review else ""
        yield Line(f"to approve: {review}run")
        yield Line(f"  {row.command}", style="command")


def _format_person(who: Who) -> str:
    return f"@{shown(who.login)}" if who.login else shown(who.title, 60)
