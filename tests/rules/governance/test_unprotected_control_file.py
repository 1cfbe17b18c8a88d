"""GOV005 unprotected-control-file."""

from __future__ import annotations

import pytest

from tests.catalogs import check, said
from tests.rules.parts import doc, several, team

PEOPLE = several(doc("Person", "ana", "logins: {github: ana}"), doc("Person", "bo"))
CATALOG = {
    "catalog/people.yaml": PEOPLE,
    "catalog/policy.yaml": doc("Policy", "acme", "governance: {team: council}"),
    "catalog/teams/council.yaml": team("council", 'handles: {github: "@acme/council"}'),
    "catalog/teams/web.yaml": team("web"),
}
ALL = "/.github/CODEOWNERS @acme/council\n/catalog/ @acme/council\n"


def found(text: str, path: str = ".github/CODEOWNERS", **files: str) -> list[str]:
    catalog = {**CATALOG, **{f"catalog/{name.replace('_', '/')}.yaml": content for name, content in files.items()}}
    report = check({**catalog, path: text}, select=("GOV005",))
    return [
        text
        for line, d in zip(said(report), report.diagnostics, strict=True)
        for text in (line, d.help, *(f"{r.path}:{r.span.start.line} {r.message}" for r in d.related))
    ]


def test_one_finding_for_all_the_files() -> None:
    assert found("* @acme/all\n") == [
        "catalog/policy.yaml:4:20 warning[unprotected-control-file] .github/CODEOWNERS does not assign every "
        "control file to governance team council: catalog/people.yaml, catalog/policy.yaml, catalog/teams/council.yaml, "
        "catalog/teams/web.yaml and .github/CODEOWNERS",
        "run `ownercat codeowners generate`",
        "catalog/people.yaml:3 Person document",
        "catalog/policy.yaml:3 policy document",
        "catalog/teams/council.yaml:3 Team document",
        "catalog/teams/web.yaml:3 Team document",
    ]


def test_one_file_that_a_later_line_gives_away() -> None:
    assert found(f"{ALL}/catalog/people.yaml @acme/hr\n") == [
        "catalog/policy.yaml:4:20 warning[unprotected-control-file] .github/CODEOWNERS does not assign every "
        "control file to governance team council: catalog/people.yaml",
        "run `ownercat codeowners generate`",
        "catalog/people.yaml:3 Person document",
    ]


def test_codeowners_is_a_control_file_itself() -> None:
    assert found("/catalog/ @acme/council\n")[0].endswith(
        ".github/CODEOWNERS does not assign every control file to governance team council: .github/CODEOWNERS"
    )


def test_the_signers_count_once_they_are_there() -> None:
    policy = doc("Policy", "acme", "governance: {team: council}", "signoff: {signers: keys/signers}")
    assert found(ALL, policy=policy) == []
    report = check({**CATALOG, "catalog/policy.yaml": policy, ".github/CODEOWNERS": ALL, "keys/signers": ""})
    assert [d.message for d in report.diagnostics if d.code == "GOV005"] == [
        ".github/CODEOWNERS does not assign every control file to governance team council: keys/signers"
    ]


SILENT = [
    pytest.param(ALL, id="all belong to the team"),
    pytest.param("* @ana\n", id="to somebody in the team"),
    pytest.param("* @acme/council @acme/all\n", id="to the team and others"),
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert found(text) == []


def test_without_a_governance_team_nothing_is_asked() -> None:
    assert found("* @acme/all\n", policy=doc("Policy", "acme")) == []


def test_without_codeowners_nothing_is_asked() -> None:
    assert found("", "README.md") == []


def test_a_team_without_account_asks_for_any_owner() -> None:
    council = team("council")
    assert found("* @acme/all\n", teams_council=council) == []
    assert len(found("/docs/ @acme/all\n", teams_council=council)) == 6


def test_a_governance_team_that_is_not_defined_is_another_mistake() -> None:
    assert found("* @acme/all\n", policy=doc("Policy", "acme", "governance: {team: nobody}")) == []


def test_a_policy_that_cannot_be_read_whole_governs_nothing() -> None:
    policy = doc("Policy", "acme", "governance: {team: council}", "wrong: true")
    assert found("* @acme/all\n", policy=policy) == []
