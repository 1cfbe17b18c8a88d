"""Whatever is shuffled, laid out otherwise or moved is no change; and the way back is the way there, turned round."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ownercat.changes.comparison import compare
from ownercat.changes.values import Change, Side
from ownercat.documents.loader import LoadedCatalog
from tests.catalogs import loaded

ROOT = Path(__file__).parents[2]
SAMPLE = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "catalog").rglob("*.yaml"))
}
# Lists whose order says something; all others are sets.
ORDERED = {"severities", "tiers", "escalation", "members", "layers", "steps", "high", "low", "notify", "overrides"}


def side(found: LoadedCatalog) -> Side:
    return Side(found.catalog, found.policy)


HERE = side(loaded(SAMPLE))


def documents(text: str) -> list[Any]:
    """The documents of a file as plain data; a clock time in it is quoted already."""
    return [_json_scalars(data) for data in yaml.load_all(text, yaml.BaseLoader) if data is not None]


def _json_scalars(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json_scalars(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json_scalars(item) for item in value]
    try:
        return json.loads(value) if value in ("true", "false", "null") or value.replace(".", "", 1).isdigit() else value
    except ValueError:
        return value


def shuffled(value: Any, rng: random.Random, ordered: bool = False) -> Any:
    """The same data with keys and sets in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, rng, key in ORDERED)) for key, item in value.items()]
        rng.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        found = [shuffled(item, rng) for item in value]
        if not ordered:
            rng.shuffle(found)
        return found
    return value


def moved(files: Mapping[str, str], rng: random.Random) -> dict[str, str]:
    """All documents in other files, other layouts and another order; as JSON, which is YAML, or in YAML's blocks."""
    every = [shuffled(data, rng) for text in files.values() for data in documents(text)]
    rng.shuffle(every)
    found: dict[str, list[str]] = {}
    for data in every:
        name = f"catalog/{rng.randrange(20)}/{rng.randrange(3)}.yaml"
        found.setdefault(name, []).append(_written(data, rng))
    return {path: "---\n".join(parts) for path, parts in found.items()}


def _written(data: Any, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return json.dumps(data, indent=rng.choice([None, 2])) + "\n"
    return yaml.safe_dump(data, sort_keys=rng.random() < 0.5, default_flow_style=rng.random() < 0.5, width=30)


def test_the_plain_data_is_what_the_catalog_reads() -> None:
    files = {path: "---\n".join(json.dumps(data) + "\n" for data in documents(text)) for path, text in SAMPLE.items()}
    assert compare(HERE, side(loaded(files))) == ()


@settings(max_examples=5)  # one example takes a second
@given(st.integers(0, 2**32))
def test_shuffling_reformatting_and_moving_change_nothing(seed: int) -> None:
    assert compare(HERE, side(loaded(moved(SAMPLE, random.Random(seed))))) == ()


# the way back

TURNED = {
    "sla-loosened": "sla-tightened", "sla-added": "sla-loosened", "tier-raised": "tier-lowered",
    "dependency-added": "dependency-removed", "dependency-hardened": "dependency-softened", "member-added": "member-removed",
    "owner-removed": "owner-added", "runbook-removed": "runbook-added", "interface-removed": "interface-added",
    "service-retired": "service-revived", "policy-loosened": "policy-tightened",
}  # fmt: skip
WAYS = {"looser": "tighter", "tighter": "looser", "other": "other"}
# What can be made of one value by a change that has a direction, and cannot be mistaken for another one.
EDITS = [
    ("services/payment/sla.yaml", "restore: 30m", "restore: 55m"),
    ("services/payment/sla.yaml", "target: 99.98", "target: 99.99"),
    ("services/payment/sla.yaml", "ack: 20m, ", ""),
    ("services/payment/sla.yaml", "consumer: checkout", "consumer: checkout\nstatus: draft"),
    ("services/payment/ownership.yaml", "tier: 1", "tier: 2"),
    ("services/payment/ownership.yaml", "mode: async", "mode: soft"),
    ("services/cart/ownership.yaml", "\nowner:", "\nlifecycle: retired\nowner:"),
    ("services/payment/ownership.yaml", "owner: payments\n", ""),
    ("teams/payments.yaml", "members: [joao, bruna, caio, grace, rafael]", "members: [joao, bruna, caio, grace]"),
    ("policy.yaml", "quorum: 2", "quorum: 1"),
]


def turned(change: Change) -> tuple[str, str, str, frozenset[tuple[str, str]]]:
    """What the change is, seen from the other side."""
    back = {**{value: key for key, value in TURNED.items()}, **TURNED}
    kind = back.get(change.kind, change.kind)
    if change.kind in ("sla-loosened", "sla-added") and _whole(change):
        kind = {"sla-loosened": "sla-added", "sla-added": "sla-loosened"}[change.kind]
    fields = frozenset((field.name, WAYS[field.direction]) for field in change.fields)
    return kind, change.service or change.entity.name, change.other, fields


def _whole(change: Change) -> bool:
    return any(field.name == "status" for field in change.fields)


def plain(change: Change) -> tuple[str, str, str, frozenset[tuple[str, str]]]:
    fields = frozenset((field.name, field.direction) for field in change.fields)
    return change.kind, change.service or change.entity.name, change.other, fields


@settings(max_examples=10)  # one example takes a second
@given(st.sets(st.sampled_from(EDITS), min_size=1, max_size=5))
def test_the_way_back_is_the_way_there_turned_round(edits: set[tuple[str, str, str]]) -> None:
    files = dict(SAMPLE)
    for path, old, new in sorted(edits):
        files[f"catalog/{path}"] = files[f"catalog/{path}"].replace(old, new, 1)
    there = side(loaded(files))
    assert Counter(map(turned, compare(HERE, there))) == Counter(map(plain, compare(there, HERE)))


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit[2] or edit[1])
def test_every_edit_is_one(edit: tuple[str, str, str]) -> None:
    path, old, new = edit
    files = {**SAMPLE, f"catalog/{path}": SAMPLE[f"catalog/{path}"].replace(old, new, 1)}
    assert compare(HERE, side(loaded(files)))


def test_nothing_differs_from_itself() -> None:
    assert compare(HERE, HERE) == compare(HERE, side(loaded(SAMPLE))) == ()
