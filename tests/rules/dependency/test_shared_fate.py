"""DEP007 shared-fate."""

from __future__ import annotations

import time

import pytest

from ownercat.rules.dependency import shared_fate
from tests.rules.parts import COMPANY, doc, service, several, team, told

EMAIL = service("email", "dependsOn:", "  - {service: relay, group: relays}", "  - {service: other, group: relays}")
HELP = "  help: let one of them differ there, or do not count on the group"
LAYER = 'layers: [{id: a, timeZone: UTC, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: "09:00"}}, from: 2026-01-05}]'
PRIMARY = {"rotation.yaml": doc("Rotation", "storefront-primary", "team: storefront", LAYER)}


def shop(*services: str, **more: str) -> dict[str, str]:
    return {**COMPANY, **more, "s.yaml": several(EMAIL, *services)}


def said(what: str) -> str:
    return f"s.yaml:9:15 warning[shared-fate] group relays of service email stands or falls together: relay and other {what}"


REPORTED = [
    pytest.param(
        shop(service("relay", "hosting: {provider: aws}"), service("other", "hosting: {provider: aws, region: x}")),
        [said("run at aws"), HELP, "  s.yaml:8:15 relay runs at aws"],
        id="the same hosting provider, whatever the region",
    ),
    pytest.param(
        {**shop(service("relay"), service("other")), **PRIMARY},
        [
            said("are repaired by rotation storefront-primary"),
            HELP,
            "  s.yaml:8:15 relay is repaired by rotation storefront-primary",
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
        [said("cannot work without dns"), HELP, "  s.yaml:8:15 relay cannot work without dns"],
        id="the nearest thing that both need, however far down",
    ),
    pytest.param(
        shop(service("relay", "dependsOn: [{service: other}]"), service("other")),
        [said("cannot work without other"), HELP, "  s.yaml:8:15 relay cannot work without other"],
        id="one of them needs the other",
    ),
    pytest.param(
        {
            **shop(service("relay", "hosting: {provider: aws}"), service("other", "hosting: {provider: aws}")),
            **PRIMARY,
        },
        [
            said("run at aws and are repaired by rotation storefront-primary"),
            HELP,
            "  s.yaml:8:15 relay runs at aws and is repaired by rotation storefront-primary",
        ],
        id="one finding for all that is shared",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("DEP007", files) == expected


AWS, GCP = "hosting: {provider: aws}", "hosting: {provider: gcp}"
THREE = service("sms", "dependsOn:", *(f"  - {{service: {n}, group: g}}" for n in ("relay", "other", "third")))
SILENT = [
    pytest.param(shop(service("relay", AWS), service("other", GCP)), id="they share nothing"),
    pytest.param(shop(service("relay", AWS), service("other")), id="of one nothing is known"),
    pytest.param(
        {**shop(service("relay"), service("other")), "s.yaml": several(EMAIL.replace("}\n  -", ", need: 2}\n  -"),
         service("relay", AWS), service("other", AWS))},
        id="no member of the group can be lost anyway",
    ),
    pytest.param(
        shop(service("relay", "dependsOn: [{service: dns, mode: soft}]"), service("other", "dependsOn: [{service: dns}]"),
             service("dns")),
        id="one works without what the other needs",
    ),
    pytest.param(
        {**COMPANY, "s.yaml": several(THREE, service("relay", AWS), service("other", AWS), service("third", GCP))},
        id="two of three share, and one is enough",
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
    start = time.perf_counter()
    told("DEP007", {**COMPANY, "s.yaml": several(*chain, service("all", "dependsOn:", *entries))})
    assert time.perf_counter() - start < 5


def test_members_of_other_teams_have_other_people() -> None:
    files = {
        **shop(service("relay"), service("other", owner="payments")),
        **PRIMARY,
        "payments.yaml": several(team("payments"), doc("Rotation", "payments-primary", "team: payments", LAYER)),
    }
    assert [line for line in told("DEP007", files) if "shared-fate" in line] == []
