"""Records are never edited, and only an agreement that has ended may go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from ownercat.model import Catalog, Duration
from ownercat.signoff.immutable import list_altered_records
from tests.catalogs import TODAY, loaded
from tests.rules.signoff.two_teams import AGREED, NAME, change, emergency, record

BEFORE = {
    **AGREED,
    "change.yaml": change(),
    "emergency.yaml": emergency(),
    "old.yaml": record("expires: 2026-11-21", name="old", at="2026-01-01T00:00:00Z"),
}


def catalog(files: Mapping[str, str]) -> Catalog:
    return loaded({f"catalog/{path}": text for path, text in files.items()}).catalog


def said(
    after: Mapping[str, str], on: date | None = TODAY, max_age: Duration | None = None
) -> list[tuple[str, bool, tuple[str, ...]]]:
    return [
        (found.record.name, found.now is None, found.keys)
        for found in list_altered_records(catalog(BEFORE), catalog(after), on, max_age)
    ]


def without(*paths: str) -> dict[str, str]:
    return {path: text for path, text in BEFORE.items() if path not in paths}


EDITS = {
    "a number": ("change.yaml", "50m", "3001s", "change", ("to",)),
    "the approver": ("record.yaml", "by: joao", "by: bruna", NAME, ("by",)),
    "the signature": ("record.yaml", "U1NIU0lH", "U1NIU0lI", NAME, ("signature",)),
    "a further key": ("record.yaml", "decision: approve", "decision: approve\nexpires: 2099-01-01", NAME, ("expires",)),
    "flipped to another pair": ("record.yaml", "consumer: checkout}", "consumer: payment}", NAME, ("standing",)),
    "an emergency's debt": ("emergency.yaml", "retroDue: 2026-10-05", "retroDue: 2027-10-05", "2026-10-02-down-1", ("retroDue",)),
    "a number that has no canonical form": ("change.yaml", "50m", "9007199254740993", "change", ("to",)),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "name", "keys"), EDITS.values(), ids=EDITS)
def test_an_edit_is_told_with_what_differs(path: str, old: str, new: str, name: str, keys: tuple[str, ...]) -> None:
    assert old in BEFORE[path]
    assert said({**BEFORE, path: BEFORE[path].replace(old, new, 1)}) == [(name, False, keys)]


def test_layout_order_file_and_comments_are_no_edit() -> None:
    lines = BEFORE["emergency.yaml"].splitlines()
    moved = {
        **without("emergency.yaml", "record.yaml"),
        "elsewhere.yaml": "# moved\n" + "\n".join(reversed(lines)) + "\n",
    }
    moved["record.yaml"] = BEFORE["record.yaml"].replace("decision: approve", "decision:   'approve'")
    assert said(moved) == []


def test_what_is_added_is_no_edit() -> None:
    assert said({**BEFORE, "more.yaml": change(name="more")}) == []


def test_only_an_agreement_that_has_ended_may_be_removed() -> None:
    assert said(without("old.yaml")) == []
    assert said(without("old.yaml"), date(2026, 11, 21)) == [("old", True, ())]
    assert said(without("old.yaml"), None) == [("old", True, ())]  # without a date nobody knows that it has ended
    assert said(without("record.yaml")) == [(NAME, True, ())]
    assert said(without("record.yaml"), None) == [(NAME, True, ())]
    assert said(without("record.yaml"), max_age=Duration(86_400, "1d")) == []
    assert said(without("emergency.yaml"), max_age=Duration(86_400, "1d")) == [("2026-10-02-down-1", True, ())]


def test_the_agreement_and_the_dependency_cannot_go_together() -> None:
    gone = without("record.yaml") | {
        "checkout.yaml": BEFORE["checkout.yaml"].replace("dependsOn:\n  - {service: payment}\n", "")
    }
    assert said(gone) == [(NAME, True, ())]


def test_what_cannot_be_read_is_not_missing() -> None:
    assert said({**BEFORE, "record.yaml": BEFORE["record.yaml"] + "by: [\n"}) == []
