"""The conventions of a terminal: short options, ``help COMMAND``, and suggestions for what does not exist."""

from __future__ import annotations

import pytest

from ownercat import __version__
from tests.commands.conftest import Run, Runner


@pytest.mark.parametrize("words", [(), ("who",), ("signoff",), ("signoff", "plan"), ("help",)], ids=" ".join)
def test_help_is_the_page_of_the_option(run: Runner, words: tuple[str, ...]) -> None:
    page = run(*words, "--help")
    assert page.out.startswith(" ".join(["Usage: ownercat", *words, "["]))
    assert "-h, --help" in page.out
    assert run("help", *words) == run(*words, "-h") == page == Run(0, page.out, "")


def test_help_of_an_argument_is_the_page_of_its_command(run: Runner) -> None:
    assert run("help", "new", "service") == run("help", "new")


def test_the_version_has_a_short_option(run: Runner) -> None:
    assert run("-V") == run("--version") == Run(0, f"ownercat, version {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("whoo",), "there is no command whoo\nhelp: did you mean who?"),
        (("help", "escalte"), "there is no command escalte\nhelp: did you mean escalate?"),
        (("help", "signoff", "plann"), "there is no command plann\nhelp: did you mean plan?"),
        (("who", "--formt", "x"), "ownercat who has no option --formt\nhelp: did you mean --format?"),
        (("signoff", "plan", "--bsae"), "ownercat signoff plan has no option --bsae\nhelp: did you mean --base?"),
        (("baseline", "craete"), "there is no command craete\nhelp: did you mean create?"),
        (("promises",), "ownercat promises needs a SERVICE\nhelp: add it, for example: ownercat promises checkout"),
        (("impact",), "ownercat impact needs a SERVICE\nhelp: add it, for example: ownercat impact redis-cart"),
        (
            ("who",),
            "ownercat who needs a service, alias, team, person, file path, alert or symptom\n"
            "help: add it, for example: ownercat who checkout --severity sev1",
        ),
        (("explain",), "ownercat explain needs a RULE or WORD\nhelp: add it, for example: ownercat explain orphaned-service"),
        (("--vrsion",), "ownercat has no option --vrsion\nhelp: did you mean --version?"),
        (("check", "--weather"), "ownercat check has no option --weather\nhelp: see ownercat check --help"),
        (("who", "-V"), "ownercat who has no option -V\nhelp: see ownercat who --help"),
        (("who", "--\x1b[31m\n::error::x"), "ownercat who has no option --\\x1b[31m\\x0a::error::x\nhelp: see ownercat who --help"),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_does_not_exist(run: Runner, arguments: tuple[str, ...], said: str) -> None:
    assert run(*arguments) == Run(2, "", f"ownercat: {said}\n")
