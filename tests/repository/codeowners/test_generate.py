"""CODEOWNERS from the catalog: the lines, the block in a file, and that reading it again gives the catalog's owners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.documents.loader import LoadedCatalog
from ownercat.model import Service
from ownercat.repository import codeowners
from ownercat.repository.codeowners import BadBlock, Claims, Index, Style, Wanted, parse, place_block
from tests.repository.codeowners.parts import company
from tests.repository.codeowners.test_claims import PATTERNS
from tests.repository.codeowners.test_index import PATHS

GOVERNED = "governance: {team: council}"
FILES = (
    "README.md", "catalog/people.yaml", "catalog/policy.yaml", "catalog/services.yaml", "catalog/teams/all.yaml",
    "src/web/a.py", "src/web/api/b.py", "src/pay/c d.py", "Makefile",
)  # fmt: skip


def wanted(found: LoadedCatalog, style: Style = "github", tracked: tuple[str, ...] = FILES) -> Wanted:
    return codeowners.build_wanted(found.catalog, found.policy, tracked, style, codeowners.NEW[style])


def code(found: Wanted) -> list[str]:
    return [" ".join((line.pattern, *line.owners)) for line in found.code]


def test_lines_go_from_the_broadest_to_the_most_specific() -> None:
    found = company({"web": ["src/web/api/", "src/"], "pay": ["src/pay", "Makefile"], "all": ["/"]})
    assert code(wanted(found)) == [
        "* @acme/all",
        "/src/ @acme/web",
        "/src/pay/ @acme/pay",
        "/Makefile @acme/pay",
        "/src/web/api/ @acme/web",
    ]


def test_the_order_of_the_catalog_does_not_matter() -> None:
    one = {"web": ["src/web/", "src/*/x"], "pay": ["src/pay"]}
    other = {"pay": ["src/pay"], "web": ["src/*/x", "src/web/"]}
    assert code(wanted(company(one))) == code(wanted(company(other)))


def test_who_claims_alike_owns_together() -> None:
    assert code(wanted(company({"web": ["src/web"], "pay": ["src/web/"]}))) == ["/src/web/ @acme/pay @acme/web"]


WRITTEN = [
    pytest.param("src/pay/c d.py", ["/src/pay/c\\ d.py"], None, id="a space"),
    pytest.param("src/new/", ["/src/new/"], None, id="a folder that is not there yet"),
    pytest.param("src/new", ["/src/new"], ["/src/new", "/src/new/"], id="a path that is not there yet"),
    pytest.param("src/*", ["/src/"], None, id="a star at the end"),
    pytest.param("src/web/**", ["/src/web/"], None, id="two stars at the end"),
    pytest.param("src/*/**", ["/src/*/"], None, id="a star and two stars at the end"),
    pytest.param("src/**/*", ["/src/"], None, id="two stars and a star at the end"),
    pytest.param("src/*/api", ["/src/*/api"], ["/src/*/api", "/src/*/api/"], id="a star between"),
    pytest.param("**/*.sql", ["/**/*.sql"], ["/**/*.sql", "/**/*.sql/"], id="two stars in front"),
    pytest.param("**/*", ["*"], None, id="everything below everything"),
    pytest.param("*", ["*"], None, id="a star alone"),
    pytest.param("src/[id]/", ["/src/[id]/"], ["/src/\\[id]/"], id="brackets"),
    pytest.param("!src/", ["/!src/"], None, id="an exclamation mark"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "github", "gitlab"), WRITTEN)
def test_how_a_code_path_is_written(path: str, github: list[str], gitlab: list[str] | None) -> None:
    for style, lines in (("github", github), ("gitlab", gitlab or github)):
        found = wanted(company({"web": [path]}), style)  # type: ignore[arg-type]
        assert [line.pattern for line in found.code] == lines


def test_the_control_files_belong_to_the_governance_team() -> None:
    found = wanted(company({"council": [], "web": ["/"]}, GOVERNED))
    assert [" ".join((line.pattern, *line.owners)) for line in found.control] == [
        "/catalog/allowed_signers @acme/council",
        "/catalog/people.yaml @acme/council",
        "/catalog/policy.yaml @acme/council",
        "/catalog/teams/ @acme/council",
        "/.github/CODEOWNERS @acme/council",
    ]
    assert found.quorum == 2


def test_a_folder_of_the_catalog_that_holds_nothing_else_is_named_whole() -> None:
    found = wanted(company({"council": []}, GOVERNED), tracked=tuple(p for p in FILES if "services" not in p))
    assert [line.pattern for line in found.control] == ["/catalog/", "/.github/CODEOWNERS"]


def test_without_a_governance_team_nothing_is_governed() -> None:
    assert wanted(company({"web": ["src/"]})).control == ()


PROBLEMS = [
    pytest.param(
        {"web": ["src/"]}, "", {"web": ""},
        "team web owns service web-service but has no valid GitHub account: `handles.github` is missing",
        'set `handles: {github: "@organization/team"}` of team web in catalog/teams/all.yaml', id="a team without account"),
    pytest.param(
        {"web": ["src/"]}, "", {"web": "acme/web"},
        "team web owns service web-service but has no valid GitHub account: `handles.github` is acme/web",
        'set `handles: {github: "@organization/team"}` of team web in catalog/teams/all.yaml', id="an account without its sign"),
    pytest.param(
        {"web": ["src/"]}, "", {"web": "@acme/web\\n* @evil"},
        "team web owns service web-service but has no valid GitHub account: `handles.github` is @acme/web\\x0a* @evil",
        'set `handles: {github: "@organization/team"}` of team web in catalog/teams/all.yaml', id="an account with a line in it"),
    pytest.param(
        {"web": [], "council": []}, GOVERNED, {"council": ""},
        "team council governs the catalog but has no valid GitHub account: `handles.github` is missing",
        'set `handles: {github: "@organization/team"}` of team council in catalog/teams/all.yaml', id="a governance team without account"),
    pytest.param(
        {"web": []}, "governance: {team: nobody}", {},
        "the policy has an undefined governance team: nobody",
        "set `governance.team` to a team; run `ownercat check` for details", id="an unknown governance team"),
    pytest.param(
        {"web": ["src/c#/"]}, "", {},
        "service web-service has a code path that CODEOWNERS cannot contain: src/c#/"
        " (GitHub reads # as the start of a comment)",
        "rename the path, or claim its parent folder", id="a hash"),
    pytest.param(
        {"web": ["src/a\\tb/"]}, "", {},
        "service web-service has a code path that CODEOWNERS cannot contain: src/a\\x09b/"
        " (it has an invisible character)",
        "rename the path, or claim its parent folder", id="a tab"),
]  # fmt: skip


@pytest.mark.parametrize(("owned", "policy", "handles", "message", "help"), PROBLEMS)
def test_what_cannot_be_written_is_said(
    owned: dict[str, list[str]], policy: str, handles: dict[str, str], message: str, help: str
) -> None:
    assert wanted(company(owned, policy, **handles)).problems == ((message, help),)


def test_a_hash_is_no_trouble_to_gitlab() -> None:
    assert code(wanted(company({"web": ["src/c#/"]}), "gitlab")) == ["/src/c#/ @acme/web"]


# the block

BLOCK = """\
# BEGIN ownercat
# Written by `ownercat codeowners generate`: change the catalog, not these lines.
/src/ @acme/web
# END ownercat
"""


def block(existing: str, owned: dict[str, list[str]] | None = None, style: Style = "github", policy: str = "") -> str:
    return place_block(existing, wanted(company(owned or {"web": ["src/"]}, policy), style))


def test_a_new_file_is_the_block() -> None:
    assert block("") == BLOCK


def test_text_outside_the_block_stays_byte_for_byte() -> None:
    before, after = "# ours \t\n\r\n* @x\udce9\n", "\n\n/y @z"
    assert block(before + BLOCK.replace("@acme/web", "@old") + after) == before + BLOCK + after


@pytest.mark.parametrize(
    ("existing", "text"),
    [
        pytest.param("* @x\n", f"* @x\n\n{BLOCK}", id="behind a line"),
        pytest.param("* @x", f"* @x\n\n{BLOCK}", id="behind a line that does not end"),
        pytest.param("* @x\r\n", "* @x\r\n\r\n" + BLOCK.replace("\n", "\r\n"), id="with the line ends of the file"),
        pytest.param(BLOCK.rstrip("\n"), BLOCK.rstrip("\n"), id="at the end of a file that does not end"),
        pytest.param(f"{BLOCK}\n", f"{BLOCK}\n", id="where it stands already"),
    ],
)
def test_where_the_block_goes(existing: str, text: str) -> None:
    assert block(existing) == text
    assert block(text) == text


def test_gitlab_gets_sections_that_are_judged_apart() -> None:
    assert block("", {"web": ["src/"], "council": []}, "gitlab", GOVERNED) == (
        "# BEGIN ownercat\n"
        "# Written by `ownercat codeowners generate`: change the catalog, not these lines.\n"
        "[ownercat]\n"
        "/src/ @acme/web\n"
        "# The catalog's policy, people, teams and signers, and this file.\n"
        "[ownercat governance][2]\n"
        "/catalog/allowed_signers @acme/council\n"
        "/catalog/people.yaml @acme/council\n"
        "/catalog/policy.yaml @acme/council\n"
        "/catalog/teams/ @acme/council\n"
        "/.gitlab/CODEOWNERS @acme/council\n"
        "# END ownercat\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# BEGIN ownercat\n", "`# BEGIN ownercat` on line 1 has no `# END ownercat`"),
        ("x\n# END ownercat\n", "`# END ownercat` on line 2 has no `# BEGIN ownercat` above it"),
        ("# END ownercat\n# BEGIN ownercat\n", "`# END ownercat` on line 1 has no `# BEGIN ownercat` above it"),
        (BLOCK + BLOCK, "`# BEGIN ownercat` is on line 1 and again on line 5"),
        (BLOCK + "# END ownercat", "`# END ownercat` is on line 4 and again on line 5"),
    ],
)
def test_markers_that_do_not_fit_are_not_guessed_at(text: str, message: str) -> None:
    with pytest.raises(BadBlock) as raised:
        block(text)
    assert str(raised.value) == message


def test_lines_that_gitlab_takes_into_the_last_section_are_found() -> None:
    text = block("", style="gitlab")
    assert codeowners.find_swallowed_line(parse(f"{text}/x @y\n", "gitlab"), f"{text}/x @y\n") == 6
    assert codeowners.find_swallowed_line(parse(f"{text}[Mine]\n/x @y\n", "gitlab"), f"{text}[Mine]\n/x @y\n") == 0
    assert codeowners.find_swallowed_line(parse(f"/x @y\n{text}", "gitlab"), f"/x @y\n{text}") == 0


# what is generated, parsed again, gives every tracked file its catalog owner


def expected(found: LoadedCatalog, path: str) -> set[str]:
    """The accounts of the teams with the catalog's most specific claim; of equal ones, the later in order."""
    claims = Claims(found.catalog.of(Service)).find(path)
    last = max((claim.order for claim in claims), default=None)
    return {f"@acme/{c.service.name.removesuffix('-service')}" for c in claims if c.order == last}


