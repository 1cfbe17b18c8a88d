"""``--fix`` on public catalogs: a second run changes nothing, no line comes or goes, and no finding is added."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ownercat.diagnostics import Report
from ownercat.documents.loader import LoadedCatalog, load_catalog
from ownercat.documents.scope import Scope
from ownercat.edits.fixes import FixPlan, plan_fixes
from ownercat.linter import LintOptions, lint
from ownercat.repository.trees import Folder, Patched, Tree
from tests.catalogs import TODAY
from tests.real.data import folder

CATALOGS = [
    ("janus", "", "backstage"), ("portefaix", "catalog", "backstage"), ("backstage-demo", "", "backstage"),
    ("backstage-examples-2021", "", "backstage"), ("gitlab-runbooks/2020-11", "", "gitlab"),
    ("gitlab-runbooks/2022-02", "", "gitlab"),
]  # fmt: skip


def plan(tree: Tree, scope: Scope) -> tuple[FixPlan, Report]:
    def check(after: Mapping[str, bytes]) -> tuple[LoadedCatalog, Report]:
        now = load_catalog(Patched(tree, after), scope)
        return now, lint(now, LintOptions(as_of=TODAY))

    loaded, report = check({})
    return plan_fixes(loaded, report, check), report


@pytest.mark.parametrize(("name", "catalog", "dialect"), CATALOGS)
def test_only_what_is_meant_changes(name: str, catalog: str, dialect: str) -> None:
    tree, scope = Folder(folder(name)), Scope(catalog, (dialect,))
    done, before = plan(tree, scope)
    assert sum(done.report.counts.values()) + done.fixed == done.total
    assert done.report.counts[max(before.counts)] <= before.counts[max(before.counts)]
    for path, data in done.after.items():
        old, new = done.before[path].splitlines(keepends=True), data.splitlines(keepends=True)
        assert len(old) == len(new)
        assert 0 < sum(one != other for one, other in zip(old, new, strict=True)) <= done.fixed
    again, _ = plan(Patched(tree, done.after), scope)
    assert (again.after, again.fixed) == ({}, 0)
