"""GitLab: what is claimed, what is read from each field, what is refused, and what is left alone."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from ownercat.answers import WhoRequest, answer_request
from ownercat.answers.book import AnswerContext
from ownercat.answers.values import Answer, TeamAnswer
from ownercat.diagnostics import EntityId, Fault, Place
from ownercat.documents import source
from ownercat.documents.dialects import gitlab, load, names
from ownercat.documents.source import Document
from ownercat.model import Catalog, Entity, Ref, Rotation, Service, Team, build_catalog
from ownercat.text import is_hidden
from tests.catalogs import check, loaded, loud, said
from tests.documents.dialects.gitlab_schema import CATALOG

SAMPLES = Path(__file__).parent / "gitlab"
PATHS = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.yml"))
EXPECTED = re.compile(r"^#! (.+)\n#!   (.+)$", re.MULTILINE)


def read(files: Mapping[str, str | bytes]) -> list[Entity | Fault]:
    documents: list[Document] = []
    for path, content in files.items():
        reading = source.read(path, content if isinstance(content, bytes) else content.encode())
        assert [fault for fault in reading.faults if fault.code != "SYN013"] == []
        documents += reading.documents
    return list(gitlab.read(documents, frozenset(files)))


def faults(items: list[Entity | Fault]) -> list[Fault]:
    return [item for item in items if isinstance(item, Fault)]


def catalog(path: str) -> Catalog:
    return build_catalog(item for item in read({path: (SAMPLES / path).read_bytes()}) if isinstance(item, Entity))


def stated(found: list[Fault], data: bytes) -> list[tuple[str, str]]:
    """Each fault as the samples state it: code, place and message; help."""
    spans = source.locate(data, [fault.finding.place for fault in found])
    lines = []
    for code, finding in found:
        start = spans[finding.place].start
        note = "(note) " if finding.note else ""
        lines.append((start, f"{code} {start.line}:{start.column} {note}{finding.message}", finding.help))
    return [(line, help) for _, line, help in sorted(lines)]


def service(found: Catalog, name: str) -> Service:
    entity = found.get("Service", name)
    assert isinstance(entity, Service)
    return entity


def team(found: Catalog, name: str) -> Team:
    entity = found.get("Team", name)
    assert isinstance(entity, Team)
    return entity


def named(ref: Ref | None) -> str:
    assert ref is not None
    return ref.written


@pytest.mark.parametrize("path", PATHS)
def test_a_sample_gives_exactly_the_findings_it_states(path: str) -> None:
    data = (SAMPLES / path).read_bytes()
    assert stated(faults(read({path: data})), data) == EXPECTED.findall(data.decode())


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith("accept/")])
def test_an_accepted_sample_gives_notes_only_and_sound_entities(path: str) -> None:
    items = read({path: (SAMPLES / path).read_bytes()})
    assert all(fault.finding.note for fault in faults(items))
    assert all(item.sound for item in items if isinstance(item, Entity))


@pytest.mark.parametrize("path", [path for path in PATHS if path.startswith("reject/")])
def test_an_entity_with_a_finding_is_not_sound_and_the_others_are(path: str) -> None:
    items = read({path: (SAMPLES / path).read_bytes()})
    wrong = {f.finding.place.pointer[:2] for f in faults(items) if not f.finding.note and f.code != "SCH010"}
    assert all(item.sound is (item.at.pointer not in wrong) for item in items if isinstance(item, Entity))


def test_the_dialect_can_be_turned_on() -> None:
    assert "gitlab" in names()
    assert load("gitlab").dialect.name == "gitlab"


class TestClaims:
    @pytest.mark.parametrize(
        ("path", "data"),
        [
            pytest.param("services/service-catalog.yml", b"# x\ntiers:\n- name: sv\nservices:\n", id="both-lists"),
            pytest.param("teams.yml", b"teams:\n\n- name: a\n", id="teams"),
            pytest.param("a/b/teams.yaml", b"\xef\xbb\xbfteams : []\r\n", id="byte-order-mark"),
            pytest.param("service-catalog.yaml", b'---\n"services": []', id="quoted"),
            pytest.param("service-catalog.yml", b"sevices: []\ntiers: []\n", id="one-list-misspelt"),
        ],
    )
    def test_a_part_of_the_catalog(self, path: str, data: bytes) -> None:
        assert gitlab.claims(path, data)

    @pytest.mark.parametrize(
        ("path", "data"),
        [
            pytest.param("services.yml", b"services: []\n", id="another-name"),
            pytest.param("my-teams.yml", b"teams: []\n", id="a-longer-name"),
            pytest.param("teams.yml", b"- name: a\n", id="none-of-the-lists"),
            pytest.param("teams.yml", b"league:\n  teams: []\n", id="not-at-the-top"),
            pytest.param("teams.yml", b"apiVersion: ownercat/v1\nkind: Team\nteams: []\n", id="another-format"),
        ],
    )
    def test_any_other_file(self, path: str, data: bytes) -> None:
        assert not gitlab.claims(path, data)


class TestService:
    @pytest.fixture
    def found(self) -> Catalog:
        return catalog("accept/one-file.yml")

    def test_is_read_whole(self, found: Catalog) -> None:
        ledger = service(found, "ledger")
        assert (ledger.name, ledger.title) == ("ledger", "The Ledger")
        assert ledger.description == "Books every payment twice, and reports the balance."
        assert dict(ledger.labels) == {
            "tier": "sv", "label": "Service:Ledger", "overall_sla_weighting": "5", "response_time": "4 hours",
            "data_classification": "red", "teams": "money, Data Science, money",
        }  # fmt: skip
        assert ledger.repository == "https://git.acme.example/money/ledger"
        assert dict(ledger.hosting) == {"provider": "gcp"}
        assert (ledger.at.pointer, ledger.named.pointer) == (("services", 0), ("services", 0, "name"))
        assert (ledger.dialect, ledger.subject) == ("gitlab", EntityId("Service", "ledger"))

    def test_has_links_with_their_kind_and_place(self, found: Catalog) -> None:
        links = service(found, "ledger").links
        assert [(link.type, link.title) for link in links] == [
            ("runbook", "ledger"), ("runbook", "balance-is-off"), ("runbook", "restore"), ("architecture", ""),
            ("documentation", ""), ("logs", "Rails"), ("dashboard", ""), ("errors", ""), ("alerts", ""),
            ("error budget", ""), ("code", ""), ("code", ""),
        ]  # fmt: skip
        assert links[5].url == "https://logs.acme.example/goto/1"
        assert links[5].place.pointer == ("services", 0, "technical", "logging", 0)
        assert [link.url for link in service(found, "front").links] == ["front/front"]

    def test_belongs_to_the_first_team_and_refers_to_the_others(self, found: Catalog) -> None:
        ledger = service(found, "ledger")
        assert ledger.owner is not None
        assert (ledger.owner.written, ledger.owner.place.pointer) == ("money", ("services", 0, "teams", 0))
        assert [(ref.what, ref.written, ref.place.pointer[2:]) for ref in ledger.refs] == [
            ("owner", "money", ("teams", 0)),
            ("team", "Data Science", ("teams", 1)),
            ("infrastructure owner", "platform_core", ("infra_owner",)),
            ("dependency", "ledger-db", ("technical", "dependencies", 0, "service")),
        ]
        assert {role: ref.written for role, ref in ledger.roles.items()} == {"infrastructure": "platform_core"}

    def test_belongs_to_its_one_team(self, found: Catalog) -> None:
        assert named(service(found, "front").owner) == "platform_core"

    def test_belongs_to_who_answers_for_its_infrastructure_where_no_team_is_named(self, found: Catalog) -> None:
        database = service(found, "ledger-db")
        assert [(ref.what, ref.written) for ref in database.refs] == [("owner", "platform_core")]
        assert database.owner is database.refs[0] is database.roles["infrastructure"]

    def test_belongs_to_its_owner_where_the_vintage_has_one(self) -> None:
        kiosk = service(catalog("accept/two-files.yml"), "kiosk")
        assert [(ref.what, ref.written, ref.kinds) for ref in kiosk.refs] == [
            ("owner", "platform:ingress", ("Team",)),
            ("team", "shop", ("Team",)),
            ("team", "Kiosk Hardware", ("Team",)),
            ("dependency", "kiosk", ("Service",)),
        ]
        assert kiosk.labels["teams"] == "shop, Kiosk Hardware"

    def test_has_no_owner_when_none_is_given_and_that_is_left_to_a_rule(self) -> None:
        assert service(catalog("accept/tolerated.yml"), "web").owner is None

    def test_needs_what_its_dependencies_name(self, found: Catalog) -> None:
        (only,) = service(found, "ledger").depends_on
        assert (only.service.name, only.mode, only.place.pointer) == (
            "ledger-db", "hard", ("services", 0, "technical", "dependencies", 0, "service"),
        )  # fmt: skip

    def test_states_only_what_the_format_can_say(self, found: Catalog) -> None:
        for topic in ("owner", "code", "runbook"):
            assert service(found, "ledger").can_say(topic)
        for topic in (
            "tier",
            "lifecycle",
            "description",
            "escalation",
            "sla",
            "roles",
            "decisions",
            "modes",
            "symptoms",
        ):
            assert not service(found, "ledger").can_say(topic)

    def test_every_reference_of_the_samples_finds_what_it_means(self) -> None:
        for path in ("accept/one-file.yml", "accept/two-files.yml"):
            found = catalog(path)
            assert [
                ref.written for entity in found.entities.values() for ref in entity.refs if not found.find(ref)
            ] == []


class TestTeam:
    def test_is_read_whole(self) -> None:
        money = team(catalog("accept/one-file.yml"), "money")
        assert dict(money.contacts) == {"chat": "#g_money", "alerts": "#money-alerts"}
        assert (named(money.lead), money.refs) == ("ana-silva", ())
        assert [(link.type, link.url) for link in money.links] == [
            ("handbook", "https://handbook.acme.example/teams/money/"),
            ("engagement policy", "https://handbook.acme.example/teams/money/engage/"),
        ]
        assert (money.at.pointer, money.named.pointer) == (("teams", 0), ("teams", 0, "name"))
        assert (money.dialect, money.members_known, money.can_say("members")) == ("gitlab", False, False)

    def test_is_reached_where_its_alerts_go_when_it_has_no_other_channel(self) -> None:
        found = catalog("accept/one-file.yml")
        assert dict(team(found, "platform_core").contacts) == {"chat": "#platform-alerts"}
        assert dict(team(found, "Data Science").contacts) == {"chat": "#data"}

    def test_of_a_later_vintage_has_a_manager_a_tracker_and_a_label(self) -> None:
        shop = team(catalog("accept/two-files.yml"), "shop")
        assert named(shop.lead) == "bo"
        assert dict(shop.labels) == {"product_stage_group": "shop", "label": "group::shop"}
        assert dict(shop.contacts) == {"chat": "#g_shop_alerts", "tickets": "https://git.acme.example/shop/tracker"}

    def test_that_is_a_stage_group_is_not_asked_how_to_be_reached(self) -> None:
        found = catalog("accept/two-files.yml")
        assert not team(found, "Kiosk Hardware").can_say("contacts")
        assert team(found, "platform:ingress").can_say("contacts")

    def test_points_at_a_schedule_that_is_kept_elsewhere(self) -> None:
        rotation = catalog("accept/one-file.yml").get("Rotation", "money")
        assert isinstance(rotation, Rotation)
        assert dict(rotation.external or {}) == {
            "provider": "pagerduty", "id": "PMONEY1", "url": "https://acme.pagerduty.com/schedules#PMONEY1",
        }  # fmt: skip
        assert (named(rotation.team), rotation.named.pointer) == ("money", ("teams", 0, "oncall_schedule"))
        assert rotation.says == frozenset()

    @pytest.mark.parametrize(
        ("url", "provider"),
        [
            pytest.param("https://handbook.acme.example/duties/", "", id="a-page"),
            pytest.param("https://acme.app.opsgenie.com/schedule/x", "opsgenie", id="opsgenie"),
            pytest.param("https://notpagerduty.com/schedules#P1", "", id="another-host"),
            pytest.param("https://[x/", "", id="no-url"),
        ],
    )
    def test_knows_the_provider_of_a_schedule_by_its_host(self, url: str, provider: str) -> None:
        _, rotation = read({"teams.yml": f"teams: [{{name: a, oncall_schedule: '{url}'}}]"})
        assert isinstance(rotation, Rotation)
        assert rotation.external is not None
        assert (rotation.external["provider"], rotation.external["url"]) == (provider, url)

    def test_answers_who_is_on_call_with_the_place_of_the_schedule(self) -> None:
        found = loaded({"teams.yml": (SAMPLES / "accept/one-file.yml").read_bytes()}, ("gitlab",))
        answer = answer_request(AnswerContext(found.catalog, found.policy, None), WhoRequest("money", None, "", ""))
        assert isinstance(answer, Answer)
        (money,) = answer.subjects
        assert isinstance(money, TeamAnswer)
        assert [(schedule.provider, schedule.url) for schedule in money.on_call] == [
            ("pagerduty", "https://acme.pagerduty.com/schedules#PMONEY1")
        ]


SERVICES = """\
services:
- {name: web, friendly_name: Web, tier: sv, label: web, teams: [shop]}
- {name: api, friendly_name: API, tier: sv, label: api, teams: [shop, wrehouse], technical: {dependencies: [{service: redis}]}}
- {name: cart, friendly_name: Cart, tier: sv, label: cart}
"""
TEAMS = "teams:\n- {name: shop, slack_channel: shop}\n- {name: warehouse, slack_channel: stock}\n"


OF_2020 = """\
tiers: [{name: sv}]
teams: [{name: tides, slack_channel: tides}]
services:
- {name: quay, tier: sv, label: quay, team: tides}
- {name: locks, tier: sv, label: locks, team: tides, technical: {dependencies: [{service: lamplog}]}}
- {name: gates, tier: sv, label: gates, team: tides}
"""


class TestVintages:
    def test_entries_of_2020_have_no_friendly_name(self) -> None:
        assert said(check({"service-catalog.yml": OF_2020}, dialects=("gitlab",))) == [
            "service-catalog.yml:5:91 error[unknown-reference] service locks has an undefined dependency: lamplog"
        ]

    def test_an_entry_without_one_among_entries_with_one_is_reported(self) -> None:
        text = OF_2020.replace("name: quay, ", "name: quay, friendly_name: Quay, ").replace("lamplog", "quay")
        text = text.replace("name: gates, ", "name: gates, friendly_name: Gates, ")
        (found,) = check({"service-catalog.yml": text}, dialects=("gitlab",)).diagnostics
        assert (found.code, found.message, found.span.start.line) == (
            "SCH003", "service locks has no `friendly_name`", 5,
        )  # fmt: skip

    def test_one_entry_with_one_among_others_is_no_fault_of_the_others(self) -> None:
        text = OF_2020.replace("name: quay, ", "name: quay, friendly_name: Quay, ").replace("lamplog", "quay")
        assert said(check({"service-catalog.yml": text}, dialects=("gitlab",))) == []

    def test_a_mapping_of_entries_is_read_with_its_keys_as_names(self) -> None:
        text = """\
