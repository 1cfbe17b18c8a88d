"""REA405: a dependency whose calls go only the other way."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, WEEK, calls, service, snapshot


def told(files: dict[str, str], code: str = "REA405") -> list[str]:
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


def test_only_the_other_direction() -> None:
    files = {**FILES, **page(("stock", "till", 12))}
    assert told(files) == [
        "catalog/a.yaml:8:5 warning service till depends on stock, but Jaeger shows only calls from stock to till (12 calls in 7 days)"
        " | declare the dependency in service stock instead, if the calls show the real direction"
    ]
    assert told(files, "REA404") == []  # one finding for one mistake


def test_both_directions_are_silent() -> None:
    assert told({**FILES, **page(("stock", "till", 12), ("till", "stock", 1))}) == []
