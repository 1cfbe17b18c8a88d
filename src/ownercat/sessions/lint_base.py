"""Opening a change for `check --base`: the findings of the head are compared with those where the change began."""

from datetime import UTC, date, datetime, time
from typing import NamedTuple

from ownercat.changes.comparison import compare
from ownercat.changes.values import Change
from ownercat.documents.loader import LoadedCatalog, add_surroundings
from ownercat.errors import UsageError
from ownercat.linter import LintBase
from ownercat.model import Policy
from ownercat.model.baseline import Baseline
from ownercat.sessions.baselines import read_baseline
from ownercat.sessions.change import Configuration, MergeBases, OpenedChange, open_change
from ownercat.sessions.free_approvals import drop_free_approvals
from ownercat.sessions.snapshots import add_observations
from ownercat.sessions.workspace import CatalogOptions, Workspace, build_no_catalog_error
from ownercat.signoff.evidence import Snapshot
from ownercat.signoff.obligations import build_required_approvals
from ownercat.signoff.scene import compare_sides
from ownercat.text import shown


class CheckComparison(NamedTuple):
    """A change to check: its head, its base, the files that it removes, and the baseline of the base."""

    workspace: Workspace
    loaded: LoadedCatalog
    against: LintBase
    gone: frozenset[str]
    baseline: Baseline | None


def open_check(where: CatalogOptions, base: str, on: date | None) -> CheckComparison:
    """Open both sides of the change between ``base`` and the tree that a check reads; ``on``: the day, if it counts."""
    opened = open_change(where, base, where.rev, MergeBases.EVERY, Configuration.BASE)
    tip, head = opened.comparison.base, opened.comparison.head
    if not head.loaded.sources:
        raise _refuse_empty(opened, base)
    decided = tip.policy if tip.loaded.sources else None
    workspace = opened.workspace
    # a base has the snapshots of the head: what other systems say is no part of the change
    bases = tuple(add_observations(workspace, _load_with_policy(origin, decided), on) for origin in opened.origins)
    loaded = add_observations(workspace, _load_with_policy(head, decided), on)
    found, approvals = _compare(opened, on)
    is_whole = tip.policy.sound and all(each.complete and not each.broken for each in (tip.loaded, *bases))
    began = tuple(origin.commit for origin in opened.origins)
    against = LintBase(base, began, bases, found, agreements=approvals, is_whole=is_whole)
    gone = frozenset(bases[0].sources) - frozenset(loaded.sources)
    return CheckComparison(workspace, loaded, against, gone, read_baseline(tip.tree, tip.scope.baseline))


def _compare(opened: OpenedChange, on: date | None) -> tuple[tuple[Change, ...], int | None]:
    """Return the changes and the number of required approvals.

    The number is ``None`` if a part of the head cannot be read or the change has several merge bases.
    """
    sides = opened.comparison
    found = compare(sides.before, sides.after)
    if len(opened.origins) > 1 or not sides.head.loaded.complete or sides.head.loaded.broken:
        return found, None
    here = compare_sides(sides.before, sides.after, sides.authority)
    at = datetime.combine(on or date.min, time.min, UTC)
    return found, len(drop_free_approvals(opened, here, build_required_approvals(here, found), at))


def _load_with_policy(snapshot: Snapshot, decided: Policy | None) -> LoadedCatalog:
    return add_surroundings(snapshot.loaded, snapshot.tree, decided)


def _refuse_empty(opened: OpenedChange, base: str) -> UsageError:
    error = build_no_catalog_error(opened.workspace)
    if not opened.is_configured:
        return error
    help = f"the configuration of {shown(base)} sets the location of the catalog, not the configuration of the change"
    return UsageError(error.message, help)
