"""The report as HTML and its charts, read by a browser's parser; hostile text stays text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import html5lib
import pytest

from ownercat.answers.book import AnswerContext
from ownercat.answers.report import answer_report
from ownercat.linter.scores import compute_scores
from ownercat.views import report_annex, report_charts, report_html, report_leaders, report_markdown
from ownercat.views.report_parts import Chart, ChartSeries, ReportSection
from tests.catalogs import loaded
from tests.rules.parts import doc, several
from tests.safety.hostile import STRINGS, quoted

DAY = date(2026, 11, 22)
SVG = "{http://www.w3.org/2000/svg}"
STACKED = Chart(
    "stacked", "Incidents", ("2026-Q1", "2026-Q2"),
    (ChartSeries("sev1", (1, 2), ("1", "2")), ChartSeries("sev2", (0, 3), ("", "3"))),
)  # fmt: skip


def parse(text: str) -> ElementTree.Element:
    """A page as a tree; any fault in its HTML is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    found: ElementTree.Element = parser.parse(text)
    return found


def list_texts(root: ElementTree.Element, tag: str) -> list[str]:
    return ["".join(each.itertext()) for each in root.iter(tag)]


def read_charts(root: ElementTree.Element) -> Iterator[str]:
    for image in root.iter("img"):
        head, _, data = image.attrib["src"].partition(",")
        assert head == "data:image/svg+xml;base64"
        yield base64.b64decode(data).decode()


def hostile(text: str) -> tuple[ReportSection, ...]:
    """The sections of a catalog with a text in every field that the report shows."""
    word = quoted(text[:300] or "x")
    found = loaded(
        {
            "catalog/a.yaml": several(
                doc("Policy", "p", f"title: {word}"),
                doc("Team", "web", f"title: {word}"),
                doc("Service", "shop", "owner: web", "tier: 1", f"title: {word}"),
                doc(
                    "SLA", "promise", "service: shop", "external: true", "targets: {sev1: {ack: 10m, impact: 1}}",
                    "objectives: [{sli: {type: availability}, target: 99.9, window: 28d}]",
                    f"milestones: [{{title: {word}, due: 2027-01-01}}]",
                ),
                doc("Escalation", "urgent", "tiers: [{name: one, notify: [person:bo]}]"),
                doc("Drill", "practice", f"title: {word}", "heldOn: 2026-11-02", "services: [shop]", "result: fail"),
                doc(
                    "Incident", "down", f"title: {word}", "services: [shop]", "severity: sev1", f"symptom: {word}",
                    "startedAt: 2026-11-12T10:00:00Z", "triggeredAt: 2026-11-12T10:00:00Z",
                    "acknowledgedAt: 2026-11-12T10:30:00Z", "restoredAt: 2026-11-12T10:50:00Z",
                    f"contributingFactors: [{word}]", f"escalationDelays: {word}", f"automationOpportunities: [{word}]",
                    f"actions: [{{id: a, what: {word}, owner: team:web, due: 2026-11-20}}]",
                ),
                doc("Incident", "near", f"title: {word}", "services: [shop]", f"severity: {word}", "nearMiss: true",
                    "startedAt: 2026-11-12T10:00:00Z"),
            )
        }
    )  # fmt: skip
    scores = compute_scores(found, DAY)
    report = answer_report(AnswerContext(found.catalog, found.policy, DAY), None, DAY, {})
    return (*report_leaders.build_summary(report), *report_annex.build_annex(report, scores, {}))


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_hostile_text_stays_text(text: str) -> None:
    root = parse(report_html.render(text, text, hostile(text)))
    assert {each.tag for each in root.iter()} <= {
        "html", "head", "meta", "title", "style", "body", "header", "div", "section", "h1", "h2", "h3", "h4", "p", "ul",
        "ol", "li", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "img",
    }  # fmt: skip
    names = {name for each in root.iter() for name in each.attrib}
    assert names <= {"lang", "charset", "name", "content", "http-equiv", "class", "scope", "src", "width", "alt"}
    for svg in read_charts(root):
        drawn = ElementTree.fromstring(svg)
        assert {each.tag for each in drawn.iter()} <= {
            f"{SVG}{tag}" for tag in ("svg", "defs", "style", "pattern", "g", "rect", "text", "path", "line", "circle")
        }
        assert not {name for each in drawn.iter() for name in each.attrib if name.startswith("on") or "href" in name}
        assert not re.search(r"url\((?!#pattern-)|@import", svg)


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_hostile_text_in_markdown(text: str) -> None:
    found = report_markdown.render(text, "", hostile(text))
    assert "<script" not in found and "<img" not in found
    assert all(char == "\n" or char.isprintable() for char in found)


