"""What a forge says about a change: who proposed it, and who approved or refused which commit of it."""

from __future__ import annotations

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
_RANK = ("approved", "dismissed", "rejected")  # of two states of one moment the later one here counts


class PullRequestReview(NamedTuple):
    """The last word of one person. ``commit``: what it was said about, ``""`` where the forge does not say."""

    who: Identity
    state: State
    at: datetime | None
    commit: str


class Reviews(NamedTuple):
    """A pull or merge request. ``head``: the commit that the forge took for its head (``""``: it does not say).

    ``accounts``: the accounts that the forge knows behind e-mail addresses of the commits.
    """

    author: Identity
    head: str
    latest: tuple[PullRequestReview, ...]
    accounts: Mapping[str, Identity] = EMPTY


def read_reviews(data: bytes, name: str) -> Reviews:
    """The reviews in a file; ``UsageError`` with the place of whatever is wrong. ``name`` is the file's."""
    document = parse_json(data, Source(f"the reviews in {shown(name)}", _HELP))
    if document.maybe("merge_request") is not None:
        return _parse_gitlab(document)
    return _parse_github(document)


def _parse_github(document: JsonValue) -> Reviews:
    author = _parse_account("github", document.key("author"), "login")
    seen: set[str] = set()
    found = []
    for item in document.key("reviews").items():
        number = item.maybe("id")
        if number is not None and number.text() in seen:
            number.refuse(f"is a duplicate: {shown(number.text(), 40)}")
        seen.add(number.text() if number is not None else "")
        state = item.key("state").text()
        if state in _SILENT:
            continue
        if state not in _STATES:
            item.key("state").refuse(f"must be one of {', '.join((*_STATES, *sorted(_SILENT)))}, but is {shown(state)}")
        who = _parse_account("github", item.key("author"), "login")
        commit = item.maybe("commit")
        oid = commit.key("oid").commit() if commit is not None else ""
        found.append(PullRequestReview(who, _STATES[state], item.key("submittedAt").moment(), oid))
    return Reviews(
        author, document.key("headRefOid").commit(), _keep_latest(found), _map_accounts(document.maybe("commits"))
    )


def _map_accounts(commits: JsonValue | None) -> Mapping[str, Identity]:
    """The accounts behind addresses; an address that leads to two of them leads to none."""
    found: dict[str, set[str]] = {}
    for commit in commits.items() if commits is not None else ():
        for author in commit.key("authors").items():
            email, login = author.maybe("email"), author.maybe("login")
            if email is not None and login is not None and email.text() and login.text():
                found.setdefault(fold_case(email.text()), set()).add(login.text())
    return {email: Identity("github", next(iter(logins))) for email, logins in found.items() if len(logins) == 1}


def _parse_gitlab(document: JsonValue) -> Reviews:
    """GitLab says who approved and when; what they saw is the version of the request at that time."""
    request = document.key("merge_request")
    versions = sorted(
        (v.key("created_at").moment(), v.key("head_commit_sha").commit()) for v in _list_versions(document)
    )
    found = []
    for item in document.key("approvals").key("approved_by").items():
        given = item.maybe("approved_at")
        at = given.moment() if given is not None else None
        seen = [commit for since, commit in versions if at is not None and since <= at]
        found.append(
            PullRequestReview(
                _parse_account("gitlab", item.key("user"), "username"), "approved", at, (seen or [""])[-1]
            )
        )
    reviewers = document.maybe("reviewers")
    for item in reviewers.items() if reviewers is not None else ():
        state = item.maybe("state")
        if state is not None and state.text() == "requested_changes":
            found.append(
                PullRequestReview(_parse_account("gitlab", item.key("user"), "username"), "rejected", None, "")
            )
    sha = request.maybe("sha")
    head = sha.commit() if sha is not None else ""
    return Reviews(_parse_account("gitlab", request.key("author"), "username"), head, _keep_latest(found))


def _list_versions(document: JsonValue) -> Iterable[JsonValue]:
    versions = document.maybe("versions")
    return versions.items() if versions is not None else ()


def _parse_account(forge: Forge, account: JsonValue, key: str) -> Identity:
    """An account; ``""`` where it was deleted, which is nobody."""
    login = account.maybe(key)
    return Identity(forge, login.text() if login is not None else "")


def _keep_latest(found: list[PullRequestReview]) -> tuple[PullRequestReview, ...]:
    """The last word of each account; a dismissed one leaves nothing behind it, and no time means now."""
    latest: dict[str, PullRequestReview] = {}
    for review in sorted(found, key=_sort_key):
        latest[fold_case(review.who.value)] = review
    return tuple(latest[account] for account in sorted(latest))


def _sort_key(review: PullRequestReview) -> tuple[bool, float, int]:
    at = review.at
    return at is None, at.timestamp() if at is not None else 0.0, _RANK.index(review.state)
