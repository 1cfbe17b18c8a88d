"""Damaged input for every reader: a part of the long run of ``benchmarks/fuzz.py``, with the same inputs each time."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from ownercat.errors import OwnercatError

# not by the import path: benchmarks/codeowners.py would hide a library of that name
_SPEC = spec_from_file_location("fuzz", Path(__file__).parents[2] / "benchmarks" / "fuzz.py")
assert _SPEC is not None
assert _SPEC.loader is not None
fuzz = module_from_spec(_SPEC)
sys.modules["fuzz"] = fuzz
_SPEC.loader.exec_module(fuzz)

INPUTS = 200  # of each reader


@pytest.mark.parametrize("name", fuzz.targets())
def test_a_seed_is_accepted(name: str) -> None:
    """A seed that is refused at its first byte would prove nothing about the rest of the reader."""
    target = fuzz.targets()[name]
    refused = 0
    for seed in target.seeds:
        try:
            target.call(seed, 1)
        except OwnercatError:
            refused += 1
    assert refused == 0


@pytest.mark.parametrize("number", range(len(fuzz.targets())))
def test_damaged_input_is_no_exception(number: int) -> None:
    count = len(fuzz.targets())
    given, failures, _ = fuzz.fuzz(number * INPUTS * count, INPUTS)
    assert sum(given.values()) == INPUTS
    assert failures == []


def test_an_exception_and_a_disagreement_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, _: int) -> None:
        raise ValueError(len(data))

    monkeypatch.setattr(fuzz, "targets", lambda: {"reader": fuzz.Target((b"seed",), fail)})
    _, (failure, *_), _ = fuzz.fuzz(0, 3)
    assert (failure.target, failure.why[:12]) == ("reader", "ValueError: ")
    monkeypatch.setattr(fuzz, "quick", lambda text: [1])
    with pytest.raises(AssertionError, match="the readers disagree"):
        fuzz._compare(b"a: 1\n", 0)
