"""docs/sign-off.md says how digests are made: whoever follows it gets ours."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from ownercat.signoff.digests import DURATIONS, compute_change_digest, compute_standing_digest, encode_canonical

PAGE = (Path(__file__).parents[2] / "docs" / "sign-off.md").read_text(encoding="utf-8")
VECTORS: list[dict[str, Any]] = [
    json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", PAGE.split("### Test vectors")[1], re.M | re.S)
]
MAKERS = {"change": compute_change_digest, "standing": compute_standing_digest}


def test_there_are_vectors_of_both_kinds() -> None:
    assert {kind for vector in VECTORS for kind in vector if kind in MAKERS} == set(MAKERS)
    assert len(VECTORS) >= 6


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["digest"][7:19])
def test_a_vector_holds(vector: dict[str, Any]) -> None:
    ((make, arguments),) = [(MAKERS[kind], given) for kind, given in vector.items() if kind in MAKERS]
    assert make(*arguments) == vector["digest"]
    text = vector["canonical"].encode()
    assert f"sha256:{hashlib.sha256(text).hexdigest()}" == vector["digest"]
    assert encode_canonical(json.loads(text)) == text


def test_the_fields_that_hold_a_length_of_time_are_listed() -> None:
    (listed,) = re.findall(r"^- A length of time .*?name, in lists and mappings too: (.*?)\.$", PAGE, re.M | re.S)
    assert set(re.findall(r"`(\w+)`", listed)) == DURATIONS
