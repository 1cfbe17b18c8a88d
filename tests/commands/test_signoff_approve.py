"""``ownercat signoff approve``: a record of what was agreed, signed, written once and nowhere else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ownercat import cli
from ownercat.model import SignOff
from ownercat.signoff.evidence import gather_evidence
from ownercat.signoff.records import compute_stated_digest
from ownercat.signoff.values import EvidenceLevel
from tests.repositories import Repository
from tests.rules.parts import doc, service
from tests.signoff.evidence.histories import NOW, Shop

SLA = doc(
    "SLA", "payment-for-checkout", "service: payment", "consumer: checkout", "targets:", "  sev1: {{restore: {}}}"
)
NAMED = re.compile(r"catalog/signoffs/\d{4}-\d\d-\d\d-[a-z-]+-[0-9a-f]{8}\.yaml")


@pytest.fixture
def shop(opened: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """payment promised checkout 30 minutes; in the working tree it is 50, and bo looks at it."""
    found = Shop(opened.copy(tmp_path / "repository", tmp_path / "home"), tmp_path / "keys")
    needs = service("checkout", "dependsOn: [{service: payment, mode: hard}]")
    on = "apiVersion: ownercat/v1\nkind: Policy\nname: default\nsignoff: {}\n"
    files = {"catalog/sla.yaml": SLA.format("30m"), "catalog/checkout.yaml": needs, "catalog/policy.yaml": on}
    found.save(files, "a promise")
    found.git("checkout", "-q", "-b", "change")
    found.repository.write({"catalog/sla.yaml": SLA.format("50m")})
    found.git("config", "user.email", "Bo@shop.example")
    monkeypatch.chdir(found.root)
    return found


def ssh(monkeypatch: pytest.MonkeyPatch, shop: Shop, name: str) -> None:
    """Put a key where ssh looks for it."""
    home = shop.root.parent / "ssh-home"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh/id_ed25519").write_bytes(shop.keys.key(name).read_bytes())
    (home / ".ssh/id_ed25519").chmod(0o600)
    monkeypatch.setenv("HOME", str(home))


def approve(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["signoff", "approve", "--claim", *arguments])
    said = capsys.readouterr()
    return code, NAMED.sub("FILE", said.out), said.err


def records(shop: Shop) -> list[Path]:
    return sorted((shop.root / "catalog/signoffs").glob("*"))


def test_a_team_agrees_with_a_signed_record_that_counts(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh(monkeypatch, shop, "bo")
    code, out, err = approve(capsys, "payment", "--team", "storefront")
    key = shop.root.parent / "ssh-home/.ssh/id_ed25519"
    assert (code, err) == (0, "")
    assert out == (
        "storefront (consumer) approves sla-loosened of payment\n"
        "  sev1.restore 30m → 50m\n"
        f"  FILE: signed with {key} (E3)\n"
        "next: git add catalog/signoffs && git commit -m 'storefront agrees: payment' && git push\n"
    )
    shop.as_("bo")
    shop.save({}, "storefront agrees")
    (evidence,) = gather_evidence(shop.compared(), NOW.replace(year=2027), lambda _, __: None).evidence
    assert (evidence.level, evidence.identity.value, evidence.problem) == (EvidenceLevel.RECORD, "bo", "")
    record = next(shop.compared().after.catalog.of(SignOff))
    assert record.sound
    assert compute_stated_digest(record, "default") == record.terms == evidence.digest
    assert (dict(record.before)["sev1.restore"], dict(record.after)["sev1.restore"]) == ("30m", "50m")


def test_the_record_is_clean_to_check(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh(monkeypatch, shop, "bo")
    approve(capsys, "payment", "--team", "storefront", "--expires", "2099-04-01")
    assert about_records(capsys) == []


def about_records(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What check says about records."""
    cli.main(["check", "--format", "concise"])
    lines = capsys.readouterr().out.splitlines()
    assert lines
    return [line for line in lines if "signoff" in line]


