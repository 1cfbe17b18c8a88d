"""The sample catalog: clean as it is, and one finding for one mistake."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from ownercat.diagnostics import Severity
from ownercat.model import BreakGlass, Person, SignOff
from ownercat.signoff.records import NAMESPACE, build_signed_bytes
from tests.catalogs import TODAY, check, line, loaded, loud, said

ROOT = Path(__file__).parents[1]
SAMPLE = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "catalog").rglob("*"))
    if path.is_file()
}
CHECKOUT = "catalog/services/checkout/ownership.yaml"
STOREFRONT = "catalog/teams/storefront.yaml"


pytestmark = pytest.mark.usefixtures("parsed_once")  # each edit changes one file of the sample


@pytest.mark.parametrize("as_of", [TODAY, None], ids=["today", "timeless"])
def test_the_sample_is_clean_down_to_the_last_info(as_of: object) -> None:
    assert said(check(SAMPLE, as_of=as_of)) == []  # type: ignore[arg-type]


def test_the_sample_uses_every_kind_and_is_the_size_of_a_company() -> None:
    kinds = re.findall(r"^kind: (\w+)$", "\n".join(SAMPLE.values()), re.MULTILINE)
    assert set(kinds) == {
        "Policy", "Person", "Team", "Rotation", "Escalation", "Service", "SLA", "Runbook", "Journey", "Expectation",
        "SignOff", "Attestation", "BreakGlass", "Drill", "Incident",
    }  # fmt: skip
    assert 18 <= kinds.count("Service") <= 25
    assert 6 <= kinds.count("Team") <= 8
    zones = set(re.findall(r"^timeZone: (\S+)$", SAMPLE["catalog/people.yaml"], re.MULTILINE))
    assert len(zones) >= 4


def test_every_sample_file_tells_an_editor_its_schema() -> None:
    for path, text in SAMPLE.items():
        if path.endswith(".yaml"):
            first = text.split("\n", 1)[0]
            schema = first.removeprefix("# yaml-language-server: $schema=")
            assert schema != first, path
            assert (ROOT / path).parent.joinpath(schema).resolve().is_relative_to(ROOT / "schemas"), path
            assert (ROOT / path).parent.joinpath(schema).exists(), path
            # the language server reads the line once for each document
            assert text.count("\n---") == text.count(f"\n--- {first}\n"), path


def edited(path: str, old: str, new: str, count: int = 1) -> dict[str, str]:
    assert old in SAMPLE[path], old
    return {**SAMPLE, path: SAMPLE[path].replace(old, new, count)}


def leaver(name: str) -> dict[str, str]:
    """The sample after a person was made inactive."""
    return edited("catalog/people.yaml", f"\nname: {name}\n", f"\nname: {name}\nactive: false\n")


BROKEN = {
    "a typo in a key": (
        edited(CHECKOUT, "\nowner: storefront\n", "\nownr: storefront\n"),
        f"{CHECKOUT}:11:1 error[unknown-field] service checkout has an unknown key: `ownr`",
        "did you mean owner?",
    ),
    "an unknown owner": (
        edited(CHECKOUT, "\nowner: storefront\n", "\nowner: storefrnt\n"),
        f"{CHECKOUT}:11:8 error[orphaned-service] service checkout has an undefined owner: team storefrnt",
        "did you mean storefront?",
    ),
    "a hard dependency on itself": (
        edited(CHECKOUT, "{service: cart, mode: hard", "{service: checkout, mode: hard"),
        f"{CHECKOUT}:33:15 error[self-dependency] service checkout depends on itself",
        "change this entry to the intended service, or remove it",
    ),
    "a chat channel that is a comment": (
        edited(STOREFRONT, 'chat: "#team-storefront"', "chat: #team-storefront"),
        f"{STOREFRONT}:11:9 error[comment-swallowed-value] `chat` has no value: YAML reads `#team-storefront` as a comment",
        'quote the value: `"#team-storefront"`',
    ),
    "a clock time that other readers take for a number": (
        edited(STOREFRONT, 'at: "09:00"', "at: 22:30"),
        f"{STOREFRONT}:26:47 warning[ambiguous-scalar] `22:30` is text for ownercat but the number 1350 in YAML 1.1",
        'quote it: `"22:30"`',
    ),
    "a duplicate key": (
        edited(CHECKOUT, "\nowner: storefront\n", "\nowner: storefront\nowner: payments\n"),
        f"{CHECKOUT}:12:1 error[duplicate-key] the key `owner` occurs twice in one mapping: first on line 11",
        "remove one of the two `owner` keys",
    ),
    "a page to an empty tier": (
        edited(STOREFRONT, "notify: [rotation:storefront-primary]", "notify: []"),
        f"{STOREFRONT}:52:47 error[empty-tier] level on-call of escalation storefront-urgent pages nobody: `notify` is empty",
        None,
    ),
}


@pytest.mark.parametrize(("files", "expected", "help"), BROKEN.values(), ids=BROKEN)
def test_one_mistake_is_one_finding(files: dict[str, str], expected: str, help: str | None) -> None:
    report = check(files)
    found = [d for d in report.diagnostics if d.severity > Severity.INFO]
    assert [line(d) for d in found] == [expected]
    if help is not None:
        assert found[0].help == help


def test_a_name_twice() -> None:
    text = SAMPLE["catalog/services/quote/ownership.yaml"].replace("\nname: quote\n", "\nname: cart\n")
    report = check({**SAMPLE, "catalog/services/zz/ownership.yaml": text})
    assert [d.code for d in report.diagnostics if d.severity > Severity.INFO] == ["REF002"]
    assert report.diagnostics[0].path == "catalog/services/zz/ownership.yaml"
    assert report.diagnostics[0].related[0].path == "catalog/services/cart/ownership.yaml"


def test_a_rename_onto_a_name_that_is_taken() -> None:
    files = edited("catalog/services/ad/ownership.yaml", "\nname: ad\n", "\nname: checkout\n")
    found = loud(check(files))
    assert len(found) == 1, found
    assert found[0].startswith("catalog/services/checkout/ownership.yaml:4:7 error[duplicate-name] ")


def test_an_owner_whose_team_has_no_active_member() -> None:
    person = "---\napiVersion: ownercat/v1\nkind: Person\nname: zelda\ntimeZone: Europe/Madrid\nactive: false\n"
    files = edited("catalog/teams/web.yaml", "members: [ines, tom, priya, owen, yara]", "members: [zelda]")
    files["catalog/people.yaml"] += person
    assert loud(check(files)) == [
        "catalog/teams/web.yaml:8:10 error[orphaned-service] team web has no active members, so 5 services have no"
        " active owner: ad, frontend-proxy, frontend, image-provider and recommendation"
    ]


def test_one_dead_team_is_one_finding_however_much_it_owns() -> None:
    files = edited(STOREFRONT, "members: [ana, bo, chidi, dana, emre]", "members: []")
    assert loud(check(files)) == [
        f"{STOREFRONT}:4:7 error[orphaned-service] team storefront has no members, so 5 services have no active owner:"
        " cart, checkout, product-catalog, quote and shipping"
    ]


def test_a_tier_1_service_without_escalation() -> None:
    text = re.sub(r"\nescalation:\n(  - .*\n)+", "\n", SAMPLE[CHECKOUT])
    found = loud(check({**SAMPLE, CHECKOUT: text}))
    assert len(found) == 1, found
    assert found[0].startswith(f"{CHECKOUT}:4:7 error[missing-escalation] ")


def signatures() -> list[tuple[str, str, str, bytes]]:
    """Every signature of a record: its key, the approver's e-mail address, the signature, and what it is over."""
    catalog = loaded(SAMPLE).catalog
    emails = {person.key: person.email for person in catalog.of(Person)}
    found = [(r, "signature", r.by, r.signature) for r in catalog.of(SignOff)]
    for r in catalog.of(BreakGlass):
        found += [(r, "signature", r.invoked_by, r.signature), (r, "secondSignature", r.second, r.second_signature)]
    return [(f"{r.name} {key}", emails[who.name], signature, build_signed_bytes(r)) for r, key, who, signature in found]


