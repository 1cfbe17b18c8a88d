"""Backstage: what is claimed, what is read from each kind, what is refused and how it is said, and what is left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.diagnostics import EntityId, Fault, Place
from ownercat.documents import source
from ownercat.documents.dialects import backstage, load, names
from ownercat.documents.dialects._slips import typo
from ownercat.documents.loader import assemble
from ownercat.documents.scope import Scope
from ownercat.documents.source import Document
from ownercat.model import Catalog, Entity, Person, Service, Team, build_catalog
from ownercat.repository.trees import Content
from ownercat.text import is_hidden
from tests.catalogs import check, compare, line
from tests.growth import LINEAR, measure_growth

SAMPLES = Path(__file__).parent / "backstage"
PATHS = frozenset(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.yaml"))
EXPECTED = re.compile(r"^#! (.+)\n#!   (.+)$", re.MULTILINE)
HEAD = "apiVersion: backstage.io/v1alpha1\nkind: {}\nmetadata: {{name: {}}}\n"


def read(files: Mapping[str, str | bytes], paths: frozenset[str] = frozenset()) -> list[Entity | Fault]:
    documents: list[Document] = []
    for path, content in files.items():
        reading = source.read(path, content if isinstance(content, bytes) else content.encode())
        assert [fault for fault in reading.faults if fault.code != "SYN013"] == []
        documents += reading.documents
    return list(backstage.read(documents, paths or frozenset(files)))


def faults(items: list[Entity | Fault]) -> list[Fault]:
    return [item for item in items if isinstance(item, Fault)]


def catalog(items: list[Entity | Fault]) -> Catalog:
    return build_catalog(item for item in items if isinstance(item, Entity))


def text(kind: str, name: str, spec: str = "{}") -> str:
    return f"{HEAD.format(kind, name)}spec: {spec}\n---\n"


def sample(path: str) -> tuple[list[Entity | Fault], bytes]:
    data = (SAMPLES / path).read_bytes()
    return read({path: data}, PATHS), data


def said(found: list[Fault], data: bytes) -> list[tuple[str, str]]:
    """Each fault as the samples state it: code, place and message; help."""
    spans = source.locate(data, [fault.finding.place for fault in found])
    lines = []
    for code, finding in found:
        start = spans[finding.place].start
        note = "(note) " if finding.note else ""
        lines.append((start, f"{code} {start.line}:{start.column} {note}{finding.message}", finding.help))
    return [(line, help) for _, line, help in sorted(lines)]


@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_sample_gives_exactly_the_findings_it_states(path: str) -> None:
    items, data = sample(path)
    assert said(faults(items), data) == EXPECTED.findall(data.decode())


@pytest.mark.parametrize("path", sorted(path for path in PATHS if path.startswith("accept/")))
def test_an_accepted_sample_gives_notes_only_and_sound_entities(path: str) -> None:
    items, _ = sample(path)
    assert all(fault.finding.note for fault in faults(items))
    assert all(item.sound for item in items if isinstance(item, Entity))


@pytest.mark.parametrize("name", ["every-kind", "namespaces", "what-extensions-add"])
def test_every_reference_of_an_accepted_sample_finds_what_it_means(name: str) -> None:
    items, _ = sample(f"accept/{name}.yaml")
    found = catalog(items)
    assert [ref.written for entity in found.entities.values() for ref in entity.refs if not found.find(ref)] == []


@pytest.mark.parametrize("path", sorted(path for path in PATHS if path.startswith("reject/")))
def test_an_entity_with_a_finding_is_not_sound(path: str) -> None:
    items, _ = sample(path)
    wrong = {fault.finding.place[:2] for fault in faults(items) if fault.code.startswith("SCH")}
    entities = [item for item in items if isinstance(item, Entity)]
    assert all(entity.sound is (entity.at[:2] not in wrong) for entity in entities)


def test_the_dialect_can_be_turned_on() -> None:
    assert "backstage" in names()
    assert load("backstage").dialect.name == "backstage"


class TestClaims:
    @pytest.mark.parametrize(
        ("path", "data"),
        [
            pytest.param("catalog-info.yaml", b"", id="by-name"),
            pytest.param("a/b/catalog-info.yml", b"\x00", id="by-name-in-a-folder"),
            pytest.param("catalog-info.yaml", b"kind: Component\nname: web\n", id="by-a-key"),
            pytest.param("catalog-info.yaml", b"apiVersoin: x/v1\nmetdata: {}\n", id="by-a-misspelt-key"),
            pytest.param("catalog-info.yaml", b"apiVersion backstage.io/v1alpha1\nfoo: 1\n", id="without-a-colon"),
            pytest.param("catalog-info.yaml", b"- web\n", id="no-key"),
            pytest.param("catalog-info.yaml", "kind: Component\n".encode("utf-16-le"), id="utf-16"),
            pytest.param("org/teams.yaml", b"# hello\napiVersion: backstage.io/v1alpha1\n", id="by-version"),
            pytest.param("t.yml", b"\"apiVersion\" : 'backstage.io/v1beta1'", id="quoted"),
            pytest.param("t.yaml", b"\xef\xbb\xbfapiVersion: backstage.io/v1\r\n", id="byte-order-mark"),
            pytest.param("t.yaml", b"a: b\n---\napiVersion: scaffolder.backstage.io/v1beta3\n", id="scaffolder"),
        ],
    )
    def test_a_file_meant_for_backstage(self, path: str, data: bytes) -> None:
        assert backstage.claims(path, data)

    @pytest.mark.parametrize(
        ("path", "data"),
        [
            pytest.param("my-catalog-info.yaml", b"kind: Component\n", id="another-name"),
            pytest.param(".github/workflows/catalog-info.yml", b"on: [push]\njobs: {}\n", id="a-workflow"),
            pytest.param("api/catalog-info.yaml", b"openapi: 3.0.0\ninfo:\n  kind: x\n", id="an-interface"),
            pytest.param("README.md", b"apiVersion: backstage.io/v1alpha1\n", id="no-yaml"),
            pytest.param("app.yaml", b"labels:\n  backstage.io/kubernetes-id: x\n", id="a-label"),
            pytest.param("app.yaml", b"  apiVersion: backstage.io/v1alpha1\n", id="not-at-a-line-start"),
            pytest.param("app.yaml", b"apiVersion: apps/v1 # not backstage.io/v1\n", id="a-comment"),
        ],
    )
    def test_any_other_file(self, path: str, data: bytes) -> None:
        assert not backstage.claims(path, data)


class TestTemplated:
    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"{%- if x %}\nkind: Component\n", id="control-line"),
            pytest.param(b"metadata:\n  {% if x %}\n", id="indented-control-line"),
            pytest.param(b"name: {{ cookiecutter.name }}\n", id="value-in-braces"),
            pytest.param(b"tags:\n- {{ x }}\n", id="item-in-braces"),
            pytest.param(b'owner: ${{ values.owner | split(": ") }}\n', id="dollar-braces"),
        ],
    )
    def test_a_template(self, data: bytes) -> None:
        assert backstage.templated(data)

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(b"kind: Component\nmetadata: {name: [}\n", id="plain-mistake"),
            pytest.param(b"description: uses {{ x }} inside\n  broken: : yes\n", id="braces-inside-a-text"),
            pytest.param(
                b"apiVersion: scaffolder.backstage.io/v1beta3\nname: ${{ x }}\nbroken: [\n", id="a-scaffolders-own"
            ),
        ],
    )
    def test_no_template(self, data: bytes) -> None:
        assert not backstage.templated(data)

    def test_many_errors_take_time_in_proportion(self) -> None:
        def assemble_errors(size: int) -> None:
            content = Content("catalog-info.yaml", HEAD.format("Component", "a").encode() + b"?\xe2\x80\xa8" * size)
            assemble([content], Scope("", ("backstage",)), [content.path])

        assert measure_growth(assemble_errors, 2_000) < LINEAR


class TestService:
    @pytest.fixture
    def found(self) -> Catalog:
        return catalog(sample("accept/every-kind.yaml")[0])

    def service(self, found: Catalog, kind: str, key: str) -> Service:
        entity = found.get(kind, key)
        assert isinstance(entity, Service)
        return entity

    def test_is_read_whole(self, found: Catalog) -> None:
        ledger = self.service(found, "Component", "ledger")
        assert (ledger.name, ledger.title, ledger.description) == ("ledger", "The Ledger", "Books every payment twice.")
        assert (ledger.type, ledger.lifecycle, ledger.system, ledger.domain) == (
            "service", "production", "money", "finance",
        )  # fmt: skip
        assert dict(ledger.labels) == {"cost-centre": "4711"}
        assert ledger.owner is not None
        assert (ledger.owner.kind, ledger.owner.name, ledger.owner.written) == (
            "Team", "payments", "group:default/payments",
        )  # fmt: skip
        assert ledger.repository == "https://github.com/acme/ledger"
        assert dict(ledger.contacts) == {"chat": "#ledger", "pager": "PagerDuty service PLEDGER"}
        assert [(link.type, link.title) for link in ledger.links] == [
            ("runbook", "Runbook"), ("dashboard", "Traffic"), ("website", "Home"),
        ]  # fmt: skip
        assert [interface.name for interface in ledger.provides] == ["ledger-api"]
        assert ledger.named == Place("accept/every-kind.yaml", 0, ("metadata", "name"))
        assert (ledger.dialect, ledger.subject) == ("backstage", EntityId("Component", "ledger"))

    def test_states_only_what_backstage_can_say(self, found: Catalog) -> None:
        ledger = self.service(found, "Component", "ledger")
        for topic in ("owner", "lifecycle", "description", "code"):
            assert ledger.can_say(topic)
        for topic in ("tier", "escalation", "sla", "runbook", "roles", "decisions", "modes", "symptoms", "contacts"):
            assert not ledger.can_say(topic)
        assert not self.service(found, "Resource", "ledger-db").can_say("lifecycle")

    def test_depends_on_what_it_needs_and_consumes(self, found: Catalog) -> None:
        ledger = self.service(found, "Component", "ledger")
        assert [(d.service.kinds[0], d.service.name, d.mode) for d in ledger.depends_on] == [
            ("Resource", "ledger-db", "hard"), ("Component", "core", "hard"), ("API", "fx-api", "hard"),
        ]  # fmt: skip

    def test_depends_on_what_says_so_from_the_other_end(self, found: Catalog) -> None:
        web = self.service(found, "Component", "web")
        assert [(d.service.name, d.place) for d in web.depends_on] == [
            ("ledger", Place("accept/every-kind.yaml", 0, ("spec", "dependencyOf", 0)))
        ]
        assert [ref.written for ref in web.refs] == ["payments", "money"]  # its own document says no more

    def test_states_a_relation_once_when_both_ends_do(self) -> None:
        items = read({"a.yaml": text("Component", "a", "{dependsOn: ['component:b']}")
                      + text("Component", "b", "{dependencyOf: ['component:a', 'component:a']}")})  # fmt: skip
        assert [d.place.document for d in self.service(catalog(items), "Component", "a").depends_on] == [0]

    def test_keeps_an_api_with_its_providers(self, found: Catalog) -> None:
        assert self.service(found, "API", "ledger-api").extra == {"providedBy": ("ledger",)}
        assert self.service(found, "API", "fx-api").extra == {}

    def test_keeps_words_of_a_life_cycle_that_are_not_ours(self, found: Catalog) -> None:
        assert self.service(found, "Component", "core").lifecycle == "experimental"
        assert self.service(found, "Component", "web").lifecycle == "sunset"
        assert self.service(found, "Resource", "ledger-db").lifecycle == "production"

    def test_has_no_owner_when_none_is_given_and_that_is_left_to_a_rule(self) -> None:
        items = read({"a.yaml": text("Component", "a") + text("Component", "b", "{owner: }")})
        assert faults(items) == []
        assert [item.owner for item in items if isinstance(item, Service)] == [None, None]

    def test_may_be_owned_by_a_user_when_written_so(self) -> None:
        (found,) = read({"a.yaml": text("Component", "a", "{owner: 'user:ana'}")})
        assert isinstance(found, Service)
        assert found.owner is not None
        assert (found.owner.kind, found.owner.kinds, found.owner.name) == ("Person", ("Person",), "ana")

    @pytest.mark.parametrize(
        ("path", "paths"),
        [
            pytest.param("services/web/catalog-info.yaml", ("/services/web/",), id="its-folder"),
            pytest.param("catalog-info.yaml", (), id="not-the-root"),
            pytest.param("org/components.yaml", (), id="not-a-collection"),
            pytest.param("a/[id]/catalog-info.yaml", (), id="not-a-pattern"),
        ],
    )
    def test_has_the_folder_of_its_own_file_as_code(self, path: str, paths: tuple[str, ...]) -> None:
        alone = read({path: text("Component", "web") + text("API", "web")})
        assert isinstance(alone[0], Service)
        assert isinstance(alone[1], Service)
        assert (alone[0].paths, alone[1].paths) == (paths, ())
        shared = read({path: text("Component", "web") + text("Component", "web2")})
        assert [item.paths for item in shared if isinstance(item, Service)] == [(), ()]


class TestGroup:
    def team(self, items: list[Entity | Fault], key: str) -> Team:
        entity = catalog(items).get("Team", key)
        assert isinstance(entity, Team)
        return entity

    def test_is_a_team_with_the_people_that_either_end_names(self) -> None:
        payments = self.team(sample("accept/every-kind.yaml")[0], "payments")
        assert [(ref.name, ref.place.document, ref.place.pointer) for ref in payments.members] == [
            ("bo", 9, ("spec", "members", 0)),
            ("ana.silva", 10, ("spec", "memberOf", 0)),
        ]
        assert payments.members_known
        assert payments.parent is not None
        assert payments.parent.name == "acme"
        assert (payments.title, dict(payments.handles)) == ("Payments", {"github": "@acme/payments"})
        assert dict(payments.contacts) == {"email": "payments@acme.example", "pager": "Opsgenie team Payments"}
        assert not payments.can_say("contacts")  # so nobody asks it to be reachable

    def test_has_the_parent_that_lists_it(self) -> None:
        items = read({"a.yaml": text("Group", "a", "{children: [b]}") + text("Group", "b")})
        parent = self.team(items, "b").parent
        assert parent is not None
        assert (parent.name, parent.place.document, parent.place.pointer) == ("a", 0, ("spec", "children", 0))

    def test_may_have_people_nobody_lists_when_no_user_is_defined(self) -> None:
        items = read({"a.yaml": text("Group", "a", "{members: [ana]}")})
        assert not self.team(items, "a").members_known

    def test_is_not_judged_empty_when_a_child_calls_another_group_its_parent(self) -> None:
        items = read({"a.yaml": text("Group", "a", "{children: [c]}") + text("Group", "b") + text("User", "ana")
                      + text("Group", "c", "{parent: b, members: [ana]}")})  # fmt: skip
        assert [self.team(items, key).members_known for key in "abc"] == [False, True, True]


def test_a_user_is_a_person() -> None:
    ana = catalog(sample("accept/every-kind.yaml")[0]).get("Person", "ana.silva")
    assert isinstance(ana, Person)
    assert (ana.title, ana.email, dict(ana.logins)) == ("Ana Silva", "ana@acme.example", {"github": "anasilva"})
    assert ana.active
    assert [ref.name for ref in ana.refs] == ["payments"]


def test_a_name_outside_the_default_namespace_is_looked_up_and_shown_with_it() -> None:
    items = read({"a.yaml": HEAD.format("Group", "a, namespace: Shop") + "spec: {children: [Team-B]}\n"})
    (team,) = items
    assert isinstance(team, Team)
    assert (team.name, team.key) == ("a", "shop/a")
    assert [(ref.name, ref.written) for ref in team.refs] == [("shop/team-b", "Shop/Team-B")]


def test_a_component_may_be_described_by_a_native_service() -> None:
    (found,) = read({"a.yaml": text("Component", "a", "{dependsOn: ['component:b', 'resource:c']}")})
    assert isinstance(found, Service)
    assert [ref.kinds for ref in found.refs] == [("Component", "Service"), ("Resource",)]


def test_a_misspelt_kind_still_defines_what_others_refer_to() -> None:
    items = read({"a.yaml": text("Componant", "a") + text("Component", "b", "{dependsOn: ['component:a']}")})
    assert [fault.code for fault in faults(items)] == ["SCH002"]
    found = catalog(items)
    assert [found.find(ref) for ref in found.entities["Component", "b"].refs] == [found.get("Component", "a")]


def test_an_extension_cannot_pass_for_a_native_document() -> None:
    (note,) = read({"a.yaml": text("Policy", "a")})
    assert isinstance(note, Fault)
    assert note.finding.note


def test_a_templated_document_leaves_the_others_of_its_file_alone() -> None:
    found = catalog(sample("accept/template-of-a-document.yaml")[0])
    assert list(found.entities) == [("Component", "plain")]


LEFT_OVER = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: gangway, description: d}
spec:
  type: service
  lifecycle: <lifecycle>
  owner: deck
  subcomponentOf: <name_of_the_parent>
  dependsOn: [component:rail, <component>]
---
apiVersion: backstage.io/v1alpha1
kind: Location
metadata: {name: all}
spec: {targets: [./a.yaml, <path>]}
"""


