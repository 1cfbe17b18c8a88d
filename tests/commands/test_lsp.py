"""`ownercat lsp`, as an editor sees it: the real client of pygls and a real server over standard streams."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp
from markdown_it import MarkdownIt
from pygls.exceptions import JsonRpcException

from ownercat.diagnostics import Position
from ownercat.documents import schema
from ownercat.sessions import completing, symbols
from ownercat.sessions.editing import EditSession
from ownercat.sessions.workspace import CatalogOptions
from tests.editor.client import Editor
from tests.repositories import Repository

POLICY = "apiVersion: ownercat/v1\nkind: Policy\nname: company\n"
TEAM = "apiVersion: ownercat/v1\nkind: Team\nname: web\nmembers: [ana]\n"
ANA = "apiVersion: ownercat/v1\nkind: Person\nname: ana\ntitle: Ana Ruiz\n"
SHOP = "apiVersion: ownercat/v1\nkind: Service\nname: shop\nowner: web\n"
FILES = {
    "catalog/policy.yaml": POLICY,
    "catalog/teams/web.yaml": TEAM,
    "catalog/people/ana.yaml": ANA,
    "catalog/services/shop.yaml": SHOP,
}
SHOP_FILE = "catalog/services/shop.yaml"

Start = Callable[..., Editor]


@pytest.fixture
def start(repository: Repository) -> Iterator[Start]:
    """Start an editor in a repository with files."""
    editors: list[Editor] = []

    def begin(files: dict[str, str] | None = None, **options: object) -> Editor:
        repository.write(FILES if files is None else files)
        editors.append(Editor(repository, **options))  # type: ignore[arg-type]
        return editors[-1]

    yield begin
    for editor in editors:
        editor.close()


WOB = SHOP.replace("owner: web", "owner: wob")


def found(editor: Editor, path: str, code: str) -> list[lsp.Diagnostic]:
    """The findings of one rule in a file."""
    return [each for each in editor.findings.get(path, []) if each.code == code]


def span(line: int, start: int, end: int) -> lsp.Range:
    return lsp.Range(lsp.Position(line, start), lsp.Position(line, end))


def test_unsaved_text_is_checked_while_the_file_stays(start: Start, repository: Repository) -> None:
    editor = start()
    editor.open(SHOP_FILE, WOB)
    editor.wait(lambda: found(editor, SHOP_FILE, "OWN001"))
    assert found(editor, SHOP_FILE, "OWN001") == [
        lsp.Diagnostic(
            span(3, 7, 10),
            "service shop has an undefined owner: team wob\nhelp: add team wob, or give service shop to another team",
            lsp.DiagnosticSeverity.Error,
            "OWN001",
            lsp.CodeDescription("https://ownercat.example/rules/orphaned-service"),
            "ownercat",
            related_information=(),
        )
    ]
    assert (repository.root / SHOP_FILE).read_text() == SHOP


def test_a_corrected_text_has_no_finding_any_more(start: Start) -> None:
    editor = start({**FILES, SHOP_FILE: WOB})
    editor.open(SHOP_FILE)
    editor.wait(lambda: found(editor, SHOP_FILE, "OWN001"))
    editor.type(SHOP_FILE, SHOP)
    editor.wait(lambda: not found(editor, SHOP_FILE, "OWN001"))


def test_the_findings_are_those_of_check(start: Start, repository: Repository) -> None:
    editor = start({**FILES, SHOP_FILE: WOB, "catalog/teams/broken.yaml": "kind: Team\nname: [\n"})
    editor.wait(lambda: len(editor.findings) == 3)
    command = [sys.executable, "-m", "ownercat", "check", "--format", "json"]
    checked = subprocess.run(command, cwd=repository.root, env=repository.env, capture_output=True, check=False)
    wanted = {
        (each["path"], each["code"], each["start"]["line"] - 1, each["start"]["column"] - 1)
        for each in json.loads(checked.stdout)["findings"]
    }
    assert wanted == {
        (path, each.code, each.range.start.line, each.range.start.character)
        for path, shown in editor.findings.items()
        for each in shown
    }


def test_a_finding_in_another_file_shows_the_place_that_causes_it(start: Start) -> None:
    editor = start()
    editor.open(SHOP_FILE, WOB)
    editor.wait(lambda: found(editor, "catalog/teams/web.yaml", "OWN015"))
    editor.type(SHOP_FILE, SHOP)
    editor.wait(lambda: found(editor, SHOP_FILE, "ESC001"))
    (finding,) = found(editor, SHOP_FILE, "ESC001")
    place = lsp.Location(editor.uri("catalog/teams/web.yaml"), span(2, 6, 9))
    assert list(finding.related_information or ()) == [
        lsp.DiagnosticRelatedInformation(place, "owner team web without `escalation`")
    ]


@pytest.mark.parametrize(("encoding", "column"), [("utf-16", 80), ("utf-32", 78), ("utf-8", 84)])
def test_columns_count_in_the_units_of_the_client(start: Start, encoding: str, column: int) -> None:
    line = '{apiVersion: ownercat/v1, kind: Service, name: shop, title: "🐈🐈 shop", owner: wob}\n'
    editor = start({**FILES, SHOP_FILE: line}, encodings=[encoding])
    editor.wait(lambda: found(editor, SHOP_FILE, "OWN001"))
    assert [each.range for each in found(editor, SHOP_FILE, "OWN001")] == [span(0, column, column + 3)]


@pytest.mark.parametrize("text", ["name: [\n", "\ud800", "a: &a [*a]\n" + "[" * 5_000, "x: \0", "<<<<<<< HEAD\n", ""])
def test_a_broken_text_stops_nothing(start: Start, text: str) -> None:
    editor = start()
    editor.open(SHOP_FILE, text)
    editor.type(SHOP_FILE, WOB)
    editor.wait(lambda: found(editor, SHOP_FILE, "OWN001"))
    editor.type(SHOP_FILE, text)
    editor.wait(lambda: not found(editor, SHOP_FILE, "OWN001"))
    assert editor.messages == []
    assert editor.stop() == 0


def test_a_burst_of_edits_is_one_check(start: Start) -> None:
    editor = start()
    editor.open(SHOP_FILE)
    for number in range(40):
        editor.type(SHOP_FILE, SHOP.replace("owner: web", f"owner: web{number}"))
    editor.wait(lambda: found(editor, SHOP_FILE, "OWN001"))
    (finding,) = found(editor, SHOP_FILE, "OWN001")
    assert finding.message.startswith("service shop has an undefined owner: team web39\n")
    assert editor.published < 20


def test_a_new_file_counts_before_it_is_saved(start: Start) -> None:
    editor = start({**FILES, SHOP_FILE: WOB})
    editor.wait(lambda: found(editor, SHOP_FILE, "OWN001"))
    editor.open("catalog/teams/wob.yaml", TEAM.replace("web", "wob"))
    editor.wait(lambda: not found(editor, SHOP_FILE, "OWN001"))


def test_an_ignored_file_and_one_outside_of_the_repository_do_not_count(start: Start, tmp_path: Path) -> None:
    ignored = "catalog/teams/mine.yaml"
    editor = start({**FILES, SHOP_FILE: WOB, ".gitignore": "mine.yaml\n", ignored: "x: [\n"})
    editor.open(ignored, TEAM.replace("web", "wob"))
    editor.open(str(tmp_path / "other.yaml"), TEAM.replace("web", "wob"))
    editor.open(SHOP_FILE)
    editor.wait(lambda: len(editor.findings) > 1)
    assert set(editor.findings) == {SHOP_FILE, "catalog/teams/web.yaml"}
    assert found(editor, SHOP_FILE, "OWN001")


@pytest.mark.parametrize(
    ("files", "several", "message"),
    [
        ({}, False, "ownercat: no catalog found: catalog/ does not exist in the working tree;"),
        (
            FILES,
            True,
            "ownercat: several folders are open, and ownercat checks one. Open the folder of the catalog alone",
        ),
        ({**FILES, "ownercat.toml": "x = [\n"}, False, "ownercat: the configuration "),
    ],
)
def test_without_one_catalog_there_is_one_message(
    start: Start, tmp_path: Path, files: dict[str, str], several: bool, message: str
) -> None:
    editor = start(files, folders=[tmp_path, tmp_path.parent] if several else [])
    editor.wait(lambda: editor.messages)
    editor.open("notes.yaml", "x: 1\n")
    editor.save("notes.yaml")
    assert editor.stop() == 0
    assert [text[: len(message)] for text in editor.messages] == [message]
    assert editor.published == 0


def test_a_request_that_fails_shows_one_line_and_no_traceback(start: Start) -> None:
    editor = start()
    with pytest.raises(JsonRpcException) as failed:
        editor.run(editor.client.workspace_execute_command_async(lsp.ExecuteCommandParams("no\nsuch")))
    assert failed.value.data is None
    assert "Traceback" not in str(failed.value)
    assert "\n" not in failed.value.message
    editor.open(SHOP_FILE, WOB)
    editor.wait(lambda: found(editor, SHOP_FILE, "OWN001"))


ROTATION = """\
apiVersion: ownercat/v1
kind: Rotation
name: web-primary
title: Web on call
team: web
layers:
  - id: everyone
    timeZone: Europe/Madrid
    members: [ana]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