@pytest.mark.parametrize("signed", signatures(), ids=lambda signed: signed[0])
def test_the_records_are_signed_by_those_who_they_say(signed: tuple[str, str, str, bytes], tmp_path: Path) -> None:
    _, email, signature, data = signed
    (tmp_path / "signature").write_text(signature, encoding="utf-8")
    verify = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        ROOT / "catalog/allowed_signers",
        "-I",
        email,
        "-n",
        NAMESPACE,
        "-s",
        tmp_path / "signature",
    ]

    def verified(content: bytes) -> bool:
        return subprocess.run(verify, input=content, capture_output=True, check=False).returncode == 0

    assert verified(data)
    assert not verified(data.replace(b"2026-", b"2025-", 1))


def test_a_number_that_moves_ends_the_agreement_about_it() -> None:
    files = edited("catalog/services/payment/sla.yaml", "restore: 30m", "restore: 31m")
    assert loud(check(files)) == [
        "catalog/signoffs/2026-10-13-payment-checkout.yaml:29:8 error[stale-signoff] agreement 2026-10-13-payment-checkout is stale:"
        " sev1.restore was 30m when agreed and is 31m now"
    ]


def second_sla(old: str, new: str) -> dict[str, str]:
    """The sample with one more SLA: a changed copy of the one of cart."""
    return {
        **SAMPLE,
        "catalog/zz.yaml": SAMPLE[sla_file("cart")].replace("\nname: ", "\nname: second-").replace(old, new),
    }


