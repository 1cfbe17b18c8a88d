"""A change under review: what it changes, which approvals it requires, and what prevents a verdict."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ownercat.changes.comparison import compare
from ownercat.changes.values import Change
from ownercat.documents.loader import list_doubtful
from ownercat.signoff.evidence import Comparison
from ownercat.signoff.obligations import build_required_approvals
from ownercat.signoff.scene import ThreeWayComparison, compare_sides
from ownercat.signoff.values import RequiredApproval
from ownercat.text import listed, plural, shown


class ChangeUnderReview(NamedTuple):
    """A change with its required approvals. ``base`` and ``head``: how messages name the two sides.

    ``unjudged``: why no verdict can be given; ``notes``: what a reader should know.
    """

    comparison: Comparison
    base: str
    head: str
    changes: tuple[Change, ...]
    here: ThreeWayComparison
    obligations: tuple[RequiredApproval, ...]
    unjudged: tuple[str, ...]
    notes: tuple[str, ...]


def review_change(found: Comparison, base: str, head: str) -> ChangeUnderReview:
    """Return what a change means and which approvals it requires."""
    changes = compare(found.before, found.after)
    here = compare_sides(found.before, found.after, found.authority)
    obligations = build_required_approvals(here, changes)
    unjudged, notes = tuple(_list_obstacles(found)), tuple(_list_notes(found, here))
    return ChangeUnderReview(found, base, head, changes, here, obligations, unjudged, notes)


def _list_obstacles(found: Comparison) -> Iterator[str]:
    """Yield what may hide a change or a required approver, so that no verdict is possible."""
    for name, state in (("base", found.base), ("merge base", found.origin), ("head", found.head)):
        broken = sorted(state.loaded.broken)
        if broken:
            yield f"{listed(map(shown, broken), most=4)} of the {name} cannot be read, so its content is unknown"
        elif not state.loaded.complete:
            yield f"a part of the {name} exceeds the limits of ownercat"
    if not found.base.policy.sound:
        yield "the policy of the base has errors, so the required approvals are unknown: see ownercat check"
    new = sorted(path for path in list_doubtful(found.head.loaded) if not _is_unchanged(path, found))
    if new:
        names, verb = listed(map(shown, new), most=4), "has" if len(new) == 1 else "have"
        yield f"{names} of the head {verb} errors that may hide a change: see ownercat check"
    twins = _list_colliding_entities(found)
    if twins:
        verb = "is" if len(twins) == 1 else "are"
        yield (
            f"{listed(twins, most=4)} {verb} on the base branch but not at the merge base: merge the base branch first"
        )


def _is_unchanged(path: str, found: Comparison) -> bool:
    """Return whether the change leaves a file as it was, or the file cannot be read at all."""
    after = found.head.loaded
    if path in after.broken:
        return True  # already reported as broken
    sides = (found.origin.loaded, found.base.loaded)
    return any(side.sources.get(path) == after.sources[path] for side in sides if path in after.sources)


def _list_colliding_entities(found: Comparison) -> list[str]:
    """List the entities and aliases that the change adds and that the base branch also has by now.

    A merge would let one of the two hide behind the other.
    """
    before, after, base = (side.catalog for side in (found.before, found.after, found.authority))
    if found.authority is found.before or before is base:
        return []
    old, new, known = ({**side.aliases, **side.entities} for side in (before, after, base))
    return [
        shown(entity.label) if at[1] == entity.key else f"alias {shown(at[1])} of {shown(entity.label)}"
        for at, entity in new.items()
        if at not in old
        and at in known
        and known[at] != entity
        and (at[1] == entity.key or known[at].key != entity.key)
    ]


def _list_notes(found: Comparison, here: ThreeWayComparison) -> Iterator[str]:
    if here.bootstrap:
        team = here.base.policy.governance_team
        whom = f"governance team {shown(team.name)} must approve" if team else "no team has to approve"
        yield f"the base branch has no catalog, so the teams of the head apply: {whom}"
    if not here.base.policy.signoff.enabled:
        yield "sign-off is off: the policy of the base branch has no `signoff:` section, so no change needs approval"
    known = _collect_files_with_errors(found)
    if known:
        files, verb = plural(len(known), "file"), "has" if len(known) == 1 else "have"
        yield f"{files} of the base {verb} errors, so ownercat may not know all required approvals: see ownercat check"


def _collect_files_with_errors(found: Comparison) -> Collection[str]:
    return list_doubtful(found.base.loaded) - found.base.loaded.broken
