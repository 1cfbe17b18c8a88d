"""The parts of ``report``: sections, and charts that each have a table with them."""

from typing import Literal, NamedTuple

from ownercat.answers.metrics import ActionRow, Figure, MetricsGroup
from ownercat.text import shown
from ownercat.views.rows import Sheet, flat


class ChartSeries(NamedTuple):
    """A name and a value for each label; ``texts`` stand at the values. ``None``: no value."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]


class Chart(NamedTuple):
    """Bars: stacked, grouped, or horizontal. ``top``: the end of the scale, if it is fixed; ``unit``: of the scale."""

    kind: Literal["stacked", "grouped", "horizontal"]
    title: str
    labels: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    top: int | None = None
    unit: str = ""


class ReportSection(NamedTuple):
    """A heading and what stands below it. ``level``: 2 for the two parts, 3 below them."""

    title: str
    sheet: Sheet = Sheet(())
    chart: Chart | None = None
    level: int = 3


def find_figure(group: MetricsGroup, measure: str) -> Figure:
    """Return the figure of a measure."""
    return next(figure for figure in group.figures if figure.measure == measure)


def format_action(action: ActionRow) -> str:
    """Return the text of an action, without a full stop."""
    return shown(flat(action.what or action.id or "no text"), 200).rstrip(".")


def format_owner(action: ActionRow) -> str:
    """Return the owner of an action."""
    return shown(action.owner or "no owner", 60)