def sla_file(service: str) -> str:
    return f"catalog/services/{service}/sla.yaml"


FRONT_DOOR = "SLA front-door-external: 99.85 % promised, but frontend-proxy → frontend (99.8 %) allows at most 99.8 %"
PROMISES = {
    "SLA001": (
        edited(sla_file("accounting"), "window: 90d", "window: 13w"),
        "objective `books-of-yesterday` of SLA accounting-for-support has a calendar window of 13w, which is not a week,"
        " month, quarter or year",
    ),
    "SLA006": (
        edited(sla_file("currency"), "releaseCalendar: https://calendar.shop.example/payments", ""),
        "SLA currency-for-checkout links no release calendar",
    ),
    "SLA007": (
        edited(CHECKOUT, "every: 20m", "every: 30m"),
        "SLA checkout-external: updates every 20m for sev1 promised, but `comms` of service checkout is slower: `every: 30m`",
    ),
    "SLA009": (
        edited(sla_file("currency"), "target: 99.99, window", "ref: slo/currency.yaml, target: 99.99, window"),
        "objective `availability` of SLA currency-for-checkout has an unknown `ref`: slo/currency.yaml does not exist",
    ),
    "SLA010": (
        {
            **edited(sla_file("currency"), "target: 99.99, window", "ref: slo/currency.yaml, target: 99.99, window"),
            "slo/currency.yaml": "version: prometheus/v1\nslos: [{name: up, objective: 99.9}]\n",
        },
        "objective `availability` of SLA currency-for-checkout and Sloth SLO up in slo/currency.yaml have different"
        " numbers: target 99.99 % and 99.9 %",
    ),
    "SLA101": (edited(sla_file("frontend-proxy"), "target: 99.75", "target: 99.85"), FRONT_DOOR),
    "SLA102": (
        edited(sla_file("checkout"), "target: 99.9,", "target: 99.92,"),
        "SLA checkout-external: 99.92 % promised, but checkout → payment (99.98 %) × cart (99.97 %) × product-catalog"
        " (99.97 %) × currency (99.99 %) allows at most 99.910 %, assuming independence; weakest: cart",
    ),
    "SLA104": (
        edited(sla_file("currency"), "  - {name: availability, sli: {type: availability}, target: 99.99, window: 28d}\n", ""),
        "service currency has no availability objective, but 2 tier 1 services checkout and frontend have hard"
        " dependencies on it",
    ),
    "SLA105": (
        edited(sla_file("redis-cart"), "threshold: 5ms", "threshold: 150ms"),
        "SLA cart-for-frontend: latency 100ms at percentile 99 promised, but cart → redis-cart takes up to 150ms at"
        " percentile 99",
    ),
    "SLA106": (
        {
            **edited("catalog/services/shipping/ownership.yaml", ", degrade: last week's price table is used", ""),
            sla_file("quote"): SAMPLE[sla_file("quote")].replace("restore: 45m, impact: 0.4", "restore: 90m"),
        },
        "service shipping has a hard dependency that is restored later than shipping promises: quote sev1 90m > 1h",
    ),
    "SLA107": (
        edited(
            sla_file("redis-cart"), "targets:",
            'hours: {timeZone: UTC, days: [mon-sat], from: "00:00", to: "00:00"}\ntargets:',
        ),
        "SLA cart-for-frontend: 24x7 promised, but cart → redis-cart has support mon–sat 00:00–00:00 UTC: effective wait"
        " +24h + ack 10m = 24h10m (Sun 2026-11-22 00:00 to 2026-11-23 00:00 UTC)",
    ),
    "SLA108": (
        edited(sla_file("cart"), "impact: 0.25", "impact: 0.5"),
        "SLA cart-for-frontend: one sev1 incident uses restore 45m × impact 0.5 = 22.5 min, more than the error budget of"
        " 12 min (99.97 % over 28d)",
    ),
    "SLA109": (
        second_sla("restore: 45m", "restore: 40m"),
        "SLA second-cart-for-frontend and SLA cart-for-frontend state different targets of service cart for service"
        " frontend: sev1 restore 40m and 45m",
    ),
    "SLA110": (
        {**SAMPLE, "catalog/zz.yaml": SAMPLE[sla_file("frontend")].replace("\nname: ", "\nname: second-")
         .replace("external: true", "consumer: team:support").replace("target: 99.8,", "target: 99.5,")},
        "SLA frontend-external: 99.8 % promised to customers, more than the internal 99.5 % of SLA second-frontend-external",
    ),
    "SLA111": (
        edited("catalog/journeys/buy.yaml", "target: 99\n", "target: 99.5\n"),
        "journey buy: 99.5 % promised, but frontend-proxy (99.75 %) × frontend (99.8 %) × product-catalog (99.97 %) × cart"
        " (99.97 %) × checkout (99.9 %) × payment (99.98 %) allows at most 99.37 %, assuming independence; weakest:"
        " frontend-proxy; kept by teams web, storefront and payments",
    ),
    "SLA201": (
        edited(sla_file("cart"), "reviewEvery: 365d", "reviewEvery: 365d\nrevisitOn: 2026-11-21"),
        "SLA cart-for-frontend has a review that is 1 day overdue: `revisitOn` is 2026-11-21",
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", PROMISES)
def test_one_edit_of_a_promise_is_one_finding(code: str) -> None:
    files, message = PROMISES[code]
    found = [(d.code, d.message) for d in check(files).diagnostics if d.severity > Severity.INFO or d.code == code]
    assert found == [(code, message)]


def test_the_optional_rule_of_one_more_nine_on_the_sample() -> None:
    option = "rules: {options: {SLA103: {tiers: [2]}}}\nrequiredInfo:"
    found = check(edited("catalog/policy.yaml", "requiredInfo:", option)).diagnostics
    assert [(d.code, d.message) for d in found] == [
        ("SLA103", "SLA fraud-detection-internal: 99.5 % promised, so each hard dependency of fraud-detection needs 99.95 %:"
         " kafka (99.9 %)"),
        ("SLA103", "SLA shipping-for-checkout: 99.9 % promised, so each hard dependency of shipping needs 99.99 %:"
         " quote (99.95 %)"),
    ]  # fmt: skip
