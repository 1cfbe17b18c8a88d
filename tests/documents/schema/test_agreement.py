"""The fast validator decides, the slow one explains: they must agree about every document, however mangled.

The judge is jsonschema on the schema files as they are shipped, with their references; neither the inlining nor the
changed keywords of ``checking`` take part in it.
"""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT7

from ownercat.documents import schema
from ownercat.documents.schema import bundle
from ownercat.documents.schema.checking import errors
from ownercat.documents.schema.formats import FORMATS
from ownercat.documents.source import Document
from ownercat.text import clean
from tests.catalogs import OTHER_FORMS

SCHEMAS = Path(__file__).parents[3] / "schemas"
BASE = "https://schemas.example/"
FILES = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.schema.json")}


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """As ECMA 262 reads it: ``$`` is the very end, and digits are ASCII."""
    if isinstance(instance, str) and not re.search(pattern.removesuffix("$") + r"\Z", instance, re.ASCII):
        yield ValidationError("pattern")


@cache
def judge(kind: str) -> Any:
    known = Registry().with_resources((BASE + name, DRAFT7.create_resource(found)) for name, found in FILES.items())
    checker = FormatChecker(formats=())
    for name, fits in FORMATS.items():
        checker.checks(name)(lambda value, fits=fits: not isinstance(value, str) or fits(value))
    validator = extend(Draft7Validator, {"pattern": _pattern})
    return validator({"$ref": f"{BASE}{kind.lower()}.schema.json"}, registry=known, format_checker=checker)


@cache
def whole(kind: str) -> dict[str, Any]:
    """A valid document with every key its schema has examples for, but for those that exclude each other."""
    found = {key: part["examples"][0] for key, part in bundle.bundled(kind)["properties"].items()}
    for key in OTHER_FORMS.get(kind, ()):
        del found[key]
    return found


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from places(value, (*at, key))


WORDS = st.sampled_from(
    ["", "a", "ana", "Ana", "24x7", "sla", "stop", "none", "hard", "15m", "0m", "09:00", "24:00", "2026-09-01", "2026-02-30",
     "2026-09-01T09:00", "Europe/Madrid", "mon", "mon-fri", "team:web", "a@b", "ana\n", "１m", "é", "😀", "a" * 64, "a" * 81]
)  # fmt: skip
NUMBERS = st.sampled_from([0, 1, -1, 2, 3, 4, 5, 100, 101, 1000, 10**30, 0.0, 1.0, 0.5, -0.5, 99.9, 1e308])
SCALARS = st.one_of(WORDS, NUMBERS, st.booleans(), st.none(), st.text(st.characters(codec="utf-8"), max_size=6))
KEYS = st.one_of(
    st.sampled_from(
        ["name", "service", "owner", "x-own", "policy", "handoff", "journey", "external", "consumer", "standing"]
    ),
    st.text(max_size=3),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=8,
)


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, Any]:
    """A kind and a valid document of it after one to three changes."""
    kind = draw(st.sampled_from(schema.kinds()))
    data: Any = {"it": copy.deepcopy(whole(kind))}
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.sampled_from([place for place in places(data) if place]))
        node = data
        for key in at[:-1]:
            node = node[key]
        change = draw(st.sampled_from(["replace", "remove", "rename", "wrap", "add"]))
        if change == "replace" or at == ("it",):
            node[at[-1]] = draw(VALUES)
        elif change == "remove":
            del node[at[-1]]
        elif change == "rename" and isinstance(node, dict):
            node[draw(KEYS)] = node.pop(at[-1])
        elif change == "wrap":
            node[at[-1]] = [node[at[-1]]]
        elif isinstance(node, dict):
            node[draw(KEYS)] = draw(VALUES)
        else:
            node.append(draw(VALUES))
    return kind, data["it"]


