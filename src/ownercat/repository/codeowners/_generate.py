"""What CODEOWNERS should say by the catalog.

Lines go from the broadest to the most specific, so that the last match is the catalog's most specific claim; the
catalog's own control files come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ownercat.model import Catalog, Policy, Service, Team
from ownercat.repository.codeowners._claims import Claim, Claims
from ownercat.repository.codeowners._control import control_files, gathered
from ownercat.repository.codeowners._parse import is_owner
from ownercat.repository.codeowners._values import Style
from ownercat.repository.codeowners._written import code_lines, file_line, refusal
from ownercat.text import shown

FORGES = {"github": "GitHub", "gitlab": "GitLab"}


class GenerateProblem(NamedTuple):
    """Why something of the catalog cannot be written: one sentence, and a cure."""

    message: str
    help: str


class GeneratedLine(NamedTuple):
    """One line: a pattern, and who owns what it matches."""

    pattern: str
    owners: tuple[str, ...]


class Wanted(NamedTuple):
    """What the catalog wants. The control files need the approval of ``quorum`` people, where the forge can ask it."""

    style: Style
    code: tuple[GeneratedLine, ...] = ()
    control: tuple[GeneratedLine, ...] = ()
    quorum: int = 1
    problems: tuple[GenerateProblem, ...] = ()


def wanted(catalog: Catalog, policy: Policy, tracked: Sequence[str], style: Style, path: str) -> Wanted:
    """The lines for this repository's code and for the control files; ``path`` is that of CODEOWNERS itself."""
    code = list(_code(catalog, tracked, style))
    control = list(_control(catalog, policy, tracked, style, path))
    quorum = policy.data.get("governance", {}).get("quorum", 1)
    problems = dict.fromkeys(item for item in (*code, *control) if isinstance(item, GenerateProblem))
    return Wanted(
        style,
        tuple(item for item in code if isinstance(item, GeneratedLine)),
        tuple(item for item in control if isinstance(item, GeneratedLine)),
        quorum if isinstance(quorum, int) else 1,
        tuple(problems),
    )


def handle(team: Team, style: Style) -> str:
    """The team's account on the forge, as CODEOWNERS names it; ``""`` when it has none that could be an owner."""
    given = team.handles.get(style, "")
    return given if is_owner(given, style) else ""


def _code(catalog: Catalog, tracked: Sequence[str], style: Style) -> Iterator[GeneratedLine | GenerateProblem]:
    files = frozenset(tracked)
    folders = _folders(tracked)
    for group in sorted(Claims(catalog.of(Service)).groups, key=lambda group: group[0].order):
        claim = group[0]
        owners, problems = _owners(catalog, group, style)
        yield from problems
        reason = refusal(claim.pattern, style)
        if reason:
            what = f"{shown(claim.written)}, a code path of {shown(claim.service.label)}"
            yield GenerateProblem(
                f"{what}, cannot stand in CODEOWNERS: {reason}", "rename it, or claim the folder above it"
            )
        elif owners:
            slash = claim.written.endswith("/")
            yield from (GeneratedLine(text, owners) for text in code_lines(claim.pattern, style, files, folders, slash))


def _folders(paths: Iterable[str]) -> frozenset[str]:
    """Every folder that holds one of these paths."""
    found: set[str] = set()
    for path in paths:
        while "/" in path:
            path = path.rpartition("/")[0]  # noqa: PLW2901  # climbing
            if path in found:
                break
            found.add(path)
    return frozenset(found)


def _owners(catalog: Catalog, claims: list[Claim], style: Style) -> tuple[tuple[str, ...], list[GenerateProblem]]:
    """Who owns what several services claim alike, in order of the services; and who cannot be named."""
    owners: dict[str, None] = {}
    problems = []
    for claim in sorted(claims, key=lambda claim: claim.service.key):
        team = catalog.team(claim.service.owner)
        if team is None:
            message = f"{shown(claim.service.label)} has no owner that is a team"
            problems.append(GenerateProblem(message, "name its team as `owner`; see ownercat check"))
        elif not handle(team, style):
            problems.append(_nameless(team, style, f"owns {shown(claim.service.label)}"))
        else:
            owners[handle(team, style)] = None
    return tuple(owners), problems


def _nameless(team: Team, style: Style, role: str) -> GenerateProblem:
    given = team.handles.get(style, "")
    said = f"and {shown(given)} is no account there" if given else f"and has no `handles.{style}`"
    example = "@organisation/team" if style == "github" else "@group/team"
    where = shown(team.at.path)
    message = f"{shown(team.label)} {role} {said}, so {FORGES[style]} cannot know it"
    return GenerateProblem(message, f'give it `handles: {{{style}: "{example}"}}` in {where}')


def _control(
    catalog: Catalog, policy: Policy, tracked: Sequence[str], style: Style, path: str
) -> Iterator[GeneratedLine | GenerateProblem]:
    """The control files belong to the governance team; without one, nobody decided that they need protection."""
    team = catalog.team(policy.governance_team)
    if policy.governance_team is None:
        return
    if team is None:
        written = shown(policy.governance_team.written)
        yield GenerateProblem(f"the governance team {written} is not defined", "name a team; see ownercat check")
    elif not handle(team, style):
        yield _nameless(team, style, "governs the catalog")
    else:
        files = [control.path for control in control_files(catalog, policy)]
        for found in [*gathered(files, tracked), path]:
            reason = refusal(found, style)
            if reason:
                yield GenerateProblem(f"{shown(found)} cannot stand in CODEOWNERS: {reason}", "rename it")
            else:
                yield GeneratedLine(file_line(found, style), (handle(team, style),))
