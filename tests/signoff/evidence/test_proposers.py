"""Who is behind a change, from real histories: everybody who made it, nobody who only agreed, and nobody dropped."""

from __future__ import annotations

import subprocess

import pytest

from ownercat.repository.git import history
from ownercat.signoff.evidence.proposers import CO_AUTHOR, AuthorResolver, collect_authors
from ownercat.signoff.identities import People
from ownercat.signoff.values import Identity
from tests.rules.parts import doc, service
from tests.signoff.evidence.histories import SCOPE, Shop, email, person

SLOWER = {"catalog/payment.yaml": service("payment", "title: Slower", owner="payments")}


def found(shop: Shop, head: str = "HEAD", accounts: dict[str, Identity] | None = None) -> set[Identity]:
    tip, commit = shop.git("rev-parse", "main"), shop.git("rev-parse", head)
    commits = history.add_changes(shop.root, history.list_commits(shop.root, tip, commit))
    together = history.collect_trailers(shop.root, tip, commit, CO_AUTHOR)
    names = AuthorResolver(People(shop.compared(head).base.loaded.catalog), accounts or {})
    return set(collect_authors(shop.root, [SCOPE], commits, together, names))


def record(by: str, name: str = "r1") -> str:
    return doc("SignOff", name, "service: payment", f"by: {by}")


def test_author_committer_and_co_authors_are_proposers(shop: Shop) -> None:
    shop.as_("chidi", committer="dana")
    shop.save(SLOWER, "slower\n\nCo-authored-by: Bo <BO@shop.example>\nCo-Authored-By: Eve <eve@else.example>")
    assert found(shop) == {person("chidi"), person("dana"), person("bo"), email("eve@else.example")}


def test_a_change_outside_the_catalog_counts_too(shop: Shop) -> None:
    shop.as_("chidi")
    shop.save({"src/main.go": "package main\n"}, "code")
    assert found(shop) == {person("chidi")}


def test_empty_commits_and_records_make_nobody_a_proposer(shop: Shop) -> None:
    shop.as_("bo")
    shop.save({}, "nothing", "--allow-empty")
    shop.save({"catalog/signoffs/r1.yaml": record("bo")}, "agreed")
    glass = doc("BreakGlass", "g", "invokedBy: ana", "second: bo")
    shop.save({"catalog/signoffs/g.yaml": record("bo", "r2") + "---\n" + glass}, "two records in a file")
    assert found(shop) == set()


@pytest.mark.parametrize("role", ["author", "committer"])
def test_who_commits_the_word_of_somebody_else_is_a_proposer(shop: Shop, role: str) -> None:
    shop.as_(*(("chidi", "bo") if role == "author" else ("bo", "chidi")))
    shop.save({"catalog/signoffs/r1.yaml": record("bo")}, "agreed")
    assert found(shop) == {person("chidi")}


def test_a_stranger_with_a_record_is_a_proposer(shop: Shop) -> None:
    shop.as_("mallory")
    shop.save({"catalog/signoffs/r1.yaml": record("mallory")}, "agreed")
    assert found(shop) == {email("mallory@shop.example")}


@pytest.mark.parametrize(
    "files",
    [
        {"catalog/signoffs/r1.yaml": record("bo"), **SLOWER},
        {"catalog/signoffs/r1.yaml": record("bo") + "---\n" + SLOWER["catalog/payment.yaml"]},
        {"signoffs/r1.yaml": record("bo")},
        {"catalog/signoffs/r1.txt": record("bo")},
        {"catalog/signoffs/r1.yaml": record("bo") + "x: [\n"},
        {"catalog/signoffs/r1.yaml": "kind: SignOff\nby: bo\n"},
        {"catalog/signoffs/r1.yaml": "apiVersion: ownercat/v1\nkind: [SignOff]\nby: bo\n"},
        {"catalog/signoffs/r1.yaml": ""},
    ],
    ids=["and-a-change", "in-one-file", "elsewhere", "no-yaml", "broken", "no-version", "odd-kind", "empty"],
)
def test_what_is_not_only_records_makes_a_proposer(shop: Shop, files: dict[str, str]) -> None:
    shop.as_("bo")
    shop.save(files, "agreed")
    assert found(shop) == {person("bo")}


def test_editing_and_removing_a_record_makes_a_proposer(shop: Shop) -> None:
    shop.git("checkout", "-q", "main")
    shop.save({"catalog/signoffs/r1.yaml": record("ana"), "catalog/signoffs/r2.yaml": record("ana", "r2")}, "records")
    for who, change in (("bo", {"catalog/signoffs/r1.yaml": record("bo")}), ("chidi", {})):
        shop.git("checkout", "-q", "-B", who, "main")
        if who == "chidi":
            (shop.root / "catalog/signoffs/r2.yaml").unlink()
        shop.as_(who)
        shop.save(change, "changed")
        assert found(shop, who) == {person(who)}


