"""The request and the plan of a rename."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import PREFIXES, Entity


class RenameRequest(NamedTuple):
    """A requested rename; ``until``: the last day of the alias, ``None`` = no alias."""

    kind: str
    old: str
    new: str
    until: date | None

    @property
    def prefix(self) -> str:
        """The prefix of this kind in references: ``team:``."""
        return next(f"{prefix}:" for prefix, kind in PREFIXES.items() if kind == self.kind)


class RenameTarget(NamedTuple):
    """The entity to rename; ``already``: it has the new name, and the old name is an alias."""

    entity: Entity
    already: bool = False


class RenamePlan(NamedTuple):
    """The plan of a rename.

    ``before``, ``after``: the content of each changed file. ``references``: the number of edited references by file.
    ``left``: references in foreign documents that are not edited. ``mentions``: locations in documents of kinds that
    are not read. ``codeowners``: the file with the new managed block, ``""`` if none; ``note``: why the block is
    unchanged.
    """

    subject: RenameTarget
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    references: Mapping[str, int]
    alias: bool
    left: tuple[Place, ...] = ()
    mentions: tuple[Place, ...] = ()
    codeowners: str = ""
    note: str = ""
