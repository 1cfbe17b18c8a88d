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
