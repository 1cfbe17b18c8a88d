"""The directory of an organization: who is active and who has left, by email address.

Shapes: users of Okta (``GET /api/v1/users``), Entra (``GET /v1.0/users?$select=mail,userPrincipalName,accountEnabled``)
and SCIM 2.0 (``GET /Users``, RFC 7644, section 3.4.2).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_count, get_text, list_tables
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import DirectoryEntry

_LEFT = frozenset({"DEPROVISIONED", "SUSPENDED"})  # Okta; STAGED and LOCKED_OUT say nothing about leaving


def _find_call(page: Any) -> str:
    if isinstance(page, dict) and isinstance(page.get("Resources"), list):
        return "scim"
    if isinstance(page, dict) and isinstance(page.get("value"), list):
        return "entra"
    is_okta = isinstance(page, list) and bool(page) and all(get_text(each, "profile", "email") for each in page)
    return "okta" if is_okta else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    if call == "entra" and "@odata.nextLink" in pages[-1]:
        return "the last page has `@odata.nextLink`: more users follow"
    if call == "scim":
        total, seen = get_count(pages[0], "totalResults"), sum(len(page["Resources"]) for page in pages)
        if total != seen:
            return f"`totalResults` is {total}, but the pages have {seen} users"
    return ""


def _read_directory(snapshot: ExternalSnapshot) -> Iterator[DirectoryEntry]:
    for page in snapshot.pages:
        if snapshot.call == "okta":
            for user in list_tables(page):
                yield DirectoryEntry(get_text(user, "profile", "email"), get_text(user, "status") not in _LEFT)
        elif snapshot.call == "entra":
            for user in list_tables(page, "value"):
                mail = get_text(user, "mail") or get_text(user, "userPrincipalName")
                yield DirectoryEntry(mail, user.get("accountEnabled") is not False)
        else:
            for user in list_tables(page, "Resources"):
                yield DirectoryEntry(_find_mail(user), user.get("active") is not False)


def _find_mail(user: Mapping[str, Any]) -> str:
    mails = [get_text(each, "value") for each in list_tables(user, "emails")]
    return next(filter(None, mails), get_text(user, "userName"))


SOURCE = SnapshotSource(
    title="the directory",
    calls={
        "okta": "users: GET /api/v1/users",
        "entra": "users: GET /v1.0/users?$select=mail,userPrincipalName,accountEnabled",
        "scim": "users: GET /Users",
    },
    kept={
        "okta": frozenset({"profile", "email", "status"}),
        "entra": frozenset({"value", "mail", "userPrincipalName", "accountEnabled"}),
        "scim": frozenset({"Resources", "emails", "value", "userName", "active", "totalResults"}),
    },
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_directory=_read_directory,
)
