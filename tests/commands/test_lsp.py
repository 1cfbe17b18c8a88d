"""`ownercat lsp`, as an editor sees it: the real client of pygls and a real server over standard streams."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

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
    editor.wait(lambda: found(editor, SHOP_FILE, "OWN001"))
    assert set(editor.findings) == {SHOP_FILE, "catalog/teams/web.yaml"}


@pytest.mark.parametrize(
    ("files", "several", "message"),
    [
        ({}, False, "ownercat: no catalog found: catalog/ has no YAML files in the working tree."),
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
