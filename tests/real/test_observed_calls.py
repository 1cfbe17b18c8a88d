"""The calls of the OpenTelemetry demo against the sample catalog, as an independent script counted them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from ownercat.cli import main
from tests.real.data import folder

ROOT = Path(__file__).parents[2]


def test_the_calls_of_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edges = json.loads((folder("graphs") / "otel-demo-depends_on.json").read_text("utf-8"))["edges"]
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    page = {"data": [{"parent": parent, "child": child, "callCount": 1} for parent, child in edges]}
    (tmp_path / "calls.json").write_text(json.dumps(page), encoding="utf-8")
    main(
        [
            "snapshot",
            "wrap",
            "jaeger",
            "calls.json",
            "--fetched-at",
            "2026-11-22T00:00:00Z",
            "--output",
            ".ownercat/snapshots/j.json",
        ]
    )
    capsys.readouterr()
    assert main(["verify", "--as-of", "2026-11-22", "--format", "json"]) == 1
    [found] = json.loads(capsys.readouterr().out)["sources"]
    results = Counter((fact["result"], fact["rule"]) for fact in found["facts"] if fact["message"])
    assert (found["confirmed"], results) == (31, {("contradicted", "REA404"): 1, ("unseen", "REA406"): 4})
    [undeclared] = [fact for fact in found["facts"] if fact["rule"] == "REA404"]
    assert undeclared["message"] == "service shipping calls flagd (1 call, Jaeger), but does not declare the dependency"
    assert main(["match", "jaeger"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "19 records of Jaeger match, 11 do not"
