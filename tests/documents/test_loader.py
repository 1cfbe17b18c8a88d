"""From a tree to a catalog: which files are read, what becomes of those that cannot be, and what stays in doubt."""

from __future__ import annotations

import pytest

from ownercat.documents.loader import LoadedCatalog, list_doubtful, load_catalog
from ownercat.documents.scope import Scope
from ownercat.model import Policy, Runbook, Service, Team
from ownercat.repository.trees import Content, Memory
from tests.catalogs import Files, check, line, loaded, loud, said
from tests.rules.parts import COMPANY, doc, service, several, team

HOME = {f"catalog/{path}": text for path, text in {**COMPANY, "home.yaml": service("home")}.items()}
OWNED = service("checkout", owner="web")  # by a team that the file in question may define
WEB = team("web")


def codes(found: LoadedCatalog) -> set[str]:
    """The codes of what reading found."""
    return {code for code, faults in found.faults.items() if faults}


# -- which files


def test_yaml_below_the_catalog_is_read_and_nothing_else() -> None:
    files = {
        "catalog/a.yaml": service("a"), "catalog/deep/er/b.yml": service("b"), "catalog/c.json": "{",
        "catalog/README.md": "# Nothing of ours", "catalog/Makefile": "{", "catalog/d.yaml.bak": "{", "catalog/.e.yaml": service("e"),
        "services/f.yaml": "{", "catalogue/g.yaml": "{", "h.yaml": "{",
    }  # fmt: skip
    found = loaded(files)
    assert [s.name for s in found.catalog.of(Service)] == ["e", "a", "b"]
    assert sorted(found.sources) == ["catalog/.e.yaml", "catalog/a.yaml", "catalog/deep/er/b.yml"]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("web.YML", "web.yaml"),
        ("web.Yaml", "web.yaml"),
        ("web.yaml.txt", "web.yaml"),
        ("web.yml.txt", "web.yaml"),
        ("web.MD", "web.md"),
        ("web.markdown", "web.md"),
        ("web.md.txt", "web.md"),
    ],
)
def test_a_document_in_a_file_with_another_name_is_a_note(name: str, right: str) -> None:
    (found,) = check({**HOME, f"catalog/{name}": WEB}).diagnostics
    assert line(found) == (
        f"catalog/{name}:1:1 info[unknown-document] skipped: ownercat does not read a file with this name: {name}"
    )
    assert found.help == f"rename the file to `{right}`"


@pytest.mark.parametrize(
    ("text", "line_", "bracket"),
    [("members: [ana,\n  bo,\n", 2, "["), ("x: {a: b,\n\n", 2, "{"), ("x: {a: '[', b: # [\n", 2, "{")],
)
def test_a_bracket_that_is_still_open_at_the_end_is_named(text: str, line_: int, bracket: str) -> None:
    (found,) = check({**HOME, "catalog/web.yaml": f"kind: Team\n{text}"}).diagnostics
    close = {"[": "]", "{": "}"}[bracket]
    message = f"invalid YAML: the bracket {bracket} in line {line_} has no closing {close}"
    assert line(found) == f"catalog/web.yaml:{line_}:{found.span.start.column} error[invalid-yaml] {message}"
    assert found.help == f"add {close} at the end of the {'list' if close == ']' else 'mapping'}"


@pytest.mark.parametrize(
    "text", ['{"apiVersion": "ownercat/v1", "kind": "Team"}', '{\n  "kind": "Team",\n  "apiVersion":"ownercat/v1"}']
)
def test_a_document_in_a_json_file_is_a_note(text: str) -> None:
    (found,) = check({**HOME, "catalog/web.json": text}).diagnostics
    assert line(found).endswith("skipped: ownercat does not read a file with this name: web.json")
    assert found.help == "rename the file to `web.yaml`"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("catalog/data.json", '{"ships": 4}'),
        ("catalog/service.schema.json", '{"properties": {"apiVersion": {"const": "ownercat/v1"}}}'),
        ("catalog/notes.txt", WEB),
        ("catalog/web.yaml.bak", WEB),
        ("catalog/README.md", f"# How to write one\n\n```yaml\n{WEB}```\n"),
        ("elsewhere/web.YML", WEB),
        ("catalog/other.YML", "a: b\n"),
    ],
)
def test_other_files_are_not_mentioned(path: str, text: str) -> None:
    assert said(check({**HOME, path: text})) == []


