"""``ownercat confirm``: owners sign what they have looked at, and GOV001 says when it has changed or is too old."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import Run, Runner
from tests.repositories import environment
from tests.rules.reality.answers import HEAD

CATALOG = {
    "catalog/people.yaml": f"{HEAD}kind: Person\nname: ana\nemail: ana@shop.example\n---\n{HEAD}kind: Person\nname: bo\nemail: bo@shop.example\n",
    "catalog/teams.yaml": f'{HEAD}kind: Team\nname: shop\nmembers: [ana, bo]\ncontacts: {{chat: "#shop"}}\n---\n'
    f'{HEAD}kind: Team\nname: depot\nmembers: [bo, ana]\ncontacts: {{chat: "#depot"}}\n',
    "catalog/till.yaml": f"{HEAD}kind: Service\nname: till\ndescription: Takes money.\ntier: 4\nowner: shop\n"
    "dependsOn: [{service: stock, mode: soft, degrade: The amount is hidden.}]\n",
    "catalog/stock.yaml": f"{HEAD}kind: Service\nname: stock\ndescription: Counts.\ntier: 4\nowner: depot\n",
}
CONFIRM = ["confirm", "till", "--team", "shop", "--as", "ana"]


@pytest.fixture
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real key of ana."""
    path = tmp_path_factory.mktemp("keys") / "ana"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    return path


@pytest.fixture
def shop(run: Runner, tmp_path: Path, key: Path) -> Runner:
    """A repository whose allowed signers file has the key of ana for attestations."""
    kind, public = key.with_suffix(".pub").read_text("utf-8").split()[:2]
    signer = f'ana@shop.example namespaces="ownercat-attestation" {kind} {public}\n'
    run("--version", files={**CATALOG, "catalog/allowed_signers": signer})
    env = environment(tmp_path.parent)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "begin"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, env=env, check=True)
    return run


def told(run: Runner, day: str = "") -> list[str]:
    """The findings of the rule."""
    today = day or datetime.now(UTC).date().isoformat()
    done = run("check", "--select", "review-overdue", "--format", "concise", "--as-of", today)
    return done.out.splitlines()[:-1]


def edit(tmp_path: Path, name: str, old: str, new: str) -> None:
    file = tmp_path / "catalog" / name
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_signed_confirmation_is_written_and_silent(shop: Runner, tmp_path: Path, key: Path) -> None:
    done = shop(*CONFIRM, "--key", str(key))
    [record] = (tmp_path / "catalog/attestations").iterdir()
    path = record.relative_to(tmp_path).as_posix()
    assert done == Run(
        0,
        "shop confirms owner, pages, promises and dependencies of till\n"
        f"  {path}: signed with {key} (E3)\n"
        "next: git add catalog/attestations && git commit -m 'shop confirms: till' && git push\n",
        "",
    )
    text = record.read_text("utf-8")
    assert text.startswith(
        f"apiVersion: ownercat/v1\nkind: Attestation\nname: {record.stem}\nservice: till\nteam: shop\ncontent: sha256:"
    )
    assert told(shop) == []
    assert shop("check", "--format", "concise").code == 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("till.yaml", "owner: shop", "owner: depot"),
        ("till.yaml", "mode: soft, degrade: The amount is hidden.", "mode: async"),
        ("till.yaml", "dependsOn: [{service: stock, mode: soft, degrade: The amount is hidden.}]\n", ""),
    ],
)
def test_a_change_of_the_content_is_reported(
    shop: Runner, tmp_path: Path, key: Path, name: str, old: str, new: str
) -> None:
    shop(*CONFIRM, "--key", str(key))
    edit(tmp_path, name, old, new)
    today = datetime.now(UTC).date()
    found = told(shop)
    if "depot" in new:  # the confirmation of the former owner is none of the new one
        assert found == []
    else:
        assert found == [
            "catalog/till.yaml:3:7: warning: GOV001 review-overdue: service till has changed since team shop confirmed it on"
            f" {today}: owner, pages, promises or dependencies"
        ]


