"""The approvals that nobody has to give: those of a swap by members of the rotation's team, or of an expired alias."""

from collections.abc import Sequence
from datetime import datetime

from ownercat.repository import git
from ownercat.sessions.change import OpenedChange
from ownercat.signoff.counting import FREE, drop_free_changes
from ownercat.signoff.evidence import list_authors
from ownercat.signoff.scene import ThreeWayComparison
from ownercat.signoff.values import RequiredApproval
from ownercat.signoff.voices import build_evidence_context


def drop_free_approvals(
    opened: OpenedChange, here: ThreeWayComparison, required: Sequence[RequiredApproval], at: datetime
) -> tuple[RequiredApproval, ...]:
    """Return the required approvals without those that are free for the authors of the change, or at this time.

    The authors are those of the commits, and the user of git if the working tree or the index has more changes.
    """
    if not any(approval.change.kind in FREE for approval in required):
        return tuple(required)
    comparison = opened.comparison
    committed = comparison.reader.read_commit(comparison.head_commit)
    is_committed = comparison.head.loaded.sources == committed.loaded.sources
    authors = list_authors(comparison, "" if is_committed else git.read_setting(opened.root, "user.email"))
    return drop_free_changes(build_evidence_context(here, required, at), required, authors)
