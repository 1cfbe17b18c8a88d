"""The engine on catalogs as people write them."""

from __future__ import annotations

from datetime import date

from ownercat.model import ALWAYS, Escalation, Rotation
from ownercat.oncall.calendar import build_calendar
from ownercat.oncall.climb import compute_wake_times, count_early_levels, find_slowest
from ownercat.oncall.clock import HOUR, MINUTE
from ownercat.oncall.coverage import compute_coverage, sum_by_year
from ownercat.oncall.escalation import build_timeline, find_first_responder
from ownercat.oncall.windows import list_open_times
from tests.catalogs import loaded
from tests.oncall.making import utc
from tests.oncall.test_escalation import said

PEOPLE = "\n".join(
    f"""---
apiVersion: ownercat/v1
kind: Person
name: {name}
timeZone: Europe/Madrid
contacts: [push, phone, sms]
"""
    for name in ("ana", "bo", "chidi", "emre", "mei")
)
SUN = """apiVersion: ownercat/v1
kind: Rotation
name: support
team: support
layers:
  - {id: emea, timeZone: Europe/London, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: "08:00"}},
     windows: [{from: "08:00", to: "16:00"}], from: 2025-12-01}
  - {id: amer, timeZone: America/New_York, members: [chidi, emre], turn: {every: 1w, handoff: {day: mon, at: "11:00"}},
     windows: [{from: "11:00", to: "19:00"}], from: 2025-12-01}
  - {id: apac, timeZone: Asia/Singapore, members: [mei], windows: [{from: "08:00", to: "16:00"}]}
"""
FULL = """---
apiVersion: ownercat/v1
kind: Rotation
name: full
team: support
layers:
  - {id: amer, members: [ana, bo], turn: {every: 1w}, windows: [{from: "16:00", to: "24:00"}], from: 2025-12-01}
  - {id: apac1, members: [chidi], windows: [{to: "04:00"}]}
  - {id: apac2, members: [mei], windows: [{from: "04:00", to: "08:00"}]}
  - {id: emea, members: [emre, bo], turn: {every: 1w}, windows: [{from: "08:00", to: "16:00"}], from: 2025-12-01}
"""
URGENT = """---
apiVersion: ownercat/v1
kind: Escalation
name: urgent
team: support
tiers:
  - {name: on-call, notify: [rotation:support], via: [push, phone], wait: 20m}
  - {name: second, notify: [rotation:full], via: [phone], wait: 10m}
failsafe: {via: [sms], to: rotation:full, after: 10m}
end: stop
"""
CATALOG = loaded({"catalog/support.yaml": SUN + FULL + PEOPLE + URGENT})


def test_follow_the_sun() -> None:
    made = build_calendar(CATALOG.catalog, date(2026, 1, 1))
    support, full = CATALOG.catalog.get("Rotation", "support"), CATALOG.catalog.get("Rotation", "full")
    assert isinstance(support, Rotation) and isinstance(full, Rotation)
    assert support.sound and full.sound
    assert support.required != "sla"
    found = compute_coverage(made, support, (support.required,))
    assert sum_by_year([(gap.start, gap.end) for gap in found.gaps]) == {2026: 238 * HOUR}
    assert found.patterns[0].gaps[0].causes[0].why == "dst"
    assert compute_coverage(made, full, (support.required,)).missing == 0
    steady = compute_coverage(build_calendar(CATALOG.catalog, None), support, (support.required,))
    assert (steady.missing, len(steady.patterns)) == (238 * HOUR, 1)


def test_a_second_tier_at_20m_is_one_chance_before_15m() -> None:
    made = build_calendar(CATALOG.catalog, date(2026, 1, 1))
    urgent = CATALOG.catalog.get("Escalation", "urgent")
    assert isinstance(urgent, Escalation)
    assert set(count_early_levels(made, CATALOG.policy, urgent, 15 * MINUTE).labels) == {0, 1}
    found = find_slowest(
        compute_wake_times(made, CATALOG.policy, urgent), list_open_times((ALWAYS,), made.start, made.end)
    )
    assert found is not None
    assert (found.instant, found.seconds) == (utc("2026-03-08T23:00"), 20 * MINUTE)
    first = find_first_responder(made, CATALOG.policy, urgent, found.instant)
    assert first is not None
    assert [(term.tier.name if term.tier else "", term.seconds) for term in first.terms] == [("on-call", 20 * MINUTE)]
    assert said(build_timeline(made, CATALOG.policy, urgent, found.instant)) == [
        "0 page on-call",
        "10 failsafe failsafe bo(sms)",
        "20 page second bo(phone)",
        "30 stop",
    ]
