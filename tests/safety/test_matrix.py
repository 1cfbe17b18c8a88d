"""Hostile files × commands × formats. ``MATRIX=N`` runs N commands on each file, and ``MATRIX=1000`` every pair."""

from __future__ import annotations

import os

import pytest

from tests.repositories import Repository
from tests.safety import matrix
from tests.safety.hostile import write
from tests.safety.world import World

FILES = list(matrix.build_files())
EACH = 1 if "MATRIX" in os.environ else 6  # one file of so many is in the sample
RUNS = int(os.environ.get("MATRIX", "3"))  # commands for a file
CHOSEN = range(0, len(FILES), EACH)


def choose_runs(number: int) -> list[tuple[str, tuple[str, ...]]]:
    """Return the commands for a file. The next file gets the next ones, so that each command has its turn."""
    runs = matrix.build_runs()
    begin = number // EACH * RUNS
    return [runs[at % len(runs)] for at in range(begin, begin + min(RUNS, len(runs)))]


@pytest.mark.parametrize("number", CHOSEN, ids=[ascii(FILES[number]) for number in CHOSEN])
def test_a_hostile_file(world: World, repository: Repository, number: int) -> None:
    file = matrix.build_files()[FILES[number]]
    repository.git("add", "-A")
    repository.commit("good")
    write(world.root, file.path, file.data)
    repository.git("add", "-A")
    repository.commit("hostile")
    for form, arguments in choose_runs(number):
        given = tuple(word.replace("{}", file.subject) for word in arguments)
        done = world.run(*given)
        try:
            if done.out:
                matrix.read_output(form, done.out)
        except Exception as error:
            raise AssertionError(f"{FILES[number]}: {' '.join(given)}: {error}\n{done.out[:2000]}") from error


def test_the_matrix_is_complete() -> None:
    assert len(FILES) >= 500
    assert {name for name, _ in matrix.list_commands()} == {*matrix._ARGUMENTS, *matrix.WRITERS}
    assert {"json", "markdown", "html", "junit", "graphml", "ics", "dot", "github", "sarif"} <= {
        form for form, _ in matrix.build_runs()
    }
    runs = {arguments for number in CHOSEN for _, arguments in choose_runs(number)}
    assert len(runs) == len(matrix.build_runs()), "each command has its turn in the sample"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("json", '{"a": NaN}'),
        ("markdown", "<img src=x>"),
        ("markdown", "![a](https://evil.example/x.png)"),
        ("markdown", "[a](ftp://evil.example)"),
        ("markdown", "ask @org/team"),
        ("html", "<!DOCTYPE html><html><head><title>a</title></head><body><p onclick='x'>a</p></body></html>"),
        ("html", "<!DOCTYPE html><html><head><title>a</title></head><body><a href='javascript:x'>a</a></body></html>"),
        ("junit", "<a>&x;</a>"),
        ("ics", "BEGIN:VEVENT\r\nno line\r\nEND:VEVENT\r\n"),
        ("", "a\u202eb"),
    ],
)
def test_a_reader_refuses(form: str, text: str) -> None:
    with pytest.raises((AssertionError, ValueError, SyntaxError)):
        matrix.read_output(form, text)
