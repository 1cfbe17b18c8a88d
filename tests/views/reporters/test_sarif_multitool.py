"""The SARIF Multitool, the validator of the authors of SARIF, has nothing to say about our reports.

npm install --prefix SOMEWHERE @microsoft/sarif-multitool@5.7.0
OWNERCAT_SARIF_MULTITOOL=SOMEWHERE/node_modules/.bin/sarif-multitool pytest tests/views/reporters/test_sarif_multitool.py
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ownercat.diagnostics import Report
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.views.reporters.sample import HOSTILE, ORPHANED, full, planted, report

# Read here: while a test runs, the environment holds nothing of ours.
PROGRAM = os.environ.get("OWNERCAT_SARIF_MULTITOOL") or shutil.which("sarif-multitool")
pytestmark = pytest.mark.skipif(
    PROGRAM is None,
    reason="the SARIF Multitool is not installed: npm install -g @microsoft/sarif-multitool, "
    "or name it in OWNERCAT_SARIF_MULTITOOL",
)
REPORTS: dict[str, Report] = {
    "none": report(),
    "one": report(ORPHANED),
    "everything": full(),
    "many": report(*[ORPHANED] * 10_000),
    **{f"hostile-{number}": planted(text) for number, text in enumerate(HOSTILE)},
}


def validate(folder: Path) -> list[str]:
    """What the Multitool says about each file of a folder, except for notes."""
    files = sorted(path.name for path in folder.glob("*.sarif"))
    env = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}  # then it needs no more of the machine
    found: list[str] = []
    for kind in ("Sarif", "Ghas"):  # of the standard, and of GitHub's code scanning
        command = [
            str(PROGRAM),
            "validate",
            *files,
            "--rule-kind",
            kind,
            "--output",
            "found.json",
            "--log",
            "ForceOverwrite",
        ]
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert f"{len(files)} files scanned" in done.stdout, done.stdout + done.stderr
        (run,) = json.loads((folder / "found.json").read_text("utf-8-sig"))["runs"]
        found += [describe(result) for result in run.get("results", ()) if result.get("level", "warning") != "note"]
    return found


def describe(result: dict[str, Any]) -> str:
    path = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].rpartition("/")[2]
    return f"{path} {result['ruleId']} {result['message'].get('arguments', result['message'])}"


def test_every_report_is_valid(tmp_path: Path) -> None:
    render = reporters.load("sarif").render
    for name, each in REPORTS.items():
        (tmp_path / f"{name}.sarif").write_text(render(each, ReportDisplay()), encoding="utf-8")
    assert validate(tmp_path) == []


def test_a_report_that_is_not_valid_is_found(tmp_path: Path) -> None:
    text = reporters.load("sarif").render(report(ORPHANED), ReportDisplay())
    (tmp_path / "wrong.sarif").write_text(text.replace('"startLine": 12', '"startLine": 0'), encoding="utf-8")
    assert validate(tmp_path) != []
