"""ROT101: required hours with nobody on call, to the minute."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.catalogs import check
from tests.rules.shop import PEOPLE, ROTATION, SERVICE, SLA, TARGETS, TEAM, TEAM_AND_PEOPLE, URGENT, told

NEW_YEAR = date(2026, 1, 1)
HEAD = "apiVersion: ownercat/v1\nkind: Rotation\nname: shop-primary\nteam: shop\n"
OVERLAP = 'in layer new-york, set `to: "20:00"` (now "19:00"), or in layer singapore, set `from: "07:00"` (now "08:00")'


def layer(name: str, zone: str, start: str, end: str, members: str = "[ana, bo]", days: str = "[mon-sun]") -> str:
    window = f'windows: [{{days: {days}, from: "{start}", to: "{end}"}}]'
    turn = f'turn: {{every: 1w, handoff: {{day: mon, at: "{start}"}}}}'
    return f"  - {{id: {name}, timeZone: {zone}, members: {members}, {turn}, {window}, from: 2025-12-01}}\n"


def rotation(*layers: str, more: str = "") -> str:
    return f"{HEAD}{more}layers:\n{''.join(layers)}"


SUN = rotation(
    layer("london", "Europe/London", "08:00", "16:00"),
    layer("new-york", "America/New_York", "11:00", "19:00"),
    layer("singapore", "Asia/Singapore", "08:00", "16:00"),
)
OFFICE = layer("office", "UTC", "09:00", "17:00", days="[mon-fri]")


def test_a_sun_that_is_followed_in_winter_only() -> None:
    assert told(SUN, TEAM_AND_PEOPLE, as_of=NEW_YEAR) == [
        "3:7 ROT101 rotation shop-primary has 238 coverage gaps: 238 h in 400 days from 2026-01-01, first "
        "Sun 2026-03-08 19:00–20:00 America/New_York (23:00–00:00 UTC), then every day until 2026-10-31; cause: "
        "daylight saving moves layer new-york (America/New_York) and layer singapore (Asia/Singapore) apart | "
        f"{OVERLAP}"
    ]


def test_the_plan_itself_has_the_same_gap() -> None:
    assert told(SUN, TEAM_AND_PEOPLE, as_of=None) == told(SUN, TEAM_AND_PEOPLE, as_of=NEW_YEAR)


def test_each_cause_is_shown_with_its_place() -> None:
    gone = rotation(OFFICE, layer("night", "UTC", "17:00", "09:00", "[ana, none]"))
    report = check({"catalog/a.yaml": gone, "catalog/b.yaml": TEAM_AND_PEOPLE}, date(2026, 11, 30))
    [found] = [each for each in report.diagnostics if each.code == "ROT101"]
    assert found.message == (
        "rotation shop-primary has 200 coverage gaps: 4,064 h in 400 days from 2026-11-30 (297 h in 2026, 3,744 h in 2027 "
        "and 23 h in 2028), first Mon 2026-11-30 00:00–09:00 UTC; cause: a turn of layer night has no person (`none`)"
    )
    assert [(each.span.start, each.message) for each in found.related] == [
        (
            (7, 47),
            "cause of 142 gaps, 3,600 h, first Mon 2026-11-30 00:00–09:00 UTC: a turn of layer night has no person (`none`)",
        ),
        (
            (6, 115),
            "cause of 58 gaps, 464 h, first Sat 2026-12-05 09:00–17:00 UTC, last Sun 2028-01-02 09:00–17:00 UTC: no window of any "
            "layer is open",
        ),
    ]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param('required: {days: [mon-fri], from: "09:00", to: "17:00"}\n', 0, id="required as covered"),
        pytest.param('required: {days: [mon-fri], from: "09:00", to: "18:00"}\n', 1, id="required for longer"),
        pytest.param("gapsOk: [{days: [sat, sun]}, {from: '17:00', to: '09:00'}]\n", 0, id="gaps that are fine"),
        pytest.param("role: shadow\n", 0, id="a shadow"),
        pytest.param("required: sla\n", 0, id="no SLA behind it"),
        pytest.param("external: {provider: pagerduty}\n", 0, id="an external schedule"),
    ],
)
def test_what_is_required(more: str, expected: int) -> None:
    assert len(told(rotation(OFFICE, more=more), TEAM_AND_PEOPLE)) == expected


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param('hours: {timeZone: UTC, days: [mon-fri], from: "09:00", to: "17:00"}\n', [], id="covered"),
        pytest.param('hours: {timeZone: UTC, days: [mon-fri], from: "09:00", to: "18:00"}\n', ["ROT101"], id="not"),
    ],
)
def test_the_hours_of_the_sla(hours: str, expected: list[str]) -> None:
    service, sla = SERVICE + "escalation: urgent\n", SLA + hours + TARGETS
    found = told(rotation(OFFICE, more="required: sla\n"), TEAM_AND_PEOPLE, service, sla, URGENT)
    assert [line.split()[1] for line in found if "ROT10" in line] == expected


@pytest.mark.parametrize(
    ("subject", "rule"),
    [
        pytest.param(rotation(layer("a", "UTC", "09:00", "17:00", "[]")), "ROT111", id="no members"),
        pytest.param(rotation(OFFICE.replace(", from: 2025-12-01", "")), "ROT005", id="no anchor"),
        pytest.param(rotation(OFFICE.replace("UTC", "Mars/Base")), "SCH007", id="no such zone"),
    ],
)
def test_another_rule_speaks_about_the_plan(subject: str, rule: str) -> None:
    assert [line.split()[1] for line in told(subject, TEAM_AND_PEOPLE)] == [rule]


def test_a_member_whom_nobody_defines_is_somebody() -> None:
    assert [line.split()[1] for line in told(ROTATION.replace("bo]", "boo]"), TEAM_AND_PEOPLE)] == ["REF001"]


LATER = "from: 2026-01-05\n    until: 2027-01-03"
TAKEN = "from: 2026-01-05\noverrides:\n  - {from: 2026-12-01, to: 2026-12-02, remove: bo}"
LEAVES = PEOPLE.replace("name: bo\n", "name: bo\nleavesOn: 2026-12-31\n")
AWAY = PEOPLE.replace("name: bo\n", "name: bo\naway: [{from: 2026-12-01, to: 2026-12-02}]\n")


@pytest.mark.parametrize(
    ("old", "new", "people", "expected"),
    [
        pytest.param(
            "bo]",
            "none]",
            PEOPLE,
            "29 coverage gaps: 4,735 h in 400 days from 2026-11-22 (456 h in 2026 and 4,279 h in 2027), first Sun "
            "2026-11-22 01:00 to 2026-11-23 09:00 Europe/Madrid (2026-11-22 00:00 to 2026-11-23 08:00 UTC); "
            "cause: a turn of layer everyone has no person (`none`) | replace `none` with a person, or cover "
            "the turn with an earlier layer",
            id="a turn without a person",
        ),
        pytest.param(
            "from: 2026-01-05",
            "from: 2027-01-04",
            PEOPLE,
            "1 coverage gap: 1,031 h in 400 days from 2026-11-22 (960 h in 2026 and 71 h in 2027), Sun 2026-11-22 "
            "01:00 to 2027-01-04 00:00 Europe/Madrid (2026-11-22 00:00 to 2027-01-03 23:00 UTC); cause: layer "
            "everyone starts on 2027-01-04 | set an earlier `from` in layer everyone, or add a layer for the time before",
            id="a layer that starts later",
        ),
        pytest.param(
            "from: 2026-01-05",
            LATER,
            PEOPLE,
            "1 coverage gap: 8,569 h in 400 days from 2026-11-22, from Mon 2027-01-04 00:00 "
            "Europe/Madrid (2027-01-03 23:00 UTC) on; cause: layer everyone ends on 2027-01-03 | remove `until` "
            "from layer everyone, or add a layer for the time after",
            id="a layer that ends",
        ),
        pytest.param(
            "from: 2026-01-05",
            TAKEN,
            PEOPLE,
            "1 coverage gap: 48 h in 400 days from 2026-11-22, Tue 2026-12-01 01:00 to 2026-12-03 "
            "01:00 Europe/Madrid (2026-12-01 00:00 to 2026-12-03 00:00 UTC); cause: override 1 removes bo and "
            "adds nobody | in override 1, set `add` to the person who replaces bo",
            id="an override that adds nobody",
        ),
        pytest.param(
            "from: 2026-01-05",
            TAKEN,
            AWAY,
            "1 coverage gap: 48 h in 400 days from 2026-11-22, Tue 2026-12-01 01:00 to 2026-12-03 "
            "01:00 Europe/Madrid (2026-12-01 00:00 to 2026-12-03 00:00 UTC); cause: override 1 removes bo, who is "
            "away, and adds nobody | in override 1, set `add` to the person who replaces bo",
            id="an override for an absence that adds nobody",
        ),
        pytest.param(
            "from: 2026-01-05",
            "from: 2026-01-05",
            LEAVES,
            "26 coverage gaps: 4,279 h in 400 days from 2026-11-22, first Fri 2027-01-01 01:00 to "
            "2027-01-04 09:00 Europe/Madrid (2027-01-01 00:00 to 2027-01-04 08:00 UTC); cause: bo leaves on "
            "2026-12-31 | replace bo with an active person after 2026-12-31",
            id="a person who leaves later",
        ),
    ],
)
def test_causes(old: str, new: str, people: str, expected: str) -> None:
    [found] = [line for line in told(ROTATION.replace(old, new), TEAM, people) if "ROT101" in line]
    assert found == f"3:7 ROT101 rotation shop-primary has {expected}"


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(ROTATION, id="one layer without windows"),
        pytest.param(
            rotation(
                *(layer(z, "UTC", f"{h:02}:00", f"{(h + 8) % 24:02}:00") for z, h in (("a", 0), ("b", 8), ("c", 16)))
            ),
            id="three windows that meet",
        ),
    ],
)
def test_silent(subject: str) -> None:
    assert told(subject, TEAM_AND_PEOPLE) == []


# --- issue 10: the cause, the real end, and the edge to move ---

LEAVER = TEAM_AND_PEOPLE.replace("name: ana\n", "name: ana\nleavesOn: 2026-03-12\n")


@pytest.mark.parametrize(
    "override",
    [
        pytest.param("", id="none"),
        pytest.param("overrides:\n  - {from: 2026-05-04, to: 2026-05-06, add: ana}\n", id="after the last day"),
        pytest.param("overrides:\n  - {from: 2026-02-04, to: 2026-02-06, add: ana}\n", id="before the last day"),
    ],
)
def test_a_leaver_leaves_a_gap_whatever_an_override_says(override: str) -> None:
    assert "leavesOn" in LEAVER
    alone = f"{HEAD}layers:\n  - {{id: all, timeZone: UTC, members: [ana]}}\n{override}"
    gaps = [each for each in told(alone, LEAVER, as_of=NEW_YEAR) if " ROT101 " in each]
    assert len(gaps) == 1
    assert gaps[0].endswith("cause: ana leaves on 2026-03-12 | replace ana with an active person after 2026-03-12")


def test_a_gap_that_only_an_override_makes_is_told_there() -> None:
    plan = f"{HEAD}layers:\n  - {{id: all, timeZone: UTC, members: [bo]}}\noverrides:\n  - {{from: 2026-05-04, to: 2026-05-06, add: ana}}\n"
    assert [
        each.split()[1] for each in told(plan, LEAVER, as_of=NEW_YEAR) if "ROT1" in each and "ROT103" not in each
    ] == []


def test_the_layer_that_ended_last_is_the_cause() -> None:
    plan = f"{HEAD}layers:\n  - {{id: winter, timeZone: UTC, members: [ana], until: 2026-02-20}}\n  - {{id: spring, timeZone: UTC, members: [bo], until: 2026-06-02}}\n"
    [gap] = [each for each in told(plan, TEAM_AND_PEOPLE, as_of=NEW_YEAR) if " ROT101 " in each]
    assert "cause: layer spring ends on 2026-06-02 | remove `until` from layer spring" in gap
    # the order in the file does not matter
    lines = plan.split("\n")
    turned = "\n".join([*lines[:-3], lines[-2], lines[-3], ""])
    [gap] = [each for each in told(turned, TEAM_AND_PEOPLE, as_of=NEW_YEAR) if " ROT101 " in each]
    assert "cause: layer spring ends" in gap


def test_the_layer_that_begins_first_is_the_cause() -> None:
    plan = f"{HEAD}layers:\n  - {{id: summer, timeZone: UTC, members: [ana], from: 2026-06-01}}\n  - {{id: spring, timeZone: UTC, members: [bo], from: 2026-03-01}}\n"
    [gap] = [each for each in told(plan, TEAM_AND_PEOPLE, as_of=NEW_YEAR) if " ROT101 " in each]
    assert "cause: layer spring starts on 2026-03-01" in gap


def test_the_edge_closes_the_widest_gap_between_the_two_layers() -> None:
    plan = rotation(
        layer("oslo", "Europe/Oslo", "06:00", "18:00", "[ana]"),
        layer("auckland", "Pacific/Auckland", "04:00", "17:00", "[bo]"),
    )
    [gap] = [each for each in told(plan, TEAM_AND_PEOPLE, as_of=date(2026, 11, 30)) if " ROT101 " in each]
    help = gap.split(" | ")[1]
    assert 'in layer oslo, set `to: "' in help or "in layer auckland, set `" in help
    found = dict(re.findall(r'in layer (\w+), set `((?:to|from): "[0-9:]+)"`', help))
    for name, edge in found.items():
        key, _, clock = edge.partition(': "')
        closed = re.sub(rf'(id: {name},.*?{key}: )"[0-9:]+"', rf'\1"{clock}"', plan)
        assert closed != plan
        rest = [each for each in told(closed, TEAM_AND_PEOPLE, as_of=date(2026, 11, 30)) if " ROT101 " in each]
        # a gap at the other end of the layer may remain; the one that was reported is closed
        assert all(each.split(" | ")[1] != help and gap.split("first ")[1][:16] not in each for each in rest)


def test_the_end_of_the_gaps_is_that_of_all_of_them() -> None:
    gone = rotation(OFFICE, layer("night", "UTC", "17:00", "09:00", "[ana, none]"))
    [gap] = [each for each in told(gone, TEAM_AND_PEOPLE, as_of=date(2026, 11, 30)) if " ROT101 " in each]
    assert "until 2026" not in gap
