"""Which policy a page takes, and whom it can reach without looking at the clock."""

from __future__ import annotations

import pytest

from ownercat.model import Catalog, Escalation, Policy, Service
from ownercat.oncall.paths import (
    collect_major_uses,
    collect_primaries,
    find_escalation,
    find_route,
    list_reachable_people,
    list_targets,
    list_ways,
    map_ways,
)
from tests.catalogs import loaded
from tests.rules.shop import PAGED, PEOPLE, ROTATION, SERVICE, TEAM, escalation, tier

ROUTES = """\
escalation:
  - {severity: [sev1], symptom: db-*, policy: database}
  - {severity: [sev1, p2], policy: urgent}
  - {policy: rest}
symptoms: [{id: db-down, severity: sev1}]
"""
POLICY = "apiVersion: ownercat/v1\nkind: Policy\nname: shop\nseverityAliases: {p2: sev2}\n"
POLICIES = "---\n".join(escalation(name, "tiers:", tier("on-call")) for name in ("database", "urgent", "rest"))


def read(*documents: str) -> tuple[Catalog, Policy, Service]:
    found = loaded({f"catalog/{number}.yaml": text for number, text in enumerate(documents)})
    return found.catalog, found.policy, next(found.catalog.of(Service))


def first_tier(catalog: Catalog, name: str) -> tuple[str, ...]:
    found = catalog.get("Escalation", name)
    assert isinstance(found, Escalation)
    return tuple(person.name for person in list_reachable_people(catalog, found.tiers[0]))


@pytest.mark.parametrize(
    ("severity", "symptom", "expected"),
    [
        pytest.param("sev1", None, "urgent", id="a route with a symptom needs one"),
        pytest.param("sev1", "db-down", "database", id="the first that fits wins"),
        pytest.param("sev1", "slow", "urgent", id="another symptom"),
        pytest.param("p2", "db-down", "urgent", id="an alias"),
        pytest.param("sev2", None, "urgent", id="what the alias stands for"),
        pytest.param("sev4", None, "rest", id="the last one"),
        pytest.param("nonsense", None, "rest", id="a severity that nobody knows"),
    ],
)
def test_the_policy_of_a_page(severity: str, symptom: str | None, expected: str) -> None:
    catalog, policy, service = read(SERVICE + ROUTES, PAGED, POLICY, POLICIES)
    found = find_escalation(catalog, policy, service, severity, symptom)
    assert found is not None
    assert found.name == expected


def test_the_policies_of_a_service_by_severity_with_their_places() -> None:
    catalog, policy, service = read(SERVICE + ROUTES, PAGED, POLICY, POLICIES)
    found = map_ways(catalog, policy, service)
    assert {severity: way.policy.name for severity, way in found.items() if way.policy} == {
        "sev1": "urgent",
        "sev2": "urgent",
        "sev3": "rest",
        "sev4": "rest",
    }
    assert found["sev1"].route.place.pointer == ("escalation", 1)
    assert next((way.severity, way.policy.name) for way in list_ways(catalog, policy, service) if way.policy) == (
        "sev1",
        "database",
    )


def test_a_service_without_routes_takes_its_teams() -> None:
    catalog, policy, service = read(SERVICE, TEAM + "escalation: urgent\n", PEOPLE, POLICIES)
    found = map_ways(catalog, policy, service)["sev3"]
    assert found.policy is not None
    assert (found.policy.name, found.route.place.path) == ("urgent", "catalog/1.yaml")


def test_nothing_leads_anywhere_without_routes_or_a_team() -> None:
    catalog, policy, service = read(SERVICE.replace("owner: shop", "owner: nobody"))
    assert map_ways(catalog, policy, service) == {}
    assert find_route(catalog, policy, service, "sev1") is None
    assert find_escalation(catalog, policy, service, "sev1") is None


def test_a_policy_that_does_not_exist_is_a_way_to_nowhere() -> None:
    catalog, policy, service = read(SERVICE + "escalation: nowhere\n", PAGED)
    assert map_ways(catalog, policy, service)["sev1"].policy is None
    assert find_escalation(catalog, policy, service, "sev1") is None


@pytest.mark.parametrize(
    ("notify", "expected"),
    [
        pytest.param("[rotation:shop-primary]", ("ana", "bo"), id="a rotation"),
        pytest.param("[person:bo, rotation:shop-primary]", ("bo", "ana"), id="each once, in order"),
        pytest.param("[team:shop]", ("ana", "bo"), id="a team is its primary rotation"),
        pytest.param("[escalation:other]", ("bo",), id="another policy is its first tier"),
        pytest.param("[nobody]", (), id="a name that means nothing"),
        pytest.param("[]", (), id="nobody"),
    ],
)
def test_whom_a_tier_can_reach(notify: str, expected: tuple[str, ...]) -> None:
    other = escalation("other", "tiers:", tier("one", "[bo]"), tier("two", "[ana]"))
    catalog, _, _ = read(SERVICE, PAGED, escalation("urgent", "tiers:", tier("on-call", notify)), other)
    assert first_tier(catalog, "urgent") == expected


@pytest.mark.parametrize("second", ["role: secondary", "role: primary"])
def test_a_team_with_two_primary_rotations_is_nobody(second: str) -> None:
    other = ROTATION.replace("name: shop-primary", "name: other") + f"{second}\n"
    catalog, _, _ = read(SERVICE, PAGED, other, escalation("urgent", "tiers:", tier("on-call", "[team:shop]")))
    assert first_tier(catalog, "urgent") == (("ana", "bo") if "secondary" in second else ())
    assert len(collect_primaries(catalog)["shop"]) == (1 if "secondary" in second else 2)


def test_policies_that_page_each_other_end() -> None:
    one = escalation("one", "tiers:", tier("on-call", "[escalation:two, ana]"))
    two = escalation("two", "tiers:", tier("on-call", "[escalation:one, bo]"))
    catalog, _, _ = read(SERVICE, PAGED, one, two)
    assert set(first_tier(catalog, "one")) == {"ana", "bo"}


def test_a_thousand_policies_that_page_the_next_are_no_recursion() -> None:
    chain = [escalation(f"p{n}", "tiers:", tier("up", f"[escalation:p{n + 1}]")) for n in range(1_000)]
    last = escalation("p1000", "tiers:", tier("up", "[ana]"))
    catalog, _, _ = read(SERVICE, PAGED, "---\n".join([*chain[:500]]), "---\n".join([*chain[500:], last]))
    found = catalog.get("Escalation", "p0")
    assert isinstance(found, Escalation)
    assert [target.ref.name for target in list_targets(catalog, found.tiers[0])] == ["ana"]


def test_what_major_pages_climb() -> None:
    last = escalation("last", "tiers:", tier("on-call"))
    urgent = escalation("urgent", "tiers:", tier("on-call"), end="end: {handoff: last}")
    others = "---\n".join(escalation(name, "tiers:", tier("on-call")) for name in ("database", "rest"))
    catalog, policy, _ = read(SERVICE + ROUTES, PAGED, POLICY, urgent, others, last)
    found = collect_major_uses(catalog, policy)
    assert {name: (use.severity, use.route.place.pointer) for name, use in found.items()} == {
        "database": ("sev1", ("escalation", 0)),
        "urgent": ("sev1", ("escalation", 1)),
        "last": ("sev1", ("escalation", 1)),
    }
