"""No format prints a command that a CI runner would obey: a model of how runners look for commands finds none."""

from __future__ import annotations

import pytest

from ownercat.views import reporters
from ownercat.views.reporters import ReportDisplay
from tests.views.reporters.sample import HOSTILE, full, planted

GITHUB = {"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-path", "add-matcher", "echo"}
GITHUB |= {"set-output", "set-env", "save-state", "stop-commands", "remove-matcher", "internal-set-repo-path"}


def github_command(line: str) -> str | None:
    """The command GitHub's runner reads in a line: ``::name properties::data`` at its start, spaces aside."""
    text = line.lstrip()
    if not text.startswith("::"):
        return None
    end = text.find("::", 2)
    if end < 0:
        return None
    name = text[2:end].split(" ")[0]
    return name if name.lower() in GITHUB else None


def obeyed(line: str) -> bool:
    """Whether some runner would act on a line."""
    return bool(github_command(line)) or any(
        word in line.lower() for word in ("##[", "##vso[", "##teamcity[", "section_start:", "section_end:")
    )


def test_the_model_finds_commands() -> None:
    assert obeyed("  ::error file=a::b") and obeyed("x ##[group]y") and obeyed("##vso[task.complete]")
    assert not obeyed("   ::: catalog/a.yaml:1:1")
    assert not obeyed("   ::: catalog/::error::a.yaml:1:1")


@pytest.mark.parametrize(
    "name", sorted(set(reporters.names()) - {"github"})
)  # whose purpose they are; its own test holds them
@pytest.mark.parametrize("color", [False, True], ids=["plain", "coloured"])
def test_no_line_is_obeyed(name: str, color: bool) -> None:
    render = reporters.load(name).render
    for found in (full(), *map(planted, HOSTILE)):
        for width in (40, 60, 80):
            output = render(found, ReportDisplay(width=width, color=color, verbose=1))
            assert [line for line in output.split("\n") if obeyed(line)] == []
