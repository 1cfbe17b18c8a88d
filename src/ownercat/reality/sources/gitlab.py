"""GitLab: the members of a group.

Shape: ``GET /groups/:id/members/all``, lists in pages (https://docs.gitlab.com/api/members/). The answer does not name
the group: ``about`` of the snapshot does. A blocked member does not count.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_text, list_tables
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import ForgeFacts

_CALL = "members"
_FULL = frozenset({20, 100})  # the default and the largest length of a page


def _find_call(page: Any) -> str:
    is_list = isinstance(page, list) and bool(page)
    return _CALL if is_list and all(get_text(each, "username") for each in page) else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    """Return why pages may be missing: the bodies do not say it, but a full last page is a sign."""
    last = len(pages[-1])
    return f"the last page has {last} records, so another page may follow" if last in _FULL else ""


def _read_forge(snapshots: Iterable[ExternalSnapshot]) -> ForgeFacts:
    facts = ForgeFacts(None, {}, {}, (), {})
    for snapshot in snapshots:
        about = snapshot.about.casefold().lstrip("@")
        if not about or about in facts.members:
            continue
        records = [each for page in snapshot.pages for each in list_tables(page)]
        names = frozenset(
            get_text(each, "username").casefold() for each in records if get_text(each, "state") != "blocked"
        )
        facts = facts._replace(
            members={**facts.members, about: names}, evidence={**facts.evidence, f"members {about}": snapshot}
        )
    return facts


SOURCE = SnapshotSource(
    title="GitLab",
    calls={_CALL: "the members of a group (--about GROUP): GET /groups/:id/members/all"},
    kept={_CALL: frozenset({"username", "state", "access_level"})},
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_forge=_read_forge,
)
