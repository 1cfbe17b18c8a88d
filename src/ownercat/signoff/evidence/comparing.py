"""A change: the state that it starts from, the state that it leads to, and the state that decides."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from ownercat.changes.values import Side
from ownercat.errors import IncompleteError
from ownercat.repository import git
from ownercat.signoff.evidence.reading import Snapshot, SnapshotReader
from ownercat.text import shown


class Comparison:
    """The two sides of a change, from git objects (or, where that is asked for, the work tree or the index as head).

    ``base`` is the tip of the branch that the change wants to enter: its policy, people, teams and signers decide.
    ``origin`` is the merge base, where the change begins: an old one must not bring back who has left since then.
    ``head`` is what the change leads to, read where *its* configuration says that the catalog lies, because that is
    what will be in force. Each is ``Snapshot``; ``head_commit`` is the head's commit even where the work tree is read.
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
        """The id of the commit where the change begins."""
        return self.origin.commit

    @cached_property
    def before(self) -> Side:
        """The side that the change starts from."""
        return self.reader.build_side(self.origin, self.base.policy)

    @cached_property
    def after(self) -> Side:
        """The side that the change leads to."""
        return self.reader.build_side(self.head, self.base.policy)

    @cached_property
    def authority(self) -> Side:
        """The side that decides who may agree: the tip of the base."""
        return self.reader.build_side(self.base, self.base.policy)

    @property
    def bootstrap(self) -> bool:
        """Whether the base has no catalog yet, so that it can name nobody."""
        return not self.base.loaded.sources

    @cached_property
    def believed(self) -> Side:
        """The side whose people and signers are believed: that of the base; the head's own where the base has none."""
        return self.reader.build_side(self.head, self.head.policy) if self.bootstrap else self.authority

    def build_sides(self, commit: str) -> tuple[Side, Side]:
        """The two sides of the change as it was at a further commit (an id): what somebody saw who agreed there."""
        begins = find_merge_base(self.reader.root, self.base.commit, commit)
        judge = self.base.policy
        return self.reader.build_side(self.reader.read_commit(begins), judge), self.reader.build_side(
            self.reader.read_commit(commit), judge
        )


def find_merge_base(root: Path, base: str, head: str) -> str:
    """The one commit where two histories parted (ids in, id out).

    After criss-cross merges there are several, each blind to what the other one shows, and what a merge would really
    change is the difference to none of them. So nothing is compared: one merge of the base gives a single one.
    """
    found = git.find_merge_bases(root, base, head)
    if len(found) > 1:
        names = ", ".join(shown(commit[:12]) for commit in sorted(found))
        message = f"base and head have several merge bases ({names})"
        raise IncompleteError(f"{message}, so the change is ambiguous", f"run git merge {base[:12]}, then try again")
    return found[0]
