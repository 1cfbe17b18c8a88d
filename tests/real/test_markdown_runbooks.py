"""Real Markdown runbooks, each with front matter for ownercat: no rule reports what their text cannot state."""

from __future__ import annotations

import re

from ownercat.documents.markdown import parse_file
from tests.catalogs import check, said
from tests.real.data import folder
from tests.rules.shop import SERVICE, TEAM_AND_PEOPLE

_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def test_no_runbook_is_reported_for_its_text() -> None:
    root = folder("prom-operator-runbooks")
    files = {"catalog/shop.yaml": f"{SERVICE}---\n{TEAM_AND_PEOPLE}"}
    for number, path in enumerate(sorted(root.rglob("*.md"))):
        head = f"apiVersion: ownercat/v1\nkind: Runbook\nname: book-{number}\nservice: checkout\n"
        text = _FRONT.sub("", path.read_text("utf-8"), count=1)
        files[f"catalog/{path.relative_to(root).as_posix()}"] = f"---\n{head}---\n{text}"
    assert len(files) == 120
    assert said(check(files)) == []
    parsed = [parse_file(path, text.encode()) for path, text in files.items() if path.endswith(".md")]
    assert sum(len(each.headings) for each in parsed) > 400
    assert sum(len(each.commands) for each in parsed) > 50
