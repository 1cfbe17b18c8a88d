"""What is proved and what is not: limits of doubt, the edge of a repository, one finding for one cause."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ownercat.diagnostics import Report
from ownercat.documents.loader import load_catalog
from ownercat.documents.scope import Scope
from ownercat.linter import LintOptions, lint
from ownercat.model.config import Elsewhere
from ownercat.repository.trees import Memory
from tests.catalogs import TODAY, check, compare, loud, said
from tests.rules.parts import COMPANY, PEOPLE, doc, service, several, team

HOME = {f"catalog/{path}": text for path, text in {**COMPANY, "home.yaml": service("home")}.items()}
LOST = {"catalog/checkout.yaml": service("checkout", owner="harbour")}
UNDEFINED = "catalog/checkout.yaml:6:8 error[orphaned-service] service checkout has an undefined owner: team harbour"


def withheld(report: Report) -> list[tuple[int, tuple[str, ...], tuple[str, str] | None, str, int]]:
    return [
        (each.number, each.rules, each.subject and (each.subject.kind, each.subject.name), each.path, each.line)
        for each in report.withheld
    ]


# -- what a document can define


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(team("harbour").replace("kind: Team", "kind: Teem"), 2, id="the kind is misspelled"),
        pytest.param(team("harbour").replace("kind: Team\n", ""), 2, id="the kind is missing"),
        pytest.param(team("harbour").replace("ownercat/v1", "ownercat/v9"), 1, id="another version"),
        pytest.param(team("harbour").replace("name: harbour", "nmae: harbour"), 3, id="the key of the name is misspelled"),
        pytest.param(team("port", "aliases: harbour"), 6, id="aliases in a wrong form"),
        pytest.param(team("harbour") + "\tlead: x\n", 6, id="a tab"),
        pytest.param("<<<<<<< a\n" + team("harbour") + "=======\n>>>>>>> b\n", 1, id="a conflict"),
        pytest.param(team("port", "aliases:", "  - harbour", "  x: [") + "y: ]\n", 8, id="a block list of aliases in broken text"),
        pytest.param("x: {name: harbour, kind: Team\n", 1, id="a flow mapping"),
        pytest.param(team("harbour").replace("name: harbour\n", ""), 2, id="no name, and one undefined name of the kind"),
    ],
)  # fmt: skip
def test_a_name_that_a_document_with_an_error_may_define_is_withheld(text: str, line: int) -> None:
    report = check({**HOME, **LOST, "catalog/x.yaml": text})
    assert {each.split(":")[0] for each in loud(report)} == {"catalog/x.yaml"}
    assert withheld(report) == [(1, ("OWN001",), ("Team", "harbour"), "catalog/x.yaml", line)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(service("x", "dependsOn: [{service: home, mode: sofd}]", owner="harbour"), id="the value of a reference"),
        pytest.param(doc("Expectation", "harbour", "active: 3"), id="a name of another kind"),
        pytest.param(team("port").replace("kind: Team", "kind: Teem") + "description: harbour\n", id="a text"),
        pytest.param("x: [harbour, {kind: Team, team: harbour\n", id="a word of a text that is not YAML"),
        pytest.param(team("port", "parent: harbour").replace("name: port\n", ""), id="a document without a name refers to it"),
    ],
)  # fmt: skip
def test_nothing_else_of_a_document_with_an_error_hides_a_name(text: str) -> None:
    report = check({**HOME, **LOST, "catalog/x.yaml": text})
    assert any("team harbour" in each and "undefined" in each for each in loud(report))
    assert withheld(report) == []


def test_more_undefined_names_than_documents_without_a_name_are_all_reported() -> None:
    files = {**LOST, "catalog/cart.yaml": service("cart", owner="port")}
    report = check({**HOME, **files, "catalog/x.yaml": team("x").replace("name: x\n", "")})
    assert [d.message for d in report.diagnostics if d.code == "OWN001"] == [
        "service cart has an undefined owner: team port",
        "service checkout has an undefined owner: team harbour",
    ]


@pytest.mark.parametrize("path", ["catalog/teams/harbour.yaml", "catalog/teams/other.yaml"])
def test_a_file_that_cannot_be_opened_may_define_any_name(path: str) -> None:
    from ownercat.repository.trees import Content  # only this test needs it

    report = check({**HOME, **LOST, path: Content(path, b"", "unreadable")})
    assert withheld(report) == [(1, ("OWN001",), ("Team", "harbour"), path, 1)]
    assert UNDEFINED not in said(report)


def test_a_name_that_is_defined_twice_is_defined_and_hides_nothing() -> None:
    files = {"catalog/a.yaml": service("cart"), "catalog/b.yaml": service("cart")}
    users = {"catalog/c.yaml": service("menu", "dependsOn: [{service: cart}]")}
    report = check({**HOME, **LOST, **files, **users})
    assert loud(report) == [
        "catalog/b.yaml:3:7 error[duplicate-name] service cart has more than one definition: this is definition 2",
        UNDEFINED,
    ]


def test_a_document_is_judged_on_its_other_values() -> None:
    wrong = service("checkout", owner="harbour").replace("tier: 4", "tier: 9")
    assert [each.split(": ")[0] for each in loud(check({**HOME, "catalog/checkout.yaml": wrong}))] == [
        "catalog/checkout.yaml:5:7 error[value-not-allowed] `tier` of service checkout must be 1, 2, 3 or 4; found 9",
        "catalog/checkout.yaml:6:8 error[orphaned-service] service checkout has an undefined owner",
    ]


def test_an_invalid_value_is_not_also_undefined() -> None:
    wrong = {"catalog/x.yaml": service("x", "dependsOn: [{service: 'a b'}]")}
    assert [d.code for d in check({**HOME, **wrong}).diagnostics] == ["SCH007"]


def test_a_document_with_an_error_may_use_what_seems_unused() -> None:
    agreed = {"catalog/harbour.yaml": team("harbour")}
    assert [d.code for d in check({**HOME, **agreed}).diagnostics] == ["OWN015"]
    user = {"catalog/x.yaml": service("x", owner="harbour").replace("tier: 4", "tier: [4")}
    assert [d.code for d in check({**HOME, **agreed, **user}).diagnostics] == ["SYN001"]


# -- the edge of the repository


def component(name: str, owner: str, *lines: str) -> str:
    head = f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\n  description: d\n"
    rest = "".join(f"  {line}\n" for line in lines)
    return f"{head}spec:\n  type: service\n  lifecycle: production\n  owner: {owner}\n{rest}"


def group(name: str, *lines: str, namespace: str = "default") -> str:
    head = "apiVersion: backstage.io/v1alpha1\nkind: Group\n"
    rest = "".join(f"  {line}\n" for line in lines)
    return f"{head}metadata: {{name: {name}, namespace: {namespace}}}\nspec:\n  type: team\n  children: []\n{rest}"


def backstage(text: str, **others: str) -> list[str]:
    files = {"catalog-info.yaml": text, **{path.replace("_", "/"): other for path, other in others.items()}}
    return [f"{d.severity.word} {d.message}" for d in check(files, dialects=("backstage",)).diagnostics]


FEW = several(group("guests"), component("map", "survey"), component("buoys", "lights"))
MOST = several(*map(group, ("deck", "engine", "galley")), component("ramp", "deck"), component("gangway", "stowaways"))


def test_most_names_are_defined_here() -> None:
    assert backstage(MOST) == ["error component gangway has an undefined owner: team stowaways"]
    assert backstage(FEW) == ["info 2 teams are referenced and not defined here: survey and lights"]


def test_exactly_half_is_not_most() -> None:
    more = [component(name, f"team-of-{name}") for name in ("kelp", "brine")]
    assert backstage(several(MOST, *more)) == [
        "info 3 teams are referenced and not defined here: stowaways, team-of-kelp and team-of-brine"
    ]


def test_a_team_of_codeowners_exists_elsewhere() -> None:
    assert backstage(MOST, CODEOWNERS="* @acme/stowaways\n") == [
        "info team stowaways is referenced and not defined here: CODEOWNERS names it"
    ]
    assert backstage(MOST, CODEOWNERS="* @stowaways\n") == [
        "error component gangway has an undefined owner: team stowaways"
    ]


def test_a_similar_name_is_evidence_unless_codeowners_has_the_name() -> None:
    text = several(group("lights"), component("buoys", "ligths"))
    assert backstage(text) == ["error component buoys has an undefined owner: team ligths"]
    assert backstage(text, CODEOWNERS="* @acme/ligths\n") == [
        "info team ligths is referenced and not defined here: CODEOWNERS names it"
    ]


def test_a_location_shows_that_a_component_exists_elsewhere() -> None:
    others = [component(name, "deck") for name in ("ramps", "pumps", "menu")]
    text = several(
        MOST.replace("stowaways", "deck"), *others, component("bilge", "deck", "dependsOn: ['component:sextant']")
    )
    assert backstage(text) == ["error component bilge has an undefined dependency: component:sextant"]
    place = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata: {name: others}\nspec:\n  targets:\n"
    url = "    - https://forge.example/acme/sextant/blob/main/catalog-info.yaml\n"
    assert backstage(several(text, place + url)) == ["info component sextant is referenced and not defined here"]


def test_the_same_name_of_another_kind_or_namespace_is_an_error() -> None:
    text = several(component("ramp", "deck", "dependsOn: ['resource:pumps']"), component("pumps", "deck"))
    (found,) = (
        d
        for d in check({"catalog-info.yaml": text}, dialects=("backstage",)).diagnostics
        if d.code == "REF001" and d.severity.word != "info"
    )
    assert (found.message, found.help) == (
        "component ramp has an undefined dependency: resource:pumps", "did you mean component:pumps?",
    )  # fmt: skip
    assert backstage(component("ramp", "group:ramp")) == ["info team ramp is referenced and not defined here"]
    text = several(group("deck", namespace="crew"), component("ramp", "deck"))
    (found,) = check({"catalog-info.yaml": text}, dialects=("backstage",)).diagnostics
    assert (found.message, found.help) == (
        "component ramp has an undefined owner: team deck",
        "did you mean crew/deck?",
    )


def test_a_grouping_field_whose_values_are_elsewhere() -> None:
    groups = [group(name, "parent: everybody") for name in ("deck", "engine", "galley")]
    assert backstage(several(*groups)) == ["info team everybody is referenced and not defined here"]
    inside = group("purser", "parent: deck")
    assert backstage(several(*groups, inside)) == [
        "error team everybody is undefined, but 3 teams refer to it: deck, engine and galley"
    ]


def test_a_name_that_the_change_removes_is_an_error() -> None:
    before = {
        "catalog-info.yaml": several(
            component("ramp", "deck", "dependsOn: ['component:keel']"), component("keel", "deck")
        )
    }
    after = {"catalog-info.yaml": component("ramp", "deck", "dependsOn: ['component:keel']")}
    found = compare(before, after, dialects=("backstage",)).diagnostics
    assert [d.message for d in found if d.severity.word == "error"] == [
        "component ramp has an undefined dependency: component:keel"
    ]
    assert [d.severity.word for d in check(after, dialects=("backstage",)).diagnostics] == ["info", "info"]


@pytest.mark.parametrize(
    ("entry", "silent"),
    [
        (Elsewhere(frozenset({"Team"}), frozenset(), (), "x"), True),
        (Elsewhere(frozenset({"Service"}), frozenset(), (), "x"), False),
        (Elsewhere(frozenset(), frozenset(), ("harb*",), "x"), True),
        (Elsewhere(frozenset({"Team"}), frozenset(), ("port",), "x"), False),
        (Elsewhere(frozenset(), frozenset({"platform"}), (), "x"), False),
    ],
    ids=["the kind", "another kind", "a pattern", "another name", "another namespace"],
)
def test_what_the_configuration_keeps_elsewhere(entry: Elsewhere, silent: bool) -> None:
    found = load_catalog(Memory({**HOME, **LOST}), Scope("catalog", (), (entry,)))
    assert said(lint(found, LintOptions(as_of=TODAY))) == ([] if silent else [UNDEFINED])


# -- one cause, one finding


def test_one_team_behind_several_services_and_a_rotation_is_one_finding() -> None:
    names = ("fog", "lights", "radar", "sonar", "weir")
    files: Mapping[str, str] = {f"catalog/{name}.yaml": service(name, owner="pilots") for name in names}
    extra = {"catalog/z.yaml": doc("Escalation", "night", "team: pilots", "tiers: [{notify: [ana]}]", "end: stop")}
    (found,) = (d for d in check({**HOME, **files, **extra}).diagnostics if "pilots" in d.message)
    assert (found.code, found.message) == (
        "OWN001",
        "team pilots is undefined, so 5 services have no owner: fog, lights, radar and 2 more (6 references name it)",
    )
    assert found.help == "add team pilots, or give these services to another team"
    assert [(each.path, each.message) for each in found.related] == [
        *((f"catalog/{name}.yaml", f"owner of service {name}") for name in names[1:]),
        ("catalog/z.yaml", "team of escalation night"),
    ]


def test_two_missing_names_are_two_findings() -> None:
    files = {"catalog/a.yaml": service("a", owner="pilots"), "catalog/b.yaml": service("b", owner="divers")}
    assert [d.message for d in check({**HOME, **files}).diagnostics] == [
        "service a has an undefined owner: team pilots",
        "service b has an undefined owner: team divers",
    ]


def test_the_fingerprint_is_that_of_the_name() -> None:
    one = check({**HOME, **LOST}).diagnostics[0]
    both = check({**HOME, **LOST, "catalog/a.yaml": service("a", owner="harbour")}).diagnostics[0]
    assert (one.fingerprint, one.path) != (both.fingerprint, both.path)
    assert one.fingerprint == both.fingerprint


def test_a_person_that_two_documents_name() -> None:
    files = {"catalog/people.yaml": PEOPLE, "catalog/t.yaml": team("t", "lead: zoe", members="[ana, bo, zoe]")}
    assert [d.message for d in check({**HOME, **files}).diagnostics if d.code == "REF001"] == [
        "person zoe is undefined, but 1 team refers to it: t"
    ]


# -- other values of a document with an error

RULES_THAT_READ = [
    pytest.param(service("x", "tier: 9", "dependsOn: [{service: home, group: a}]").replace("tier: 4\n", ""), "DEP014", id="a group of one"),
    pytest.param(doc("Rotation", "r", "team: storefront", "role: primray"), "ROT111", id="a rotation without members"),
    pytest.param(doc("Escalation", "e", "team: storefront", "hold: x", "tiers: [{notify: [ana], via: [phone]}]"), "ESC012", id="an escalation without an end"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), RULES_THAT_READ)
def test_a_rule_judges_the_keys_that_it_reads(text: str, code: str) -> None:
    report = check({**HOME, "catalog/x.yaml": text})
    assert {"SCH006", "SCH007"} & {d.code for d in report.diagnostics}
    assert code in {d.code for d in report.diagnostics}


def test_a_rule_does_not_take_an_invalid_value_for_an_absent_one() -> None:
    text = doc("Escalation", "e", "team: storefront", "tiers: [{notify: [ana], via: [phone]}]", "end: stpo")
    assert {d.code for d in check({**HOME, "catalog/x.yaml": text}).diagnostics if d.severity.word == "error"} == {
        "SCH006"
    }


def test_copies_are_judged_on_what_they_agree_about() -> None:
    same = doc("Rotation", "r", "team: storefront", "external: {provider: pagerduty, id: P1}")
    both = {"catalog/x.yaml": same.replace("external: {provider: pagerduty, id: P1}", "title: R")}
    assert [d.code for d in check({**HOME, **both, "catalog/y.yaml": both["catalog/x.yaml"]}).diagnostics] == [
        "ROT111",
        "REF002",
    ]
    assert [d.code for d in check({**HOME, **both, "catalog/y.yaml": same}).diagnostics] == ["REF002"]
