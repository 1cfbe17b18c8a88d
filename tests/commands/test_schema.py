"""``schema``: the JSON Schemas."""

from __future__ import annotations

import json

import pytest

from ownercat.documents import schema
from tests.catalogs import check, said
from tests.commands.conftest import Runner


def test_without_a_kind_it_lists_what_there_is(run: Runner) -> None:
    done = run("schema")
    names = [line.split()[0] for line in done.out.splitlines()]
    assert names == sorted(names)
    assert {"service", "team", "sla", "ownercat"} <= set(names)
    rows = dict(line.split(maxsplit=1) for line in done.out.splitlines())
    assert rows["service"] == "A service with its owner."


@pytest.mark.parametrize("word", ["service", "Service", "SERVICE"])
def test_with_a_kind_it_prints_the_schema(run: Runner, word: str) -> None:
    done = run("schema", word)
    assert done.code == 0
    assert json.loads(done.out)["title"] == "Service"


def test_a_word_that_is_no_kind_is_refused(run: Runner) -> None:
    done = run("schema", "servce")
    assert (done.code, done.out) == (2, "")
    assert done.err == "ownercat: no schema has the name servce\nhelp: did you mean service?\n"


def test_an_example_of_a_kind(run: Runner) -> None:
    done = run("schema", "Person", "--example")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("apiVersion: ownercat/v1\nkind: Person\nname: ana\n")


@pytest.mark.parametrize(
    ("arguments", "err"),
    [
        (["--example"], "--example needs a KIND\nhelp: for example: ownercat schema service --example\n"),
        (
            ["common", "--example"],
            "common is not a kind\nhelp: use one of attestation, breakglass, drill, escalation, expectation, incident, journey, "
            "person, policy, rotation, runbook, sla, service, signoff or team\n",
        ),
    ],
)
def test_an_example_needs_a_kind(run: Runner, arguments: list[str], err: str) -> None:
    done = run("schema", *arguments)
    assert (done.code, done.out, done.err) == (2, "", f"ownercat: {err}")


def test_the_examples_form_one_catalog_that_passes() -> None:
    """`schema KIND --example` and docs/schemas.md print them; an example has no signature."""
    files = {f"catalog/{kind.lower()}.yaml": schema.example(kind) for kind in schema.kinds()}
    assert [text.split("kind: ", 1)[1].split("\n")[0] for text in files.values()] == list(schema.kinds())
    files["catalog/bo.yaml"] = "apiVersion: ownercat/v1\nkind: Person\nname: bo\ncontacts: [push, phone]\n"
    assert said(check(files)) == [
        "catalog/signoff.yaml:3:7 warning[unverifiable-signoff] record 2026-10-13-checkout-sla-loosened approves "
        "emergency 2026-09-12-acquirer-down without a signature: ownercat cannot attribute it to ana"
    ]