def test_a_link_named_like_a_record_is_none(shop: Shop) -> None:
    shop.as_("bo")
    (shop.root / "catalog/signoffs").mkdir()
    (shop.root / "catalog/signoffs/r1.yaml").symlink_to(record("bo"))
    shop.save({}, "a link whose target reads like a record")
    assert found(shop) == {person("bo")}


def test_a_renamed_file_is_a_change(shop: Shop) -> None:
    shop.as_("dana")
    shop.git("mv", "catalog/payment.yaml", "catalog/payments-service.yaml")
    shop.save({}, "moved")
    assert found(shop) == {person("dana")}


# -- merges


def merge(shop: Shop, who: str, *arguments: str) -> None:
    shop.as_(who)
    subprocess.run(
        ["git", "merge", "-q", "-m", "merge", *arguments], cwd=shop.root, env=shop.repository.env, check=False,
        capture_output=True,
    )  # fmt: skip


def on_main(shop: Shop, files: dict[str, str]) -> None:
    shop.git("checkout", "-q", "main")
    shop.as_("ana")
    shop.save(files, "on main")
    shop.git("checkout", "-q", "change")


def test_a_merge_that_brings_nothing_of_its_own_makes_nobody_a_proposer(shop: Shop) -> None:
    shop.as_("chidi")
    shop.save(SLOWER, "slower")
    on_main(shop, {"catalog/ad.yaml": service("ad"), "catalog/checkout.yaml": service("checkout", "title: Till")})
    merge(shop, "bo", "main")
    assert found(shop) == {person("chidi")}


def test_a_merge_that_smuggles_something_in_makes_a_proposer(shop: Shop) -> None:
    shop.as_("chidi")
    shop.save(SLOWER, "slower")
    on_main(shop, {"catalog/ad.yaml": service("ad")})
    merge(shop, "bo", "--no-commit", "main")
    shop.save({"catalog/checkout.yaml": service("checkout", "title: Smuggled")}, "merge")
    assert found(shop) == {person("chidi"), person("bo")}


def test_a_merge_that_drops_the_other_side_makes_a_proposer(shop: Shop) -> None:
    """The result equals one parent, so git's own combined difference shows nothing."""
    shop.as_("chidi")
    shop.save({"README": "unrelated\n"}, "unrelated")
    on_main(shop, SLOWER)
    merge(shop, "bo", "-s", "ours", "main")
    assert shop.git("diff-tree", "-c", "--name-only", "--no-commit-id", "HEAD") == ""
    assert found(shop) == {person("chidi"), person("bo")}


def test_a_resolved_conflict_makes_a_proposer(shop: Shop) -> None:
    shop.as_("chidi")
    shop.save(SLOWER, "slower")
    on_main(shop, {"catalog/payment.yaml": service("payment", "title: Faster", owner="payments")})
    merge(shop, "bo", "main")
    shop.save({"catalog/payment.yaml": service("payment", "title: Both", owner="payments")}, "resolved")
    assert found(shop) == {person("chidi"), person("bo")}


def test_an_octopus_merge_is_judged_by_all_its_parents(shop: Shop) -> None:
    for who, path in (("bo", "a.yaml"), ("chidi", "b.yaml")):
        shop.git("checkout", "-q", "-b", f"topic-{who}", "main")
        shop.as_(who)
        shop.save({f"catalog/{path}": service(path[0])}, path)
    shop.git("checkout", "-q", "change")
    shop.as_("ana")
    shop.save({"catalog/c.yaml": service("c")}, "c")
    merge(shop, "dana", "topic-bo", "topic-chidi")
    assert len(shop.git("rev-list", "--parents", "-1", "HEAD").split()) == 1 + 3
    assert found(shop) == {person("ana"), person("bo"), person("chidi")}
    shop.git("reset", "-q", "--soft", "HEAD~1")
    shop.repository.write(SLOWER)
    shop.git("add", "-A")
    tree = shop.git("write-tree")
    parents = [part for name in ("HEAD", "topic-bo", "topic-chidi") for part in ("-p", name)]
    assert found(shop, shop.git("commit-tree", tree, *parents, "-m", "octopus")) == {
        person("ana"), person("bo"), person("chidi"), person("dana"),
    }  # fmt: skip


def test_a_merge_of_histories_that_share_nothing_is_the_work_of_who_merged(shop: Shop) -> None:
    shop.git("checkout", "-q", "--orphan", "other")
    shop.git("rm", "-rfq", ".")
    shop.as_("chidi")
    shop.save({"catalog/ad.yaml": service("ad")}, "from nothing")
    shop.git("checkout", "-q", "change")
    merge(shop, "bo", "--allow-unrelated-histories", "other")
    assert found(shop) == {person("chidi"), person("bo")}


