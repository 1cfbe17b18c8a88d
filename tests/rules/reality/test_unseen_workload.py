"""REA402: a service on Kubernetes without a workload."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, cluster, service, snapshot, workload


def told(files: dict[str, str], code: str = "REA402") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


HOSTED = "hosting: {provider: kubernetes}"


def files(*names: str) -> dict[str, str]:
    return {f"catalog/{name}.yaml": service(name, HOSTED) for name in names}


def page(*names: str) -> dict[str, str]:
    return {FOLDER + "k.json": snapshot(cluster(*map(workload, names)), source="kubernetes")}


def test_one_of_two_does_not_run() -> None:
    assert told({**files("till", "stock"), **page("till")}) == [
        "catalog/stock.yaml:3:7 info service stock is in production, but no workload of it runs in Kubernetes"
        " | set `lifecycle: retired` if stock no longer runs, or label its workload"
    ]


def test_a_service_elsewhere_and_a_running_one_are_silent() -> None:
    assert told({**files("till"), "catalog/b.yaml": service("mail"), **page("till")}) == []


def test_many_absent_services_prove_nothing() -> None:
    assert told({**files("a1", "b2", "c3", "d4"), **page("a1")}) == []
