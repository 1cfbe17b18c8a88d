"""One mistake is one finding: an edit of the sample catalog, and all findings that it causes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from ownercat.diagnostics import Severity
from tests.catalogs import check, compare
from tests.rules.parts import lines_of

ROOT = Path(__file__).parents[2]
FILES = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted((ROOT / "catalog").rglob("*.*"))}
DAY = date(2026, 11, 30)
pytestmark = pytest.mark.usefixtures("parsed_once")  # each edit changes one file of the sample

STOREFRONT, PAYMENTS = "catalog/teams/storefront.yaml", "catalog/teams/payments.yaml"
CHECKOUT, PEOPLE = "catalog/services/checkout/ownership.yaml", "catalog/people.yaml"
RECORD = "catalog/signoffs/2026-10-13-payment-checkout.yaml"
LEFT = "---\napiVersion: ownercat/v1\nkind: Person\nname: rolf\ntitle: Rolf\nemail: rolf@shop.example\nactive: false\n"


def edited(path: str, old: str, new: str, times: int = 1) -> dict[str, str]:
    assert FILES[path].count(old) == times, FILES[path].count(old)
    return {**FILES, path: FILES[path].replace(old, new)}


def loud(files: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(d.code, d.path) for d in check(files, DAY).diagnostics if d.severity > Severity.INFO]


def told(files: Mapping[str, str]) -> list[str]:
    """Findings of warnings and errors, whole."""
    return list(lines_of(d for d in check(files, DAY).diagnostics if d.severity > Severity.INFO))


def test_the_sample_is_clean() -> None:
    assert loud(FILES) == []


def test_a_person_who_left_is_added_to_a_rotation() -> None:
    files = edited(STOREFRONT, "members: [ana, bo, chidi, emre]", "members: [ana, bo, chidi, emre, rolf]")
    files[PEOPLE] += LEFT
    assert loud(files) == [("ROT001", STOREFRONT)]


def test_an_escalation_without_a_name_hides_the_name_that_services_use() -> None:
    files = edited(STOREFRONT, "kind: Escalation\nname: storefront-urgent\n", "kind: Escalation\n")
    assert loud(files) == [("SCH003", STOREFRONT)]


def test_an_escalation_without_a_name_hides_no_second_name() -> None:
    files = edited(STOREFRONT, "kind: Escalation\nname: storefront-urgent\n", "kind: Escalation\n")
    files[CHECKOUT] = files[CHECKOUT].replace("storefront-urgent", "storefront-nightly")
    assert {code for code, _ in loud(files)} == {"REF001", "SCH003"}


def test_a_misspelled_authority_is_reported_once() -> None:
    assert loud(edited(CHECKOUT, "hotfix:", "hotfx:")) == [("REF001", CHECKOUT)]


@pytest.mark.parametrize("count", [1, 2])
def test_information_that_levels_leave_out_is_reported_once(count: int) -> None:
    old = "inform: [severity, service, timeline, workarounds, runbook]}\n  - {name: "
    text = FILES[STOREFRONT]
    first = text.replace("timeline, workarounds, runbook]", "timeline, runbook]", count)
    assert old in text
    assert loud({**FILES, STOREFRONT: first}) == [("ESC011", STOREFRONT)]
    found = next(d for d in check({**FILES, STOREFRONT: first}, DAY).diagnostics if d.code == "ESC011")
    assert found.help == "set `inform: [severity, service, timeline, runbook, workarounds]`"
    assert len(found.related) == count - 1


def test_a_catch_all_route_in_front_is_reported_once() -> None:
    urgent, rest = "  - {severity: [sev1, sev2], policy: storefront-urgent}\n", "  - {policy: storefront-default}\n"
    assert told(edited(CHECKOUT, urgent + rest, rest + urgent)) == [
        "services/checkout/ownership.yaml:30:5 warning[shadowed-route] route 2 of service checkout never receives a page:"
        " route 1 matches the same pages first",
        "  help: move route 2 above route 1, or remove route 2",
        "  services/checkout/ownership.yaml:29:5 route 1",
    ]
    one, two = urgent.replace("sev1, ", ""), urgent.replace(", sev2", "")
    assert told(edited(CHECKOUT, urgent + rest, one + two + rest)) == []


def test_an_escalation_with_one_level_is_reported_once() -> None:
    rounds = "repeat: {times: 2, every: 15m, to: on-call}\nend: {handoff: escalation:company-last-resort}\n"
    short = edited(STOREFRONT, rounds, "repeat: {times: 1, every: 30m}\nend: stop\n")
    assert told(short) == []
    first, _, others = short[STOREFRONT].partition("  - {name: second, purpose: respond, ")
    _, _, end = others.partition("failsafe: ")
    assert told({**short, STOREFRONT: f"{first}failsafe: {end}"}) == [
        "teams/storefront.yaml:46:7 warning[too-few-tiers] escalation storefront-urgent has too few levels: 1, but service"
        " cart (tier 1) requires 3 for sev1 pages",
        "  help: add a level, for example with a secondary rotation, or continue with another escalation:"
        " `end: {handoff: NAME}`",
        "  services/cart/ownership.yaml:8:7 tier of service cart, which requires 3 levels",
    ]


def test_front_matter_that_is_not_closed_is_reported_once() -> None:
    book = "catalog/services/cart/runbook.md"
    assert told({**FILES, book: FILES[book].replace("\n---\n", "\n", 1)}) == [
        "services/cart/runbook.md:30:1 error[invalid-yaml] invalid YAML: the front matter has no closing ---",
        "  help: add a line `---` above this line, before the Markdown text",
    ]
    assert told({**FILES, book: FILES[book].replace("\n---\n", "\n---\n# a: b\n---\n", 1)}) == []


def test_a_file_with_conflict_markers_makes_no_agreement_stale() -> None:
    sla = "catalog/services/payment/sla.yaml"
    files = {**FILES, sla: f"<<<<<<< HEAD\n{FILES[sla]}=======\n>>>>>>> b\n"}
    assert loud(files) == [("SYN009", sla)]


def test_a_record_of_the_wrong_team() -> None:
    assert loud(edited(RECORD, "team: payments", "team: storefront")) == [("SGN004", RECORD)]
    assert loud(edited(RECORD, "team: payments", "team: paymens")) == [("REF001", RECORD)]


def test_a_record_that_a_change_edits() -> None:
    files = edited(RECORD, "team: payments", "team: storefront")
    report = compare(FILES, files, DAY)
    assert [d.code for d in report.diagnostics if d.severity > Severity.INFO] == ["SGN009"]
    assert [d.code for d in compare(files, files, DAY).diagnostics if d.severity > Severity.INFO] == []  # not caused
    assert loud(files) == [("SGN004", RECORD)]  # without a base, nobody knows that it was edited


def test_an_escalation_that_never_ends_gets_rounds_that_last_long_enough() -> None:
    old = "repeat: {times: 2, every: 15m, to: on-call}\nend: {handoff: escalation:company-last-resort}\n"
    files = edited(STOREFRONT, old, "")
    assert loud(files) == [("ESC012", STOREFRONT)]
    found = next(d for d in check(files, DAY).diagnostics if d.code == "ESC012")
    rounds = found.help.split("`")[1]
    files[STOREFRONT] = FILES[STOREFRONT].replace(old, f"{rounds}\nend: stop\n")
    assert "ESC103" not in {code for code, _ in loud(files)}


def test_a_service_that_a_change_removes_or_renames() -> None:
    quote = "catalog/services/quote/ownership.yaml"
    gone = {path: text for path, text in FILES.items() if not path.startswith("catalog/services/quote/")}
    helps = [
        d.help for d in compare(FILES, gone, DAY).diagnostics if d.code == "REF001" and "service quote" in d.message
    ]
    assert helps[0] == "remove the reference, or add `quote` to `aliases` of the service that replaces it"
    renamed = edited(quote, "name: quote\n", "name: quotations\n")
    helps = [
        d.help for d in compare(FILES, renamed, DAY).diagnostics if d.code == "REF001" and "service quote" in d.message
    ]
    assert helps[0] == "write `quotations`, or add `quote` to `aliases` of service quotations"
    helps = [d.help for d in check(gone, DAY).diagnostics if d.code == "REF001" and "service quote" in d.message]
    assert helps[0] == "add service quote, or correct the name"


def test_one_tier_is_proposed_for_one_service() -> None:
    files = dict(FILES)
    tiers = {"alpha": (1, "beta"), "beta": (3, "gamma"), "delta": (2, "gamma"), "gamma": (4, "")}
    for name, (tier, needs) in tiers.items():
        depends = f"dependsOn: [{{service: {needs}, mode: hard}}]\n" if needs else ""
        files[f"catalog/services/{name}.yaml"] = (
            f"apiVersion: ownercat/v1\nkind: Service\nname: {name}\ntier: {tier}\nowner: storefront\n{depends}"
        )
    helps = [d.help.partition(",")[0] for d in check(files, DAY).diagnostics if d.code == "DEP003"]
    assert sorted(helps) == ["set `tier: 1` in beta", "set `tier: 1` in gamma", "set `tier: 1` in gamma"]


def test_the_second_of_two_members_has_left() -> None:
    files = dict(FILES)
    files["catalog/teams/kiosk.yaml"] = (
        "apiVersion: ownercat/v1\nkind: Team\nname: kiosk\nmembers: [ana, rolf]\ncontacts: {chat: '#kiosk'}\n"
    )
    files["catalog/services/kiosk.yaml"] = (
        "apiVersion: ownercat/v1\nkind: Service\nname: kiosk\ntier: 4\nowner: kiosk\nescalation: storefront-default\n"
    )
    files[PEOPLE] += LEFT
    assert ("OWN004", "catalog/teams/kiosk.yaml") in loud(files)
    assert "OWN003" not in {code for code, _ in loud(files)}
    files["catalog/teams/kiosk.yaml"] = files["catalog/teams/kiosk.yaml"].replace("ana, rolf", "ana")
    assert "OWN003" in {code for code, _ in loud(files)}


def test_one_number_out_of_order_is_reported_once() -> None:
    sla = "catalog/services/checkout/sla.yaml"
    number = next(line for line in FILES[sla].splitlines() if line.strip().startswith("sev1:"))
    files = {**FILES, sla: FILES[sla].replace(number, number.replace("{ack: ", "{respond: 9h, ack: "))}
    assert [code for code, path in loud(files) if path == sla] == ["SLA008"]
