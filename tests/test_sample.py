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
        "SignOff", "BreakGlass", "Drill", "Incident",
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
        f"{STOREFRONT}:26:47 warning[ambiguous-scalar] `22:30` is text for ownercat but the number 1350 for a YAML"
        " 1.1 reader",
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
