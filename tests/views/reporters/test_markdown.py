"""``markdown``: a Markdown parser finds nothing but our list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from ownercat.diagnostics import Withheld
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.views.reporters.sample import HOSTILE, ORPHANED, OWNERSHIP, TEAM, full, planted, report

render = reporters.load("markdown").render
MANY = [ORPHANED] * 10_000


def test_a_finding_is_an_item_with_its_fix() -> None:
    assert render(report(ORPHANED), ReportDisplay()) == (
        "1 error in 61 files (20 services)\n\n"
        f"- **error** `{OWNERSHIP}:12` {ORPHANED.message} (orphaned-service)\n"
        f"  - help: {ORPHANED.help}\n"
        f"  - `{TEAM}:5` left on 2026-10-31\n"
    )
    assert render(report(), ReportDisplay()) == "no findings in 61 files (20 services)\n"


def test_a_long_list_is_cut_and_what_is_not_reported_is_counted() -> None:
    withheld = (Withheld(3, ("REF001",), None, True, "catalog/x.yaml", 3),)
    text = render(report(*MANY, withheld=withheld, suppressed=2), ReportDisplay())
    assert text.count("- **error**") == 100
    assert text.endswith("- and 9900 more findings\n")
    assert text.startswith("10000 errors, 3 withheld findings (-v shows why), 2 suppressed in 61 files")


@pytest.mark.parametrize("length", [1, 500, 5_000], ids=str)
def test_a_comment_is_never_longer_than_a_forge_takes(length: int) -> None:
    long = replace(ORPHANED, message="x" * length, help="y" * length)
    text = render(report(*[long] * 120), ReportDisplay())
    shown = text.count("- **error**")
    assert len(text) < 65_536
    assert text.endswith(f"- and {120 - shown} more findings\n")
    assert shown == {1: 100, 500: 52, 5_000: 27}[length]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_text_is_only_text(text: str) -> None:
    tokens = [
        child
        for token in MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .parse(render(planted(text), ReportDisplay()))
        for child in [token, *(token.children or ())]
    ]
    assert not {"link_open", "image", "html_inline", "html_block", "heading_open", "fence"} & {t.type for t in tokens}
    assert sum(token.type == "bullet_list_open" and token.level == 0 for token in tokens) == 1


def test_everything_at_once() -> None:
    assert "\x1b" not in render(full(), ReportDisplay(color=True))
