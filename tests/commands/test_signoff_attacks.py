"""What must not get through the gate. Each attack is made in a real repository, and beside it stands what would pass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from ownercat.cli import main
from tests.rules.parts import doc, person, several
from tests.signoff.company import SLA, team_of
from tests.signoff.gate import BEGUN, PROPOSED, REVIEWED, Gate, Outcome, review

AGREED = ("bo", "cy", "hal")


def all_of(oid: str, *names: str) -> list[dict[str, Any]]:
    return [review(name, oid) for name in names or AGREED]


def stopped(found: Outcome, change: str, party: str, state: str) -> None:
    """The gate is closed, and this is why."""
    assert found.code == 1, found
    assert found.of(change, party)["state"] == state, found.of(change, party)


# who: the head makes its own judges


def test_joining_the_team_in_the_same_change(gate: Gate) -> None:
    gate.edit("teams.yaml", "members: [cy, di]", "members: [cy, di, eve]")
    seen = gate.slower()
    stopped(gate.check(*all_of(seen, "bo", "eve", "hal")), "sla-loosened", "storefront", "pending")
    assert gate.check(*all_of(seen)).of("sla-loosened", "storefront")["state"] == "satisfied"


def test_taking_over_the_team_by_its_name(gate: Gate) -> None:
    """A new team that carries the old name as an alias, with other people in it."""
    gate.edit(
        "teams.yaml",
        "name: storefront\nmembers: [cy, di]\nlead: cy",
        "name: shop\nmembers: [eve]\nlead: eve\naliases: [{name: storefront}]",
    )
    seen = gate.slower()
    found = gate.check(*all_of(seen, "bo", "eve", "hal"))
    stopped(found, "sla-loosened", "storefront", "pending")
    stopped(found, "member-added", "storefront", "pending")


def test_a_second_document_of_the_same_team(gate: Gate) -> None:
    """The first of a name counts, and files are read in the order of their names."""
    gate.put({"a.yaml": team_of("storefront", "eve")})
    seen = gate.slower()
    found = gate.check(*all_of(seen, "bo", "eve", "hal"))
    assert found.code == 3
    assert "catalog/a.yaml of the head has errors that may hide a change" in found.found["unjudged"][0]


def test_making_the_team_a_part_of_another_one(gate: Gate) -> None:
    gate.edit("teams.yaml", "members: [cy, di]", "members: [cy, di]\nparent: search")
    seen = gate.slower()
    stopped(gate.check(*all_of(seen, "bo", "eve", "hal")), "sla-loosened", "storefront", "pending")


def test_taking_somebody_elses_login(gate: Gate) -> None:
    gate.edit("people.yaml", "{github: cy-gh}", "{github: mallory-gh}")
    seen = gate.slower()
    found = gate.check(*all_of(seen, "bo", "mallory", "hal"))
    stopped(found, "sla-loosened", "storefront", "pending")
    stopped(found, "identity-changed", "storefront", "pending")


def test_a_new_person_with_somebody_elses_login(gate: Gate) -> None:
    """On main it would take two: then the login is nobody's."""
    gate.put({"zed.yaml": doc("Person", "zed", "logins: {github: cy-gh}")})
    seen = gate.slower()
    assert gate.check(*all_of(seen)).code == 0
    gate.on_main(("people.yaml", "{github: eve-gh}", "{github: cy-gh}"))
    seen = gate.slower()
    found = gate.check(*all_of(seen))
    stopped(found, "sla-loosened", "storefront", "pending")
    assert found.found["notes"] == [
        "evidence ignored: account @cy-gh does not match exactly one Person on the base branch"
    ]


def test_coming_in_under_a_name_that_a_team_still_has(gate: Gate) -> None:
    """cy's document went in an earlier change, which asks nobody; storefront still names cy."""
    gate.on_main(("people.yaml", f"{person('cy')}---\n", ""))
    gate.put({"zed.yaml": doc("Person", "zed", "logins: {github: zed-gh}", "aliases: [{name: cy}]")})
    seen = gate.save()
    stopped(gate.check(review("zed", seen)), "person-added", "storefront", "pending")
    assert gate.check(review("di", seen)).code == 0


def test_coming_in_where_a_team_has_nobody_else(gate: Gate) -> None:
    gate.on_main(("teams.yaml", "members: [cy, di]\nlead: cy", "members: [zed]"))
    gate.put({"zed.yaml": person("zed")})
    seen = gate.save()
    stopped(gate.check(review("zed", seen)), "person-added", "council", "pending")


def test_what_is_agreed_to_for_one_person_counts_for_no_other(gate: Gate) -> None:
    """Nothing but `active` moves for either."""
    gate.on_main(
        ("people.yaml", "name: cy\n", "name: cy\nactive: false\n"),
        ("people.yaml", "name: eve\n", "name: eve\nactive: false\n"),
        ("teams.yaml", "members: [cy, di]", "members: [cy, di, eve]"),
    )
    gate.edit("people.yaml", "name: cy\nactive: false", "name: cy\nactive: true")
    seen = gate.save()
    gate.edit("people.yaml", "name: cy\nactive: true", "name: cy\nactive: false")
    gate.edit("people.yaml", "name: eve\nactive: false", "name: eve\nactive: true")
    gate.save()
    stopped(gate.check(review("di", seen)), "person-returned", "storefront", "stale")


@pytest.mark.parametrize(
    ("edit", "party"),
    [
        (("teams.yaml", "members: [cy, di]\nlead: cy", "members: [di]\nlead: cy"), "storefront"),
        (("policy.yaml", "signoff:", "breakGlass: {roster: [cy]}\nsignoff:"), "council"),
    ],
    ids=["a lead who is no member", "the roster"],
)
def test_becoming_somebody_who_is_trusted(gate: Gate, edit: tuple[str, str, str], party: str) -> None:
    gate.on_main(edit)
    gate.edit("people.yaml", "{github: cy-gh}", "{github: mallory-gh}")
    seen = gate.save()
    stopped(gate.check(review("mallory", seen)), "identity-changed", party, "pending")


def test_bringing_somebody_back_who_left(gate: Gate) -> None:
    gate.on_main(("people.yaml", "name: cy\n", "name: cy\nactive: false\n"))
    gate.edit("people.yaml", "name: cy\nactive: false\n", "name: cy\n")
    seen = gate.slower()
    found = gate.check(*all_of(seen))
    stopped(found, "sla-loosened", "storefront", "ineligible")
    stopped(found, "person-returned", "storefront", "ineligible")


def test_by_a_bot(gate: Gate) -> None:
    gate.on_main(("people.yaml", "name: cy\n", "name: cy\nbot: true\n"))
    seen = gate.slower()
    stopped(gate.check(*all_of(seen)), "sla-loosened", "storefront", "ineligible")


def test_by_an_app_of_the_forge(gate: Gate) -> None:
    gate.on_main(
        ("people.yaml", "{github: cy-gh}", "{github: app/cy-gh}"),
        ("people.yaml", "name: cy\n", "name: cy\nbot: true\n"),
    )
    seen = gate.slower()
    app = {**review("cy", seen), "author": {"is_bot": True, "login": "app/cy-gh"}}
    stopped(gate.check(*all_of(seen, "bo", "hal"), app), "sla-loosened", "storefront", "ineligible")


def test_by_somebody_who_left(gate: Gate) -> None:
    gate.on_main(("people.yaml", "name: cy\n", "name: cy\nleavesOn: 2026-10-02\n"))
    seen = gate.slower()
    found = gate.check(*all_of(seen))
    stopped(found, "sla-loosened", "storefront", "ineligible")
    assert found.of("sla-loosened", "storefront")["detail"] == "cy left on 2026-10-02"


def test_an_old_branch_brings_nobody_back(gate: Gate) -> None:
    """The change begins at a commit where eve was in the team; on main she no longer is."""
    gate.on_main(("teams.yaml", "members: [cy, di]", "members: [cy, di, eve]"))
    seen = gate.slower()
    gate.git("checkout", "-q", "main")
    gate.edit("teams.yaml", "members: [cy, di, eve]", "members: [cy, di]")
    gate.save("eve leaves")
    gate.git("checkout", "-q", "change")
    stopped(gate.check(*all_of(seen, "bo", "eve", "hal")), "sla-loosened", "storefront", "pending")
    assert gate.check(*all_of(seen)).code == 0


def test_an_old_branch_does_not_choose_its_policy(gate: Gate) -> None:
    gate.git("checkout", "-q", "main")
    gate.edit("policy.yaml", "minEvidence: E1", "minEvidence: E2")
    gate.save("stricter")
    gate.git("checkout", "-q", "change")
    seen = gate.slower()
    stopped(gate.check(*all_of(seen)), "sla-loosened", "storefront", "unverified")


# whose: proposers


def test_one_person_for_both_sides(gate: Gate) -> None:
    gate.on_main(("teams.yaml", "members: [cy, di]", "members: [cy, di, ana]"))
    seen = gate.slower()
    stopped(gate.check(*all_of(seen, "ana", "hal")), "sla-loosened", "storefront", "ineligible")


@pytest.mark.parametrize("part", ["author", "committer", "co-author", "author of the request"])
def test_every_hand_in_a_change_makes_a_proposer(gate: Gate, part: str) -> None:
    gate.on_main(("teams.yaml", "members: [cy, di]", "members: [cy, di, bo]"))
    message = "slower"
    if part == "author":
        gate.as_("bo", committer="ana")
    elif part == "committer":
        gate.as_("ana", committer="bo")
    elif part == "co-author":
        message += "\n\nCo-authored-by: Bo <bo@shop.example>"
    gate.edit("sla.yaml", "restore: 30m", "restore: 50m")
    seen = gate.save(message)
    found = gate.check(*all_of(seen, "bo", "hal"), author="bo" if part == "author of the request" else "ana")
    stopped(found, "sla-loosened", "storefront", "ineligible")


def test_a_proposer_under_an_address_that_nobody_knows(gate: Gate) -> None:
    gate.as_("ghost@evil.example")
    seen = gate.slower()
    found = gate.check(*all_of(seen))
    assert {one["state"] for one in found.found["agreements"]} == {"satisfied"}
    assert found.code == 1
    assert found.found["findings"] == [
        "author email ghost@evil.example does not match exactly one Person on the base branch:"
        " add the identity to one Person there"
    ]


def test_committing_in_the_name_of_an_approver(gate: Gate) -> None:
    """Author and committer are words; a trailer counts for whose key signed it."""
    gate.slower()
    terms = gate.check().of("sla-loosened", "storefront")["terms"]
    gate.approve("eve", "storefront", terms, who="cy")
    found = gate.check()
    stopped(found, "sla-loosened", "storefront", "ineligible")
    assert found.of("sla-loosened", "storefront")["detail"] == "eve is not eligible to approve for team storefront"
    gate.approve("cy", "storefront", terms)
    assert gate.check().of("sla-loosened", "storefront")["state"] == "satisfied"