def test_json_of_a_repository_whose_root_is_the_catalog_is_not_read() -> None:
    tree = Memory({"a.yaml": service("a"), "b.json": '{"apiVersion": "ownercat/v1"}'})
    assert sorted(load_catalog(tree, Scope("")).sources) == ["a.yaml"]


BOOK = f"---\n{doc('Runbook', 'down', 'service: checkout')}---\n# Down\n"


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_front_matter_is_read_after_a_byte_order_mark(mark: str, end: str) -> None:
    found = loaded({"catalog/down.md": (mark + BOOK.replace("\n", end)).encode()})
    assert [r.name for r in found.catalog.of(Runbook)] == ["down"]


def test_front_matter_below_a_blank_line_is_a_note() -> None:
    (found,) = check({**HOME, "catalog/down.md": "\n" + BOOK}).diagnostics
    assert line(found) == (
        "catalog/down.md:1:1 info[unknown-document] skipped: the front matter does not start on the first line"
    )
    assert found.help == "delete the blank lines above the first `---`"


def test_the_root_itself_may_be_the_catalog() -> None:
    found = load_catalog(Memory({"a.yaml": service("a"), "deep/b.yaml": service("b")}), Scope(""))
    assert [s.name for s in found.catalog.of(Service)] == ["a", "b"]


def test_markdown_is_read_for_its_front_matter() -> None:
    book = f"---\n{doc('Runbook', 'down', 'service: checkout')}---\n# Down\n\nname: other\n"
    found = loaded({"catalog/down.md": book, "catalog/other.md": "---\ntitle: A page\n---\n", "catalog/plain.md": "x"})
    assert [(r.name, r.at.path) for r in found.catalog.of(Runbook)] == [("down", "catalog/down.md")]
    assert list(found.sources) == ["catalog/down.md"]


def test_only_some_files_when_asked() -> None:
    tree = Memory({"catalog/a.yaml": service("a"), "catalog/b.yaml": service("b")})
    assert [s.name for s in load_catalog(tree, Scope("catalog"), only={"catalog/b.yaml"}).catalog.of(Service)] == ["b"]


def test_several_documents_of_a_file_stand_apart() -> None:
    found = loaded({"catalog/a.yaml": several(service("a"), "kind: x\n", service("b"), "")})
    assert [(s.name, s.at.document) for s in found.catalog.of(Service)] == [("a", 0), ("b", 2)]
    assert codes(found) == {"SCH002", "SYN013"}


def test_a_foreign_file_is_left_to_its_dialect() -> None:
    foreign = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\nspec: {type: service, lifecycle: production, owner: web}\n"
    files = {"src/a/catalog-info.yaml": foreign, "catalog/b.yaml": service("b"), "src/a/values.yaml": "x: {{ y }}\n"}
    read = loaded(files, ("backstage",))
    assert [(s.name, s.dialect) for s in read.catalog.of(Service)] == [("a", "backstage"), ("b", "native")]
    assert "src/a/values.yaml" not in read.sources
    assert [s.name for s in loaded(files).catalog.of(Service)] == ["b"]


COMPONENT = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {0}, description: d}}\nspec: {{owner: {1}}}\n"
OTHERS = {
    "catalog/mkdocs.yml": "site_name: Ramp\nnav: [index.md]\n",
    "catalog/api/openapi.yaml": "openapi: 3.0.0\ninfo: {title: Ramp}\n",
    "catalog/deploy.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ramp}\n",
    "catalog/skeleton/job.yaml": "name: {{ x }}\n\tbroken: [\n",
    "catalog/empty.yaml": "",
}


def test_other_yaml_of_a_folder_without_a_native_document_is_left_alone() -> None:
    found = loaded({"catalog/a.yaml": COMPONENT.format("a", "web"), **OTHERS}, ("backstage",))
    assert list(found.sources) == ["catalog/a.yaml"]
    assert (dict(found.faults), found.broken, found.complete) == ({}, frozenset(), True)


