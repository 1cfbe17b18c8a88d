"""Which form of several was meant; with schemas of its own, because the shipped ones hardly leave room for doubt."""

from __future__ import annotations

from typing import Any

import pytest
from referencing import Registry

from ownercat.diagnostics import Fault, Place
from ownercat.documents.schema.checking import Checker
from ownercat.documents.schema.mistakes import collect
from ownercat.documents.schema.sentences import DocumentContext, fault

NUMBER = {"type": "integer", "minimum": 0}


def form(title: str, *required: str, **properties: Any) -> dict[str, Any]:
    return {
        "title": title, "type": "object", "required": [*required], "properties": {**properties, "after": NUMBER},
        "additionalProperties": False,
    }  # fmt: skip


TEXT = {"type": "string"}
CHANNEL = {"type": "string", "pattern": "^#", "x-form": "a channel such as #web", "examples": ["#web"]}
STEP = {
    "examples": [{"slack": "#web"}],
    "oneOf": [
        form("a PagerDuty step", "pagerduty", pagerduty=TEXT),
        form("a Slack step", "slack", slack=CHANNEL),
        form("an e-mail step", "email", email=TEXT),
    ],
}
KINDS = {
    "oneOf": [
        form("a page", "type", type={"const": "page"}, urgency={"enum": ["high", "low"]}),
        form("a ticket", "type", type={"const": "ticket"}, queue=TEXT),
    ]
}
LISTS = {
    "anyOf": [
        {"title": "a list of names", "type": "array", "items": TEXT},
        {"title": "a list of numbers", "type": "array", "items": NUMBER},
    ]
}


def faults(schema: dict[str, Any], value: Any) -> list[Fault]:
    whole = {"type": "object", "properties": {"step": schema}}
    data = {"kind": "Service", "name": "pay", "step": value}
    found = collect(Checker(whole, registry=Registry()).iter_errors(data))
    return [fault(mistake, DocumentContext("Service", Place("a.yaml"), data)) for mistake in found]


def said(schema: dict[str, Any], value: Any) -> list[str]:
    return [
        f"{f.code} {'/'.join(map(str, f.finding.place.pointer))}: {f.finding.message}" for f in faults(schema, value)
    ]


CASES = [
    pytest.param(
        STEP, {"slack": "web", "after": 15}, "SCH007 step/slack: `step.slack` of service pay must be a channel such as"
        " #web; found `web`", id="the required key tells the form",
    ),
    pytest.param(
        STEP, {"pagerdutty": "P1"}, "SCH004 step/pagerdutty: `step` of service pay has an unknown key instead"
        " of `pagerduty`: `pagerdutty`", id="a misspelt required key tells the form",
    ),
    pytest.param(
        STEP, {"slack": "#web", "afer": 1}, "SCH004 step/afer: `step` of service pay has an unknown key: `afer`",
        id="a misspelt key in the form that was meant",
    ),
    pytest.param(
        STEP, {"pagerduty": "P1", "slack": "#web"}, "SCH008 step/slack: `step` of service pay has keys that exclude each"
        " other: `pagerduty` and `slack`", id="two forms at once",
    ),
    pytest.param(
        STEP, {"slack": "#web", "pagerduty": "P1"}, "SCH008 step/pagerduty: `step` of service pay has keys that exclude each"
        " other: `slack` and `pagerduty`", id="two forms at once, in the order they are written",
    ),
    pytest.param(
        STEP, {"slack": None}, "SCH005 step/slack: `step.slack` of service pay must be text; found null",
        id="null in the form that was meant",
    ),
    pytest.param(
        STEP, {"after": 1}, "SCH008 step: `step` of service pay matches none of its forms: a PagerDuty step, a Slack step"
        " or an e-mail step", id="a tie is no guess",
    ),
    pytest.param(
        STEP, {}, "SCH008 step: `step` of service pay matches none of its forms: a PagerDuty step, a Slack step or an"
        " e-mail step", id="nothing at all is a tie",
    ),
    pytest.param(
        STEP, "web", "SCH005 step: `step` of service pay must be a PagerDuty step, a Slack step or an e-mail step;"
        " found the text `web`", id="a type that no form has",
    ),
    pytest.param(
        KINDS, {"type": "ticket", "urgency": "high"}, "SCH004 step/urgency: `step` of service pay has an"
        " unknown key: `urgency`", id="a discriminator outweighs the other keys",
    ),
    pytest.param(
        KINDS, {"type": "page", "urgency": "hgh"}, "SCH006 step/urgency: `step.urgency` of service pay must be high or"
        " low; found `hgh`", id="the value in the discriminated form",
    ),
    pytest.param(
        LISTS, ["a", "b", 3], "SCH005 step/2: `step[2]` of service pay must be text; found the number 3",
        id="of two lists the one with fewer errors",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "value", "expected"), CASES)