def test_a_trailer_that_nobody_signed(gate: Gate) -> None:
    gate.slower()
    terms = gate.check().of("sla-loosened", "storefront")["terms"]
    gate.as_("cy", REVIEWED)
    gate.save(f"agreed\n\nOwnercat-Approve: storefront payment {terms}", "--allow-empty")
    found = gate.check()
    stopped(found, "sla-loosened", "storefront", "unverified")
    assert found.of("sla-loosened", "storefront")["detail"] == "the commit is not signed"


def test_a_record_that_nobody_signed(gate: Gate) -> None:
    gate.slower()
    record = json.loads(gate.record("cy", gate.check().of("sla-loosened", "storefront")))
    del record["signature"]
    gate.put({"signoffs/a.yaml": json.dumps(record)})
    gate.save()
    stopped(gate.check(), "sla-loosened", "storefront", "unverified")


def test_letting_oneself_in(gate: Gate) -> None:
    """ana adds a second account of hers to her own team, and would be two people from then on."""
    gate.put({"zed.yaml": person("zed")})
    gate.edit("teams.yaml", "members: [ana, bo]", "members: [ana, bo, zed]")
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "ana", "zed")), "member-added", "payments", "ineligible")
    assert gate.check(review("bo", seen)).code == 0


# keys


def key_attack(gate: Gate, prepare: str) -> Outcome:
    """cy's key is treated on main as said; then cy agrees with a commit and with a record."""
    gate.git("checkout", "-q", "main")
    signers = gate.repository.root / "catalog" / "allowed_signers"
    lines = signers.read_text().splitlines(keepends=True)
    (line,) = (one for one in lines if one.startswith("cy@"))
    principal, _, key = line.partition(" ")
    if prepare == "revoked":
        gate.put({"allowed_signers.revoked": gate.keys.public("cy") + "\n"})
    else:
        signers.write_text("".join(lines).replace(line, f"{principal} {prepare} {key}"))
    gate.as_("gus", BEGUN)
    gate.save("keys")
    gate.git("checkout", "-q", "-B", "change")
    gate.as_("ana", PROPOSED)
    gate.slower()
    asked = gate.check().of("sla-loosened", "storefront")
    gate.approve("cy", "storefront", asked["terms"], at="2026-10-02T13:00:00Z")
    gate.put({"signoffs/a.yaml": gate.record("cy", asked)})
    gate.save("record")
    return gate.check()


@pytest.mark.parametrize(
    "prepare", ['namespaces="file"', 'valid-before="20261001"', 'valid-after="20270101"', "revoked"], ids=str
)
def test_a_key_that_is_not_for_this(gate: Gate, prepare: str) -> None:
    found = key_attack(gate, prepare)
    stopped(found, "sla-loosened", "storefront", "unverified")
    assert len(found.of("sla-loosened", "storefront")["by"]) == 2


def test_the_same_key_without_that(gate: Gate) -> None:
    assert (
        key_attack(gate, 'namespaces="git,ownercat-signoff"').of("sla-loosened", "storefront")["state"] == "satisfied"
    )


def test_a_commit_key_is_none_for_records_and_the_other_way_round(gate: Gate) -> None:
    gate.slower()
    asked = gate.check().of("sla-loosened", "storefront")
    gate.put({"signoffs/a.yaml": gate.record("cy", asked, namespace="git")})
    gate.save()
    stopped(gate.check(), "sla-loosened", "storefront", "unverified")


def test_an_expired_key_and_an_old_date(gate: Gate) -> None:
    """The key ended on 1 October; the commit claims to be older than the change that it agrees to."""
    gate.git("checkout", "-q", "main")
    signers = gate.repository.root / "catalog" / "allowed_signers"
    signers.write_text(signers.read_text().replace("cy@shop.example ", 'cy@shop.example valid-before="20261001" '))
    gate.save("keys")
    gate.git("checkout", "-q", "-B", "change")
    gate.slower()
    asked = gate.check().of("sla-loosened", "storefront")
    gate.approve("cy", "storefront", asked["terms"], at="2026-09-01T00:00:00Z")
    gate.put({"signoffs/a.yaml": gate.record("cy", asked, at="2026-09-01T00:00:00Z")})
    gate.save("record")
    stopped(gate.check(), "sla-loosened", "storefront", "unverified")


def test_adding_ones_key_in_the_same_change(gate: Gate) -> None:
    signers = gate.repository.root / "catalog" / "allowed_signers"
    signers.write_text(signers.read_text() + gate.keys.line("cy@shop.example", "mallory"))
    gate.slower()
    asked = gate.check().of("sla-loosened", "storefront")
    gate.approve("mallory", "storefront", asked["terms"], who="cy")
    found = gate.check()
    stopped(found, "sla-loosened", "storefront", "unverified")
    assert found.of("signers-loosened", "council")["state"] == "pending"


def test_moving_the_file_of_signers_in_the_same_change(gate: Gate) -> None:
    gate.edit("policy.yaml", "minEvidence: E1", "minEvidence: E1, signers: catalog/mine")
    gate.put({"mine": gate.keys.line("cy@shop.example", "mallory")})
    gate.slower()
    asked = gate.check().of("sla-loosened", "storefront")
    gate.approve("mallory", "storefront", asked["terms"], who="cy")
    found = gate.check()
    stopped(found, "sla-loosened", "storefront", "unverified")
    stopped(found, "policy-loosened", "council", "pending")


# what: replay


def test_a_review_of_an_earlier_commit(gate: Gate) -> None:
    gate.edit("sla.yaml", "restore: 30m", "restore: 31m")
    seen = gate.save("a little")
    gate.edit("sla.yaml", "restore: 31m", "restore: 9h")
    gate.save("and then")
    found = gate.check(*all_of(seen))
    stopped(found, "sla-loosened", "storefront", "stale")
    assert found.of("sla-loosened", "storefront")["detail"] == "sev1.restore 31m → 9h"


def test_a_review_that_is_older_than_its_commit(gate: Gate) -> None:
    """A forge may bind an approval to a new head; it cannot have seen what was made later."""
    seen = gate.slower()
    old = [review(name, seen, at="2026-10-02T11:59:59Z") for name in AGREED]
    stopped(gate.check(*old), "sla-loosened", "storefront", "stale")


def test_a_review_of_a_commit_that_is_not_there(gate: Gate) -> None:
    gate.slower()
    found = gate.check(*all_of("1" * 40))
    stopped(found, "sla-loosened", "storefront", "stale")
    assert "git fetch origin 1111" in found.of("sla-loosened", "storefront")["detail"]


def test_an_old_record_for_a_second_step(gate: Gate) -> None:
    """What was agreed for 30m → 50m is on main; it says nothing about 50m → 2h, nor about the same step again."""
    gate.slower()
    asked = gate.check().of("sla-loosened", "storefront")
    gate.put({"signoffs/a.yaml": gate.record("cy", asked)})
    gate.save("record")
    gate.git("checkout", "-q", "main")
    gate.git("merge", "-q", "--no-edit", "change")
    gate.git("checkout", "-q", "-B", "change")
    gate.edit("sla.yaml", "restore: 50m", "restore: 2h")
    gate.save("again")
    stopped(gate.check(), "sla-loosened", "storefront", "pending")
    gate.git("checkout", "-q", "main")
    gate.edit("sla.yaml", "restore: 50m", "restore: 30m")
    gate.save("back to where it was")
    gate.git("checkout", "-q", "-B", "change")
    gate.slower()
    stopped(gate.check(), "sla-loosened", "storefront", "pending")


def test_an_old_branch_brings_back_what_was_agreed_to_once_and_taken_back(gate: Gate) -> None:
    """From the commit before the change, with its records: git would merge the old change a second time."""
    begun = gate.git("rev-parse", "main")
    gate.slower()
    asked = [gate.check().of("sla-loosened", team) for team in ("payments", "storefront", "council")]
    gate.put({f"signoffs/{k}.yaml": gate.record(k, one) for k, one in zip(AGREED, asked, strict=True)})
    gate.save("records")
    assert gate.check().code == 0
    gate.git("checkout", "-q", "main")
    gate.git("merge", "-q", "--no-edit", "change")
    gate.edit("sla.yaml", "restore: 50m", "restore: 30m")
    gate.save("back to where it was")
    gate.git("checkout", "-q", "-B", "change", begun)
    gate.git("checkout", "main", "--", "catalog/signoffs")
    gate.slower()
    found = gate.check()
    stopped(found, "sla-loosened", "storefront", "stale")
    assert "the record is already on the base branch" in found.of("sla-loosened", "storefront")["detail"]


def test_copying_an_old_record_under_a_new_name(gate: Gate) -> None:
    """The name is part of what is signed."""
    gate.slower()
    record = gate.record("cy", gate.check().of("sla-loosened", "storefront"))
    gate.put({"signoffs/b.yaml": record.replace("agreed-storefront-cy", "agreed-again")})
    gate.save()
    stopped(gate.check(), "sla-loosened", "storefront", "unverified")


def test_a_record_for_another_service_with_equal_numbers(gate: Gate) -> None:
    gate.on_main(("bank.yaml", "tier: 1", "tier: 1\ndependsOn: []"), ("checkout.yaml", "[{service: payment}]", "[{service: payment}, {service: bank}]"),
                 ("sla.yaml", SLA, several(SLA, SLA.replace("payment", "bank"))))  # fmt: skip
    gate.edit("sla.yaml", "name: bank-terms\nservice: bank\noutcome: a card is charged once\ntargets:\n  sev1: {ack: 10m, restore: 30m}",
              "name: bank-terms\nservice: bank\noutcome: a card is charged once\ntargets:\n  sev1: {ack: 10m, restore: 50m}")  # fmt: skip
    gate.save("the bank is slower")
    record = gate.record("cy", gate.check().of("sla-loosened", "storefront"))
    gate.git("checkout", "-q", "-B", "change", "main")
    gate.edit("sla.yaml", "name: payment-terms\nservice: payment\noutcome: a card is charged once\ntargets:\n  sev1: {ack: 10m, restore: 30m}",
              "name: payment-terms\nservice: payment\noutcome: a card is charged once\ntargets:\n  sev1: {ack: 10m, restore: 50m}")  # fmt: skip
    gate.put({"signoffs/a.yaml": record})
    gate.save("payment is slower")
    found = gate.check()
    assert [one["service"] for one in found.found["agreements"]] == ["payment"] * 3
    stopped(found, "sla-loosened", "storefront", "pending")


def test_a_record_of_another_team(gate: Gate) -> None:
    gate.slower()
    gate.put({"signoffs/a.yaml": gate.record("cy", gate.check().of("sla-loosened", "council"))})
    gate.save()
    found = gate.check()
    stopped(found, "sla-loosened", "council", "ineligible")
    stopped(found, "sla-loosened", "storefront", "pending")


