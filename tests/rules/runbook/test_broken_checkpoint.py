"""RUN006: a checkpoint that leads nowhere."""

from __future__ import annotations

import pytest

from ownercat.diagnostics import Place
from ownercat.model import Checkpoint, Duration, RunbookStep
from ownercat.oncall.stages import find_endless, find_longest_path, list_dead_ends, list_stages
from tests.growth import LINEAR, measure_growth
from tests.rules.runbook.books import BACK, CLIMB, VERIFY, asking, reported

LABEL = "RUN006 runbook checkout-errors has"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param(
            (asking().replace("ask: Ok, ", ""), VERIFY, CLIMB),
            f"6:52 {LABEL} a checkpoint without a question: step look | "
            "add `ask` with a question that has the answers yes and no",
            id="no question",
        ),
        pytest.param(
            (asking(on_fail="clmb"), VERIFY, CLIMB),
            f"6:94 {LABEL} a checkpoint that leads to a missing step: step look, fail: clmb | did you mean climb?",
            id="a misspelled step",
        ),
        pytest.param(
            (asking(on_fail="somewhere"), VERIFY, CLIMB),
            f"6:94 {LABEL} a checkpoint that leads to a missing step: step look, fail: somewhere | "
            "write the id of another step in `fail`: look, verify and climb",
            id="a missing step",
        ),
        pytest.param(
            (asking(on_pass="look"), VERIFY, CLIMB),
            f"6:80 {LABEL} a checkpoint that leads to its own step: step look, pass: look | "
            "write the id of another step in `pass`: look, verify and climb",
            id="itself",
        ),
        pytest.param(
            (asking(on_fail="more"), VERIFY, "{id: more, kind: contain, do: x, timebox: 5m}"),
            f"6:94 {LABEL} a checkpoint with a dead end: step look, fail ends with step more (contain) | "
            "name a step that verifies or escalates in `fail`, or add such a step",
            id="a dead end",
        ),
        pytest.param(
            (VERIFY, BACK.replace("}", ", checkpoint: {ask: Ok}}")),
            f"7:62 {LABEL} a checkpoint with a dead end: step back, fail leads to no step | "
            "name a step that verifies or escalates in `fail`, or add such a step",
            id="no way out of the last step",
        ),
        pytest.param(
            (asking(on_pass="again", on_fail="again"), asking("again", on_pass="look", on_fail="look"), VERIFY),
            f"6:52 {LABEL} checkpoints that form a loop without an exit: look → again → look | "
            "lead one answer to a step that verifies or escalates",
            id="a loop",
        ),
        pytest.param(
            (asking(), BACK.replace("id: back, ", ""), VERIFY, CLIMB),
            f"7:5 {LABEL} a step that needs an id: only a checkpoint can lead to step 2 | "
            "add `id: NAME`, and name it in `pass` or `fail` of a checkpoint",
            id="a step without an id",
        ),
    ],
)
def test_reported(steps: tuple[str, ...], expected: str) -> None:
    assert reported(*steps) == [expected]


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param((asking(), VERIFY, CLIMB), id="both answers lead to an end"),
        pytest.param((asking("a", on_fail="b"), asking("b", on_fail="a"), VERIFY), id="a loop with an exit"),
        pytest.param((asking(on_fail="back"), BACK, VERIFY), id="an answer that joins the other one"),
        pytest.param((BACK.replace("}", ", checkpoint: {ask: Ok, fail: climb}}"), VERIFY, CLIMB), id="the next step"),
        pytest.param((BACK.replace("id: back, ", ""), VERIFY.replace("id: verify, ", "")), id="no ids, no checkpoint"),
    ],
)
def test_silent(steps: tuple[str, ...]) -> None:
    assert reported(*steps) == []


def step(number: int, on_pass: str, on_fail: str) -> RunbookStep:
    place = Place("catalog/r.yaml", 0, ("steps", number))
    return RunbookStep(
        str(number),
        "contain",
        "",
        "",
        Duration(60, "1m"),
        "manual",
        "",
        Checkpoint("?", on_pass, on_fail),
        False,
        place,
    )


def walk_all(count: int) -> None:
    steps = [step(n, str((n + 1) % count), str(count - 1 - n)) for n in range(count)]
    stages = list_stages(steps)
    assert len(find_longest_path(stages)) <= count
    assert find_endless(stages) == 0
    assert set(list_dead_ends(stages)) == {None}


def test_a_hostile_runbook_takes_time_in_proportion_to_its_steps() -> None:
    assert measure_growth(walk_all, 4_000) < LINEAR