def test_no_merge_driver_is_run_to_judge_a_merge(shop: Shop) -> None:
    trace = shop.root.parent / "trace"
    on_main(
        shop, {".gitattributes": "* merge=x\n", "catalog/payment.yaml": service("payment", "x-a: 1", owner="payments")}
    )
    shop.as_("chidi")
    shop.save({"catalog/payment.yaml": service("payment", "x-b: 1", owner="payments")}, "both")
    merge(shop, "bo", "-X", "ours", "main")
    shop.git("config", "merge.x.driver", f"echo ran > {trace}")
    assert found(shop) == {person("chidi"), person("bo")}
    assert not trace.exists()


# -- names


def test_hidden_addresses_and_accounts_of_the_forge_lead_to_people(shop: Shop) -> None:
    for number, address in enumerate(
        [
            "12345+Bo-GH@users.noreply.github.com",
            "chidi-gh@users.noreply.github.com",
            "99-dana-gl@users.noreply.gitlab.com",
        ]
    ):
        shop.as_(address)
        shop.save({f"f{number}": "x"}, address)
    shop.as_("private@home.example")
    shop.save({"g": "x"}, "private")
    known = {person("bo"), person("chidi"), person("dana")}
    assert found(shop) == {*known, email("private@home.example")}
    accounts = {"private@home.example": Identity("github", "Ana-GH")}
    assert found(shop, accounts=accounts) == {*known, person("ana")}


def test_github_itself_as_committer_is_nobody_but_stays_where_it_is_all_that_is_known(shop: Shop) -> None:
    shop.as_("bo", committer="noreply@github.com")
    shop.save({"f": "x"}, "in a page")
    assert found(shop) == {person("bo")}
    shop.as_("noreply@github.com")
    shop.save({"g": "x"}, "hidden")
    assert found(shop) == {person("bo"), email("noreply@github.com")}


def test_an_address_of_two_people_is_nobody(shop: Shop) -> None:
    shop.git("checkout", "-q", "main")
    shop.save({"catalog/more.yaml": doc("Person", "twin", "email: Bo@shop.example")}, "twin")
    shop.git("checkout", "-q", "-B", "change", "main")
    shop.as_("bo")
    shop.save({"f": "x"}, "whose?")
    assert found(shop) == {email("bo@shop.example")}


def test_mail_is_not_mapped_by_the_change(shop: Shop) -> None:
    shop.as_("mallory")
    shop.save({".mailmap": "Ana <ana@shop.example> <mallory@shop.example>\n"}, "mapped")
    shop.git("config", "log.mailmap", "true")
    assert found(shop) == {email("mallory@shop.example")}


def test_an_encoding_cannot_make_two_commits_of_one(shop: Shop) -> None:
    """UTF-7 writes line ends in letters; a commit that claims it could pretend to be several."""
    shop.as_("mallory")
    other = shop.save({"f": "x"}, "harmless")
    forged = f"+AAo-{other}".encode()
    raw = shop.git("cat-file", "commit", "HEAD").encode().replace(b"+0000", b"-0000")
    raw = raw.replace(b"author Mallory", b"author Mallory" + forged, 1)
    raw = raw.replace(b"\n\nharmless", b"\nencoding UTF-7\n\nharmless\n\nOwnercat-Approve: a" + forged, 1)
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"], input=raw, cwd=shop.root, env=shop.repository.env,
        check=True, capture_output=True,
    )  # fmt: skip
    commit, tip = done.stdout.decode().strip(), shop.git("rev-parse", "main")
    assert "\n" in shop.git("log", "-1", "--format=%B", commit).split("Ownercat-Approve: a")[1]
    assert [c.id for c in history.list_commits(shop.root, tip, commit)] == [commit]
    assert (
        history.collect_trailers(shop.root, tip, commit, "Ownercat-Approve") == {}
    )  # the line is none of the block any more


@pytest.mark.parametrize("how", ["graft", "replace"])
def test_no_local_file_takes_a_commit_out_of_the_history(shop: Shop, how: str) -> None:
    shop.as_("chidi")
    hidden = shop.save(SLOWER, "slower")
    shop.as_("bo")
    head = shop.save({"README": "x\n"}, "and more")
    base = shop.git("rev-parse", "main")
    if how == "graft":
        (shop.root / ".git/info").mkdir(exist_ok=True)
        (shop.root / ".git/info/grafts").write_text(f"{head} {base}\n")
    else:
        shop.git("replace", "--graft", head, base)
    assert hidden not in shop.git("-c", "advice.graftFileDeprecated=false", "rev-list", "HEAD")
    assert found(shop) == {person("chidi"), person("bo")}
