"""The command line as a process of its own: what only shows between an operating system and a program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.parts import PEOPLE, service, several, team

OWNERCAT = "import sys; from ownercat.__main__ import main; sys.exit(main())"
GOOD = several(service("checkout"), team("storefront"), PEOPLE)
# more than a pipe holds, so that the writer notices that nobody reads
BAD = several(*(service(f"s{number}", owner="nobody") for number in range(90)))
WHO = ["who", "ana"]
HELP = [["--help"], ["check", "--help"]]


def name(arguments: list[str]) -> str:
    return " ".join(arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog" / "shop.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def process(folder: Path, *arguments: str, **how: object) -> subprocess.Popen[str]:
    env = {**os.environ, **how.pop("env", {})}  # type: ignore[dict-item]
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": folder, "env": env, **how}
    return subprocess.Popen([sys.executable, "-P", "-c", OWNERCAT, *arguments], **settings)  # type: ignore[call-overload,no-any-return]


def outcome(started: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = started.communicate(timeout=60)
    assert "Traceback" not in (out or "") + (err or "")
    return started.returncode, out, err


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (f"{GOOD}---\n{BAD}", 1)], ids=["clean", "findings"])
def test_a_reader_that_leaves_early_does_not_change_the_verdict(folder: Path, text: str, code: int) -> None:
    (folder / "catalog" / "shop.yaml").write_text(text, encoding="utf-8")
    reads, writes = os.pipe()
    os.close(reads)  # nobody reads from the first byte on
    started = process(folder, "check", stdout=writes)
    os.close(writes)
    assert outcome(started) == (code, None, "")


@pytest.mark.parametrize("arguments", [WHO, HELP[0]], ids=name)
def test_so_for_the_others(folder: Path, arguments: list[str]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    started = process(folder, *arguments, stdout=writes)
    os.close(writes)
    assert outcome(started)[0] == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["check"], WHO, HELP[1]], ids=name)
def test_a_full_disk_is_3_and_said(folder: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        found = outcome(process(folder, *arguments, stdout=full))
    assert found == (3, None, "ownercat: cannot write the result: No space left on device\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_where_nothing_can_be_said_the_exit_code_is(folder: Path) -> None:
    with Path("/dev/full").open("w") as full:
        assert outcome(process(folder, "check", stdout=full, stderr=full)) == (3, None, None)
        assert outcome(process(folder, "check", "nowhere", stderr=full)) == (2, "", None)


def test_closed_output_is_3(folder: Path) -> None:
    found = outcome(process(folder, "check", stdout=None, preexec_fn=lambda: os.close(1)))
    assert found == (3, None, "ownercat: cannot write the result: standard output is closed\n")


@pytest.mark.parametrize(
    "env", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_an_ascii_terminal_gets_escapes(folder: Path, env: dict[str, str]) -> None:
    (folder / "catalog" / "shop.yaml").write_text(GOOD.replace("storefront", "stöckli", 1), encoding="utf-8")
    code, out, err = outcome(process(folder, "check", env=env))
    assert (code, err) == (1, "")
    assert "st\\xf6ckli" in out
    assert out.isascii()


@pytest.mark.parametrize("arguments", [["check"], WHO], ids=name)
def test_a_folder_that_is_gone_is_2(tmp_path: Path, arguments: list[str]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); {OWNERCAT}"
    done = subprocess.run([sys.executable, "-P", "-c", script, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ownercat: the current folder does not exist any more\n")


def test_a_repository_cannot_bring_its_own_modules(folder: Path) -> None:
    """``python -m`` puts the current folder first on the import path, and what it finds there is run."""
    for module in ("yaml", "click", "pathlib", "tempfile", "jsonschema", "difflib", "sitecustomize"):
        (folder / f"{module}.py").write_text("raise SystemExit('run from the repository')\n")
    done = subprocess.run(
        [sys.executable, "-m", "ownercat", "check"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "no findings in 1 file (1 service)\n", "")


def test_the_hash_seed_changes_nothing(folder: Path) -> None:
    (folder / "catalog" / "bad.yaml").write_text(
        f"{BAD}---\nkind: Service\nspec: {{name: a, owner: b, tier: 9}}\n", encoding="utf-8"
    )
    first, second = (
        outcome(process(folder, "check", "--format", "json", env={"PYTHONHASHSEED": seed})) for seed in ("1", "4242")
    )
    assert first == second
    assert first[0] == 1


# Sends a signal to itself in the Nth call of fsync, which each safe write makes before it replaces a file.
AT_A_WRITE = """
import os, signal, sys
left, number, real = [int(sys.argv[1])], getattr(signal, sys.argv[2]), os.fsync
def fsync(handle):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), number)
    return real(handle)
