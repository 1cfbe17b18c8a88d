"""``who PATH`` where no service claims the path: CODEOWNERS knows."""

from __future__ import annotations

import pytest

from ownercat.answers.accounts import list_holders
from tests.catalogs import loaded
from tests.commands.conftest import Runner
from tests.rules.parts import doc, service, several, team

PEOPLE = several(
    doc("Person", "ana", "logins: {github: Ana-R, gitlab: ana}"), doc("Person", "bo", "email: bo@acme.example")
)
SHOP = {
    "catalog/people.yaml": PEOPLE,
    "catalog/web.yaml": team("web", 'handles: {github: "@acme/web"}'),
    "catalog/a.yaml": service("checkout", "code: {paths: [src/checkout/]}", owner="web"),
    "src/checkout/a.py": "",
    "docs/a.md": "",
    "docs/free/a.md": "",
    "CODEOWNERS": "* @acme/web\n/docs/ @ana-r @acme/nobody\n/docs/free/\n/src/checkout/ @acme/nobody\n",
}


def test_a_service_that_claims_the_path_comes_first(run: Runner) -> None:
    found = run("who", "src/checkout/a.py", "--brief", files=SHOP)
    assert found.code == 0
    assert found.out.startswith("checkout: ")
    assert "CODEOWNERS" not in found.err


def test_the_team_of_the_last_line_that_matches(run: Runner) -> None:
    found = run("who", "CODEOWNERS", "./CODEOWNERS", "--brief", files=SHOP)
    assert found.code == 0
    assert [line.split(":")[0] for line in found.out.splitlines() if line.startswith("web")] == ["web"] * 2
    assert found.err.count("ownercat: no service claims CODEOWNERS: CODEOWNERS:1 assigns it to @acme/web\n") == 1


def test_a_person_by_login_and_a_stranger(run: Runner) -> None:
    found = run("who", "docs/a.md", "--brief", files=SHOP)
    assert (found.code, found.out.split(":")[0]) == (0, "ana")
    assert "no service claims docs/a.md: CODEOWNERS:2 assigns it to @ana-r and @acme/nobody\n" in found.err


NOBODY = [
    pytest.param("docs/free/a.md", {}, "", id="a line that names nobody"),
    pytest.param("docs/none.md", {}, "", id="a path that is not there"),
    pytest.param("docs/a.md", {"CODEOWNERS": "/x/ @acme/web\n"}, "", id="no line matches"),
    pytest.param("docs/a.md", {"CODEOWNERS": "/docs/ @x\n"},
                 "ownercat: no service claims docs/a.md: CODEOWNERS:1 assigns it to @x, "
                 "but no entity of the catalog has this account\n", id="a stranger"),
    pytest.param("docs/a.md", {"CODEOWNERS": "a\n" * 200_001},
                 "ownercat: CODEOWNERS has more lines or wildcards than ownercat can check\n", id="a file without end"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "more", "said"), NOBODY)
def test_nobody(run: Runner, path: str, more: dict[str, str], said: str) -> None:
    found = run("who", path, files={**SHOP, **more})
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith(
        said or "ownercat: not found: no service, team, person, path, alert or symptom has the name "
    )


def test_whose_an_account_is() -> None:
    catalog = loaded(SHOP).catalog
    assert [h.name for h in list_holders(catalog, "github", ["@ACME/web", "@ana-r", "BO@acme.example", "@acme/web", "@x"])] == [
        "web", "ana", "bo",
    ]  # fmt: skip
    assert [h.name for h in list_holders(catalog, "gitlab", ["@acme/web", "@ana"])] == ["ana"]
