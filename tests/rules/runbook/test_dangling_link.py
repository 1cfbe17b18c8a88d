"""RUN008: a link to a local file that leads nowhere."""

from __future__ import annotations

import pytest

from tests.catalogs import check
from tests.rules.shop import SERVICE, TEAM_AND_PEOPLE

FRONT = "---\napiVersion: ownercat/v1\nkind: Runbook\nname: checkout-errors\nservice: checkout\n---\n"
LABEL = "RUN008 runbook checkout-errors links to a"
OTHER = "correct the path of the link, or add the file"


def reported(text: str, path: str = "catalog/books/errors.md", **files: str) -> list[str]:
    catalog = {"catalog/a.yaml": f"{SERVICE}---\n{TEAM_AND_PEOPLE}", "docs/diagram.md": "", "docs/cut/index.md": ""}
    report = check({**catalog, path: FRONT + text, **files})
    return [f"{d.span.start.line} {d.code} {d.message} | {d.help}" for d in report.diagnostics]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# Errors\n\nSee\n[it](gone.md).", f"10 {LABEL} missing file: gone.md | {OTHER}", id="missing"),
        pytest.param("[it](diagram.md)", f"7 {LABEL} missing file: diagram.md | did you mean ../../docs/diagram.md?", id="moved"),
        pytest.param("![it](gone.png)", f"7 {LABEL} missing file: gone.png | {OTHER}", id="an image"),
        pytest.param("[it][1]\n\n[1]: gone.md", f"7 {LABEL} missing file: gone.md | {OTHER}", id="a definition"),
        pytest.param("[it](/gone.md)", f"7 {LABEL} missing file: /gone.md | {OTHER}", id="from the root"),
        pytest.param(
            "[it](../../../../etc/passwd)",
            f"7 {LABEL} file outside of the repository: ../../../../etc/passwd | {OTHER}", id="outside",
        ),
        pytest.param("[it](a%1b%5b2J.md)", f"7 {LABEL} missing file: a\\x1b[2J.md | {OTHER}", id="a control character"),
        pytest.param("[it](gone.md)\n[again](gone.md#x)", f"7 {LABEL} missing file: gone.md | {OTHER}", id="twice"),
    ],
)  # fmt: skip
def test_reported(text: str, expected: str) -> None:
    assert reported(text) == [expected]


@pytest.mark.parametrize(
    "target",
    [
        "../../docs/diagram.md", "../../docs/diagram.md#top", "../../docs/diagram", "../../docs/cut", "../../docs",
        "/docs/diagram.md", "/diagram/", "../../../docs/diagram", "#errors", "https://wiki.example/x", "//host/x",
        "mailto:a@b.example", "{{< ref gone >}}", "errors.md", ".", "../a.yaml",
    ],
)  # fmt: skip
def test_silent(target: str) -> None:
    assert reported(f"[it](<{target}>)") == []


def test_a_link_in_code_is_no_link() -> None:
    assert reported("```sh\n[it](gone.md)\n```\n\n`[it](gone.md)`") == []
