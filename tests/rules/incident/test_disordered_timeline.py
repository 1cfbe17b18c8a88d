"""INC001: the times of an incident are out of order."""

from __future__ import annotations

import pytest

from tests.rules.incident.records import found, incident


def test_an_acknowledgment_before_its_page() -> None:
    assert found(
        "INC001", incident("triggeredAt: 2026-05-01T10:09:00Z", "acknowledgedAt: 2026-05-01T12:05:00+02:00")
    ) == [
        "a.yaml:7:17 error[disordered-timeline] incident down has times out of order: `acknowledgedAt` (2026-05-01T12:05:00+02:00, in UTC 2026-05-01T10:05:00) is before `triggeredAt` (2026-05-01T10:09:00+00:00)",
        "  help: correct the day, the time or the UTC offset of `triggeredAt` or `acknowledgedAt`",
        "  a.yaml:6:14 `triggeredAt`, which is later",
    ]


def test_a_level_before_the_level_that_comes_first() -> None:
    assert found(
        "INC001",
        incident("paged:", "  - {tier: a, at: 2026-05-01T10:09:00Z}", "  - {tier: b, at: 2026-05-01T10:05:00Z}"),
    ) == [
        "a.yaml:8:19 error[disordered-timeline] incident down has times out of order: `paged[1].at` (2026-05-01T10:05:00+00:00) is before `paged[0].at` (2026-05-01T10:09:00+00:00)",
        "  help: correct the day, the time or the UTC offset of `paged[0].at` or `paged[1].at`",
        "  a.yaml:7:19 `paged[0].at`, which is later",
    ]


def test_several_times_are_one_finding() -> None:
    assert found(
        "INC001",
        incident(
            "startedAt: 2026-05-01T10:00:00Z", "detectedAt: 2026-05-01T09:00:00Z", "resolvedAt: 2026-05-01T08:00:00Z"
        ),
    ) == [
        "a.yaml:7:13 error[disordered-timeline] incident down has times out of order: `detectedAt` (2026-05-01T09:00:00+00:00) is before `startedAt` (2026-05-01T10:00:00+00:00)",
        "  help: correct the day, the time or the UTC offset of `startedAt` or `detectedAt`",
        "  a.yaml:6:12 `startedAt`, which is later",
    ]


def test_restored_before_contained() -> None:
    assert found("INC001", incident("containedAt: 2026-05-01T10:00:00Z", "restoredAt: 2026-05-01T09:59:59Z")) == [
        "a.yaml:7:13 error[disordered-timeline] incident down has times out of order: `restoredAt` (2026-05-01T09:59:59+00:00) is before `containedAt` (2026-05-01T10:00:00+00:00)",
        "  help: correct the day, the time or the UTC offset of `containedAt` or `restoredAt`",
        "  a.yaml:6:14 `containedAt`, which is later",
    ]


SILENT = {
    "equal times": lambda: found(
        "INC001", incident("startedAt: 2026-05-01T10:00:00Z", "detectedAt: 2026-05-01T12:00:00+02:00")
    ),
    "a machine contained it before a person acknowledged": lambda: found(
        "INC001", incident("containedAt: 2026-05-01T10:00:00Z", "acknowledgedAt: 2026-05-01T10:05:00Z")
    ),
    "no times": lambda: found("INC001", incident()),
}


@pytest.mark.parametrize("case", SILENT)
def test_silent(case: str) -> None:
    assert SILENT[case]() == []
