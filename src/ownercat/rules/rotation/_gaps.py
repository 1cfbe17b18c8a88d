"""The gaps of each rotation that are a finding of their own: what ROT101 reports and ROT102 does not repeat."""

from __future__ import annotations

from collections.abc import Mapping

from ownercat.model import Rotation
from ownercat.oncall.coverage import Coverage, coverage
from ownercat.oncall.intervals import Intervals, normal, union, where
from ownercat.oncall.recurrence import GapCause, RecurringGap
from ownercat.oncall.rotation import timeline
from ownercat.rules import Context
from ownercat.rules._paged import required_hours
from ownercat.rules._rotations import days, is_told, judged


def gaps(context: Context) -> Mapping[str, Coverage]:
    """The coverage of each rotation that has gaps, by key, without those of whom ROT001 says that they are gone."""
    found: dict[str, Coverage] = {}
    for rotation in judged(context):
        hours = required_hours(context, rotation) if rotation.role != "shadow" else ()
        seen = coverage(days(context), rotation, hours) if hours else None
        kept = _kept(context, rotation, seen) if seen and seen.missing else None
        if kept and kept.gaps:
            found[rotation.key] = kept
    return found


def _kept(context: Context, rotation: Rotation, seen: Coverage) -> Coverage:
    patterns = tuple(pattern for pattern in seen.patterns if not _is_told(context, rotation, pattern))
    if len(patterns) == len(seen.patterns):
        return seen
    kept = tuple(sorted((gap for pattern in patterns for gap in pattern.gaps), key=lambda gap: gap.start))
    return seen._replace(missing=sum(gap.end - gap.start for gap in kept), gaps=kept, patterns=patterns)


def _is_told(context: Context, rotation: Rotation, pattern: RecurringGap) -> bool:
    return all(_is_gone(context, rotation, cause) for gap in pattern.gaps for cause in gap.causes)


def _is_gone(context: Context, rotation: Rotation, cause: GapCause) -> bool:
    return cause.why in ("left", "inactive") and is_told(context, rotation, cause.about)


def told(context: Context, rotation: Rotation) -> Intervals:
    """The times of a rotation without anybody about which ROT101 or ROT001 speak."""
    seen = context.once(gaps).get(rotation.key)
    missing = normal((gap.start, gap.end) for gap in seen.gaps) if seen else ()
    track = timeline(days(context), rotation).track
    return union(missing, where(track, lambda holder: holder.why in ("left", "inactive")))
