"""The sides of a change: the merge base, the head, and the tip of the base branch."""

from functools import cached_property
from pathlib import Path

from ownercat.changes.values import Side
from ownercat.errors import IncompleteError
from ownercat.repository import git
from ownercat.signoff.evidence.reading import Snapshot, SnapshotReader
from ownercat.text import shown


class Comparison:
    """The snapshots of a change, from git objects (the head can also be the working tree or the index).

    ``base`` is the tip of the base branch: its policy, people, teams and allowed signers apply. ``origin`` is the merge
    base; its people do not count, so that an old merge base cannot bring back people who have left. ``head`` is read
    where *its* configuration has the catalog, because that configuration will be in force. ``head_commit`` is the
    commit of the head, even if the working tree is read.
    """

    def __init__(
        self, reader: SnapshotReader, base: Snapshot, origin: Snapshot, head: Snapshot, head_commit: str
    ) -> None:
        self.reader = reader
        self.base = base
        self.origin = origin
        self.head = head
        self.head_commit = head_commit

    @property
    def merge_base(self) -> str:
        """The id of the merge base."""
        return self.origin.commit

    @cached_property
    def before(self) -> Side:
        """The side at the merge base."""
        return self.reader.build_side(self.origin, self.base.policy)

    @cached_property
    def after(self) -> Side:
        """The side at the head."""
        return self.reader.build_side(self.head, self.base.policy)

    @cached_property
    def authority(self) -> Side:
        """The side at the tip of the base branch, which determines the eligible people."""
        return self.reader.build_side(self.base, self.base.policy)

    @property
    def bootstrap(self) -> bool:
        """Whether the base branch has no catalog yet, so that it has no people."""
        return not self.base.loaded.sources

    @cached_property
    def believed(self) -> Side:
        """The side with the trusted people and signers: the base, or the head if the base has no catalog."""
        return self.reader.build_side(self.head, self.head.policy) if self.bootstrap else self.authority

    def build_sides(self, commit: str) -> tuple[Side, Side]:
        """Return both sides of the change at another commit (an id): what a person saw who approved there."""
        begins = find_merge_base(self.reader.root, self.base.commit, commit)
        judge = self.base.policy
        return self.reader.build_side(self.reader.read_commit(begins), judge), self.reader.build_side(
            self.reader.read_commit(commit), judge
        )


def find_merge_base(root: Path, base: str, head: str) -> str:
    """Return the only merge base of two commits (ids).

    After criss-cross merges there are several, and each hides a part of the change. The result of a merge is the
    difference to none of them, so this raises ``IncompleteError``: after one merge of the base branch there is a single
    merge base.
    """
    found = git.find_merge_bases(root, base, head)
    if len(found) > 1:
        names = ", ".join(shown(commit[:12]) for commit in sorted(found))
        message = f"base and head have several merge bases ({names})"
        raise IncompleteError(f"{message}, so the change is ambiguous", f"run git merge {base[:12]}, then try again")
    return found[0]
