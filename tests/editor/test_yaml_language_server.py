"""What an editor shows: the real yaml-language-server reads the sample catalog with the shipped schemas.

npm install --prefix SOMEWHERE yaml-language-server@1.25.0
OWNERCAT_YAML_LANGUAGE_SERVER=SOMEWHERE/node_modules/.bin/yaml-language-server pytest tests/editor
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ownercat.documents import schema
from tests.editor.server import Server
from tests.repositories import environment

ROOT = Path(__file__).parents[2]
# Read here: while a test runs, the environment holds nothing of ours.
PROGRAM = (
    os.environ.get("OWNERCAT_YAML_LANGUAGE_SERVER")
    or shutil.which("yaml-language-server")
    or shutil.which("yaml-language-server", path=ROOT / "node_modules" / ".bin")
)
pytestmark = pytest.mark.skipif(
    PROGRAM is None,
    reason="yaml-language-server is not installed: npm install -g yaml-language-server, "
    "or name it in OWNERCAT_YAML_LANGUAGE_SERVER",
)

SERVICE = "catalog/services/checkout/ownership.yaml"  # names service.schema.json
TEAM = "catalog/teams/storefront.yaml"  # names ownercat.schema.json, and holds several kinds
KIND, COMBINED = "service.schema.json", "ownercat.schema.json"


class Editor(NamedTuple):
    """A server, and a copy of the sample catalog and the schemas that it reads."""

    server: Server
    root: Path

    def open(self, path: str, text: str | None = None) -> list[dict[str, Any]]:
        """Open a file of the copy, with another text if one is given."""
        if text is not None:
            (self.root / path).write_text(text, encoding="utf-8")
        return self.server.open(self.root / path)[0]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    root = tmp_path_factory.mktemp("editor")
    for folder in ("catalog", "schemas"):
        shutil.copytree(ROOT / folder, root / folder)
    server = Server([str(PROGRAM)], root, environment(tmp_path_factory.mktemp("home")))
    yield Editor(server, root)
    server.close()


def sample(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def edited(path: str, *edits: tuple[str, str]) -> str:
    """The sample with each text replaced where it first stands."""
    text = sample(path)
    for old, new in edits:
        assert f"\n{old}" in text, old
        text = text.replace(f"\n{old}", f"\n{new}", 1)
    return text


def line(text: str, start: str) -> int:
    """The number of the first line that begins with a text, as the protocol counts."""
    return next(n for n, found in enumerate(text.splitlines()) if found.startswith(start))


def marked(text: str, found: Sequence[dict[str, Any]]) -> dict[str, str]:
    """What is underlined, and what is said about it; every mark lies within one line."""
    lines, said = text.splitlines(), {}
    for diagnostic in found:
        start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
        assert start["line"] == end["line"]
        key = f"{start['line']}: {lines[start['line']][start['character'] : end['character']]}"
        said[key] = diagnostic["message"]
    return said


def description(schema: str, key: str) -> str:
    properties = json.loads((ROOT / "schemas" / schema).read_text(encoding="utf-8"))["properties"]
    return str(properties[key]["description"])


def test_every_file_of_the_sample_is_clean(editor: Editor) -> None:
    files = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "catalog").rglob("*.yaml"))
    assert len(files) > 50
    # one after the other, as a person does: while it still loads a schema, the server judges a second file by half of it
    found = {path: editor.open(path) for path in files}
    assert {path: these for path, these in found.items() if these} == {}


def test_mistakes_are_marked_where_they_are(editor: Editor) -> None:
    text = edited(
        SERVICE, ("tier: 1", "tire: 1"), ("lifecycle: production", "lifecycle: prod"), ("owner: ", "owner: 7 #")
    )
    found = marked(text, editor.open(SERVICE.replace("ownership", "broken"), text))
    assert found.keys() == {
        f"{line(text, 'tire')}: tire",
        f"{line(text, 'lifecycle')}: prod",
        f"{line(text, 'owner')}: 7",
    }
    assert found[f"{line(text, 'tire')}: tire"] == "Property tire is not allowed."
    assert '"production"' in found[f"{line(text, 'lifecycle')}: prod"]


def test_mistakes_are_marked_in_every_document_of_a_file(editor: Editor) -> None:
    text = edited(
        TEAM,
        ("members: ", "membres: "),  # the team
        ("role: secondary", "role: secundary"),  # its second rotation
        ("onEmpty: wait", "onEmpty: wate"),  # its first escalation
    )
    found = marked(text, editor.open(TEAM.replace("storefront", "broken"), text))
    assert found.keys() == {
        f"{line(text, 'membres')}: membres",
        f"{line(text, 'role: secundary')}: secundary",
        f"{line(text, 'onEmpty: wate')}: wate",
    }


def test_an_unknown_kind_is_marked(editor: Editor) -> None:
    text = edited(TEAM, ("kind: Team", "kind: Taem"))
    found = marked(text, editor.open(TEAM.replace("storefront", "unknown"), text))
    assert list(found) == [f"{line(text, 'kind')}: Taem"]
    assert '"Team"' in next(iter(found.values()))


@pytest.mark.parametrize(
    ("path", "start", "schema", "key"),
    [
        pytest.param(SERVICE, "tier:", KIND, "tier", id="a service by the schema of its kind"),
        pytest.param(TEAM, "members:", "team.schema.json", "members", id="a team by the combined schema"),
        pytest.param(TEAM, "onEmpty:", "escalation.schema.json", "onEmpty", id="a later document"),
    ],
)
def test_hover_shows_the_description(editor: Editor, path: str, start: str, schema: str, key: str) -> None:
    editor.open(path)
    shown = editor.server.hover(editor.root / path, line(sample(path), start), 1)
    assert description(schema, key) in shown


@pytest.mark.parametrize("schema", [KIND, COMBINED])
@pytest.mark.parametrize("before", ["", "apiVersion: ownercat/v1\nkind: Team\nname: web\n"], ids=["first", "second"])
def test_completion_offers_the_keys_of_the_kind_that_are_not_there_yet(
    editor: Editor, schema: str, before: str
) -> None:
    line = f"# yaml-language-server: $schema=../schemas/{schema}\n"
    text = (
        f"{line}{before and before + '--- ' + line}apiVersion: ownercat/v1\nkind: Service\nname: shop\nowner: web\nde"
    )
    path = f"catalog/new-{schema[:4]}-{len(before)}.yaml"
    editor.open(path, text)
    offered = editor.server.complete(editor.root / path, text.count("\n"), 2)
    assert {"dependsOn", "description", "tier", "escalation"} <= set(offered)
    assert not {"owner", "members", "layers"} & set(offered)


def test_a_printed_schema_works_without_the_other_files(editor: Editor) -> None:
    (editor.root / "saved.json").write_text(schema.alone("ownercat"), encoding="utf-8")
    line = "# yaml-language-server: $schema=saved.json\n"
    text = f"{line}apiVersion: ownercat/v1\nkind: Service\nname: shop\ntire: 1\ncontacts: {{chat: 7}}\n"
    found = marked(text, editor.open("saved.yaml", text))
    assert found.keys() == {"4: tire", "5: 7"}
