"""SGN005 ineligible-approver."""

from __future__ import annotations

from datetime import date

import pytest

from ownercat.diagnostics import Severity
from tests.catalogs import TODAY, compare
from tests.rules.parts import lines_of, person, several, team, told
from tests.rules.signoff.two_teams import AGREED, COMMAND, NAME, PEOPLE, change, record


def people(*lines: str) -> str:
    return several(*(person(name) for name in ("ana", "bo", "bruna", "zoe")), person("joao", *lines))


def reported(reason: str, related: str) -> list[str]:
    return [
        f"record.yaml:9:5 error[ineligible-approver] agreement {NAME} has an ineligible approver for team payments: joao {reason}",
        f"  help: ask bruna or zoe to run {COMMAND}",
        f"  {related}",
    ]


TEAM = team("payments", members="[joao, bruna, zoe]")
CASES = {
    "a bot": (
        {"people.yaml": people("bot: true"), "payments.yaml": TEAM},
        reported("is a bot", "people.yaml:30:6 `bot` of person joao"),
        TODAY,
    ),
    "a stranger": (
        {"people.yaml": people(), "payments.yaml": team("payments", members="[bruna, zoe]")},
        reported("is not a member", "payments.yaml:3:7 team payments"),
        TODAY,
    ),
}


@pytest.mark.parametrize(("changed", "expected", "as_of"), CASES.values(), ids=CASES)
def test_reported(changed: dict[str, str], expected: list[str], as_of: date) -> None:
    assert told("SGN005", {**AGREED, **changed}, as_of) == expected


def test_reported_for_somebody_who_left_with_the_day() -> None:
    # OWN004 speaks about the team that still names them
    left = {**AGREED, "people.yaml": people("leavesOn: 2026-11-01"), "payments.yaml": TEAM}
    found = told("SGN005", left)
    assert [line for line in found if "ineligible" in line] == [reported("left on 2026-11-01", "")[0]]
    assert told("SGN005", left, date(2026, 11, 1)) == []
    assert told("SGN005", left, None) == []
    gone = {**AGREED, "people.yaml": people("active: false"), "payments.yaml": TEAM}
    assert [line for line in told("SGN005", gone, None) if "ineligible" in line] == [reported("is not active", "")[0]]


def test_silent_for_a_member() -> None:
    assert told("SGN005", AGREED) == []


def test_an_unknown_person_is_another_rules() -> None:
    found = told("SGN005", {**AGREED, "record.yaml": record(by="joan")})
    assert found[0] == (
        f"record.yaml:9:5 error[unknown-reference] signoff {NAME} has an undefined approver: person joan"
    )
    assert len(found) == 2


def test_a_record_of_a_change_is_history() -> None:
    files = {**AGREED, "people.yaml": PEOPLE, "change.yaml": change(by="joao")}
    assert told("SGN005", files) == []


def caused(after: dict[str, str], before: dict[str, str] = AGREED) -> list[str]:
    """What a change causes."""
    old, new = ({f"catalog/{path}": text for path, text in files.items()} for files in (before, after))
    return lines_of(d for d in compare(old, new).diagnostics if d.severity > Severity.INFO)


def test_a_record_of_a_change_is_judged_in_the_change_that_adds_it() -> None:
    assert caused({**AGREED, "change.yaml": change(by="joao")}) == [
        "change.yaml:11:5 error[ineligible-approver] record change has an ineligible approver for team storefront: joao is not"
        " a member",
        "  help: ask ana or bo to run `ownercat signoff approve payment --team storefront`",
        "  storefront.yaml:3:7 team storefront",
    ]
    assert caused({**AGREED, "change.yaml": change(by="bo")}) == []


def test_a_change_cannot_make_its_own_approvers() -> None:
    joined = {
        **AGREED,
        "storefront.yaml": team("storefront", members="[ana, bo, joao]"),
        "change.yaml": change(by="joao"),
    }
    assert [line for line in caused(joined) if "ineligible" in line] != []
    # a team that is new has nobody else to speak for it
    before = {path: text for path, text in AGREED.items() if path != "storefront.yaml"}
    before["checkout.yaml"], before["sla.yaml"] = (
        text.replace("storefront", "payments") for text in (AGREED["checkout.yaml"], AGREED["sla.yaml"])
    )
    before["sla.yaml"] = before["sla.yaml"].replace("[payments, payments]", "[payments]")
    assert [line for line in caused({**AGREED, "change.yaml": change(by="ana")}, before) if "ineligible" in line] == []


def test_who_left_the_team_in_the_change_itself_could_still_speak_for_it() -> None:
    left = {**AGREED, "storefront.yaml": team("storefront", members="[bo, bruna]"), "change.yaml": change(by="ana")}
    assert caused(left) == []