@pytest.mark.parametrize("kind", schema.kinds())
def test_the_examples_together_are_a_valid_document(kind: str) -> None:
    assert [error.message for error in judge(kind).iter_errors(whole(kind))] == []
    assert schema.valid(kind, whole(kind))


@given(mangled())
def test_both_validators_agree_and_what_is_wrong_is_always_explained(document: tuple[str, Any]) -> None:
    kind, data = document
    verdict = schema.valid(kind, data)
    assert verdict == judge(kind).is_valid(data)
    assert verdict == (next(errors(kind, data), None) is None)
    if not verdict:
        explained(kind, data)


@given(st.sampled_from(schema.kinds()), VALUES)
def test_any_value_is_judged_and_explained(kind: str, data: Any) -> None:
    assert not schema.valid(kind, data)
    explained(kind, data)


def explained(kind: str, data: Any) -> None:
    """Every fault is about a place that exists, has a cure, and no two are about the same thing."""
    faults = schema.explain(kind, Document("a.yaml", 0, data))
    assert faults
    known = set(places(data))
    for code, finding in faults:
        assert re.fullmatch("SCH0(0[3-9]|10)", code)
        assert finding.place.pointer in known
        assert finding.message and finding.help
        assert clean(finding.message) == finding.message and clean(finding.help) == finding.help
        assert not {"None", "True", "False"} & set(finding.message.split())
    assert len({(code, finding.place, finding.value) for code, finding in faults}) == len(faults)
    assert faults == schema.explain(kind, Document("a.yaml", 0, data))


def deep(levels: int, leaf: Any = "x") -> Any:
    for _ in range(levels):
        leaf = [leaf]
    return leaf


HOSTILE = [
    pytest.param([], id="a list"),
    pytest.param(None, id="null"),
    pytest.param(True, id="a boolean"),
    pytest.param("Service", id="a text"),
    pytest.param({"name": "\ud800"}, id="half of a surrogate pair"),
    pytest.param({"\ud800": 1}, id="half of a surrogate pair as a key"),
    pytest.param({3: 1, None: 2}, id="keys that are not text"),
    pytest.param({"owner": deep(64)}, id="as deep as files go"),
    pytest.param({"owner": deep(5_000)}, id="deeper than Python goes"),
    pytest.param({"tier": float("nan")}, id="not a number"),
    pytest.param({"tier": float("-inf")}, id="infinity"),
    pytest.param({"tier": 10**5_000}, id="a number too long to print"),
    pytest.param({"owner": "a-" * 32_000}, id="the longest text"),
    pytest.param({"review": {"every": "9" * 64_000}}, id="the longest number of minutes"),
    pytest.param({"owner": list(range(199_990))}, id="a list for a name"),
    pytest.param({f"ownr{n}": n for n in range(199_990)}, id="many unknown keys"),
    pytest.param({"labels": {f"k{n}": n for n in range(199_990)}}, id="many wrong labels"),
    pytest.param({"dependsOn": [{"servce": n} for n in range(66_000)]}, id="many entries with two mistakes"),
    pytest.param({"dependsOn": [*({"service": "a"} for _ in range(99_000)), 3]}, id="the last of many"),
    pytest.param({"escalation": [{"policy": n} for n in range(66_000)]}, id="many mistakes in one of two forms"),
    pytest.param({"aliases": [{"name": f"a{n}", "until": f"{n}"} for n in range(66_000)]}, id="many wrong dates"),
]  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_documents_are_judged_and_explained_in_bounded_time(part: Any) -> None:
    head = {"apiVersion": "ownercat/v1", "kind": "Service", "name": "checkout"}
    data = {**head, **part} if isinstance(part, dict) else part
    begun = time.process_time()
    assert schema.valid("Service", data) is False
    faults = schema.explain("Service", Document("a.yaml", 0, data))
    assert time.process_time() - begun < 3
    assert 1 <= len(faults) <= 100
    assert all(len(fault.finding.message) < 500 for fault in faults)
