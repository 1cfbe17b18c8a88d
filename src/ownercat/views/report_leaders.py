"""``report`` for leadership: one page with the trend, the teams that kept their promises, and the largest risks."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ownercat.answers.metrics import Figure, MetricsGroup, format_quarter
from ownercat.answers.report import QuarterRecord, ServiceReport, TeamRecord
from ownercat.answers.risks import Risk
from ownercat.text import listed, plural, shown
from ownercat.views.metrics_sheet import format_kept, format_seconds
from ownercat.views.report_parts import Chart, ChartSeries, ReportSection, find_figure, format_action, format_owner
from ownercat.views.rows import LONG, Line, Sheet, Table, TableRow, flat

MOST_RISKS = 3
MOST_TEAMS = 10
_FEW = 10
_VERBS = {"ack": "acknowledged", "restore": "restored", "resolve": "resolved"}
_RESULTS = {"pass": "passed", "partial": "passed in part", "fail": "failed"}
_STATES = {"kept": "✓ kept", "missed": "✗ missed", "unmeasured": "no time with a target"}


def build_summary(report: ServiceReport) -> tuple[ReportSection, ...]:
    """Build the page for leadership."""
    return (
        ReportSection("For leadership", level=2),
        ReportSection("In short", Sheet((), about=tuple(map(Line, _list_summary(report))))),
        *((_build_trend(report), _build_kept(report)) if report.incidents else ()),
        _build_teams(report),
        _build_risks(report),
        *_build_milestones(report),
    )


def _list_summary(report: ServiceReport) -> Iterator[str]:
    total = report.metrics.total
    near = plural(total.near_misses, "near miss", "near misses")
    if total.incidents or total.near_misses:
        yield f"{plural(total.incidents, 'incident')} and {near} since {report.first}. {_format_trend(report.quarters)}"
    else:
        yield f"No incident and no near miss is recorded since {report.first}."
    if report.metrics.undated:
        yield f"{plural(report.metrics.undated, 'incident')} without a time left out."
    ack, restore = find_figure(total, "ack"), find_figure(total, "restore")
    if ack.promised or restore.promised:
        kept = f"{format_kept(ack)} incidents acknowledged in time, {format_kept(restore)} restored in time"
        yield f"Targets kept: {kept}. Incidents without a target are not counted."
    good = [team.team for team in report.teams if team.state == "kept"]
    if report.teams:
        names = f": {listed(map(shown, good))}" if good else ""
        yield f"{len(good)} of {plural(len(report.teams), 'team')} with an SLA kept all promises{names}."
    if report.risks:
        first = report.risks[0]
        yield f"The largest risk is {shown(first.service)}: {first.reasons[0].text}."
    actions = report.metrics.actions
    late = f", {len(actions.overdue)} of them overdue" if actions.overdue else ", none overdue" if actions.open else ""
    if report.drills:
        counts = Counter(_RESULTS.get(each.result, "without a result") for each in report.drills)
        results = listed(f"{count} {result}" for result, count in counts.items())
        yield f"{plural(len(report.drills), 'drill')}: {results}."
    yield f"Actions after incidents and drills: {actions.done} done, {actions.open} open{late}."


def _format_trend(quarters: Sequence[QuarterRecord]) -> str:
    whole = [quarter for quarter in quarters if quarter.whole]
    parts = []
    if len(whole) > 1:
        last, before = whole[-1].group.incidents, whole[-2].group.incidents
        than = "as many as" if last == before else "more than" if last > before else "fewer than"
        count = "" if last == before else f" ({before})"
        parts.append(f"{whole[-1].name} had {plural(last, 'incident')}, {than} {whole[-2].name}{count}")
    if quarters and not quarters[-1].whole:
        parts.append(f"{quarters[-1].name} has {quarters[-1].group.incidents} so far")
    return f"{'; '.join(parts)}." if parts else ""


def _build_trend(report: ServiceReport) -> ReportSection:
    rows = tuple(
        TableRow((_mark(each), *map(str, each.by_severity), str(each.group.incidents), str(each.group.near_misses)))
        for each in report.quarters
    )
    head = ("quarter", *map(shown, report.severities), "all", "near misses")
    table = Table(rows, head, right=tuple(range(1, len(head))))
    series = tuple(
        ChartSeries(name, values, tuple(str(value) if value else "" for value in values))
        for number, name in enumerate(report.severities)
        if any(values := tuple(each.by_severity[number] for each in report.quarters))
    )
    chart = Chart("stacked", "Incidents per quarter", _list_labels(report), series) if series else None
    return ReportSection("Incidents per quarter", Sheet((), tables=(table,), notes=_explain_marks(report)), chart)


def _mark(quarter: QuarterRecord) -> str:
    return quarter.name if quarter.whole else f"{quarter.name}*"


def _list_labels(report: ServiceReport) -> tuple[str, ...]:
    return tuple(map(_mark, report.quarters))


def _explain_marks(report: ServiceReport) -> tuple[Line, ...]:
    notes = ["* a part of the quarter"] * any(not each.whole for each in report.quarters)
    if report.quarters and report.quarters[0].name > format_quarter(report.first):
        notes.append(f"quarters before {report.quarters[0].name} are left out here, and not of the figures")
    return tuple(map(Line, notes))


def _build_kept(report: ServiceReport) -> ReportSection:
    rows = tuple(
        TableRow((_mark(each), *_list_kept(each.group), format_seconds(find_figure(each.group, "restore").median)))
        for each in report.quarters
    )
    table = Table(rows, ("quarter", "acknowledged in time", "restored in time", "median to restore"), right=(1, 2, 3))
    series = (
        _build_series(report, "acknowledged in time", "ack"),
        _build_series(report, "restored in time", "restore"),
    )
    known = any(value is not None for one in series for value in one.values)
    chart = Chart("grouped", "Targets kept, in percent", _list_labels(report), series, 100, " %") if known else None
    return ReportSection("Targets kept per quarter", Sheet((), tables=(table,)), chart)


def _build_series(report: ServiceReport, name: str, measure: str) -> ChartSeries:
    figures = [find_figure(each.group, measure) for each in report.quarters]
    return ChartSeries(name, tuple(map(_compute_share, figures)), tuple(map(_format_share, figures)))


def _format_share(figure: Figure) -> str:
    """Return a label that fits on a bar."""
    few = figure.promised < _FEW
    return f"{figure.kept}/{figure.promised}" if few else f"{100 * figure.kept // figure.promised}%"


def _list_kept(group: MetricsGroup) -> tuple[str, ...]:
    return format_kept(find_figure(group, "ack")), format_kept(find_figure(group, "restore"))


def _compute_share(figure: Figure) -> float | None:
    return round(100 * figure.kept / figure.promised, 1) if figure.promised else None


def _build_teams(report: ServiceReport) -> ReportSection:
    table = build_team_table(report, MOST_TEAMS)
    more, silent = report.teams[MOST_TEAMS:], report.owning_teams - len(report.teams)
    kept = sum(1 for team in more if team.state == "kept")
    notes = [f"{plural(len(more), 'more team')} in the annex: {kept} kept all promises"] * bool(more)
    notes += [f"{silent} of {plural(report.owning_teams, 'team')} with a service promise nothing: no SLA"] * bool(
        silent
    )
    if not table.rows:
        return ReportSection("Teams that kept their promises", Sheet((), about=(Line("No team has a published SLA."),)))
    return ReportSection("Teams that kept their promises", Sheet((), tables=(table,), notes=tuple(map(Line, notes))))


def build_team_table(report: ServiceReport, most: int | None = None) -> Table:
    """Build the table of the teams with an SLA; ``most``: how many of them."""
    figures = [figure for team in report.teams for figure in team.group.figures]
    measures = [measure for measure in _VERBS if any(each.promised for each in figures if each.measure == measure)]
    rows = tuple(TableRow(_list_team_cells(team, measures)) for team in report.teams[:most])
    head = ("team", "promises", "incidents", *(_VERBS[measure] for measure in measures), "error budgets")
    return Table(rows, head, right=tuple(range(2, len(head) - 1)))


def _list_team_cells(team: TeamRecord, measures: Sequence[str]) -> tuple[str, ...]:
    kept = (format_kept(find_figure(team.group, measure)) for measure in measures)
    spent = f"spent: {listed(map(shown, team.spent))}" if team.spent else "not spent"
    return shown(team.team, 60), _STATES[team.state], str(team.group.incidents), *kept, spent


def _build_risks(report: ServiceReport) -> ReportSection:
    risks = report.risks[:MOST_RISKS]
    rows = tuple(TableRow((_format_risk(each),), tuple(map(Line, _list_risk_lines(each)))) for each in risks)
    more = report.risks[MOST_RISKS:]
    notes = [f"other services with a reason: {listed(shown(each.service) for each in more)}"] * bool(more)
    about = () if rows else (Line("No service has a reason for concern."),)
    tables = (Table(rows),) if rows else ()
    title = "The three largest risks" if len(risks) == MOST_RISKS else "The largest risks"
    return ReportSection(title, Sheet((), about=about, tables=tables, notes=tuple(map(Line, notes))))


def _format_risk(risk: Risk) -> str:
    tier = f" · tier {risk.tier}" if risk.tier else ""
    return f"{shown(risk.service)}{tier} · {shown(risk.team) if risk.team else 'no team'}"


def _list_risk_lines(risk: Risk) -> Iterator[str]:
    yield from (reason.text for reason in risk.reasons)
    if risk.actions:
        first = risk.actions[0]
        more = f", and {len(risk.actions) - 1} more" if len(risk.actions) > 1 else ""
        yield f"next: {format_action(first)} ({format_owner(first)}, due {first.due or 'without a date'}){more}"
    else:
        done = f"{plural(risk.done, 'action')} done" if risk.done else "no action was recorded"
        yield f"next: {done}, none open: decide what to change"


def _build_milestones(report: ServiceReport) -> Iterator[ReportSection]:
    if report.milestones:
        rows = tuple(
            TableRow((str(each.due or "-"), shown(each.service, 60), shown(flat(each.title), LONG)))
            for each in report.milestones
        )
        yield ReportSection(
            "Planned work on reliability", Sheet((), tables=(Table(rows, ("due", "service", "milestone")),))
        )