def test_one_mistake_is_named_once_in_the_form_that_was_meant(
    schema: dict[str, Any], value: Any, expected: str
) -> None:
    assert said(schema, value) == [expected]


def test_the_help_names_the_other_forms_where_there_was_a_choice() -> None:
    (found,) = faults(STEP, {"slack": "web"})
    assert found.finding.help == 'write a value such as "#web"; other forms: a PagerDuty step or an e-mail step'


def test_two_forms_that_both_fit_are_a_conflict() -> None:
    open_forms = {"oneOf": [{"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]}]}
    assert said(open_forms, {"a": 1, "b": 2}) == [
        "SCH008 step/b: `step` of service pay has keys that exclude each other: `a` and `b`"
    ]


def test_forms_in_forms_are_condensed_to_the_innermost() -> None:
    nested = {"oneOf": [TEXT, {"type": "array", "title": "a list of steps", "items": STEP}]}
    assert said(nested, [{"slack": "#web"}, {"slack": "web"}]) == [
        "SCH007 step/1/slack: `step[1].slack` of service pay must be a channel such as #web; found `web`"
    ]


def test_keys_that_exclude_each_other_by_not() -> None:
    exclusive = {"allOf": [{"not": {"required": ["a", "b"]}}, {"not": {"required": ["a", "c"]}}]}
    assert said(exclusive, {"c": 1, "a": 2, "b": 3}) == [
        "SCH008 step/b: `step` of service pay has keys that exclude each other: `c`, `a` and `b`"
    ]


def test_a_key_that_is_deprecated_and_gone_says_what_to_write() -> None:
    schema = {**form("a step", slack=TEXT), "x-deprecated": {"chat": "write slack instead of chat"}}
    (found,) = faults(schema, {"chat": "#web"})
    assert (found.code, found.finding.message, found.finding.help) == (
        "SCH009", "`step` of service pay has a deprecated key: `chat`", "write slack instead of chat",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        pytest.param({"minItems": 2}, [1], "must have at least 2 entries; found 1", id="a list that is too short"),
        pytest.param({"maxItems": 1}, [1, 2], "must have at most 1 entry; found 2", id="a list that is too long"),
        pytest.param({"maxLength": 3}, "abcd", "must have at most 3 characters; found 4", id="a text that is too long"),
        pytest.param({"multipleOf": 5, "x-form": "a multiple of 5"}, 3, "must be a multiple of 5; found 3", id="steps"),
        pytest.param({"type": ["string", "null"]}, 3, "must be text or empty; found the number 3", id="two types"),
        pytest.param({"minimum": 5}, 3, "must be a number that is at least 5; found 3", id="a lower bound"),
        pytest.param(
            {"exclusiveMinimum": 0, "exclusiveMaximum": 1}, 1.5, "must be a number that is above 0 and below 1; found 1.5",
            id="open bounds",
        ),
        pytest.param(
            {"not": {"type": "string"}}, "x", "has an invalid value: expected another value", id="anything but text"
        ),
    ],
)  # fmt: skip
def test_keywords_that_no_shipped_schema_needs_yet(schema: dict[str, Any], value: Any, expected: str) -> None:
    (found,) = faults(schema, value)
    assert found.finding.message == f"`step` of service pay {expected}"