tiers: {sv: {}}
teams: {tides: {slack_channel: tides}}
services:
  quay: {tier: sv, label: quay, owner: tides}
  locks: {tier: inf, label: locks, owner: tides}
"""
        report = check({"service-catalog.yml": text}, dialects=("gitlab",))
        assert said(report) == [
            "service-catalog.yml:5:17 error[value-not-allowed] `tier` of service locks must be sv; found `inf`"
        ]
        found = loaded({"service-catalog.yml": text}, ("gitlab",)).catalog
        assert service(found, "quay").named == Place("service-catalog.yml", 0, ("services", "quay"), "key")

    def test_an_entry_of_a_mapping_may_have_another_name(self) -> None:
        text = "teams: {tides: {name: ebb, slack_channel: tides}}\n"
        assert list(loaded({"teams.yml": text}, ("gitlab",)).catalog.entities) == [("Team", "ebb")]


class TestCheck:
    """What the whole check says about such files, as their owner reads it."""

    def test_services_without_team_and_unknown_names_are_found(self) -> None:
        report = check({"x/service-catalog.yml": SERVICES, "x/teams.yml": TEAMS}, dialects=("gitlab",))
        assert said(report) == [
            "x/service-catalog.yml:3:71 error[unknown-reference] service api has an undefined team: wrehouse",
            "x/service-catalog.yml:3:119 error[unknown-reference] service api has an undefined dependency: redis",
            "x/service-catalog.yml:4:10 error[orphaned-service] service cart has no owner",
        ]
        assert [d.help for d in report.diagnostics] == [
            "did you mean warehouse?",
            "add service redis, or correct the name",
            "add the name of the team that is responsible for the service",
        ]

    def test_a_mistake_in_one_entry_leaves_the_others_judged(self) -> None:
        broken = SERVICES.replace("name: Web, tier: sv", "name: [Web], tier: sv")
        report = check({"service-catalog.yml": broken, "teams.yml": TEAMS}, dialects=("gitlab",))
        assert [d.name for d in report.diagnostics] == [
            "wrong-type", "unknown-reference", "unknown-reference", "orphaned-service",
        ]  # fmt: skip

    def test_what_a_broken_entry_may_define_is_not_missing(self) -> None:
        teams = "teams:\n- {name: shop, slack_channel: shop}\n- {nam: wrehouse}\n- redis\n"
        report = check({"service-catalog.yml": SERVICES, "teams.yml": teams}, dialects=("gitlab",))
        assert [(d.path, d.name) for d in report.diagnostics] == [
            ("service-catalog.yml", "orphaned-service"), ("teams.yml", "missing-field"), ("teams.yml", "wrong-type"),
        ]  # fmt: skip

    def test_a_name_twice_is_one_finding_and_hides_nothing_else(self) -> None:
        twice = SERVICES + "- {name: web, friendly_name: Web, tier: sv, label: web}\n"
        teams = TEAMS + "- {name: shop, oncall_schedule: 'https://acme.pagerduty.com/schedules#P1'}\n"
        report = check({"service-catalog.yml": twice, "teams.yml": teams}, dialects=("gitlab",))
        assert [(d.path, d.span.start.line, d.name) for d in report.diagnostics] == [
            ("service-catalog.yml", 3, "unknown-reference"),
            ("service-catalog.yml", 3, "unknown-reference"),
            ("service-catalog.yml", 4, "orphaned-service"),
            ("service-catalog.yml", 5, "duplicate-name"),
            ("teams.yml", 4, "duplicate-name"),
            ("teams.yml", 4, "assumed-schedule"),
        ]

    def test_teams_that_are_kept_elsewhere_are_one_note(self) -> None:
        report = check({"service-catalog.yml": SERVICES}, dialects=("gitlab",))
        assert [(d.name, d.severity.word) for d in report.diagnostics] == [
            ("unknown-reference", "error"), ("orphaned-service", "error"), ("unknown-reference", "info"),
        ]  # fmt: skip
        assert report.diagnostics[2].message == "2 teams are referenced and not defined here: shop and wrehouse"

    def test_an_owner_that_nobody_can_reach_is_found_unless_it_is_a_stage_group(self) -> None:
        services = "services:\n" + "".join(
            f"- {{name: {name}, friendly_name: X, tier: sv, label: x, owner: {name}}}\n" for name in ("web", "api")
        )
        teams = "teams:\n- {name: web, url: 'https://acme.example'}\n- {name: api, product_stage_group: api}\n"
        report = check({"service-catalog.yml": services, "teams.yml": teams}, dialects=("gitlab",))
        assert said(report) == [
            "teams.yml:2:10 error[unreachable-team] team web has no chat, email or pager contact, and owns 1 service: web"
        ]
        assert report.diagnostics[0].help == "add the channel of the team without #, for example `slack_channel: web`"

    def test_a_manager_who_has_left_is_named_with_the_key_of_the_file(self) -> None:
        native = "apiVersion: ownercat/v1\nkind: Person\nname: ana\ntimeZone: Europe/Lisbon\nactive: {}\n"
        teams = TEAMS.replace("slack_channel: shop", "slack_channel: shop, manager_slug: ana")
        files = {"teams.yml": teams, "catalog/ana.yaml": native.format("false")}
        (found,) = check(files, dialects=("gitlab",)).diagnostics
        assert (found.message, found.help) == (
            "team shop has a lead who is not active: ana", "set another `manager_slug` of team shop",
        )  # fmt: skip
        assert said(check({**files, "catalog/ana.yaml": native.format("true")}, dialects=("gitlab",))) == []

    def test_a_circle_is_not_said_to_be_hard_where_nobody_said_so(self) -> None:
        entry = "- {{name: {0}, friendly_name: X, tier: sv, label: x, owner: shop, technical: {{dependencies: [{{service: {1}}}]}}}}\n"
        services = "services:\n" + entry.format("a", "b") + entry.format("b", "a")
        (found,) = check({"service-catalog.yml": services, "teams.yml": TEAMS}, dialects=("gitlab",)).diagnostics
        assert (found.name, found.message) == ("hard-cycle", "2 services have a cycle of dependencies: a → b → a")
        assert found.help.startswith("remove one of these dependencies")

    def test_foreign_and_native_documents_are_one_catalog(self) -> None:
        native = """\
