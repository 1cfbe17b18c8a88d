"""The charts of ``report`` as SVG, by pygal. Each series has a pattern of its own and a label at each value.

A chart is an image: no script, no request, no text that the page interprets. It needs no color to be read.
"""

import sys
from xml.etree import ElementTree  # only builds and writes; it parses nothing but the patterns below

import pygal
from pygal.style import Style

from ownercat.text import shown
from ownercat.views.report_parts import Chart, ChartSeries

# its finder of plug-ins for maps would make every later import of this process warn
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

WIDTH = 460
_HEIGHT, _BAR = 240, 40
_INK, _LINE = "#1b1b1b", "#d0d0d0"
_MOST_LEVEL = 6  # labels beside each other; more of them are turned, and labels of values beside each other overlap
_HIGHEST = 1e9  # a scale with more digits does not fit
_SVG = "http://www.w3.org/2000/svg"
# Solid, stripes and dots first: they differ the most. The colors are those of Okabe and Ito, safe for the color-blind.
_PATTERNS = (
    '<rect width="8" height="8" fill="#0072b2"/>',
    '<rect width="8" height="8" fill="#fff"/><path d="M-2,10L10,-2M-2,2L2,-2M6,10L10,6" stroke="#d55e00" '
    'stroke-width="3"/>',
    '<rect width="8" height="8" fill="#fff"/><circle cx="4" cy="4" r="2" fill="#1b1b1b"/>',
    '<rect width="8" height="8" fill="#f0e442"/><path d="M0,4H8" stroke="#1b1b1b"/>',
    '<rect width="8" height="8" fill="#fff"/><path d="M0,0L8,8M8,0L0,8" stroke="#009e73" stroke-width="2"/>',
    '<rect width="8" height="8" fill="#cccccc"/><path d="M4,0V8" stroke="#1b1b1b"/>',
)
_STYLE = Style(
    background="#fff", plot_background="#fff", font_family="sans-serif", foreground=_INK, foreground_strong=_INK,
    foreground_subtle=_INK, guide_stroke_color=_LINE, major_guide_stroke_color=_LINE, opacity="1", transition="0s",
    colors=(_INK,) * len(_PATTERNS), value_colors=(_INK,) * len(_PATTERNS),
    label_font_size=15, major_label_font_size=15, legend_font_size=15, value_font_size=15,
)  # fmt: skip
_HALO = "#chart-chart .text-overlay text.value{paint-order:stroke;stroke:#fff!important;stroke-width:5px}"
_FILLS = (
    f".serie-{number} rect.rect,.legends #activate-serie-{number} rect"
    f"{{fill:url(#pattern-{number})!important;stroke:{_INK};stroke-width:1}}"
    for number in range(len(_PATTERNS))
)
_CSS = f"inline:{_HALO}{''.join(_FILLS)}"
_KEPT = frozenset(("defs", "style", "g", "rect", "text", "path", "line", "circle"))
_KINDS = {"stacked": pygal.StackedBar, "grouped": pygal.Bar, "horizontal": pygal.HorizontalBar}


def draw(chart: Chart) -> str:
    """Return a chart as SVG, the same for the same chart."""
    lies, top = chart.kind == "horizontal", _find_top(chart)
    is_tight = not lies and len(chart.labels) > _MOST_LEVEL
    height = 70 + _BAR * len(chart.labels) if lies else _HEIGHT + 60 * is_tight
    # js, title and the folder of styles are stated, so that pygal adds no request to another host
    drawing = _KINDS[chart.kind](
        style=_STYLE, css=("file://style.css", "file://graph.css", _CSS), js=(), width=WIDTH, height=height,
        explicit_size=True, disable_xml_declaration=True, margin=8, spacing=10, print_zeroes=True,
        show_legend=len(chart.series) > 1, legend_at_bottom=True, legend_at_bottom_columns=min(3, len(chart.series)),
        truncate_legend=-1, truncate_label=40, value_formatter=lambda value: f"{value:g}{chart.unit}", range=(0, top),
        order_min=0, print_values=not (is_tight and chart.kind == "grouped"), x_label_rotation=60 * is_tight,
    )  # fmt: skip
    drawing.uuid = "chart"
    drawing.add_xml_filter(_keep_shapes)
    drawing.y_labels = _list_steps(top)
    drawing.x_labels = [shown(label, 40) for label in (reversed(chart.labels) if lies else chart.labels)]
    for series in chart.series:
        drawing.add(shown(series.name, 40), _list_values(series, lies))
    return str(drawing.render(is_unicode=True))


def _find_top(chart: Chart) -> float:
    """Return the end of the scale; a stack is as high as its sum."""
    columns = list(zip(*(series.values for series in chart.series), strict=True))
    known = [[value or 0 for value in column] for column in columns]
    highest = max((sum(each) if chart.kind == "stacked" else max(each) for each in known), default=0)
    return min(max(highest, chart.top or 0, 1), _HIGHEST)


def _list_steps(top: float) -> list[float]:
    """Return the steps of the scale: at most five, of 1, 2 or 5 and zeros."""
    size = next(step for power in range(9) for step in (10**power, 2 * 10**power, 5 * 10**power) if top <= 5 * step)
    return [float(step) for step in range(0, int(top) + 1, size)]


def _list_values(series: ChartSeries, lies: bool) -> list[object]:
    """Return the values with their labels; horizontal bars are drawn from the bottom."""
    values: list[object] = [
        None if value is None else {"value": value, "formatter": lambda _, text=text: text}
        for value, text in zip(series.values, series.texts, strict=True)
    ]
    return values[::-1] if lies else values


def _keep_shapes(root: ElementTree.Element) -> ElementTree.Element:
    """Remove all but shapes and text, for example scripts and comments with the date, and add the patterns."""
    for parent in list(root.iter()):
        for child in list(parent):
            if str(child.tag).rpartition("}")[2] not in _KEPT:
                parent.remove(child)
    patterns = "".join(
        f'<pattern id="pattern-{number}" width="8" height="8" patternUnits="userSpaceOnUse">{shapes}</pattern>'
        for number, shapes in enumerate(_PATTERNS)
    )
    root.insert(0, ElementTree.fromstring(f'<defs xmlns="{_SVG}">{patterns}</defs>'))  # noqa: S314  # our own text
    return root
