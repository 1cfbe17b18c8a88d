"""``metrics`` as a page: the figures, one row for each group, and the overdue actions."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ownercat.answers.budgets import ServiceBudget
from ownercat.answers.metrics import LEAST, Figure, Metrics, MetricsGroup
from ownercat.answers.slow_levels import SlowLevel
from ownercat.oncall.wording import format_duration
from ownercat.promises.wording import format_minutes, format_percent
from ownercat.text import plural, shown
from ownercat.views.rows import LONG, Line, Sheet, Table, TableRow, flat

_LABELS = {"detect": "detect", "ack": "acknowledge", "restore": "restore", "resolve": "resolve"}
_ALIGNED = (1, 2, 3, 4, 5)
_MISSING = "-"


def build_sheet(found: Metrics) -> Sheet:
    """Build the page."""
    total = found.total
    span = f"{found.first} to {found.last}" if found.first and found.last else "no time recorded"
    head = f"{plural(total.incidents, 'incident')} and {plural(total.near_misses, 'near miss', 'near misses')}"
    tables = [build_figures(total), build_groups(found.groups, found.by)]
    if found.near_misses.near_misses:
        tables.append(build_figures(found.near_misses, "near misses, not counted above"))
    if found.budgets:
        tables.append(build_budgets(found))
    if found.slow_levels:
        tables.append(build_slow_levels(found))
    if found.actions.overdue:
        tables.append(_build_overdue(found))
    return Sheet((head, span), tables=tuple(tables), notes=tuple(map(Line, list_notes(found))))


def build_figures(group: MetricsGroup, title: str = "time to") -> Table:
    """Build the table of the four measures."""
    rows = tuple(TableRow(_list_cells(figure)) for figure in group.figures)
    return Table(rows, ("", "n", "median", "p90", "worst", "target kept", "worst incident"), title, right=_ALIGNED)


def _list_cells(figure: Figure) -> tuple[str, ...]:
    times = (format_seconds(figure.median), format_seconds(figure.p90), format_seconds(figure.worst))
    return _LABELS[figure.measure], str(figure.n), *times, format_kept(figure), shown(figure.worst_incident, 60)


def format_seconds(seconds: int | None) -> str:
    """Return a time of a figure; ``-`` without one."""
    return _MISSING if seconds is None else format_duration(seconds)


def format_kept(figure: Figure) -> str:
    """Return how many targets were kept: ``3 of 4``; ``-`` if nothing was promised."""
    return f"{figure.kept} of {figure.promised}" if figure.promised else _MISSING


def build_groups(groups: Iterable[MetricsGroup], by: str) -> Table:
    """Build the table with a row for each group."""
    rows = tuple(TableRow(_list_group_cells(group)) for group in groups)
    head = (by, "incidents", "near misses", "ack median", "kept", "restore median", "kept")
    return Table(rows, head, f"by {by}", right=(1, 2, 3, 4, 5, 6))


def _list_group_cells(group: MetricsGroup) -> tuple[str, ...]:
    by_measure = {figure.measure: figure for figure in group.figures}
    cells = [shown(group.name, 60), str(group.incidents), str(group.near_misses)]
    for measure in ("ack", "restore"):
        cells += [format_seconds(by_measure[measure].median), format_kept(by_measure[measure])]
    return tuple(cells)


def build_budgets(found: Metrics) -> Table:
    """Build the table of the error budgets that incidents used."""
    rows = tuple(TableRow(_list_budget_cells(each)) for each in found.budgets)
    head = ("service", "promised", "budget", "used", "left", "n", "left out")
    return Table(rows, head, f"error budgets on {found.budgets[0].last}", flexible=0, right=(2, 3, 4, 5, 6))


def _list_budget_cells(budget: ServiceBudget) -> tuple[str, ...]:
    promised = f"{format_percent(budget.target)} over {budget.window}"
    minutes = [format_minutes(Decimal(seconds)) for seconds in (budget.allowed, budget.used)]
    counts = (str(budget.incidents), str(budget.left_out or _MISSING))
    return shown(budget.service, 60), promised, *minutes, format_left(budget), *counts


def format_left(budget: ServiceBudget) -> str:
    """Return what is left of an error budget: ``12.5 min``, ``3 min over``."""
    minutes = format_minutes(Decimal(abs(budget.left)))
    return minutes if budget.left >= 0 else f"{minutes} over"


def build_slow_levels(found: Metrics) -> Table:
    """Build the list of the levels that acknowledged late, with what to change."""
    rows = tuple(TableRow((_format_slow(each),), tuple(_list_changes(each))) for each in found.slow_levels)
    return Table(rows, (), "acknowledged later than promised", flexible=0)


def _format_slow(slow: SlowLevel) -> str:
    worst, promised = format_duration(slow.worst), format_duration(slow.promised)
    level = f"{shown(slow.severity)}, level {shown(slow.level)} of {shown(slow.escalation)}"
    late = f"{slow.late} of {slow.measured} late, at worst {worst}, promised {promised}"
    return f"{level}: {late} ({shown(slow.incident, 60)})"


def _list_changes(slow: SlowLevel) -> Iterator[Line]:
    yield Line(slow.change, slow.place, needs_place=True)
    if slow.note:
        yield Line(f"recorded: {shown(flat(slow.note), LONG)}")


def _build_overdue(found: Metrics) -> Table:
    rows = tuple(
        TableRow((str(row.due), shown(row.owner or "no owner", 40), shown(row.incident, 63), shown(row.what)))
        for row in found.actions.overdue
    )
    return Table(rows, ("due", "owner", "of", "action"), "overdue actions", flexible=3)


def list_notes(found: Metrics) -> Iterator[str]:
    """Yield what the figures leave out, and how many actions there are."""
    actions = found.actions
    yield (
        f"actions: {actions.open} open ({len(actions.overdue)} overdue on {found.as_of}), {actions.done} done, "
        f"{actions.dropped} dropped"
    )
    for figure in found.total.figures:
        if figure.left_out:
            noun = plural(figure.left_out, "incident")
            yield f"{_LABELS[figure.measure]}: {noun} without both times, or with times out of order, left out"
    if any(0 < figure.n < LEAST for figure in found.total.figures):
        yield f"p90 is shown from {LEAST} incidents on"
    left_out = sum(budget.left_out for budget in found.budgets)
    if left_out:
        yield f"error budgets: {plural(left_out, 'incident')} left out, without both times or an `impact` in the SLA"
    if found.unused_budgets:
        known = len(found.budgets) + found.unused_budgets
        yield f"{found.unused_budgets} of {plural(known, 'error budget')} unused"
    if found.undated:
        yield f"{plural(found.undated, 'incident')} without a time left out of the range"
    if found.by in ("service", "team"):
        yield f"an incident of several {found.by}s counts for each of them"