def test_a_left_over_is_a_finding_of_its_field_and_the_entity_stays() -> None:
    items = read({"a.yaml": LEFT_OVER})
    assert said(faults(items), LEFT_OVER.encode()) == [
        (
            "SCH010 6:14 `lifecycle` of component gangway is a placeholder: `<lifecycle>`",
            "write the value, or remove it",
        ),
        (
            "SCH010 8:19 the parent component of component gangway is a placeholder: `<name_of_the_parent>`",
            "write the value, or remove it",
        ),
        (
            "SCH010 9:31 the dependency of component gangway is a placeholder: `<component>`",
            "write the value, or remove it",
        ),
        ("SCH010 14:28 a target of location all is a placeholder: `<path>`", "write the value, or remove it"),
    ]
    gangway = catalog(items).get("Component", "gangway")
    assert isinstance(gangway, Service)
    assert gangway.sound
    assert [ref.written for ref in gangway.refs] == ["deck", "component:rail"]


@pytest.mark.parametrize("value", ["<team>", "$TEAM", "${TEAM}"])
def test_a_left_over_owner_is_one_warning(value: str) -> None:
    rail = text("Component", "rail", f'{{owner: "{value}"}}').replace("---\n", "")
    report = check({"a.yaml": text("Group", "deck") + rail}, dialects=("backstage",))
    assert [(line(d), d.help) for d in report.diagnostics if d.severity.word != "info"] == [
        (
            f"a.yaml:9:15 warning[placeholder-value] the owner of component rail is a placeholder: `{value}`",
            "write the name of the team",
        )
    ]


