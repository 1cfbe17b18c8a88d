"""The schema family through a whole check: each rule with its whole finding, and beside it what is silent."""

from __future__ import annotations

import pytest

from ownercat.rules import registry
from tests.catalogs import check, line

HEAD = "apiVersion: ownercat/v1\nkind: {kind}\nname: {name}\n"  # lines 1 to 3
PEOPLE = "---\n" + HEAD.format(kind="Person", name="ana") + "---\n" + HEAD.format(kind="Person", name="bo")
TEAM = HEAD.format(kind="Team", name="web") + "members: [ana, bo]\n"  # line 4
SHOP = TEAM + 'contacts: {chat: "#web"}\n' + PEOPLE
CONTACTS = "contacts: {chat: '#web'}\n"

REPORTED = [
    pytest.param(
        "kubernetes: {namespace: web}\n", "SCH001", "1:1", "this document has neither `apiVersion` nor `kind`", None,
        id="a file of something else",
    ),
    pytest.param(
        "apiVersion: ownercat/v3\nkind: Team\nname: web\n", "SCH001", "1:13",
        "document web has an unknown `apiVersion`: ownercat/v3",
        "write `apiVersion: ownercat/v1`, the only version", id="a version that does not exist",
    ),
    pytest.param(
        "apiVersion: ownercat/v1\nkind: Taem\nname: web\n", "SCH002", "2:7",
        "document web has an unknown `kind`: Taem", "did you mean Team?", id="a misspelt kind",
    ),
    pytest.param(
        HEAD.format(kind="Rotation", name="web-primary"), "SCH003", "3:7", "rotation web-primary has no `team`",
        "add a line `team: NAME`: the team of the rotation", id="a rotation without a team",
    ),
    pytest.param(
        HEAD.format(kind="Team", name="web") + "memebers: [ana, bo]\n" + CONTACTS, "SCH004", "4:1",
        "team web has an unknown key: `memebers`", "did you mean members?", id="a misspelt key",
    ),
    pytest.param(
        TEAM + "contacts: {chat: '#web', tickets: 4711}\n", "SCH005", "5:35",
        "`contacts.tickets` of team web must be text; found the number 4711", 'quote it: `"4711"`', id="a number for text",
    ),
    pytest.param(
        HEAD.format(kind="Rotation", name="web-primary") + "team: web\nrole: primray\n", "SCH006", "5:7",
        "`role` of rotation web-primary must be primary, secondary, shadow or manager; found `primray`",
        "did you mean primary?", id="a misspelt word",
    ),
    pytest.param(
        HEAD.format(kind="Escalation", name="web-urgent") + "team: web\nackTimeout: 30 minutes\n", "SCH007", "5:13",
        "`ackTimeout` of escalation web-urgent must be a duration above zero such as 90s, 15m, 4h, 2d or 1w;"
        " found `30 minutes`", "did you mean 30m?", id="a duration in words",
    ),
    pytest.param(
        HEAD.format(kind="SLA", name="promise") + "service: shop\nconsumer: web\nexternal: true\n", "SCH008", "6:1",
        "SLA promise has keys that exclude each other: `consumer` and `external`", "remove `consumer` or `external`",
        id="two kinds of customer",
    ),
    pytest.param(
        TEAM + "contacts: {chat: TBD}\n" + PEOPLE, "SCH010", "5:18",
        "`contacts.chat` of team web is a placeholder: `TBD`", "write the address, or remove the line",
        id="a contact to be decided",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "position", "message", "help"), REPORTED)
def test_reported_as_the_only_finding(text: str, code: str, position: str, message: str, help: str | None) -> None:
    # the documents that it refers to are not there, and a rotation without layers has no members
    others = {"REF001", "ROT111"}
    (found,) = (each for each in check({"catalog/web.yaml": text}).diagnostics if each.code not in others)
    rule = registry()[code].rule
    assert line(found) == f"catalog/web.yaml:{position} {rule.severity.word}[{rule.name}] {message}"
    assert found.code == code
    assert found.help == (help if help is not None else found.help)


