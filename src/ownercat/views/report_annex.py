"""``report`` for practitioners: all numbers, what to change, and how the numbers are made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ownercat.answers.measured import MeasuredIncident
from ownercat.answers.metrics import Figure
from ownercat.answers.report import ServiceReport
from ownercat.diagnostics import Place
from ownercat.linter.scores import Scores, TeamScore
from ownercat.model import Drill, Ref
from ownercat.text import listed, plural, shown
from ownercat.views import metrics_sheet
from ownercat.views.metrics_sheet import format_seconds
from ownercat.views.report_leaders import MOST_TEAMS, build_team_table
from ownercat.views.report_parts import Chart, ChartSeries, ReportSection, find_figure, format_action
from ownercat.views.rows import Line, Sheet, Table, TableRow, flat

_MOST_INCIDENTS = 50
_MOST_BARS = 12


def build_annex(report: ServiceReport, scores: Scores, places: Mapping[Place, str]) -> tuple[ReportSection, ...]:
    """Build the annex. ``places``: the file and line of each place to change."""
    return (
        ReportSection("For practitioners", level=2),
        _build_times(report),
        *_build_all_teams(report),
        _build_budgets(report),
        _build_changes(report, places),
        *_build_near_misses(report),
        *_build_incidents(report),
        *_build_drills(report),
        *_build_actions(report),
        *_build_automation(report),
        _build_scores(scores),
        ReportSection("How the numbers are made", Sheet((), notes=tuple(map(Line, _list_rules(report))))),
    )


def _build_times(report: ServiceReport) -> ReportSection:
    groups = {"severity": report.by_severity, "service": report.by_service}
    tables = [metrics_sheet.build_figures(report.metrics.total)] if report.incidents else []
    tables += [metrics_sheet.build_groups(found, by) for by, found in groups.items() if found]
    if report.metrics.near_misses.near_misses:
        tables.append(metrics_sheet.build_figures(report.metrics.near_misses, "near misses, not counted above"))
    notes = tuple(map(Line, metrics_sheet.list_notes(report.metrics)))
    return ReportSection("Times against targets", Sheet((), tables=tuple(tables), notes=notes))


def _build_all_teams(report: ServiceReport) -> Iterator[ReportSection]:
    if len(report.teams) > MOST_TEAMS:
        yield ReportSection("All teams with an SLA", Sheet((), tables=(build_team_table(report),)))


def _build_budgets(report: ServiceReport) -> ReportSection:
    budgets = report.metrics.budgets
    if not budgets:
        text = f"No incident used an error budget in the windows that end on {report.last}."
        return ReportSection("Error budgets", Sheet((), about=(Line(text),)))
    bars = budgets[:_MOST_BARS]
    used = tuple(round(100 * each.used / each.allowed, 1) if each.allowed else None for each in bars)
    texts = tuple("" if share is None else f"{share:g} %" for share in used)
    title = "Error budget used, in percent"
    chart = Chart(
        "horizontal",
        title,
        tuple(shown(each.service, 40) for each in bars),
        (ChartSeries(title, used, texts),),
        unit=" %",
    )
    table = metrics_sheet.build_budgets(report.metrics)
    return ReportSection(f"Error budgets on {budgets[0].last}", Sheet((), tables=(table._replace(title=""),)), chart)


def _build_changes(report: ServiceReport, places: Mapping[Place, str]) -> ReportSection:
    if not report.metrics.slow_levels:
        text = _explain_no_change(find_figure(report.metrics.total, "ack"))
        return ReportSection("Waits and rotations to change", Sheet((), about=(Line(text),)))
    table = metrics_sheet.build_slow_levels(report.metrics)
    rows = tuple(row._replace(lines=tuple(_locate(line, places) for line in row.lines)) for row in table.rows)
    return ReportSection("Waits and rotations to change", Sheet((), tables=(table._replace(rows=rows, title=""),)))


def _explain_no_change(ack: Figure) -> str:
    if not ack.promised:
        return "No incident has a target for the time to acknowledge."
    if ack.kept < ack.promised:
        return "The services of late incidents have no escalation policy that can be read."
    return "Every incident with a target was acknowledged in time: no wait and no rotation needs a change."


def _locate(line: Line, places: Mapping[Place, str]) -> Line:
    return Line(f"{line.text} (`{places[line.place]}`)") if line.place else line


def _build_near_misses(report: ServiceReport) -> Iterator[ReportSection]:
    near = [each for each in report.incidents if each.incident.near_miss]
    if near:
        rows = tuple(TableRow((*_list_what(each), _format_factors(each))) for each in reversed(near[-_MOST_INCIDENTS:]))
        yield ReportSection("Near misses", Sheet((), tables=(Table(rows, (*_WHAT, "contributing factors")),)))


_WHAT = ("day", "severity", "services", "what")


def _list_what(each: MeasuredIncident) -> tuple[str, ...]:
    incident = each.incident
    title = shown(flat(incident.title or incident.name), 200)
    return str(each.day or "-"), shown(each.severity), _list_names(incident.services), title


def _list_names(services: Sequence[Ref]) -> str:
    return listed((shown(ref.name, 40) for ref in services), most=4) or "-"


def _format_factors(each: MeasuredIncident) -> str:
    return "; ".join(shown(flat(one), 200) for one in each.incident.contributing_factors) or "-"


def _build_incidents(report: ServiceReport) -> Iterator[ReportSection]:
    real = [each for each in report.incidents if not each.incident.near_miss]
    if not real:
        return
    rows = tuple(
        TableRow((*_list_what(each), *_list_measured(each), _format_factors(each)))
        for each in reversed(real[-_MOST_INCIDENTS:])
    )
    head = (*_WHAT, "acknowledged after", "restored after", "contributing factors")
    left = len(real) - len(rows)
    notes = ["✗ later than promised"] * any(cell.startswith("✗") for row in rows for cell in row.cells[4:6])
    notes += [f"{plural(left, 'earlier incident')} left out of this table, not of the figures"] * bool(left)
    yield ReportSection(
        "Incidents", Sheet((), tables=(Table(rows, head, right=(4, 5)),), notes=tuple(map(Line, notes)))
    )


def _list_measured(each: MeasuredIncident) -> Iterator[str]:
    for measure in ("ack", "restore"):
        seconds, target = each.measured[measure], each.get_target(measure)
        late = seconds is not None and target is not None and seconds > target
        yield f"{'✗ ' * late}{format_seconds(seconds)}"


def _build_actions(report: ServiceReport) -> Iterator[ReportSection]:
    if report.open_actions:
        rows = tuple(
            TableRow(
                (
                    str(row.due or "no date"),
                    shown(row.owner or "no owner", 40),
                    shown(row.incident, 63),
                    format_action(row),
                )
            )
            for row in report.open_actions
        )
        yield ReportSection("Open actions", Sheet((), tables=(Table(rows, ("due", "owner", "of", "action")),)))


def _build_drills(report: ServiceReport) -> Iterator[ReportSection]:
    if report.drills:
        rows = tuple(TableRow(_list_drill_cells(each)) for each in reversed(report.drills[-_MOST_INCIDENTS:]))
        table = Table(rows, ("day", "type", "services", "result", "what"))
        yield ReportSection("Drills", Sheet((), tables=(table,)))


def _list_drill_cells(drill: Drill) -> tuple[str, ...]:
    title = shown(flat(drill.title or drill.name), 200)
    return str(drill.held_on), shown(drill.type or "-"), _list_names(drill.services), shown(drill.result or "-"), title


def _build_automation(report: ServiceReport) -> Iterator[ReportSection]:
    rows = [
        TableRow((str(each.day or "-"), _list_names(each.incident.services), shown(flat(text), 200)))
        for each in reversed(report.incidents)
        for text in each.incident.automation_opportunities
    ]
    if rows:
        table = Table(tuple(rows[:_MOST_INCIDENTS]), ("day", "services", "what"))
        yield ReportSection("Automation opportunities", Sheet((), tables=(table,)))


def _build_scores(scores: Scores) -> ReportSection:
    teams = sorted(scores.teams, key=lambda each: (_compute_met(each), each.team.name if each.team else ""))
    rows = tuple(TableRow(_list_score_cells(each)) for each in teams)
    head = ("team", "met", "required", "assumed", "unknown", "services with missing requirements")
    bars = [each for each in teams if each.tally.required][:_MOST_BARS]
    title = "Requirements of the tiers that are met, in percent"
    values = tuple(float(_compute_met(each)) for each in bars)
    texts = tuple(f"{each.tally.met} of {each.tally.required}" for each in bars)
    labels = tuple(shown(each.team.title or each.team.name if each.team else "no team", 40) for each in bars)
    chart = Chart("horizontal", title, labels, (ChartSeries(title, values, texts),), 100, " %") if bars else None
    tables = (Table(rows, head, right=(1, 2, 3, 4)),) if rows else ()
    return ReportSection("Requirements of the tiers", Sheet((), tables=tables), chart)


def _compute_met(score: TeamScore) -> int:
    tally = score.tally
    return 100 * tally.met // tally.required if tally.required else 100


def _list_score_cells(score: TeamScore) -> tuple[str, ...]:
    tally = score.tally
    missing = listed((shown(card.service.name, 40) for card in score.cards if card.missing), most=5)
    name = score.team.title or score.team.name if score.team else "no team"
    counts = map(str, (tally.met, tally.required, tally.assumed, tally.unknown))
    return shown(name, 60), *counts, missing or "-"


def _list_rules(report: ServiceReport) -> Iterable[str]:
    yield f"Incidents count if they started from {report.first} to {report.last} (UTC). Near misses are separate."
    yield "Targets are the strictest ones of all published SLAs. A team or a service is judged by its own targets."
    yield (
        "An error budget is that of the strictest availability objective. An incident uses the time until it was "
        "restored, in the hours of the SLA, × `impact` of its severity."
    )
    yield (
        "The risk of a service is the sum of its reasons × the weight of its tier (4 for tier 1, 1 for tier 4). These "
        "reasons count: error budget spent 4, promise above what dependencies allow 3, late incidents 2 for each "
        "measure, overdue actions 2, and 1 for each of less than half of the error budget left, a repeated symptom, "
        "near misses and missing requirements."
    )
