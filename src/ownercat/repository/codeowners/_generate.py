"""The expected content of CODEOWNERS, from the catalog.

Lines go from the broadest to the most specific pattern, so that the last match is the most specific claim of the
catalog. The control files of the catalog come last.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from ownercat.model import Catalog, Policy, Service, Team
from ownercat.repository.codeowners._claims import Claim, Claims, is_wild
from ownercat.repository.codeowners._control import list_control_files, merge_folders
from ownercat.repository.codeowners._parse import is_owner
from ownercat.repository.codeowners._values import Style
from ownercat.text import is_hidden, shown

FORGES = {"github": "GitHub", "gitlab": "GitLab"}
_STARS = re.compile(r"\*{2,}")


class GenerateProblem(NamedTuple):
    """Why a part of the catalog cannot be written: one sentence, and the fix."""

    message: str
    help: str


class GeneratedLine(NamedTuple):
    """One line: a pattern and its owners."""

    pattern: str
    owners: tuple[str, ...]


class Wanted(NamedTuple):
    """The expected lines. Control files need ``quorum`` approvals, if the code host supports that."""

    style: Style
    code: tuple[GeneratedLine, ...] = ()
    control: tuple[GeneratedLine, ...] = ()
    quorum: int = 1
    problems: tuple[GenerateProblem, ...] = ()


def build_wanted(catalog: Catalog, policy: Policy, tracked: Sequence[str], style: Style, path: str) -> Wanted:
    """Return the lines for the code and the control files; ``path``: the CODEOWNERS file itself."""
    code = list(_list_code_lines(catalog, tracked, style))
    control = list(_list_control_lines(catalog, policy, tracked, style, path))
    quorum = policy.data.get("governance", {}).get("quorum", 1)
    problems = dict.fromkeys(item for item in (*code, *control) if isinstance(item, GenerateProblem))
    return Wanted(
        style,
        tuple(item for item in code if isinstance(item, GeneratedLine)),
        tuple(item for item in control if isinstance(item, GeneratedLine)),
        quorum if isinstance(quorum, int) else 1,
        tuple(problems),
    )


def get_handle(team: Team, style: Style) -> str:
    """Return the team's account on the code host for CODEOWNERS; ``""`` if it has no valid one."""
    account = team.handles.get(style, "")
    return account if is_owner(account, style) else ""


def _list_code_lines(
    catalog: Catalog, tracked: Sequence[str], style: Style
) -> Iterator[GeneratedLine | GenerateProblem]:
    files = frozenset(tracked)
    folders = _collect_folders(tracked)
    for group in sorted(Claims(catalog.of(Service)).groups, key=lambda group: group[0].order):
        claim = group[0]
        owners, problems = _find_owners(catalog, group, style)
        yield from problems
        reason = explain_refusal(claim.pattern, style)
        if reason:
            message = f"{shown(claim.service.label)} has a code path that CODEOWNERS cannot contain"
            yield GenerateProblem(
                f"{message}: {shown(claim.written)} ({reason})", "rename the path, or claim its parent folder"
            )
        elif owners:
            slash = claim.written.endswith("/")
            yield from (
                GeneratedLine(text, owners) for text in render_code_lines(claim.pattern, style, files, folders, slash)
            )


def _collect_folders(paths: Iterable[str]) -> frozenset[str]:
    """Return every folder that contains one of the paths."""
    found: set[str] = set()
    for path in paths:
        while "/" in path:
            path = path.rpartition("/")[0]  # noqa: PLW2901  # climbing
            if path in found:
                break
            found.add(path)
    return frozenset(found)


def _find_owners(catalog: Catalog, claims: list[Claim], style: Style) -> tuple[tuple[str, ...], list[GenerateProblem]]:
    """Return the owners of a pattern that services claim, sorted by service, and the problems of the others."""
    owners: dict[str, None] = {}
    problems = []
    for claim in sorted(claims, key=lambda claim: claim.service.key):
        team = catalog.team(claim.service.owner)
        if team is None:
            message = f"{shown(claim.service.label)} has no team as owner"
            problems.append(GenerateProblem(message, "set `owner` to a team; run `ownercat check` for details"))
        elif not get_handle(team, style):
            problems.append(_report_missing_account(team, style, f"owns {shown(claim.service.label)}"))
        else:
            owners[get_handle(team, style)] = None
    return tuple(owners), problems