def test_a_record_that_another_key_signed(gate: Gate) -> None:
    gate.slower()
    asked = gate.check().of("sla-loosened", "storefront")
    gate.put({"signoffs/a.yaml": gate.record("eve", asked, by="cy")})
    gate.save()
    found = gate.check()
    stopped(found, "sla-loosened", "storefront", "unverified")
    assert "but eve@shop.example signed it" in found.of("sla-loosened", "storefront")["detail"]


def test_editing_and_deleting_records(gate: Gate) -> None:
    gate.slower()
    asked = gate.check().of("sla-loosened", "storefront")
    gate.put({"signoffs/a.yaml": gate.record("cy", asked)})
    gate.save("record")
    gate.git("checkout", "-q", "main")
    gate.git("merge", "-q", "--no-edit", "change")
    gate.git("checkout", "-q", "-B", "change")
    gate.edit("signoffs/a.yaml", '"decision": "approve"', '"decision": "reject"')
    gate.save("edited")
    found = gate.check()
    assert (found.code, found.states) == (1, [])
    assert found.found["findings"][0].startswith("the change edits record agreed-storefront-cy: `decision`")
    gate.git("rm", "-q", "-f", "catalog/signoffs/a.yaml")
    gate.save("deleted")
    found = gate.check()
    assert found.code == 1
    assert found.found["findings"][0].startswith("the change removes record agreed-storefront-cy")


STANDING = json.dumps({
    "apiVersion": "ownercat/v1", "kind": "SignOff", "name": "carries", "standing": {"provider": "payment", "consumer": "checkout"},
    "party": {"team": "payments", "role": "provider"}, "decision": "approve", "agreed": {"mode": "hard"},
    "terms": "sha256:" + "0" * 64, "by": "ana", "at": BEGUN,
})  # fmt: skip


def standing_on_main(gate: Gate) -> None:
    gate.git("checkout", "-q", "main")
    gate.put({"signoffs/s.yaml": STANDING})
    gate.save("standing")
    gate.git("checkout", "-q", "-B", "change")


def test_deleting_the_agreement_with_the_dependency(gate: Gate) -> None:
    standing_on_main(gate)
    gate.git("rm", "-q", "catalog/signoffs/s.yaml")
    gate.edit("checkout.yaml", "dependsOn: [{service: payment}]", "")
    seen = gate.save()
    found = gate.check(review("cy", seen))
    assert found.states == ["dependency-removed storefront: satisfied"]
    assert (found.code, found.found["findings"][0][:36]) == (1, "the change removes record carries; r")


def test_turning_a_standing_agreement_into_another(gate: Gate) -> None:
    standing_on_main(gate)
    gate.edit(
        "signoffs/s.yaml",
        '"provider": "payment", "consumer": "checkout"',
        '"provider": "payment", "consumer": "frontend"',
    )
    gate.save()
    found = gate.check()
    assert (found.code, found.found["findings"][0][:44]) == (1, "the change edits record carries: `standing`;")


def emergency(gate: Gate) -> list[Any]:
    """main owes an agreement to each of payments, storefront and council; nobody has given one."""
    gate.slower()
    asked = list(gate.check().found["agreements"])
    glass = {
        "apiVersion": "ownercat/v1", "kind": "BreakGlass", "name": "down", "incident": "INC-1", "services": ["payment"],
        "reason": "payments are down since noon", "invokedBy": "gus", "second": "hal", "at": BEGUN,
        "covers": [one["terms"] for one in asked], "expires": PROPOSED, "retroDue": "2026-10-06",
    }  # fmt: skip
    gate.git("checkout", "-q", "main")
    gate.put({"down.yaml": json.dumps(glass)})
    gate.edit("sla.yaml", "restore: 30m", "restore: 50m")
    gate.save("emergency")
    gate.git("checkout", "-q", "-B", "change")
    return asked


@pytest.mark.parametrize(
    ("key", "more", "said"),
    [
        ("cy", {}, ""),
        ("eve", {}, "eve is not eligible to approve for the team"),
        ("eve", {"by": "cy"}, "the record is for cy, but eve@shop.example signed it"),
        ("eve", {"party": {"team": "search", "role": "consumer"}}, "its digest does not match its readable values"),
    ],
    ids=["one of the team", "a stranger", "a stranger in their name", "a stranger for their own team"],
)
def test_paying_for_an_emergency_in_the_name_of_others(gate: Gate, key: str, more: dict[str, Any], said: str) -> None:
    owed = next(one for one in emergency(gate) if one["team"] == "storefront")
    gate.put({"signoffs/pays.yaml": gate.record(key, owed, **more)})
    gate.save("paid")
    found = gate.check()
    assert found.code == (1 if said else 0)
    assert said in "".join(found.found["findings"])


def test_paying_for_an_emergency_without_a_key(gate: Gate) -> None:
    """A review of the record by one of the team stands behind it; a claim alone does not, nor a review of another."""
    owed = next(one for one in emergency(gate) if one["team"] == "storefront")
    record = json.loads(gate.record("cy", owed))
    gate.put({"signoffs/pays.yaml": json.dumps({key: record[key] for key in record if key != "signature"})})
    seen = gate.save("paid")
    for given in ([], [review("eve", seen)], [review("cy", gate.git("rev-parse", "main"))]):
        found = gate.check(*given)
        assert (found.code, found.found["findings"]) == (1, [
            "signoff agreed-storefront-cy has a decision of storefront, but the record has no signature: "
            "a member of storefront must sign or approve it"
        ])  # fmt: skip
    assert gate.check(review("cy", seen)).code == 0


@pytest.mark.parametrize(("key", "code"), [("ana", 0), ("eve", 1)])
def test_a_standing_agreement_in_the_name_of_others(gate: Gate, key: str, code: int) -> None:
    given = {name: value for name, value in json.loads(STANDING).items() if name != "agreed"}
    record = gate.record(key, {**NOTHING, "terms": given["terms"]}, **{**LEFT_OUT, **given, "by": key})
    gate.put({"signoffs/s.yaml": record})
    gate.save()
    assert gate.check().code == code


NOTHING = {"change": "", "team": "", "role": "", "service": "", "fields": []}
LEFT_OUT = dict.fromkeys(("service", "change", "from", "to"))


def test_a_standing_agreement_is_none_to_a_change(gate: Gate) -> None:
    gate.slower()
    asked = gate.check().of("sla-loosened", "payments")
    record = gate.record(
        "bo",
        asked,
        standing={"provider": "payment", "consumer": "checkout"},
        agreed={"mode": "hard"},
        change=None,
        service=None,
        **{"from": None, "to": None},
    )
    gate.put({"signoffs/s.yaml": record})
    gate.save()
    stopped(gate.check(), "sla-loosened", "payments", "unverified")


@pytest.mark.parametrize(
    "words",
    [{"to": {"sla": "payment-terms", "sev1.restore": "31m"}}, {"from": {}}, {"service": "bank"}, {"change": "sla-tightened"},
     {"party": {"team": "storefront", "role": "owner"}}],
    ids=str,
)  # fmt: skip
def test_a_record_whose_words_are_not_its_terms(gate: Gate, words: dict[str, Any]) -> None:
    """Somebody is given a harmless text to sign, with the digest of something else in it."""
    gate.slower()
    gate.put({"signoffs/a.yaml": gate.record("cy", gate.check().of("sla-loosened", "storefront"), **words)})
    gate.save()
    found = gate.check()
    stopped(found, "sla-loosened", "storefront", "unverified")
    assert (
        "the digest does not match the readable values of the record"
        in found.of("sla-loosened", "storefront")["detail"]
    )


# around: what judges, and where


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        (("policy.yaml", "minEvidence: E1", "minEvidence: E1, distinctHumans: 1"), "policy-loosened"),
        (("policy.yaml", "quorum: 2", "quorum: 1"), "policy-loosened"),
        (("policy.yaml", "signoff: {minEvidence: E1}", "tiers: {}"), "policy-loosened"),
        (("policy.yaml", "team: council, ", ""), "policy-loosened"),
        (("policy.yaml", "team: council", "team: payments"), "policy-loosened"),
        (("policy.yaml", "name: shop", "name: other"), "policy-loosened"),
        (("policy.yaml", "signoff:", "breakGlass: {roster: [ana]}\nsignoff:"), "roster-loosened"),
        (("policy.yaml", "signoff:", "rules: {ignore: [SGN001]}\nsignoff:"), "policy-loosened"),
        (("policy.yaml", "signoff:", "breakGlass: {maxHours: 8000}\nsignoff:"), "policy-loosened"),
    ],
    ids=lambda value: value[2][:40] if isinstance(value, tuple) else value,
)
def test_weakening_what_judges(gate: Gate, edit: tuple[str, str, str], change: str) -> None:
    gate.edit(*edit)
    seen = gate.save()
    found = gate.check(*all_of(seen, "gus"))
    stopped(found, change, "council", "pending")
    assert found.of(change, "council")["detail"] == "1 of 2 approvals given"
    assert gate.check(*all_of(seen, "gus", "hal")).code == 0


@pytest.mark.parametrize(
    ("policy", "path", "name", "thief", "change"),
    [
        (("team: council", "team: board"), "teams.yaml", "council", team_of("board", "ana", "bo"), "policy-loosened"),
        (("signoff:", "breakGlass: {roster: [board]}\nsignoff:"), "people.yaml", "hal", person("board"), "roster-loosened"),
    ],
    ids=["governance", "roster"],
)  # fmt: skip
def test_taking_over_a_name_that_the_policy_trusts(
    gate: Gate, policy: tuple[str, str], path: str, name: str, thief: str, change: str
) -> None:
    """The policy knows them by an old name, and something new of that name comes before an alias."""
    gate.on_main(("policy.yaml", *policy), (path, f"name: {name}\n", f"name: {name}\naliases: [{{name: board}}]\n"))
    gate.put({"thief.yaml": thief})
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "bo")), change, "council", "pending")


def test_founding_the_team_that_governs(gate: Gate) -> None:
    """main names one that does not exist: so nobody can approve who it is, and least of all whoever founds it."""
    gate.on_main(("policy.yaml", "team: council", "team: board"))
    gate.put({"board.yaml": team_of("board", "ana", "bo")})
    seen = gate.save()
    assert gate.check(*all_of(seen, "ana", "bo")).states == ["policy-loosened : impossible"]


def test_a_second_policy(gate: Gate) -> None:
    """The first document in the order of files is in force."""
    gate.put({"aaa.yaml": doc("Policy", "mine", "signoff: {distinctHumans: 1}")})
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "gus")), "policy-loosened", "council", "pending")


def test_taking_the_policy_away(gate: Gate) -> None:
    gate.git("rm", "-q", "catalog/policy.yaml")
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "gus")), "policy-loosened", "council", "pending")


