"""REA303: write access of the owner, by itself or through a parent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, HEAD, service, snapshot


def told(files: dict[str, str], code: str = "REA303") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


TEAM = f"{HEAD}kind: Team\nname: till\nmembers: [ana, bo]\ncontacts: {{chat: '#till'}}\nhandles: {{github: '@acme/till'}}\n"
DESK = service("desk", 'code: {repository: "https://github.com/Acme/desk.git"}').replace("owner: shop", "owner: till")
FILES = {"catalog/t.yaml": TEAM, "catalog/s.yaml": DESK}
FOUND = (
    "catalog/s.yaml:6:8 warning service desk is owned by till, which has no write access to acme/desk on GitHub"
    " | give @acme/till write access, or change the owner of service desk"
)


def teams(**parents: str) -> dict[str, str]:
    records = [{"slug": slug, "parent": {"slug": parent} if parent else None} for slug, parent in parents.items()]
    return {FOLDER + "t.json": snapshot(records, source="github")}


def access(team: str, *repositories: dict[str, Any]) -> dict[str, str]:
    return {f"{FOLDER}{team}.json": snapshot(list(repositories), source="github", about=team)}


OTHER = {"full_name": "acme/other", "role_name": "admin"}


@pytest.mark.parametrize(
    ("repository", "found"),
    [
        ({"full_name": "acme/desk", "role_name": "write"}, []),
        ({"full_name": "acme/desk", "permissions": {"push": True}}, []),
        ({"full_name": "acme/desk", "role_name": "read", "permissions": {"pull": True}}, [FOUND]),
        (OTHER, [FOUND]),
    ],
)
def test_the_access_of_the_group(repository: dict[str, Any], found: list[str]) -> None:
    assert told({**FILES, **teams(till=""), **access("till", repository)}) == found


def test_a_child_inherits_the_access_of_its_parent() -> None:
    files = {**FILES, **teams(till="shops", shops=""), **access("till", OTHER)}
    assert told(files) == []  # the repositories of the parent are not known
    assert told({**files, **access("shops", OTHER)}) == [FOUND]
    assert told({**files, **access("shops", {"full_name": "acme/desk", "role_name": "maintain"})}) == []


def test_without_the_list_of_teams_parents_are_not_known() -> None:
    assert told({**FILES, **access("till", OTHER)}) == []
