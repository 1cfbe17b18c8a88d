"""INC002: a major incident without a postmortem."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import POLICY, found, incident


def test_no_postmortem() -> None:
    assert found("INC002", incident("resolvedAt: 2026-05-01T10:00:00Z"), policy=POLICY) == [
        "a.yaml:3:7 warning[missing-postmortem] incident down (sev1) has no postmortem: it ended on 2026-05-01, the policy allows 3d, and the review was due on 2026-05-04, 202 days ago",
        "  help: hold the review, then add `postmortem: {status: reviewed, heldOn: 2026-11-22}`",
    ]


def test_a_postmortem_that_is_not_held() -> None:
    assert found(
        "INC002", incident("resolvedAt: 2026-05-01T10:00:00Z", "postmortem: {status: draft}"), policy=POLICY
    ) == [
        "a.yaml:7:13 warning[missing-postmortem] incident down (sev1) has a postmortem that is not held (status draft): it ended on 2026-05-01, the policy allows 3d, and the review was due on 2026-05-04, 202 days ago",
        "  help: hold the review, then add `postmortem: {status: reviewed, heldOn: 2026-11-22}`",
    ]


SILENT = {
    "held": lambda: found(
        "INC002", incident("resolvedAt: 2026-05-01T10:00:00Z", "postmortem: {heldOn: 2026-09-05}"), policy=POLICY
    ),
    "closed": lambda: found(
        "INC002", incident("resolvedAt: 2026-05-01T10:00:00Z", "postmortem: {status: closed}"), policy=POLICY
    ),
    "the last day": lambda: found("INC002", incident("resolvedAt: 2026-11-19T10:00:00Z"), policy=POLICY),
    "a near miss": lambda: found(
        "INC002", incident("resolvedAt: 2026-05-01T10:00:00Z", "nearMiss: true"), policy=POLICY
    ),
    "not major": lambda: found("INC002", incident("resolvedAt: 2026-05-01T10:00:00Z", severity="sev3"), policy=POLICY),
    "the policy states no time": lambda: found("INC002", incident("resolvedAt: 2026-05-01T10:00:00Z")),
    "no times": lambda: found("INC002", incident(), policy=POLICY),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
