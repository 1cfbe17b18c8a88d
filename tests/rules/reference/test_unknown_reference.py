"""REF001 unknown-reference."""

from __future__ import annotations

import pytest

from tests.rules.parts import COMPANY, PEOPLE, doc, service, several, team, told

ESCALATION = doc(
    "Escalation",
    "urgent",
    "team: storefront",
    "ackTimeout: 30m",
    "tiers:",
    "  - {name: first, notify: [ana], via: [push], wait: 5m, inform: [severity, service, timeline, workarounds]}",
    "  - {name: second, notify: [bo], via: [phone], inform: [severity, service, timeline, workarounds]}",
    "end: stop",
)

NAMES = [
    pytest.param(
        {"checkout.yaml": service("checkout", "dependsOn: [{service: paymnt}]"), "payment.yaml": service("payment")},
        [
            "checkout.yaml:7:23 error[unknown-reference] service checkout has an undefined dependency: service paymnt",
            "  help: did you mean payment?",
        ],
        id="a dependency",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout", "dependsOn: [{service: warehouse}]")},
        [
            "checkout.yaml:7:23 error[unknown-reference] service checkout has an undefined dependency: service warehouse",
            "  help: add service warehouse, or correct the name",
        ],
        id="a dependency without a similar name",
    ),
    pytest.param(
        {"storefront.yaml": team("storefront", "lead: anna")},
        [
            "storefront.yaml:6:7 error[unknown-reference] team storefront has an undefined lead: person anna",
            "  help: did you mean ana?",
        ],
        id="a lead",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout", "authorise: {hotfix: [rotation:storefrnt]}")},
        [
            "checkout.yaml:7:22 error[unknown-reference] service checkout has an undefined holder of an authority:"
            " rotation storefrnt",
            "  help: add rotation storefrnt, or correct the name",
        ],
        id="a name with a prefix has one kind",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout", "roles: {champion: storefrnt}")},
        [
            "checkout.yaml:7:19 error[unknown-reference] service checkout has an undefined holder of a role:"
            " no team, rotation or person has the name storefrnt",
            "  help: did you mean storefront?",
        ],
        id="a field with several kinds",
    ),
    pytest.param(
        {"storefront.yaml": team("storefront", "parent: tem:retail"), "retail.yaml": doc("Team", "retail")},
        [
            "storefront.yaml:6:9 error[unknown-reference] team storefront has an undefined parent team: tem:retail",
            "  help: did you mean team:retail?",
        ],
        id="an unknown prefix",
    ),
]

KINDS = [
    pytest.param(
        {"storefront.yaml": team("storefront", "parent: bo")},
        [
            "storefront.yaml:6:9 error[unknown-reference] team storefront has a parent team of the wrong kind: person bo instead of a team",
            "  help: write the name of a team",
            "  people.yaml:7:7 definition of person bo",
        ],
        id="a person instead of a team, by name",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout", "escalation: team:storefront")},
        [
            "checkout.yaml:7:13 error[unknown-reference]"
            " service checkout has an escalation of the wrong kind: team storefront instead of an escalation",
            "  help: write the name of an escalation",
            "  storefront.yaml:3:7 definition of team storefront",
        ],
        id="a team instead of an escalation, by prefix",
    ),
    pytest.param(
        {"storefront.yaml": team("storefront", "parent: person:retail"), "retail.yaml": doc("Team", "retail")},
        [
            "storefront.yaml:6:9 error[unknown-reference] team storefront has a parent team of the wrong kind:"
            " person retail instead of a team",
            "  help: did you mean team:retail?",
        ],
        id="the correct name with the wrong prefix",
    ),
]

