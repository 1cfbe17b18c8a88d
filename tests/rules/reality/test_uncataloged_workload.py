"""REA401: workloads that no service has, by namespace."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, cluster, service, snapshot, workload


def told(files: dict[str, str], code: str = "REA401") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


TILL = {"catalog/a.yaml": service("till")}
HELP = "add a service for each, or map names with [[snapshots.names]]: ownercat match kubernetes"


def page(*workloads: dict[str, Any]) -> dict[str, str]:
    return {FOLDER + "k.json": snapshot(cluster(*workloads), source="kubernetes")}


def test_the_workloads_of_a_namespace_are_one_finding() -> None:
    found = told({**TILL, **page(workload("till"), workload("cart"), workload("mail"), workload("dns", "kube-system"))})
    assert found == [
        f"{FOLDER}k.json:1:1 warning Kubernetes: namespace kube-system has 1 workload without a service in the catalog: dns | {HELP}",
        f"{FOLDER}k.json:1:1 warning Kubernetes: namespace shop has 2 workloads without a service in the catalog: cart and mail"
        f" | {HELP}",
    ]


@pytest.mark.parametrize(
    "labels",
    [
        {"app_kubernetes_io__name": "till"},
        {"backstage_io__kubernetes-id": "till"},
        {"tags_datadoghq_com__service": "till"},
    ],
)
def test_a_label_names_the_service(labels: dict[str, str]) -> None:
    assert told({**TILL, **page(workload("till-web-v2", **labels))}) == []


def test_an_incomplete_list_is_ignored() -> None:
    part = cluster(workload("cart")) | {"metadata": {"continue": "abc"}}
    files = {**TILL, FOLDER + "k.json": snapshot(part, source="kubernetes")}
    assert told(files) == []
    assert len(told(files, "REA001")) == 1
