"""The shipped schemas: found in every kind of installation, self-contained, and never fetched from anywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ownercat.documents import schema
from ownercat.documents.schema import bundle, formats, gate
from ownercat.errors import UsageError

SCHEMAS = Path(__file__).parents[3] / "schemas"


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


def test_the_schemas_are_those_of_the_checkout() -> None:
    assert bundle.folder() == SCHEMAS
    assert set(schema.names()) == {path.name.removesuffix(".schema.json") for path in SCHEMAS.glob("*.schema.json")}


def test_the_folder_inside_of_the_package_wins_as_in_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_FOLDERS", (tmp_path, SCHEMAS))
    bundle.folder.cache_clear()
    assert bundle.folder() == tmp_path
    monkeypatch.setattr(bundle, "_FOLDERS", (tmp_path / "none", SCHEMAS))
    bundle.folder.cache_clear()
    assert bundle.folder() == SCHEMAS


@pytest.mark.parametrize("name", ["Service", "service", "SERVICE", "sla", "SLA", "common", "ownercat"])
def test_a_schema_is_printed_by_kind_or_by_file_name(name: str) -> None:
    assert schema.text(name) == (SCHEMAS / f"{name.lower()}.schema.json").read_text("utf-8")
    assert json.loads(schema.text(name))["title"]


def test_an_unknown_name_is_the_users_mistake_with_the_nearest_name() -> None:
    with pytest.raises(UsageError) as caught:
        schema.text("servcie")
    assert (caught.value.message, caught.value.help) == ("no schema has the name servcie", "did you mean service?")
    with pytest.raises(UsageError) as caught:
        schema.text("../../etc/passwd")
    assert caught.value.help.startswith("the schemas are attestation, breakglass, ")


@pytest.mark.parametrize(
    ("kind", "known"),
    [("Service", True), ("SLA", True), ("service", False), ("Sla", False), ("Common", False), ("Ownercat", False),
     ("", False), ("Servcie", False), ("Service\n", False)],
)  # fmt: skip
def test_a_kind_is_known_in_exactly_its_spelling(kind: str, known: bool) -> None:
    assert schema.knows(kind) is known
    assert (kind in schema.kinds()) is known


@pytest.mark.parametrize("kind", schema.kinds())
def test_a_bundled_schema_refers_to_nothing(kind: str) -> None:
    found = bundle.bundled(kind)
    assert not [node for node in nodes(found) if "$ref" in node and isinstance(node["$ref"], str)]
    assert found["properties"]["kind"]["const"] == kind


def test_what_stands_beside_a_reference_is_kept_when_it_only_describes() -> None:
    owner = bundle.bundled("Service")["properties"]["owner"]
    assert owner["examples"] == ["storefront", "team:storefront"]
    assert owner["pattern"].startswith("^")
    assert "allOf" not in owner


def test_several_conditions_stay_several() -> None:
    assert len(bundle.bundled("SLA")["allOf"]) == 3


@pytest.mark.parametrize("ref", ["https://ownercat.dev/schemas/v1/common.schema.json", "file:///etc/passwd"])
def test_nothing_is_ever_fetched(ref: str) -> None:
    with pytest.raises(ValueError, match="has no external references"):
        gate.accepts({"$ref": ref})({})


def test_every_format_in_use_has_a_meaning() -> None:
    used = {node["format"] for kind in schema.kinds() for node in nodes(bundle.bundled(kind)) if "pattern" in node
            and isinstance(node.get("format"), str)}  # fmt: skip
    assert used <= set(formats.FORMATS)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        pytest.param("date", ["2026-02-28", "2024-02-29", "9999-12-31"], ["2026-02-29", "2026-2-8", "20260208", "",
            "2026-W10-1", "0000-01-01", "2026-02-28 ", "２０２６-02-28"], id="dates"),
        pytest.param("time-zone", ["Europe/Madrid", "UTC", "Etc/GMT+5"], ["Europe/Madird", "", "europe/madrid",
            "../../etc/passwd", "/etc/localtime", "Europe", "x" * 70_000, "Europe/Madrid\0"], id="time zones"),
        pytest.param("local-or-instant", ["2026-02-28", "2026-02-28T09:00", "2026-02-28T09:00:30Z",
            "2026-02-28T09:00+02:00"], ["2026-02-28 09:00", "2026-02-30T09:00", "2026-02-28T25:00", "2026-02-28T",
            "2026-02-28T09:00+99:00", "2026-02-28x"], id="instants"),
    ],
)  # fmt: skip
def test_formats(name: str, good: list[str], bad: list[str]) -> None:
    fits = formats.FORMATS[name]
    assert [text for text in good if not fits(text)] == []
    assert [text for text in bad if fits(text)] == []
    assert [text for text in good if not gate.has_format(name)(text)] == []
    assert [text for text in bad if gate.has_format(name)(text)] == []


def test_a_clean_run_never_loads_jsonschema_and_looking_things_up_loads_neither() -> None:
    script = """
import sys
from ownercat.documents import schema, source
schema.names(), schema.knows("Team"), schema.text("team")
found = source.Document("a.yaml", 0, {"apiVersion": "ownercat/v1", "kind": "Team", "name": "web"})
schema.placeholders(found), schema.deprecated("Team", found)
early = "jsonschema_rs" in sys.modules
assert schema.valid("Team", found.data)
print(early, "jsonschema" in sys.modules, "jsonschema_rs" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False", "True"]
