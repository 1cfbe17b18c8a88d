"""Proved, assumed or unknown: answers about people whose schedule is in another system, and about those of the catalog."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from ownercat.documents.loader import LoadedCatalog
from ownercat.model import Service
from ownercat.signoff.standing import build_terms
from tests.catalogs import loaded
from tests.commands.conftest import Run, Runner
from tests.commands.test_escalate import BO, doc

SCHEMAS = Path(__file__).parents[2] / "schemas" / "output"
NIGHT = ("--at", "2026-11-22T03:12+01:00")
EXTERNAL = "external: {provider: pagerduty, id: PX1, url: 'https://pd.example/PX1'}"
OWN = "layers: [{timeZone: Europe/Madrid, members: [ana], from: 2026-01-05}]"
ELSEWHERE = "on call per PagerDuty (PX1), not known here"
FIRST = "{name: on-call, notify: [rotation:first], via: [push], wait: 4m, inform: [severity]}"
SECOND = "{name: second, notify: [person:bo], via: [push, phone], inform: [severity]}"


def catalog(schedule: str = EXTERNAL, levels: str = f"[{FIRST}, {SECOND}]", ack: str = "10m") -> dict[str, str]:
    """A service whose page goes to a rotation, and four minutes later to Bo."""
    return {
        "catalog/pay.yaml": doc("Service", "pay", "owner: till\nescalation: urgent"),
        "catalog/till.yaml": doc("Team", "till", "members: [ana, bo]"),
        "catalog/ana.yaml": doc("Person", "ana", "title: Ana Ruiz\ntimeZone: Europe/Madrid\ncontacts: [push, phone]"),
        "catalog/bo.yaml": doc("Person", "bo", BO),
        "catalog/first.yaml": doc("Rotation", "first", f"team: till\n{schedule}"),
        "catalog/urgent.yaml": doc("Escalation", "urgent", f"team: till\ntiers: {levels}\nend: stop"),
        "catalog/sla.yaml": doc(
            "SLA", "contract", f"service: pay\nexternal: true\noutcome: It pays.\ntargets: {{sev1: {{ack: {ack}}}}}"
        ),
    }


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def read(done: Run, command: str) -> Any:
    value = json.loads(done.out)
    schema = json.loads((SCHEMAS / f"{command}.schema.json").read_text(encoding="utf-8"))
    Draft7Validator(schema, format_checker=FormatChecker()).validate(value)
    return value


def flat(done: Run) -> str:
    return " ".join(done.out.split())


# --- escalate ---


def test_the_first_responder_is_assumed_and_the_second_proved(run: Runner) -> None:
    text = flat(run("escalate", "pay", *NIGHT, files=catalog()))
    assert f"responder assumed: first is {ELSEWHERE} proved from +4m: Bo Chen (level second)" in text
    assert "SLA contract promises ack 10m to customers: met, 6m to spare" in text
    assert f"level on-call · {ELSEWHERE} · " in text


def test_the_first_responder_of_an_own_schedule_is_proved(run: Runner) -> None:
    text = flat(run("escalate", "pay", *NIGHT, files=catalog(OWN)))
    assert "responder immediately (03:12): Ana Ruiz (level on-call) SLA contract" in text
    assert "assumed" not in text and "not known here" not in text


@pytest.mark.parametrize(
    ("ack", "levels", "verdict", "text"),
    [
        ("10m", f"[{FIRST}, {SECOND}]", "in time", "met, 6m to spare"),
        ("3m", f"[{FIRST}, {SECOND}]", "not known", "assumed"),
        ("10m", f"[{FIRST}]", "not known", "assumed"),
    ],
)
def test_a_target_is_met_by_proved_people_only(run: Runner, ack: str, levels: str, verdict: str, text: str) -> None:
    files = catalog(levels=levels, ack=ack)
    assert f"promises ack {ack} to customers: {text}" in flat(run("escalate", "pay", *NIGHT, files=files))
    [page] = read(run("escalate", "pay", *NIGHT, "--format", "json"), "escalate")["pages"]
    assert page["first"]["verdict"] == verdict


def test_the_slowest_response_is_that_of_the_proved_levels(run: Runner) -> None:
    text = flat(run("escalate", "pay", "--worst", *NIGHT, files=catalog()))
    assert f"Slowest response in the next 400 days: assumed, because first is {ELSEWHERE}." in text
    assert "Proved levels only: the first responder wakes after 4m." in text
    assert "every instant" not in text


def test_without_a_proved_level_no_response_is_stated(run: Runner) -> None:
    text = flat(run("escalate", "pay", "--worst", *NIGHT, files=catalog(levels=f"[{FIRST}]")))
    assert "Proved levels only: no person wakes." in text
    assert f"responder assumed: first is {ELSEWHERE} no proved level wakes a person SLA" in text
    assert "every instant" not in text


def test_the_slowest_response_of_own_schedules_is_proved(run: Runner) -> None:
    text = flat(run("escalate", "pay", "--worst", *NIGHT, files=catalog(OWN)))
    assert "At every instant in the next 400 days, the first responder wakes immediately." in text


@pytest.mark.parametrize(("schedule", "basis"), [(EXTERNAL, "assumed"), (OWN, "proved")])
def test_the_json_of_a_page_has_its_basis(run: Runner, schedule: str, basis: str) -> None:
    done = run("escalate", "pay", "--worst", *NIGHT, "--format", "json", files=catalog(schedule))
    [page] = read(done, "escalate")["pages"]
    assert [entry["basis"] for entry in page["entries"]] == [basis, "proved"]
    assert (page["worst"]["basis"], page["first"]["basis"]) == (basis, basis)
    assert page["worst"]["seconds"] == (240 if basis == "assumed" else 0)
    assert page["first"]["seconds"] == (None if basis == "assumed" else 0)
    assert (page["first"]["proved"] or {}).get("seconds") == (240 if basis == "assumed" else None)


def test_a_person_in_a_file_with_an_error_is_unknown(run: Runner) -> None:
    broken = "layers: [{timeZone: Europe/Nowhere, members: [ana], from: 2026-01-05}]"
    [page] = read(run("escalate", "pay", *NIGHT, "--format", "json", files=catalog(broken)), "escalate")["pages"]
    assert (page["first"]["basis"], page["first"]["because"]) == ("unknown", "the person on call for first is unknown")
    assert page["first"]["proved"]["seconds"] == 240


# --- who, oncall, impact ---


def test_who_names_the_system_and_its_link(run: Runner) -> None:
    done = run("who", "pay", *NIGHT, "-v", files=catalog())
    assert f"first: {ELSEWHERE}: https://pd.example/PX1" in flat(done)
    assert "catalog/first.yaml:3" in done.out
    assert "+0m first (per PagerDuty) (level on-call) push" in flat(done)


def test_who_names_the_person_of_an_own_schedule(run: Runner) -> None:
    text = flat(run("who", "pay", *NIGHT, files=catalog(OWN)))
    assert "on call Ana Ruiz now 03:12 in Madrid" in text
    assert "per PagerDuty" not in text


@pytest.mark.parametrize(("schedule", "basis"), [(EXTERNAL, "assumed"), (OWN, "proved")])
def test_the_json_of_who_has_the_basis_of_each_fact(run: Runner, schedule: str, basis: str) -> None:
    [pay] = read(run("who", "pay", *NIGHT, "--format", "json", files=catalog(schedule)), "who")["answers"]
    assert [(each["basis"], each["now"]["basis"]) for each in pay["onCall"]] == [(basis, basis)]
    assert (pay["page"]["basis"], pay["owner"]["basis"]) == (basis, "proved")
    [first, second] = pay["page"]["now"]["steps"]
    assert [each["basis"] for each in (*first["people"], *second["people"])] == [basis, "proved"]


@pytest.mark.parametrize(("text", "basis"), [("kind: Team\nname: till\nmembers: [ana\n", "unknown"), ("", "proved")])
def test_an_owner_that_an_unreadable_file_may_define_is_unknown(run: Runner, text: str, basis: str) -> None:
    files = {key: value for key, value in catalog().items() if key != "catalog/till.yaml"}
    files |= {"catalog/x.yaml": text} if text else {}
    [pay] = read(run("who", "pay", *NIGHT, "--format", "json", files=files), "who")["answers"]
    assert (pay["owner"]["known"], pay["owner"]["basis"]) == (False, basis)


@pytest.mark.parametrize(
    ("schedule", "cell", "basis"), [(EXTERNAL, "not known here", "assumed"), (OWN, "Ana Ruiz", "proved")]
)
def test_oncall_claims_nothing_about_another_system(run: Runner, schedule: str, cell: str, basis: str) -> None:
    text = flat(run("oncall", "--from", NIGHT[1], files=catalog(schedule)))
    assert f"first {cell}" in text
    assert (f"first: {ELSEWHERE}: https://pd.example/PX1" in text) is (basis == "assumed")
    [first] = read(run("oncall", "first", "--from", "2026-12-01", "--format", "json"), "oncall")["rotations"]
    assert {first["basis"], first["now"]["basis"], *(each["basis"] for each in first["shifts"])} == {basis}


@pytest.mark.parametrize(("schedule", "page"), [(EXTERNAL, "first (per PagerDuty) by push"), (OWN, "first by push")])
def test_impact_names_the_system_of_the_first_page(run: Runner, schedule: str, page: str) -> None:
    assert f"sev1 page: {page} " in f"{flat(run('impact', 'pay', files=catalog(schedule)))} "


# --- Backstage components that a paging product pages ---


def component(annotations: str) -> dict[str, str]:
    head = "apiVersion: backstage.io/v1alpha1\nkind: "
    group = f"{head}Group\nmetadata: {{name: deck}}\nspec: {{type: team, children: []}}\n"
    metadata = f"metadata: {{name: ramp, annotations: {{{annotations}}}}}\n"
    spec = "spec: {type: service, lifecycle: production, owner: deck}\n"
    return {"catalog-info.yaml": f"{group}---\n{head}Component\n{metadata}{spec}"}


@pytest.mark.parametrize(
    ("annotation", "pager"),
    [
        ("pagerduty.com/service-id: PRAMP1", "PagerDuty service PRAMP1"),
        ("pagerduty.com/integration-key: 0f1e2d3c4b5a6978", "PagerDuty, by integration key"),
        ("opsgenie.com/team: Harbour", "Opsgenie team Harbour"),
        ("splunk.com/on-call-team: team-x", "Splunk On-Call team team-x"),
        ("splunk.com/on-call-routing-key: ramp-key", "Splunk On-Call, by routing key"),
        ("firehydrant.com/service-name: ramp", "FireHydrant service ramp"),
        ("grafana.com/oncall-service: ramp", "Grafana OnCall, ramp"),
    ],
)
def test_the_page_of_a_component_goes_through_its_annotation(run: Runner, annotation: str, pager: str) -> None:
    files = component(annotation)
    text = flat(run("who", "ramp", "--dialect", "backstage", *NIGHT, files=files))
    assert f"paged through {pager}; schedule not known here" in text
    [ramp] = read(run("who", "ramp", "--dialect", "backstage", "--format", "json"), "who")["answers"]
    assert ramp["page"]["basis"] == "assumed"
    assert f"page paged through {pager}; schedule not known here" in flat(
        run("escalate", "ramp", "--dialect", "backstage")
    )


def test_a_component_without_such_an_annotation_has_no_page(run: Runner) -> None:
    files = component("grafana/dashboard-selector: ramp")
    text = flat(run("who", "ramp", "--dialect", "backstage", *NIGHT, files=files))
    assert "sev1 page no escalation policy" in text and "paged through" not in text


# --- expectations ---


def expectation(expect: str) -> dict[str, str]:
    rest = f"service: pay\nseverity: sev1\nat: 2026-11-22T03:12+01:00\nexpect: {{{expect}}}"
    return {"catalog/night.yaml": doc("Expectation", "night", rest)}


@pytest.mark.parametrize(
    ("schedule", "expect", "state", "basis"),
    [
        pytest.param(EXTERNAL, "humanWithin: 3m", "notJudged", "assumed", id="a person elsewhere"),
        pytest.param(OWN, "humanWithin: 3m", "passed", "proved", id="a person of the catalog"),
        pytest.param(EXTERNAL, "humanWithin: 4m", "passed", "proved", id="the proved level is fast enough"),
        pytest.param(EXTERNAL, "pages: {t+0: [rotation:first]}", "passed", "proved", id="by reference"),
        pytest.param(EXTERNAL, "pages: {t+0: [person:ana]}", "notJudged", "assumed", id="a person by name"),
        pytest.param(OWN, "pages: {t+0: [person:ana]}", "passed", "proved", id="a person by name of the catalog"),
        pytest.param(EXTERNAL, "pages: {t+4m: [rotation:first]}", "failed", "proved", id="another reference"),
        pytest.param(EXTERNAL, "reaches: [rotation:first]", "passed", "proved", id="reaches by reference"),
        pytest.param(EXTERNAL, "reaches: [person:ana]", "notJudged", "assumed", id="reaches a person"),
        pytest.param(OWN, "reaches: [person:ana]", "passed", "proved", id="reaches a person of the catalog"),
    ],
)
def test_an_expectation_passes_only_if_it_is_proved(
    run: Runner, schedule: str, expect: str, state: str, basis: str
) -> None:
    done = run("test", "--format", "json", files=catalog(schedule) | expectation(expect))
    value = read(done, "test")
    [night] = value["tests"]
    assert (night["state"], night["basis"], night["parts"][0]["basis"]) == (state, basis, basis)
    assert night["parts"][0]["because"] == (f"first is {ELSEWHERE}" if basis == "assumed" else "")
    assert done.code == {"passed": 0, "failed": 1, "notJudged": 3}[state]
    assert value["summary"]["assumed"] == (basis == "assumed")


def test_a_page_that_is_late_in_any_system_fails(run: Runner) -> None:
    files = catalog(levels=f"[{FIRST}]") | expectation("humanWithin: 3m")
    files["catalog/urgent.yaml"] = files["catalog/urgent.yaml"].replace("end: stop", "hold: 5m\nend: stop")
    done = run("test", files=files)
    assert (done.code, flat(done).split(" catalog/")[0]) == (
        1, "✗ night sev1 page for pay at 2026-11-22T03:12+01:00 humanWithin: expected 3m, found 5m (hold 5m)",
    )  # fmt: skip


def test_the_text_counts_what_is_assumed_apart(run: Runner) -> None:
    done = run("test", files=catalog() | expectation("humanWithin: 3m"))
    assert f"humanWithin: expected 3m, not checked: assumed, because first is {ELSEWHERE} " in f"{flat(done)} "
    assert done.out.endswith("\n\n0 passed, 1 not checked (1 assumed)\n")


# --- sign-off ---


def test_no_digest_depends_on_what_is_assumed() -> None:
    """The terms of an agreement are the same whoever is on call in another system."""
    shop = {"catalog/shop.yaml": doc("Service", "shop", "owner: till\ndependsOn: [{service: pay, mode: hard}]")}
    found = [_list_terms(loaded(catalog(schedule) | shop)) for schedule in (EXTERNAL, OWN)]
    assert found[0] == found[1] and found[0]


def _list_terms(read_catalog: LoadedCatalog) -> Any:
    by_name = {each.name: each for each in read_catalog.catalog.of(Service)}
    return build_terms(read_catalog.catalog, read_catalog.policy, by_name["pay"], by_name["shop"])
