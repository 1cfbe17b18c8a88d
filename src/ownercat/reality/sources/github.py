"""GitHub: the teams of an organization, their members and repositories, and the errors in CODEOWNERS.

Shapes: https://docs.github.com/en/rest/teams (``gh api --paginate --slurp``). The answers about members and
repositories do not name the team: ``about`` of the snapshot does.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_count, get_table, get_text, list_tables
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import CodeownersFault, ForgeFacts

_BY_KEY = {"slug": "teams", "full_name": "repositories", "login": "members"}
_FULL = frozenset({30, 100})  # the default and the largest length of a page
_WRITE = frozenset({"admin", "maintain", "push", "write"})


def _find_call(page: Any) -> str:
    if isinstance(page, dict) and isinstance(page.get("errors"), list) and "message" not in page:
        return "codeowners-errors"
    records = page if isinstance(page, list) else []
    return next((call for key, call in _BY_KEY.items() if records and all(get_text(each, key) for each in records)), "")


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    """Return why pages may be missing: the bodies do not say it, but a single full page is a sign."""
    if call != "codeowners-errors" and len(pages) == 1 and len(pages[0]) in _FULL:
        return f"the only page has {len(pages[0])} records, so another page may follow; use gh api --paginate --slurp"
    return ""


def _read_forge(snapshots: Iterable[ExternalSnapshot]) -> ForgeFacts:
    facts = ForgeFacts(None, {}, {}, (), {})
    for snapshot in snapshots:  # the newest first
        records = [each for page in snapshot.pages for each in list_tables(page)]
        about = snapshot.about.casefold().lstrip("@").rpartition("/")[2]
        if snapshot.call == "teams" and facts.teams is None:
            teams = {get_text(each, "slug").casefold(): get_text(each, "parent", "slug").casefold() for each in records}
            facts = facts._replace(teams=teams, evidence={**facts.evidence, "teams": snapshot})
        elif snapshot.call == "members" and about and about not in facts.members:
            logins = frozenset(get_text(each, "login").casefold() for each in records)
            facts = facts._replace(
                members={**facts.members, about: logins}, evidence={**facts.evidence, f"members {about}": snapshot}
            )
        elif snapshot.call == "repositories" and about and about not in facts.access:
            access = {get_text(each, "full_name").casefold(): _can_write(each) for each in records}
            facts = facts._replace(
                access={**facts.access, about: access}, evidence={**facts.evidence, f"access {about}": snapshot}
            )
        elif snapshot.call == "codeowners-errors" and "errors" not in facts.evidence:
            faults = tuple(_read_fault(each) for page in snapshot.pages for each in list_tables(page, "errors"))
            facts = facts._replace(faults=faults, evidence={**facts.evidence, "errors": snapshot})
    return facts


def _can_write(repository: Any) -> bool:
    role, permissions = get_text(repository, "role_name"), get_table(repository, "permissions")
    return role in _WRITE or any(permissions.get(word) is True for word in _WRITE)


def _read_fault(error: Any) -> CodeownersFault:
    text = get_text(error, "message").partition("\n")[0] or get_text(error, "kind")
    return CodeownersFault(
        get_text(error, "path"), max(1, get_count(error, "line") or 1), max(1, get_count(error, "column") or 1), text,
        get_text(error, "suggestion"),
    )  # fmt: skip


SOURCE = SnapshotSource(
    title="GitHub",
    calls={
        "teams": "all teams: gh api --paginate --slurp orgs/ORG/teams",
        "members": "the members of a team (--about TEAM): gh api --paginate --slurp orgs/ORG/teams/TEAM/members",
        "repositories": "repositories of a team (--about TEAM): gh api --paginate --slurp orgs/ORG/teams/TEAM/repos",
        "codeowners-errors": "gh api repos/ORG/REPO/codeowners/errors",
    },
    kept={
        "teams": frozenset({"slug", "parent"}),
        "members": frozenset({"login"}),
        "repositories": frozenset({"full_name", "role_name", "permissions", *_WRITE}),
        "codeowners-errors": frozenset({"errors", "path", "line", "column", "kind", "message", "suggestion"}),
    },
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_forge=_read_forge,
)
