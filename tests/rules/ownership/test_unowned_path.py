"""OWN007 unowned-path."""

from __future__ import annotations

import pytest

from tests.catalogs import check, said
from tests.rules.parts import COMPANY, doc, service

CATALOG = {f"catalog/{path}": text for path, text in COMPANY.items()}
NEAR = "the nearest code belongs to service checkout (team storefront, path src/checkout/)"


def found(roots: str, *tracked: str, code: str = "code: {paths: [src/checkout/]}", **files: str) -> list[str]:
    """Place, message and help of every finding of the rule."""
    policy = doc("Policy", "acme", f"rules: {{options: {{unowned-path: {{roots: {roots}}}}}}}")
    catalog = {**CATALOG, "catalog/policy.yaml": policy, "catalog/a.yaml": service("checkout", code)}
    more = {f"catalog/{name}.yaml": text for name, text in files.items()}
    report = check({**catalog, **more, **dict.fromkeys(tracked, "")}, select=("OWN007",))
    return [text for line, d in zip(said(report), report.diagnostics, strict=True) for text in (line, d.help)]


def test_a_file_next_to_claimed_files() -> None:
    assert found("[src/]", "src/checkout/a.py", "src/b.py") == [
        "src/b.py:1:1 warning[unowned-path] src/b.py belongs to no service",
        f"add src/b.py to `code.paths` of a service; {NEAR}",
    ]


def test_several_files_of_one_folder_are_one_finding() -> None:
    assert found("[src/]", "src/checkout/a.py", "src/b.py", "src/c.py") == [
        "src/b.py:1:1 warning[unowned-path] src/b.py and src/c.py belong to no service",
        f"add these files to `code.paths` of a service; {NEAR}",
    ]


def test_a_folder_without_claimed_files_is_one_finding() -> None:
    tracked = ("src/checkout/a.py", "src/refunds/a.py", "src/refunds/x/b.py", "src/refunds/x/c.py")
    assert found("[./src]", *tracked) == [
        "src/refunds/a.py:1:1 warning[unowned-path] src/refunds/ belongs to no service: 3 tracked files",
        f"add src/refunds/ to `code.paths` of a service; {NEAR}",
    ]


def test_a_folder_and_files_next_to_it() -> None:
    tracked = ("src/checkout/a.py", "src/z.py", "src/refunds/a.py", "src/refunds/b.py")
    assert [line for line in found("[src/]", *tracked) if "warning" in line] == [
        "src/refunds/a.py:1:1 warning[unowned-path] src/refunds/ belongs to no service: 2 tracked files",
        "src/z.py:1:1 warning[unowned-path] src/z.py belongs to no service",
    ]


def test_the_whole_repository_may_be_a_root() -> None:
    lines = found("[/]", "README.md", code="code: {paths: [catalog/]}")
    assert lines[0] == "README.md:1:1 warning[unowned-path] README.md belongs to no service"


def test_a_service_that_shares_only_the_root_is_not_near() -> None:
    assert found("[/docs]", "src/checkout/a.py", "docs/b.md") == [
        "docs/b.md:1:1 warning[unowned-path] docs/b.md belongs to no service",
        "add docs/b.md to `code.paths` of a service",
    ]


def test_no_file_is_claimed() -> None:
    assert found("[src/]", "src/a.py", "src/b.py", code="labels: {}") == [
        "src/a.py:1:1 warning[unowned-path] src/ belongs to no service: 2 tracked files",
        "add src/ to `code.paths` of a service",
    ]


SILENT = [
    pytest.param("[src/]", ("src/checkout/a.py", "lib/b.py"), id="files outside the roots"),
    pytest.param("[]", ("src/b.py",), id="no roots"),
    pytest.param("[srcs/]", ("src/b.py",), id="a root that does not exist"),
    pytest.param("src/", ("src/b.py",), id="roots of another type"),
]


@pytest.mark.parametrize(("roots", "tracked"), SILENT)
def test_silent(roots: str, tracked: tuple[str, ...]) -> None:
    assert found(roots, *tracked) == []


def test_a_file_with_errors_may_claim_it() -> None:
    broken = "code: {paths: [src/refunds/]\nname: refunds"
    assert found("[src/]", "src/checkout/a.py", "src/refunds/a.py", broken=broken) == []
    assert found("[src/]", "src/checkout/a.py", "src/other/a.py", broken="x: [other") == []


def test_an_invalid_service_still_claims() -> None:
    other = service("other", "code: {paths: [src/b.py]}", "wrong: true")
    assert found("[src/]", "src/checkout/a.py", "src/b.py", other=other) == []
