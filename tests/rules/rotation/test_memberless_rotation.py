"""ROT111: a rotation without members."""

from __future__ import annotations

import pytest

from tests.catalogs import check
from tests.rules.shop import ROTATION, TEAM_AND_PEOPLE, URGENT, told

FINDING = (
    "3:7 ROT111 rotation shop-primary has no members: a page to this rotation reaches nobody | "
    "add people to `members` of a layer, or add `external` if another system has the schedule"
)
BARE = "apiVersion: ownercat/v1\nkind: Rotation\nname: shop-primary\nteam: shop\n"


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(BARE, id="no layers"),
        pytest.param(ROTATION.replace("[ana, bo]", "[]"), id="no members"),
        pytest.param(ROTATION.replace("[ana, bo]", "[none, none]"), id="only empty slots"),
    ],
)
def test_reported_once_even_where_a_tier_pages_it(subject: str) -> None:
    assert told(subject, TEAM_AND_PEOPLE, URGENT) == [FINDING]


def test_the_tier_that_pages_it_is_shown() -> None:
    report = check({"catalog/a.yaml": BARE, "catalog/b.yaml": TEAM_AND_PEOPLE, "catalog/c.yaml": URGENT})
    [found] = [d for d in report.diagnostics if d.code == "ROT111"]
    [related] = found.related
    assert (related.path, related.span.start) == ("catalog/c.yaml", (6, 30))
    assert related.message == "reference from level on-call of escalation urgent"


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(BARE + "external: {provider: pagerduty, id: P123}\n", id="an external schedule"),
        pytest.param(ROTATION, id="members"),
        pytest.param(
            ROTATION.replace("[ana, bo]", "[]") + "  - {members: [bo, ana], from: 2026-01-05}\n", id="one layer"
        ),
    ],
)
def test_silent(subject: str) -> None:
    assert not [line for line in told(subject, TEAM_AND_PEOPLE) if " ROT111 " in line]