def test_a_stray_file_beside_a_native_document_is_reported() -> None:
    report = check({**HOME, "web/catalog-info.yaml": COMPONENT.format("a", "web"), **OTHERS}, dialects=("backstage",))
    start = "start the document with `apiVersion: ownercat/v1`, `kind: Service` (or another kind) and `name: NAME`"
    assert [
        (line(d), d.help) for d in report.diagnostics if d.path in ("catalog/mkdocs.yml", "catalog/deploy.yaml")
    ] == [
        (
            "catalog/deploy.yaml:1:13 error[unknown-document] this document has an unknown `apiVersion`: apps/v1",
            "write `apiVersion: ownercat/v1`, or read documents of another format with `--dialect NAME`",
        ),
        ("catalog/mkdocs.yml:1:1 error[unknown-document] this document has neither `apiVersion` nor `kind`", start),
    ]


def test_a_broken_native_file_is_a_native_file() -> None:
    files = {"catalog/web.yaml": WEB + "\tlead: ana\n", "catalog/stray.yaml": "name: stray\n"}
    assert codes(loaded(files, ("backstage",))) == {"SYN001", "SCH001"}


def test_without_a_format_other_yaml_of_the_folder_is_reported() -> None:
    assert codes(loaded({"catalog/mkdocs.yml": OTHERS["catalog/mkdocs.yml"]})) == {"SCH001"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("catalog-info.yaml", {"SYN011"}),
        ("deploy/values.yaml", set()),
        ("catalog/mkdocs.yml", set()),
    ],
)
def test_a_link_matters_to_a_format_only_by_its_name(path: str, expected: set[str]) -> None:
    files = {"a/catalog-info.yaml": COMPONENT.format("a", "web"), path: Content(path, b"", "symlink")}
    assert codes(loaded(files, ("backstage",))) == expected


def test_a_link_in_a_folder_with_native_documents_is_reported() -> None:
    files = {"catalog/web.yaml": WEB, "catalog/mkdocs.yml": Content("catalog/mkdocs.yml", b"", "symlink")}
    assert codes(loaded(files, ("backstage",))) == {"SYN011"}


LONG = "x" * 65_537


def test_a_long_text_of_another_format_is_cut_without_a_finding() -> None:
    api = COMPONENT.format("a", "web").replace("Component", "API").replace("{owner", f"{{definition: {LONG}, owner")
    found = loaded({"catalog-info.yaml": api + "---\n" + COMPONENT.format("b", "web")}, ("backstage",))
    assert [s.name for s in found.catalog.of(Service)] == ["a", "b"]
    assert (dict(found.faults), found.complete) == ({}, True)


def test_a_long_text_of_a_native_document_is_one_finding_and_the_document_is_used() -> None:
    files = {**HOME, "catalog/web.yaml": service("web", f"x-notes: {LONG}", owner="nobody")}
    report = check(files)
    assert said(report) == [
        "catalog/web.yaml:6:8 error[orphaned-service] service web has an undefined owner: team nobody",
        "catalog/web.yaml:7:10 error[limit-exceeded] the text is longer than 64 KiB: ownercat uses only its beginning",
    ]
    assert report.complete
    assert list_doubtful(loaded(files)) == {"catalog/web.yaml"}


# -- the policy


def test_the_built_in_policy_when_there_is_none() -> None:
    found = loaded(HOME)
    assert (found.policy.name, found.policy.at.path) == ("default", "")


def test_the_first_policy_counts() -> None:
    first, second = doc("Policy", "first", "authorities: [one]"), doc("Policy", "second", "authorities: [two]")
    found = loaded({"catalog/a.yaml": first, "catalog/b.yaml": second})
    assert found.policy.authorities == ("one",)
    assert len(list(found.catalog.of(Policy))) == 2


def test_a_policy_with_a_mistake_keeps_what_is_right() -> None:
    found = loaded({"catalog/policy.yaml": doc("Policy", "shop", "authorities: [one]", "severites: []", "tiers: x")})
    assert found.policy.authorities == ("one",)
    assert found.policy.tiers[1].escalation_tiers == 3


# -- what cannot be read


