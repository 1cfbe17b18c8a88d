"""REA304: the errors of the code host, at their line and column."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, snapshot


def told(files: dict[str, str], code: str = "REA304") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


ERROR = {"line": 3, "column": 7, "kind": "Unknown owner", "path": ".github/CODEOWNERS", "suggestion": "make sure it exists",
         "message": "Unknown owner on line 3\n\n  *.js @acme/gone\n       ^"}  # fmt: skip


def test_an_error_has_its_place() -> None:
    assert told({FOLDER + "e.json": snapshot({"errors": [ERROR]}, source="github")}) == [
        ".github/CODEOWNERS:3:7 warning the code host ignores a line of .github/CODEOWNERS: Unknown owner on line 3"
        " | make sure it exists"
    ]


def test_no_error_is_silent() -> None:
    assert told({FOLDER + "e.json": snapshot({"errors": []}, source="github")}) == []


def test_an_error_of_the_api_is_no_answer() -> None:
    page = {"message": "Not Found", "errors": []}
    assert len(told({FOLDER + "e.json": snapshot(page, source="github")}, "REA001")) == 1
