"""Sixteen runs on one repository at once, and files that change while they are read: nothing lost, nothing twice."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ownercat import cli
from ownercat.repository import files
from tests.repositories import Repository
from tests.safety.test_environments import FILES
from tests.safety.world import Done, hold

OWNERCAT = [sys.executable, "-P", "-m", "ownercat"]
RENAMED = range(4)
USER = "catalog/user.yaml"  # every rename edits it
MORE = {
    **{
        f"catalog/s{n}.yaml": f"apiVersion: ownercat/v1\nkind: Service\nname: s{n}\ndescription: Helps.\ntier: 4\nowner: web\n"
        for n in RENAMED
    },
    "catalog/site.yaml": "apiVersion: ownercat/v1\nkind: Team\nname: site\nmembers: [ana]\n",
    USER: (
        "apiVersion: ownercat/v1\nkind: Service\nname: user\ndescription: Uses all.\ntier: 4\nowner: site\ndependsOn:\n"
        "  - {service: shop, mode: hard, degrade: nothing}\n"
        + "".join(f"  - {{service: s{n}, mode: soft, degrade: no help}}\n" for n in RENAMED)
    ),
}
RUNS = (
    *(("rename", "--force", "service", f"s{n}", f"t{n}") for n in RENAMED),
    *(("new", "service", "fresh", "--team", "web", "--tier", "4", "--yes") for _ in range(4)),
    *(("signoff", "approve", "shop", "--team", "web", "--standing", "user", "--claim", "--as", "ana") for _ in range(2)),
    ("check",), ("check",), ("check",), ("who", "shop"), ("who", "shop"), ("who", "shop"),
)  # fmt: skip
MOVED = "changed while it was read, so nothing was written"


@pytest.fixture
def company(empty: Repository, tmp_path: Path) -> Repository:
    repository = empty.copy(tmp_path / "company", tmp_path / "home")
    repository.write({**FILES, **MORE})
    repository.git("add", "-A")
    assert repository.commit("the catalog").returncode == 0
    return repository


def _list_left(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.name.endswith(".ownercat")]


def test_sixteen_runs_that_write_and_read(company: Repository) -> None:
    waiting, codes, said = list(RUNS), dict[tuple[str, ...], list[int]](), list[str]()
    assert len(waiting) == 16
    while waiting:  # a run that was told to try again does so, and each round completes one at least
        started = [
            (given, subprocess.Popen(
                [*OWNERCAT, *given], cwd=company.root, env=company.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            ))
            for given in waiting
        ]  # fmt: skip
        again = []
        for given, process in started:
            out, err = (data.decode() for data in process.communicate(timeout=300))
            hold(Done(process.returncode, out, err), given)
            said.append(err)
            if process.returncode == 3 and MOVED in err:
                again.append(given)
            else:
                codes.setdefault(given, []).append(process.returncode)
        assert len(again) < len(waiting)
        waiting = again
    assert [codes[given] for given in RUNS[:4]] == [[0]] * 4, said
    assert sorted(codes[RUNS[4]]) == [0, 2, 2, 2], said
    assert sorted(codes[RUNS[8]]) == [0, 2], said
    assert set(codes["who", "shop"]) == {0}
    text = (company.root / USER).read_text()
    assert [(text.count(f"service: t{n},"), text.count(f"service: s{n},")) for n in RENAMED] == [(1, 0)] * 4
    assert (company.root / "catalog/services/fresh/ownership.yaml").read_text().count("name: fresh\n") == 1
    assert len(list((company.root / "catalog" / "signoffs").iterdir())) == 1
    assert _list_left(company.root) == []
    whole = [subprocess.run([*OWNERCAT, "check", *more], cwd=company.root, env=company.env, capture_output=True, check=False)
             for more in ((), (), ("--no-cache",))]  # fmt: skip
    assert len({(done.returncode, done.stdout, done.stderr) for done in whole}) == 1


def test_one_run_at_a_time_changes_files(
    company: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(company.root)
    monkeypatch.setattr(files, "_LONGEST_WAIT", 0.0)
    other = os.open(company.root, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    assert cli.main(["rename", "service", "s0", "t0"]) == 3
    assert capsys.readouterr().err == (
        f"ownercat: another run of ownercat is changing files in {company.root}, so nothing was written\n"
        "help: try again\n"
    )
    assert (company.root / USER).read_text() == MORE[USER]
    os.close(other)
    assert cli.main(["rename", "service", "s0", "t0"]) == 0
    assert "service: t0," in (company.root / USER).read_text()


CHANGING = """
import os, shutil, sys
path, text = sys.argv[1], open(sys.argv[1], "rb").read()
def remove():
    shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.path.lexists(path) and os.unlink(path)
def put(data):
    remove()
    open(path, "wb").write(data)
def grow():
    put(text)
    for _ in range(50):
        open(path, "ab").write(b"# more\\n" * 500)
print("ready", flush=True)
while True:
    for act in (
        lambda: put(text), grow, lambda: put(text[:40]), remove, lambda: os.makedirs(path + "/x.yaml"),
        lambda: (remove(), os.mkfifo(path)), lambda: (remove(), os.symlink("/etc/passwd", path)), lambda: put(b""),
    ):
        act()
"""


@pytest.fixture
def changing(company: Repository) -> Iterator[None]:
    """A process that changes the file of a service again and again."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHANGING, company.root / "catalog" / "shop.yaml"], stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    yield
    assert process.poll() is None, "it ran to the end"
    process.kill()
    process.communicate()


@pytest.mark.usefixtures("changing")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--format", "json"), ("check", "--staged"), ("check", "--base", "HEAD"), ("who", "shop"), ("who", "other"),
        ("who", "catalog/shop.yaml"), ("escalate", "shop"), ("diff",), ("export", "csv"), ("signoff", "plan"), ("config",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_files_that_change_while_they_are_read(
    company: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(company.root)
    for _ in range(15):
        code = cli.main(arguments)
        done = Done(code, *capsys.readouterr())
        hold(done, arguments)
        if arguments == ("who", "other"):
            assert (code, "web" in done.out) == (0, True), done
