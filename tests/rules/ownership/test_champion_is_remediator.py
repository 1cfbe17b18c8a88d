"""OWN011 champion-is-remediator."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, several, told

HELP = "  help: set `champion` to a person or rotation that does not repair, such as a rotation of incident commanders"


def rotation(name: str, members: str, *more: str) -> str:
    layer = f'{{members: [{members}], turn: {{every: 1w, handoff: {{day: mon, at: "09:00"}}}}, from: 2026-01-05}}'
    return doc("Rotation", name, "team: storefront", f"layers: [{layer}]", *more)


ROTATIONS = several(
    rotation("primary", "ana, bo"),
    rotation("behind", "bo, ana", "role: secondary"),
    rotation("there", "ana, bo", "external: {provider: pagerduty}", "role: shadow"),
)


def roles(champion: str, remediate: str = "rotation:primary", name: str = "checkout") -> str:
    return service(name, f"roles: {{champion: {champion}, remediate: {remediate}}}")


def found(*services: str) -> list[str]:
    return told("OWN011", {**COMPANY, "r.yaml": ROTATIONS, "s.yaml": several(*services)})


def test_the_same_rotation_for_two_services() -> None:
    assert found(roles("rotation:primary"), roles("rotation:primary", name="cart")) == [
        "s.yaml:7:19 warning[champion-is-remediator] service checkout and 1 other service have the same person as champion "
        "and remediator: ana and bo in turn, at all times (rotation:primary)",
        HELP,
        "  s.yaml:7:48 role remediate of service checkout",
        "  s.yaml:15:19 the same roles of service cart",
    ]


def test_a_person_who_is_in_the_rotation() -> None:
    assert found(roles("person:ana")) == [
        "s.yaml:7:19 warning[champion-is-remediator] service checkout has the same person as champion and remediator: ana, "
        "first Mon 2026-11-23 09:00 to 2026-11-30 09:00 UTC (person:ana and rotation:primary)",
        HELP,
        "  s.yaml:7:42 role remediate of service checkout",
    ]


@pytest.mark.parametrize(
    "champion",
    [
        pytest.param("rotation:behind", id="the other person each week"),
        pytest.param("rotation:there", id="an external schedule"),
        pytest.param("team:storefront", id="a team has several people"),
    ],
)
def test_silent(champion: str) -> None:
    assert found(roles(champion)) == []


def test_an_undefined_person_is_one_finding() -> None:
    assert [line.split(" ")[1] for line in found(roles("person:eva")) if "[" in line] == ["error[unknown-reference]"]
