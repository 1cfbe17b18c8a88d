"""INC003: an open action without an owner or a due date."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import drill, found, incident
from tests.rules.parts import doc

A = "actions: [{id: a, what: Fix it."


def test_no_owner_and_no_date_is_one_finding() -> None:
    assert found("INC003", incident(A + "}]")) == [
        "a.yaml:6:11 error[ownerless-action] action a of incident down has no owner and no due date",
        "  help: write who does the work until when: `owner: team:NAME, due: YYYY-MM-DD`",
    ]


def test_a_date_that_never_comes() -> None:
    assert found("INC003", incident(A + ", owner: person:ana, due: 9999-12-31}]")) == [
        "a.yaml:6:11 error[ownerless-action] action a of incident down has a placeholder as due date: 9999-12-31",
        "  help: write `due: YYYY-MM-DD`",
    ]


def test_an_owner_who_left() -> None:
    assert found(
        "INC003", incident(A + ", owner: person:cy, due: 2027-01-01}]"), cy=doc("Person", "cy", "active: false")
    ) == [
        "a.yaml:6:41 error[ownerless-action] action a of incident down has no active owner: cy is an inactive member",
        "  help: write `owner: team:NAME`",
    ]


def test_an_undefined_owner_is_another_rule() -> None:
    assert found("INC003", drill(A + ", owner: team:gone, due: 2027-01-01}]")) == [
        "a.yaml:5:41 error[unknown-reference] drill practice has an undefined owner of an action: team gone",
        "  help: add team gone, or correct the name",
    ]


SILENT = {
    "complete": lambda: found("INC003", incident(A + ", owner: team:storefront, due: 2027-01-01}]")),
    "done": lambda: found("INC003", drill(A + ", status: done}]")),
    "dropped": lambda: found("INC003", drill(A + ", status: wontDo}]")),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
