"""``ownercat promises``: targets, ceilings, error budgets and the outages that fit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.commands.conftest import Runner
from tests.promises.test_ceilings import CHECKOUT, needs, sla

SCHEMAS = Path(__file__).parents[2] / "schemas/output"
SCHEMA = json.loads((SCHEMAS / "promises.schema.json").read_text("utf-8"))
TARGETS = ("targets: {sev1: {ack: 10m, restore: 1h, impact: 0.3}, sev2: {restore: 4h}}", "external: true")
TEAMS = "apiVersion: ownercat/v1\nkind: Team\nname: storefront\ntitle: Storefront\nmembers: []\n"
FILES = {
    "catalog/teams.yaml": TEAMS,
    "catalog/checkout.yaml": CHECKOUT,
    "catalog/payment.yaml": needs("payment"),
    "catalog/ledger.yaml": needs("ledger"),
    "catalog/a.yaml": sla("checkout", 99.9, *TARGETS),
    "catalog/b.yaml": sla("payment", 99.9, "targets: {sev1: {restore: 30m}}"),
    "catalog/c.yaml": sla("ledger", 99.9),
}
WHOLE = """\
checkout-1 · up 99.9 % over 28d, to customers                   catalog/a.yaml:6

 ceiling     99.80 %  payment (99.9 %) × ledger (99.9 %); weakest: payment
             99.9 % is improbable: more than the product allows
 budget      40.3 min per 28d, in hours 24x7
 fits        2 outages of 1h (sev1 restore 1h × impact 0.3 = 18 min each)
 carried by  payment (Storefront): payment-1 99.9 % over 28d, restore 30m
             ledger (Storefront): ledger-1 99.9 % over 28d
 basis       proved
"""


def test_the_whole_answer(run: Runner) -> None:
    result = run("promises", "checkout", files=FILES)
    assert (result.code, result.out, result.err) == (0, WHOLE, "")


def test_another_severity_fits_differently(run: Runner) -> None:
    lines = run("promises", "checkout", "--severity", "sev2", files=FILES).out.splitlines()
    assert " fits        0 outages of 4h (sev2 restore 4h = 240 min each)" in lines


def test_a_ceiling_without_any_sla_of_the_service(run: Runner) -> None:
    files = {path: text for path, text in FILES.items() if path != "catalog/a.yaml"}
    lines = run("promises", "checkout", files=files).out.splitlines()
    assert lines[0].startswith("checkout · no availability objective in force")
    assert " ceiling     99.80 %  payment (99.9 %) × ledger (99.9 %); weakest: payment" in lines


def test_a_service_without_known_dependencies(run: Runner) -> None:
    files = {path: FILES[path] for path in FILES if path[8] not in "abc" or path == "catalog/checkout.yaml"}
    assert (
        " ceiling     unknown: no known availability objective of payment and ledger"
        in run("promises", "checkout", files=files).out
    )
    assert " ceiling     none: no hard dependencies" in run("promises", "payment", files=files).out


def test_an_sla_that_cannot_be_read_makes_the_ceiling_unknown(run: Runner) -> None:
    broken = {"catalog/z.yaml": sla("ledger", 99.99, number=2).replace("objectives", "objektives")}
    lines = run("promises", "checkout", files={**FILES, **broken}).out.splitlines()
    assert " basis       unknown: catalog/z.yaml cannot be read completely" in lines


def test_markdown(run: Runner) -> None:
    lines = run("promises", "checkout", "--format", "markdown", files=FILES).out.splitlines()
    assert lines[0] == "**checkout-1 · up 99.9 % over 28d, to customers**"
    assert "- budget: 40.3 min per 28d, in hours 24x7" in lines


@pytest.mark.parametrize("name", ["checkout", "payment", "nothing"])
def test_json_has_its_schema(run: Runner, name: str) -> None:
    result = run("promises", name, "--format", "json", files=FILES)
    answer = json.loads(result.out)
    Draft7Validator(SCHEMA).validate(answer)
    assert result.code == (1 if name == "nothing" else 0)


def test_the_numbers_of_json(run: Runner) -> None:
    [service] = json.loads(run("promises", "checkout", "--format", "json", files=FILES).out)["services"]
    ceiling, objective = service["ceiling"], service["objectives"][0]
    assert [ceiling[key] for key in ("weakest", "product", "union", "basis")] == [99.9, 99.8001, 99.8, "proved"]
    assert (objective["verdict"], objective["budget"]["allowed"], objective["fits"]["outages"]) == (
        "improbable",
        2419.2,
        2,
    )


def test_a_name_that_is_not_there(run: Runner) -> None:
    result = run("promises", "chekout", files=FILES)
    assert result.code == 1
    assert "did you mean checkout (service)?" in result.err


def test_a_severity_that_is_not_there(run: Runner) -> None:
    result = run("promises", "checkout", "--severity", "sev9", files=FILES)
    assert result.code == 2
    assert "the policy has no severity sev9" in result.err


# --- the same number elsewhere ---

LIMIT = "cannot promise more than 99.80 %: payment (99.9 %) × ledger (99.9 %); weakest: payment"
ASKED = (("who", "checkout", "-v"), ("impact", "payment"), ("impact", "checkout"), ("score", "checkout"))
WIDE = pytest.mark.usefixtures("wide")


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal in which no sentence is cut."""
    monkeypatch.setenv("COLUMNS", "200")


