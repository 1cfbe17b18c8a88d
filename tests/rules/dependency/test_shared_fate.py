"""DEP007 shared-fate."""

from __future__ import annotations

import time

import pytest

from ownercat.rules.dependency import shared_fate
from tests.rules.parts import COMPANY, doc, service, several, team, told

EMAIL = service("email", "dependsOn:", "  - {service: relay, group: relays}", "  - {service: other, group: relays}")
LAYER = 'layers: [{id: a, timeZone: UTC, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: "09:00"}}, from: 2026-01-05}]'
PRIMARY = {"rotation.yaml": doc("Rotation", "storefront-primary", "team: storefront", LAYER)}


def shop(*services: str, **more: str) -> dict[str, str]:
    return {**COMPANY, **more, "s.yaml": several(EMAIL, *services)}


def message(shared: str) -> str:
    group = "redundancy group relays of service email"
    return f"s.yaml:9:15 warning[shared-fate] {group} has a shared point of failure: relay and other {shared}"


def fix(noun: str) -> str:
    return f"  help: give one member a different {noun}, or remove `group`"


REPORTED = [
    pytest.param(
        shop(service("relay", "hosting: {provider: aws}"), service("other", "hosting: {provider: aws, region: x}")),
        [
            message("use hosting provider aws"),
            fix("hosting provider"),
            "  s.yaml:8:15 relay, which uses hosting provider aws",
        ],
        id="the same hosting provider, whatever the region",
    ),
    pytest.param(
        {**shop(service("relay"), service("other")), **PRIMARY},
        [
            message("have primary rotation storefront-primary"),
            fix("primary rotation"),
            "  s.yaml:8:15 relay, which has primary rotation storefront-primary",
        ],
        id="the same people on call",
    ),
    pytest.param(
        shop(
            service("relay", "dependsOn: [{service: a}]"),
            service("other", "dependsOn: [{service: b}]"),
            service("a", "dependsOn: [{service: dns}]"),
            service("b", "dependsOn: [{service: dns}]"),
            service("dns", "dependsOn: [{service: power}]"),
            service("power"),
        ),
        [message("fail without dns"), fix("hard dependency"), "  s.yaml:8:15 relay, which fails without dns"],
        id="the nearest hard dependency of both, direct or indirect",
    ),
    pytest.param(
        shop(service("relay", "dependsOn: [{service: other}]"), service("other")),
        [message("fail without other"), fix("hard dependency"), "  s.yaml:8:15 relay, which fails without other"],
        id="one member depends on the other",
    ),
    pytest.param(
        {
            **shop(service("relay", "hosting: {provider: aws}"), service("other", "hosting: {provider: aws}")),
            **PRIMARY,
        },
        [
            message("use hosting provider aws and have primary rotation storefront-primary"),
            fix("hosting provider and primary rotation"),
            "  s.yaml:8:15 relay, which uses hosting provider aws and has primary rotation storefront-primary",
        ],
        id="everything shared is one finding",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("DEP007", files) == expected


AWS, GCP = "hosting: {provider: aws}", "hosting: {provider: gcp}"
THREE = service("sms", "dependsOn:", *(f"  - {{service: {n}, group: g}}" for n in ("relay", "other", "third")))
SILENT = [
    pytest.param(shop(service("relay", AWS), service("other", GCP)), id="they share nothing"),
    pytest.param(shop(service("relay", AWS), service("other")), id="one member has no hosting"),
    pytest.param(
        {**shop(service("relay"), service("other")), "s.yaml": several(EMAIL.replace("}\n  -", ", need: 2}\n  -"),
         service("relay", AWS), service("other", AWS))},
        id="the group cannot lose a member",
    ),
    pytest.param(
        shop(service("relay", "dependsOn: [{service: dns, mode: soft}]"), service("other", "dependsOn: [{service: dns}]"),
             service("dns")),
        id="the dependency of one member is soft",
    ),
    pytest.param(
        {**COMPANY, "s.yaml": several(THREE, service("relay", AWS), service("other", AWS), service("third", GCP))},
        id="two of three members share, and one member is enough",
    ),
]  # fmt: skip


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("DEP007", files) == []


def test_the_people_of_a_team_without_a_rotation_are_not_known() -> None:
    assert told("DEP007", shop(service("relay"), service("other"))) == []


def test_a_member_that_is_not_there_is_one_finding() -> None:
    found = told("DEP007", shop(service("relay", AWS)))
    assert [line.split(" ")[1] for line in found if "[" in line] == ["error[unknown-reference]"]


def test_nothing_but_groups_over_a_deep_graph_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_fate, "_LOOKS", 20_000)
    chain = [service(f"c{n:03}", f"dependsOn: [{{service: c{n + 1:03}}}]") for n in range(300)] + [service("c300")]
    entries = [f"  - {{service: c{n:03}, group: g{n}}}\n  - {{service: c{n + 1:03}, group: g{n}}}" for n in range(299)]
    start = time.process_time()
    told("DEP007", {**COMPANY, "s.yaml": several(*chain, service("all", "dependsOn:", *entries))})
    assert time.process_time() - start < 5


def test_members_of_other_teams_have_other_people() -> None:
    files = {
        **shop(service("relay"), service("other", owner="payments")),
        **PRIMARY,
        "payments.yaml": several(team("payments"), doc("Rotation", "payments-primary", "team: payments", LAYER)),
    }
    assert [line for line in told("DEP007", files) if "shared-fate" in line] == []
