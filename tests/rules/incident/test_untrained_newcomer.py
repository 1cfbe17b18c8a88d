"""INC008: a change adds a person without practice to a rotation."""

from __future__ import annotations

import pytest

from tests.catalogs import compare
from tests.rules.parts import COMPANY, doc, lines_of, service, several

ROTATION = doc(
    "Rotation", "primary", "team: storefront", "layers:",
    "  - {id: all, members: [ana], turn: {every: 1w}, from: 2026-01-05}",
    "  - {id: next, members: [ana], turn: {every: 1w}, from: 2027-03-01}",
)  # fmt: skip
ADDED = ROTATION.replace("next, members: [ana]", "next, members: [ana, bo]")
DRILL = doc("Drill", "practice", "heldOn: 2026-09-01", "people: [ana]")


def found(before: str, after: str) -> list[str]:
    shop = {f"catalog/{path}": text for path, text in COMPANY.items()} | {"catalog/shop.yaml": service("shop")}
    report = compare({**shop, "catalog/a.yaml": before}, {**shop, "catalog/a.yaml": after})
    return lines_of(d for d in report.diagnostics if d.code == "INC008")


def test_a_new_member_without_practice() -> None:
    assert found(several(ROTATION, DRILL), several(ADDED, DRILL)) == [
        "a.yaml:7:31 info[untrained-newcomer] rotation primary has a new member without practice: bo took part in no drill"
        " and no shadow rotation",
        "  help: add a Drill with `people: [bo]` first, or a rotation with `role: shadow`",
    ]


SILENT = {
    "the member took part in a drill": (several(ROTATION, DRILL), several(ADDED, DRILL.replace("[ana]", "[bo]"))),
    "nobody new": (several(ADDED, DRILL), several(ADDED, DRILL)),
    "a catalog without practice": (ROTATION, ADDED),
    "a shadow rotation": (several(ROTATION, DRILL), several(ADDED + "role: shadow\n", DRILL)),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert found(*SILENT[case]) == []
