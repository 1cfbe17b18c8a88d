"""A git that fails, hangs or prints nonsense is a clear message, and `who` answers without it."""

import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ownercat.repository import git
from ownercat.repository.git import waiting
from ownercat.repository.git.blobs import read_blobs
from ownercat.repository.trees import MAX_BYTES
from tests.repositories import Repository
from tests.safety.world import GOOD, World

HOW = {
    "exit 128": "echo 'fatal: a reason' >&2; exit 128",
    "exit 1": "exit 1",
    "a signal": "kill -KILL $$",
    "noise": "head -c 3000 /dev/urandom; exit 0",
    "another text": "echo hello world; exit 0",
    "nothing": "exit 0",
    "half": '"$real" "$@" | head -c 100; exit 0',
    "records without a path": r"printf ':1 2 3 4 5\0'; exit 0",
    "a size below zero": 'echo "0000000000000000000000000000000000000000 blob -5"; exit 0',
    "hostile text": r"printf '\033[31m::error::\377\n' >&2; exit 128",
}
CHECK, GATE, DIFF = ("check", "--base", "main"), ("signoff", "check", "--base", "main"), ("diff", "main...HEAD")
LOG, SCORE, WHO = ("log", "good"), ("score", "--base", "main"), ("who", "good", "--rev", "HEAD")
CALLS = {
    "rev-parse": (CHECK, DIFF, LOG, GATE, SCORE, WHO),
    "merge-base": (CHECK, DIFF, GATE),
    "ls-files": (CHECK, ("check", "--staged")),
    "ls-tree": (CHECK, DIFF, LOG, GATE, SCORE, WHO),
    "cat-file": (CHECK, DIFF, LOG, GATE, SCORE, WHO, ("check", "--staged")),
    "log": (LOG, GATE),
    "diff-tree": (GATE,),
}

GAVE_UP = "ownercat: git did not answer within"

Breaker = Callable[[str, str], None]
Answer = subprocess.CompletedProcess[bytes]
Answers = dict[tuple[str | bytes, ...], Answer]


