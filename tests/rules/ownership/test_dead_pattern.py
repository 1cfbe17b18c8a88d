"""OWN008 dead-pattern."""

from __future__ import annotations

import pytest

from ownercat.documents.loader import assemble
from ownercat.documents.scope import Scope
from ownercat.linter import LintOptions, lint
from ownercat.linter.selection import Selection
from ownercat.repository.trees import Content
from tests.catalogs import check, said
from tests.rules.parts import COMPANY, service

CATALOG = {f"catalog/{path}": text for path, text in COMPANY.items()}
TRACKED = ("src/checkout/basket.py", "src/pay/refund.py", "Makefile", "docs/a.md")


def found(paths: str, *more: str, tracked: tuple[str, ...] = TRACKED) -> list[str]:
    """Place, message and help of every finding of the rule."""
    files = {**CATALOG, "catalog/a.yaml": service("checkout", f"code: {{paths: {paths}}}", *more)}
    report = check({**files, **dict.fromkeys(tracked, "")}, select=("OWN008",))
    return [text for line, d in zip(said(report), report.diagnostics, strict=True) for text in (line, d.help)]


def dead(path: str, column: int = 16) -> str:
    message = f"service checkout claims a path without tracked files: {path}"
    return f"catalog/a.yaml:7:{column} error[dead-pattern] {message}"


REPORTED = [
    pytest.param("src/chekout/", "did you mean src/checkout/?", id="a folder with a typo"),
    pytest.param("src/Checkout", "did you mean src/checkout/?", id="a folder in another case"),
    pytest.param("src/pay/refnd.py", "did you mean src/pay/refund.py?", id="a file with a typo"),
    pytest.param("Makefil", "did you mean Makefile?", id="a file of the root with a typo"),
    pytest.param("src/zzz/qqq", "write a path that exists in src/", id="no similar name, in a folder that exists"),
    pytest.param(
        "lib/",
        "write a path that exists, or add `repository` under `code` if the code is in another repository",
        id="no similar name, in the root",
    ),
    pytest.param("'src/*/*.rs'", "write a path that exists in src/", id="a glob"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "help"), REPORTED)
def test_reported(path: str, help: str) -> None:
    assert found(f"[{path}]") == [dead(path.strip("'")), help]


def test_the_nearest_owner_is_named() -> None:
    assert found("[src/pay/, src/zzz/qqq]") == [
        dead("src/zzz/qqq", 26),
        "write a path that exists in src/; the nearest code belongs to service checkout (team storefront, path src/pay/)",
    ]  # fmt: skip


SILENT = [
    pytest.param("[src/checkout/, src/pay, Makefile]", [], id="folders and a file that exist"),
    pytest.param("['src/*/refund.py', '**/*.md', src/**]", [], id="globs that match"),
    pytest.param("[/]", [], id="everything"),
    pytest.param("[gone/]", ["lifecycle: retired"], id="a retired service"),
]


@pytest.mark.parametrize(("paths", "more"), SILENT)
def test_silent(paths: str, more: list[str]) -> None:
    assert found(paths, *more) == []


def test_silent_about_code_in_another_repository() -> None:
    files = {
        **CATALOG,
        "catalog/a.yaml": service("x", "code: {repository: https://git.acme.example/x, paths: [gone/]}"),
    }
    assert said(check(files)) == []


def test_silent_without_git() -> None:
    files = {**CATALOG, "catalog/a.yaml": service("checkout", "code: {paths: [gone/]}")}
    loaded = assemble([Content(path, text.encode()) for path, text in files.items()], Scope("catalog"))
    assert loaded.tracked is None
    assert said(lint(loaded, LintOptions(Selection(select=("OWN008",))))) == []


def test_too_many_wildcards_are_one_finding() -> None:
    # the patterns have nothing fixed, and as many names fit as there are files
    paths = ", ".join(f'"{"?*" * (n % 60 + 1)}/**/*{"*?" * (n // 60 + 1)}/**/?*{n}?"' for n in range(3_000))
    tracked = tuple(f"{'a' * 90}{n}/{'b' * 90}{n}/{'c' * 40}{n}x" for n in range(3_000))
    assert found(f"[{paths}]", tracked=tracked) == [
        "catalog/a.yaml:3:7 error[dead-pattern] the code paths of this repository have too many wildcards: ownercat cannot check them",
        "claim folders by name, without wildcards",
    ]  # fmt: skip
