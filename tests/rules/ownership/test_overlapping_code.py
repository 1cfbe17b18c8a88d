"""OWN006 overlapping-code."""

from __future__ import annotations

import pytest

from tests.catalogs import check, said
from tests.rules.parts import COMPANY, service, several, team, told

HELP = "  help: remove the path from one of the services, or give each service its own folder"


def shop(*services: str) -> dict[str, str]:
    return {**COMPANY, "a.yaml": several(*services)}


def with_files(files: dict[str, str], *paths: str) -> dict[str, str]:
    """The catalog and tracked files beside it (``told`` puts everything below catalog/)."""
    return {**files, **dict.fromkeys(paths, "")}


def test_the_same_path_written_in_two_ways() -> None:
    files = with_files(
        shop(
            service("checkout", "code: {paths: [catalog/src/pay/]}"),
            service("payment", "code: {paths: [./catalog/src/pay]}"),
        ),
        "src/pay/a.py",
    )
    assert told("OWN006", files) == [
        "a.yaml:15:16 warning[overlapping-code] service checkout and service payment claim the same code path: "
        "./catalog/src/pay",
        HELP,
        "  a.yaml:7:16 code path of service checkout",
    ]


def test_patterns_that_match_the_same_file() -> None:
    files = with_files(
        shop(
            service("checkout", "code: {paths: ['catalog/src/*/api']}"),
            service("payment", "code: {paths: ['catalog/src/pay/*']}"),
        ),
        "src/pay/api/a.py",
        "src/pay/api/b.py",
    )
    assert told("OWN006", files) == [
        "a.yaml:15:16 warning[overlapping-code] service checkout and service payment claim "
        "catalog/src/pay/api/a.py and 1 more file with equally specific paths: catalog/src/*/api and catalog/src/pay/*",
        HELP,
        "  a.yaml:7:16 code path of service checkout",
    ]


def test_three_claims_are_two_findings() -> None:
    files = {f"catalog/{path}": text for path, text in COMPANY.items()}
    files["catalog/a.yaml"] = several(*(service(name, "code: {paths: [src/]}") for name in ("a", "b", "c")))
    report = check({**files, "src/a.py": ""}, select=("OWN006",))
    assert [d.subject.name for d in report.diagnostics if d.subject] == ["b", "c"]
    assert {r.span.start.line for d in report.diagnostics for r in d.related} == {7}


SILENT = [
    pytest.param(["[catalog/src/]"], ["[catalog/src/pay/]"], "", id="a path inside another path"),
    pytest.param(["[catalog/src/, catalog/src]"], ["[catalog/b/]"], "", id="one service with the same path twice"),
    pytest.param(["[catalog/src/]"], ["[catalog/src/]"], "lifecycle: retired", id="a retired service"),
    pytest.param(["['catalog/src/*.py']"], ["['catalog/src/*.go']"], "", id="patterns that match no common file"),
]


@pytest.mark.parametrize(("one", "two", "more"), SILENT)
def test_silent(one: list[str], two: list[str], more: str) -> None:
    files = with_files(
        shop(
            service("checkout", f"code: {{paths: {one[0]}}}"),
            service("payment", f"code: {{paths: {two[0]}}}", *([more] if more else [])),
        ),
        "src/pay/a.py", "src/b.go", "src/c.py", "b/x",
    )  # fmt: skip
    assert told("OWN006", files) == []


def test_silent_about_claims_in_another_repository() -> None:
    code = "code: {repository: https://git.acme.example/x, paths: [src/]}"
    assert told("OWN006", shop(service("checkout", code), service("payment", code))) == []


def test_silent_about_an_invalid_service() -> None:
    files = {f"catalog/{path}": text for path, text in COMPANY.items()}
    files["catalog/a.yaml"] = service("checkout", "code: {paths: [catalog/]}")
    files["catalog/b.yaml"] = service("payment", "code: {paths: [catalog/]}", "wrong: true")
    assert [line for line in said(check(files)) if "overlapping" in line] == []


def test_services_of_two_teams_are_reported_too() -> None:
    files = with_files(
        {
            **shop(
                service("checkout", "code: {paths: [catalog/src/]}"),
                service("web", "code: {paths: [catalog/src/]}", owner="web"),
            ),
            "web.yaml": team("web"),
        },
        "src/a",
    )
    assert len(told("OWN006", files)) == 3
