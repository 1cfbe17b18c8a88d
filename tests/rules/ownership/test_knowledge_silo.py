"""OWN014 knowledge-silo."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, several, told

HELP = "  help: add another person or rotation to `notify` of one level"


def rotation(name: str, members: str, *more: str) -> str:
    layer = f'{{members: [{members}], turn: {{every: 1w, handoff: {{day: mon, at: "09:00"}}}}, from: 2026-01-05}}'
    return doc("Rotation", name, "team: storefront", f"layers: [{layer}]", *more)


def climb(*targets: str, name: str = "urgent", end: str = "end: stop") -> str:
    inform = "inform: [severity, service, timeline, workarounds]"
    tiers = [f"  - {{name: t{n}, notify: [{to}], wait: 5m, {inform}}}" for n, to in enumerate(targets)]
    return doc("Escalation", name, "team: storefront", "tiers:", *tiers, end)


PEOPLE = several(doc("Person", "ana", "contacts: [phone]"), doc("Person", "bo", "contacts: [phone]"))
ROTATIONS = several(
    rotation("primary", "ana, bo"),
    rotation("behind", "bo, ana", "role: secondary"),
    rotation("there", "ana, bo", "external: {provider: pagerduty}", "role: shadow"),
)


def found(policy: str, *services: str, rotations: str = ROTATIONS) -> list[str]:
    used = several(*(services or (service("checkout", "escalation: urgent"),)))
    return told("OWN014", {**COMPANY, "people.yaml": PEOPLE, "r.yaml": rotations, "s.yaml": used, "e.yaml": policy})


def silo(policy: str, rotations: str = ROTATIONS) -> list[str]:
    return [line.split(" ")[1] for line in found(policy, rotations=rotations) if not line.startswith(" ")]


def test_the_on_call_person_is_also_on_the_second_level() -> None:
    two = (service("checkout", "escalation: urgent"), service("cart", "escalation: urgent"))
    assert found(climb("rotation:primary", "person:ana"), *two) == [
        "e.yaml:3:7 warning[knowledge-silo] escalation urgent of service checkout and 1 other service pages only ana on every level: "
        "first Mon 2026-11-23 09:00 to 2026-11-30 09:00 UTC",
        HELP,
        "  s.yaml:3:7 service with this escalation",
        "  s.yaml:11:7 service with this escalation",
    ]


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(climb("rotation:primary", "rotation:behind"), id="two people each week"),
        pytest.param(climb("rotation:primary", "person:ana", "rotation:there"), id="an external schedule"),
        pytest.param(climb("rotation:primary", "person:ana, person:bo"), id="two people on one level"),
        pytest.param(climb("rotation:primary"), id="a single level"),
        pytest.param(climb("rotation:primary", "rotation:primary"), id="the same target again"),
        pytest.param(climb("rotation:primary", "team:storefront"), id="the same target by its team"),
        pytest.param(
            several(
                climb("person:ana", "rotation:primary", end="end: {handoff: last}"), climb("person:bo", name="last")
            ),
            id="continues with a policy that pages another person",
        ),
    ],
)
def test_silent(policy: str) -> None:
    assert "warning[knowledge-silo]" not in silo(policy)


def test_two_rotations_with_the_same_person_are_primary_secondary_collision() -> None:
    meeting = several(rotation("primary", "ana, bo"), rotation("behind", "ana, bo", "role: secondary"))
    assert silo(climb("rotation:primary", "rotation:behind"), meeting) == ["warning[primary-secondary-collision]"]


def test_a_rotation_of_one_person_is_single_member_rotation() -> None:
    assert silo(climb("rotation:primary", "person:ana"), rotation("primary", "ana")) == [
        "warning[single-member-rotation]"
    ]


def test_a_library_is_not_paged() -> None:
    quiet = service("checkout", "escalation: urgent", "type: library")
    assert not [line for line in found(climb("rotation:primary", "person:ana"), quiet) if "silo" in line]


def test_a_team_stands_for_its_rotation() -> None:
    assert "warning[knowledge-silo]" in silo(climb("team:storefront", "person:ana"))
