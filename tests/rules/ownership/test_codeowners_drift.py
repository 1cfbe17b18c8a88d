"""OWN009 codeowners-drift."""

from __future__ import annotations

import pytest

from tests.catalogs import check, said
from tests.rules.parts import doc, service, several, team

HANDLES = 'handles: {github: "@acme/store", gitlab: "@acme/store"}'
CATALOG = {
    "catalog/people.yaml": several(
        doc("Person", "ana", "logins: {github: Ana}", "email: ana@acme.example"), doc("Person", "bo")
    ),
    "catalog/store.yaml": team("storefront", HANDLES),
    "catalog/web.yaml": team("web", 'handles: {github: "@acme/web", gitlab: "@acme/web"}'),
    "catalog/a.yaml": service("checkout", "code: {paths: [src/checkout/, src/pay/]}"),
}
TRACKED = ("src/checkout/a.py", "src/checkout/b.py", "src/pay/c.py")
GENERATE = "run `ownercat codeowners generate` to update CODEOWNERS"


def found(text: str, path: str = "CODEOWNERS", **files: str) -> list[str]:
    """Place, message, help and related places of every finding of the rule."""
    catalog = {**CATALOG, **{f"catalog/{name}.yaml": content for name, content in files.items()}}
    report = check({**catalog, **dict.fromkeys(TRACKED, ""), path: text}, select=("OWN009",))
    return [
        text
        for line, d in zip(said(report), report.diagnostics, strict=True)
        for text in (line, d.help, *(f"{r.path}:{r.span.start.line} {r.message}" for r in d.related))
    ]


def test_another_team_owns_a_part() -> None:
    assert found("* @acme/store\n/src/pay/ @acme/web\n") == [
        "catalog/a.yaml:7:31 warning[codeowners-drift] service checkout has other owners in CODEOWNERS than in the "
        "catalog: @acme/web for 1 of its 3 files, instead of team storefront (@acme/store)",
        f"{GENERATE}; or make team web the owner of service checkout",
        "CODEOWNERS:2 line that decides 1 of these files",
    ]


def test_other_owners_have_all_files_by_several_lines() -> None:
    assert found("# all\n* @acme/all\n/src/checkout/ @acme/other @bo\n") == [
        "catalog/a.yaml:7:16 warning[codeowners-drift] service checkout has other owners in CODEOWNERS than in the "
        "catalog: mostly @acme/other and @bo for all 3 files, instead of team storefront (@acme/store)",
        GENERATE,
        "CODEOWNERS:3 line that decides 2 of these files",
        "CODEOWNERS:2 line that decides 1 of these files",
    ]


def test_a_line_without_owners_removes_the_owner() -> None:
    assert found("* @acme/store\n/src/pay/\n") == [
        "catalog/a.yaml:7:31 warning[codeowners-drift] service checkout has no owner in CODEOWNERS for 1 of its 3 "
        "files: the catalog names team storefront (@acme/store)",
        GENERATE,
        "CODEOWNERS:2 line that decides 1 of these files",
    ]


def test_files_without_a_matching_line_have_no_owner() -> None:
    assert found("/docs/ @acme/web\n") == [
        "catalog/a.yaml:7:16 warning[codeowners-drift] service checkout has no owner in CODEOWNERS for all 3 files: "
        "the catalog names team storefront (@acme/store)",
        GENERATE,
    ]


def test_a_line_after_the_block_overrides_it() -> None:
    block = "# BEGIN ownercat\n/src/ @acme/store\n# END ownercat\n"
    assert found(f"{block}/src/pay/ @acme/x\n", ".github/CODEOWNERS")[1] == (
        "remove line 4, or move it above the block that ownercat writes: it overrides the block"
    )


def test_a_line_that_github_ignores_does_not_count() -> None:
    assert len(found("* @acme/web\n/src/ @acme/store nobody\n")) == 3


def test_a_file_of_three_megabytes() -> None:
    assert found("* @acme/store\n".ljust(3 * 1024 * 1024)) == [
        "CODEOWNERS:1:1 warning[codeowners-drift] CODEOWNERS has 3 MB or more: GitHub does not load it",
        "write folders instead of their files",
    ]


def test_a_file_with_too_many_lines() -> None:
    assert found("*\n" * 250_000) == [
        "CODEOWNERS:1:1 warning[codeowners-drift] CODEOWNERS has too many lines or wildcards: ownercat cannot check it",
        "write folders instead of single files and of patterns with stars",
    ]


SILENT = [
    pytest.param("* @acme/store\n", id="the team owns all"),
    pytest.param("* @ACME/Store\n", id="in another case"),
    pytest.param("/src/ @acme/web @acme/store\n", id="together with others"),
    pytest.param("/src/ @ana\n", id="a member of the team"),
    pytest.param("/src/ ana@acme.example\n", id="by an email address"),
    pytest.param("/src/checkout/ @acme/store\n/src/pay/c.py @ana\n", id="line by line"),
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert found(text) == []


def test_silent_without_codeowners() -> None:
    assert found("", "README.md") == []


def test_silent_about_a_team_without_account() -> None:
    assert found("* @acme/web\n", store=team("storefront")) == []


def test_silent_about_a_service_with_an_undefined_owner() -> None:
    assert found("* @acme/web\n", a=service("checkout", "code: {paths: [src/]}", owner="nobody")) == []


def test_one_matching_owner_is_enough_for_a_file_of_two_services() -> None:
    other = service("shop", "code: {paths: [src/pay/]}", owner="web")
    assert found("* @acme/store\n/src/pay/ @acme/web\n", b=other) == []
    assert len([line for line in found("* @acme/store\n/src/pay/ @acme/x\n", b=other) if "warning" in line]) == 2


def test_control_files_belong_to_governance() -> None:
    policy = doc("Policy", "acme", "governance: {team: web}")
    files = {"policy": policy, "a": service("checkout", "code: {paths: [catalog/, src/]}")}
    lines = "/src/ @acme/store\n/catalog/ @acme/web\n/catalog/a.yaml @acme/store\n"
    assert found(lines, **files) == []


GITLAB = "[Code] @acme/web\n*\n[Shop]\n/src/ @acme/store\n"


def test_on_gitlab_any_section_may_name_the_owner() -> None:
    assert found(GITLAB, ".gitlab/CODEOWNERS") == []
    assert found(GITLAB.replace("/src/", "/src"), ".gitlab/CODEOWNERS") == [
        "catalog/a.yaml:7:16 warning[codeowners-drift] service checkout has other owners in .gitlab/CODEOWNERS than "
        "in the catalog: @acme/web for all 3 files, instead of team storefront (@acme/store)",
        f"{GENERATE}; or make team web the owner of service checkout",
        ".gitlab/CODEOWNERS:2 line that decides 3 of these files",
    ]
