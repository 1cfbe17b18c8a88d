"""REA404: a call that no dependency declares, with the number of calls and the window."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, WEEK, calls, service, snapshot


def told(files: dict[str, str], code: str = "REA404") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


BOTH = {"catalog/a.yaml": service("till"), "catalog/b.yaml": service("stock", "aliases: [{name: warehouse}]")}
SOFT = service("till", "dependsOn:", "  - {service: stock, mode: soft, degrade: The amount is hidden.}")


def page(*seen: tuple[str, str, int], **head: Any) -> dict[str, str]:
    return {FOLDER + "j.json": snapshot(calls(*seen), source="jaeger", **head)}


def expected(seen: str, at: str = "catalog/a.yaml:3:7") -> list[str]:
    return [
        f"{at} warning service till calls stock ({seen}), but does not declare the dependency"
        " | add stock to `dependsOn` of service till, with the mode of the dependency"
    ]


def test_a_call_has_its_number_and_window() -> None:
    assert told({**BOTH, **page(("till", "stock", 1204), window=WEEK)}) == expected("1,204 calls in 7 days, Jaeger")
    assert told({**BOTH, **page(("till", "stock", 1))}) == expected("1 call, Jaeger")


def test_an_alias_is_a_name() -> None:
    assert told({**BOTH, **page(("till", "warehouse", 2))}) == expected("2 calls, Jaeger")


def test_a_declared_dependency_is_silent() -> None:
    assert told({**BOTH, "catalog/a.yaml": SOFT, **page(("till", "stock", 2))}) == []


@pytest.mark.parametrize("seen", [("till", "till", 5), ("till", "elsewhere", 5), ("till", "stock", 0)])
def test_what_is_no_call_between_two_services(seen: tuple[str, str, int]) -> None:
    assert told({**BOTH, **page(seen)}) == []


def test_the_finding_is_at_the_other_dependencies() -> None:
    files = {**BOTH, "catalog/a.yaml": SOFT.replace("stock", "mail"), "catalog/c.yaml": service("mail")}
    assert told({**files, **page(("till", "stock", 2))}) == expected("2 calls, Jaeger", "catalog/a.yaml:7:1")


def test_zipkin_and_service_graph_metrics() -> None:
    zipkin = snapshot([{"parent": "till", "child": "stock", "callCount": 3, "errorCount": 1}], source="zipkin")
    assert told({**BOTH, FOLDER + "z.json": zipkin}) == expected("3 calls, Zipkin")
    result = [{"metric": {"client": "till", "server": "stock"}, "value": [1764547200, "12.4"]}]
    graph = {"status": "success", "data": {"resultType": "vector", "result": result}}
    assert told({**BOTH, FOLDER + "g.json": snapshot(graph, source="servicegraph")}) == expected(
        "12 calls, service graph metrics"
    )


def test_a_partial_answer_of_prometheus_is_ignored() -> None:
    graph = {"status": "success", "warnings": ["timeout"], "data": {"resultType": "vector", "result": []}}
    assert told({**BOTH, FOLDER + "g.json": snapshot(graph, source="servicegraph")}, "REA001") == [
        f"{FOLDER}g.json:1:1 error snapshot {FOLDER}g.json is ignored: it is incomplete: page 1 has warnings: the answer may be"
        f" partial | fetch the answer again, and wrap it: `ownercat snapshot wrap SOURCE FILE --output {FOLDER}g.json`"
    ]