@pytest.mark.parametrize("value", ["${{ values.parent }}", "{{ parent }}"])
def test_an_expression_in_a_reference_makes_a_document_a_template(value: str) -> None:
    (note,) = read({"a.yaml": LEFT_OVER.partition("---")[0].replace("<name_of_the_parent>", f'"{value}"')})
    assert isinstance(note, Fault)
    assert (note.finding.note, note.finding.message) == (True, "skipped: a.yaml is a template")


@pytest.mark.parametrize("name", ["loadtest-$i", "${NAME}", "{{ name }}", "<name>"])
def test_a_name_that_a_program_or_a_person_replaces_makes_a_document_a_template(name: str) -> None:
    (note,) = read({"a.yaml": text("Component", f'"{name}"').replace("---\n", "")})
    assert isinstance(note, Fault)
    assert (note.finding.note, note.finding.message) == (True, "skipped: a.yaml is a template")


@pytest.mark.parametrize(
    ("kind", "version", "said"),
    [
        ("Component", "scaffolder.backstage.io/v1beta3", ["SCH006"]),
        ("Component", "backstage.io/v1beta1", []),
        ("Template", "scaffolder.backstage.io/v1beta3", []),
        ("Template", "backstage.io/v1beta2", []),
    ],
)
def test_only_a_template_has_the_version_of_the_scaffolder(kind: str, version: str, said: list[str]) -> None:
    found = faults(read({"a.yaml": text(kind, "web").replace("backstage.io/v1alpha1", version)}))
    assert [fault.code for fault in found] == said
    assert all(
        fault.finding.message == f'component web has an unknown `apiVersion`: "{version}"'
        and fault.finding.help == "write `backstage.io/v1alpha1`"
        for fault in found
    )


