"""REF008 value-outside-vocabulary."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, doc, service, team, told

CLOSED = "vocabulary: {system: [shop, depot], lifecycle: [production], labels: {data: [none, personal]}}"


def shop(closed: str = CLOSED, **files: str) -> dict[str, str]:
    return {**COMPANY, "policy.yaml": doc("Policy", "shop", closed), **{f"{key}.yaml": files[key] for key in files}}


REPORTED = [
    pytest.param(
        shop(a=service("a", "labels: {data: persnal}")),
        [
            "a.yaml:7:16 error[value-outside-vocabulary] service a has a value of label data that is not in the vocabulary of the"
            " policy: persnal",
            "  help: did you mean personal?",
            "  policy.yaml:4:77 allowed values of label data",
        ],
        id="a misspelled value of a label",
    ),
    pytest.param(
        shop(a=service("a", "system: kitchen")),
        [
            "a.yaml:7:9 error[value-outside-vocabulary] service a has a system that is not in the vocabulary of the"
            " policy: kitchen",
            "  help: write `shop` or `depot`, or add kitchen to the vocabulary",
            "  policy.yaml:4:22 allowed values of system",
        ],
        id="another system",
    ),
    pytest.param(
        shop(a=service("a", "lifecycle: experimental")),
        [
            "a.yaml:7:12 error[value-outside-vocabulary] service a has a lifecycle that is not in the vocabulary of the"
            " policy: experimental",
            "  help: write `production`, or add experimental to the vocabulary",
            "  policy.yaml:4:48 allowed values of lifecycle",
        ],
        id="a word of the format that the policy leaves out",
    ),
    pytest.param(
        shop("vocabulary: {labels: [cost]}", a=team("a", "labels: {costs: '1'}", members="[ana]")),
        [
            "a.yaml:6:10 error[value-outside-vocabulary] team a has a label that is not in the vocabulary of the policy:"
            " costs",
            "  help: did you mean cost?",
            "  policy.yaml:4:22 allowed values of label",
        ],
        id="a label key, in a team",
    ),
]

SILENT = [
    pytest.param(shop(a=service("a", "system: shop", "labels: {data: none}")), id="values of the lists"),
    pytest.param(
        shop(a=service("a", "domain: retail", "labels: {quay: north}")), id="fields and labels without a list"
    ),
    pytest.param(shop("vocabulary: {system: []}", a=service("a", "system: shop")), id="an empty list closes nothing"),
    pytest.param(shop(a=service("a", "labels: {x-own: 1}")), id="your own keys"),
    pytest.param({**COMPANY, "a.yaml": service("a", "labels: {data: persnal}")}, id="no policy"),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("REF008", files) == expected


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert told("REF008", files) == []


COMPONENT = """apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: web
  labels: {backstage.io/managed: 'yes', data: persnal}
spec: {type: website, lifecycle: production, owner: storefront}
"""


def test_a_foreign_document_has_its_values_checked_and_not_its_label_keys() -> None:
    files = {**shop("vocabulary: {labels: {data: [none, personal]}}"), "catalog-info.yaml": COMPONENT}
    assert [line for line in told("REF008", files, dialects=("backstage",)) if "[value-outside" in line] == [
        "catalog-info.yaml:4:9 error[value-outside-vocabulary] component web has a value of label data that is not in the"
        " vocabulary of the policy: persnal",
    ]
    files["policy.yaml"] = doc("Policy", "shop", "vocabulary: {labels: [data]}")
    assert not [line for line in told("REF008", files, dialects=("backstage",)) if "[value-outside" in line]
