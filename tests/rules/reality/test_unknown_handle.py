"""REA302: a handle that is in no complete list of teams."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, HEAD, snapshot


def told(files: dict[str, str], code: str = "REA302") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


TEAM = f"{HEAD}kind: Team\nname: till\nmembers: [ana, bo]\ncontacts: {{chat: '#till'}}\nhandles: {{github: '@acme/till'}}\n"


def page(*slugs: str) -> dict[str, str]:
    return {FOLDER + "t.json": snapshot([{"slug": each, "parent": None} for each in slugs], source="github")}


def test_a_team_that_does_not_exist() -> None:
    assert told({"catalog/t.yaml": TEAM, **page("payments")}) == [
        "catalog/t.yaml:6:19 error team till has handle @acme/till, but GitHub has no such team | correct `handles.github` of team till"
    ]


def test_a_team_that_exists_is_silent() -> None:
    assert told({"catalog/t.yaml": TEAM, **page("TILL")}) == []


def test_many_absent_teams_prove_nothing() -> None:
    teams = {
        f"catalog/{n}.yaml": TEAM.replace("name: till", f"name: t{n}").replace("acme/till", f"acme/t{n}")
        for n in range(4)
    }
    assert told({**teams, **page("t0")}) == []


def test_one_full_page_may_have_a_successor() -> None:
    found = told({"catalog/t.yaml": TEAM, **page(*(f"x{n}" for n in range(30)))}, "REA001")
    assert found == [
        f"{FOLDER}t.json:1:1 error snapshot {FOLDER}t.json is ignored: it is incomplete: the only page has 30 records, so another"
        " page may follow; use gh api --paginate --slurp"
        f" | fetch the answer again, and wrap it: `ownercat snapshot wrap SOURCE FILE --output {FOLDER}t.json`"
    ]
