"""What a site or an index may contain about people: the policy decides."""

from __future__ import annotations

import pytest

from ownercat.answers.published import build_redactor, publish_catalog
from ownercat.diagnostics import Place
from ownercat.model import Person, PublishPolicy, Rotation, policy
from tests.catalogs import loaded

PEOPLE = """\
apiVersion: ownercat/v1
kind: Person
name: ana
title: Ana Ruiz
description: Likes to sail.
email: ana.ruiz@shop.example
logins: {github: anaruiz}
timeZone: Europe/Madrid
away: [{from: 2026-12-01, to: 2026-12-05}]
aliases: [{name: ana-r}]
---
apiVersion: ownercat/v1
kind: Rotation
name: day
layers: [{timeZone: UTC, members: [ana]}]
overrides: [{from: 2026-12-02, to: 2026-12-03, timeZone: UTC, add: ana, reason: Bo is ill}]
"""
CATALOG = loaded({"catalog/people.yaml": PEOPLE}).catalog
SECRET = ("Ana Ruiz", "Likes to sail.", "ana.ruiz@shop.example", "anaruiz", "2026-12-05", "Bo is ill")


@pytest.mark.parametrize(
    ("fields", "kept"), [("handles", ()), ("names", ("Ana Ruiz", "Likes to sail.")), ("contacts", SECRET)]
)
def test_the_catalog_has_only_what_the_policy_allows(fields: str, kept: tuple[str, ...]) -> None:
    found = publish_catalog(CATALOG, PublishPolicy(fields))
    text = repr(list(found.entities.values()))
    assert [word for word in SECRET if word in text] == list(kept)
    assert isinstance(found.get("Rotation", "day"), Rotation)
    ana = found.aliases["Person", "ana-r"]
    assert ana is found.get("Person", "ana")
    assert isinstance(ana, Person)
    assert (ana.name, ana.time_zone) == ("ana", "Europe/Madrid")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("handles", "ana is ana, not anaruizx"),
        ("names", "Ana Ruiz is ana, not anaruizx"),
        ("contacts", "Ana Ruiz is ana.ruiz@shop.example, not anaruizx"),
    ],
)
def test_a_text_names_people_as_the_policy_allows(fields: str, text: str) -> None:
    redact = build_redactor(CATALOG, PublishPolicy(fields))
    assert redact("Ana Ruiz is ana.ruiz@shop.example, not anaruizx") == text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({}, PublishPolicy("handles", False)),
        ({"fields": "contacts", "people": True}, PublishPolicy("contacts", True)),
        ({"fields": "everything", "people": "yes"}, PublishPolicy("handles", False)),
    ],
)
def test_the_policy_states_it_and_a_wrong_word_publishes_nothing_more(
    written: dict[str, object], expected: PublishPolicy
) -> None:
    assert policy.resolve_policy({"publish": written}, Place("")).publish == expected
