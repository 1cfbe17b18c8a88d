"""What the native format says about documents that it cannot read, or not whole."""

from __future__ import annotations

from typing import Any

import pytest

from ownercat.diagnostics import Fault, Finding, Fix, Place
from ownercat.documents import source
from ownercat.documents.dialects import native
from ownercat.documents.source import Document


def read(text: str) -> list[Any]:
    reading = source.read("catalog/a.yaml", text.encode())
    assert not reading.faults
    return list(native.read(reading.documents, frozenset()))


def fault(text: str) -> Fault:
    (found,) = read(text)
    assert isinstance(found, Fault)
    return found


class TestMisdirected:
    def test_no_word_of_what_it_is(self) -> None:
        assert fault("services: [a]\n") == Fault(
            "SCH001",
            Finding(
                Place("catalog/a.yaml"),
                "this document has neither `apiVersion` nor `kind`",
                "start the document with `apiVersion: ownercat/v1`, `kind: Service` (or another kind) and `name: NAME`",
            ),
        )

    @pytest.mark.parametrize(("text", "what"), [("- a\n", "a list"), ("a\n", "the value a")])
    def test_no_mapping(self, text: str, what: str) -> None:
        found = fault(text)
        assert (found.code, found.finding.message) == (
            "SCH001",
            f"this document has neither `apiVersion` nor `kind`: it is {what}",
        )

    @pytest.mark.parametrize(
        ("version", "help"),
        [
            ("ownercat/v2", "write `apiVersion: ownercat/v1`, the only version"),
            ("onwercat/v1", "did you mean ownercat/v1?"),
            (
                "backstage.io/v1alpha1",
                "write `apiVersion: ownercat/v1`, or read documents of another format with `--dialect NAME`",
            ),
        ],
    )
    def test_an_unknown_version(self, version: str, help: str) -> None:
        found = fault(f"apiVersion: {version}\nkind: Service\nname: x\n")
        assert (found.code, found.finding.place.pointer) == ("SCH001", ("apiVersion",))
        assert found.finding.message == f"document x has an unknown `apiVersion`: {version}"
        assert found.finding.help == help

    def test_an_unknown_kind(self) -> None:
        found = fault("apiVersion: ownercat/v1\nkind: service\nname: x\n")
        assert found == Fault(
            "SCH002",
            Finding(
                Place("catalog/a.yaml", 0, ("kind",)),
                "document x has an unknown `kind`: service",
                "did you mean Service?",
                value="service",
                fixes=(Fix(Place("catalog/a.yaml", 0, ("kind",)), "Service"),),
            ),
        )

    def test_no_kind(self) -> None:
        found = fault("apiVersion: ownercat/v1\nname: x\n")
        assert (found.code, found.finding.message) == ("SCH003", "document x has no `kind`")
        assert found.finding.help == (
            "add a line such as `kind: Service`; the kinds are Service, Team, Person, Rotation, Escalation, SLA, Runbook, "
            "Journey, Expectation, Policy, SignOff, BreakGlass, Attestation, Drill and Incident"
        )

    def test_a_misspelled_kind_is_one_mistake(self) -> None:
        found = fault("apiVersion: ownercat/v1\nkin: Service\nname: x\n")
        assert found.finding.help == "write `kind` instead of `kin`"
        assert found.finding.place == Place("catalog/a.yaml", 0, ("kin",), "key")

    def test_an_empty_document_is_nothing(self) -> None:
        assert list(native.read([Document("a.yaml", 0, None)], frozenset())) == []


class TestUnsound:
    def test_what_is_wrong_is_said_and_the_rest_is_read(self) -> None:
        *faults, found = read("apiVersion: ownercat/v1\nkind: Service\nname: x\nowner: 7\ntier: 1\n")
        assert [f.code for f in faults] == ["SCH005"]
        assert (found.sound, found.owner, found.tier) == (False, None, 1)

    @pytest.mark.parametrize("name", [None, 7, "", "a\u202eb", "x" * 300], ids=["none", "7", "empty", "bidi", "long"])
    def test_without_a_usable_name_there_is_no_entity(self, name: Any) -> None:
        data = {"apiVersion": "ownercat/v1", "kind": "Service", "name": name}
        found = list(native.read([Document("a.yaml", 0, data)], frozenset()))
        assert found and all(isinstance(item, Fault) for item in found)