def test_a_removed_component_is_not_replaced_by_an_alias() -> None:
    entity = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {}, description: d}}\nspec: {{{}}}\n"
    )
    many = {f"{name}.yaml": entity.format(name, "owner: deck") for name in ("ramp", "pumps", "keys", "tide")}
    needs = "owner: deck, dependsOn: [component:ramp, component:pumps, component:keys, component:tide]"
    before = {**many, "needs.yaml": entity.format("needs", needs)}
    after = {path: content for path, content in before.items() if path != "tide.yaml"}
    renamed = {**before, "tide.yaml": entity.format("waves", "owner: deck")}
    helps = [
        [d.help for d in compare(before, then, dialects=("backstage",)).diagnostics if d.code == "REF001"]
        for then in (after, renamed)
    ]
    assert helps == [["remove the reference"], ["write `waves`"]]


def test_a_location_without_a_name_is_no_entity_but_judged() -> None:
    (fault,) = read({"a.yaml": "apiVersion: backstage.io/v1alpha1\nkind: Location\nspec: {target: ./b.yaml}\n"})
    assert isinstance(fault, Fault)
    assert fault.finding.message == 'location has a missing target: "./b.yaml" (no file b.yaml in this repository)'


def test_a_location_that_points_at_a_folder_means_its_catalog_file() -> None:
    paths = frozenset({"web/catalog-info.yaml"})
    (fault,) = faults(read({"a.yaml": text("Location", "all", "{target: ./web}")}, paths))
    assert fault.finding.help == "did you mean ./web/catalog-info.yaml?"


