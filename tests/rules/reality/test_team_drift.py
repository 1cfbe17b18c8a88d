"""REA301: members of only one of the two, child teams, and people without an account."""

from __future__ import annotations

from tests.catalogs import check
from tests.rules.reality.answers import COMPANY, FOLDER, HEAD, snapshot


def told(files: dict[str, str], code: str = "REA301") -> list[str]:
    """The findings of the rule with their help."""
    report = check({**COMPANY, **files})
    return [
        f"{d.path}:{d.span.start.line}:{d.span.start.column} {d.severity.word} {d.message} | {d.help}"
        for d in report.diagnostics
        if d.code == code
    ]


TEAM = (
    f"{HEAD}kind: Team\nname: till\nmembers: [cy, di]\ncontacts: {{chat: '#till'}}\nhandles: {{github: '@acme/till'}}\n"
)
CHILD = f"{HEAD}kind: Team\nname: desk\nparent: till\nmembers: [ed]\ncontacts: {{chat: '#desk'}}\n"
HELP = "change `members` of team till, or the group on GitHub, so that both are the same"


def person(name: str, login: str = "") -> str:
    return f"{HEAD}kind: Person\nname: {name}\n" + (f"logins: {{github: {login}}}\n" if login else "")


FILES = {
    "catalog/t.yaml": TEAM,
    "catalog/p.yaml": "---\n".join([person("cy", "cy-gh"), person("di", "di-gh"), person("ed", "ed-gh")]),
}


def page(*logins: str, about: str = "till") -> dict[str, str]:
    return {FOLDER + "m.json": snapshot([{"login": each} for each in logins], source="github", about=about)}


def test_members_of_one_side_only() -> None:
    assert told({**FILES, **page("CY-gh", "ed-gh", "stranger")}) == [
        "catalog/t.yaml:4:10 warning team till differs from @acme/till on GitHub: di only in the catalog, ed (ed-gh) and stranger"
        f" only there | {HELP}"
    ]


def test_the_same_members_are_silent_whatever_their_case() -> None:
    assert told({**FILES, **page("CY-GH", "di-gh")}) == []


def test_members_of_child_teams_are_members_of_the_group() -> None:
    assert told({**FILES, "catalog/d.yaml": CHILD, **page("cy-gh", "di-gh", "ed-gh")}) == []


def test_a_person_without_an_account_is_not_compared() -> None:
    people = FILES["catalog/p.yaml"].replace("logins: {github: di-gh}\n", "")
    assert told({**FILES, "catalog/p.yaml": people, **page("cy-gh")}) == []


def test_another_group_proves_nothing() -> None:
    assert told({**FILES, **page("stranger", about="payments")}) == []


def test_gitlab_has_the_whole_path_of_the_group_and_blocked_members() -> None:
    team = TEAM.replace("{github: '@acme/till'}", "{gitlab: '@acme/shops/till'}")
    people = FILES["catalog/p.yaml"].replace("github:", "gitlab:")
    members = [{"username": "cy-gh", "state": "active"}, {"username": "di-gh", "state": "blocked"}]
    files = {"catalog/t.yaml": team, "catalog/p.yaml": people}
    assert told({**files, FOLDER + "m.json": snapshot(members, source="gitlab", about="acme/shops/till")}) == [
        "catalog/t.yaml:4:10 warning team till differs from @acme/shops/till on GitLab: di only in the catalog"
        " | change `members` of team till, or the group on GitLab, so that both are the same"
    ]
