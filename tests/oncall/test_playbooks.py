"""Which runbook is for what."""

from __future__ import annotations

import pytest

from ownercat.model import Service
from ownercat.oncall.playbooks import covers as covers_symptom
from ownercat.oncall.playbooks import group_by_service
from tests.catalogs import loaded
from tests.rules.shop import RUNBOOK, SERVICE, TEAM_AND_PEOPLE

SYMPTOMS = "symptoms: [{id: failing, severity: sev1, alerts: [Errors]}]\naliases: [{name: cart}]\n"


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        pytest.param("{symptom: failing}", 1, id="the symptom"),
        pytest.param("{symptom: slow}", 0, id="another symptom"),
        pytest.param("{alerts: [Other, Errors]}", 1, id="one of its alerts"),
        pytest.param("{severity: sev1}", 1, id="its severity"),
        pytest.param("{symptom: slow, severity: sev1}", 0, id="the severity of another symptom"),
        pytest.param("{alerts: [Other], severity: sev1}", 0, id="the severity of another alert"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_what_covers_a_symptom(covers: str, expected: int) -> None:
    files = {"a": SERVICE + SYMPTOMS, "b": TEAM_AND_PEOPLE, "c": RUNBOOK + f"covers: [{covers}]\n"}
    found = loaded({f"catalog/{name}.yaml": text for name, text in files.items()})
    [service] = found.catalog.of(Service)
    runbooks = group_by_service(found.catalog)[service.key]
    assert sum(covers_symptom(found.policy, runbook, service.symptoms[0]) for runbook in runbooks) == expected


def test_a_runbook_finds_its_service_through_an_alias() -> None:
    runbook = RUNBOOK.replace("service: checkout", "service: cart")
    found = loaded({"catalog/a.yaml": SERVICE + SYMPTOMS, "catalog/b.yaml": TEAM_AND_PEOPLE, "catalog/c.yaml": runbook})
    assert list(group_by_service(found.catalog)) == ["checkout"]
