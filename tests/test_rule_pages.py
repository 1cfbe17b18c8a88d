"""Every rule's page is executed: the failing example fails with that rule alone, the passing one passes."""

from __future__ import annotations

import pytest

from ownercat.diagnostics import Report, Severity
from ownercat.rules import Registered, registry
from tests.catalogs import check, compare, line
from tests.pages import SECTIONS, before, files, sections

RULES = list(registry().values())
# no key of ownercat/v1 is deprecated yet; tests/schema/ tries the rule with a schema that has one
WITHOUT_FAILING_EXAMPLE = {"SCH009"}
GATE = {"GOV006", "SGN010"}  # only the gate knows who has agreed
DIALECTS = {"OWN017": ("backstage",)}


def judged(rule: Registered, section: str) -> Report:
    """What is found in an example: in a catalog, or in a change of one."""
    example = sections(rule.page)[section]
    dialects = DIALECTS.get(rule.rule.code, ())
    if began := before(example):
        assert [line(d) for d in check(began, dialects=dialects).diagnostics if d.severity > Severity.INFO] == []
        return compare(began, files(example), dialects=dialects, gate=rule.rule.code in GATE)
    return check(files(example), dialects=dialects)


def named(rule: Registered) -> str:
    return rule.rule.name


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_the_page_has_every_section_in_order(rule: Registered) -> None:
    assert tuple(sections(rule.page)) == ("", *SECTIONS)
    assert all(sections(rule.page).values())


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_the_failing_example_gives_this_rule_and_nothing_else(rule: Registered) -> None:
    report = judged(rule, "Example that fails")
    found = [d for d in report.diagnostics if d.name == rule.rule.name]
    assert bool(found) is (rule.rule.code not in WITHOUT_FAILING_EXAMPLE)
    others = [d for d in report.diagnostics if d.name != rule.rule.name and d.severity > Severity.INFO]
    assert [line(d) for d in others] == []


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_the_passing_example_is_clean(rule: Registered) -> None:
    report = judged(rule, "Example that passes")
    loud = [d for d in report.diagnostics if d.severity > Severity.INFO or d.name == rule.rule.name]
    assert [line(d) for d in loud] == []
