"""``comment``: one text for a pull request, whatever stands in the files, and never longer than a code host takes."""

from __future__ import annotations

import json
import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ownercat.cli import main
from ownercat.views.comment import LONGEST, MARKER
from tests.rules.parts import doc
from tests.safety.runner import commands
from tests.signoff.gate import Gate, review

BREAK = "  "  # two spaces break a line in Markdown
OURS = {MARKER + "\n", "<br>"}
EVIL = (
    "/merge "
    "@everyone @org/team <!-- ownercat --> --> <details> </details> `x` ``` # title [x](https://evil.example) "
    "![](https://evil.example/x.png) https://evil.example a@b.example ::error::x ##[error]x #1 org/repo#2 deadbeef1234"
)


def parse(text: str) -> list[Token]:
    parsed = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    return [child for token in parsed for child in [token, *(token.children or ())]]


def said(gate: Gate, *arguments: str) -> tuple[int, str]:
    code = main(["comment", "--base", "main", *arguments])
    return code, gate.capsys.readouterr().out


def test_the_comment_says_what_changes_breaks_and_needs_approval(gate: Gate) -> None:
    main_commit = gate.git("rev-parse", "main")[:12]
    gate.edit("checkout.yaml", "owner: storefront", "owner: storefornt")
    code, text = said(gate)
    assert code == 0
    assert (
        text
        == f"""\
<!-- ownercat -->
### ownercat: 1 change in meaning, 1 error, 1 approval missing

#### What changes

From `{main_commit}` to the working tree: 1 change in 1 service.

**service checkout**

- owner: from storefront to storefornt

#### What breaks

1 error in 8 files (4 services){BREAK}
compared with `{main_commit}` (merge base with main); shows only new or worse findings{BREAK}
this change needs 1 approval: run ownercat signoff check --base main

- **error** `catalog/checkout.yaml:4` service checkout has an undefined owner: team storefornt (orphaned-service)
  - help: did you mean storefront?

#### Who must approve

**1 approval required: storefront.**

This pull request removes the owner of service checkout.

- [ ] storefront · owner · owner-removed owner storefront → not set<br>
  impossible: checkout would have no owner: retire the service, or set another owner<br>
  reason: team owns checkout

compared the working tree with base branch "main" `({main_commit})`
"""
    )


def test_a_finding_with_one_correction_shows_the_edit_and_the_command(gate: Gate) -> None:
    gate.edit("sla.yaml", "restore: 30m", "restore: 30 min")
    _, text = said(gate)
    part = text.partition("#### What breaks")[2].partition("#### ")[0]
    assert "\n  ```suggestion\n    sev1: {ack: 10m, restore: 30m}\n  ```\n" in part
    assert part.endswith("\n\n`ownercat check --base main --fix` corrects 1 of these findings\n\n")


def test_nothing_to_report_is_exit_code_1(gate: Gate) -> None:
    gate.edit("checkout.yaml", "tier: 2", "tier:    2")
    code, text = said(gate)
    assert (code, text.splitlines()[:2]) == (1, [MARKER, "### ownercat: nothing to report"])
    assert "Nothing changed in meaning" in text
    assert "**No approvals required.**" in text


def test_reviews_check_the_boxes_and_leave_out_their_reviewers(gate: Gate) -> None:
    seen = gate.slower()
    _, planned = said(gate, "--rev", "change")
    assert "- [ ] payments" in planned
    assert "to approve: review the pull request, or run<br>\n  `ownercat signoff approve payment" in planned
    assert planned.endswith("Reviewers to request: `ana-gh`, `cy-gh`, `gus-gh`, `bo-gh`, `di-gh`, `hal-gh`, `ivy-gh`\n")
    gate.check(review("bo", seen), review("hal", seen))
    code, text = said(gate, "--rev", "change", "--reviews", str(gate.repository.root.parent / "reviews.json"))
    assert code == 0
    assert re.findall(r"^- \[[ x]\] \w+", text, re.MULTILINE) == ["- [x] payments", "- [ ] storefront", "- [x] council"]
    assert text.splitlines()[1] == "### ownercat: 1 change in meaning, 1 approval missing"
    assert text.endswith("Reviewers to request: `cy-gh`, `di-gh`\n")


def test_unknown_approvals_do_not_hide_the_rest(gate: Gate) -> None:
    """After a criss-cross merge there are two merge bases, and `signoff` gives no verdict."""
    gate.edit("payment.yaml", "tier: 2", "tier: 2\ntitle: Payment")
    gate.save("change")
    gate.git("checkout", "-q", "main")
    gate.edit("bank.yaml", "tier: 1", "tier: 1\ntitle: Bank")
    gate.save("main")
    gate.git("merge", "-q", "-m", "one way", "change")
    gate.git("checkout", "-q", "change")
    gate.git("merge", "-q", "-m", "the other way", "main~1")
    gate.edit("payment.yaml", "owner: payments", "owner: search")
    code, text = said(gate)
    assert code == 3
    assert text.splitlines()[1] == "### ownercat: 1 change in meaning, 1 error, approvals unknown"
    assert "- owner: from payments to search" in text
    assert "merge bases" in text.partition("#### Who must approve")[2]


def test_a_wrong_option_is_not_a_comment(gate: Gate) -> None:
    assert main(["comment", "--base", "main", "--reviews", "nowhere.json"]) == 2
    out, err = gate.capsys.readouterr()
    assert (out, err.splitlines()[0]) == (
        "",
        "ownercat: cannot read --reviews nowhere.json: No such file or directory",
    )


def test_hostile_text_is_only_text(gate: Gate) -> None:
    logins = json.dumps({"github": EVIL})
    gate.put(
        {
            "evil.yaml": doc("Service", json.dumps(EVIL), f"owner: {json.dumps(EVIL)}", f"title: {json.dumps(EVIL)}"),
            f"{EVIL.replace('/', '')[:80]}.yaml": doc("Person", "zoe", f"title: {json.dumps(EVIL)}", f"logins: {logins}"),
        }
    )  # fmt: skip
    gate.edit("teams.yaml", "[cy, di]", "[cy, di, zoe]")
    _, text = said(gate)
    assert list(commands(text)) == []
    assert not any(line.startswith("/") for line in text.splitlines())  # GitLab would obey
    tokens = parse(text)
    assert not {"link_open", "image", "code_block"} & {token.type for token in tokens}
    assert {token.info for token in tokens if token.type == "fence"} <= {"suggestion"}
    assert {token.content for token in tokens if token.type.startswith("html")} <= OURS
    assert text.count(MARKER) == 1
    assert [t.content for t in tokens if t.type == "text" and re.search(r"@|://|#\d|deadbeef1234", t.content)] == []
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h3", "h4", "h4", "h4"]


@pytest.mark.parametrize("number", [1, 10, 3_000])
def test_a_comment_is_never_longer_than_a_forge_takes(gate: Gate, number: int) -> None:
    wide = "\N{CAT FACE}" * 20
    many = (doc("Service", f"service-{n}", f"owner: nobody-{n}", f"title: {wide}") for n in range(number))
    gate.put({"many.yaml": "---\n".join(many)})
    code, text = said(gate)
    assert code == (3 if number > 1_000 else 0)  # a file with more documents is not read to its end
    assert len(text.encode("utf-16-le")) // 2 <= LONGEST
    assert len(text.encode()) <= LONGEST
    assert (" more lines not shown\n" in text) is (number == 3_000)
    assert {token.content for token in parse(text) if token.type.startswith("html")} <= OURS
