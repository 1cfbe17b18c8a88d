"""The reviews of a pull request from the code host: its author, and who approved or rejected which commit."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from ownercat.model import EMPTY
from ownercat.signoff.evidence.strict import JsonValue, Source, parse_json
from ownercat.signoff.identities import fold_case
from ownercat.signoff.values import Identity
from ownercat.text import shown

GITHUB = "gh pr view NUMBER --json number,author,baseRefName,headRefOid,commits,reviews"
_HELP = f"create the file with {GITHUB}; for GitLab, see docs/sign-off.md"

Forge = Literal["github", "gitlab"]
State = Literal["approved", "rejected", "dismissed"]
_STATES: Mapping[str, State] = {
    "APPROVED": "approved", "CHANGES_REQUESTED": "rejected", "DISMISSED": "dismissed",
}  # fmt: skip
_SILENT = frozenset({"COMMENTED", "PENDING"})
_RANK = ("approved", "dismissed", "rejected")  # of two states at the same time, the later one here counts


class PullRequestReview(NamedTuple):
    """The last decision of one account. ``commit``: the reviewed commit, ``""`` if the code host does not name it."""

    who: Identity
    state: State
    at: datetime | None
    commit: str


class Reviews(NamedTuple):
    """The reviews of a pull or merge request. ``head``: its head commit at the code host (``""``: not given).

    ``base``: the branch that it is merged into (``""``: not given).

    ``accounts``: the accounts that the code host knows for email addresses of the commits.
    """

    author: Identity
    head: str
    latest: tuple[PullRequestReview, ...]
    accounts: Mapping[str, Identity] = EMPTY
    base: str = ""


def read_reviews(data: bytes, name: str) -> Reviews:
    """Return the reviews in a file named ``name``; raise ``UsageError`` with the location of an error."""
    document = parse_json(data, Source(f"the reviews in {shown(name)}", _HELP))
    if document.find("merge_request") is not None:
        return _parse_gitlab(document)
    return _parse_github(document)


def _parse_github(document: JsonValue) -> Reviews:
    author = _parse_account("github", document.get("author"), "login")
    seen: set[str] = set()
    found = []
    for item in document.get("reviews").items():
        number = item.find("id")
        if number is not None and number.read_text() in seen:
            number.refuse(f"is a duplicate: {shown(number.read_text(), 40)}")
        seen.add(number.read_text() if number is not None else "")
        state = item.get("state").read_text()
        if state in _SILENT:
            continue
        if state not in _STATES:
            item.get("state").refuse(f"must be one of {', '.join((*_STATES, *sorted(_SILENT)))}, but is {shown(state)}")
        who = _parse_account("github", item.find("author"), "login")
        commit = item.find("commit")
        oid = commit.get("oid").read_commit() if commit is not None else ""
        found.append(PullRequestReview(who, _STATES[state], item.get("submittedAt").read_time(), oid))
    return Reviews(
        author,
        document.get("headRefOid").read_commit(),
        _keep_latest(found),
        _map_accounts(document.find("commits")),
        document.get("baseRefName").read_text(),
    )


def _map_accounts(commits: JsonValue | None) -> Mapping[str, Identity]:
    """Return the accounts by address; an address with two accounts has none."""
    found: dict[str, set[str]] = {}
    for commit in commits.items() if commits is not None else ():
        for author in commit.get("authors").items():
            email, login = author.find("email"), author.find("login")
            if email is not None and login is not None and email.read_text() and login.read_text():
                found.setdefault(fold_case(email.read_text()), set()).add(login.read_text())
    return {email: Identity("github", next(iter(logins))) for email, logins in found.items() if len(logins) == 1}


def _parse_gitlab(document: JsonValue) -> Reviews:
    """Return the reviews of a merge request.

    GitLab gives the time of an approval but no commit: the reviewed commit is the latest version at that time.
    """
    request = document.get("merge_request")
    versions = sorted(
        (v.get("created_at").read_time(), v.get("head_commit_sha").read_commit()) for v in _list_versions(document)
    )
    found = []
    for item in document.get("approvals").get("approved_by").items():
        approved_at = item.find("approved_at")
        at = approved_at.read_time() if approved_at is not None else None
        seen = [commit for since, commit in versions if at is not None and since <= at]
        found.append(
            PullRequestReview(
                _parse_account("gitlab", item.get("user"), "username"), "approved", at, (seen or [""])[-1]
            )
        )
    reviewers = document.find("reviewers")
    for item in reviewers.items() if reviewers is not None else ():
        state = item.find("state")
        if state is not None and state.read_text() == "requested_changes":
            found.append(
                PullRequestReview(_parse_account("gitlab", item.get("user"), "username"), "rejected", None, "")
            )
    sha, branch = request.find("sha"), request.find("target_branch")
    return Reviews(
        _parse_account("gitlab", request.get("author"), "username"),
        sha.read_commit() if sha is not None else "",
        _keep_latest(found),
        base=branch.read_text() if branch is not None else "",
    )


def _list_versions(document: JsonValue) -> Iterable[JsonValue]:
    versions = document.find("versions")
    return versions.items() if versions is not None else ()


def _parse_account(forge: Forge, account: JsonValue | None, key: str) -> Identity:
    """Return the identity of an account; ``""`` stands for a deleted account, which matches nobody."""
    login = account.find(key) if account is not None else None
    return Identity(forge, login.read_text() if login is not None else "")


def _keep_latest(found: list[PullRequestReview]) -> tuple[PullRequestReview, ...]:
    """Return the last decision of each account.

    A dismissed review cancels the earlier ones, and a review without a time counts as the latest.
    """
    latest: dict[str, PullRequestReview] = {}
    for review in sorted(found, key=_sort_key):
        latest[fold_case(review.who.value)] = review
    return tuple(latest[account] for account in sorted(latest))


def _sort_key(review: PullRequestReview) -> tuple[bool, float, int]:
    at = review.at
    return at is None, at.timestamp() if at is not None else 0.0, _RANK.index(review.state)
