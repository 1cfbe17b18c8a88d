"""The YAML test suite: every case ends in a value or a positioned error, and docs/yaml.md says why we refuse one."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ownercat.diagnostics import Fault
from ownercat.documents.source import Reading, read
from tests.real.data import folder

PAGE = Path(__file__).parents[2] / "docs" / "yaml.md"
HARMLESS = {"SYN003", "SYN010", "SYN013"}  # said about a value that was read


def cases() -> dict[str, tuple[bool, Reading]]:
    """Each case by its id: whether the suite calls it valid, and what we read."""
    suite = json.loads((folder("yaml-test-suite") / "cases.json").read_text(encoding="utf-8"))["cases"]
    return {
        case["id"]: (not case["invalid"], read("case.yaml", case["yaml"].encode("utf-8", "surrogatepass")))
        for case in suite
    }


def refusals(reading: Reading) -> list[Fault]:
    return [fault for fault in reading.faults if fault.code not in HARMLESS]


def documented(title: str) -> set[str]:
    """The case ids in the section of docs/yaml.md with that title."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"\b([A-Z0-9]{4}(?:/\d+)?)\b", section)) - {"YAML", "JSON"}


def test_every_case_ends_in_a_value_or_a_positioned_error() -> None:
    found = cases()
    assert len(found) == 402
    for name, (_, reading) in found.items():
        assert reading.documents or reading.faults, name
        for fault in reading.faults:
            span = fault.finding.place.span
            assert span is not None and span.start >= (1, 1), name
            assert span.end >= span.start, name


def test_the_valid_cases_that_are_refused_are_the_documented_ones() -> None:
    refused = {name for name, (valid, reading) in cases().items() if valid and refusals(reading)}
    assert refused == documented("Valid YAML that ownercat rejects")


def test_the_invalid_cases_that_are_accepted_are_the_documented_ones() -> None:
    accepted = {name for name, (valid, reading) in cases().items() if not valid and not refusals(reading)}
    assert accepted == documented("Invalid YAML that ownercat accepts")