os.fsync = fsync
sys.argv = ["ownercat", *sys.argv[3:]]
from ownercat.__main__ import main
sys.exit(main())
"""


ENDING = [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 143), ("SIGQUIT", 143)]


@pytest.mark.parametrize(("name", "code"), ENDING)
@pytest.mark.parametrize("write", ["1", "2"])
def test_a_signal_during_a_rename_rolls_back(folder: Path, name: str, code: int, write: str) -> None:
    (folder / "catalog" / "pay.yaml").write_text(service("pay", "dependsOn: [{service: checkout}]"), encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    arguments = [write, name, "rename", "service", "checkout", "till"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", AT_A_WRITE, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (code, "")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


# Sends a signal to itself at each of some calls that a safe write makes, the first of which is in the first file.
AT_EACH_CALL = """
import os, signal, sys
number, after, calls = getattr(signal, sys.argv[1]), int(sys.argv[2]), [0]
def watch(name):
    real = getattr(os, name)
    def call(*given, **named):
        calls[0] += 1
        if calls[0] > after:
            os.kill(os.getpid(), number)
        return real(*given, **named)
    setattr(os, name, call)
from ownercat.__main__ import main
for name in ("fsync", "replace", "link", "unlink", "chmod"):
    watch(name)
sys.argv = ["ownercat", *sys.argv[3:]]
sys.exit(main())
"""


def send_at_each_call(folder: Path, name: str, after: int, *arguments: str) -> int:
    script = [sys.executable, "-P", "-c", AT_EACH_CALL, name, str(after), *arguments]
    return subprocess.run(script, cwd=folder, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode


def read_files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("name", "code"), ENDING[:2])
@pytest.mark.parametrize("after", [0, 2, 4, 6])
def test_more_signals_do_not_interrupt_the_roll_back(folder: Path, name: str, code: int, after: int) -> None:
    (folder / "catalog" / "pay.yaml").write_text(service("pay", "dependsOn: [{service: checkout}]"), encoding="utf-8")
    before = read_files(folder)
    assert send_at_each_call(folder, name, after, "rename", "service", "checkout", "till") == code
    assert read_files(folder) == before


@pytest.mark.parametrize("after", [0, 1, 2, 3, 5, 8])
def test_an_interrupted_init_leaves_no_file(tmp_path: Path, after: int) -> None:
    assert send_at_each_call(tmp_path, "SIGINT", after, "init", "--yes") == 130
    assert read_files(tmp_path) == {}


def test_nohup_is_obeyed(folder: Path) -> None:
    script = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n{AT_A_WRITE}"
    arguments = ["1", "SIGHUP", "rename", "service", "checkout", "till"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, *arguments], cwd=folder, capture_output=True, check=False
    )
    assert (done.returncode, b"name: till" in (folder / "catalog" / "shop.yaml").read_bytes()) == (0, True)


def test_the_next_write_removes_what_a_killed_run_left(folder: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left, kept = (folder / "catalog" / f".shop.yaml.{number}.ownercat" for number in (dead.pid, os.getpid()))
    for path in (left, kept):
        path.write_text("half of a ", encoding="utf-8")
    assert outcome(process(folder, "rename", "service", "checkout", "till"))[0] == 0
    assert (left.exists(), kept.exists()) == (False, True)


@pytest.mark.parametrize(("name", "code"), ENDING)
@pytest.mark.parametrize("module", ["click", "ownercat.cli", "yaml"])
def test_a_signal_while_modules_are_loaded_leaves_no_traceback(folder: Path, name: str, code: int, module: str) -> None:
    script = f"""
import os, signal, sys
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.{name})
sys.meta_path.insert(0, Finder)
{OWNERCAT}"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, "check"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (code, "", "")


def test_a_signal_in_a_class_body_is_no_internal_error(folder: Path) -> None:
    """Python turns an exception that is raised in ``__set_name__`` into a RuntimeError."""
    script = f"""
import os, signal, sys
import ownercat.commands.check
class Descriptor:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(10_000): pass
def load(*_):
    type("Anything", (), {{"x": Descriptor()}})
ownercat.commands.check.open_workspace = load
{OWNERCAT}"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, "check"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "")
