"""SGN008 overdue-emergency."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.parts import person, several, told
from tests.rules.signoff.two_teams import AGREED, DIGEST, change, emergency, policy

OTHER = "sha256:" + "0f" * 32
SHOWN = DIGEST[:19]
HELP = (
    "  help: ask each team to run `ownercat signoff approve SERVICE --team TEAM --base COMMIT` (COMMIT: the last commit"
    " before the change), or revert the change"
)
OWED = {**AGREED, "emergency.yaml": emergency()}


def test_reported_from_the_day_after_it_is_due() -> None:
    assert told("SGN008", OWED) == [
        "emergency.yaml:12:11 error[overdue-emergency] emergency 2026-10-02-down-1 (INC-1) lacks 1 of 1 approval,"
        f" 48 days overdue (due 2026-10-05): {SHOWN}",
        HELP,
    ]
    assert told("SGN008", OWED, date(2026, 10, 6)) != []
    assert told("SGN008", OWED, date(2026, 10, 5)) == []
    assert told("SGN008", OWED, None) == []


def test_it_is_due_no_later_than_the_policy_allows() -> None:
    late = {
        **AGREED,
        "emergency.yaml": emergency(due="2027-10-05"),
        "policy.yaml": policy("breakGlass: {retroDays: 2}"),
    }
    assert "48 days overdue" not in told("SGN008", late)[0]
    assert "49 days overdue (due 2026-10-04)" in told("SGN008", late)[0]


def test_counts_what_is_left() -> None:
    two = emergency().replace(f"['{DIGEST}']", f"['{DIGEST}', '{OTHER}', '{OTHER}']")
    assert "lacks 2 of 2 approvals" in told("SGN008", {**AGREED, "emergency.yaml": two})[0]
    paid = {**AGREED, "emergency.yaml": two, "change.yaml": change()}
    assert told("SGN008", paid)[0].endswith(f"lacks 1 of 2 approvals, 48 days overdue (due 2026-10-05): {OTHER[:19]}")


REFUSED = change(name="no", decision="reject", at="2026-10-04T08:00:00Z")
LEFT = several(*(person(name) for name in ("bo", "joao", "bruna")), person("ana", "active: false"))
PAID = {
    "agreed": {"change.yaml": change()},
    "refused and then agreed": {"no.yaml": REFUSED, "change.yaml": change(at="2026-10-05T08:00:00Z")},
    "by somebody who moved on": {"change.yaml": change(by="joao")},
    "by somebody who left later": {"change.yaml": change(), "people.yaml": LEFT, "storefront.yaml": AGREED["storefront.yaml"].replace("ana, ", "joao, ")},
}  # fmt: skip
UNPAID = {
    "another digest": {"change.yaml": change().replace(DIGEST, OTHER)},
    "refused": {"no.yaml": REFUSED},
    "agreed and then refused": {"change.yaml": change(), "no.yaml": REFUSED},
    "by a bot": {
        "change.yaml": change(),
        "people.yaml": AGREED["people.yaml"].replace("name: ana\n", "name: ana\nbot: true\n"),
    },
    "by nobody": {"change.yaml": change(by="zoe")},
}


@pytest.mark.parametrize("files", PAID.values(), ids=PAID)
def test_silent_once_it_is_paid(files: dict[str, str]) -> None:
    assert [line for line in told("SGN008", {**OWED, **files}) if "overdue" in line] == []


@pytest.mark.parametrize("files", UNPAID.values(), ids=UNPAID)
def test_reported_while_it_is_not(files: dict[str, str]) -> None:
    assert len([line for line in told("SGN008", {**OWED, **files}) if "overdue" in line]) == 1
