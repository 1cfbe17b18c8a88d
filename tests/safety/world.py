"""A small catalog on disk, commands run on it, and what has to hold after every run."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft7Validator

from ownercat.cli import main
from ownercat.views import reporters
from tests.powers import without_root_powers
from tests.rules.parts import PEOPLE, service, several, team
from tests.safety.hostile import CANARY
from tests.safety.runner import commands, hidden, read_command

OUTPUT = Path(__file__).parents[2] / "schemas" / "output"
SCHEMAS = {
    path.name.partition(".")[0]: Draft7Validator(json.loads(path.read_text("utf-8"))) for path in OUTPUT.iterdir()
}
GOOD = {
    "people.yaml": PEOPLE,
    "storefront.yaml": several(team("storefront"), service("shop")),
    "good.yaml": service("good", owner="ghost"),
}
EVERY = (
    ("check", "-v", "--color", "never"),
    ("check", "-v", "--color", "always"),
    ("check", "--format", "concise", "-v", "--statistics"),
    ("check", "--diff"),
    ("check", "--format", "json"),
    ("who", "good"),
    ("who", "ghost"),
    ("who", "good", "-v", "--format", "json"),
    ("escalate", "good", "--worst"),
    ("escalate", "good", "--format", "json"),
    ("drill", "good", "--dry-run"),
    ("new", "service", "x", "--team", "storefront", "--tier", "1", "--dry-run"),
    ("policy",),
    ("policy", "--format", "json"),
    ("config", "--format", "json"),
    ("metrics",),
    ("report",),
    ("report", "--format", "html"),
    ("export", "backstage"),
    ("export", "csv"),
    ("oncall",),
    ("oncall", "--load"),
    ("oncall", "--format", "json"),
    ("oncall", "--format", "ics"),
    ("test",),
    ("test", "--format", "json"),
    ("test", "--format", "junit"),
    ("explain", "OWN001"),
    *(("check", "--format", name) for name in reporters.names()),
)


class Done(NamedTuple):
    """What a run gave."""

    code: int
    out: str
    err: str


class World:
    """A folder with a catalog, and a secret beside it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root / "repository"
        self.catalog = self.root / "catalog"
        self.catalog.mkdir(parents=True)
        self.secret = root / "outside" / "secret"
        self.secret.parent.mkdir()
        self.secret.write_text(f"token: {CANARY}\n{CANARY}\n")
        (self.secret.parent / "deep.yaml").write_text(f"name: {CANARY}\n")
        for name, text in GOOD.items():
            (self.catalog / name).write_text(text)
        self.capsys = capsys

    def run(self, *arguments: str) -> Done:
        """Run a command, and hold it to the invariants."""
        before = fingerprint(self.root)
        with watched() as touched, without_root_powers():
            done = Done(main(arguments), *self.capsys.readouterr())
        assert fingerprint(self.root) == before, "the run changed the folder"
        assert not [path for path in touched.files if path.is_relative_to(self.secret.parent)]
        assert set(touched.programs) <= {"git"}
        assert touched.hosts == []
        hold(done, arguments)
        return done


class Touched(NamedTuple):
    """What a run opened or listed, started and connected to."""

    files: list[Path]
    programs: list[str]
    hosts: list[object]


_watching: list[Touched] = []


def _audit(event: str, given: tuple[Any, ...]) -> None:
    for touched in _watching:
        if event in {"open", "os.scandir", "os.listdir"} and isinstance(given[0], str | bytes):
            refused = event == "open" and given[2] & os.O_NOFOLLOW  # then a link is an error, not a way
            path = Path(os.fsdecode(given[0]))
            touched.files.append(path.parent.resolve() / path.name if refused else path.resolve())
        elif event == "subprocess.Popen":
            touched.programs.append(given[1][0])
        elif event in {"os.system", "os.exec", "os.posix_spawn", "pty.spawn"}:
            touched.programs.append(event)
        elif event in {"socket.connect", "socket.getaddrinfo", "socket.bind"}:
            touched.hosts.append(given)


sys.addaudithook(_audit)  # cannot be taken away again; it does nothing but while a run is watched


@contextmanager
def watched() -> Iterator[Touched]:
    """Note what is opened, started and connected to."""
    touched = Touched([], [], [])
    _watching.append(touched)
    try:
        yield touched
    finally:
        _watching.remove(touched)


def hold(done: Done, arguments: tuple[str, ...]) -> None:
    """What has to be true of every run of every command."""
    if "ics" in arguments:  # its lines end as RFC 5545 wants it
        done = done._replace(out=done.out.replace("\r\n", "\n"))
    said = done.out + done.err
    assert done.code in {0, 1, 2, 3}, done
    assert "Traceback" not in said
    assert "internal error" not in said, done.err
    assert CANARY not in said
    assert not hidden(done.out, colored="always" in arguments), sorted(hidden(done.out, "always" in arguments))
    assert not hidden(done.err)
    if "github" in arguments:
        found = [read_command(line) for line in done.out.splitlines()]
        assert {command and command.name for command in found} <= {"error", "warning", "notice"}
    else:
        assert list(commands(done.out)) == []
    assert list(commands(done.err)) == []
    if "json" in arguments and done.out:
        name = arguments[0] if arguments[0] in SCHEMAS else "-".join(arguments[:2])
        SCHEMAS[name].validate(parsed(done.out))


def parsed(text: str) -> Any:
    """JSON as its standard has it: no NaN, no Infinity."""

    def refuse(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(text, parse_constant=refuse)


def fingerprint(folder: Path) -> str:
    """A hash of every name, kind, mode and content below a folder."""
    digest = hashlib.sha256()
    for path in sorted(_below(folder)):
        mode = path.lstat().st_mode
        digest.update(repr((path, mode)).encode())
        if stat.S_ISLNK(mode):
            digest.update(os.fsencode(path.readlink()))
        elif stat.S_ISREG(mode) and os.access(path, os.R_OK):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _below(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        if at.endswith("/.git"):
            folders.clear()
            continue
        yield from (Path(at, name) for name in (*folders, *files))