def test_governance_cannot_be_packed_in_the_same_change(gate: Gate) -> None:
    gate.edit("teams.yaml", "members: [gus, hal, ivy]", "members: [gus, hal, ivy, ana, bo]")
    gate.edit("policy.yaml", "quorum: 2", "quorum: 1")
    seen = gate.save()
    found = gate.check(*all_of(seen, "ana", "bo"))
    stopped(found, "policy-loosened", "council", "pending")
    assert "member-added council: pending" in found.states


@pytest.mark.parametrize("base", ["main", "main~0"])
def test_a_tag_named_like_the_base(gate: Gate, capsys: pytest.CaptureFixture[str], base: str) -> None:
    """Whoever may push a tag may not be able to push to main; git takes the tag where both have the name."""
    gate.git("tag", "main")
    assert gate.check(arguments=("--base", base)).code == 0  # the same commit: nothing to choose between
    gate.slower()
    gate.git("tag", "-f", "main")
    found = gate.check(arguments=("--base", base))
    assert (found.code, found.found) == (2, {})
    assert "revision main is ambiguous: it matches refs/tags/main and refs/heads/main" in found.err
    assert gate.check(arguments=("--base", "refs/heads/main")).code == 1


def test_moving_the_catalog_by_the_configuration(gate: Gate) -> None:
    """The folder stays as it was, and another one is in force after the merge."""
    gate.git("mv", "catalog", "moved")
    gate.git("checkout", "-q", "HEAD", "--", "catalog")
    sla = gate.repository.root / "moved" / "sla.yaml"
    sla.write_text(sla.read_text().replace("restore: 30m", "restore: 50m"))
    gate.repository.write({"ownercat.toml": 'catalog = "moved"\n'})
    seen = gate.save()
    found = gate.check(*all_of(seen, "gus"))
    stopped(found, "sla-loosened", "storefront", "pending")
    stopped(found, "configuration-loosened", "council", "pending")


def test_moving_the_catalog_out_of_sight(gate: Gate) -> None:
    gate.repository.write({"ownercat.toml": 'catalog = "empty"\n', "empty/readme.md": "nothing here\n"})
    seen = gate.save()
    found = gate.check(*all_of(seen))
    assert found.code == 1
    stopped(found, "configuration-loosened", "council", "pending")
    assert "service-retired storefront: satisfied" in found.states
    assert "service-retired search: pending" in found.states


def test_lowering_the_tier_on_the_way(gate: Gate) -> None:
    gate.edit("checkout.yaml", "tier: 2", "tier: 4")
    gate.edit("payment.yaml", "tier: 2", "tier: 4")
    seen = gate.slower()
    found = gate.check(*all_of(seen, "bo", "hal"))
    stopped(found, "sla-loosened", "storefront", "pending")
    assert "tier-lowered storefront: pending" in found.states


def test_a_quorum_that_nobody_can_reach_is_no_pass(gate: Gate) -> None:
    gate.on_main(
        ("teams.yaml", "members: [gus, hal, ivy]", "members: [gus]"),
        ("sla.yaml", "approvers: [council]", "approvers: []"),
    )
    gate.edit("policy.yaml", "quorum: 2", "quorum: 1")
    seen = gate.save()
    stopped(gate.check(review("gus", seen)), "policy-loosened", "council", "impossible")


def test_making_the_other_side_leave_on_the_way(gate: Gate) -> None:
    gate.edit("people.yaml", "name: cy\n", "name: cy\nactive: false\n")
    gate.edit("people.yaml", "name: di\n", "name: di\nbot: true\n")
    seen = gate.slower()
    stopped(gate.check(*all_of(seen, "bo", "hal")), "sla-loosened", "storefront", "pending")


# hidden: what a change does not seem to be


def test_dropping_the_consumer_on_the_way(gate: Gate) -> None:
    gate.edit("checkout.yaml", "dependsOn: [{service: payment}]", "")
    seen = gate.slower()
    stopped(gate.check(*all_of(seen, "bo", "hal")), "sla-loosened", "storefront", "pending")


def test_dropping_the_consumer_in_an_earlier_commit(gate: Gate) -> None:
    gate.edit("checkout.yaml", "dependsOn: [{service: payment}]", "")
    gate.save("first")
    seen = gate.slower()
    stopped(gate.check(*all_of(seen, "bo", "hal")), "sla-loosened", "storefront", "pending")


def test_weakening_the_need_before_the_promise(gate: Gate) -> None:
    """Who needs it softly is told of a looser promise and not asked, so that is not for the provider to say."""
    gate.edit("checkout.yaml", "{service: payment}", "{service: payment, mode: soft}")
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "bo", "hal")), "dependency-softened", "storefront", "pending")
    gate.edit("checkout.yaml", "mode: soft", "degrade: it says so")
    gate.save()
    assert gate.check().states == []
    gate.git("reset", "-q", "--hard", seen)
    assert gate.check(*all_of(seen, "cy")).code == 0


@pytest.mark.parametrize(("before", "after"), [("service", "external"), ("external", "service"), ("service", "job")])
def test_going_outside_where_nothing_is_agreed(gate: Gate, before: str, after: str) -> None:
    """Standing agreements of what is external are not judged any more."""
    gate.on_main(("payment.yaml", "tier: 2", f"tier: 2\ntype: {before}"))
    gate.edit("payment.yaml", f"type: {before}", f"type: {after}")
    seen = gate.save()
    if "external" not in (before, after):
        assert gate.check().states == []
        return
    stopped(gate.check(*all_of(seen, "bo", "fay")), "type-changed", "storefront", "pending")
    assert gate.check(*all_of(seen, "bo", "cy", "fay")).code == 0


@pytest.mark.parametrize("alias", ["\naliases: [{name: payment}]", ""], ids=["with the old name", "without"])
def test_renaming_the_service_on_the_way(gate: Gate, alias: str) -> None:
    gate.edit("payment.yaml", "name: payment\n", f"name: pay{alias}\n")
    gate.edit("sla.yaml", "service: payment", "service: pay")
    gate.edit("checkout.yaml", "service: payment", "service: pay")
    seen = gate.slower()
    found = gate.check(*all_of(seen, "bo", "hal"))
    assert found.code == 1
    assert any(one.startswith("sla-loosened storefront: ") for one in found.states)


def test_giving_the_consumer_away_on_the_way(gate: Gate) -> None:
    gate.edit("checkout.yaml", "owner: storefront", "owner: payments")
    seen = gate.slower()
    stopped(gate.check(*all_of(seen, "bo", "hal")), "sla-loosened", "storefront", "pending")


def test_moving_the_file_on_the_way(gate: Gate) -> None:
    gate.git("mv", "catalog/sla.yaml", "catalog/terms.yaml")
    gate.edit("terms.yaml", "restore: 30m", "restore: 50m")
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "bo", "hal")), "sla-loosened", "storefront", "pending")


def test_moving_the_file_out_of_the_catalog(gate: Gate) -> None:
    gate.git("mv", "catalog/sla.yaml", "sla.yaml")
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "bo", "hal")), "sla-loosened", "storefront", "pending")


HIDING = {
    "an anchor": ("targets:\n  sev1: {ack: 10m, restore: 30m}", "x-slow: &slow {ack: 10m, restore: 50m}\ntargets:\n  sev1: *slow"),
    "another spelling of more": ("restore: 30m", "restore: 3000s"),
    "another name of the severity": ("  sev1: {ack: 10m, restore: 30m}", "  sev2: {ack: 10m, restore: 30m}"),
    "a draft": ("outcome:", "status: draft\noutcome:"),
    "a promise that is retired": ("outcome:", "status: retired\noutcome:"),
    "fewer hours": ("outcome:", "hours: {timeZone: UTC, days: [mon], from: '09:00', to: '17:00'}\noutcome:"),
    "a lower target": ("target: 99.9", "target: 99.8"),
    "another window": ("window: 28d", "window: 90d"),
    "no target": ("target: 99.9, ", ""),
    "another promise of the same name": ("service: payment", "service: bank"),
    "outsiders": ("outcome:", "external: true\noutcome:"),
    "one consumer of one's own": ("outcome:", "consumer: team:payments\noutcome:"),
}  # fmt: skip


@pytest.mark.parametrize("how", HIDING)
def test_hiding_that_a_promise_is_looser(gate: Gate, how: str) -> None:
    gate.edit("sla.yaml", *HIDING[how])
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "bo", "hal")), "sla-loosened", "storefront", "pending")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("sla.yaml", "targets:\n  sev1: {ack: 10m, restore: 30m}", "x-slow: &slow {restore: 50m}\ntargets:\n  sev1: {<<: *slow, ack: 10m}"),
        ("sla.yaml", "restore: 30m", "restore: [30m]"),
        ("sla.yaml", "kind: SLA", "kind: SLo"),
        ("sla.yaml", "restore: 30m", "restore: 30m, restore: 50m"),
        ("checkout.yaml", "dependsOn:", "dependsOn: ["),
        ("teams.yaml", "kind: Team", "kind: Teem"),
    ],
    ids=["a merge key", "a wrong type", "an unknown kind", "a key twice", "broken YAML", "a kind that may be a team"],
)  # fmt: skip
def test_a_broken_head_is_no_pass(gate: Gate, path: str, old: str, new: str) -> None:
    gate.edit(path, old, new)
    seen = gate.save()
    found = gate.check(*all_of(seen))
    assert found.code == 3
    assert f"catalog/{path}" in found.found["unjudged"][0]


def test_a_broken_base_is_no_pass(gate: Gate) -> None:
    """The consumer cannot be read, so nobody knows that there is one."""
    gate.on_main(("checkout.yaml", "dependsOn: [{service: payment}]", "dependsOn: ["))
    seen = gate.slower()
    found = gate.check(*all_of(seen, "bo", "hal"))
    assert found.code == 3
    assert "catalog/checkout.yaml of the base cannot be read" in found.found["unjudged"][0]


def test_a_base_whose_policy_cannot_be_believed_is_no_pass(gate: Gate) -> None:
    """E2 was meant, and the default would be E1."""
    gate.on_main(("policy.yaml", "minEvidence: E1", "minEvidence: E-2"))
    seen = gate.slower()
    found = gate.check(*all_of(seen))
    assert found.code == 3
    assert found.found["unjudged"][0].startswith("the policy of the base has errors")


def test_a_link_in_place_of_a_file(gate: Gate) -> None:
    (gate.repository.root / "catalog" / "checkout.yaml").unlink()
    (gate.repository.root / "catalog" / "checkout.yaml").symlink_to("payment.yaml")
    gate.save()
    assert gate.check().code == 3