@WIDE
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_the_ceiling_stands_in_other_answers(run: Runner, asked: tuple[str, ...]) -> None:
    assert LIMIT in run(*asked, files=FILES).out


@WIDE
@pytest.mark.parametrize(
    "asked", [("who", "checkout"), ("who", "ledger", "-v"), ("impact", "ledger", "-q")], ids=" ".join
)
def test_no_ceiling_is_shown_of_a_service_that_needs_nothing(run: Runner, asked: tuple[str, ...]) -> None:
    files = (
        FILES if asked[0] == "who" else {path: FILES[path] for path in ("catalog/teams.yaml", "catalog/ledger.yaml")}
    )
    result = run(*asked, files=files)
    assert result.code == 0
    assert "ceiling" not in result.out


@WIDE
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_a_partial_ceiling_names_what_is_unknown(run: Runner, asked: tuple[str, ...]) -> None:
    files = {path: text for path, text in FILES.items() if path != "catalog/c.yaml"}
    assert "cannot promise more than 99.9 %: payment (99.9 %); ledger unknown" in run(*asked, files=files).out


@WIDE
@pytest.mark.parametrize(
    "asked", [("who", "checkout", "-v"), ("impact", "payment", "-v"), ("score", "-v")], ids=" ".join
)
def test_without_any_objective_only_the_whole_answer_says_so(run: Runner, asked: tuple[str, ...]) -> None:
    files = {path: text for path, text in FILES.items() if path not in ("catalog/b.yaml", "catalog/c.yaml")}
    text = "has an unknown ceiling: no known availability objective of payment and ledger"
    assert text in run(*asked, files=files).out
    assert "ceiling" not in run(*(word for word in asked if word != "-v"), files=files).out


@WIDE
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_the_basis_of_the_ceiling_is_stated(run: Runner, asked: tuple[str, ...]) -> None:
    broken = {"catalog/z.yaml": sla("ledger", 99.99, number=2).replace("objectives", "objektives")}
    text = f"{LIMIT} (unknown: catalog/z.yaml cannot be read completely)"
    assert text in run(*asked, files={**FILES, **broken}).out


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        (("who", "checkout", "-v"), ("answers", 0, "ceiling")),
        (("impact", "payment"), ("ceilings", 0, "ceiling")),
        (("score",), ("services", 0, "ceiling")),
    ],
    ids=["who", "impact", "score"],
)
def test_the_ceiling_in_json(run: Runner, asked: tuple[str, ...], keys: tuple[str | int, ...]) -> None:
    answer = json.loads(run(*asked, "--format", "json", files=FILES).out)
    schema = json.loads((SCHEMAS / f"{asked[0]}.schema.json").read_text("utf-8"))
    Draft7Validator(schema).validate(answer)
    for key in keys:
        answer = answer[key]
    assert answer == {
        "value": "99.80 %",
        "text": "payment (99.9 %) × ledger (99.9 %); weakest: payment",
        "product": 99.8001,
        "unknown": [],
        "basis": "proved",
        "because": "",
        "source": {"path": "catalog/checkout.yaml", "line": 8},
    }


def test_who_without_all_facts_has_no_ceiling_in_json(run: Runner) -> None:
    [answer] = json.loads(run("who", "checkout", "--format", "json", files=FILES).out)["answers"]
    assert answer["ceiling"] is None


# --- objectives that another file defines ---

PYRRA = "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: pay}\nspec: {target: '99.9', window: 4w}\n"
REFERRING = FILES | {
    "catalog/b.yaml": FILES["catalog/b.yaml"].replace("target: 99.9, window: 28d", "ref: slo/pay.yaml#pay"),
    "slo/pay.yaml": PYRRA,
}


