"""Keys that still work and have a successor; no shipped schema has one yet, so these tests bring their own."""

from __future__ import annotations

from typing import Any

import pytest

from ownercat.documents import schema
from ownercat.documents.schema import bundle, deprecation
from ownercat.documents.source import Document

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "people": {"type": "array"},
        "steps": {"type": "array", "items": {"type": "object", "x-deprecated": {"cmd": "write run instead of cmd"}}},
        "end": {"oneOf": [{"const": "stop"}, {"type": "object", "x-deprecated": {"next": "write handoff"}}]},
    },
    "additionalProperties": {"type": "object", "x-deprecated": {"mttr": "write restore"}},
    "x-deprecated": {"people": "write members instead of people"},
}


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deprecation, "bundled", lambda kind: SCHEMA)
    monkeypatch.setattr(deprecation, "has_deprecated", lambda kind: True)
    monkeypatch.setattr(bundle, "has_deprecated", lambda kind: True)


def said(data: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    found = schema.deprecated("Team", Document("a.yaml", 0, {"kind": "Team", "name": "web", **data}))
    return [(f.code, "/".join(map(str, f.finding.place.pointer)), f.finding.message, f.finding.help) for f in found]


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param({"people": []}, [("SCH009", "people", "team web has a deprecated key: `people`",
            "write members instead of people")], id="at the top"),
        pytest.param({"steps": [{"run": "a"}, {"cmd": "b"}]}, [("SCH009", "steps/1/cmd",
            "`steps[1]` of team web has a deprecated key: `cmd`", "write run instead of cmd")], id="in a list"),
        pytest.param({"end": {"next": "x"}}, [("SCH009", "end/next",
            "`end` of team web has a deprecated key: `next`", "write handoff")], id="in one of two forms"),
        pytest.param({"sev1": {"mttr": 1}}, [("SCH009", "sev1/mttr",
            "`sev1` of team web has a deprecated key: `mttr`", "write restore")], id="under any key"),
        pytest.param({"members": [], "steps": [{}], "end": "stop"}, [], id="nothing deprecated"),
    ],
)  # fmt: skip
def test_deprecated_keys(data: dict[str, Any], expected: list[tuple[str, str, str, str]]) -> None:
    assert said(data) == expected


def test_no_shipped_schema_deprecates_anything_yet() -> None:
    """When one does, the page of deprecated-field needs a real example."""
    assert not [kind for kind in schema.kinds() if bundle.has_deprecated(kind)]
    assert said({"people": []}) == []
