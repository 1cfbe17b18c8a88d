"""``signoff plan``: what a change would need, from whom and why, before anybody is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from ownercat.cli import main
from tests.repositories import Repository
from tests.signoff.company import BASE, LOOSER

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "output" / "signoff-plan.schema.json").read_text("utf-8"))


@pytest.fixture
def shop(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The company on main, and the current folder in it."""
    put(repository, BASE)
    repository.git("add", "-A")
    repository.commit("the company")
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("COLUMNS", "80")
    return repository


def put(repository: Repository, files: dict[str, str]) -> None:
    repository.write({f"catalog/{path}": text for path, text in files.items()})


def commit(repository: Repository) -> str:
    return repository.git("rev-parse", "HEAD")[:12]


def test_nothing_changed(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signoff", "plan"]) == 0
    at = commit(shop)
    assert (
        capsys.readouterr().out
        == f'No approvals required.\n\ncompared the working tree with base branch "main" ({at})\n'
    )


def test_the_work_tree_is_planned(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(shop, LOOSER)
    assert main(["signoff", "plan"]) == 0
    assert (
        capsys.readouterr().out
        == f"""\
3 approvals required: payments, storefront and council.
This change loosens SLA payment-terms of service payment.

 ✗ payments     owner      sla-loosened sev1.restore 30m → 50m
     eligible: @ana-gh and @bo-gh
     reason: team owns payment
     to approve: run
       ownercat signoff approve payment --team payments
 ✗ storefront   consumer   sla-loosened sev1.restore 30m → 50m
     eligible: @cy-gh and @di-gh
     reason: team owns checkout, which depends on payment (hard)
     to approve: run
       ownercat signoff approve payment --team storefront
 ✗ council      approver   sla-loosened sev1.restore 30m → 50m
     eligible: @gus-gh, @hal-gh and @ivy-gh
     reason: team is an approver of SLA payment-terms
     to approve: run
       ownercat signoff approve payment --team council

also affected: search; reason: team owns frontend, which depends on payment
  (soft)

compared the working tree with base branch "main" ({commit(shop)})
"""
    )


def test_the_index_and_a_branch_are_planned(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(shop, LOOSER)
    assert main(["signoff", "plan", "--head", ":"]) == 0
    assert capsys.readouterr().out.startswith("No approvals required.")
    shop.git("add", "-A")
    assert main(["signoff", "plan", "--head", ":"]) == 0
    assert 'compared the index with base branch "main"' in capsys.readouterr().out
    shop.git("checkout", "-q", "-b", "slower")
    shop.commit("slower")
    shop.git("checkout", "-q", "main")
    assert main(["signoff", "plan", "--head", "slower"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 approvals required: ")
    assert f'slower {shop.git("rev-parse", "slower")[:12]} with base branch "main" ({commit(shop)})' in out


def test_the_base_is_said_and_has_to_be_there(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    shop.git("branch", "-m", "trunk")
    assert main(["signoff", "plan"]) == 2
    assert "there is no branch main, origin/main, master or origin/master to compare with" in capsys.readouterr().err
    assert main(["signoff", "plan", "--base", "trunk"]) == 0
    assert f'with base branch "trunk" ({commit(shop)})' in capsys.readouterr().out


def test_json_keeps_its_schema_and_says_where(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(shop, LOOSER)
    assert main(["signoff", "plan", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    Draft7Validator(SCHEMA).validate(found)
    assert found["summary"] == {"needed": 3, "there": 0, "complete": True, "passes": False}
    assert [one["team"] for one in found["agreements"]] == ["payments", "storefront", "council"]
    assert found["agreements"][0]["source"] == {"path": "catalog/sla.yaml", "line": 7}
    assert found["agreements"][1]["able"] == [
        {"name": "cy", "title": "cy", "login": "cy-gh"},
        {"name": "di", "title": "di", "login": "di-gh"},
    ]
    assert found["told"] == [
        {
            "team": "search",
            "service": "payment",
            "change": "sla-loosened",
            "why": "team owns frontend, which depends on payment (soft)",
        }
    ]


def test_markdown_is_a_checklist(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(shop, LOOSER)
    assert main(["signoff", "plan", "--format", "markdown"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "### Sign-off: 3 approvals required: payments, storefront and council.\n\n"
        "This change loosens SLA payment-terms of service payment.\n\n- [ ] payments · owner · "
    )
    assert out.count("- [ ] ") == 3
    assert (
        "  eligible: `@ana-gh` and `@bo-gh`<br>\n  reason: team owns payment<br>\n"
        "  to approve: run<br>\n  `ownercat signoff approve payment --team payments`\n" in out
    )


def test_what_cannot_be_read_is_no_plan(shop: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    put(shop, {"checkout.yaml": "a: [\n"})
    assert main(["signoff", "plan"]) == 3
    assert "catalog/checkout.yaml of the head cannot be read, so its content is unknown" in capsys.readouterr().out
