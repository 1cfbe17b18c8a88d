"""A change as the commands of ``signoff`` see it: what it means, who has to agree, and what keeps from a verdict."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ownercat.changes import Change, compare
from ownercat.documents.loader import doubtful
from ownercat.errors import IncompleteError, UsageError
from ownercat.repository import git
from ownercat.sessions.comparison import ComparisonContext, open_comparison
from ownercat.sessions.workspace import here as current_folder
from ownercat.signoff.evidence import Comparison
from ownercat.signoff.obligations import arising
from ownercat.signoff.scene import ThreeWayComparison, scene
from ownercat.signoff.values import RequiredApproval
from ownercat.text import listed, plural, shown

_USUAL = ("main", "origin/main", "master", "origin/master")
_WORK_TREE = "the work tree"


class ChangeUnderReview(NamedTuple):
    """A change with what it asks for. ``unjudged``: why no verdict can be claimed; ``notes``: what is worth knowing."""

    compared: ComparisonContext
    base: str
    head: str
    changes: tuple[Change, ...]
    here: ThreeWayComparison
    obligations: tuple[RequiredApproval, ...]
    unjudged: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def comparison(self) -> Comparison:
        """Both sides with what was read."""
        return self.compared.comparison


def opened(options: dict[str, Any], base: str, head: str | None) -> ChangeUnderReview:
    """Read both sides of a change. ``head``: a revision, ``:`` the index, ``None`` the work tree."""
    said = {name: options[name] for name in ("catalog", "dialect", "config_file", "color")}
    compared = open_comparison(base, head, **said)
    found = compared.comparison
    changes = compare(found.before, found.after)
    here = scene(found.before, found.after, found.authority)
    return ChangeUnderReview(
        compared,
        base,
        _WORK_TREE if head is None else "the index" if head == git.INDEX else head,
        changes,
        here,
        arising(here, changes),
        tuple(_unjudged(found)),
        tuple(_notes(found, here)),
    )


def usual_base(catalog: str | None) -> str:
    """The branch that a change is compared with where nobody says so."""
    folder = current_folder()
    root = git.top_level(Path(os.path.normpath(folder / catalog)) if catalog else folder)
    for name in _USUAL:
        with suppress(UsageError, IncompleteError):
            if root is not None and git.resolve(root, name):
                return name
    raise UsageError(f"there is no branch {listed(_USUAL, 'or')} to compare with", "name one: --base REV")


def _unjudged(found: Comparison) -> Iterator[str]:
    """What may hide a change, or somebody who has to agree to one."""
    for name, state in (("base", found.base), ("merge base", found.origin), ("head", found.head)):
        broken = sorted(state.loaded.broken)
        if broken:
            yield f"{listed(map(shown, broken), most=4)} of the {name} cannot be read, so nobody knows what it says"
        elif not state.loaded.complete:
            yield f"a part of the {name} is beyond the limits of what is read"
    if not found.base.policy.sound:
        yield "the policy of the base has errors, so nobody knows what it asks for: see ownercat check"
    new = sorted(path for path in doubtful(found.head.loaded) if not _is_old(path, found))
    if new:
        names, verb = listed(map(shown, new), most=4), "has" if len(new) == 1 else "have"
        yield f"{names} of the head {verb} errors that may hide a change: see ownercat check"
    twins = _twins(found)
    if twins:
        verb = "is" if len(twins) == 1 else "are"
        yield f"{listed(twins, most=4)} {verb} on the base by now and not where this change began: merge the base first"


def _is_old(path: str, found: Comparison) -> bool:
    """Whether the change leaves a file as it was, or it cannot be read for what it says anyway."""
    after = found.head.loaded
    if path in after.broken:
        return True  # told already
    sides = (found.origin.loaded, found.base.loaded)
    return any(side.sources.get(path) == after.sources[path] for side in sides if path in after.sources)


def _twins(found: Comparison) -> list[str]:
    """What the change adds although the base has it since: a merge would let the one hide behind the other."""
    before, after, base = (side.catalog.entities for side in (found.before, found.after, found.authority))
    if found.authority is found.before or before is base:
        return []
    return [
        shown(entity.label) for at, entity in after.items() if at not in before and at in base and base[at] != entity
    ]


def _notes(found: Comparison, here: ThreeWayComparison) -> Iterator[str]:
    if here.bootstrap:
        team = here.base.policy.governance_team
        whom = f"its governance team {shown(team.name)} is asked" if team else "nobody can be asked"
        yield f"the base has no catalog yet, so the head's own word counts: {whom}"
    known = _flawed(found)
    if known:
        files, verb = plural(len(known), "file"), "has" if len(known) == 1 else "have"
        yield f"{files} of the base {verb} errors, and may say more than what was read: see ownercat check"


def _flawed(found: Comparison) -> Collection[str]:
    return doubtful(found.base.loaded) - found.base.loaded.broken