apiVersion: ownercat/v1
kind: Service
name: till
tier: 4
description: Takes the money.
owner: warehouse
dependsOn: [{service: web, mode: soft, degrade: sells from memory}]
"""
        services = (
            SERVICES.replace("redis", "till").replace("wrehouse", "warehouse").replace("[shop]}\n", "[shop]}\n", 1)
        )
        files = {"catalog/till.yaml": native, "service-catalog.yml": services, "teams.yml": TEAMS}
        assert loud(check(files, dialects=("gitlab",))) == [
            "service-catalog.yml:4:10 error[orphaned-service] service cart has no owner"
        ]


VALID = next(iter(source.read("x.yml", (SAMPLES / "accept/two-files.yml").read_bytes()).documents)).data | {
    "teams": source.read("x.yml", (SAMPLES / "accept/two-files.yml").read_bytes()).documents[1].data["teams"]
}
ORACLE = Draft7Validator(CATALOG)
VALUES: tuple[Any, ...] = (
    None,
    True,
    5,
    1.5,
    "",
    "x",
    "#x",
    "@x",
    "~x",
    "https://a.example",
    [],
    ["a", "a"],
    [5],
    {},
    {"a": 1},
)
# What the schema refuses and the dialect does not mind, by the keyword that refuses it; docs/dialects.md has the reasons.
TOLERATED = {"additionalProperties", "uniqueItems", "dependencies"}
IDENTITY = {"services": {"name", "friendly_name", "tier", "label"}, "teams": {"name"}, "tiers": {"name"}}


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every key path of plain data but the root's."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*at, key)
        yield from places(value, (*at, key))


SPOTS = [at for at in places(VALID) if at[0] != "tiers" or len(at) == 1]  # its entries decide about the services


def changed(at: tuple[Any, ...], value: Any) -> Any:
    """The valid catalog with one value replaced, or taken out (``...``)."""
    data = copy.deepcopy(VALID)
    holder = data
    for key in at[:-1]:
        holder = holder[key]
    if value is ...:
        del holder[at[-1]]
    else:
        holder[at[-1]] = value
    return data


def identifies(at: Sequence[Any]) -> bool:
    """Whether a place holds what an entry is known by: it may not be empty, and not even an empty text."""
    return len(at) == 3 and at[2] in IDENTITY[at[0]]


def is_tolerated(error: ValidationError) -> bool:
    """Whether a refusal is one of those; an empty value is the same as none, and a missing owner is OWN001, below.

    The only service of the sample has no friendly name then, as all services of 2020.
    """
    key = error.absolute_path[-1] if error.absolute_path else ""
    if error.validator == "anyOf":
        forms = {each.schema_path[0] for each in error.context or ()}
        return error.instance is None or any(
            all(is_tolerated(each) for each in error.context or () if each.schema_path[0] == form) for form in forms
        )
    if error.validator == "required":
        return "'owner'" in error.message or "'friendly_name'" in error.message
    if error.validator == "type":
        return error.instance is None and len(error.absolute_path) > 2 and not identifies(error.absolute_path)
    return error.validator in TOLERATED or (error.validator == "pattern" and key == "primary_grafana_dashboard")


def loud_faults(data: Any) -> list[Fault]:
    items = gitlab.read([Document("services/service-catalog.yml", 0, data)], frozenset())
    return [item for item in items if isinstance(item, Fault) and not item.finding.note]


def test_the_oracle_accepts_the_sample() -> None:
    assert list(ORACLE.iter_errors(VALID)) == []


@pytest.mark.parametrize("at", SPOTS, ids=lambda at: ".".join(map(str, at)))
def test_the_dialect_refuses_what_the_schema_of_gitlab_refuses_but_for_what_is_documented(at: tuple[Any, ...]) -> None:
    for value in (..., *VALUES):
        data = changed(at, value)
        errors = list(ORACLE.iter_errors(data))
        found = loud_faults(data)
        if all(map(is_tolerated, errors)) and not (value == "" and identifies(at)):
            assert [(f.code, f.finding.message) for f in found] == [], value
        else:
            assert found, (value, [error.message for error in errors])


@pytest.mark.parametrize(
    "at", [at for at in places(VALID) if isinstance(at[-1], str)], ids=lambda at: ".".join(map(str, at))
)
def test_a_key_with_a_letter_too_many_is_a_slip_unless_it_is_too_short(at: tuple[Any, ...]) -> None:
    data = copy.deepcopy(VALID)
    holder = data
    for key in at[:-1]:
        holder = holder[key]
    holder[f"{at[-1]}x"] = holder.pop(at[-1])
    expected = [] if len(at[-1]) < 4 else ["SCH004"]
    assert [fault.code for fault in loud_faults(data) if fault.code != "SCH006"] == expected


def test_a_missing_owner_which_the_schema_refuses_is_a_finding_of_a_rule() -> None:
    services = "services:\n- {name: web, friendly_name: Web, tier: sv, label: web, owner: }\n"
    assert said(check({"service-catalog.yml": services, "teams.yml": TEAMS}, dialects=("gitlab",))) == [
        "service-catalog.yml:2:10 error[orphaned-service] service web has no owner"
    ]


def test_a_windows_file_reads_like_any_other() -> None:
    data = b"\xef\xbb\xbf" + TEAMS.replace("\n", "\r\n").encode()
    assert [item.name for item in read({"teams.yml": data}) if isinstance(item, Entity)] == ["shop", "warehouse"]


def test_a_name_with_what_nobody_can_see_is_shown_and_still_found() -> None:
    name = "a\u202eb"
    entry = {"name": "x", "friendly_name": "X", "tier": "sv", "label": "x", "owner": name}
    items = gitlab.read([Document("teams.yml", 0, {"teams": [{"name": name}], "services": [entry]})], frozenset())
    found = build_catalog(item for item in items if isinstance(item, Entity))
    assert found.find(service(found, "x").owner) is team(found, r"a\u202eb")
    assert team(found, r"a\u202eb").name == r"a\u202eb"


def test_one_entry_is_not_given_more_findings_than_anybody_reads() -> None:
    data = {"services": [{"name": "a", "friendly_name": "x", "label": "x", "tier": "sv", "teams": [5] * 10_000}]}
    assert len(loud_faults(data)) == 100


KEYS = [
    "services", "teams", "tiers", "name", "friendly_name", "tier", "label", "owner", "team", "infra_owner", "technical",
    "documents", "service", "dependencies", "logging", "permalink", "operations", "runbooks", "observability", "monitors",
    "alerts", "alert_link", "business", "SLA", "overall_sla_weighting", "slack_channel", "slack_alerts_channel", "manager",
    "oncall_schedule", "product_stage_group", "project", "infrastructure", "provider", "requirement", "apiVersion",
]  # fmt: skip
WORDS = ["a", "sv", "TBD", "", " ", "#x", "@", "https://[", "https://a.example/#b", "\x00\u202e", "\ud800", "x" * 300]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=8)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner),
    max_leaves=15,
)
ENTRY = st.builds(
    lambda name, rest: {"name": name, **rest},
    st.sampled_from(WORDS),
    st.dictionaries(st.sampled_from(KEYS[4:]), DATA, max_size=8),
)
FILE = st.dictionaries(st.sampled_from(KEYS[:3]), st.lists(ENTRY, max_size=3) | DATA, max_size=3)


@given(st.lists(FILE | DATA, max_size=3))
def test_whatever_stands_in_a_file_nothing_but_entities_and_findings_comes_out(data: list[Any]) -> None:
    for item in gitlab.read([Document("teams.yml", i, one) for i, one in enumerate(data)], frozenset()):
        if isinstance(item, Fault):
            assert not any(map(is_hidden, item.finding.message + item.finding.help))
        else:
            assert isinstance(item, Entity)
            assert not any(map(is_hidden, item.name + item.key + "".join(item.labels.values())))
            assert not any(is_hidden(char) for ref in item.refs for char in ref.written)


def test_places_are_those_of_the_file() -> None:
    data = (SAMPLES / "accept/one-file.yml").read_bytes()
    ledger = service(catalog("accept/one-file.yml"), "ledger")
    assert ledger.owner is not None
    spots = [ledger.named, ledger.owner.place, ledger.depends_on[0].place, Place(ledger.at.path, 0, ledger.at.pointer)]
    lines = data.decode().splitlines()
    found = [lines[span.start.line - 1] for place in spots for span in [source.locate(data, [place])[place]]]
    assert [line.strip() for line in found] == ["- name: ledger", "- money", "- service: ledger-db", "- name: ledger"]