@pytest.fixture(scope="module")
def branch(empty: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with a change on a branch, which each test copies."""
    folder = tmp_path_factory.mktemp("branch")
    found = empty.copy(folder / "repository", folder / "home")
    found.write({f"catalog/{name}": text for name, text in GOOD.items()})
    found.git("add", "-A")
    found.commit("one")
    found.git("checkout", "-q", "-b", "work")
    found.write({"catalog/good.yaml": GOOD["good.yaml"].replace("ghost", "storefront")})
    found.commit("two", "-a")
    return found


@pytest.fixture
def broken(world: World, branch: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Breaker:
    """A branch with a change, and a git that fails at one of its commands, or at all of them (``""``)."""
    branch.copy(world.root, tmp_path / "home")
    real, folder = shutil.which("git"), tmp_path / "bin"
    folder.mkdir()

    def break_git(call: str, how: str) -> None:
        program = folder / "git"
        case = f'*" {call} "*' if call else "*"
        program.write_text(f'#!/bin/sh\nreal={real}\ncase " $* " in\n{case}) {how};;\nesac\nexec $real "$@"\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    return break_git


@pytest.fixture(scope="module")
def answers() -> Answers:
    """What git said to each call on the branch: the healthy calls of all cases are the same."""
    return {}


@pytest.mark.usefixtures("parsed_once")
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("how", HOW)
def test_it_is_never_an_internal_error(
    world: World, broken: Breaker, answers: Answers, monkeypatch: pytest.MonkeyPatch, call: str, how: str
) -> None:
    broken(call, HOW[how])
    ask_git = git.run_program

    def ask_once(command: list[str], what: str, env: Mapping[str, str], stdin: bytes = b"") -> Answer:
        if call in command:
            return ask_git(command, what, env, stdin)
        question = (*command[3:], stdin)  # without the folder, which is another copy of the branch in each case
        if question not in answers:
            answers[question] = ask_git(command, what, env, stdin)
        return answers[question]

    monkeypatch.setattr(git, "run_program", ask_once)
    for arguments in CALLS[call]:
        world.run(*arguments)  # which holds the run to the invariants


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("exit 128", "git cat-file: fatal: a reason"),
        ("exit 1", "git cat-file failed"),
        ("a signal", "git cat-file was ended by signal 9"),
        ("another text", "git cat-file gave an answer that ownercat cannot read"),
    ],
)
def test_the_base_cannot_be_resolved(world: World, broken: Breaker, how: str, reason: str) -> None:
    broken("cat-file", HOW[how])
    for arguments in (("check", "--base", "main"), ("diff", "main"), ("signoff", "check", "--base", "main")):
        assert world.run(*arguments) == (3, "", f"ownercat: {reason}\n")


def test_the_reason_of_git_is_named_and_not_its_advice(world: World, broken: Breaker) -> None:
    reason = "fatal: detected dubious ownership in repository at 'x'"
    broken("rev-parse", f'printf "{reason}\\nTo add an exception, call:\\n\\n\\tgit config x\\n" >&2; exit 128')
    assert world.run(*LOG) == (3, "", f"ownercat: git rev-parse: {reason}\n")


@pytest.mark.parametrize(
    ("how", "reason"),
    [("nothing", "gave an answer that ownercat cannot read"), ("exit 1", "failed")],
)
def test_a_commit_that_git_does_not_look_up_is_not_missing(
    world: World, broken: Breaker, how: str, reason: str
) -> None:
    broken("rev-parse", HOW[how])
    for arguments in (CHECK, DIFF, LOG, GATE, SCORE, WHO, ("check", "--rev", "HEAD")):
        assert world.run(*arguments) == (3, "", f"ownercat: git rev-parse {reason}\n")


@pytest.mark.parametrize("revision", ["nothing", "^HEAD"])
def test_a_commit_that_git_looks_up_is_missing(world: World, broken: Breaker, revision: str) -> None:
    broken("rev-list", HOW["nothing"])
    message = f"ownercat: revision {revision} is not a commit in this repository\n"
    help = "help: run git log to list the commits"
    done = world.run("check", "--rev", revision)
    assert (done.code, done.out, done.err.split(";")[0].strip()) == (2, "", f"{message}{help}")


def test_a_merge_base_that_cannot_be_computed_is_not_a_missing_ancestor(world: World, broken: Breaker) -> None:
    broken("merge-base", HOW["a signal"])
    assert world.run("check", "--base", "main") == (3, "", "ownercat: git merge-base was ended by signal 9\n")
    broken("merge-base", HOW["exit 1"])
    assert "have no common ancestor in this repository" in world.run("check", "--base", "main").err


def test_contents_that_end_early_are_no_findings(world: World, broken: Breaker) -> None:
    broken("cat-file", "exit 0")
    done = world.run("check", "--staged")
    assert (done.code, done.out, done.err) == (3, "", "ownercat: git cat-file ended before it answered\n")


def test_who_does_not_wait_for_a_git_that_hangs(world: World, broken: Breaker, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = world.run("who", "good")
    monkeypatch.setattr(waiting.Budget.__init__, "__defaults__", (0.2,))  # so that the test is quick
    monkeypatch.setattr(git, "TIMEOUT", 10_000.0)
    broken("", "exec sleep 10000")
    for arguments in (("who", "good"), ("escalate", "good"), ("oncall",)):
        assert GAVE_UP in world.run(*arguments).err
    assert world.run("who", "good").out == expected.out
    # a service whose file was cut is in the last commit only
    (world.catalog / "good.yaml").write_text("")
    done = world.run("who", "good")
    assert (done.code, done.err.count(GAVE_UP)) == (1, 1)


def test_who_waits_for_a_revision_that_was_asked_for(
    world: World, broken: Breaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git, "TIMEOUT", 0.2)
    broken("", "exec sleep 10000")
    assert world.run("who", "good", "--rev", "HEAD") == (
        3, "", "ownercat: git rev-parse did not answer within 0 seconds\nhelp: try again\n",
    )  # fmt: skip


@pytest.mark.parametrize("how", ['"$real" "$@"', '"$real" "$@" | { head -c 60; sleep 10000; }'], ids=["sound", "hangs"])
def test_only_the_time_of_git_counts(
    branch: Repository, broken: Breaker, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    blobs = [row.split()[2] for row in branch.git("ls-tree", "-r", "HEAD").splitlines()]
    monkeypatch.setattr(git, "TIMEOUT", 1.5)
    broken("cat-file", how)
    contents = read_blobs(branch.root, blobs * 2, MAX_BYTES)
    if "sleep" in how:
        with pytest.raises(git.GitError, match="git cat-file did not answer within 2 seconds"):
            list(contents)
        return
    first = next(contents)
    time.sleep(2.5)  # as long as ownercat would parse on a busy machine
    assert [first, *contents] == [branch.git("cat-file", "blob", blob).encode() for blob in blobs * 2]
