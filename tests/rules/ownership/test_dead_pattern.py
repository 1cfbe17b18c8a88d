"""OWN008 dead-pattern."""

from __future__ import annotations

import pytest

from ownercat.documents.loader import Scope, assemble
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
    return f"catalog/a.yaml:7:{column} error[dead-pattern] service checkout claims {path}, and git tracks nothing there"


REPORTED = [
    pytest.param("src/chekout/", "did you mean src/checkout/?", id="a folder with a typo"),
    pytest.param("src/Checkout", "did you mean src/checkout/?", id="a folder in another case"),
    pytest.param("src/pay/refnd.py", "did you mean src/pay/refund.py?", id="a file with a typo"),
    pytest.param("Makefil", "did you mean Makefile?", id="a file of the root with a typo"),
    pytest.param("src/zzz/qqq", "name a path that is there; src/ is", id="nothing of that name, in a folder that is there"),
    pytest.param("lib/", "name a path that is there, or say with `repository` where the code is", id="nothing at all"),
    pytest.param("'src/*/*.rs'", "name a path that is there; src/ is", id="a glob"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "help"), REPORTED)
def test_reported(path: str, help: str) -> None:
    assert found(f"[{path}]") == [dead(path.strip("'")), help]


def test_the_nearest_owner_is_named() -> None:
    assert found("[src/pay/, src/zzz/qqq]") == [
        dead("src/zzz/qqq", 26),
        "name a path that is there; src/ is, and the nearest code is of service checkout (team storefront), with src/pay/",
    ]  # fmt: skip


SILENT = [
    pytest.param("[src/checkout/, src/pay, Makefile]", [], id="folders and a file that are there"),
    pytest.param("['src/*/refund.py', '**/*.md', src/**]", [], id="globs that match"),
    pytest.param("[/]", [], id="everything"),
    pytest.param("[gone/]", ["lifecycle: retired"], id="a service that is retired"),
]


@pytest.mark.parametrize(("paths", "more"), SILENT)
def test_silent(paths: str, more: list[str]) -> None:
    assert found(paths, *more) == []


def test_code_in_another_repository_is_not_looked_for() -> None:
    files = {
        **CATALOG,
        "catalog/a.yaml": service("x", "code: {repository: https://git.acme.example/x, paths: [gone/]}"),
    }
    assert said(check(files)) == []


def test_without_git_nothing_is_known() -> None:
    files = {**CATALOG, "catalog/a.yaml": service("checkout", "code: {paths: [gone/]}")}
    loaded = assemble([Content(path, text.encode()) for path, text in files.items()], Scope("catalog"))
    assert loaded.tracked is None
    assert said(lint(loaded, LintOptions(Selection(select=("OWN008",))))) == []


def test_claims_that_cannot_be_judged_are_one_finding() -> None:
    # the patterns have nothing fixed, and as many names fit as there are files
    paths = ", ".join(f'"{"?*" * (n % 60 + 1)}/**/*{"*?" * (n // 60 + 1)}/**/?*{n}?"' for n in range(3_000))
    tracked = tuple(f"{'a' * 90}{n}/{'b' * 90}{n}/{'c' * 40}{n}x" for n in range(3_000))
    assert found(f"[{paths}]", tracked=tracked) == [
        "catalog/a.yaml:3:7 error[dead-pattern] the code paths of this repository hold more wildcards than can be judged",
        "claim folders by their names",
    ]  # fmt: skip
