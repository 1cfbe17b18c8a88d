"""REF011 shared-identity."""

from __future__ import annotations

import pytest

from tests.rules.parts import doc, several, told


def people(*lines: tuple[str, ...]) -> dict[str, str]:
    names = ("ana", "bo", "chidi")
    return {"people.yaml": several(*(doc("Person", name, *own) for name, own in zip(names, lines, strict=False)))}


REPORTED = [
    pytest.param(
        people(("email: ana@shop.example",), ("email: Ana@shop.example",)),
        [
            "people.yaml:9:8 error[shared-identity] person bo has the same email address as person ana: Ana@shop.example",
            "  help: write bo's own email address here, or remove it from person ana",
            "  people.yaml:4:8 email address of person ana",
        ],
        id="an email address, in another case",
    ),
    pytest.param(
        people(("logins: {github: ana-s}",), ("logins: {gitlab: bo, github: '@ana-s'}",)),
        [
            "people.yaml:9:30 error[shared-identity] person bo has the same github login as person ana: ana-s",
            "  help: write bo's own github login here, or remove it from person ana",
            "  people.yaml:4:18 github login of person ana",
        ],
        id="a login, with a mark",
    ),
]


@pytest.mark.parametrize(("files", "expected"), REPORTED)
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert told("REF011", files) == expected


def test_each_later_person_is_reported() -> None:
    found = told("REF011", people(*[("email: it@shop.example",)] * 3))
    assert [line.split(" ")[0] for line in found if "error[" in line] == ["people.yaml:9:8", "people.yaml:14:8"]


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(people(("email: a@shop.example",), ("email: a@depot.example",)), id="another domain"),
        pytest.param(
            people(("logins: {github: a}",), ("logins: {gitlab: a}",)), id="the same login on another code host"
        ),
        pytest.param(people((), (), ()), id="no identities"),
    ],
)
def test_silent(files: dict[str, str]) -> None:
    assert told("REF011", files) == []


def test_a_person_who_is_defined_twice_is_one_finding() -> None:
    twice = several(*[doc("Person", "ana", "email: ana@shop.example")] * 2)
    assert [line.split(" ")[1] for line in told("REF011", {"p.yaml": twice}) if "error[" in line] == [
        "error[duplicate-name]"
    ]


USER = """apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ana}
spec: {memberOf: [], profile: {email: ana@shop.example}}
"""


def test_one_person_in_two_formats_is_silent() -> None:
    files = {**people(("email: ana@shop.example",)), "user.yaml": USER}
    assert [line for line in told("REF011", files, dialects=("backstage",)) if "shared-identity" in line] == []