@pytest.mark.parametrize(
    ("problem", "code", "complete"),
    [
        ("symlink", "SYN011", True),
        ("irregular", "SYN011", True),
        ("unmerged", "SYN009", True),
        ("unreadable", "SYN011", False),
        ("missing-object", "SYN011", False),
    ],
)
def test_what_has_no_content_is_a_finding_and_blames_nobody_else(problem: str, code: str, complete: bool) -> None:
    files: Files = {
        **HOME,
        "catalog/checkout.yaml": OWNED,
        "catalog/web.yaml": Content("catalog/web.yaml", b"", problem),
    }
    found = loaded(files)
    assert (codes(found), found.complete) == ({code}, complete)
    assert [line.split(":")[0] for line in loud(check(files))] == ["catalog/web.yaml"]


def test_a_link_without_a_suffix_may_hide_a_part_of_the_catalog() -> None:
    link = Content("catalog/teams", b"", "symlink")
    assert codes(loaded({**HOME, "catalog/teams": link})) == {"SYN011"}
    assert codes(loaded({**HOME, "catalog/Makefile": Content("catalog/Makefile", b"", "unreadable")})) == set()
    assert codes(loaded({**HOME, "elsewhere/teams": Content("elsewhere/teams", b"", "symlink")})) == set()


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(WEB + "x: {\n", id="it is no YAML"),
        pytest.param(WEB.replace("name: web", "nmae: web"), id="its name is misspelt"),
        pytest.param(WEB.replace("kind: Team", "kind: Taem"), id="its kind is misspelt"),
        pytest.param(WEB.replace("ownercat/v1", "ownercat/v2"), id="it is of another version"),
        pytest.param(WEB.replace("apiVersion: ownercat/v1\n", ""), id="it has no version"),
        pytest.param(f"spec:\n  {WEB}".replace("\n", "\n  "), id="all of it is a level too deep"),
        pytest.param(f"- {WEB}".replace("\n", "\n  "), id="it stands in a list"),
        pytest.param("<<<<<<< HEAD\n" + WEB + "=======\n>>>>>>> x\n", id="it is in conflict"),
        pytest.param(WEB.encode("utf-16-le"), id="it is of another encoding"),
        pytest.param(WEB + "x: " + "[" * 100, id="it breaks a limit"),
    ],
)
def test_what_a_broken_file_may_define_is_not_missing(broken: str | bytes) -> None:
    report = check({**HOME, "catalog/checkout.yaml": OWNED, "catalog/x.yaml": broken})
    assert {line.split(":")[0] for line in loud(report)} == {"catalog/x.yaml"}
    assert len(loud(report)) == 1


def test_what_no_broken_file_speaks_of_is_missing() -> None:
    report = check(
        {**HOME, "catalog/checkout.yaml": service("checkout", owner="ghost"), "catalog/x.yaml": WEB + "x: {\n"}
    )
    assert sorted(d.code for d in report.diagnostics) == ["OWN001", "SYN001"]


def test_a_contested_name_is_one_finding() -> None:
    files = {**HOME, "catalog/a.yaml": service("cart"), "catalog/b.yaml": service("cart", owner="ghost")}
    assert [line.split(" ")[1] for line in loud(check(files))] == ["error[duplicate-name]"]


# -- names of files


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.yaml", "A.yaml"),
        ("e\u0301.yaml", "\u00e9.yaml"),
        ("x/a.yaml", "X/a.yaml"),
        ("stra\u00dfe.yaml", "STRASSE.yaml"),
    ],
    ids=["case", "accents", "a folder", "sharp s"],
)
def test_names_that_are_one_name_elsewhere(first: str, second: str) -> None:
    found = said(check({**HOME, f"catalog/{first}": service("a"), f"catalog/{second}": service("b")}))
    assert len(found) == 1
    assert "warning[name-collision]" in found[0]


def test_names_that_are_different_everywhere() -> None:
    assert (
        said(
            check(
                {
                    **HOME,
                    "catalog/a.yaml": service("a"),
                    "catalog/a.yml": service("b"),
                    "catalog/\u00e9.yaml": service("c"),
                }
            )
        )
        == []
    )


def test_the_same_bytes_give_the_same_catalog_whatever_the_order() -> None:
    files = {**HOME, "catalog/b.yaml": several(service("a"), WEB), "catalog/a.yaml": service("a", owner="web")}
    forward, backward = loaded(files), loaded(dict(reversed(files.items())))
    assert list(forward.catalog.entities) == list(backward.catalog.entities)
    assert [t.name for t in forward.catalog.of(Team)] == ["web", "storefront"]