@pytest.mark.parametrize(
    ("annotations", "contacts"),
    [
        pytest.param("opsgenie.com/component-selector: 'tag:\"x\"'", {"pager": 'Opsgenie tag:"x"'}, id="opsgenie"),
        pytest.param("pagerduty.com/integration-key: abcdef", {"pager": "PagerDuty, by integration key"}, id="key"),
        pytest.param("slack.com/channel-id: C01", {"chat": "C01"}, id="slack"),
        pytest.param("acme.com/slack-channel-url: https://hooks.slack.com/services/T/B/x", {}, id="webhook"),
        pytest.param("slack.com/channel: 7", {}, id="wrong-type"),
        pytest.param("pagerduty.com/service-id: '${{ values.id }}'", {}, id="template"),
    ],
)
def test_annotations_carry_contacts(annotations: str, contacts: dict[str, str]) -> None:
    (found,) = read({"a.yaml": HEAD.format("Component", f"a, annotations: {{{annotations}}}")})
    assert isinstance(found, Service)
    assert dict(found.contacts) == contacts


@pytest.mark.parametrize(
    ("annotations", "repository"),
    [
        pytest.param("github.com/project-slug: acme/web", "https://github.com/acme/web", id="github"),
        pytest.param("gitlab.com/project-slug: a/b/c", "https://gitlab.com/a/b/c", id="gitlab"),
        pytest.param("github.com/project-slug: 'a b'", "", id="no-slug"),
        pytest.param(
            "backstage.io/source-location: 'url:https://git.acme.example/a/b/-/tree/main/web/'",
            "https://git.acme.example/a/b",
            id="source-location",
        ),
        pytest.param("backstage.io/source-location: dir:.", "", id="this-repository"),
        pytest.param("backstage.io/source-location: 'url:javascript:x'", "", id="no-web-address"),
    ],
)
def test_annotations_say_where_the_code_is(annotations: str, repository: str) -> None:
    (found,) = read({"a.yaml": HEAD.format("Component", f"a, annotations: {{{annotations}}}")})
    assert isinstance(found, Service)
    assert found.repository == repository


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        pytest.param("onwer", "owner", "owner", id="swapped"),
        pytest.param("lifecyle", "lifecycle", "lifecycle", id="letter-missing"),
        pytest.param("ownerr", "owner", "owner", id="letter-too-many"),
        pytest.param("Componant", "Component", "Component", id="letter-wrong"),
        pytest.param("depends-on", "dependsOn", "dependsOn", id="other-case-of-words"),
        pytest.param("dependencies", "dependencyOf", "", id="another-word"),
        pytest.param("tier", "type", "", id="two-letters"),
        pytest.param("App", "API", "", id="too-short-to-tell"),
        pytest.param("owner", "owner", "", id="right"),
    ],
)
def test_a_slip_is_told_from_another_word(word: str, known: str, meant: str) -> None:
    assert typo(word, [known]) == meant


