"""Real documents with real damage: nothing but findings comes out. ``MUTATIONS=100000 pytest …`` runs for long."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ownercat.diagnostics import Report, Severity
from ownercat.documents import source
from ownercat.linter import LintOptions, lint
from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.catalogs import TODAY, compare, loaded
from tests.safety.hostile import STRINGS
from tests.safety.runner import commands, hidden

ROOT = Path(__file__).parents[2]
PICKED = (
    "policy.yaml", "people.yaml", "teams/storefront.yaml", "journeys/buy.yaml", "services/cart/runbook.md",
    "services/checkout/ownership.yaml", "services/checkout/sla.yaml", "services/checkout/runbook.yaml",
)  # fmt: skip
SAMPLE = {f"catalog/{path}": (ROOT / "catalog" / path).read_bytes() for path in PICKED}
SNIPPETS = [
    b"\t", b"\0", b"\xff", b"\xc3", b"\r", b"\n", b"\n\n", b"---\n", b"...\n", b": ", b":", b"- ", b"-", b"? ", b"#", b" #", b"'", b'"',
    b"{", b"}", b"[", b"]", b",", b"&a ", b"*a ", b"<<: *a\n", b"!!x ", b"!", b"|\n", b">\n", b"%YAML 1.2\n", b"@", b"`", b"~", b"null",
    b"true", b".nan", b"1e999", b"0x1F", b"22:30", b"2026-02-30", b"9" * 400, b"x" * 300, b"\\", b"<<<<<<< a\n", b"\xe2\x80\xae", b"\xef\xbb\xbf",
    b"name: ", b"kind: ", b"owner: ", b"apiVersion: ownercat/v1\n", b"    ",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**400, float("inf"), "", " ", "x", "no", "team:", ":x", "team:team:x", "person:ana", "person:checkout",
    "service:checkout", "escalation:storefront-urgent", "2026-02-30", "0d", "99999w", "25:00", "a" * 3_000, [], {}, [None], [[]], [{}],
    {"": ""}, {"x": None}, {"name": []}, ["ana", "ana"], [1, "1", True], {"1": 1}, [["x"] * 50] * 50, *STRINGS.values(),
]  # fmt: skip

Damage = Callable[[random.Random, bytes], bytes]


def flip(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]


def insert(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(SNIPPETS) + data[at:]


def cut(dice: random.Random, data: bytes) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _lines(change: Callable[[random.Random, list[bytes]], None]) -> Damage:
    def damage(dice: random.Random, data: bytes) -> bytes:
        lines = data.splitlines(keepends=True)
        change(dice, lines)
        return b"".join(lines)

    return damage


def _delete(dice: random.Random, lines: list[bytes]) -> None:
    at = dice.randrange(len(lines))
    del lines[at : at + dice.choice((1, 1, 1, 5))]


def _double(dice: random.Random, lines: list[bytes]) -> None:
    at, size = dice.randrange(len(lines)), dice.choice((1, 1, 8))
    lines[at:at] = lines[at : at + size]


def _swap(dice: random.Random, lines: list[bytes]) -> None:
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]


def _shift(dice: random.Random, lines: list[bytes]) -> None:
    at = dice.randrange(len(lines))
    lines[at] = lines[at].lstrip() if dice.random() < 0.5 else b"  " + lines[at]


DAMAGE: list[Damage] = [flip, insert, insert, cut, _lines(_delete), _lines(_double), _lines(_swap), _lines(_shift)]

bounded = settings(
    max_examples=int(os.environ.get("MUTATIONS", "25")), deadline=None, database=None,
    derandomize="MUTATIONS" not in os.environ, suppress_health_check=list(HealthCheck),
)  # fmt: skip


@bounded
@given(st.sampled_from(PICKED), st.integers(min_value=0), st.integers(1, 4))
def test_damaged_bytes(path: str, seed: int, times: int) -> None:
    dice = random.Random(seed)
    data = SAMPLE[f"catalog/{path}"]
    for _ in range(times):
        data = dice.choice(DAMAGE)(dice, data) if data else b"---\n"
    hold({**SAMPLE, f"catalog/{path}": data})


@bounded
@given(st.sampled_from([p for p in PICKED if p.endswith(".yaml")]), st.integers(min_value=0), st.integers(1, 3))
def test_values_of_another_type(path: str, seed: int, times: int) -> None:
    dice = random.Random(seed)
    documents = json.loads(json.dumps(plain(path)))
    for _ in range(times):
        document = dice.choice(documents)
        replace(dice, document)
    text = "\n---\n".join(json.dumps(document, allow_nan=True) for document in documents)
    hold({**SAMPLE, f"catalog/{path}": text.encode("utf-8", "surrogatepass")})


@cache
def plain(path: str) -> list[Any]:
    return [document.data for document in source.read(path, SAMPLE[f"catalog/{path}"]).documents]


def replace(dice: random.Random, document: Any) -> None:
    """Put an odd value, a copy of another one or nothing in the place of some value."""
    places = [
        (holder, key)
        for holder in nodes(document)
        for key in (holder if isinstance(holder, dict) else range(len(holder)))
    ]
    if not places:
        return
    holder, key = dice.choice(places)
    other, its_key = dice.choice(places)
    roll = dice.random()
    if roll < 0.1:
        del holder[key]
    elif roll < 0.3:
        holder[key] = json.loads(json.dumps(other[its_key]))
    elif roll < 0.4 and isinstance(holder, dict):
        holder[dice.choice(["x", "", "ownr", "kind", *STRINGS.values()])] = holder.pop(key)
    else:
        holder[key] = dice.choice(VALUES)


def nodes(value: Any) -> list[Any]:
    """Every collection in a document."""
    found, work = [], [value]
    while work:
        node = work.pop()
        if isinstance(node, dict | list):
            found.append(node)
            work.extend(node.values() if isinstance(node, dict) else node)
    return found


def hold(files: Mapping[str, bytes]) -> None:
    """What has to be true of every report and of every format of it."""
    for as_of in (TODAY, None):
        report = lint(loaded(files), LintOptions(as_of=as_of))
        judge(report, files)
    judge(compare(SAMPLE, files), {**SAMPLE, **files})
    judge(compare(files, SAMPLE), {**SAMPLE, **files})
    assert compare(files, files).diagnostics == ()
    for name in reporters.names():
        reporter = reporters.load(name)
        output = reporter.render(report, ReportDisplay(width=60, color=False, verbose=1))
        assert not hidden(output)
        if name != "github":
            assert list(commands(output)) == []
        if name == "json":
            json.loads(output)


def judge(report: Report, files: Mapping[str, bytes]) -> None:
    prints = [found.fingerprint for found in report.diagnostics]
    assert len(set(prints)) == len(prints)
    assert sum(report.counts.values()) == len(report.diagnostics) + report.hidden == sum(report.by_rule.values())
    for found in report.diagnostics:
        assert found.message
        assert found.path in files
        assert found.severity in Severity
        lines = report.lines(found.path)
        (line, column), (last, end) = found.span
        assert 1 <= line <= last <= len(lines) + 1
        assert column >= 1
        assert (line, column) <= (last, end)
        if line <= len(lines):
            assert column <= len(lines[line - 1]) + 1
