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
GENERATE = "`ownercat codeowners generate` brings CODEOWNERS up to date"


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
        "catalog/a.yaml:7:31 warning[codeowners-drift] CODEOWNERS gives 1 of the 3 files of service checkout "
        "to @acme/web, and the catalog to team storefront (@acme/store)",
        f"{GENERATE}; or make team web the owner of checkout",
        "CODEOWNERS:2 decides about 1 of these files",
    ]


def test_somebody_else_owns_all_of_it_by_several_lines() -> None:
    assert found("# all\n* @acme/all\n/src/checkout/ @acme/other @bo\n") == [
        "catalog/a.yaml:7:16 warning[codeowners-drift] CODEOWNERS gives the 3 files of service checkout "
        "to @acme/other and @bo, and the catalog to team storefront (@acme/store)",
        GENERATE,
        "CODEOWNERS:3 decides about 2 of these files",
        "CODEOWNERS:2 decides about 1 of these files",
    ]


def test_a_line_that_names_nobody_takes_the_owner_away() -> None:
    assert found("* @acme/store\n/src/pay/\n") == [
        "catalog/a.yaml:7:31 warning[codeowners-drift] CODEOWNERS leaves 1 of the 3 files of service checkout "
        "without an owner, and the catalog gives it to team storefront (@acme/store)",
        GENERATE,
        "CODEOWNERS:2 decides about 1 of these files",
    ]


def test_what_no_line_speaks_of_has_no_owner() -> None:
    assert found("/docs/ @acme/web\n") == [
        "catalog/a.yaml:7:16 warning[codeowners-drift] CODEOWNERS leaves the 3 files of service checkout "
        "without an owner, and the catalog gives them to team storefront (@acme/store)",
        GENERATE,
    ]


def test_a_line_behind_the_block_is_what_has_to_go() -> None:
    block = "# BEGIN ownercat\n/src/ @acme/store\n# END ownercat\n"
    assert found(f"{block}/src/pay/ @acme/x\n", ".github/CODEOWNERS")[1] == (
        "line 4 stands behind the block that ownercat writes and overrides it: move it above, or remove it"
    )


def test_a_line_that_github_leaves_out_does_not_count() -> None:
    assert len(found("* @acme/web\n/src/ @acme/store nobody\n")) == 3


def test_a_file_of_three_megabytes() -> None:
    assert found("* @acme/store\n".ljust(3 * 1024 * 1024)) == [
        "CODEOWNERS:1:1 warning[codeowners-drift] CODEOWNERS is not smaller than 3 MB, so GitHub does not load it",
        "name folders instead of their files",
    ]


def test_a_file_without_end() -> None:
    assert found("*\n" * 250_000) == [
        "CODEOWNERS:1:1 warning[codeowners-drift] CODEOWNERS holds more lines or wildcards than can be judged",
        "name folders in the place of files and of patterns with stars",
    ]


SILENT = [
    pytest.param("* @acme/store\n", id="the team owns all"),
    pytest.param("* @ACME/Store\n", id="in another case"),
    pytest.param("/src/ @acme/web @acme/store\n", id="together with others"),
    pytest.param("/src/ @ana\n", id="somebody of the team"),
    pytest.param("/src/ ana@acme.example\n", id="by an address"),
    pytest.param("/src/checkout/ @acme/store\n/src/pay/c.py @ana\n", id="line by line"),
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert found(text) == []


def test_without_codeowners_nothing_disagrees() -> None:
    assert found("", "README.md") == []


def test_a_team_without_account_is_not_judged() -> None:
    assert found("* @acme/web\n", store=team("storefront")) == []


def test_a_service_without_owner_is_the_business_of_another_rule() -> None:
    assert found("* @acme/web\n", a=service("checkout", "code: {paths: [src/]}", owner="nobody")) == []


def test_where_two_services_claim_a_file_either_owner_will_do() -> None:
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
        "catalog/a.yaml:7:16 warning[codeowners-drift] .gitlab/CODEOWNERS gives the 3 files of service checkout "
        "to @acme/web, and the catalog to team storefront (@acme/store)",
        f"{GENERATE}; or make team web the owner of checkout",
        ".gitlab/CODEOWNERS:2 decides about 3 of these files",
    ]
