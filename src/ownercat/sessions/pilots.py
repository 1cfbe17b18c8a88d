"""The files with which a repository begins: one team and one service as a pilot, or the format that it has already."""

from collections.abc import Mapping
from typing import NamedTuple

from ownercat.sessions.documents import build_name, quote_name, start_document
from ownercat.text import format_json, shown

_BLOCK = """\
repos:
  - repo: local
    hooks:
      - id: ownercat
        name: ownercat
        entry: ownercat check --staged --timeless
        args: [--base, HEAD]  # report only what a commit causes
        language: system
        pass_filenames: false
        always_run: true
"""
_JOB = """\
on: pull_request
permissions: {contents: read}
jobs:
  ownercat:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0, persist-credentials: false}
      # assumption: set the variable OWNERCAT of the repository to what pip installs, for example git+https://...
      - run: pip install "$OWNERCAT"
        env: {OWNERCAT: "${{ vars.OWNERCAT }}"}
      - run: ownercat check --base "origin/$GITHUB_BASE_REF"
"""
HOOK, JOB, CONFIG = ".pre-commit-config.yaml", ".github/workflows/ownercat.yml", "ownercat.toml"


class Clue(NamedTuple):
    """A name that the repository has for a team, service or person, and where; line 0 = in the history of git.

    ``handle``: the team on GitHub.
    """

    name: str
    path: str
    line: int
    handle: str = ""

    def __str__(self) -> str:
        return f"{shown(self.path)}:{self.line}" if self.line else self.path


class Pilot(NamedTuple):
    """One team and one service. A clue without a path is an assumption; ``chat`` is empty if nobody was asked."""

    team: Clue
    service: Clue
    people: tuple[Clue, ...]
    chat: str = ""


def build_setup(catalog: str, dialect: str = "") -> dict[str, str]:
    """Return the configuration, the hook and the CI job; ``dialect``: the format to turn on."""
    lines = [f"catalog = {format_json(catalog or '.')}", *([f'dialects = ["{dialect}"]'] if dialect else [])]
    return {CONFIG: "".join(f"{line}\n" for line in lines), HOOK: _BLOCK, JOB: _JOB}


def build_catalog(catalog: str, pilot: Pilot) -> Mapping[str, str]:
    """Return the smallest catalog that passes: a policy, people, one team and one service of tier 4."""
    team, people = quote_name(pilot.team.name), [quote_name(build_name(clue.name)) for clue in pilot.people]
    chat = format_json(pilot.chat or f"#{pilot.team.name}")
    parts = {
        "policy": start_document("Policy", "company", "the defaults apply until it decides otherwise"),
        "people": "---\n".join(
            start_document("Person", build_name(clue.name), _explain(clue))
            + f"title: {format_json(clue.name)}\ncontacts: [push, phone]  # assumption: what reaches the person\n"
            for clue in pilot.people
        ),
        f"teams/{pilot.team.name}": start_document("Team", pilot.team.name, _explain(pilot.team))
        + f"members: [{', '.join(people)}]\n"
        + (f"handles: {{github: {format_json(pilot.team.handle)}}}\n" if pilot.team.handle else "")
        + f"contacts:\n  chat: {chat}{'' if pilot.chat else '  # assumption: nobody was asked'}\n",
        f"services/{pilot.service.name}": start_document("Service", pilot.service.name, _explain(pilot.service))
        + f"description: {format_json(f'The service {pilot.service.name}.')}  # assumption: say what it does\n"
        + "tier: 4  # assumption; tier 3 also asks for an escalation, tier 2 for a runbook, tier 1 for an SLA\n"
        + f"owner: {team}\n",
    }
    folder = f"{catalog}/" if catalog else ""
    return {f"{folder}{name}.yaml": text for name, text in parts.items()}


def _explain(clue: Clue) -> str:
    return f"from {clue}" if clue.path else "assumption: nothing in the repository names it"
