"""The worked example of docs/promises.md, recomputed."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from ownercat.documents import source
from ownercat.documents.slo_objects import list_slo_objects
from ownercat.graph import get_node
from ownercat.model import ALWAYS, Service, parse_duration
from ownercat.oncall.clock import HOUR
from ownercat.promises.availability import parse_share
from ownercat.promises.ceilings import build_source, compute_ceiling
from ownercat.promises.objectives import collect_slas
from ownercat.promises.windows import compute_budget, compute_use, count_outages
from ownercat.promises.wording import format_minutes
from tests.catalogs import loaded
from tests.promises.test_ceilings import needs, sla
from tests.promises.test_windows import objective

PAGE = (Path(__file__).parents[2] / "docs" / "promises.md").read_text(encoding="utf-8")


def table(after: str) -> dict[str, str]:
    """The first and the last column of the first table behind a text."""
    rows = re.search(r"\n\|(?:.*\n\|)*.*\n", PAGE[PAGE.index(after) :])
    assert rows is not None
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in rows[0].strip().split("\n")[2:]]
    return {row[0]: row[-1] for row in cells}


def test_the_example_is_as_computed() -> None:
    graph = re.search(r"```yaml\n(apiVersion: ownercat.*?)```", PAGE, re.DOTALL)
    assert graph is not None
    objectives = table("one of two mail relays")
    files = {f"catalog/{name}-sla.yaml": sla(name, target) for name, target in objectives.items()}
    files |= {f"catalog/{name}.yaml": needs(name) for name in objectives if f"name: {name}\n" not in graph[1]}
    catalog = loaded({**files, "catalog/graph.yaml": graph[1]}).catalog
    slas = collect_slas(catalog)
    checkout = catalog.get("Service", "checkout")
    assert isinstance(checkout, Service)
    ceiling = compute_ceiling(build_source(catalog, [checkout], lambda each: slas.get(get_node(each), ())), checkout)
    by_name = {carrier.group or carrier.providers[0].name: carrier.bounds for carrier in ceiling.carriers}
    for bounds, written in ((by_name["relays"], table("**The group**")), (ceiling.bounds, table("**Checkout** needs"))):
        assert {key: Fraction(value) for key, value in written.items()} == {
            key: Fraction(value) for key, value in bounds._asdict().items()
        }
    assert parse_share(99.85) > ceiling.bounds.weakest > parse_share(99.7) > ceiling.bounds.product
    assert ceiling.bounds.product > parse_share(99.6) > ceiling.bounds.union > parse_share(98.6)
    assert f"weaker member: {by_name['books'].product:f}." in PAGE


def test_the_product_of_the_example_by_hand() -> None:
    shares = (Fraction(999, 1000), Fraction(9995, 10000), Fraction(998, 1000), 1 - Fraction(1, 100) * Fraction(2, 100))
    product = Fraction(1)
    for share in shares:
        product *= share
    assert product == Fraction(table("**Checkout** needs")["product"])


def test_the_budgets_of_the_page() -> None:
    month = compute_budget(parse_share(99.95), objective(99.95, "30d"), ALWAYS)
    assert f"allows {format_minutes(month.allowed)}." in PAGE
    four_weeks = compute_budget(parse_share(99.9), objective(99.9, "28d"), ALWAYS)
    fitting = count_outages(four_weeks.allowed, compute_use(parse_duration("1h"), 0.3))
    assert f"a budget of {format_minutes(four_weeks.allowed)} allows {fitting} such incidents" in PAGE
    assert f"this time is {(7 + 24 + 24 + 9) * HOUR // HOUR} h." in PAGE


def test_the_numbers_of_other_files() -> None:
    page = re.search(r"```yaml\n(apiVersion: openslo.*?)```", PAGE, re.DOTALL)
    assert page is not None
    reading = source.read("slo/shop.yaml", page[1].encode())
    found = {
        f"`slo/shop.yaml#{each.names[0]}`": (
            f"{each.target} %",
            f"`{each.window.text}`{' with `calendar: true`' * each.calendar}" if each.window else "none",
        )
        for each in list_slo_objects((document.index, document.data) for document in reading.documents)
    }
    rows = re.findall(r"^\| (`slo/shop\.yaml#\S+`) \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)
    assert {ref: (target, window) for ref, target, window in rows} == found
    assert len(found) == 3
