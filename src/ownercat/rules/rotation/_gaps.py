"""Find the coverage gaps of rotations. ROT101 reports them, so ROT102 leaves these times out."""

from collections.abc import Mapping

from ownercat.model import Person, Rotation
from ownercat.oncall.coverage import Coverage, compute_coverage
from ownercat.oncall.intervals import Intervals, list_times, normalize, unite
from ownercat.oncall.overrides import get_span
from ownercat.oncall.recurrence import Gap, GapCause, RecurringGap
from ownercat.oncall.rotation import build_timeline
from ownercat.rules import Context
from ownercat.rules._paged import required_hours
from ownercat.rules._rotations import days, is_told, list_scheduled_members, scheduled


def gaps(context: Context) -> Mapping[str, Coverage]:
    """Return the coverage of each rotation with gaps, by rotation key, without gaps of people whom ROT001 reports."""
    result: dict[str, Coverage] = {}
    for rotation in scheduled(context):
        hours = required_hours(context, rotation) if rotation.role != "shadow" else ()
        seen = compute_coverage(days(context), rotation, hours) if hours else None
        unreported = _drop_reported(context, rotation, seen) if seen and seen.missing else None
        if unreported and unreported.gaps:
            result[rotation.key] = unreported
    return result


def _drop_reported(context: Context, rotation: Rotation, seen: Coverage) -> Coverage:
    patterns = tuple(pattern for pattern in seen.patterns if not _is_reported(context, rotation, pattern))
    if len(patterns) == len(seen.patterns):
        return seen
    gaps = tuple(sorted((gap for pattern in patterns for gap in pattern.gaps), key=lambda gap: gap.start))
    return seen._replace(missing=sum(gap.end - gap.start for gap in gaps), gaps=gaps, patterns=patterns)


def _is_reported(context: Context, rotation: Rotation, pattern: RecurringGap) -> bool:
    return all(_has_left(context, rotation, gap, cause) for gap in pattern.gaps for cause in gap.causes)


def _has_left(context: Context, rotation: Rotation, gap: Gap, cause: GapCause) -> bool:
    """Return whether ROT001 reports a gap: the person is inactive now, or when an override adds the person."""
    person = context.catalog.get("Person", cause.about)
    if cause.why not in ("left", "inactive") or not isinstance(person, Person):
        return False
    if not person.is_active(context.as_of):  # ROT001 reads the turns of the catalog, not those of a snapshot
        members = (context.catalog.person(ref) for ref, _ in list_scheduled_members(rotation, context.as_of))
        return rotation.observed is None or any(member is person for member in members)
    spans = (get_span(each) for each in rotation.overrides if context.catalog.person(each.add) is person)
    return is_told(context, rotation, cause.about) and any(
        span and span[0] <= gap.start and gap.end <= span[1] for span in spans
    )


def told(context: Context, rotation: Rotation) -> Intervals:
    """Return the times with nobody on call that ROT101 or ROT001 report for a rotation."""
    seen = context.once(gaps).get(rotation.key)
    missing = normalize((gap.start, gap.end) for gap in seen.gaps) if seen else ()
    track = build_timeline(days(context), rotation).track
    return unite(missing, list_times(track, lambda holder: holder.why in ("left", "inactive")))