def test_a_windows_file_reads_like_any_other() -> None:
    data = b"\xef\xbb\xbf" + text("Component", "web").replace("\n", "\r\n").encode()
    assert [item.name for item in read({"catalog-info.yaml": data}) if isinstance(item, Entity)] == ["web"]


KEYS = [
    "apiVersion", "kind", "metadata", "spec", "name", "namespace", "annotations", "labels", "links", "profile",
    "owner", "dependsOn", "dependencyOf", "memberOf", "children", "parent", "targets", "target", "onwer", "$text",
]  # fmt: skip
WORDS = [
    "backstage.io/v1alpha1", *backstage.KINDS, "Componant", "Policy", "a", "A", "group:a", "user:b/c", "a:b:c", "",
    "${{ x }}", "./a/b.yaml", "../../..", "*/**", "\x00\u202e", "x" * 300,
]  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=8)
DATA = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner),
    max_leaves=12,
)
ENTITY = st.fixed_dictionaries(
    {"apiVersion": st.just("backstage.io/v1alpha1"), "kind": st.sampled_from(WORDS)},
    optional={"metadata": st.fixed_dictionaries({"name": st.just("a")}) | DATA, "spec": DATA},
)


@given(st.lists(ENTITY | DATA, max_size=4))
def test_whatever_stands_in_a_file_nothing_but_entities_and_findings_comes_out(data: list[Any]) -> None:
    documents = [Document("a/catalog-info.yaml", i, item) for i, item in enumerate(data)]
    for item in backstage.read(documents, frozenset({"a/catalog-info.yaml", "a/b/c.yaml"})):
        if isinstance(item, Fault):
            shown = item.finding.message + item.finding.help
            assert not any(map(is_hidden, shown))
        else:
            assert isinstance(item, Entity)
            assert not any(map(is_hidden, item.name))
            assert all(ref.written.isascii() for ref in item.refs)