def test_a_new_sla_changes_what_was_confirmed(shop: Runner, tmp_path: Path, key: Path) -> None:
    shop(*CONFIRM, "--key", str(key))
    sla = f"{HEAD}kind: SLA\nname: till\nservice: till\nconsumer: stock\nstatus: published\ntargets: {{sev1: {{ack: 15m}}}}\n"
    (tmp_path / "catalog/sla.yaml").write_text(sla, encoding="utf-8")
    assert [line.partition(": warning")[0] for line in told(shop)] == ["catalog/till.yaml:3:7"]


def test_a_description_and_another_service_change_nothing(shop: Runner, tmp_path: Path, key: Path) -> None:
    shop(*CONFIRM, "--key", str(key))
    edit(tmp_path, "till.yaml", "Takes money.", "Takes all the money.")
    edit(tmp_path, "stock.yaml", "tier: 4", "tier: 3")
    assert told(shop) == []


def test_an_old_confirmation_is_reported_if_the_policy_says_so(shop: Runner, tmp_path: Path, key: Path) -> None:
    shop(*CONFIRM, "--key", str(key))
    later = datetime.now(UTC).date() + timedelta(days=181)
    assert told(shop, later.isoformat()) == []
    policy = f"{HEAD}kind: Policy\nname: default\nattestation: {{every: 180d}}\n"
    (tmp_path / "catalog/policy.yaml").write_text(policy, encoding="utf-8")
    assert told(shop, (later - timedelta(days=1)).isoformat()) == []
    assert told(shop, later.isoformat()) == [
        "catalog/till.yaml:3:7: warning: GOV001 review-overdue: service till was confirmed by team shop 181 days ago, limit 180d"
    ]


def test_an_unsigned_claim_does_not_count(shop: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    refused = shop(*CONFIRM)
    assert (refused.code, refused.err.splitlines()[0]) == (
        2, "ownercat: no SSH key found: ownercat wrote nothing, because an unsigned record does not count",
    )  # fmt: skip
    assert shop(*CONFIRM, "--claim").code == 0
    edit(tmp_path, "till.yaml", "mode: soft, degrade: The amount is hidden.", "mode: async")
    assert told(shop) == []


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            ["confirm", "till", "--team", "depot", "--as", "ana"],
            "till belongs to shop, and only this team can confirm it",
        ),
        (["confirm", "tll", "--team", "shop", "--as", "ana"], "there is no service tll"),
        (["confirm", "till", "--team", "shop", "--as", "nobody"], "the base branch has no person nobody"),
    ],
)
def test_what_is_refused_writes_nothing(shop: Runner, tmp_path: Path, key: Path, words: list[str], error: str) -> None:
    done = shop(*words, "--key", str(key))
    assert (done.code, done.err.splitlines()[0]) == (2, f"ownercat: {error}")
    assert not (tmp_path / "catalog/attestations").exists()


def test_a_record_is_never_edited_and_may_be_removed(shop: Runner, tmp_path: Path, key: Path) -> None:
    shop(*CONFIRM, "--key", str(key))
    env = environment(tmp_path.parent)
    for arguments in (["add", "-A"], ["commit", "-q", "-m", "confirm"]):
        subprocess.run(["git", *arguments], cwd=tmp_path, env=env, check=True)
    [record] = (tmp_path / "catalog/attestations").iterdir()
    text = record.read_text("utf-8")
    record.write_text(text.replace("by: ana", "by: bo"), encoding="utf-8")
    done = shop("check", "--base", "HEAD", "--select", "edited-record", "--format", "concise")
    assert f"the change edits record {record.stem}: `by`" in done.out
    record.unlink()
    assert shop("check", "--base", "HEAD", "--select", "edited-record", "--format", "concise").code == 0
