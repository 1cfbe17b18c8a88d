"""Placeholders are found where a name, an address or a person belongs, in any dialect, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from ownercat.diagnostics import EntityId, Fault, Finding, Place
from ownercat.documents import schema
from ownercat.documents.source import Document

TEAM = {"apiVersion": "ownercat/v1", "kind": "Team", "name": "web"}


def found(data: Any, *besides: Fault) -> list[Fault]:
    return schema.placeholders(Document("a.yaml", 0, data), besides)


def pointers(data: Any) -> list[str]:
    return ["/".join(map(str, fault.finding.place.pointer)) for fault in found(data)]


REPORTED = [
    pytest.param({"lead": "TBD"}, "lead", id="to be decided"),
    pytest.param({"lead": " tbd "}, "lead", id="with spaces, in lower case"),
    pytest.param({"lead": "none"}, "lead", id="none as a person"),
    pytest.param({"lead": "null"}, "lead", id="the text null"),
    pytest.param({"lead": "TODO"}, "lead", id="a note to oneself"),
    pytest.param({"lead": "TODO: ask Ana"}, "lead", id="a longer note to oneself"),
    pytest.param({"members": ["ana", "<name>"]}, "members/1", id="an angle-bracket blank in a list"),
    pytest.param({"contacts": {"chat": "#{{ team }}"}}, "contacts/chat", id="what a template left over"),
    pytest.param({"contacts": {"pager": "${PAGER}"}}, "contacts/pager", id="a variable of a shell"),
    pytest.param({"contacts": {"tickets": "todo"}}, "contacts/tickets", id="todo as an address"),
    pytest.param({"contacts": {"on-site": "changeme"}}, "contacts/on-site", id="any key of the contacts"),
    pytest.param({"links": [{"title": "TBD", "url": "???"}]}, "links/0/url", id="a link, but not its title"),
    pytest.param({"links": [{"url": "https://wiki/<team>/runbook"}]}, "links/0/url", id="a blank inside of a URL"),
    pytest.param({"code": {"repository": "tbd"}}, "code/repository", id="a repository"),
    pytest.param({"roles": {"communicate": {"customers": "tbd"}}}, "roles/communicate/customers", id="a role"),
    pytest.param({"authorise": {"hotfix": ["tbd"]}}, "authorise/hotfix/0", id="an authority"),
    pytest.param({"telemetry": {"dashboard": "n/a"}}, "telemetry/dashboard", id="a dashboard"),
    pytest.param({"review": {"by": "someone"}}, "review/by", id="who reviewed"),
    pytest.param({"approvers": ["unknown"]}, "approvers/0", id="who approved"),
    pytest.param({"spec": {"owner": "TBD"}}, "spec/owner", id="the owner of a Backstage component"),
    pytest.param({"spec": {"dependsOn": ["resource:db", "TBD"]}}, "spec/dependsOn/1", id="its dependencies"),
    pytest.param({"metadata": {"links": [{"url": "TODO"}]}}, "metadata/links/0/url", id="its links"),
]


@pytest.mark.parametrize(("part", "pointer"), REPORTED)
def test_reported(part: dict[str, Any], pointer: str) -> None:
    assert pointers({**TEAM, **part}) == [pointer]


SILENT = [
    pytest.param({"lead": "ana", "members": ["ana", "bo"], "parent": "shop"}, id="names"),
    pytest.param({"title": "TBD", "description": "TODO: write <this> down"}, id="free text"),
    pytest.param({"owner": "todo", "dependsOn": [{"service": "todo"}]}, id="a service called todo"),
    pytest.param({"contacts": {"email": "web@example.com"}}, id="an address at example.com"),
    pytest.param({"links": [{"url": "https://example.com/docs"}]}, id="a URL at example.com"),
    pytest.param({"contacts": {"email": "Ana <ana@shop.example>"}}, id="an address in angle brackets"),
    pytest.param({"layers": [{"members": ["ana", "none"]}]}, id="a turn that nobody holds on purpose"),
    pytest.param({"x-note": "TBD", "labels": {"cost": "none"}}, id="keys that are your own"),
    pytest.param({"hosting": {"provider": "none", "region": "na"}}, id="words that mean what they say"),
    pytest.param({"steps": [{"do": "Call <name>", "run": "deploy {{ tag }}"}]}, id="steps of a runbook"),
    pytest.param({"dependsOn": [{"service": "pay", "degrade": "none"}]}, id="free text beside a name"),
    pytest.param({"lead": None, "members": [None, 3, True], "contacts": ["#web"]}, id="odd types"),
    pytest.param({"lead": "nonesuch", "members": ["tbdurham"]}, id="names that only begin so"),
]


@pytest.mark.parametrize("part", SILENT)
def test_silent(part: dict[str, Any]) -> None:
    assert pointers({**TEAM, **part}) == []


def test_what_is_said() -> None:
    assert found({**TEAM, "contacts": {"chat": "TBD"}}) == [
        Fault("SCH010", Finding(
            Place("a.yaml", 0, ("contacts", "chat")), "`contacts.chat` of team web is a placeholder: `TBD`",
            "write the address, or remove the line", subject=EntityId("Team", "web"), value="TBD",
        ))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "help"),
    [
        ({"members": ["tbd"]}, "write the name, or remove the item"),
        ({"links": [{"url": "tbd"}]}, "write the URL, or remove the line"),
        ({"contacts": {"email": "tbd"}}, "write the address, or remove the line"),
    ],
)
def test_the_help_says_what_is_wanted(part: dict[str, Any], help: str) -> None:
    assert [fault.finding.help for fault in found({**TEAM, **part})] == [help]


def test_a_foreign_entity_is_named_by_its_metadata() -> None:
    component = {"kind": "Component", "metadata": {"name": "pay"}, "spec": {"owner": "TBD"}}
    (fault,) = found(component)
    assert fault.finding.message == "`spec.owner` of component pay is a placeholder: `TBD`"
    assert fault.finding.subject == EntityId("Component", "pay")


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "Template", "metadata": {"name": "go"}, "spec": {"owner": "${{ parameters.owner }}"}},
        {"kind": "Component", "metadata": {"name": "${{ values.name }}"}, "spec": {"owner": "${{ values.owner }}"}},
    ],
    ids=["a template that others fill in", "a file whose own name is filled in later"],
)
def test_a_template_is_no_document_with_blanks(data: dict[str, Any]) -> None:
    assert found(data) == []


def test_one_mistake_is_said_once() -> None:
    data = {**TEAM, "lead": "TBD", "parent": "TBD"}
    other = Fault("SCH007", Finding(Place("a.yaml", 0, ("lead",)), "", ""))
    elsewhere = Fault("SCH007", Finding(Place("b.yaml", 0, ("parent",)), "", ""))
    assert [f.finding.place.pointer for f in found(data, other, elsewhere)] == [("parent",)]


@pytest.mark.parametrize("data", [None, True, 3, 1.5, "TBD", [], ["TBD"], {}, {"lead": {"lead": {"lead": ["TBD"]}}}])
def test_any_document_is_fine(data: Any) -> None:
    found(data)


def test_a_hostile_document_gives_a_hundred_at_most_and_soon() -> None:
    assert len(found({**TEAM, "members": ["TBD"] * 100_000})) == 100
    assert found({**TEAM, "lead": "{{" * 32_000, "parent": "<a" * 32_000, "contacts": {"chat": "${" * 32_000}}) == []
