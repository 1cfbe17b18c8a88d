"""Whether the reviews are those of the change that is checked: the reviews of another pull request approve nothing."""

from collections.abc import Iterator
from pathlib import Path

from ownercat.repository.git import history
from ownercat.signoff.evidence.comparing import Comparison
from ownercat.signoff.evidence.reviews import Reviews
from ownercat.text import shown

_HELP = "create the file again for this pull request"
_REMOTE = "refs/remotes/"


def list_foreign_reasons(comparison: Comparison, base: str, reviews: Reviews) -> Iterator[str]:
    """Yield why the reviews are not those of this change. ``base``: the revision that the user named."""
    root, head = comparison.reader.root, comparison.head_commit
    if reviews.head and reviews.head not in (head, *_list_merged_commits(comparison)):
        yield f"the reviews are for head commit {reviews.head[:12]}, but the checked commit is {head[:12]}: {_HELP}"
    branch = _find_branch(root, base)
    if reviews.base and branch and reviews.base != branch:
        yield f"the reviews are for base branch {shown(reviews.base)}, but --base is {shown(base)}: {_HELP}"


def _list_merged_commits(comparison: Comparison) -> tuple[str, ...]:
    """Return the parents of the head if it is a merge: code hosts merge a pull request to test it."""
    commits = history.list_commits(comparison.reader.root, comparison.base.commit, comparison.head_commit)
    parents = commits[-1].parents if commits else ()
    return parents if len(parents) > 1 else ()


def _find_branch(root: Path, revision: str) -> str:
    """Return the name of a branch on the code host; ``""`` if the revision is not a branch."""
    name = history.find_full_name(root, revision)
    if name.startswith(_REMOTE):
        return name.removeprefix(_REMOTE).partition("/")[2]
    return name.removeprefix("refs/heads/") if name.startswith("refs/heads/") else ""
