"""Every rule's page is executed: the failing example fails with that rule alone, the passing one passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownercat.diagnostics import Report, Severity
from ownercat.rules import Registered, registry
from ownercat.rules._examples import build_example, parse_files, parse_sections, render_whole_page
from tests.catalogs import check, compare, line, loaded
from tests.pages import SECTIONS, sections, sides

RULES = list(registry().values())
# no key of ownercat/v1 is deprecated yet; tests/schema/ tries the rule with a schema that has one
WITHOUT_FAILING_EXAMPLE = {"SCH009"}
GATE = {"GOV006", "SGN010"}  # only the gate knows who has agreed
COMPANY = Path(__file__).parents[1] / "src" / "ownercat" / "rules" / "company"
PAGE = """A summary.

## Example that fails

```yaml title=catalog/a.yaml
{fails}```

## Example that passes

```yaml title=catalog/a.yaml
{passes}```
"""
DIALECTS = {"OWN017": ("backstage",), **dict.fromkeys((f"REA20{n}" for n in range(1, 8)), ("prometheus",))}


def judged(rule: Registered, section: str) -> Report:
    """What is found in an example: in a catalog, or in a change of one."""
    dialects = DIALECTS.get(rule.rule.code, ())
    began, files = sides(rule.page, section)
    if began:
        assert [line(d) for d in check(began, dialects=dialects).diagnostics if d.severity > Severity.INFO] == []
        return compare(began, files, dialects=dialects, gate=rule.rule.code in GATE)
    return check(files, dialects=dialects)


def named(rule: Registered) -> str:
    return rule.rule.name


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_the_page_has_every_section_in_order(rule: Registered) -> None:
    found = tuple(sections(rule.page))
    assert found == ("", *SECTIONS) or (found == ("", *SECTIONS[:-1]) and not rule.rule.options)
    assert all(sections(rule.page).values())


def test_rule_pages_are_short() -> None:
    lengths = sorted(len(rule.page.strip().splitlines()) for rule in RULES)
    assert lengths[len(lengths) // 2] <= 46
    assert lengths[-1] <= 120


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


def test_the_example_company_is_clean() -> None:
    files = {f"catalog/{file.name}": file.read_text(encoding="utf-8") for file in COMPANY.iterdir()}
    assert [line(d) for d in check(files).diagnostics] == []


def test_no_two_documents_of_the_company_share_a_name() -> None:
    files = {f"catalog/{file.name}": file.read_text(encoding="utf-8") for file in COMPANY.iterdir()}
    names = [name for _, name in loaded(files).catalog.entities]
    assert len(names) == len(set(names)) > 10


@pytest.mark.parametrize("rule", RULES, ids=named)
@pytest.mark.parametrize("title", ["Example that fails", "Example that passes"])
def test_the_whole_page_shows_every_file_of_its_examples(rule: Registered, title: str) -> None:
    whole = render_whole_page(rule.page)
    example = build_example(rule.page, title)
    shown = parse_files(parse_sections(whole)[title])
    assert list(shown) == [*(f._replace(path=f"before/{f.path}") for f in example.before), *example.after]


def test_a_name_that_an_example_does_not_define_is_of_the_company_with_all_that_it_names() -> None:
    page = PAGE.format(fails="owner: storefront\n", passes="owner: payments\n")
    assert [(f.path, f.text.count("kind: ")) for f in build_example(page, "Example that fails").after] == [
        ("catalog/a.yaml", 0), ("catalog/company/people.yaml", 2), ("catalog/company/teams.yaml", 1),
    ]  # fmt: skip
    passing = build_example(page, "Example that passes").after
    assert passing[0].text.endswith("owner: payments\n")
    assert "joao" in passing[1].text and "ana" not in passing[1].text


def test_a_name_that_an_example_defines_is_not_of_the_company() -> None:
    page = PAGE.format(fails="owner: storefront\n---\nkind: Team\nname: storefront\nmembers: [zoe]\n", passes="")
    assert [f.path for f in build_example(page, "Example that fails").after] == ["catalog/a.yaml"]


def test_a_file_of_the_failing_example_can_be_removed_in_the_passing_one() -> None:
    page = PAGE.format(
        fails="```\n```yaml title=catalog/b.yaml\nkind: Team\n", passes="```\n```yaml title=catalog/b.yaml as=removed\n"
    )
    assert [f.path for f in build_example(page, "Example that fails").after] == ["catalog/a.yaml", "catalog/b.yaml"]
    assert [f.path for f in build_example(page, "Example that passes").after] == ["catalog/a.yaml"]


def test_a_file_of_the_passing_example_can_show_only_the_keys_that_differ() -> None:
    changed = "b:\n  - 2\nd: 4\n```\n```yaml title=catalog/b.yaml as=changed\na: 2\n"
    fails = "# head\na: 0\nb:\n  - 1\nc: 3\n```\n```yaml title=catalog/b.yaml\na: 1\nb: 1\n"
    page = PAGE.format(fails=fails, passes=changed)
    page = page.replace("title=catalog/a.yaml\nb", "title=catalog/a.yaml as=changed\nb")
    failing, passing = (build_example(page, title).after for title in ("Example that fails", "Example that passes"))
    assert [f.text for f in failing] == ["# head\na: 0\nb:\n  - 1\nc: 3\n", "a: 1\nb: 1\n"]
    assert [f.text for f in passing] == ["# head\na: 0\nb:\n  - 2\nc: 3\nd: 4\n", "a: 2\nb: 1\n"]


def test_the_head_of_a_change_has_what_its_base_has() -> None:
    block = "```yaml title={}\n{}: 1\n```\n"
    fails = block.format("before/x", "x") + block.format("before/y", "y") + block.format("y", "changed")
    page = f"s\n\n## Example that fails\n\n{fails}\n## Example that passes\n\n{block.format('x', 'passes')}"
    failing, passing = (build_example(page, title) for title in ("Example that fails", "Example that passes"))
    assert [f.text for f in failing.before] == [f.text for f in passing.before] == ["x: 1\n", "y: 1\n"]
    assert [f.text for f in failing.after] == ["x: 1\n", "changed: 1\n"]
    assert [f.text for f in passing.after] == ["passes: 1\n", "y: 1\n"]
