"""Records with detached signatures: whose they are, what they survive, and that nobody edits or removes one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ownercat.diagnostics import Finding, Place
from ownercat.model import Catalog, Proof, SignOff
from ownercat.model.policy import resolve_policy
from ownercat.repository.git import signing
from ownercat.repository.trees import WorkTree
from ownercat.signoff.digests import encode_canonical
from ownercat.signoff.evidence import Comparison, gathering, records, signers, writing
from ownercat.signoff.identities import People
from ownercat.signoff.records import NAMESPACE
from ownercat.signoff.values import Evidence, EvidenceLevel, Identity
from tests.rules.parts import service
from tests.signoff.evidence.histories import NOW, Shop

DIGEST = "sha256:" + "0123456789abcdef" * 4
BAD = "the signature does not match this document or the namespace ownercat-signoff, or its key is revoked"
UNKNOWN = "the key is not in the allowed signers file of the base branch, or is not valid at that time"


def data(by: str, name: str = "r1", **more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "ownercat/v1", "kind": "SignOff", "name": name, "service": "payment", "change": "sla-loosened",
        "party": {"team": "storefront", "role": "consumer"}, "decision": "approve", "from": {"sev1.restore": "30m"},
        "to": {"sev1.restore": "50m"}, "terms": DIGEST, "by": by, "at": "2026-10-02T09:14:00Z", **more,
    }  # fmt: skip


def signed(shop: Shop, key: str, record: dict[str, Any], namespace: str = NAMESPACE) -> str:
    signature = signing.sign_bytes(encode_canonical(record), str(shop.keys.key(key)), namespace)
    return writing.render_record({**record, "signature": signature})


def catalogs(compared: Comparison) -> tuple[Catalog, Catalog, Catalog]:
    return compared.before.catalog, compared.after.catalog, compared.authority.catalog


def found(shop: Shop) -> tuple[Evidence, ...]:
    compared = shop.compared()
    people = People(compared.authority.catalog)
    keys = signers.build_keys(compared.authority, people, NOW)
    return records.list_record_evidence(*catalogs(compared), keys, people)


def told(shop: Shop) -> list[tuple[int, str, str]]:
    return [(int(e.level), e.identity.value, e.problem) for e in found(shop)]


def add(shop: Shop, text: str, name: str = "r1") -> None:
    shop.save({f"catalog/signoffs/{name}.yaml": text}, name)


def test_a_signed_record_is_evidence_of_the_highest_level(shop: Shop) -> None:
    add(shop, signed(shop, "bo", data("bo", expires="2027-04-01")))
    (evidence,) = found(shop)
    assert evidence._replace(place=None) == Evidence(
        EvidenceLevel.RECORD, Identity("person", "bo"), "approve", "storefront", "payment", DIGEST, "catalog/signoffs/r1.yaml",
        datetime(2026, 10, 2, 9, 14, tzinfo=UTC), datetime(2027, 4, 1, 23, 59, 59, 999999, UTC),
    )  # fmt: skip
    assert evidence.place is not None and evidence.place.path == "catalog/signoffs/r1.yaml"


def test_a_record_is_the_same_however_it_is_laid_out_and_wherever_it_lies(shop: Shop) -> None:
    """Rebase, squash, another folder, another order of keys and a comment change nothing in it."""
    text = signed(shop, "bo", data("bo"))
    head, _, signature = text.partition("signature: |\n")
    lines = head.replace("from:\n  sev1.restore: 30m\n", 'from: {"sev1.restore": "30m"}\n').splitlines(keepends=True)
    add(
        shop,
        "# by hand\n" + "".join(reversed(lines[:5] + lines[-3:])) + "".join(lines[5:-3]) + "signature: |\n" + signature,
        "x/y",
    )
    shop.git("checkout", "-q", "-b", "squashed", "main")
    shop.git("merge", "-q", "--squash", "change")
    shop.save({}, "one commit")
    assert told(shop) == [(3, "bo", "")]


def test_a_refusal_is_evidence_too(shop: Shop) -> None:
    add(shop, signed(shop, "bo", data("bo", decision="reject")))
    assert [(e.level, e.decision, e.problem) for e in found(shop)] == [(EvidenceLevel.RECORD, "reject", "")]


def test_an_unsigned_record_is_a_claim(shop: Shop) -> None:
    add(shop, writing.render_record(data("bo")))
    assert told(shop) == [(0, "bo", "the record has no signature")]


@pytest.mark.parametrize(
    ("key", "by", "said"),
    [
        ("mallory", "bo", UNKNOWN),
        ("chidi", "bo", "the record is for bo, but chidi@shop.example signed it"),
        ("bo", "nobody", "the record is for nobody, but bo@shop.example signed it"),
    ],
)
def test_a_signature_of_somebody_else_is_not_that_of_who_it_speaks_for(
    shop: Shop, key: str, by: str, said: str
) -> None:
    add(shop, signed(shop, key, data(by)))
    assert [problem for _, _, problem in told(shop)] == [said]


def test_a_value_that_moved_after_the_signature_kills_it(shop: Shop) -> None:
    add(shop, signed(shop, "bo", data("bo")).replace("50m", "90m"))
    assert told(shop) == [(0, "bo", BAD)]


def test_a_signature_cannot_be_taken_to_another_record(shop: Shop) -> None:
    taken = signed(shop, "bo", data("bo")).partition("signature: |\n")[2]
    add(shop, writing.render_record(data("bo", "r2", service="checkout")) + "signature: |\n" + taken, "r2")
    assert told(shop) == [(0, "bo", BAD)]


@pytest.mark.parametrize("namespace", ["git", "file", "ownercat"])
def test_a_signature_of_another_namespace_counts_for_nothing(shop: Shop, namespace: str) -> None:
    add(shop, signed(shop, "bo", data("bo"), namespace))
    assert told(shop) == [(0, "bo", BAD)]


def test_a_key_for_commits_alone_signs_no_record(shop: Shop) -> None:
    main(shop, shop.keys.line("bo@shop.example", "bo", 'namespaces="git"'))
    add(shop, signed(shop, "bo", data("bo")))
    assert told(shop) == [(0, "bo", BAD)]


def main(shop: Shop, *lines: str, revoked: str = "") -> None:
    shop.git("checkout", "-q", "main")
    if revoked:
        shop.repository.write({"catalog/allowed_signers.revoked": revoked})
    shop.signers(*lines)
    shop.git("checkout", "-q", "-B", "change", "main")


def test_a_signers_file_of_the_change_itself_vouches_for_nobody(shop: Shop) -> None:
    shop.signers(shop.keys.line("bo@shop.example", "mallory"))
    add(shop, signed(shop, "mallory", data("bo")))
    assert told(shop) == [(0, "bo", UNKNOWN)]


def test_an_expired_key_makes_no_new_agreement_whatever_date_it_states_but_its_old_ones_stand(shop: Shop) -> None:
    main(shop, shop.keys.line("bo@shop.example", "bo", 'valid-before="20261101"'))
    add(shop, signed(shop, "bo", data("bo")))
    assert told(shop) == [(0, "bo", UNKNOWN)]
    compared = shop.compared()
    people = People(compared.authority.catalog)
    keys = signers.build_keys(compared.authority, people)
    assert records.verify_records(compared.after.catalog, keys, people) == {"r1": Proof("bo@shop.example")}
    shop.save({"catalog/signoffs/r1.yaml": signed(shop, "bo", data("bo", at="2026-11-02T00:00:00Z"))}, "too late")
    after = shop.compared().after.catalog
    assert records.verify_records(after, keys, people) == {"r1": Proof(problem=UNKNOWN)}


def test_a_revoked_key_takes_its_old_agreements_with_it(shop: Shop) -> None:
    main(shop, shop.keys.line("bo@shop.example", "bo"), revoked=shop.keys.public("bo") + "\n")
    add(shop, signed(shop, "bo", data("bo")))
    assert told(shop) == [(0, "bo", BAD)]


def test_a_key_of_two_people_speaks_for_neither(shop: Shop) -> None:
    main(shop, shop.keys.line("ana@shop.example,bo@shop.example", "bo"))
    add(shop, signed(shop, "bo", data("bo")))
    assert told(shop) == [(0, "bo", UNKNOWN)]


def test_without_a_signers_file_nothing_is_believed(shop: Shop) -> None:
    shop.git("checkout", "-q", "main")
    (shop.root / "catalog/allowed_signers").unlink()
    shop.save({}, "no signers")
    shop.git("checkout", "-q", "-B", "change", "main")
    add(shop, signed(shop, "bo", data("bo")))
    assert told(shop) == [(0, "bo", "no allowed signers file exists")]


def test_a_record_that_was_there_before_does_not_speak_for_the_change(shop: Shop) -> None:
    shop.git("checkout", "-q", "main")
    add(shop, signed(shop, "bo", data("bo")))
    shop.git("checkout", "-q", "-B", "change", "main")
    shop.save({"catalog/ad.yaml": service("ad")}, "ad")
    assert told(shop) == []


@pytest.mark.parametrize("signature", ["no armour", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----"])
def test_a_signature_that_is_none_is_refused(shop: Shop, signature: str) -> None:
    add(shop, writing.render_record({**data("bo"), "signature": signature + "\n"}))
    assert told(shop) == [(0, "bo", UNKNOWN)]


def test_a_signers_file_outside_the_repository_is_not_opened(shop: Shop) -> None:
    (shop.root.parent / "signers").write_text(shop.keys.line("bo@shop.example", "bo"))
    for path, lines in (("../signers", b""), ("catalog/allowed_signers", b"#\n"), ("/catalog/allowed_signers", b"#\n")):
        policy = resolve_policy({"signoff": {"signers": path}}, Place(""))
        people = People(shop.compared().authority.catalog)
        assert signers.build_own_keys(WorkTree(shop.root), policy, people).signers[:2] == lines


# -- emergencies


def glass(**more: Any) -> dict[str, Any]:
    return {
        "apiVersion": "ownercat/v1", "kind": "BreakGlass", "name": "g1", "incident": "INC-1", "services": ["payment"],
        "reason": "payments are down since noon", "invokedBy": "ana", "second": "chidi", "covers": [DIGEST],
        "at": "2026-11-21T12:00:00Z", "expires": "2026-11-22T12:00:00Z", "retroDue": "2026-11-25", **more,
    }  # fmt: skip


def test_an_emergency_is_proven_by_those_who_signed_it(shop: Shop) -> None:
    both = {"signature": "ana", "secondSignature": "chidi"}
    signatures = {
        k: signing.sign_bytes(encode_canonical(glass()), str(shop.keys.key(who)), NAMESPACE) for k, who in both.items()
    }
    for given, proven in ((signatures, {"ana", "chidi"}), ({"signature": signatures["signature"]}, {"ana"})):
        text = writing.render_record(glass()) + "".join(f"{k}: |\n" + indented(v) for k, v in given.items())
        shop.save({"catalog/signoffs/g1.yaml": text}, "emergency")
        compared = shop.compared()
        people = People(compared.authority.catalog)
        keys = signers.build_keys(compared.authority, people, NOW)
        (found,) = records.list_emergencies(*catalogs(compared), keys, people)
        assert (found.record.name, found.proven) == ("g1", proven)
        before, after, _ = catalogs(compared)
        assert records.list_emergencies(before, after, after, keys, people) == ()  # the base has it by now


def indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


# -- records stay


def touched(shop: Shop) -> list[Finding]:
    compared = shop.compared()
    before, after = compared.before.catalog, compared.after.catalog
    return list(gathering.report_altered_records(before, after, date(2026, 11, 22), None))


@pytest.fixture
def recorded(shop: Shop) -> Shop:
    shop.git("checkout", "-q", "main")
    add(shop, writing.render_record(data("bo")))
    add(shop, writing.render_record(data("bo", "over", expires="2026-11-21")), "over")
    add(shop, writing.render_record(data("bo", "today", expires="2026-11-22")), "today")
    shop.save({"catalog/signoffs/g1.yaml": writing.render_record(glass())}, "emergency")
    shop.git("checkout", "-q", "-B", "change", "main")
    return shop


def test_records_that_move_or_are_laid_out_anew_are_left_alone(recorded: Shop) -> None:
    recorded.git("mv", "catalog/signoffs/r1.yaml", "catalog/elsewhere.yaml")
    text = (recorded.root / "catalog/elsewhere.yaml").read_text()
    recorded.save({"catalog/elsewhere.yaml": "# moved\n" + text}, "moved")
    assert touched(recorded) == []


def test_an_edited_record_is_a_fault(recorded: Shop) -> None:
    recorded.save({"catalog/signoffs/r1.yaml": writing.render_record(data("bo", to={"sev1.restore": "90m"}))}, "edited")
    (fault,) = touched(recorded)
    assert fault.message == "the change edits record r1: `to`"
    assert fault.help == "restore catalog/signoffs/r1.yaml, and write a new record instead"
    assert fault.place.path == "catalog/signoffs/r1.yaml"


def test_a_record_that_is_hidden_behind_another_of_its_name_is_edited(recorded: Shop) -> None:
    recorded.save({"catalog/a.yaml": writing.render_record(data("chidi"))}, "the first of a name counts")
    (fault,) = touched(recorded)
    assert fault.message == "the change edits record r1: `by`"


def test_a_number_that_becomes_a_text_is_an_edit(recorded: Shop) -> None:
    recorded.git("checkout", "-q", "main")
    add(recorded, writing.render_record(data("bo", "n", to={"availability": 99})), "n")
    recorded.git("checkout", "-q", "-B", "change", "main")
    add(recorded, writing.render_record(data("bo", "n", to={"availability": "99"})), "n")
    assert [f.message for f in touched(recorded)] == ["the change edits record n: `to`"]


def test_only_agreements_that_have_expired_may_go(recorded: Shop) -> None:
    for name in ("r1", "over", "today", "g1"):
        (recorded.root / f"catalog/signoffs/{name}.yaml").unlink()
    recorded.save({}, "tidied up")
    assert [f.message for f in touched(recorded)] == [
        f"the change removes record {record}" for record in ("r1", "today", "g1")
    ]


def test_a_record_that_cannot_be_read_any_more_is_removed(recorded: Shop) -> None:
    recorded.save({"catalog/signoffs/r1.yaml": "kind: [\n"}, "broken")
    assert len(touched(recorded)) == 1


# -- written


def test_a_record_is_written_as_it_is_read(shop: Shop) -> None:
    odd = data(
        "bo",
        **{"from": {"a.b": "yes", "c": 1e-7, "d": None, "e": ["x", {"f": True}], "g h": "12:30"}, "to": {"i": "ü#: "}},
    )
    add(shop, writing.render_record(odd))
    record = next(shop.compared().after.catalog.of(SignOff))
    assert dict(record.written) == odd
    assert replace(record, sound=True).before == odd["from"]
