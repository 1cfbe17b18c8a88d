"""``scores``: met where the catalog shows it, missing where a rule says so, else open."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from ownercat.documents.schema import text
from ownercat.errors import IncompleteError
from ownercat.linter.scores import DEMANDS, Card, Item, Scores, Tally, build_past, compute_scores
from ownercat.linter.scores.judging import map_rules
from tests.catalogs import TODAY, Files, check, loaded, loud

HEAD = "apiVersion: ownercat/v1\n"
ALL = "owner, escalation, failsafe, sla, runbook, roles, decisions, telemetry, testing, rollback, capacity, degradation, review"
PEOPLE = "".join(f"---\n{HEAD}kind: Person\nname: {name}\ncontacts: [push]\n" for name in ("ana", "bo"))
TEAM = f"{HEAD}kind: Team\nname: web\nmembers: [ana, bo]\ncontacts: {{chat: '#web'}}\nescalation: web-urgent\n"
ESCALATION = (
    f"{HEAD}kind: Escalation\nname: web-urgent\nteam: web\ntiers: [{{notify: [ana], via: [push]}}]\nend: stop\n"
    "failsafe: {via: [sms], to: bo}\n"
)
OTHERS = "---\n".join((TEAM, ESCALATION)) + PEOPLE


def policy(requires: str = ALL, tier: int = 1) -> str:
    return f"{HEAD}kind: Policy\nname: p\ntiers:\n  {tier}: {{requires: [{requires}]}}\n"


def service(name: str = "shop", more: str = "", tier: int = 1, owner: str = "web") -> str:
    return f"{HEAD}kind: Service\nname: {name}\ntier: {tier}\nowner: {owner}\n{more}"


WHOLE = """\
roles: {champion: ana, communicate: {customers: bo}}
authorise: {hotfix: [ana], rollback: [ana]}
telemetry: {dashboard: d, logs: l, metrics: m, traces: t, alerts: a}
testing: {synthetic: s}
change: {rollback: when it burns}
capacity: {reviewedOn: 2026-11-01}
dependsOn: [{service: db, degrade: waits}]
review: {every: 90d, lastDone: 2026-11-01}
"""
PAPERS = f"{HEAD}kind: SLA\nname: s\nservice: shop\nexternal: true\noutcome: x\n---\n{HEAD}kind: Runbook\nname: r\nservice: shop\n"
DB = service("db", tier=4)


def score(files: Files, as_of: date = TODAY, dialects: tuple[str, ...] = ()) -> Scores:
    return compute_scores(loaded(files, dialects), as_of)


def company(more: str, requires: str = ALL, papers: str = PAPERS) -> dict[str, str]:
    files = {"catalog/a.yaml": service(more=more), "catalog/db.yaml": DB, "catalog/others.yaml": OTHERS}
    return files | {"catalog/policy.yaml": policy(requires)} | ({"catalog/papers.yaml": papers} if papers else {})


def card(files: Files, name: str = "shop", **options: Any) -> Card:
    return next(card for card in score(files, **options).cards if card.service.name == name)


def item(files: Files, word: str, **options: Any) -> Item:
    return next(item for item in card(files, **options).items if item.requirement == word)


def test_every_requirement_of_the_schema_is_known() -> None:
    assert list(DEMANDS) == json.loads(text("common"))["definitions"]["requirement"]["enum"]


def test_every_rule_it_names_exists() -> None:
    assert map_rules().keys() <= DEMANDS.keys()


def test_a_service_that_has_everything() -> None:
    found = card(company(WHOLE))
    assert [item.requirement for item in found.items if item.state != "met"] == []
    assert (found.tally, found.missing, found.tier, found.weight) == (Tally(13, 13), (), 1, 4)
    assert loud(check(company(WHOLE), select=tuple(c for codes in map_rules().values() for c in codes))) == []


MISSING = [
    ("roles", "OWN010"), ("decisions", "OWN019"), ("telemetry", "OWN020"), ("testing", "OWN021"), ("rollback", "OWN022"),
    ("capacity", "OWN023"), ("degradation", "DEP005"), ("sla", "SLA005"), ("runbook", "RUN009"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "code"), MISSING)
def test_what_is_missing_is_what_check_reports(word: str, code: str) -> None:
    files = company("dependsOn: [{service: db}]\n", papers="")
    (diagnostic,) = [d for d in check(files).diagnostics if d.code == code]
    found = item(files, word)
    assert (found.state, found.rule, found.message) == ("missing", diagnostic.name, diagnostic.message)
    assert found.help == diagnostic.help
    assert item(company(WHOLE), word).state == "met"


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("owner", ("catalog/a.yaml", 0, ("owner",))),
        ("escalation", ("catalog/others.yaml", 0, ("escalation",))),
        ("failsafe", ("catalog/others.yaml", 1, ("failsafe",))),
        ("sla", ("catalog/papers.yaml", 0, ("name",))),
        ("runbook", ("catalog/papers.yaml", 1, ("name",))),
        ("roles", ("catalog/a.yaml", 0, ("roles",))),
        ("decisions", ("catalog/a.yaml", 0, ("authorise",))),
        ("telemetry", ("catalog/a.yaml", 0, ("telemetry",))),
        ("testing", ("catalog/a.yaml", 0, ("testing",))),
        ("rollback", ("catalog/a.yaml", 0, ("change", "rollback"))),
        ("capacity", ("catalog/a.yaml", 0, ("capacity", "reviewedOn"))),
        ("degradation", ("catalog/a.yaml", 0, ("dependsOn", 0))),
        ("review", ("catalog/a.yaml", 0, ("review",))),
    ],
)
def test_what_meets_it_has_a_place(word: str, place: tuple[str, int, tuple[str | int, ...]]) -> None:
    assert item(company(WHOLE), word).place[:3] == place


@pytest.mark.parametrize(
    ("owner", "rule"),
    [("nobody", "orphaned-service"), ("ana", "person-as-owner"), ("gone", "orphaned-service")],
)
def test_an_owner_that_is_none(owner: str, rule: str) -> None:
    gone = f"---\n{HEAD}kind: Team\nname: gone\nescalation: web-urgent\n"
    files = company("", "owner, escalation") | {
        "catalog/a.yaml": service(owner=owner),
        "catalog/others.yaml": OTHERS + gone,
    }
    assert item(files, "owner")[1:4:2] == ("missing", rule)


def test_a_dead_team_is_missing_for_each_of_its_services() -> None:
    gone = f"---\n{HEAD}kind: Team\nname: gone\n"
    files = company("", "owner") | {
        "catalog/a.yaml": service(owner="gone"),
        "catalog/b.yaml": service("store", owner="gone"),
        "catalog/others.yaml": OTHERS + gone,
    }
    assert [item(files, "owner", name=name).state for name in ("shop", "store", "db")] == ["missing", "missing", "met"]


@pytest.mark.parametrize(
    ("more", "state"),
    [
        pytest.param("review: {every: 90d, lastDone: 2026-11-01}\n", "met", id="looked through in time"),
        pytest.param("review: {every: 90d, lastDone: 2026-01-01}\n", "missing", id="overdue"),
        pytest.param("review: {every: 90d}\n", "missing", id="never done"),
        pytest.param("", "missing", id="not stated"),
        pytest.param("type: library\n", "open", id="a library is not asked"),
    ],
)
def test_review(more: str, state: str) -> None:
    assert item(company(more, "owner, review"), "review").state == state


def test_every_policy_that_pages_take_needs_a_failsafe() -> None:
    bare = ESCALATION.replace("web-urgent", "bare").replace("failsafe: {via: [sms], to: bo}\n", "")
    routes = "escalation: [{severity: [sev1], policy: bare}, {policy: web-urgent}]\n"
    files = company(routes, "owner, failsafe") | {"catalog/bare.yaml": bare}
    found = item(files, "failsafe")
    assert (found.state, found.rule) == ("missing", "")
    assert found.message == "service shop has no failsafe: nobody gets a page if the channels fail"


@pytest.mark.parametrize("more", ["type: library\n", "type: external\n"])
def test_what_nobody_is_paged_for_is_not_asked_for_a_page(more: str) -> None:
    found = card(company(more, papers="") | {"catalog/others.yaml": OTHERS.replace("escalation: web-urgent\n", "")})
    states = {item.requirement: item.state for item in found.items}
    assert [states[word] for word in ("owner", "escalation", "failsafe", "sla", "runbook", "telemetry", "review")] == (
        ["met", "open", "open", "open", "open", "open", "open"]
    )


def test_what_is_retired_has_no_score() -> None:
    names = [c.service.name for c in score(company("lifecycle: retired\n")).cards]
    assert names == ["db"]


def test_what_a_dialect_cannot_say_is_not_counted() -> None:
    text = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: shop}\n"
        "spec: {type: service, lifecycle: production, owner: web}\n"
    )
    files = {"shop/catalog-info.yaml": text, "catalog/others.yaml": OTHERS, "catalog/p.yaml": policy()}
    found = card(files, dialects=("backstage",))
    assert (found.tier, [item.requirement for item in found.items], found.tally) == (None, ["owner"], Tally(1, 1))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(service(more="tirr: 2\n"), id="its schema refuses it"),
        pytest.param(service(more="tier: 2\n"), id="a key twice"),
    ],
)
def test_what_does_not_read_whole_is_left_out(text: str) -> None:
    found = score(company("") | {"catalog/a.yaml": text})
    assert [service.name for service in found.left_out] == ["shop"]
    assert [card.service.name for card in found.cards] == ["db"]


def test_what_an_unreadable_file_may_hold_is_not_missing() -> None:
    files = company("", "sla, runbook", papers="") | {"catalog/papers.yaml": f"x: [shop\n---\n{PAPERS}"}
    found = card(files)
    assert [item.state for item in found.items] == ["unknown", "unknown"]
    assert {item.message for item in found.items} == {"catalog/papers.yaml cannot be read completely"}
    assert found.tally == Tally(0, 2, 0, 2)


def test_a_policy_that_does_not_read_whole_is_no_bar() -> None:
    with pytest.raises(IncompleteError) as caught:
        score(company("") | {"catalog/policy.yaml": policy("onwer")})
    assert caught.value.message == "the policy cannot be read completely, so the requirements of the tiers are unknown"


def test_a_drill_of_a_service_or_of_its_runbook_meets_the_requirement() -> None:
    files = company("", "owner, drill")
    drill = f"{HEAD}kind: Drill\nname: a\nheldOn: 2026-10-01\n"
    assert score(files).not_judged == ()
    assert (
        card(files).items[1].message
        == "service shop was never drilled: no Drill lists the service or one of its runbooks"
    )
    assert card(files).tally == Tally(1, 2)
    assert card({**files, "catalog/d.yaml": f"{drill}services: [shop]\n"}).tally == Tally(2, 2)
    assert card({**files, "catalog/d.yaml": f"{drill}services: [db]\n"}).tally == Tally(1, 2)
    runbook = f"---\n{HEAD}kind: Runbook\nname: r\nservice: shop\nsteps: []\n"
    assert card({**files, "catalog/d.yaml": f"{drill}runbooks: [r]\n{runbook}"}).tally == Tally(2, 2)


# --- teams -----------------------------------------------------------------------------------------------------------


def shop(*services: tuple[str, int, str, str]) -> Scores:
    """Services as name, tier, owner and the fields that are not missing."""
    bar = "".join(f"  {tier}: {{requires: [owner, roles, rollback]}}\n" for tier in (1, 2, 3, 4))
    fields = {"roles": "roles: {champion: ana, communicate: {customers: bo}}\n", "rollback": "change: {rollback: x}\n"}
    texts = [service(n, "".join(fields[w] for w in has.split()), t, o) for n, t, o, has in services]
    teams = [TEAM.replace("web", name, 1) for name in ("web", "ops", "pay")]
    rest = "---\n".join([*texts, *teams, ESCALATION]) + PEOPLE
    return score({"catalog/a.yaml": rest, "catalog/p.yaml": f"{HEAD}kind: Policy\nname: p\ntiers:\n{bar}"})


def test_teams_come_in_the_order_of_what_they_could_gain() -> None:
    found = shop(
        ("a", 4, "web", ""), ("b", 4, "web", ""), ("c", 1, "ops", "roles"), ("d", 1, "ops", ""), ("e", 1, "pay", "roles rollback")
    )  # fmt: skip
    assert [(s.team.name if s.team else "", s.gain, s.tally) for s in found.teams] == [
        ("ops", 12, Tally(3, 6)), ("web", 4, Tally(2, 6)), ("pay", 0, Tally(3, 3)),
    ]  # fmt: skip
    assert [c.service.name for c in found.teams[0].cards] == ["d", "c"]


def test_what_nobody_owns_stands_in_a_group_of_its_own() -> None:
    found = shop(("a", 1, "nobody", ""), ("b", 1, "web", "roles rollback"))
    assert [(s.team.name if s.team else "", s.gain) for s in found.teams] == [("", 12), ("web", 0)]


def test_a_catalog_without_services() -> None:
    assert score({"catalog/a.yaml": OTHERS}) == Scores(())


# --- what there was --------------------------------------------------------------------------------------------------


def test_an_earlier_score_is_found_under_the_name_it_had() -> None:
    then = loaded(company("roles: {champion: ana}\n"))
    before = build_past(compute_scores(then, TODAY), then.policy)
    renamed = company("aliases: [{name: shop}]\n") | {"catalog/b.yaml": service("new")}
    renamed["catalog/a.yaml"] = renamed["catalog/a.yaml"].replace("name: shop\n", "name: store\n", 1)
    now = score(renamed)
    was = {c.service.name: before.of(c.service) for c in now.cards}
    assert was["store"] == before.tallies["Service", "shop"]
    assert was["new"] is None
    assert before.of(None) is None
    assert before.of(now.teams[0].team) == before.tallies["Team", "web"]
    assert before.bar[1] == frozenset(ALL.split(", "))


# --- schedules in other systems ---

ROTATION = f"{HEAD}kind: Rotation\nname: web-primary\nteam: web\n%s\n"
EXTERNAL = ROTATION % "external: {provider: pagerduty, id: PX1}"
OWN = ROTATION % "layers: [{timeZone: UTC, members: [ana, bo], turn: {every: 1w}, from: 2026-01-05}]"
WHY = "web-primary is on call per PagerDuty (PX1), not known here"


def paged(rotation: str, notify: str, to: str = "bo") -> dict[str, str]:
    files = company("", "owner, escalation, failsafe")
    others = OTHERS.replace("notify: [ana]", f"notify: [{notify}]").replace("to: bo", f"to: {to}")
    return files | {"catalog/others.yaml": others, "catalog/rotation.yaml": rotation}


@pytest.mark.parametrize(
    ("rotation", "notify", "to", "states"),
    [
        pytest.param(EXTERNAL, "rotation:web-primary", "bo", ["met", "assumed", "met"], id="the only responder"),
        pytest.param(EXTERNAL, "team:web", "bo", ["met", "assumed", "met"], id="the primary rotation of a team"),
        pytest.param(EXTERNAL, "rotation:web-primary, person:ana", "bo", ["met", "met", "met"], id="with a person"),
        pytest.param(EXTERNAL, "person:ana", "rotation:web-primary", ["met", "met", "assumed"], id="the failsafe"),
        pytest.param(OWN, "rotation:web-primary", "rotation:web-primary", ["met", "met", "met"], id="an own schedule"),
    ],
)
def test_what_a_schedule_elsewhere_decides_is_assumed(rotation: str, notify: str, to: str, states: list[str]) -> None:
    found = card(paged(rotation, notify, to))
    assert [item.state for item in found.items] == states
    assert [item.message for item in found.items] == [WHY if state == "assumed" else "" for state in states]
    assert found.tally == Tally(states.count("met"), 3, states.count("assumed"))


def component(owner: str, group: str = "") -> dict[str, str]:
    head = "apiVersion: backstage.io/v1alpha1\nkind: "
    group = f"{head}Group\nmetadata: {{name: {group}}}\nspec: {{type: team, children: []}}\n---\n" if group else ""
    spec = f"spec: {{type: service, lifecycle: production, owner: {owner}}}\n"
    return {"catalog-info.yaml": f"{group}{head}Component\nmetadata: {{name: ramp}}\n{spec}"}


def test_an_owner_in_another_repository_is_assumed() -> None:
    found = item(component("group:harbour"), "owner", name="ramp", dialects=("backstage",))
    assert (found.state, found.message) == ("assumed", "team harbour is not defined here")


def test_an_owner_of_the_repository_is_proved() -> None:
    found = item(component("group:deck", "deck"), "owner", name="ramp", dialects=("backstage",))
    assert (found.state, found.message) == ("met", "")
