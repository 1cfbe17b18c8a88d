"""GOV002, GOV003 and GOV004: suppressions without effect; the check is as of 2026-11-22."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, told

REASON = 'reason="moves in Q1"'
USED = f"# ownercat: ignore[orphaned-service] {REASON}"


def files(comment: str, owner: str = "ghost") -> dict[str, str]:
    return {**COMPANY, "a.yaml": service("a", owner=f"{owner} {comment}")}


def exception(*parts: str, owner: str = "ghost") -> dict[str, str]:
    text = ", ".join(("rule: orphaned-service", "entity: service:a", *parts))
    return {**files("", owner), "policy.yaml": doc("Policy", "shop", f"rules: {{exceptions: [{{{text}}}]}}")}


OLD = [
    "a.yaml:6:8 error[orphaned-service] service a has an undefined owner: team ghost",
    "  help: add team ghost, or give service a to another team",
]


@pytest.mark.parametrize(
    ("comment", "message", "help"),
    [
        (
            f"# ownercat: ignore[lone-owner] {REASON}",
            "an unused suppression: no finding of lone-owner",
            "remove the comment",
        ),
        (
            f"# ownercat: ignore[SGN001] {REASON}",
            "a suppression without effect: rule SGN001 cannot be suppressed",
            "remove the comment",
        ),
        (
            f"# ownercat: ignore[weakened-check] {REASON}",
            "a suppression without effect: rule weakened-check cannot be suppressed",
            "remove the comment",
        ),
        (
            f"# ownercat: ignore[orphaned-servic] {REASON}",
            "a suppression without effect: there is no rule orphaned-servic",
            "did you mean orphaned-service?",
        ),
        (
            f"# ownercat: ignore[OWN001, OWN002] {REASON}",
            "a suppression without effect: it names several rules",
            'write `# ownercat: ignore[RULE] reason="..."`, one comment for each rule',
        ),
    ],
)
def test_unused(comment: str, message: str, help: str) -> None:
    found = told("GOV002", files(comment))
    assert found == [*OLD, f"a.yaml:6:14 warning[unused-suppression] service a has {message}", f"  help: {help}"]


@pytest.mark.parametrize("rule", ["orphaned-service", "OWN001"])
def test_used(rule: str) -> None:
    assert told("GOV002", files(f"# ownercat: ignore[{rule}] {REASON}")) == []


def test_unused_is_not_known_beside_an_error() -> None:
    broken = {**files(f"# ownercat: ignore[lone-owner] {REASON}"), "broken.yaml": "a: [\n"}
    assert not any("unused-suppression" in line for line in told("GOV002", broken))


def test_expired() -> None:
    yesterday, today = (
        told("GOV003", files(f"# ownercat: ignore[orphaned-service] until={day} {REASON}"))
        for day in ("2026-11-21", "2026-11-22")
    )
    assert yesterday == [
        *OLD,
        "a.yaml:6:14 error[expired-suppression] service a has an expired suppression of orphaned-service: "
        "until 2026-11-21",
        "  help: correct the finding and remove the comment, or set a later `until`",
    ]
    assert today == []


def test_without_time_nothing_expires() -> None:
    assert told("GOV003", files(f"# ownercat: ignore[orphaned-service] until=2020-01-01 {REASON}"), as_of=None) == []


@pytest.mark.parametrize("reason", ["", ' reason=""', ' reason="  "'])
def test_without_reason(reason: str) -> None:
    assert told("GOV004", files(f"# ownercat: ignore[orphaned-service]{reason}")) == [
        *OLD,
        "a.yaml:6:14 error[suppression-without-reason] service a has a suppression of orphaned-service without a "
        "reason, so it has no effect",
        '  help: add `reason="..."` to the comment',
    ]


def test_exceptions_of_the_policy() -> None:
    assert told("GOV002", exception("reason: moves in Q1")) == []
    assert told("GOV004", exception()) == [
        *OLD,
        "policy.yaml:4:22 error[suppression-without-reason] service a has an exception of orphaned-service without a "
        "reason, so it has no effect",
        "  help: add a `reason` to the exception",
    ]
    assert told("GOV003", exception("reason: moves in Q1", "until: 2026-11-21")) == [
        *OLD,
        "policy.yaml:4:22 error[expired-suppression] service a has an expired exception of orphaned-service: "
        "until 2026-11-21",
        "  help: correct the finding and remove the exception, or set a later `until`",
    ]
    assert told("GOV002", exception("reason: moves in Q1", owner="storefront")) == [
        "policy.yaml:4:22 warning[unused-suppression] service a has an unused exception: no finding of "
        "orphaned-service",
        "  help: remove the exception",
    ]


def test_an_exception_names_known_rules_and_people() -> None:
    policy = "rules: {exceptions: [{rule: orphaned, entity: service:a, reason: r, by: ana}]}"
    assert told("REF003", {**COMPANY, "a.yaml": service("a"), "policy.yaml": doc("Policy", "shop", policy)}) == [
        "policy.yaml:4:29 error[unknown-reference] policy shop uses an undefined rule: ownercat does not define "
        "orphaned",
        "  help: see `ownercat rules`",
    ]