def test_a_refusal_is_written_as_one(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh(monkeypatch, shop, "bo")
    code, out, _ = approve(capsys, "payment", "--team", "storefront", "--reject")
    assert (code, out.splitlines()[0]) == (0, "storefront (consumer) rejects sla-loosened of payment")
    assert "decision: reject\n" in records(shop)[0].read_text()


def test_a_lasting_agreement_is_about_todays_terms(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh(monkeypatch, shop, "chidi")
    shop.repository.write({"catalog/sla.yaml": SLA.format("50m") + "status: published\n"})
    shop.git("config", "user.email", "chidi@shop.example")
    code, out, err = approve(capsys, "payment", "--team", "payments", "--standing", "checkout")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "payments supports checkout with payment"
    (record,) = records(shop)
    assert "standing: {provider: payment, consumer: checkout}\n" in record.read_text()
    assert about_records(capsys) == []


def test_without_a_key_the_record_is_a_claim_and_says_so(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = approve(capsys, "payment", "--team", "storefront")
    assert (code, out.splitlines()[2]) == (0, "  FILE: not signed (E0)")
    assert err == (
        "ownercat: no SSH key found: the record is unsigned (E0) and does not count\n"
        "help: to sign, remove the record, create a key with ssh-keygen -t ed25519, and run this again\n"
    )
    assert "next:" not in out
    assert "signature" not in records(shop)[0].read_text()


def test_the_key_of_git_and_that_of_the_command_line_come_before_the_usual_one(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh(monkeypatch, shop, "mallory")
    shop.keys.sign_with(shop.repository, "bo")
    bo = shop.keys.key("bo")
    assert f"signed with {bo} (E3)" in approve(capsys, "payment", "--team", "storefront")[1]
    records(shop)[0].unlink()
    dana = shop.keys.key("dana")
    code, out, err = approve(capsys, "payment", "--team", "storefront", "--key", str(dana))
    assert (code, f"signed with {dana}, not verified" in out, "next:" in out) == (0, True, False)
    assert err.startswith(
        "ownercat: the signature cannot be verified: the allowed signers file assigns the key to dana@shop.example\n"
    )


def test_a_key_that_the_signers_file_lacks_is_told_at_once(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ssh(monkeypatch, shop, "mallory")
    _, _, err = approve(capsys, "payment", "--team", "storefront")
    assert err == (
        "ownercat: the signature cannot be verified: the key is not in the allowed signers file of the base branch, or is not valid at that time\n"
        "help: add this line to catalog/allowed_signers on the base branch, remove the record, and run this again:\n"
        f'  bo@shop.example namespaces="ownercat-signoff" <the content of {shop.root.parent}/ssh-home/.ssh/id_ed25519.pub>\n'
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("payment", "--team", "payments"), 2, "bo may not approve for team payments on the base\nhelp: ask chidi or dana"),
        (("payment", "--team", "web"), 1, "no change to payment needs approval from team web (the working tree against main); required approvals: payments and storefront"),
        (
            ("paymnet", "--team", "storefront"), 1,
            "no change to paymnet needs approval from team storefront (the working tree against main)\nhelp: did you mean payment?",
        ),
        (("payment", "--team", "storefront", "--as", "zoe"), 2, "the base branch has no person zoe\nhelp: give the name of a person of the catalog"),
        (("payment", "--team", "storefront", "--expires", "soon"), 2, "--expires soon is not a date\nhelp: use YYYY-MM-DD, for example 2026-09-01"),
        (("payment", "--team", "storefront", "--expires", "2020-01-01"), 2, "--expires 2020-01-01 is in the past\nhelp: give a later day, or omit --expires"),
        (("payment", "--team", "storefront", "--key", "nowhere"), 2, "the record could not be signed with nowhere: Couldn't load public key nowhere: No such file or directory\nhelp: give your key with --key FILE, or omit --key"),
        (("payment", "--team", "payments", "--standing", "checkout"), 2, "bo may not approve for team payments\nhelp: ask chidi or dana"),
        (("payment", "--team", "storefront", "--standing", "checkout"), 2, "payment belongs to payments, and only this team can agree to support it"),
        (("checkout", "--team", "storefront", "--standing", "payment"), 2, "payment has no dependency on checkout of another team"),
        (("payment", "--team", "payments", "--standing", "chekout"), 2, "there is no service chekout\nhelp: did you mean checkout?"),
    ],
)  # fmt: skip
def test_what_would_not_count_is_not_written(
    shop: Shop, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int, said: str
) -> None:
    found, out, err = approve(capsys, *arguments)
    assert (found, out, err) == (code, "", f"ownercat: {said}\n")
    assert records(shop) == []


@pytest.mark.parametrize(("address", "said"), [
    ("zoe@home.example", "no person on the base branch has the email address zoe@home.example, so the approver is unknown"),
    ("", "git has no user.email here, so the approver is unknown"),
])  # fmt: skip
def test_who_agrees_has_to_be_known(shop: Shop, capsys: pytest.CaptureFixture[str], address: str, said: str) -> None:
    shop.git("config", "user.email", address)
    assert approve(capsys, "payment", "--team", "storefront") == (
        2, "", f"ownercat: {said}\nhelp: git config user.email ADDRESS, or --as PERSON\n",
    )  # fmt: skip
    assert records(shop) == []


def test_who_joins_the_team_by_the_change_itself_has_no_say(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    text = (shop.root / "catalog/storefront.yaml").read_text().replace("[ana, bo]", "[ana, bo, chidi]")
    shop.repository.write({"catalog/storefront.yaml": text})
    code, _, err = approve(capsys, "payment", "--team", "storefront", "--as", "chidi")
    assert (code, err.splitlines()[0]) == (2, "ownercat: chidi may not approve for team storefront on the base")


def test_a_record_is_never_overwritten(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    approve(capsys, "payment", "--team", "storefront")
    (record,) = records(shop)
    mine = record.read_text() + "# mine\n"
    record.write_text(mine)
    code, out, err = approve(capsys, "payment", "--team", "storefront")
    name = record.relative_to(shop.root)
    assert (code, out) == (2, "")
    assert err.endswith(
        f"ownercat: {name} already exists, and ownercat never overwrites a record\n"
        f"help: see git log {name}; remove the file if it was never committed\n"
    )
    assert [path.read_text() for path in records(shop)] == [mine]


def test_two_people_of_a_team_write_two_records(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("ana", "bo"):
        assert approve(capsys, "payment", "--team", "storefront", "--as", name)[0] == 0
    assert len(records(shop)) == 2


def test_a_link_in_place_of_the_folder_is_not_followed(
    shop: Shop, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (shop.root / "catalog/signoffs").symlink_to(tmp_path / "elsewhere")
    lasting = ("payment", "--team", "payments", "--standing", "checkout", "--as", "chidi")
    said = "ownercat: catalog/signoffs is a symbolic link, and ownercat does not follow links\nhelp: replace the link with a folder\n"
    assert approve(capsys, *lasting) == (2, "", said)
    assert approve(capsys, "payment", "--team", "storefront")[:2] == (3, "")  # the change cannot be judged either
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_no_program_of_the_configuration_is_run(shop: Shop, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    alarm, trace = tmp_path / "alarm", tmp_path / "trace"
    alarm.write_text(f"#!/bin/sh\necho ran >> {trace}\n")
    alarm.chmod(0o755)
    for key in ("gpg.ssh.program", "gpg.ssh.defaultKeyCommand", "gpg.program", "core.fsmonitor", "core.editor"):
        shop.git("config", key, str(alarm))
    shop.git("config", "gpg.format", "ssh")
    assert approve(capsys, "payment", "--team", "storefront")[0] == 0
    assert not trace.exists()


def test_without_ssh_keygen_it_says_so(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ssh(monkeypatch, shop, "bo")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    code, _, err = approve(capsys, "payment", "--team", "storefront")
    assert (code, "ssh-keygen is not installed" in err) == (2, True)
    assert records(shop) == []


def test_without_a_key_nothing_is_written(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["signoff", "approve", "payment", "--team", "storefront"]) == 2
    assert capsys.readouterr().err == (
        "ownercat: no SSH key found: ownercat wrote nothing, because an unsigned record does not count\n"
        "help: create a key with ssh-keygen -t ed25519, or give your key with --key FILE\n"
    )
    assert not (shop.root / "catalog/signoffs").exists() or not list((shop.root / "catalog/signoffs").iterdir())
