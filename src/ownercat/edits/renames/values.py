"""What a rename is asked for, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import PREFIXES, Entity


class RenameRequest(NamedTuple):
    """A rename as asked for; ``until`` is the last day of the alias, ``None`` = no alias is left behind."""

    kind: str
    old: str
    new: str
    until: date | None

    @property
    def prefix(self) -> str:
        """What a reference may have in front to name this kind: ``team:``."""
        return next(f"{prefix}:" for prefix, kind in PREFIXES.items() if kind == self.kind)


class RenameTarget(NamedTuple):
    """What is renamed; ``already``: it bears the new name, and the old one is an alias."""

    entity: Entity
    already: bool = False


class RenamePlan(NamedTuple):
    """What a rename comes to.

    ``before``, ``after``: the content of each file that changes. ``references``: how many are rewritten, by file.
    ``left``: references of foreign documents that are not rewritten. ``mentions``: places in documents that are not
    read yet. ``codeowners``: the file whose managed block was written anew; ``note``: why one was not.
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
