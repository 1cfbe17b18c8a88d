"""REA305: an active person whom the directory marks as left."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, snapshot


def told(files: dict[str, str], code: str = "REA305") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


FOUND = [
    "catalog/company.yaml:17:8 error person bo is active in the catalog, but the directory marks bo@shop.example as left"
    " | set `active: false` in person bo, and replace the person in teams and rotations"
]


def entra(*users: tuple[str, bool], **more: str) -> dict[str, Any]:
    return {"value": [{"mail": mail, "accountEnabled": enabled} for mail, enabled in users], **more}


def scim(*users: tuple[str, bool], total: int) -> dict[str, Any]:
    resources = [{"userName": mail, "active": active, "emails": [{"value": mail}]} for mail, active in users]
    return {"totalResults": total, "Resources": resources}


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ([{"status": "DEPROVISIONED", "profile": {"email": "BO@shop.example"}}], FOUND),
        ([{"status": "ACTIVE", "profile": {"email": "bo@shop.example"}}], []),
        (entra(("bo@shop.example", False)), FOUND),
        (entra(("bo@shop.example", True)), []),
        (entra(("bo@shop.example", True), ("bo@shop.example", False)), []),  # two accounts with one address
        (scim(("bo@shop.example", False), total=1), FOUND),
        (scim(("else@shop.example", False), total=1), []),
    ],
)
def test_each_directory(page: Any, found: list[str]) -> None:
    assert told({FOLDER + "d.json": snapshot(page, source="directory")}) == found


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            entra(("bo@shop.example", False), **{"@odata.nextLink": "https://graph"}),
            "the last page has `@odata.nextLink`: more users follow",
        ),
        (scim(("bo@shop.example", False), total=9), "`totalResults` is 9, but the pages have 1 users"),
    ],
)
def test_incomplete_answers_prove_nothing(page: Any, reason: str) -> None:
    files = {FOLDER + "d.json": snapshot(page, source="directory")}
    assert told(files) == []
    assert told(files, "REA001") == [
        f"{FOLDER}d.json:1:1 error snapshot {FOLDER}d.json is ignored: it is incomplete: {reason}"
        f" | fetch the answer again, and wrap it: `ownercat snapshot wrap SOURCE FILE --output {FOLDER}d.json`"
    ]