def test_the_number_of_another_file(run: Runner) -> None:
    result = run("promises", "payment", files=REFERRING)
    assert result.err == ""
    assert result.out.splitlines()[:5] == [
        "payment-1 · up 99.9 % over 4w                                   catalog/b.yaml:6",
        "",
        " defined in  slo/pay.yaml#pay",
        " ceiling     none: no hard dependencies",
        " budget      40.3 min per 4w, in hours 24x7",
    ]


@WIDE
@pytest.mark.parametrize("asked", [each for each in ASKED if each[0] != "who"], ids=" ".join)
def test_every_answer_uses_the_number_of_another_file(run: Runner, asked: tuple[str, ...]) -> None:
    assert LIMIT in run(*asked, files=REFERRING).out


@WIDE
def test_who_reads_no_other_file(run: Runner) -> None:
    files = {path: text for path, text in REFERRING.items() if path != "slo/pay.yaml"}
    result = run("who", "checkout", "-v", files=files)
    unread = "ledger (99.9 %); payment unknown (unknown: slo/pay.yaml is not read here: run ownercat promises checkout)"
    assert f"cannot promise more than 99.9 %: {unread}" in result.out
    assert result.err.count("slo/pay.yaml") == 0
    assert "up see slo/pay.yaml#pay" in run("who", "payment").out


@WIDE
def test_a_number_that_cannot_be_read_is_unknown(run: Runner) -> None:
    files = {path: text for path, text in REFERRING.items() if path != "slo/pay.yaml"}
    result = run("promises", "checkout", files=files)
    assert "ledger (99.9 %); payment unknown" in result.out
    assert " basis       unknown: slo/pay.yaml does not exist" in result.out
    assert result.err == "ownercat: objective up of SLA payment-1 is unknown: slo/pay.yaml does not exist\n"
    assert run("promises", "payment").out.startswith("payment · no known availability objective")


def test_the_ref_in_json(run: Runner) -> None:
    answer = json.loads(run("promises", "payment", "--format", "json", files=REFERRING).out)
    Draft7Validator(SCHEMA).validate(answer)
    [objective] = answer["services"][0]["objectives"]
    assert (objective["ref"], objective["target"], objective["window"]) == ("slo/pay.yaml#pay", 99.9, "4w")


@WIDE
@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_a_broken_file_that_may_be_an_sla_makes_the_ceiling_unknown(run: Runner, asked: tuple[str, ...]) -> None:
    broken = {"catalog/z.yaml": sla("ledger", 99.99, number=2) + "x: [\n"}
    assert f"{LIMIT} (unknown: catalog/z.yaml cannot be read completely)" in run(*asked, files={**FILES, **broken}).out


def test_a_broken_file_that_may_be_the_sla_of_the_service(run: Runner) -> None:
    broken = {"catalog/a.yaml": FILES["catalog/a.yaml"] + "x: [\n"}
    result = run("promises", "checkout", files={**FILES, **broken})
    assert result.out.startswith("checkout · no known availability objective")
    assert result.err == "ownercat: cannot read catalog/a.yaml: the answer may be incomplete\n"
    assert run("promises", "payment").out.startswith("payment-1 · up 99.9 %")


def test_a_cycle_of_hard_dependencies_ends_in_one_unit(run: Runner) -> None:
    circle = {
        "catalog/ledger.yaml": needs("ledger", "service: payment"),
        "catalog/payment.yaml": needs("payment", "service: ledger"),
    }
    lines = run("promises", "checkout", files={**FILES, **circle}).out.splitlines()
    assert lines[2].startswith(" ceiling     99.9 %  cycle of ")
    assert "ceiling     99.9 %  ledger (99.9 %)" in run("promises", "payment").out
    itself = {"catalog/ledger.yaml": needs("ledger", "service: ledger")}
    assert "ceiling     none: no hard dependencies" in run("promises", "ledger", files=itself).out


@pytest.mark.parametrize("window", ["0d", "forever", "100000w", "-28d"])
def test_a_window_without_end_is_one_finding_and_has_no_budget(run: Runner, window: str) -> None:
    files = {**FILES, "catalog/a.yaml": sla("checkout", "99.9", *TARGETS).replace("28d", window)}
    found = json.loads(run("check", "--format", "json", files=files).out)["findings"]
    assert [each["code"] for each in found if "window" in each["message"]] == ["SCH007"]
    assert " budget" not in run("promises", "checkout").out


def test_a_window_of_two_thousand_years_is_measured(run: Runner) -> None:
    files = {**FILES, "catalog/a.yaml": sla("checkout", "99.9", *TARGETS).replace("28d", "99999w")}
    assert " budget      1,007,989.9 min per 99999w, in hours 24x7" in run("promises", "checkout", files=files).out