def test_what_came_to_main_meanwhile_is_not_hidden_by_a_twin(gate: Gate) -> None:
    """main gets a service; the change brings another one of that name in another file, and both would merge."""
    gate.git("checkout", "-q", "main")
    gate.put({"quote.yaml": doc("Service", "quote", "owner: search")})
    gate.save("quote")
    gate.git("checkout", "-q", "change")
    gate.put({"aaa.yaml": doc("Service", "quote", "owner: payments")})
    gate.save("another quote")
    found = gate.check()
    assert found.code == 3
    assert found.found["unjudged"] == [
        "service quote is on the base branch but not at the merge base: merge the base branch first"
    ]


def test_a_consumer_that_came_to_main_meanwhile_is_asked(gate: Gate) -> None:
    seen = gate.slower()
    gate.git("checkout", "-q", "main")
    gate.edit("bank.yaml", "tier: 1", "tier: 1\ndependsOn: [{service: payment}]")
    gate.save("the bank needs payment")
    gate.git("checkout", "-q", "change")
    stopped(gate.check(*all_of(seen)), "sla-loosened", "search", "pending")


# the file of reviews


def forged(gate: Gate, **changed: Any) -> str:
    whole = {
        "number": 1,
        "author": {"login": "ana-gh"},
        "baseRefName": "main",
        "headRefOid": gate.head,
        "reviews": all_of(gate.head),
        **changed,
    }
    return json.dumps({key: value for key, value in whole.items() if value is not None})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reviews": None}, "reviews is missing"),
        ({"author": None}, "author is missing"),
        ({"baseRefName": None}, "baseRefName is missing"),
        ({"reviews": {}}, "reviews must be a list"),
        ({"reviews": [{}]}, "reviews[0].state is missing"),
        ({"reviews": [{**review("cy", "1" * 40), "state": "approved"}]}, "reviews[0].state must be one of"),
        ({"reviews": [{**review("cy", "1" * 40), "submittedAt": "soon"}]}, "reviews[0].submittedAt"),
        ({"reviews": [{**review("cy", "HEAD"), "id": "x"}]}, "reviews[0].commit.oid"),
        ({"reviews": [{**review("cy", "1" * 40), "id": "x"}, {**review("cy", "1" * 40), "id": "x"}]}, "is a duplicate"),
    ],
)  # fmt: skip
def test_reviews_that_are_not_what_a_forge_writes(gate: Gate, changed: dict[str, Any], said: str) -> None:
    gate.slower()
    found = gate.check(raw=forged(gate, **changed))
    assert (found.code, found.found) == (2, {})
    assert said in found.err


@pytest.mark.parametrize("raw", ["", "[]", "{", "null", '{"reviews": 1, "reviews": []}', "[" * 100_000], ids=range(6))
def test_reviews_that_are_no_object(gate: Gate, raw: str) -> None:
    gate.slower()
    found = gate.check(raw=raw or " ")
    assert (found.code, found.found) == (2, {})


def test_the_reviews_of_another_pull_request(gate: Gate) -> None:
    """Another pull request with the same terms was approved; its file approves nothing here."""
    approved = gate.slower()
    gate.git("checkout", "-q", "-b", "copy", "main")
    copy = gate.slower()
    assert copy != approved or gate.save("again", "--allow-empty")
    fix = "create the file again for this pull request"
    other = gate.check(raw=forged(gate, headRefOid="1" * 40, reviews=all_of(approved)))
    head = f"the reviews are for head commit 111111111111, but the checked commit is {gate.head[:12]}: {fix}"
    assert (other.code, other.found["findings"]) == (1, [head])
    assert other.states == [f"sla-loosened {team}: pending" for team in ("payments", "storefront", "council")]
    release = gate.check(raw=forged(gate, baseRefName="release"))
    branch = f"the reviews are for base branch release, but --base is main: {fix}"
    assert (release.code, release.found["findings"]) == (1, [branch])
    assert set(release.states) == set(other.states)


