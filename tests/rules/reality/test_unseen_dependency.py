"""REA406: a dependency without a call, if both services are in the snapshot."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, WEEK, calls, service, snapshot


def told(files: dict[str, str], code: str = "REA406") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


FILES = {
    "catalog/a.yaml": service("till", "dependsOn:", "  - {service: stock, mode: soft, degrade: The amount is hidden.}"),
    "catalog/b.yaml": service("stock"),
}


def page(*seen: tuple[str, str, int]) -> dict[str, str]:
    return {FOLDER + "j.json": snapshot(calls(*seen), source="jaeger", window=WEEK)}


def test_no_call_between_services_with_other_calls() -> None:
    assert told({**FILES, **page(("web", "till", 1), ("web", "stock", 1))}) == [
        "catalog/a.yaml:8:5 info service till depends on stock, but Jaeger shows no call in 7 days"
        " | remove the dependency if till no longer calls stock"
    ]


def test_a_service_that_the_snapshot_does_not_have_proves_nothing() -> None:
    assert told({**FILES, **page(("web", "till", 1))}) == []


def test_a_planned_dependency_is_not_expected() -> None:
    planned = FILES["catalog/a.yaml"].replace("mode: soft", "status: planned, mode: soft")
    assert told({**FILES, "catalog/a.yaml": planned, **page(("web", "till", 1), ("web", "stock", 1))}) == []
