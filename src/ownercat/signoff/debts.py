"""Outstanding approvals: what emergencies waived, and whether the approvals came later."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from ownercat.model import BreakGlass, BreakGlassPolicy, Catalog, Person, SignOff

_EVER = datetime.min.replace(tzinfo=UTC)


class OutstandingApprovals(NamedTuple):
    """The missing approvals of an emergency, by digest, and the last day for them."""

    emergency: BreakGlass
    owed: tuple[str, ...]
    due: date


def list_outstanding_approvals(catalog: Catalog, policy: BreakGlassPolicy) -> Iterator[OutstandingApprovals]:
    """Yield every emergency with missing approvals, overdue or not."""
    emergencies = [e for e in catalog.of(BreakGlass) if e.sound]
    agreed = map_decisions(catalog) if emergencies else {}
    for emergency in emergencies:
        left, last = list_missing_digests(emergency, agreed), find_due_date(emergency, policy)
        if left and last is not None:
            yield OutstandingApprovals(emergency, left, last)


def list_missing_digests(emergency: BreakGlass, agreed: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the digests that an emergency waived and that have no approval yet (see ``map_decisions``)."""
    return tuple(digest for digest in dict.fromkeys(emergency.covers) if not agreed.get(digest))


def find_due_date(emergency: BreakGlass, policy: BreakGlassPolicy) -> date | None:
    """Return the due day of the approvals: that of the record, at most the policy's limit; ``None`` = unknown."""
    last = [emergency.retro_due] if emergency.retro_due else []
    if emergency.invoked is not None:
        with suppress(OverflowError):  # the date is after year 9999
            last.append((emergency.invoked.astimezone(UTC) + timedelta(days=policy.retro_days)).date())
    return min(last, default=None)


def map_decisions(catalog: Catalog) -> Mapping[str, bool]:
    """Return for each digest whether it is approved; the last decision counts.

    The approver was checked when the record was added. People change teams, and an approval stays valid afterwards.
    """
    records = [r for r in catalog.of(SignOff) if r.sound and r.standing is None and _is_human(catalog.person(r.by))]
    ordered = sorted(records, key=lambda record: (record.given or _EVER, record.name))
    return {record.terms: record.decision == "approve" for record in ordered}


def _is_human(person: Person | None) -> bool:
    return person is not None and not person.bot


def get_quarter(day: date) -> tuple[int, int]:
    """Return the year and the quarter of a day."""
    return day.year, (day.month + 2) // 3


def list_emergencies_over_limit(catalog: Catalog, policy: BreakGlassPolicy, on: date) -> list[BreakGlass]:
    """Return the emergencies of a quarter, of all teams, that exceed the limit, oldest first."""
    here = [e for e in catalog.of(BreakGlass) if e.sound and e.invoked and _is_in_quarter(e.invoked, on)]
    return sorted(here, key=lambda e: (e.invoked or _EVER, e.name))[policy.budget_per_quarter :]


def _is_in_quarter(moment: datetime, on: date) -> bool:
    with suppress(OverflowError):
        return get_quarter(moment.astimezone(UTC).date()) == get_quarter(on)
    return False