def _report_missing_account(team: Team, style: Style, role: str) -> GenerateProblem:
    account = team.handles.get(style, "")
    state = f"is {shown(account)}" if account else "is missing"
    example = "@organization/team" if style == "github" else "@group/team"
    message = f"{shown(team.label)} {role} but has no valid {FORGES[style]} account: `handles.{style}` {state}"
    return GenerateProblem(
        message, f'set `handles: {{{style}: "{example}"}}` of {shown(team.label)} in {shown(team.at.path)}'
    )


def _list_control_lines(
    catalog: Catalog, policy: Policy, tracked: Sequence[str], style: Style, path: str
) -> Iterator[GeneratedLine | GenerateProblem]:
    """Yield the lines of the control files, owned by the governance team; nothing if the policy has no such team."""
    team = catalog.team(policy.governance_team)
    if policy.governance_team is None:
        return
    if team is None:
        written = shown(policy.governance_team.written)
        message = f"the policy has an undefined governance team: {written}"
        yield GenerateProblem(message, "set `governance.team` to a team; run `ownercat check` for details")
    elif not get_handle(team, style):
        yield _report_missing_account(team, style, "governs the catalog")
    else:
        files = [control.path for control in list_control_files(catalog, policy)]
        for found in [*merge_folders(files, tracked), path]:
            reason = explain_refusal(found, style)
            if reason:
                message = f"a control file has a path that CODEOWNERS cannot contain: {shown(found)} ({reason})"
                yield GenerateProblem(message, "rename the file")
            else:
                yield GeneratedLine(render_file_line(found, style), (get_handle(team, style),))


def render_code_lines(
    pattern: str, style: Style, files: Collection[str], folders: Collection[str], slash: bool
) -> Iterator[str]:
    """Yield the patterns that match the same as a normalized claim: the path itself and everything below it.

    ``slash``: whether the catalog has a slash at the end, which shows that a path that does not exist is a folder.
    """
    segments = [_STARS.sub("*", part) if part != "**" else part for part in pattern.split("/")]
    # on both code hosts, a single star at the end matches one level only, so write the folder
    inside = segments[-1] in ("**", "*")
    if segments[-1] == "*":
        segments.pop()
    while segments and segments[-1] == "**":
        segments.pop()
    if segments in ([], [""]):
        yield "*"
        return
    text = "/".join(_escape(part, style, wild=True) for part in segments)
    if inside:
        yield f"/{text}/"
    elif style == "github" and is_wild(pattern):
        yield f"/{text}"
    elif is_wild(pattern):
        yield from (f"/{text}", f"/{text}/")  # GitLab reads a name without a slash as a file
    elif pattern in files:
        yield f"/{text}"
    elif pattern in folders or slash or style == "github":
        yield f"/{text}/" if pattern in folders or slash else f"/{text}"
    else:
        yield from (f"/{text}", f"/{text}/")


def render_file_line(path: str, style: Style) -> str:
    """Return the pattern for exactly one file, or for a folder if the path ends with a slash."""
    return f"/{_escape(path, style, wild=False)}"


def explain_refusal(path: str, style: Style) -> str:
    """Return why CODEOWNERS cannot contain a path, as a sentence; ``""`` if it can."""
    if any(is_hidden(char) for char in path):
        return "it has an invisible character"
    if style == "github" and "#" in path:
        return "GitHub reads # as the start of a comment"
    return ""


def _escape(text: str, style: Style, wild: bool) -> str:
    special = " \\" + ("[" if style == "gitlab" else "") + ("" if wild else "*?")
    return "".join(f"\\{char}" if char in special else char for char in text)