def test_the_page_allows_its_style_and_its_images_only() -> None:
    root = parse(report_html.render("t", "s", ()))
    (style,) = list_texts(root, "style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [each.attrib["content"] for each in root.iter("meta") if "http-equiv" in each.attrib]
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style and "@import" not in style


def test_each_chart_stands_beside_a_table_and_is_described() -> None:
    root = parse(report_html.render("t", "s", hostile("plain")))
    pairs = [each for each in root.iter("div") if each.get("class") == "pair"]
    assert len(pairs) == len(list(root.iter("img"))) == 4
    for pair in pairs:
        assert [len(list(pair.iter(tag))) for tag in ("img", "table")] == [1, 1]
        assert pair[0].attrib["alt"].startswith("Chart: ")


def test_the_two_parts() -> None:
    root = parse(report_html.render("Shop", "2026", hostile("plain")))
    assert list_texts(root, "h1") == ["Shop"]
    assert list_texts(root, "h2") == ["For leadership", "For practitioners"]
    assert "Waits and rotations to change" in list_texts(root, "h3")


def test_a_late_incident_without_a_known_policy_is_not_called_in_time() -> None:
    found = report_markdown.render("t", "s", hostile("plain"))
    assert "\nThe services of late incidents have no escalation policy that can be read.\n" in found
    assert "in time: no wait" not in found


def list_labels(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_each_series_has_a_pattern_and_each_value_a_label() -> None:
    svg = report_charts.draw(STACKED)
    drawn = ElementTree.fromstring(svg)
    patterns = [each.get("id") for each in drawn.iter(f"{SVG}pattern")]
    assert patterns[:2] == ["pattern-0", "pattern-1"]
    assert len({ElementTree.tostring(each)[100:] for each in drawn.iter(f"{SVG}pattern")}) == len(patterns)
    for number in range(2):
        assert f".serie-{number} rect.rect" in svg and f"fill:url(#pattern-{number})" in svg
    labels = list_labels(svg)
    assert [label for label in ("2026-Q1", "2026-Q2", "sev1", "sev2", "1", "2", "3") if label not in labels] == []


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert report_charts.draw(STACKED) == report_charts.draw(STACKED)
    assert "pygal" not in report_charts.draw(STACKED).replace("pygal-chart", "")


@pytest.mark.parametrize(
    ("values", "steps"),
    [
        ((0, 0), ["0", "1"]),
        ((4, 2), ["0", "1", "2", "3", "4"]),
        ((134, 3), ["0", "50", "100"]),
        ((None, 7), ["0", "2", "4", "6"]),
    ],
)
def test_the_steps_of_the_scale(values: tuple[float | None, ...], steps: list[str]) -> None:
    chart = Chart("horizontal", "t", ("a", "b"), (ChartSeries("s", values, ("x", "y")),), unit=" m")
    labels = list_labels(report_charts.draw(chart))
    assert [label for label in labels if label.endswith(" m")] == [f"{step} m" for step in steps]


@pytest.mark.parametrize(("quarters", "shown"), [(6, True), (7, False)])
def test_values_have_no_labels_where_labels_overlap(quarters: int, shown: bool) -> None:
    labels = tuple(f"Q{number}" for number in range(quarters))
    series = ChartSeries("kept", (50.0,) * quarters, ("half",) * quarters)
    assert ("half" in list_labels(report_charts.draw(Chart("grouped", "t", labels, (series,), 100)))) is shown
    assert "half" in list_labels(report_charts.draw(Chart("stacked", "t", labels, (series,), 100)))


def test_an_endless_value_is_drawn() -> None:
    chart = Chart("horizontal", "t", ("a",), (ChartSeries("s", (1e300,), ("x",)),))
    assert "a" in list_labels(report_charts.draw(chart))
