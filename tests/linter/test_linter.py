"""From findings to diagnostics: order, limits, precedence, overrides and fingerprints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from ownercat import rules
from ownercat.diagnostics import Diagnostic, EntityId, Finding, Place, Related, Report, Rule, Severity
from ownercat.linter import SHOWN_PER_FILE, SHOWN_PER_RULE, LintOptions, lint
from ownercat.repository.trees import Content
from ownercat.rules import Context, Registered
from tests.catalogs import TODAY, check, loaded, said
from tests.rules.parts import COMPANY, PEOPLE, doc, service, several, team
from tests.rules.signoff.two_teams import AGREED, policy

HOME = {f"catalog/{path}": text for path, text in {**COMPANY, "home.yaml": service("home")}.items()}


def orphans(count: int, start: int = 0) -> str:
    return several(*(service(f"s{number}", owner=f"nobody{number}") for number in range(start, start + count)))


# -- limits


def test_a_file_shows_a_hundred_and_counts_all() -> None:
    report = check({**HOME, "catalog/many.yaml": orphans(250), "catalog/other.yaml": orphans(3, start=250)})
    assert Counter(d.path for d in report.diagnostics) == {"catalog/many.yaml": SHOWN_PER_FILE, "catalog/other.yaml": 3}
    assert report.hidden == 150
    assert report.counts == {Severity.ERROR: 253, Severity.WARNING: 0, Severity.INFO: 0}
    assert report.by_rule == {("OWN001", "orphaned-service"): 253}


def test_a_rule_shows_a_thousand_and_counts_all() -> None:
    files = {f"catalog/{number:02}.yaml": orphans(90, start=number * 90) for number in range(12)}
    report = check({**HOME, **files})
    assert len(report.diagnostics) == SHOWN_PER_RULE
    assert (report.hidden, report.counts[Severity.ERROR]) == (80, 1080)


def test_the_loudest_are_shown_first() -> None:
    quiet = several(*(doc("Service", f"q{number}", "tier: 4", "owner: storefront") for number in range(150)))
    report = check({**HOME, "catalog/many.yaml": several(quiet, orphans(30))})
    shown = Counter(d.severity for d in report.diagnostics if d.path == "catalog/many.yaml")
    assert shown == {Severity.ERROR: 30, Severity.WARNING: 70}
    assert (report.counts[Severity.ERROR], report.counts[Severity.WARNING]) == (30, 150)


def test_one_finding_less_is_not_cut() -> None:
    assert check({**HOME, "catalog/many.yaml": orphans(SHOWN_PER_FILE)}).hidden == 0


# -- order and filter


def test_by_path_then_by_place() -> None:
    files = {"catalog/b.yaml": orphans(2), "catalog/a.yaml": orphans(1, start=5), "catalog/B.yaml": "a: {"}
    found = [(d.path, d.span.start.line) for d in check({**HOME, **files}).diagnostics if d.code != "SYN012"]
    assert found == [("catalog/B.yaml", 1), ("catalog/a.yaml", 6), ("catalog/b.yaml", 6), ("catalog/b.yaml", 13)]


def test_the_order_of_files_changes_nothing() -> None:
    files = {
        **HOME,
        "catalog/b.yaml": orphans(3),
        "catalog/a.yaml": service("s1"),
        "catalog/c.yaml": service("s1", owner="ana"),
    }
    backwards = dict(reversed(files.items()))
    assert check(files).diagnostics == check(backwards).diagnostics


def test_a_filter_narrows_the_counts_as_well() -> None:
    found = loaded({**HOME, "catalog/a.yaml": orphans(2), "catalog/b.yaml": orphans(3, start=2)})
    report = lint(found, LintOptions(as_of=TODAY, reported=lambda path: path == "catalog/a.yaml"))
    assert (len(report.diagnostics), report.counts[Severity.ERROR], report.files) == (2, 2, 5)


# -- precedence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            service("checkout", "dependsOn: [{service: nowhere}]", "dependsOn: []", owner="nobody"),
            ["duplicate-key"], id="an error of the text is all that is said about a file",
        ),
        pytest.param(
            service("checkout", "labels: {on: x}", owner="nobody"), ["orphaned-service", "ambiguous-scalar"],
            id="a warning about the text is not",
        ),
        pytest.param(
            service("checkout", owner="no"), ["orphaned-service"], id="of what is said about one value the error stays"
        ),
        pytest.param(
            service("checkout", "tier: x", owner="storefront").replace("tier: 4\n", ""), ["wrong-type"],
            id="a wrong type is no missing one",
        ),
    ],
)  # fmt: skip
def test_one_mistake_is_one_finding(text: str, expected: list[str]) -> None:
    report = check({**HOME, "catalog/checkout.yaml": text})
    assert [d.name for d in report.diagnostics if d.severity > Severity.INFO] == expected


def test_a_broken_file_hides_nothing_of_the_others_and_is_blamed_alone() -> None:
    broken = {**HOME, "catalog/storefront.yaml": HOME["catalog/storefront.yaml"] + "x: {\n"}
    report = check({**broken, "catalog/a.yaml": service("a"), "catalog/b.yaml": orphans(1)})
    assert [d.name for d in report.diagnostics] == ["orphaned-service", "invalid-yaml"]


@pytest.mark.parametrize("problem", ["unreadable", "symlink", "irregular", "unmerged", "missing-object"])
def test_what_a_file_that_is_not_read_may_define_is_not_judged(problem: str) -> None:
    files = {**HOME, "catalog/a.yaml": orphans(20)}
    report = check({**files, "catalog/lost.yaml": Content("catalog/lost.yaml", b"", problem)})
    assert [d.path for d in report.diagnostics] == ["catalog/lost.yaml"]
    assert sum(each.number for each in report.withheld) == 20
    assert Counter(d.name for d in check(files).diagnostics) == {"orphaned-service": 20}


# -- overrides and notes

OVERRIDE = doc(
    "Policy", "shop", "rules:", "  overrides: [{paths: [catalog/old/*], ignore: [orphaned-service, OWN018]}]"
)


def test_a_rule_may_be_off_in_a_part_of_the_catalog() -> None:
    bare = doc("Service", "bare", "tier: 4", "owner: nobody")
    files = {**HOME, "catalog/policy.yaml": OVERRIDE}
    assert said(check({**files, "catalog/old/deep/a.yaml": bare})) == []
    assert [d.name for d in check({**files, "catalog/new/a.yaml": bare}).diagnostics] == [
        "orphaned-service", "missing-boundary",
    ]  # fmt: skip


@pytest.mark.parametrize("named", ["stale-signoff", "SGN002"])
def test_what_teams_agree_on_cannot_be_set_aside_for_some_paths(named: str) -> None:
    stale = {f"catalog/{path}": text for path, text in AGREED.items()}
    stale["catalog/sla.yaml"] = stale["catalog/sla.yaml"].replace("30m", "2h")
    rules = [f"rules: {{overrides: [{{paths: ['*'], ignore: [{named}]}}]}}", f"rules: {{ignore: [{named}]}}"]
    found = [[d.code for d in check({**stale, "catalog/policy.yaml": policy(line)}).diagnostics] for line in rules]
    assert found == [["SGN002"], []]  # to run no such rule at all is the organisation's decision


def judged(*findings: Finding, severity: Severity = Severity.ERROR, files: Mapping[str, str] | None = None) -> Report:
    """What becomes of findings of a rule of our own."""
    rule = Rule("TST001", "a-test", severity)

    def found(_: Context) -> tuple[Finding, ...]:
        return findings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "registry", lambda: {"TST001": Registered(rule, found, "", "test", "a_test")})
        return lint(loaded(files or HOME), LintOptions(as_of=TODAY))


PLACE = Place("catalog/storefront.yaml").at("members", 1)


def test_a_note_is_never_louder_than_info() -> None:
    report = judged(Finding(PLACE, "a", "", note=True), Finding(PLACE.at(), "b", ""))
    assert {d.message: d.severity for d in report.diagnostics} == {"a": Severity.INFO, "b": Severity.ERROR}
    assert report.counts == {Severity.ERROR: 1, Severity.WARNING: 0, Severity.INFO: 1}


def test_places_become_lines() -> None:
    related = Related(Place("catalog/people.yaml", 1).key("kind"), "the other side")
    (found,) = judged(Finding(PLACE, "a", "b", (related,), EntityId("Team", "storefront"))).diagnostics
    assert (found.span.start, found.span.end, found.pointer) == ((4, 16), (4, 18), "/members/1")
    assert [(r.path, r.span.start) for r in found.related] == [("catalog/people.yaml", (6, 1))]
    assert found.url.endswith("/a-test")


def test_a_place_that_is_not_there_becomes_the_nearest_that_is() -> None:
    places = [PLACE.at("deep", 3), Place("catalog/storefront.yaml", 7).at("x"), Place("catalog/nowhere.yaml").at("y")]
    report = judged(*(Finding(place, str(number), "") for number, place in enumerate(places)))
    assert {d.message: d.span.start for d in report.diagnostics} == {"0": (4, 16), "1": (1, 1), "2": (1, 1)}


def test_a_pointer_is_escaped_as_its_standard_says() -> None:
    (found,) = judged(Finding(Place("catalog/storefront.yaml").at("a/b~c"), "x", "")).diagnostics
    assert found.pointer == "/a~1b~0c"


# -- fingerprints

BASE = service("checkout", "dependsOn:", "  - {service: gone}", "  - {service: lost, mode: soft}")


def fingerprints(files: Mapping[str, str]) -> dict[str, str]:
    """By message, of what is said about the dependencies."""
    report = check({**HOME, **files})
    return {d.message: d.fingerprint for d in report.diagnostics if d.code == "REF001"}


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"catalog/deep/er/x.yaml": BASE}, id="a moved file"),
        pytest.param({"catalog/a.yaml": several(service("other"), BASE)}, id="another document before it"),
        pytest.param({"catalog/a.yaml": "# new\n\n" + BASE.replace("tier: 4", "tier:   4  # still")}, id="comments and spaces"),
        pytest.param(
            {"catalog/a.yaml": service("checkout", "system: shop", "dependsOn:", "  - {service: new}",
                                       "  - {mode: soft, service: lost}", "  - {service: gone}")},
            id="reordered keys and entries",
        ),
        pytest.param({"catalog/a.yaml": BASE.replace("description: ", "description: Now ")}, id="an unrelated edit"),
    ],
)  # fmt: skip
def test_a_fingerprint_survives(files: dict[str, str]) -> None:
    before = fingerprints({"catalog/a.yaml": BASE})
    assert len(set(before.values())) == 2
    after = fingerprints(files)
    assert {message: after[message] for message in before} == before


@pytest.mark.parametrize(
    ("old", "new"),
    [("gone", "lost2"), ("service: gone", "service: storefront")],
    ids=["another value", "a value that is defined elsewhere"],
)
def test_a_fingerprint_does_not_survive(old: str, new: str) -> None:
    before = fingerprints({"catalog/a.yaml": BASE})
    after = fingerprints({"catalog/a.yaml": BASE.replace(old, new)})
    assert set(before.values()) - set(after.values())


def every(report: Report) -> list[Diagnostic]:
    return list(report.diagnostics)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"a.yaml": orphans(50)}, id="one mistake in many documents"),
        pytest.param({"a.yaml": service("a", "dependsOn: [{service: x}, {service: y}, {service: z}]")}, id="values in one list"),
        pytest.param({"a.yaml": "a: {", "b.yaml": "a: {", "c.yaml": "b: ["}, id="files that cannot be read"),
        pytest.param({"a.yaml": "a: 1\na: 2\nb: 1\nb: 2\n"}, id="keys given twice"),
        pytest.param({"a.yaml": service("a", "x: 1", "y: 2", "code: {x: 1, y: 2}")}, id="keys that are unknown"),
        pytest.param({"a.yaml": several(*[service("a", owner="nobody")] * 4)}, id="copies of one document"),
        pytest.param({"a.yaml": "- 1\n---\n- 1\n---\ntext\n---\na: b\n"}, id="documents without kind"),
        pytest.param({"a.yaml": service("a", 'labels: {"a/b": 1, a: 2, "a\\x1fb": 3}')}, id="keys with the sign between parts"),
        pytest.param({"A.yaml": "a: {", "a.yaml": "a: {"}, id="names that differ in case"),
    ],
)  # fmt: skip
def test_two_findings_never_share_one(files: dict[str, str]) -> None:
    report = check({**HOME, **{f"catalog/{path}": text for path, text in files.items()}})
    prints = [d.fingerprint for d in every(report)]
    assert len(prints) > 1
    assert len(set(prints)) == len(prints)


def test_the_first_of_two_equals_keeps_its_fingerprint_when_the_second_goes() -> None:
    twice = service("a", "dependsOn: [{service: x}, {service: x}]")
    once = service("a", "dependsOn: [{service: x}]")
    first, second = (
        [d.fingerprint for d in check({**HOME, "catalog/a.yaml": text}).diagnostics if d.code == "REF001"]
        for text in (twice, once)
    )
    assert first[:1] == second


def test_people_are_enough_to_be_clean() -> None:
    assert said(check({"catalog/people.yaml": PEOPLE, "catalog/team.yaml": team("storefront")})) == []