"""
PAGING = """\
apiVersion: ownercat/v1
kind: Escalation
name: web-default
team: web
tiers: [{notify: [rotation:web-primary], wait: 5m}]
"""
RUN = {
    **FILES,
    "catalog/rotations/web.yaml": ROTATION,
    "catalog/escalations/web.yaml": PAGING,
    SHOP_FILE: SHOP + "escalation: web-default\n",
}
TEAM_FILE = "catalog/teams/web.yaml"


def hover(editor: Editor, path: str, line: int, character: int) -> tuple[str, lsp.Range | None]:
    at = editor.at(path, line, character)
    answer = editor.run(editor.client.text_document_hover_async(lsp.HoverParams(at.text_document, at.position)))
    if answer is None:
        return "", None
    assert isinstance(answer.contents, lsp.MarkupContent)
    assert answer.contents.kind == lsp.MarkupKind.Markdown
    return answer.contents.value, answer.range


def test_hover_on_a_service_shows_its_owner_and_who_is_on_call(start: Start) -> None:
    editor = start(RUN)
    text, range = hover(editor, SHOP_FILE, 2, 8)
    assert range == span(2, 6, 10)
    assert text.startswith("**service shop** · tier 3 · production\n\n`catalog/services/shop.yaml:3`\n")
    assert "\n- owner: web\n" in text
    assert re.search(r"Ana Ruiz · now \d\d:\d\d in Madrid, no handoff", text)
    assert re.search(r" page:\n  - times in Madrid\n", text)


def test_hover_on_a_reference_answers_about_what_it_means(start: Start) -> None:
    editor = start(RUN)
    assert hover(editor, SHOP_FILE, 3, 8)[0].startswith("**team web**\n")
    text, range = hover(editor, "catalog/escalations/web.yaml", 4, 20)
    assert text.startswith("**rotation web-primary** · Web on call\n")
    assert "| rotation | on call | until | UTC | next |" in text
    assert range == span(4, 18, 38)


def test_hover_elsewhere_is_empty(start: Start) -> None:
    editor = start(RUN)
    assert hover(editor, SHOP_FILE, 1, 3) == ("", None)
    assert hover(editor, SHOP_FILE, 900, 900) == ("", None)
    assert hover(editor, "no/such.yaml", 0, 0) == ("", None)


def test_no_text_of_a_file_is_markup_in_a_hover(start: Start) -> None:
    evil = "[run](command:evil) <img src=x onerror=y> **b** ![i](https://x.example/i.png)"
    editor = start({**RUN, TEAM_FILE: f"{TEAM}title: '{evil}'\ndescription: '{evil}'\n"})
    text = hover(editor, SHOP_FILE, 3, 8)[0]
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "onerror" in shown
    assert not re.search(r"<(?:a|img|script)\b", shown)
    assert "**b**" not in text


def locations(editor: Editor, method: str, path: str, line: int, character: int) -> list[tuple[str, lsp.Range]]:
    at = editor.at(path, line, character)
    if method == "definition":
        params = lsp.DefinitionParams(at.text_document, at.position)
        answer = editor.run(editor.client.text_document_definition_async(params))
    else:
        context = lsp.ReferenceContext(include_declaration=method == "references and name")
        asked = lsp.ReferenceParams(context, at.text_document, at.position)
        answer = editor.run(editor.client.text_document_references_async(asked))
    assert isinstance(answer, Sequence)
    return [(each.uri.rpartition("repository/")[2], each.range) for each in answer if isinstance(each, lsp.Location)]


def test_definition_is_the_name_of_what_a_reference_means(start: Start) -> None:
    editor = start(RUN)
    assert locations(editor, "definition", SHOP_FILE, 3, 7) == [(TEAM_FILE, span(2, 6, 9))]
    assert locations(editor, "definition", "catalog/escalations/web.yaml", 4, 30) == [
        ("catalog/rotations/web.yaml", span(2, 6, 17))
    ]
    assert locations(editor, "definition", SHOP_FILE, 0, 0) == []


def test_references_are_in_every_file_also_in_text_that_is_not_saved(start: Start) -> None:
    editor = start(RUN)
    editor.open(SHOP_FILE, "# 🐈\n" + RUN[SHOP_FILE])
    wanted = [
        ("catalog/escalations/web.yaml", span(3, 6, 9)),
        ("catalog/rotations/web.yaml", span(4, 6, 9)),
        (SHOP_FILE, span(4, 7, 10)),
    ]
    assert locations(editor, "references", TEAM_FILE, 2, 6) == wanted
    assert locations(editor, "references and name", TEAM_FILE, 2, 6) == [*wanted, (TEAM_FILE, span(2, 6, 9))]


def test_the_outline_lists_the_names_of_a_file(start: Start) -> None:
    editor = start({**RUN, SHOP_FILE: f"{RUN[SHOP_FILE]}---\n{SHOP.replace('shop', 'till')}"})
    params = lsp.DocumentSymbolParams(editor.named(SHOP_FILE))
    answer = editor.run(editor.client.text_document_document_symbol_async(params))
    assert [(each.name, each.range.start.line) for each in answer or ()] == [("shop", 2), ("till", 8)]


def choices(editor: Editor, text: str) -> tuple[list[str], lsp.Range | None]:
    """What is offered at the bar in a text."""
    before, _, after = text.partition("|")
    editor.type(SHOP_FILE, before + after)
    at = editor.at(SHOP_FILE, before.count("\n"), len(before.rpartition("\n")[2]))
    answer = editor.run(
        editor.client.text_document_completion_async(lsp.CompletionParams(at.text_document, at.position))
    )
    assert isinstance(answer, Sequence)
    edits = [each.text_edit for each in answer]
    first = edits[0] if edits else None
    return [edit.new_text for edit in edits if isinstance(edit, lsp.TextEdit)], getattr(first, "range", None)


HEAD = "apiVersion: ownercat/v1\nkind: Service\nname: shop\n"


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (HEAD + "owner: |\n", {"web"}),
        (HEAD + "owner: team:w|\ntier: 1\n", {"team:web"}),
        (HEAD + "escalation: |", {"web-default"}),
        (HEAD + "dependsOn:\n  - service: s|\n", {"shop"}),
        (HEAD + "dependsOn:\n  - {service: shop, mode: |", {"hard", "soft", "async", "cached"}),
        (HEAD + "hosting: {|}\n", {"provider: ", "region: "}),
        ("apiVersion: ownercat/v1\nkind: Team\nname: x\nmembers: [|\n", {"ana"}),
        ("apiVersion: ownercat/v1\nkind: Team\nname: x\nmembers:\n  - |\n", {"ana"}),
        ("|", {"apiVersion: ", "kind: ", "name: "}),
        ("apiVersion: |", set()),
        ("# own|", set()),
        ("kind: Service\napiVersion: |\n", {"ownercat/v1"}),
        ("apiVersion: backstage.io/v1alpha1\nkind: |\n", set()),
        ("apiVersion: backstage.io/v1alpha1\nkind: Service\nn|\n", set()),
        (HEAD + "description: w|\n", set()),
        ("x: [[[|", set()),
    ],
)
def test_completion_offers_what_can_stand_there(start: Start, text: str, offered: set[str]) -> None:
    editor = start(RUN)
    editor.open(SHOP_FILE)
    assert set(choices(editor, text)[0]) == offered


def test_completion_replaces_the_word_and_offers_only_keys_that_are_missing(start: Start) -> None:
    editor = start(RUN)
    editor.open(SHOP_FILE)
    offered, range = choices(editor, HEAD + "own|\ntier: 1\n")
    assert range == span(3, 0, 3)
    assert {"owner: ", "type: "} <= set(offered)
    assert not {"tier: ", "name: ", "kind: "} & set(offered)
    assert choices(editor, "apiVersion: ownercat/v1\nkind: S|\n")[0] == sorted(schema.kinds())


def apply(text: str, edits: Sequence[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit]) -> str:
    """The text after edits, as an editor applies them."""
    lines = [*text.splitlines(keepends=True), ""]
    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        assert isinstance(edit, lsp.TextEdit)
        start, end = edit.range.start, edit.range.end
        before, after = lines[start.line][: start.character], lines[end.line][end.character :]
        lines[start.line : end.line + 1] = [before + edit.new_text + after]
    return "".join(lines)


def rename(editor: Editor, path: str, line: int, character: int, new: str) -> dict[str, str]:
    """The files after a rename."""
    at = editor.at(path, line, character)
    params = lsp.RenameParams(at.text_document, at.position, new)
    answer = editor.run(editor.client.text_document_rename_async(params))
    changes = (answer.changes if answer else None) or {}
    paths = {uri.rpartition("repository/")[2]: edits for uri, edits in changes.items()}
    return {path: apply((editor.root / path).read_text(), edits) for path, edits in paths.items()}


def test_rename_edits_every_reference_and_writes_nothing(start: Start) -> None:
    editor = start(RUN)
    until = (datetime.now(UTC) + timedelta(90)).date()
    assert rename(editor, SHOP_FILE, 3, 7, "site") == {
        "catalog/escalations/web.yaml": PAGING.replace("team: web", "team: site"),
        "catalog/rotations/web.yaml": ROTATION.replace("team: web", "team: site"),
        SHOP_FILE: RUN[SHOP_FILE].replace("owner: web", "owner: site"),
        TEAM_FILE: TEAM.replace("name: web\n", f"name: site\naliases: [{{name: web, until: {until}}}]\n"),
    }
    assert (editor.root / TEAM_FILE).read_text() == TEAM


def test_a_refused_rename_says_why(start: Start) -> None:
    editor = start(RUN)
    with pytest.raises(JsonRpcException) as refused:
        rename(editor, SHOP_FILE, 3, 7, "Not A Name")
    assert refused.value.message == (
        "Not A Name is not a valid name; a name has lower-case letters, digits and inner hyphens, at most 63 of them"
    )
    assert rename(editor, SHOP_FILE, 0, 0, "site") == {}


def test_a_rename_begins_with_the_name_alone(start: Start) -> None:
    editor = start(RUN)
    at = editor.at("catalog/escalations/web.yaml", 4, 20)
    params = lsp.PrepareRenameParams(at.text_document, at.position)
    answer = editor.run(editor.client.text_document_prepare_rename_async(params))
    assert answer == lsp.PrepareRenamePlaceholder(span(4, 27, 38), "web-primary")


def actions(editor: Editor, path: str, line: int) -> list[lsp.CodeAction]:
    params = lsp.CodeActionParams(editor.named(path), span(line, 0, 0), lsp.CodeActionContext([]))
    answer = editor.run(editor.client.text_document_code_action_async(params))
    return [each for each in answer or () if isinstance(each, lsp.CodeAction)]


def test_a_finding_with_one_correction_has_a_quick_fix(start: Start) -> None:
    editor = start(RUN)
    text = RUN[SHOP_FILE] + "lifecycle: Production # 🐈\n"
    editor.open(SHOP_FILE, text)
    editor.wait(lambda: any(each.range.start.line == 5 for each in editor.findings.get(SHOP_FILE, ())))
    (action,) = actions(editor, SHOP_FILE, 5)
    assert action.kind == lsp.CodeActionKind.QuickFix
    assert action.title == "write production"
    assert action.edit is not None and action.edit.changes is not None
    assert apply(text, action.edit.changes[editor.uri(SHOP_FILE)]) == text.replace("Production", "production")
    assert actions(editor, SHOP_FILE, 0) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server_while_it_waits(start: Start, number: signal.Signals) -> None:
    editor = start()
    editor.wait(lambda: editor.published)
    process = editor.client._server
    assert process is not None
    process.send_signal(number)
    assert editor.run(process.wait()) == -number


@given(
    cut=st.integers(0, len(RUN[SHOP_FILE])),
    written=st.text(st.sampled_from("[]{}:-#&*!|>'\"\n\r \t%@`?,a\u2028\ud800\0🐈"), max_size=12),
    line=st.integers(1, 9),
    column=st.integers(1, 40),
)
def test_no_text_and_no_position_is_an_error(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, cut: int, written: str, line: int, column: int
) -> None:
    if not (repository.root / SHOP_FILE).exists():
        repository.write(RUN)
    monkeypatch.chdir(repository.root)
    session = EditSession(CatalogOptions())
    text = RUN[SHOP_FILE][:cut] + written + RUN[SHOP_FILE][cut:]
    session.texts[str(repository.root / SHOP_FILE)] = text.encode("utf-8", "surrogatepass")
    edited, at = session.load(), Position(line, column)
    symbols.find_symbol(edited, SHOP_FILE, at)
    offered = completing.complete(edited, SHOP_FILE, at)
    assert offered.start <= column <= max(offered.end, column)


def test_the_extra_is_named_if_it_is_not_installed(repository: Repository) -> None:
    hide = "import sys; sys.modules['pygls'] = None; from ownercat.cli import main; sys.exit(main(['lsp']))"
    done = subprocess.run(
        [sys.executable, "-c", hide],
        cwd=repository.root,
        env=repository.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "ownercat: ownercat lsp needs the extra [lsp], which is not installed\nhelp: run pip install 'ownercat[lsp]'\n",
    )
