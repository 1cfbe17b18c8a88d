"""REA403: an owner label that is not the owner."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, cluster, service, snapshot, workload


def told(files: dict[str, str], code: str = "REA403") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


TILL = {"catalog/a.yaml": service("till")}


def page(**labels: str) -> dict[str, str]:
    return {FOLDER + "k.json": snapshot(cluster(workload("till", **labels)), source="kubernetes")}


def test_another_team() -> None:
    assert told({**TILL, **page(team="payments")}) == [
        "catalog/a.yaml:6:8 warning service till is owned by shop, but Deployment shop/till has the owner label payments in"
        " Kubernetes | correct the label of the workload, or the owner of service till"
    ]


def test_the_owner_in_another_case_and_no_label_are_silent() -> None:
    assert told({**TILL, **page(owner="Shop")}) == []
    assert told({**TILL, **page()}) == []
