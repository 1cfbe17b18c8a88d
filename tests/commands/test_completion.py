"""Completion of the command line: names of the catalog in bash, zsh and fish, typed into the real shells."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from ownercat.cli import cli, main
from tests.rules.parts import PEOPLE, service, several, team

FILES = {
    "catalog/shop.yaml": several(service("checkout"), service("search"), team("storefront"), PEOPLE),
    "catalog/evil.yaml": "kind: Service\nname: check$(touch stolen)\n---\nkind: Service\nname: 'check;touch stolen'\n",
}
INTERACTIVE = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(_OWNERCAT_COMPLETE=bash_source ownercat)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit && compinit -D && eval "$(_OWNERCAT_COMPLETE=zsh_source ownercat)"'),
}  # fmt: skip
BEFORE_LINE, ENTER, TAB = "\x01", "\r", "\t"


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a catalog, where the shells find our program."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "dumb")
    return tmp_path


def offer(*words: str) -> list[str]:
    *before, incomplete = words
    found = ShellComplete(cli, {}, "ownercat", "_OWNERCAT_COMPLETE").get_completions(before, incomplete)
    return [item.value for item in found]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("who", ""), ["ana", "bo", "checkout", "search", "storefront"]),
        (("who", "checkout", "s"), ["search", "storefront"]),
        (("escalate", "s"), ["search"]),
        (("impact", "search", "ch"), ["checkout"]),
        (("oncall", "s"), ["storefront"]),
        (("rename", "team", ""), ["storefront"]),
        (("rename", "service", "s"), ["search"]),
        (("metrics", "--team", ""), ["storefront"]),
        (("signoff", "approve", "checkout", "--team", "s"), ["storefront"]),
        (("check", "--select", "orphaned"), ["orphaned-service", "orphaned-alert"]),
        (("explain", "OWN001"), ["OWN001"]),
        (("help", "signoff", "pl"), ["plan"]),
        (("help", "who", ""), []),
        (("who", "--catalog", "elsewhere", ""), []),
        (("who", "x"), []),
    ],
)
def test_what_is_offered(catalog: Path, words: tuple[str, ...], names: list[str]) -> None:
    assert offer(*words) == names


@pytest.mark.parametrize(("name", "more"), [("shipping", ["shipping"]), ("shop$(touch stolen)", [])])
def test_names_of_a_foreign_format(catalog: Path, name: str, more: list[str]) -> None:
    (catalog / "catalog-info.yaml").write_text(
        f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {name}}}\nspec: {{type: service}}\n",
        encoding="utf-8",
    )
    assert offer("who", "--dialect", "backstage", "s") == ["search", *more, "storefront"]


def test_a_broken_file_hides_only_its_own_names(catalog: Path) -> None:
    (catalog / "catalog" / "broken.yaml").write_text("kind: Service\nname: [\n", encoding="utf-8")
    assert offer("who", "che") == ["checkout"]


def type_into(shell: str, line: str, until: str) -> str:
    """Type a line into an interactive shell on a terminal; return what the terminal shows up to a text."""
    command, setup = INTERACTIVE[shell]
    keyboard, terminal = pty.openpty()
    started = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
    os.close(terminal)
    shown = b""
    try:
        for text, awaited in ((f"{setup}; echo rea''dy{ENTER}", "ready\r"), (line, until)):
            os.write(keyboard, text.encode())
            shown = b""
            while awaited.encode() not in shown:
                assert select.select([keyboard], [], [], 60)[0], shown
                shown += os.read(keyboard, 4096)
    finally:
        started.kill()
        started.wait()
        os.close(keyboard)
    return shown.decode()


@pytest.mark.parametrize("shell", [shell for shell in INTERACTIVE if shutil.which(shell)])
@pytest.mark.parametrize(
    ("typed", "completed"),
    [("who che", "who checkout"), ("esca", "escalate"), ("rename team st", "rename team storefront")],
)
def test_a_shell_completes_what_is_typed(catalog: Path, shell: str, typed: str, completed: str) -> None:
    line = f"ownercat {typed}{TAB}{BEFORE_LINE}printf '<%s>' {ENTER}"
    type_into(shell, line, "".join(f"<{word}>" for word in ("ownercat", *completed.split())))
    assert not (catalog / "stolen").exists()


@pytest.mark.parametrize("shell", [shell for shell in ["fish"] if shutil.which(shell)])
def test_fish_offers_the_names(catalog: Path, shell: str) -> None:
    script = "_OWNERCAT_COMPLETE=fish_source ownercat | source; complete -C 'ownercat who che'"
    done = subprocess.run([shell, "--no-config", "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["checkout"]
    assert not (catalog / "stolen").exists()


@pytest.mark.parametrize("words", [{}, {"COMP_WORDS": "ownercat wh"}, {"COMP_WORDS": "ownercat wh", "COMP_CWORD": "x"}])
def test_a_request_without_the_words_to_complete_is_refused(
    catalog: Path, words: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"_OWNERCAT_COMPLETE": "bash_complete", **words}.items():
        monkeypatch.setenv(name, value)
    assert main([]) == 2
    assert capsys.readouterr() == (
        "",
        "ownercat: _OWNERCAT_COMPLETE is bash_complete, but COMP_WORDS and COMP_CWORD do not name a word\n"
        "help: unset _OWNERCAT_COMPLETE, or use the script that _OWNERCAT_COMPLETE=bash_source ownercat prints\n",
    )
