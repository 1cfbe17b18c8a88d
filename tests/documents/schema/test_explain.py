"""Mistakes that people make, each with exactly what is said about it: ``mistakes.md`` is the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ownercat.diagnostics import Fault, Pointer
from ownercat.documents import schema
from ownercat.documents.source import Document, locate, read

_CASE = re.compile(r"^## (.+?)\n+```yaml\n(.*?)^```\n+```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CASES = _CASE.findall((Path(__file__).parent / "mistakes.md").read_text("utf-8"))


def document(text: str) -> Document:
    return read("a.yaml", text.encode()).documents[0]


def explained(text: str, swallowed: frozenset[Pointer] = frozenset()) -> list[Fault]:
    found = document(text)
    return schema.explain(found.data["kind"], found, swallowed)


def written(text: str, faults: list[Fault]) -> str:
    """Faults as the table shows them: place, code, message, help, and the second place if there is one."""
    spans = locate(text.encode(), [f.finding.place for f in faults])
    lines = []
    for code, finding in faults:
        place = finding.place
        start, end = spans[place]
        pointer = "".join(f"/{key}" for key in place.pointer)
        lines.append(f"{start.line}:{start.column}-{end.line}:{end.column} {place.on} {pointer} {code}")
        lines += [f"  {finding.message}", f"  help: {finding.help}"]
        for other in finding.related:
            lines.append(f"  {other.place.on} /{'/'.join(map(str, other.place.pointer))}: {other.message}")
    return "\n".join(lines) + "\n"


def test_there_are_enough_cases_with_names_of_their_own() -> None:
    assert len(CASES) >= 70
    assert len({title for title, _, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("text", "expected"), [pytest.param(y, t, id=title) for title, y, t in CASES])
def test_exactly_this_is_said(text: str, expected: str) -> None:
    found = document(text)
    assert not schema.valid(found.data["kind"], found.data)
    assert written(text, explained(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [pytest.param(y, t, id=title) for title, y, t in CASES])
def test_nothing_of_the_machinery_shows(text: str, expected: str) -> None:
    assert not re.search(r"\^|\$\)|\bNone\b|\bTrue\b|\bFalse\b|\\d|not valid under|required property", expected)
    for fault in explained(text):
        assert fault.finding.message[0].islower() or fault.finding.message.startswith(("`", "SLA "))
        assert not fault.finding.message.endswith(".")
        assert fault.finding.help
        found = fault.finding.subject
        assert found is None or found.kind == document(text).data["kind"]


HEAD = "apiVersion: ownercat/v1\nkind: Service\nname: checkout\n"


@pytest.mark.parametrize(
    ("body", "swallowed", "codes"),
    [
        pytest.param("contacts: {chat: }\n", ("contacts", "chat"), [], id="the swallowed value is all that is wrong"),
        pytest.param("contacts: {chat: }\n", ("contacts", "email"), ["SCH005"], id="another value was swallowed"),
        pytest.param("contacts: {chat: }\ntier: 9\n", ("contacts", "chat"), ["SCH006"], id="the rest is still said"),
        pytest.param("dependsOn:\n  - service:\n", ("dependsOn", 0, "service"), [], id="a required key"),
        pytest.param("escalation:\n", ("escalation",), [], id="a value with two forms"),
    ],
)
def test_what_a_comment_swallowed_is_left_to_the_rule_about_comments(
    body: str, swallowed: Pointer, codes: list[str]
) -> None:
    assert [fault.code for fault in explained(HEAD + body, frozenset({swallowed}))] == codes


def test_an_entity_without_a_name_is_called_this() -> None:
    text = "apiVersion: ownercat/v1\nkind: SLA\nname: 3\nservice: checkout\n"
    (fault,) = explained(text)
    assert fault.finding.message == "`name` of this SLA must be text; found the number 3"
    assert fault.finding.subject is None


def test_two_missing_keys_are_two_findings_with_fingerprints_of_their_own() -> None:
    faults = explained("kind: Rotation\nname: web\n")
    assert [(f.code, f.finding.value, f.finding.place.pointer) for f in faults] == [
        ("SCH003", "apiVersion", ("name",)),
        ("SCH003", "team", ("name",)),
    ]


def test_foreign_text_is_shown_safely_and_cut() -> None:
    text = HEAD + 'lifecycle: "\\e[31mred\\u202e' + "x" * 500 + '"\n'
    (fault,) = explained(text)
    assert "\\x1b[31mred\\u202exxx" in fault.finding.message
    assert "\x1b" not in fault.finding.message
    assert len(fault.finding.message) < 250


def test_at_most_a_hundred_faults_come_from_one_document() -> None:
    text = HEAD + "".join(f"key{number}: 1\n" for number in range(1000))
    assert len(explained(text)) == 100