CLAIMED = st.lists(st.one_of(PATTERNS, PATTERNS.map("{}/".format), st.just("/"), st.just("a b/[x]")), max_size=4)


@given(
    st.dictionaries(st.sampled_from(["web", "pay", "ads"]), CLAIMED, min_size=1),
    st.lists(st.one_of(PATHS, PATHS.map("a b/[x]/{}".format)), min_size=1, max_size=12),
)
@pytest.mark.parametrize("style", ["github", "gitlab"])
def test_parsed_again_it_gives_every_file_its_owner(
    style: Style, owned: dict[str, list[str]], paths: list[str]
) -> None:
    # in git a name is a file or a folder
    tracked = tuple(p for p in sorted(set(paths)) if not any(q.startswith(f"{p}/") for q in paths))
    found = company({**owned, "council": []}, GOVERNED)
    lines = wanted(found, style, (*FILES, *tracked))
    assert lines.problems == ()
    index = Index(parse(place_block("* @acme/nobody\n", lines), style))
    for path in tracked:
        owners = {owner for entry in index.find(path) for owner in entry.owners}
        assert (owners - {"@acme/nobody"} or set()) == expected(found, path)
    for path in ("catalog/policy.yaml", "catalog/people.yaml", "catalog/teams/all.yaml", codeowners.NEW[style]):
        assert "@acme/council" in index.find(path)[-1].owners
