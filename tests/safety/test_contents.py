"""Whatever a file holds, nothing but findings comes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from ownercat.text import clean
from tests.real.data import folder
from tests.safety.hostile import CONTENTS, STRINGS, documents, write
from tests.safety.runner import first_form, read_command
from tests.safety.world import EVERY, World, parsed

# A limit was reached, or the whole of the file could not be read: no verdict.
INCOMPLETE = {
    "65 brackets", "a million brackets", "a million dashes", "a million braces", "a million questions", "deep by lines",
    "billion laughs", "many aliases", "a thousand documents", "a hundred thousand keys",
    "more than a mebibyte", "merge bomb",
}  # fmt: skip


SLOW = 10  # seconds, on a busy machine; a healthy run takes milliseconds, a limit of the largest file about one second


@pytest.mark.parametrize("slug", CONTENTS)
def test_one_file(world: World, slug: str) -> None:
    write(world.catalog, b"victim.yaml", CONTENTS[slug])
    begun = time.process_time()
    done = world.run("check", "--format", "json")
    assert time.process_time() - begun < SLOW
    report = parsed(done.out)
    others = [f for f in report["findings"] if f["path"] == "catalog/good.yaml" and f["code"] == "OWN001"]
    assert len(others) == 1, "one bad file hides the others"
    assert report["summary"]["complete"] is (slug not in INCOMPLETE)
    assert done.code == (3 if slug in INCOMPLETE else 1)
    world.run("who", "victim")
    world.run("check", "--diff")


@pytest.fixture
def all_of_them(world: World, parsed_once: None) -> World:
    """Every hostile file that is not only large."""
    for number, data in enumerate(CONTENTS.values()):
        if len(data) < 50_000:
            write(world.catalog, b"%03d.yaml" % number, data)
    return world


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_all_of_them_at_once(all_of_them: World, arguments: tuple[str, ...]) -> None:
    done = all_of_them.run(*arguments)
    if arguments[0] == "who":
        assert done.code == (1 if "ghost" in arguments else 0)


def test_a_runner_finds_one_command_for_each_finding_and_no_other(all_of_them: World) -> None:
    """Whatever stands in a message or a path stays inside the annotation that ownercat writes."""
    findings = parsed(all_of_them.run("check", "--format", "json").out)["findings"]
    lines = all_of_them.run("check", "--format", "github").out.splitlines()
    summary, *found = map(read_command, lines)
    assert summary
    assert (summary.name, summary.properties) == ("error", {"title": "ownercat"})  # some files are beyond the limits
    levels = {"error": "error", "warning": "warning", "info": "notice"}
    expected = [
        (levels[f["severity"]], clean(f["path"]), str(f["start"]["line"]), clean(f["message"]))
        for level in levels
        for f in findings
        if f["severity"] == level
    ]
    assert [(c.name, c.properties["file"], c.properties["line"], c.data.split("\n")[0]) for c in found if c] == expected
    assert len(found) == len(expected)
    assert [line for line in lines if first_form(line)] == []


def test_the_same_bytes_again_under_any_hash_seed(all_of_them: World) -> None:
    here = all_of_them.run("check", "--format", "json")
    runs = [
        subprocess.run(
            [sys.executable, "-P", "-m", "ownercat", "check", "--format", "json"],
            cwd=all_of_them.root, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False,
        )
        for seed in ("1", "4242")
    ]  # fmt: skip
    assert runs[0].stdout == runs[1].stdout == here.out.encode()
    assert runs[0].stderr == runs[1].stderr == b""


@pytest.mark.parametrize("width", ["1", "60", "200"])
def test_at_any_width(world: World, monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for number, text in enumerate(STRINGS.values()):
        write(world.catalog, b"%03d.yaml" % number, documents(text[:300]).encode("utf-8", "surrogatepass"))
    world.run("check", "-v", "--color", "never")


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_questions(world: World, text: str) -> None:
    done = world.run("who", "--", text.replace("\0", "\\0"))
    assert done.code in {1, 2}
    world.run("check", "--", text.replace("\0", "\\0"))


@pytest.mark.parametrize("arguments", (EVERY[0], EVERY[2], EVERY[3], EVERY[4]), ids=" ".join)
def test_naughty_strings(world: World, arguments: tuple[str, ...]) -> None:
    strings = json.loads((folder("naughty-strings") / "blns.json").read_text("utf-8"))
    # few documents to a file, because a file shows a hundred findings at most
    for number in range(0, len(strings), 12):
        texts = [
            f"apiVersion: ownercat/v1\nkind: Service\nname: {_yaml(t)}\nowner: {_yaml(t)}\n"
            for t in strings[number : number + 12]
        ]
        keys = [
            f"apiVersion: ownercat/v1\nkind: Team\nname: team-{number}-{n}\n{_yaml(t)}: {_yaml(t)}\n"
            for n, t in enumerate(strings[number : number + 12])
        ]
        write(
            world.catalog, b"naughty-%03d.yaml" % number, "---\n".join([*texts, *keys]).encode("utf-8", "surrogatepass")
        )
    world.run(*arguments)


def _yaml(text: str) -> str:
    return json.dumps(text)
