"""REF009 duplicate-id: two entries of one list with one id, and no word about what the id may hide."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, several, told

SEVERITIES = ("severities:", "  - {id: sev1, major: true, page: 24x7}", "  - {id: sev2}")
ROTATION = (
    "team: storefront",
    "layers:",
    "  - {id: day, members: [ana]}",
)


def escalation(*levels: str, repeat: str = "repeat: {times: 2, every: 20m}") -> str:
    told_all = "inform: [severity, service, timeline, workarounds]"
    rows = [
        f"  - {{{level}, notify: [person:{who}], via: [push], {told_all}}}"
        for level, who in zip(levels, ["ana", "bo"], strict=True)
    ]
    return doc("Escalation", "night", "team: storefront", "tiers:", *rows, repeat, "end: stop")


REPORTED = [
    pytest.param(
        {"policy.yaml": doc("Policy", "shop", *SEVERITIES, "  - {id: sev2}")},
        [
            "policy.yaml:7:10 error[duplicate-id] policy shop has two severities with the same `id`: sev2",
            "  help: change the `id` of this severity, or remove the copy",
            "  policy.yaml:6:10 first severity with this `id`",
        ],
        id="a severity of the policy",
    ),
    pytest.param(
        {
            "policy.yaml": doc("Policy", "shop", *SEVERITIES, "  - {id: sev2}", "severityAliases: {p3: sev3}"),
            "a.yaml": service("a", "symptoms: [{id: slow, title: Slow, severity: sev3}]"),
        },
        [
            "policy.yaml:7:10 error[duplicate-id] policy shop has two severities with the same `id`: sev2",
            "  help: change the `id` of this severity, or remove the copy",
            "  policy.yaml:6:10 first severity with this `id`",
        ],
        id="and nothing about the severity that lost its id",
    ),
    pytest.param(
        {
            "a.yaml": service(
                "a",
                "symptoms:",
                "  - {id: slow, title: Slow, severity: sev3}",
                "  - {id: slow, title: Down, severity: sev3}",
            ),
            "b.yaml": doc("Runbook", "b", "service: a", "covers: [{symptom: down, severity: sev3}]"),
        },
        [
            "a.yaml:9:10 error[duplicate-id] service a has two symptoms with the same `id`: slow",
            "  help: change the `id` of this symptom, or remove the copy",
            "  a.yaml:8:10 first symptom with this `id`",
        ],
        id="a symptom, and nothing about the runbook of the other one",
    ),
    pytest.param(
        {"e.yaml": escalation("name: first", "name: first", repeat="repeat: {times: 2, every: 20m, to: second}")},
        [
            "e.yaml:7:12 error[duplicate-id] escalation night has two levels with the same `name`: first",
            "  help: change the `name` of this level, or remove the copy",
            "  e.yaml:6:12 first level with this `name`",
        ],
        id="a level, and nothing about the level to repeat from",
    ),
    pytest.param(
        {"r.yaml": doc("Rotation", "shop-primary", *ROTATION, "  - {id: day, members: [bo]}")},
        [
            "r.yaml:7:10 error[duplicate-id] rotation shop-primary has two layers with the same `id`: day",
            "  help: change the `id` of this layer, or remove the copy",
            "  r.yaml:6:10 first layer with this `id`",
        ],
        id="a layer",
    ),
    pytest.param(
        {
            "b.yaml": several(
                service("a"),
                doc("Runbook", "b", "service: a", "steps:", *["  - {id: look, kind: diagnose, do: Look.}"] * 2),
            )
        },
        [
            "b.yaml:14:10 error[duplicate-id] runbook b has two steps with the same `id`: look",
            "  help: change the `id` of this step, or remove the copy",
            "  b.yaml:13:10 first step with this `id`",
        ],
        id="a step",
    ),
]

SILENT = [
    pytest.param({"policy.yaml": doc("Policy", "shop", *SEVERITIES, "  - {id: sev3}")}, id="different ids"),
    pytest.param({"e.yaml": escalation("name: first", "name: second")}, id="different levels"),
    pytest.param({"e.yaml": escalation("wait: 5m", "wait: 6m")}, id="levels without a name"),
    pytest.param(
        {
            "a.yaml": service("a", "symptoms: [{id: slow, title: Slow, severity: sev3}]"),
            "b.yaml": service("b", "symptoms: [{id: slow, title: Slow, severity: sev3}]"),
        },
        id="one symptom each in two services",
    ),
]


def errors(files: dict[str, str]) -> list[str]:
    """The errors with help and related places; other rules have their opinion about these small rotations."""
    found: list[str] = []
    for line in told("REF009", {**COMPANY, **files}):
        if " error[" in line or " warning[" in line or " info[" in line:
            keep = " error[" in line
        if keep:
            found.append(line)
    return found


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert errors(files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert errors(files) == []
