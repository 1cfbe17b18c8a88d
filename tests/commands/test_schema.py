"""``schema``: the JSON Schemas."""

from __future__ import annotations

import json

import pytest

from tests.commands.conftest import Runner


def test_without_a_kind_it_lists_what_there_is(run: Runner) -> None:
    done = run("schema")
    names = [line.split()[0] for line in done.out.splitlines()]
    assert names == sorted(names)
    assert {"service", "team", "sla", "ownercat"} <= set(names)
    rows = dict(line.split(maxsplit=1) for line in done.out.splitlines())
    assert rows["service"] == "A service with its owner."


@pytest.mark.parametrize("word", ["service", "Service", "SERVICE"])
def test_with_a_kind_it_prints_the_schema(run: Runner, word: str) -> None:
    done = run("schema", word)
    assert done.code == 0
    assert json.loads(done.out)["title"] == "Service"


def test_a_word_that_is_no_kind_is_refused(run: Runner) -> None:
    done = run("schema", "servce")
    assert (done.code, done.out) == (2, "")
    assert done.err == "ownercat: no schema has the name servce\nhelp: did you mean service?\n"