WORDS = [
    pytest.param(
        {"checkout.yaml": service("checkout", "symptoms: [{id: slow, severity: sev9}]")},
        [
            "checkout.yaml:7:33 error[unknown-reference]"
            " service checkout uses an undefined severity: the policy does not define sev9",
            "  help: write `sev1`, `sev2`, `sev3` or `sev4`",
        ],
        id="a severity of a symptom",
    ),
    pytest.param(
        {
            "checkout.yaml": service(
                "checkout", "escalation:", "  - {severity: [sev1, urgent], policy: urgent}", "  - {policy: urgent}"
            ),
            "urgent.yaml": ESCALATION,
        },
        [
            "checkout.yaml:8:23 error[unknown-reference]"
            " service checkout uses an undefined severity: the policy does not define urgent",
            "  help: write `sev1`, `sev2`, `sev3` or `sev4`",
        ],
        id="a severity of a route",
    ),
    pytest.param(
        {"storefront.yaml": ESCALATION.replace("phone", "phon") + "---\n" + team("storefront")},
        [
            "storefront.yaml:8:40 error[unknown-reference]"
            " escalation urgent uses an undefined channel: the policy does not define phon",
            "  help: did you mean phone?",
        ],
        id="a channel of a level",
    ),
    pytest.param(
        {"people.yaml": several(doc("Person", "ana", "contacts: [phone, pager]"), doc("Person", "bo"))},
        [
            "people.yaml:4:19 error[unknown-reference] person ana uses an undefined channel: the policy does not define pager",
            "  help: write `push`, `phone`, `sms`, `chat`, `email`, `ticket` or `status`",
        ],
        id="a channel of a person",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout", "authorise: {hotfx: [ana]}")},
        [
            "checkout.yaml:7:13 error[unknown-reference]"
            " service checkout uses an undefined authority: the policy does not define hotfx",
            "  help: did you mean hotfix?",
        ],
        id="an authority, located at its key",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout", "symptoms: [{id: payments-failing}]"),
            "runbook.yaml": doc(
                "Runbook", "pay", "service: checkout", "covers: [{symptom: payment-failing, severity: sev1}]"
            ),
        },
        [
            "runbook.yaml:5:20 error[unknown-reference]"
            " runbook pay uses an undefined symptom: service checkout does not define payment-failing",
            "  help: did you mean payments-failing?",
        ],
        id="a symptom that a runbook covers",
    ),
    pytest.param(
        {"urgent.yaml": ESCALATION + "repeat: {times: 1, every: 10m, to: frist}\n"},
        [
            "urgent.yaml:10:36 error[unknown-reference] escalation urgent uses an undefined level:"
            " escalation urgent does not define frist",
            "  help: did you mean first?",
        ],
        id="the level from which an escalation repeats",
    ),
    pytest.param(
        {"policy.yaml": doc("Policy", "shop", "severityAliases: {red: sev1, green: sev7}")},
        [
            "policy.yaml:4:37 error[unknown-reference] policy shop uses an undefined severity: the policy does not define"
            " sev7",
            "  help: write `sev1`, `sev2`, `sev3` or `sev4`",
        ],
        id="the severity behind another word",
    ),
    pytest.param(
        {"storefront.yaml": ESCALATION.replace("workarounds", "workaround", 1) + "---\n" + team("storefront")},
        [
            "storefront.yaml:7:95 error[unknown-reference] escalation urgent uses an undefined word of"
            " `inform`: ownercat does not define workaround",
            "  help: did you mean workarounds?",
        ],
        id="a word of the required information",
    ),
]


def only_unknown(lines: list[str]) -> list[str]:
    """The findings of the rule, without those that other families may have about such small catalogs."""
    kept: list[str] = []
    mine = False
    for line in lines:
        mine = "[unknown-reference]" in line if not line.startswith(" ") else mine
        kept += [line] if mine else []
    return kept


@pytest.mark.parametrize(("files", "expected"), [*NAMES, *KINDS])
def test_reported(files: dict[str, str], expected: list[str]) -> None:
    assert only_unknown(told("REF001", {**COMPANY, **files})) == expected


@pytest.mark.parametrize(("files", "expected"), WORDS)
def test_words_of_the_policy_are_reported(files: dict[str, str], expected: list[str]) -> None:
    assert only_unknown(told("REF001", {**COMPANY, **files})) == expected


SILENT = [
    pytest.param(
        {
            "policy.yaml": doc("Policy", "shop", "severityAliases: {red: sev1}"),
            "checkout.yaml": service("checkout", "symptoms: [{id: slow, severity: red}]"),
        },
        id="another word for a severity",
    ),
    pytest.param(
        {"urgent.yaml": ESCALATION.replace("workarounds", "workarounds, affectedServices, runbook")},
        id="every word of the required information",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout", "dependsOn: [{service: old}]"),
            "p.yaml": service("p", "aliases: [{name: old}]"),
        },
        id="an alias",
    ),
    pytest.param({"checkout.yaml": service("checkout", owner="nobody-knows")}, id="the owner is orphaned-service's"),
    pytest.param({"checkout.yaml": service("checkout", owner="ana")}, id="the owner is person-as-owner's"),
    pytest.param(
        {
            "checkout.yaml": service("checkout", "symptoms: [{id: slow, severity: critical}]"),
            "policy.yaml": doc("Policy", "shop", "severityAliases: {critical: sev1}"),
        },
        id="a severity by its alias",
    ),
    pytest.param(
        {"checkout.yaml": service("checkout", "dependsOn: [{service: payment}]"), "payment.yaml": "name: payment: x\n"},
        id="a name that stands in a file which cannot be read",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout", "dependsOn: [{service: payment}]"),
            "p.yaml": service("payment", "tir: 1"),
        },
        id="a name that stands in a document which the schema refuses",
    ),
    pytest.param(
        {
            "checkout.yaml": service("checkout", "escalation: [{symptom: pay-*, policy: urgent}, {policy: urgent}]"),
            "urgent.yaml": ESCALATION,
        },
        id="a pattern of symptoms",
    ),
    pytest.param(
        {"urgent.yaml": ESCALATION.replace("via: [push]", "via: ['channel:push']")}, id="a channel with its kind"
    ),
]