SILENT = [
    pytest.param(SHOP, id="a sound document"),
    pytest.param(SHOP.replace("contacts", "x-room: 4\ncontacts"), id="a key of your own"),
    pytest.param(SHOP.replace('"#web"', '"#web", tickets: "4711"'), id="a quoted number"),
    pytest.param(SHOP.replace('"#web"', '"#web", email: web@example.com'), id="an address at example.com"),
    pytest.param(SHOP.replace("contacts", "description: TBD\ncontacts"), id="a placeholder in free text"),
    pytest.param(SHOP.replace("contacts", "title: TODO\ncontacts"), id="a title"),
    pytest.param(SHOP.replace("contacts", "review: {every: 90d, lastDone: 2026-11-01, by: ana}\ncontacts"), id="forms"),
]


def of_options(options: str) -> list[str]:
    text = HEAD.format(kind="Policy", name="shop") + f"rules: {{options: {{{options}}}}}\n"
    return [f"{line(d)} | {d.help}" for d in check({"catalog/web.yaml": text}).diagnostics]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(
            "vanished-documents: {vanishd: 50}",
            "4:40 error[unknown-field] policy shop has an unknown option of rule vanished-documents: `vanishd`"
            " | did you mean vanished?",
            id="misspelt, by the name of the rule",
        ),
        pytest.param(
            "REF007: {largest: 50}",
            "4:28 error[unknown-field] policy shop has an unknown option of rule vanished-documents: `largest`"
            " | write `vanished` or `least`",
            id="of another rule, by code",
        ),
        pytest.param(
            "self-dependency: {most: 5}",
            "4:37 error[unknown-field] policy shop has an unknown option of rule self-dependency: `most`"
            " | remove the option: self-dependency has no options",
            id="of a rule without options",
        ),
    ],
)
def test_an_unknown_option_of_a_rule(options: str, expected: str) -> None:
    assert of_options(options) == [f"catalog/web.yaml:{expected}"]


@pytest.mark.parametrize("options", ["vanished-documents: {vanished: 50}", "REF007: {x-why: more}", "x-own: {a: b}"])
def test_known_options_and_your_own_keys_are_silent(options: str) -> None:
    assert of_options(options) == []


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert [line(d) for d in check({"catalog/web.yaml": text}).diagnostics if d.code.startswith("SCH")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            SHOP.replace("[ana, bo]", "[ana, bo]\nlead: TBD"),
            ["catalog/web.yaml:5:7 error[malformed-value] `lead` of team web must be a name such as payments, or a name"
             " with its kind such as team:payments; found `TBD`"],
            id="a placeholder in the wrong form is one finding",
        ),
        pytest.param(
            TEAM + "contacts:\n  chat: #web\n" + PEOPLE,
            ["catalog/web.yaml:6:9 error[comment-swallowed-value] `chat` has no value: YAML reads `#web` as a comment"],
            id="a value lost to a comment is no wrong type",
        ),
        pytest.param(
            SHOP.replace("kind: Person\nname: bo", "kind: Person\nname: bo\nactive: no"),
            ["catalog/web.yaml:14:9 error[wrong-type] `active` of person bo must be true or false; found the text `no`"],
            id="an ambiguous boolean is a wrong type and nothing else",
        ),
        pytest.param(
            SHOP.replace("members: [ana, bo]", "members: [ana, bo]\nowners: [ana]\ntier: 1"),
            ["catalog/web.yaml:5:1 error[unknown-field] team web has an unknown key: `owners`",
             "catalog/web.yaml:6:1 error[unknown-field] team web has an unknown key: `tier`"],
            id="two mistakes are two findings",
        ),
    ],
)  # fmt: skip
def test_one_mistake_is_one_finding(text: str, expected: list[str]) -> None:
    assert [line(d) for d in check({"catalog/web.yaml": text}).diagnostics] == expected


def test_no_key_is_deprecated_yet() -> None:
    """SCH009: what it will say is held by tests/schema/test_deprecated.py."""
    assert [d for d in check({"catalog/web.yaml": SHOP}).diagnostics if d.code == "SCH009"] == []
    assert registry()["SCH009"].rule.severity.word == "warning"
