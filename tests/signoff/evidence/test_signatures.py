"""Signed commits and detached signatures, with throwaway keys and real git: who is believed, and who never is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ownercat.repository.git import history, signing
from ownercat.repository.git.signing import Keys
from ownercat.signoff.evidence import signers, trailers
from ownercat.signoff.identities import People
from ownercat.signoff.values import Evidence, EvidenceLevel
from tests.signoff.evidence.histories import NOW, Shop, email

DIGEST = "sha256:" + "0123456789ab" * 5 + "0123"
APPROVE = f"agreed\n\nOwnercat-Approve: storefront payment {DIGEST}"
UNKNOWN = "the key is not in the allowed signers file of the base branch, or is not valid at that time"
BAD = "the signature does not match the commit, or its key is revoked"


def approvals(shop: Shop) -> tuple[Evidence, ...]:
    compared = shop.compared()
    base, head = compared.base.commit, compared.head_commit
    keys = signers.build_keys(compared.authority, People(compared.authority.catalog), NOW)
    return trailers.list_trailer_evidence(shop.root, base, head, history.list_commits(shop.root, base, head), keys)


def told(shop: Shop) -> list[tuple[int, str, str]]:
    return [(int(e.level), e.identity.value, e.problem) for e in approvals(shop)]


def test_a_signed_commit_with_the_trailer_is_evidence(shop: Shop) -> None:
    shop.as_("bo", at="2026-10-02T09:14:00Z")
    commit = shop.approve(APPROVE, "bo")
    (found,) = approvals(shop)
    assert found._replace(at=None) == Evidence(
        EvidenceLevel.COMMIT, email("bo@shop.example"), "approve", "storefront", "payment", DIGEST,
        f"signed commit {commit[:12]}", commit=commit,
    )  # fmt: skip
    assert str(found.at) == "2026-10-02 09:14:00+00:00"


def test_the_signer_counts_and_not_who_is_named_as_author_and_committer(shop: Shop) -> None:
    shop.as_("ana")
    shop.approve(APPROVE, "bo")
    assert told(shop) == [(2, "bo@shop.example", "")]


def test_an_unsigned_commit_is_a_claim(shop: Shop) -> None:
    shop.as_("bo")
    shop.save({}, APPROVE, "--allow-empty")
    assert told(shop) == [(0, "bo@shop.example", "the commit is not signed")]


def test_a_key_that_nobody_vouches_for_is_never_accepted(shop: Shop) -> None:
    shop.as_("bo")
    shop.approve(APPROVE, "mallory")
    assert told(shop) == [(0, "bo@shop.example", UNKNOWN)]


def test_a_signers_file_of_the_change_itself_is_not_read(shop: Shop) -> None:
    shop.as_("bo")
    shop.signers(shop.keys.line("bo@shop.example", "mallory"))
    shop.git("config", "gpg.ssh.allowedSignersFile", str(shop.root / "catalog/allowed_signers"))
    shop.approve(APPROVE, "mallory")
    assert shop.git("log", "-1", "--format=%G? %GS") == "G bo@shop.example"  # what plain git believes
    assert told(shop) == [(0, "bo@shop.example", UNKNOWN)]


def test_a_signature_moved_to_another_commit_is_bad(shop: Shop) -> None:
    shop.as_("bo")
    shop.approve("harmless", "bo")
    signature = shop.git("cat-file", "commit", "HEAD").partition("gpgsig ")[2].partition("-----END")[0]
    raw = shop.git("cat-file", "commit", "HEAD").replace("harmless", APPROVE) + "\n"
    assert signature in raw
    shop.repository.write({"raw": raw})
    forged = shop.git("hash-object", "-t", "commit", "-w", "raw")
    shop.git("update-ref", "HEAD", forged)
    assert told(shop) == [(0, "bo@shop.example", BAD)]


def test_a_key_of_another_namespace_signs_no_commit(shop: Shop) -> None:
    main(shop, shop.keys.line("bo@shop.example", "bo", 'namespaces="ownercat-signoff"'))
    shop.as_("bo")
    shop.approve(APPROVE, "bo")
    assert told(shop) == [(0, "bo@shop.example", BAD)]


def main(shop: Shop, *lines: str, revoked: str = "") -> None:
    """The signers file of main, with the branch moved onto it."""
    shop.git("checkout", "-q", "main")
    if revoked:
        shop.repository.write({"catalog/allowed_signers.revoked": revoked})
    shop.signers(*lines)
    shop.git("checkout", "-q", "-B", "change", "main")


@pytest.mark.parametrize("date", ["2026-10-02T09:14:00Z", "2019-06-01T00:00:00Z"], ids=["honest", "backdated"])
def test_an_expired_key_is_no_key_whatever_date_the_commit_claims(shop: Shop, date: str) -> None:
    main(shop, shop.keys.line("bo@shop.example", "bo", 'valid-before="20200101"'))
    shop.as_("bo", at=date)
    shop.approve(APPROVE, "bo")
    assert told(shop) == [(0, "bo@shop.example", UNKNOWN)]


def test_an_old_branch_does_not_bring_an_expired_key_back(shop: Shop) -> None:
    """The key was good when the branch began, and the commit says that it was made then."""
    shop.as_("bo", at="2026-10-01T12:30:00Z")
    shop.approve(APPROVE, "bo")
    assert told(shop) == [(2, "bo@shop.example", "")]
    shop.git("checkout", "-q", "main")
    shop.signers(shop.keys.line("bo@shop.example", "bo", 'valid-before="20261102"'))
    shop.git("checkout", "-q", "change")
    assert told(shop) == [(0, "bo@shop.example", UNKNOWN)]


def test_a_commit_older_than_what_it_builds_on_is_backdated(shop: Shop) -> None:
    shop.as_("bo", at="2026-09-01T00:00:00Z")
    shop.save({"x": "x"}, "old as well, so that the parent does not tell")
    shop.approve(APPROVE, "bo")
    message = "the commit has an earlier date than the commit of the base branch before it"
    assert told(shop) == [(2, "bo@shop.example", message)]


def test_bringing_the_base_in_does_not_make_an_honest_approval_look_backdated(shop: Shop) -> None:
    shop.as_("bo", at="2026-10-02T00:00:00Z")
    shop.approve(APPROVE, "bo")
    shop.git("checkout", "-q", "main")
    shop.as_("ana", at="2026-10-20T00:00:00Z")
    shop.save({"y": "y"}, "later on main")
    shop.git("checkout", "-q", "change")
    shop.git("merge", "-q", "-m", "main into change", "main")
    assert shop.compared().merge_base == shop.git("rev-parse", "main")
    assert told(shop) == [(2, "bo@shop.example", "")]


def test_a_revoked_key_is_no_key(shop: Shop) -> None:
    main(shop, shop.keys.line("bo@shop.example", "bo"), revoked=shop.keys.public("bo") + "\n")
    shop.as_("bo")
    shop.approve(APPROVE, "bo")
    assert told(shop) == [(0, "bo@shop.example", BAD)]


def test_a_file_of_revoked_keys_that_cannot_be_read_lets_no_key_pass(shop: Shop) -> None:
    main(shop, shop.keys.line("bo@shop.example", "bo"), revoked="no key at all\n")
    shop.as_("bo")
    shop.approve(APPROVE, "bo")
    assert told(shop) == [(0, "bo@shop.example", BAD)]


def test_a_key_that_stands_for_two_people_proves_neither(shop: Shop) -> None:
    main(shop, shop.keys.line("ana@shop.example", "bo"), shop.keys.line("bo@shop.example", "bo"))
    shop.approve(APPROVE, "bo")
    assert [found.problem for found in approvals(shop)] == [UNKNOWN]
    main(shop, shop.keys.line("ana@shop.example,bo@shop.example", "bo"))
    shop.approve(APPROVE, "bo")
    assert [found.problem for found in approvals(shop)] == [UNKNOWN]


def test_two_addresses_of_one_person_may_share_a_key(shop: Shop) -> None:
    main(shop, shop.keys.line("bo@shop.example,bo@home.example", "bo"))
    shop.approve(APPROVE, "bo")
    assert told(shop) == [(2, "bo@shop.example", "")]


def test_a_pattern_in_the_signers_file_is_nobody(shop: Shop) -> None:
    main(shop, shop.keys.line("*@shop.example", "bo"))
    shop.approve(APPROVE, "bo")
    assert told(shop) == [(2, "*@shop.example", "")]
    assert People(shop.compared().authority.catalog).find(email("*@shop.example")) is None


# -- trailers


@pytest.mark.parametrize(
    ("message", "values"),
    [
        (f"x\n\nownercat-approve: a b {DIGEST[:19]}", [("a", "b", DIGEST[:19], "")]),
        (f"x\n\nOwnercat-Approve: a\n  b {DIGEST}", [("a", "b", DIGEST, "")]),
        (
            f"x\n\nOwnercat-Approve: a b {DIGEST}\nOwnercat-Approve: c d {DIGEST}",
            [("a", "b", DIGEST, ""), ("c", "d", DIGEST, "")],
        ),
        (f"x\n\nOwnercat-Approve: a b {DIGEST}\n\nmore words", []),
        (f"x\n\n    Ownercat-Approve: a b {DIGEST}", []),
        (f"Ownercat-Approve: a b {DIGEST}", []),
        ("x\n\nSigned-off-by: Bo <bo@shop.example>\nAcked-by: Bo <bo@shop.example>", []),
        ("x\n\nOwnercat-Approve: a b sha256:0123", [("", "", "", "a b sha256:0123")]),
        ("x\n\nOwnercat-Approve: a sha256:0123456789ab", [("", "", "", "a sha256:0123456789ab")]),
        (f"x\n\nOwnercat-Approve: a b {DIGEST}0", [("", "", "", f"a b {DIGEST}0")]),
    ],
    ids=["short", "folded", "two", "not-last", "indented", "subject", "other", "too-short", "no-service", "too-long"],
)
def test_what_git_calls_a_trailer_is_read(shop: Shop, message: str, values: list[tuple[str, str, str, str]]) -> None:
    shop.approve(message, "bo")
    form = "the trailer is not `<team> <service> sha256:<at least 12 hex digits>`: "
    expected = [(team, service, digest, form + bad if bad else "") for team, service, digest, bad in values]
    assert [(e.team, e.service, e.digest, e.problem) for e in approvals(shop)] == expected


def test_separators_of_the_configuration_make_no_trailer(shop: Shop) -> None:
    shop.git("config", "trailer.separators", "=")
    shop.approve(f"x\n\nOwnercat-Approve= a b {DIGEST}", "bo")
    assert approvals(shop) == ()


def test_a_squash_loses_the_evidence_and_a_cherry_pick_or_rebase_the_signature(shop: Shop) -> None:
    shop.as_("bo")
    shop.save({"x": "x"}, "work")
    approval = shop.approve(APPROVE, "bo")
    shop.git("checkout", "-q", "-b", "squashed", "main")
    shop.git("merge", "-q", "--squash", "change")
    shop.git("commit", "-q", "--no-edit")
    assert "    Ownercat-Approve: storefront" in shop.git("log", "-1", "--format=%B")
    assert told(shop) == []
    shop.git("checkout", "-q", "-b", "picked", "main")
    shop.git("-c", "commit.gpgsign=false", "cherry-pick", "--allow-empty", approval)
    assert told(shop) == [(0, "bo@shop.example", "the commit is not signed")]
    shop.git("checkout", "-q", "main")
    shop.save({"y": "y"}, "main moves on")
    shop.git("checkout", "-q", "change")
    shop.git("rebase", "-q", "--keep-empty", "main")
    assert told(shop) == [(0, "bo@shop.example", "the commit is not signed")]


# -- no program of the repository runs


@pytest.fixture
def trace(shop: Shop, tmp_path: Path) -> Iterator[Path]:
    """What a program of the configuration leaves behind when it runs; each says yes to everything."""
    alarm, found = tmp_path / "alarm", tmp_path / "trace"
    good = "[GNUPG:] GOODSIG 1 bo@shop.example\\n[GNUPG:] VALIDSIG 1 1 1 1 1 1 1 1 1 1\\n[GNUPG:] TRUST_FULLY 0\\n"
    alarm.write_text(f"#!/bin/sh\necho ran >> {found}\nprintf '{good}'\nexit 0\n")
    alarm.chmod(0o755)
    keys = (
        "gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand",
        "core.fsmonitor", "core.pager", "diff.external", "log.showSignature", "core.sshCommand",
    )  # fmt: skip
    for key in keys:
        shop.git("config", key, "true" if key == "log.showSignature" else str(alarm))
    shop.git("config", "core.hooksPath", str(tmp_path))
    yield found
    for key in keys:
        shop.git("config", "--unset", key)


@pytest.mark.parametrize("kind", ["PGP SIGNATURE", "PGP MESSAGE", "SIGNED MESSAGE"])
def test_no_program_of_the_configuration_decides(shop: Shop, trace: Path, kind: str) -> None:
    shop.as_("bo")
    for key in ("gpg.ssh.program", "core.fsmonitor"):
        shop.git("config", key, "ssh-keygen" if "ssh" in key else "false")
    shop.approve(APPROVE, "bo")
    raw = shop.git("cat-file", "commit", "HEAD").replace("SSH SIGNATURE", kind) + "\n"
    shop.repository.write({"raw": raw})
    shop.git("update-ref", "HEAD", shop.git("hash-object", "-t", "commit", "-w", "raw"))
    shop.git("config", "gpg.ssh.program", str(trace.parent / "alarm"))
    assert [(e.level, bool(e.problem)) for e in approvals(shop)] == [(EvidenceLevel.CLAIM, True)]
    assert not trace.exists()


def test_ssh_keygen_is_the_machines_own(shop: Shop, trace: Path) -> None:
    shop.git("config", "gpg.ssh.program", "ssh-keygen")
    shop.git("config", "core.fsmonitor", "false")
    shop.approve(APPROVE, "mallory")
    shop.git("config", "gpg.ssh.program", str(trace.parent / "alarm"))
    assert [e.problem for e in approvals(shop)] == [UNKNOWN]
    assert not trace.exists()


def test_without_ssh_keygen_nothing_is_verified_and_nothing_crashes(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shop.as_("bo")
    shop.approve(APPROVE, "bo")
    (tmp_path / "git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert told(shop) == [(0, "bo@shop.example", "ssh-keygen is not installed, so ownercat cannot verify signatures")]
    found = signing.verify_signature(b"x", "x", "ownercat-signoff", Keys(b"x"), NOW)
    assert found.problem == "ssh-keygen is not installed, so ownercat cannot verify signatures"