@pytest.mark.parametrize("base", ["main", "refs/heads/main", "origin/main", "main~0", "v1", "COMMIT"])
def test_the_reviews_of_this_pull_request_with_any_name_of_the_base(
    gate: Gate, base: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A commit or a tag has no branch that could be compared."""
    gate.git("update-ref", "refs/remotes/origin/main", "main")
    gate.git("tag", "v1", "main")
    gate.slower()
    named = "release" if base in ("main~0", "v1", "COMMIT") else "main"
    base = gate.git("rev-parse", "main") if base == "COMMIT" else base
    found = gate.check(raw=forged(gate, baseRefName=named), arguments=("--base", base))
    assert (found.code, found.found["findings"]) == (0, [])


def test_a_dismissed_review_does_not_fall_back(gate: Gate) -> None:
    seen = gate.slower()
    found = gate.check(*all_of(seen), review("cy", seen, "DISMISSED", at="2026-10-03T13:00:00Z"))
    stopped(found, "sla-loosened", "storefront", "stale")


def test_hostile_words_reach_no_output(gate: Gate) -> None:
    seen = gate.slower()
    evil = {**review("cy", seen), "author": {"login": "\u202e::error::\u001b[31m@all"}}
    found = gate.check(*all_of(seen, "bo", "hal"), evil)
    assert found.code == 1
    assert not any(char in json.dumps(found.found, ensure_ascii=False) for char in "\u202e\u001b")


# emergencies


def invoked(gate: Gate, **more: Any) -> Outcome:
    """An emergency for all that a slower payment needs."""
    if "roster" not in gate.git("show", "main:catalog/policy.yaml"):
        gate.on_main(("policy.yaml", "signoff:", "breakGlass: {roster: [gus, hal]}\nsignoff:"))
    gate.git("checkout", "-q", "-B", "change", "main")
    gate.slower()
    covers = [one["terms"] for one in gate.check().found["agreements"]]
    gate.put({"emergencies/outage.yaml": gate.emergency(covers, **more)})
    gate.save("emergency")
    return gate.check()


def test_an_emergency_passes_loudly(gate: Gate) -> None:
    found = invoked(gate)
    assert (found.code, {one["state"] for one in found.found["agreements"]}) == (0, {"waived"})
    assert found.found["agreements"][0]["by"] == ["emergency outage (INC-4711)"]


def test_an_emergency_in_the_name_of_others(gate: Gate) -> None:
    """ana signs twice, for gus and for hal; then gus alone signs for both."""
    found = invoked(gate, keys=("ana", "ana"))
    stopped(found, "sla-loosened", "storefront", "pending")
    why = "emergency outage is not valid: the record has no valid signature by gus"
    assert found.of("sla-loosened", "storefront")["detail"] == why
    found = invoked(gate, keys=("gus", "gus"))
    assert found.of("sla-loosened", "storefront")["detail"] == why.replace("gus", "hal")


def test_an_emergency_of_one(gate: Gate) -> None:
    stopped(invoked(gate, second="gus"), "sla-loosened", "storefront", "pending")


def test_an_emergency_by_who_joins_the_roster_in_the_same_change(gate: Gate) -> None:
    gate.edit("policy.yaml", "signoff:", "breakGlass: {roster: [ana, bo]}\nsignoff:")
    gate.slower()
    covers = [one["terms"] for one in gate.check().found["agreements"]]
    gate.put({"emergencies/outage.yaml": gate.emergency(covers, "ana", "bo")})
    gate.save("emergency")
    found = gate.check()
    stopped(found, "sla-loosened", "storefront", "pending")
    stopped(found, "roster-loosened", "council", "pending")


def test_an_emergency_of_yesterday(gate: Gate) -> None:
    found = invoked(gate, at="2026-10-03T02:00:00Z", expires="2026-10-04T02:00:00Z")
    stopped(found, "sla-loosened", "storefront", "pending")


def test_an_emergency_that_was_there_before(gate: Gate) -> None:
    """It let one change pass; undoing that and making it again is another."""
    invoked(gate)
    gate.git("checkout", "-q", "main")
    gate.git("merge", "-q", "--no-edit", "change")
    gate.edit("sla.yaml", "restore: 50m", "restore: 30m")
    gate.save("undone")
    gate.git("checkout", "-q", "-B", "change")
    gate.slower()
    stopped(gate.check(), "sla-loosened", "storefront", "pending")


def test_what_is_owed_too_long_blocks_the_service(gate: Gate) -> None:
    invoked(gate)
    gate.git("checkout", "-q", "main")
    gate.git("merge", "-q", "--no-edit", "change")
    gate.git("checkout", "-q", "-B", "change")
    gate.edit("payment.yaml", "tier: 2", "tier: 2\nsystem: money")
    gate.save()
    assert gate.check().code == 0
    later = ("--at", "2026-10-10T00:00:00Z")
    owed = ["service payment has approvals overdue since 2026-10-09 from emergency outage: approve those first"]
    found = gate.check(arguments=later)
    assert (found.code, found.states, found.found["findings"]) == (1, [], owed)
    gate.edit("sla.yaml", "restore: 50m", "restore: 40m")
    gate.save()
    found = gate.check(review("bo", gate.head), arguments=later)
    assert (found.code, found.states) == (1, ["sla-tightened payments: satisfied"])
    gate.git("checkout", "-q", "-B", "change", "main")
    gate.edit("bank.yaml", "tier: 1", "tier: 1\nsystem: money")
    gate.save()
    assert gate.check(arguments=later).code == 0


# in two steps: the first one needs nobody


def test_leaving_a_name_behind_and_taking_it(gate: Gate) -> None:
    """First the document of cy goes, which nobody has to agree to; then somebody else becomes cy."""
    gate.on_main(("people.yaml", person("cy") + "---\n", ""))
    gate.put({"zed.yaml": doc("Person", "cy", "email: zed@shop.example", "logins: {github: zed-gh}")})
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "zed")), "person-added", "storefront", "pending")
    assert gate.check(review("di", seen)).code == 0


def test_becoming_somebody_else_after_the_approval(gate: Gate) -> None:
    """eve is let into payments; with the last push her account is another one."""
    gate.edit("teams.yaml", "members: [ana, bo]", "members: [ana, bo, eve]")
    seen = gate.save()
    assert gate.check(review("bo", seen)).code == 0
    gate.edit("people.yaml", "{github: eve-gh}", "{github: mallory-gh}")
    gate.save()
    found = gate.check(review("bo", seen))
    stopped(found, "member-added", "payments", "stale")
    stopped(found, "identity-changed", "search", "pending")


def test_becoming_the_lead_and_then_deciding(gate: Gate) -> None:
    gate.edit("teams.yaml", "lead: ana", "lead: eve")
    seen = gate.save()
    stopped(gate.check(*all_of(seen, "eve", "ana")), "lead-changed", "payments", "ineligible")


def test_the_merge_commit_that_a_forge_makes_is_judged_like_the_head(gate: Gate) -> None:
    seen = gate.slower()
    gate.git("checkout", "-q", "main")
    gate.as_("gus", REVIEWED)
    gate.edit("bank.yaml", "tier: 1", "tier: 1\nsystem: money")
    gate.save("main moves on")
    gate.git("checkout", "-q", "-B", "change", "main")
    gate.as_("ana", REVIEWED, committer="noreply@github.com")
    gate.git("merge", "-q", "--no-ff", "-m", "Merge", seen)
    found = gate.check(*all_of(seen))
    assert (found.code, found.found["findings"]) == (0, [])
    assert found.found["notes"] == []


# other people's pagers, names and tests

ROTATION = doc(
    "Rotation", "storefront-primary", "team: storefront",
    "layers: [{timeZone: UTC, members: [cy, di], turn: {every: 1w, handoff: {day: mon, at: '09:00'}}, from: 2026-01-05}]",
)  # fmt: skip
CALLED = doc("Escalation", "storefront-night", "team: storefront", "tiers: [{notify: [rotation:storefront-primary]}]")
BOARD = doc(
    "Service", "board", "owner: storefront", "aliases: [{name: plan}]", "authorise: {hotfix: [team:storefront]}",
    "symptoms: [{id: stale, title: Old, severity: sev1, alerts: [Stale]}]", "comms: {firstWithin: 15m, every: 30m}",
)  # fmt: skip
BOOK = doc("Runbook", "board-stale", "service: board", "covers: [{symptom: stale}]", "steps: [{do: Look}]")
TRIED = doc(
    "Expectation",
    "night",
    "service: board",
    "severity: sev1",
    "at: 2026-10-01T03:00+02:00",
    "expect: {humanWithin: 5m}",
)
TERMS = doc("SLA", "board-terms", "service: board", "external: true", "status: draft", "targets: {sev1: {ack: 10m}}")
PAGED = several(
    doc("Person", "cy", "email: cy@shop.example", "logins: {github: cy-gh}", "contacts: [phone, chat]"),
    doc("Person", "di", "email: di@shop.example", "logins: {github: di-gh}", "contacts: [phone]"),
)


@pytest.fixture
def paged(gate: Gate) -> Gate:
    """Storefront is on call for a service of its own."""
    gate.git("checkout", "-q", "main")
    gate.as_("gus", BEGUN)
    people = (gate.repository.root / "catalog" / "people.yaml").read_text(encoding="utf-8")
    for name in ("cy", "di"):
        people = people.replace(f"{person(name)}---\n", "")
    gate.put({
        "people.yaml": people, "paged.yaml": PAGED,
        "rotation.yaml": ROTATION, "night.yaml": CALLED, "board.yaml": BOARD, "book.yaml": BOOK, "tried.yaml": TRIED,
        "terms.yaml": TERMS,
    })  # fmt: skip
    gate.save("on call")
    gate.git("checkout", "-q", "-B", "change")
    gate.as_("ana", PROPOSED)
    return gate


LAYERS = "team: storefront\nlayers"
AGAINST = [
    ("override-changed", "rotation.yaml", LAYERS, "team: storefront\noverrides: [{from: 2026-10-05, to: 2036-10-05, timeZone: UTC, add: ana}]\nlayers"),
    ("override-changed", "rotation.yaml", LAYERS, "team: storefront\noverrides: [{from: 2026-10-05, to: 2026-10-06, timeZone: UTC, remove: cy}]\nlayers"),
    ("override-changed", "rotation.yaml", LAYERS, "team: storefront\noverrides: [{from: 2026-10-05, to: 2026-10-25, timeZone: UTC, remove: cy, add: di}, {from: 2026-11-05, to: 2026-11-25, timeZone: UTC, remove: cy, add: di}]\nlayers"),
    ("sla-added", "terms.yaml", "status: draft\n", ""),
    ("reachability-loosened", "paged.yaml", "contacts: [phone, chat]", "contacts: [chat]"),
    ("reachability-loosened", "paged.yaml", "contacts: [phone]", "contacts: [phone]\nnotify: {high: [{via: phone, after: 3h}]}"),
    ("may-changed", "paged.yaml", "contacts: [phone]", "contacts: [phone]\nmay: [hotfix]"),
    ("alias-changed", "board.yaml", "aliases: [{name: plan}]\n", ""),
    ("alias-changed", "board.yaml", "{name: plan}", "{name: plan}, {name: wall}"),
    ("alias-changed", "board.yaml", "{name: plan}", "{name: plan, until: 2026-10-02}"),
    ("symptom-loosened", "board.yaml", "severity: sev1", "severity: sev3"),
    ("symptom-loosened", "board.yaml", "alerts: [Stale]", "alerts: []"),
    ("comms-loosened", "board.yaml", "firstWithin: 15m", "firstWithin: 4h"),
    ("comms-loosened", "board.yaml", "firstWithin: 15m, ", ""),
    ("runbook-loosened", "book.yaml", "covers: [{symptom: stale}]", "covers: []"),
    ("runbook-loosened", "book.yaml", "{symptom: stale}", "{symptom: stale, severity: sev3}"),
    ("expectation-loosened", "tried.yaml", "humanWithin: 5m", "humanWithin: 2h"),
    ("expectation-loosened", "tried.yaml", "2026-10-01T03:00", "2026-10-01T12:00"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "file", "old", "new"), AGAINST)
def test_what_another_team_relies_on(paged: Gate, change: str, file: str, old: str, new: str) -> None:
    paged.edit(file, old, new)
    seen = paged.save()
    stopped(paged.check(), change, "storefront", "pending")
    assert paged.check(review("di" if "cy" in new else "cy", seen)).code == 0


HARMLESS = [
    ("paged.yaml", "contacts: [phone, chat]", "contacts: [phone]"),
    ("paged.yaml", "contacts: [phone]", "contacts: [phone, push]\nnotify: {high: [{via: push}, {via: phone}]}"),
    ("paged.yaml", "contacts: [phone]", "contacts: [phone]\naway: [{from: 2026-10-05, to: 2026-10-07}]"),
    ("board.yaml", "name: board\n", "name: wall\naliases: [{name: board}]\n"),
    ("night.yaml", "team: storefront", "title: At night\nteam: team:storefront"),
    ("terms.yaml", "status: draft\n", "status: draft\noutcome: The board is right.\n"),
    ("board.yaml", "title: Old", "title: The board shows old times"),
    ("board.yaml", "severity: sev1, alerts: [Stale]}", "severity: sev1}, {id: late, severity: sev1, alerts: [Stale]}"),
    ("board.yaml", "alerts: [Stale]", "alerts: [Stale, Staler]"),
    ("board.yaml", "firstWithin: 15m", "firstWithin: 10m"),
    ("book.yaml", "{symptom: stale}", "{symptom: stale}, {severity: sev2}"),
    ("tried.yaml", "humanWithin: 5m", "humanWithin: 4m"),
    ("tried.yaml", "name: night", "name: late-night"),
]


@pytest.mark.parametrize(("file", "old", "new"), HARMLESS)
def test_what_nobody_relies_on(paged: Gate, file: str, old: str, new: str) -> None:
    if new.startswith("name: wall"):
        paged.edit(file, "aliases: [{name: plan}]\n", "")
        new = new.replace("{name: board}", "{name: board}, {name: plan}")
    paged.edit(file, old, new)
    paged.save()
    found = paged.check()
    assert (found.code, found.found["agreements"]) == (0, [])


def test_an_escalation_that_is_given_to_another_team_asks_both(paged: Gate) -> None:
    """The team of an escalation is asked before a person on it loses a channel."""
    paged.edit("night.yaml", "team: storefront", "team: search")
    seen = paged.save()
    assert paged.check().states == ["escalation-changed search: pending", "escalation-changed storefront: pending"]
    assert paged.check(review("cy", seen), review("eve", seen)).code == 0


def test_a_new_service_brings_its_own_sla(paged: Gate) -> None:
    paged.as_("eve")
    paged.put(
        {
            "new.yaml": several(
                doc("Service", "wall", "owner: search"), TERMS.replace("board", "wall").replace("status: draft\n", "")
            )
        }
    )
    paged.save()
    assert paged.check(author="eve").found["agreements"] == []


def test_an_alias_and_an_alert_that_move_ask_both_owners(paged: Gate) -> None:
    paged.edit("board.yaml", "aliases: [{name: plan}]\n", "")
    paged.edit("board.yaml", ", alerts: [Stale]", "")
    paged.edit(
        "bank.yaml", "tier: 1", "tier: 1\naliases: [{name: plan}]\nsymptoms: [{id: s, severity: sev1, alerts: [Stale]}]"
    )
    paged.save()
    assert paged.check().states == [
        "alias-changed search: pending", "alias-changed storefront: pending",
        "symptom-loosened storefront: pending", "symptom-loosened search: pending",
    ]  # fmt: skip


NEWCOMER = doc("Service", "wall", "owner: search", "tier: 3", "{}")
SHARING = [
    (("symptom-loosened search", "symptom-loosened storefront"), NEWCOMER.format("symptoms: [{id: s, severity: sev1, alerts: [Stale]}]")),
    (("alias-changed search", "alias-changed storefront"), NEWCOMER.format("aliases: [{name: plan}]")),
    (("alias-changed search", "alias-changed storefront"), NEWCOMER.format("aliases: [{name: board}]")),
    (("alias-changed search", "alias-changed storefront"), NEWCOMER.replace("wall", "plan").format("system: money")),
    ((), NEWCOMER.format("aliases: [{name: fence}]\nsymptoms: [{id: s, severity: sev1, alerts: [Leaning]}]")),
    ((), NEWCOMER.format("aliases: [{name: plan}]\nsymptoms: [{id: s, severity: sev1, alerts: [Stale]}]").replace("search", "storefront")),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "newcomer"), SHARING, ids=range(len(SHARING)))
@pytest.mark.parametrize("file", ["a.yaml", "z.yaml"])  # the first of two services with one name would be the only one
def test_a_new_service_takes_what_another_team_s_alerts_find(
    paged: Gate, asked: tuple[str, ...], newcomer: str, file: str
) -> None:
    author = "cy" if "owner: storefront" in newcomer else "eve"
    paged.as_(author)
    paged.put({file: newcomer})
    paged.save()
    assert sorted(paged.check(author=author).states) == [f"{each}: pending" for each in asked]


@pytest.mark.parametrize(("alert", "asked"), [("Stale", True), ("Staler", False)])
def test_an_alert_that_two_services_share_asks_both_owners(paged: Gate, alert: str, asked: bool) -> None:
    paged.edit("bank.yaml", "tier: 1", f"tier: 1\nsymptoms: [{{id: s, severity: sev1, alerts: [{alert}]}}]")
    paged.save()
    both = ["symptom-loosened search: pending", "symptom-loosened storefront: pending"]
    assert paged.check().states == both * asked


@pytest.mark.parametrize(("severity", "more", "asked"), [
    ("sev1", "", False), ("sev3", "", True), ("sev1", "sev2", True),
])  # fmt: skip
def test_an_alert_between_two_services_of_one_team(paged: Gate, severity: str, more: str, asked: bool) -> None:
    """A team has no agreement with itself, but a stranger cannot make its pages milder on the way."""
    paged.on_main(("board.yaml", "alerts: [Stale]", "alerts: [Stale, Late]"))
    paged.edit("board.yaml", "alerts: [Stale, Late]", "alerts: [Late]")
    if more:
        paged.edit("board.yaml", "severity: sev1", f"severity: {more}")
    paged.edit("checkout.yaml", "tier: 2", f"tier: 2\nsymptoms: [{{id: s, severity: {severity}, alerts: [Stale]}}]")
    paged.save()
    assert paged.check().states == ["symptom-loosened storefront: pending"] * asked


def test_an_alias_that_came_to_main_meanwhile_is_not_hidden_by_a_twin(paged: Gate) -> None:
    paged.edit("bank.yaml", "tier: 1", "tier: 1\naliases: [{name: wall}]")
    paged.save()
    assert paged.check().states == ["alias-changed search: pending"]
    paged.git("checkout", "-q", "main")
    paged.as_("gus", REVIEWED)
    paged.edit("board.yaml", "{name: plan}", "{name: plan}, {name: wall}")
    paged.save("main has the alias too")
    paged.git("checkout", "-q", "change")
    found = paged.check()
    assert (found.code, len(found.found["unjudged"])) == (3, 1)
    assert found.found["unjudged"][0].startswith(
        "alias wall of service bank is on the base branch but not at the merge base"
    )


def test_an_alias_that_has_expired(paged: Gate) -> None:
    paged.on_main(("board.yaml", "{name: plan}", "{name: plan, until: 2026-10-03}"))
    paged.edit("board.yaml", "aliases: [{name: plan, until: 2026-10-03}]\n", "")
    paged.save()
    assert paged.check().found["agreements"] == []


@pytest.mark.parametrize(
    ("author", "days", "add", "free"),
    [("cy", "05", "di", True), ("ana", "05", "di", False), ("cy", "05", "ana", False), ("cy", "2027", "di", False)],
)
def test_a_swap_is_free_for_members_only(paged: Gate, author: str, days: str, add: str, free: bool) -> None:
    end = "2027-10-05" if days == "2027" else "2026-10-05"
    swap = (
        f"team: storefront\noverrides: [{{from: 2026-10-04, to: {end}, timeZone: UTC, remove: cy, add: {add}}}]\nlayers"
    )
    paged.as_(author, PROPOSED)
    paged.edit("rotation.yaml", LAYERS, swap)
    paged.save()
    assert (paged.check(author=author).found["agreements"] == []) is free


@pytest.mark.parametrize(("author", "free"), [("cy", True), ("ana", False)])
@pytest.mark.parametrize("committed", [True, False])
def test_check_and_plan_count_a_swap_as_the_gate_does(
    paged: Gate, capsys: pytest.CaptureFixture[str], author: str, free: bool, committed: bool
) -> None:
    """What is not committed is by the user of git."""
    swap = (
        "team: storefront\noverrides: [{from: 2026-10-04, to: 2026-10-05, timeZone: UTC, remove: cy, add: di}]\nlayers"
    )
    paged.edit("rotation.yaml", LAYERS, swap)
    paged.git("config", "user.email", f"{'ana' if committed else author}@shop.example")
    if committed:
        paged.as_(author, PROPOSED)
        paged.save()
    found = {}
    for command in (["check"], ["signoff", "plan"]):
        main([*command, "--base", "main", "--format", "json"])
        found[command[-1]] = json.loads(capsys.readouterr().out)["summary"]
    assert (found["check"]["agreements"], found["plan"]["needed"]) == (int(not free),) * 2


# a stranger gives a team work, or takes something from it

NIGHT, DAY = "2026-10-05", "2026-10-06"
AREA = doc("Journey", "trip", "owner: storefront", "outcome: I travel.", "steps: [{service: board}, {service: bank}]",
           "objectives: [{name: a, sli: {type: availability}, target: 99, window: 28d}]")  # fmt: skip
OWN_NIGHT = doc(
    "Escalation",
    "pay-night",
    "team: payments",
    "tiers: [{notify: [person:ana]}]",
    "failsafe: {via: [sms], to: person:ana}",
)
WATCH = doc(
    "Rotation",
    "{}",
    "team: {}",
    "layers: [{{timeZone: UTC, members: [{}], turn: {{every: 1w, handoff: {{day: mon, at: '09:00'}}}}, from: 2026-01-05}}]",
)
Step = tuple[str, str, str]  # a file, a text in it (none: the file is new), and the text in its place
THEIRS = "storefront"

# what they have on main, what ana of payments does, who is asked; and whether a member of their team may do it alone
BURDENS: Mapping[str, tuple[list[Step], list[Step], list[str], bool]] = {
    "a service": ([], [("new.yaml", "", doc("Service", "wall", "owner: storefront"))], ["service-added storefront"], True),
    "a retired service": (
        [("bank.yaml", "owner: search", "owner: storefront\nlifecycle: retired")],
        [("bank.yaml", "lifecycle: retired", "title: Bank")], ["service-revived storefront"], True,
    ),
    "a role": ([], [("new.yaml", "", doc("Service", "wall", "owner: payments", "roles: {scribe: storefront}"))], ["service-added storefront"], False),
    "pages": ([], [("new.yaml", "", doc("Service", "wall", "owner: payments", "escalation: storefront-night"))], ["service-added storefront"], False),
    "pages by a person": (
        [("pay.yaml", "", OWN_NIGHT), ("payment.yaml", "tier: 2", "tier: 2\nescalation: pay-night")],
        [("pay.yaml", "notify: [person:ana]", "notify: [person:cy]")],
        ["escalation-changed payments", "escalation-changed storefront"], False,
    ),
    "pages by the failsafe": (
        [("pay.yaml", "", OWN_NIGHT), ("payment.yaml", "tier: 2", "tier: 2\nescalation: pay-night")],
        [("pay.yaml", "to: person:ana", "to: rotation:storefront-primary")],
        ["escalation-changed payments", "escalation-changed storefront"], False,
    ),
    "a rotation": ([], [("new.yaml", "", WATCH.format("wall", "storefront", "cy"))], ["rotation-added storefront"], True),
    "turns": ([], [("new.yaml", "", WATCH.format("wall", "payments", "ana, cy"))], ["rotation-added storefront"], False),
}  # fmt: skip
LOSSES: Mapping[str, tuple[list[Step], list[Step], list[str], bool]] = {
    "an interface": (
        [("checkout.yaml", "{service: payment}", "{service: payment, interface: pay}")],
        [("checkout.yaml", "interface: pay", "interface: tell")], ["dependency-changed storefront"], True,
    ),
    "a need": (
        [("checkout.yaml", "[{service: payment}]", "[{service: payment, group: g, need: 2}, {service: bank, group: g, need: 2}]")],
        [("checkout.yaml", "need: 2", "need: 1")], ["dependency-softened storefront", "dependency-softened storefront"], False,
    ),
    "a journey": ([("trip.yaml", "", AREA)], [("trip.yaml", "owner: storefront", "owner: payments")], ["journey-changed storefront"], False),
    "an objective": ([("trip.yaml", "", AREA)], [("trip.yaml", "target: 99", "target: 90")], ["journey-loosened storefront"], True),
    "a step": ([("trip.yaml", "", AREA)], [("trip.yaml", "{service: board}, ", "")], ["journey-changed storefront"], True),
    "paging": ([], [("board.yaml", "owner: storefront", "owner: storefront\ntype: library")], ["type-changed storefront"], False),
    "a handle": (
        [("teams.yaml", "lead: cy", "lead: cy\nhandles: {github: '@shop/front'}")],
        [("teams.yaml", "@shop/front", "@shop/pay")], ["team-changed storefront"], True,
    ),
    "a default": (
        [("teams.yaml", "lead: eve", "lead: eve\nescalation: storefront-night"), ("bank.yaml", "tier: 1", "tier: 1\nescalation: storefront-night"),
         ("frontend.yaml", "owner: search", "owner: search\nescalation: storefront-night"), ("pay.yaml", "", OWN_NIGHT)],
        [("teams.yaml", "escalation: storefront-night", "escalation: pay-night")], ["team-changed search"], False,
    ),
    "a contact": (
        [("board.yaml", "owner: storefront", "owner: storefront\ncontacts: {chat: '#board'}")],
        [("board.yaml", "'#board'", "'#pay'")], ["contacts-changed storefront"], True,
    ),
    "code": (
        [("board.yaml", "owner: storefront", "owner: storefront\ncode: {paths: [src/board/]}")],
        [("payment.yaml", "tier: 2", "tier: 2\ncode: {paths: [src/board/late/]}")], ["paths-changed storefront"], False,
    ),
    "all code": (
        [("board.yaml", "owner: storefront", "owner: storefront\ncode: {paths: [src/board/]}")],
        [("board.yaml", "src/board/", "src/wall/")], ["paths-changed storefront"], True,
    ),
    "an alert in other letters": (
        [], [("payment.yaml", "tier: 2", "tier: 2\nsymptoms: [{id: s, severity: sev1, alerts: [STALE]}]")],
        ["symptom-loosened payments", "symptom-loosened storefront"], False,
    ),
    "an alert by a runbook": (
        [], [("new.yaml", "", doc("Runbook", "pay-book", "service: payment", "covers: [{alerts: [Stale]}]", "steps: [{do: Look}]"))],
        ["symptom-loosened payments", "symptom-loosened storefront"], False,
    ),
    "an alert by a name": (
        [], [("new.yaml", "", doc("Service", "stale", "owner: payments"))], ["alias-changed payments", "alias-changed storefront"], False,
    ),
    "an alias by a person": ([], [("new.yaml", "", person("plan"))], ["alias-changed storefront"], False),
    "an account": ([], [("new.yaml", "", person("zed").replace("zed-gh", "cy-gh"))], ["person-added storefront"], False),
    "a severity": (
        [], [("board.yaml", "symptoms: [", "symptoms: [{id: new, severity: sev3, alerts: [Stale]}, ")], ["symptom-loosened storefront"], False,
    ),
    "a severity behind an identifier": (
        [], [("board.yaml", "severity: sev1, alerts: [Stale]}", "severity: sev3, alerts: [Stale]}, {id: stale.severity, title: sev1, severity: sev3}")],
        ["symptom-loosened storefront"], False,
    ),
    "a cover": ([], [("book.yaml", "{symptom: stale}", "{alerts: [stale]}")], ["runbook-loosened storefront"], False),
    "a page to nobody": (
        [("tried.yaml", "humanWithin: 5m", "pages: {t+1m: []}, humanWithin: 5m")],
        [("tried.yaml", "pages: {t+1m: []}, ", "")], ["expectation-loosened storefront"], False,
    ),
    "the first of two patterns": (
        [("pay.yaml", "", OWN_NIGHT),
         ("board.yaml", "comms:", "escalation: [{symptom: 'st*', policy: storefront-night}, {symptom: '*e', policy: pay-night}]\ncomms:")],
        [("board.yaml", "{symptom: 'st*', policy: storefront-night}, {symptom: '*e', policy: pay-night}",
          "{symptom: '*e', policy: pay-night}, {symptom: 'st*', policy: storefront-night}")],
        ["escalation-changed storefront"], False,
    ),
    "an old name": ([], [("board.yaml", "name: board\n", "name: wall\n"), ("board.yaml", "aliases: [", "aliases: [{name: board, until: 2026-10-01}, ")], ["alias-changed storefront"], False),
    "the end of an alias": (
        [("board.yaml", "{name: plan}", "{name: plan, until: 2026-10-01}")], [("board.yaml", ", until: 2026-10-01", "")],
        ["alias-changed storefront"], False,
    ),
    "a finding of a test": (
        [], [("tried.yaml", "severity: sev1", 'severity: sev1  # ownercat: ignore[failed-expectation] reason="x"')],
        ["suppression-added storefront"], False,
    ),
    "an authority": (
        [("board.yaml", "team:storefront]", "team:storefront, team:ghosts]")], [("new.yaml", "", team_of("ghosts", "ana"))],
        ["authority-changed ghosts", "authority-changed storefront", "team-added council"], False,
    ),
    "a turn that becomes none": (
        [("rotation.yaml", "team: storefront\n", f"team: storefront\noverrides: [{{from: {NIGHT}, to: {DAY}, timeZone: UTC, add: cy}}]\n")],
        [("rotation.yaml", "add: cy", "remove: cy")], ["override-changed storefront"], False,
    ),
    "the last of two overrides": (
        [("rotation.yaml", "team: storefront\n", "team: storefront\noverrides: [" + ", ".join(
            f"{{from: {NIGHT}, to: {DAY}, timeZone: UTC, add: {name}}}" for name in ("cy", "di")) + "]\n")],
        [("rotation.yaml", "add: cy", "add: X"), ("rotation.yaml", "add: di", "add: cy"), ("rotation.yaml", "add: X", "add: di")],
        ["override-changed storefront"], False,
    ),
}  # fmt: skip


def take(gate: Gate, before: list[Step], after: list[Step], author: str) -> Outcome:
    """What the gate says to the steps of an author."""
    gate.git("checkout", "-q", "main")
    for who, steps, branch in (("gus", before, "change"), (author, after, "")):
        gate.as_(who, PROPOSED)
        for file, old, new in steps:
            gate.edit(file, old, new) if old else gate.put({file: new})
        if steps:
            gate.save()
        if branch:
            gate.git("checkout", "-q", "-B", branch)
    return gate.check(author=author)


@pytest.mark.parametrize("what", [*BURDENS, *LOSSES])
def test_what_a_stranger_puts_on_a_team_or_takes_from_it(paged: Gate, what: str) -> None:
    before, after, asked, _ = {**BURDENS, **LOSSES}[what]
    found = take(paged, before, after, "ana")
    assert (found.code, found.found["unjudged"]) == (1, [])
    assert sorted(found.states) == sorted(
        f"{each}: pending" for each in asked if not each.startswith("journey-changed payments")
    )


@pytest.mark.parametrize("what", [name for name, row in {**BURDENS, **LOSSES}.items() if row[-1]])
def test_what_a_team_does_with_its_own(paged: Gate, what: str) -> None:
    before, after, _, _ = {**BURDENS, **LOSSES}[what]
    found = take(paged, before, after, "cy")
    assert (found.code, found.found["agreements"]) == (0, [])


@pytest.mark.parametrize(("before", "after"), [
    ([("board.yaml", "owner: storefront", "owner: storefront\nroles: {scribe: payments}")],
     [("new.yaml", "", doc("Service", "wall", "owner: storefront", "roles: {champion: payments}"))]),
    ([], [("rotation.yaml", "team: storefront", "title: At night\nteam: storefront")]),
    ([], [("board.yaml", "name: board\n", "name: wall\n"), ("board.yaml", "aliases: [", "aliases: [{name: board, until: 2026-12-01}, ")]),
    ([], [("board.yaml", "symptoms: [", "symptoms: [{id: new, severity: sev1, alerts: [Stale]}, ")]),
    ([], [("book.yaml", "{symptom: stale}", "{symptom: stale, alerts: [Stale, Staler]}, {symptom: stale}")]),
    ([("board.yaml", "owner: storefront", "owner: storefront\ncode: {paths: [src/board/]}")],
     [("board.yaml", "src/board/", "src/board/, src/wall/")]),
    ([], [("checkout.yaml", "[{service: payment}]", "[{service: payment}, {service: payment, mode: soft, interface: x}]")]),
    ([("rotation.yaml", LAYERS, "team: storefront\noverrides: [{from: 2026-05-01, to: 2026-10-03, timeZone: UTC, add: di}]\nlayers")],
     [("rotation.yaml", "overrides: [{from: 2026-05-01, to: 2026-10-03, timeZone: UTC, add: di}]\n", "")]),
    ([("trip.yaml", "", AREA)], [("trip.yaml", "target: 99,", "target: 99.5,")]),
    ([], [("new.yaml", "", person("zed"))]),
], ids=range(10))  # fmt: skip
def test_what_takes_nothing_and_gives_no_work(paged: Gate, before: list[Step], after: list[Step]) -> None:
    found = take(paged, before, after, "cy")
    assert (found.code, found.found["agreements"]) == (0, [])


def test_a_new_service_of_a_stranger_says_why_and_where(paged: Gate) -> None:
    service = doc("Service", "wall", "owner: payments", "roles: {scribe: storefront}")
    (found,) = take(paged, [], [("new.yaml", "", service)], "ana").found["agreements"]
    assert (found["role"], found["why"]) == ("on-call team", "team has role scribe of the new service wall")
    assert found["source"] == {"path": "catalog/new.yaml", "line": 3}
    seen = paged.head
    assert paged.check(review("cy", seen)).code == 0
    paged.edit("new.yaml", "roles: {", "roles: {monitoring: storefront, ")
    paged.save()
    assert paged.check(review("cy", seen)).of("service-added", "storefront")["state"] == "stale"


@pytest.mark.parametrize(("more", "overrides", "free"), [
    ("", [(NIGHT, NIGHT)] * 1, True),
    ("", [(f"2026-12-{day:02d}",) * 2 for day in range(1, 32)], True),
    ("", [(f"2026-12-{day:02d}",) * 2 for day in range(1, 32)] + [("2027-01-01", "2027-01-01")], False),
    ("\naway: [{from: 2026-10-05, to: 2026-10-05}]", [(NIGHT, NIGHT)], False),
    ("\naway: [{from: 2026-10-06, to: 2026-10-06}]", [(NIGHT, NIGHT)], True),
    ("\nactive: false", [(NIGHT, NIGHT)], False),
    ("\nleavesOn: 2026-10-04", [(NIGHT, NIGHT)], False),
    ("\nleavesOn: 2026-10-05", [(NIGHT, NIGHT)], True),
], ids=range(8))  # fmt: skip
def test_a_swap_lasts_a_month_and_needs_somebody_who_is_there(
    paged: Gate, more: str, overrides: list[tuple[str, str]], free: bool
) -> None:
    listed = ", ".join(f"{{from: {start}, to: {end}, timeZone: UTC, add: di}}" for start, end in overrides)
    before = [("paged.yaml", "name: di", f"name: di{more}")] if more else []
    found = take(paged, before, [("rotation.yaml", LAYERS, f"team: storefront\noverrides: [{listed}]\nlayers")], "cy")
    assert found.states == ["override-changed storefront: pending"] * (not free)


# nobody is asked twice


@pytest.mark.parametrize("file", ["night.yaml", "board.yaml"])
def test_a_change_of_an_escalation_that_services_share_asks_a_team_once(
    paged: Gate, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    """The twin changes the escalation of one service only."""
    paged.on_main(("checkout.yaml", "tier: 2", "tier: 2\nescalation: storefront-night"))
    paged.on_main(("board.yaml", "owner: storefront", "owner: storefront\nescalation: storefront-night"))
    if file == "night.yaml":
        paged.edit(file, "notify: [rotation:storefront-primary]", "notify: [rotation:storefront-primary], wait: 20m")
    else:
        paged.put({"day.yaml": CALLED.replace("storefront-night", "day").replace("primary]", "primary], wait: 20m")})
        paged.edit(file, "escalation: storefront-night", "escalation: day")
    paged.save()
    found = paged.check()
    assert found.states == ["escalation-changed storefront: pending"]
    shared = "board and checkout" in json.dumps(found.found["agreements"][0])
    assert shared is (file == "night.yaml")
    main(["signoff", "check", "--base", "main"])
    assert (" and 1 other service." in " ".join(capsys.readouterr().out.split())) is shared


@pytest.mark.parametrize("moves", [True, False])
def test_a_service_that_changes_hands_with_its_escalation_asks_both_teams_once(paged: Gate, moves: bool) -> None:
    paged.on_main(("board.yaml", "owner: storefront", "owner: storefront\nescalation: storefront-night"))
    paged.put(
        {
            "other.yaml": CALLED.replace("storefront-night", "other")
            .replace("team: storefront", "team: search")
            .replace("rotation:storefront-primary", "team:search")
        }
    )
    paged.edit("board.yaml", "escalation: storefront-night", "escalation: other")
    if moves:
        paged.edit("board.yaml", "owner: storefront", "owner: search")
    paged.save()
    kind = "owner-changed" if moves else "escalation-changed"
    states = [state for state in paged.check().states if state.startswith(("owner", "escalation"))]
    assert states == [f"{kind} storefront: pending", f"{kind} search: pending"]


@pytest.mark.parametrize("account", [None, {"login": ""}, {"login": "cy-gh"}])
def test_a_review_of_a_deleted_account_counts_for_nobody(gate: Gate, account: dict[str, str] | None) -> None:
    """The twin is the review of a known account."""
    seen = gate.slower()
    found = gate.check(*all_of(seen, "bo", "hal"), {**review("cy", seen), "author": account})
    known = account == {"login": "cy-gh"}
    assert found.code == (0 if known else 1)
    assert found.of("sla-loosened", "storefront")["state"] == ("satisfied" if known else "pending")
    ignored = "evidence ignored: a deleted account does not match exactly one Person on the base branch"
    assert found.found["notes"] == [ignored] * (not known)


def test_the_order_of_authorities_asks_nobody(paged: Gate) -> None:
    """The twin of a new authority, which asks."""
    paged.on_main(("paged.yaml", "contacts: [phone, chat]", "contacts: [phone, chat]\nmay: [hotfix, rollback]"))
    paged.edit("paged.yaml", "may: [hotfix, rollback]", "may: [rollback, hotfix]\ntrained: [scribe]")
    paged.save()
    assert paged.check().found["agreements"] == []