@pytest.mark.parametrize("files", SILENT)
def test_silent(files: dict[str, str]) -> None:
    assert only_unknown(told("REF001", {**COMPANY, **files})) == []


def test_a_name_that_is_gone_is_one_finding_with_every_reference() -> None:
    consumers = {f"s{n}.yaml": service(f"s{n}", "dependsOn: [{service: fx}]") for n in range(3)}
    found = told("REF001", {**COMPANY, **consumers})
    assert found == [
        "s0.yaml:7:23 error[unknown-reference] service fx is undefined, but 3 services refer to it: s0, s1 and s2",
        "  help: add service fx, or correct the name",
        "  s1.yaml:7:23 dependency of service s1",
        "  s2.yaml:7:23 dependency of service s2",
    ]


def test_odd_characters_in_a_name_reach_nobody() -> None:
    files = {"people.yaml": PEOPLE, "team.yaml": team("storefront", members='[ana, bo, "zo\\e\\u202e"]')}
    assert all(line.isprintable() for line in told("REF001", files))


def component(name: str, *lines: str) -> str:
    head = f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\n  description: d\n"
    return head + "spec:\n  type: service\n  lifecycle: production\n" + "".join(f"  {line}\n" for line in lines)


def group(name: str, *lines: str) -> str:
    head = f"apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: {name}\nspec:\n  type: team\n"
    return head + "  children: []\n" + "".join(f"  {line}\n" for line in lines)


def foreign(**files: str) -> list[str]:
    placed = {f"{name}/catalog-info.yaml": text for name, text in files.items()}
    return told("REF001", placed, dialects=("backstage",))


def test_a_foreign_kind_that_is_defined_nowhere_is_one_note() -> None:
    files = {name: component(name, "owner: payments", "consumesApis: [fx]") for name in ("b", "a", "c")}
    assert foreign(**files) == [
        "a/catalog-info.yaml:9:10 info[unknown-reference] team payments is referenced and not defined here",
        "  help: if it is in another repository, list it under `elsewhere` in ownercat.toml",
        "a/catalog-info.yaml:10:18 info[unknown-reference] API fx is referenced and not defined here",
        "  help: if it is in another repository, list it under `elsewhere` in ownercat.toml",
    ]


def test_a_foreign_kind_that_is_mostly_defined_here_is_judged() -> None:
    groups = {name: group(name) for name in ("payments", "ledger", "support")}
    others = {name: component(name, "owner: payments") for name in ("c", "d")}
    found = foreign(a=component("a", "owner: shops", "dependsOn: ['component:b']"), **groups, **others)
    assert [line for line in found if "[" in line] == [
        "a/catalog-info.yaml:9:10 error[orphaned-service] component a has an undefined owner: team shops",
        "a/catalog-info.yaml:10:15 error[unknown-reference] component a has an undefined dependency: component:b",
    ]


def test_a_foreign_person_as_the_owner_is_not_part_of_the_note() -> None:
    assert [line.split("] ")[0] for line in foreign(a=component("a", "owner: user:ana")) if "[" in line] == [
        "a/catalog-info.yaml:9:10 warning[person-as-owner"
    ]


def crowd(count: int) -> dict[str, str]:
    """Teams of one person each, whom no file describes."""
    return {
        "teams.yaml": several(*(team(f"t{n}", members=f"[p{n}]") for n in range(count))),
        "people.yaml": "# later\n",
    }


def test_a_kind_that_vanished_is_one_finding() -> None:
    assert [line for line in told("REF001", crowd(9)) if "unused-team" not in line] == [
        "teams.yaml:4:11 error[unknown-reference] the catalog defines no people, but 9 references name 9 people: p0, p1, p2, "
        "p3, p4, p5, p6 and 2 more",
        "  help: restore the files of the people, or add a document of `kind: Person` for each name",
        "  people.yaml:1:1 file without documents",
    ]


def test_a_few_names_are_reported_one_by_one() -> None:
    assert sum("has an undefined member: person p" in line for line in told("REF001", crowd(8))) == 8
