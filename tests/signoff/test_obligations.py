"""Who has to agree to which change: the table of docs/sign-off.md, and no way to choose one's own judges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from ownercat.changes.kinds import KINDS
from ownercat.signoff.parties import TABLE as PARTIES
from tests.changes.parts import edited
from tests.rules.parts import doc, person, several
from tests.signoff.company import BASE, GOVERNED, LOOSER, SLA, asked, raised, team_of, told


def without(*paths: str, files: Mapping[str, str] = BASE) -> dict[str, str]:
    return {path: text for path, text in files.items() if path not in paths}


def but(path: str, text: str, files: Mapping[str, str] = BASE) -> dict[str, str]:
    return {**files, path: text}


CHECKOUT = "apiVersion: ownercat/v1\nkind: Service\nname: checkout\nowner: storefront\ntier: 2\n"
TABLE = {
    "nothing moved": (dict(BASE), []),
    "what nobody has to agree to": (edited(("payment.yaml", "tier: 2", "tier: 2\ntitle: Payment"), files=BASE), []),
    "an owner changes": (
        edited(("payment.yaml", "owner: payments", "owner: search"), files=BASE),
        [
            "owner-changed payment: payments as former owner high never waived",
            "owner-changed payment: search as new owner high never waived",
        ],
    ),
    "an owner goes": (
        edited(("payment.yaml", "owner: payments\n", ""), files=BASE),
        [
            "owner-removed payment: payments as owner BLOCKED payment would have no owner: retire the service, or set"
            " another owner high never waived"
        ],
    ),
    "an owner goes with the service": (
        edited(
            ("payment.yaml", "owner: payments\n", "lifecycle: retired\n"),
            ("checkout.yaml", "dependsOn: [{service: payment}]", ""),
            files=BASE,
        ),
        [
            "dependency-removed checkout: storefront as consumer",
            "service-retired payment: payments as owner high",
            "service-retired payment: storefront as consumer high",
            "service-retired payment: search as consumer high",
        ],
    ),
    "a service goes that somebody needs": (
        without("payment.yaml"),
        [
            "service-retired payment: payments as owner BLOCKED checkout still has a hard dependency on payment high",
            "service-retired payment: storefront as consumer BLOCKED checkout still has a hard dependency on payment high",
            "service-retired payment: search as consumer BLOCKED checkout still has a hard dependency on payment high",
        ],
    ),
    "a promise is looser": (
        LOOSER,
        [
            "sla-loosened payment: payments as owner high",
            "sla-loosened payment: storefront as consumer high",
            "sla-loosened payment: council as approver high",
        ],
    ),
    "a promise is gone": (
        without("sla.yaml"),
        [
            "sla-loosened payment: payments as owner high",
            "sla-loosened payment: storefront as consumer high",
            "sla-loosened payment: council as approver high",
        ],
    ),
    "a promise is tighter, and nobody stands under it": (
        edited(("sla.yaml", "restore: 30m", "restore: 20m"), files=BASE),
        ["sla-tightened payment: payments as owner"],
    ),
    "a dependency is added": (
        edited(("payment.yaml", "tier: 2", "tier: 2\ndependsOn: [{service: bank}]"), files=BASE),
        ["dependency-added payment: payments as consumer", "dependency-added payment: search as provider"],
    ),
    "a dependency is harder": (
        edited(("frontend.yaml", "mode: soft", "mode: hard"), files=BASE),
        ["dependency-hardened frontend: search as consumer", "dependency-hardened frontend: payments as provider"],
    ),
    "a dependency is gone": (
        edited(("checkout.yaml", "dependsOn: [{service: payment}]", ""), files=BASE),
        ["dependency-removed checkout: storefront as consumer"],
    ),
    "a tier is raised": (
        edited(("checkout.yaml", "tier: 2", "tier: 1"), files=BASE),
        ["tier-raised checkout: storefront as owner high", "tier-raised checkout: payments as provider high"],
    ),
    "a tier is lowered": (
        edited(("payment.yaml", "tier: 2", "tier: 3"), files=BASE),
        ["tier-lowered payment: payments as owner high", "tier-lowered payment: storefront as consumer high"],
    ),
    "a role is given away": (
        edited(("payment.yaml", "tier: 2", "tier: 2\nroles: {champion: search}"), files=BASE),
        ["role-changed payment: payments as owner", "role-changed payment: search as on-call team"],
    ),
    "a member is added": (
        edited(("teams.yaml", "members: [ana, bo]", "members: [ana, bo, fay]"), files=BASE),
        ["member-added payments: payments as member high never waived"],
    ),
    "another lead": (
        edited(("teams.yaml", "lead: ana", "lead: bo"), files=BASE),
        ["lead-changed payments: payments as member high never waived"],
    ),
    "somebody is somebody else": (
        edited(("people.yaml", "{github: ana-gh}", "{github: mallory}"), files=BASE),
        ["identity-changed ana: payments as member high never waived"],
    ),
    "a team is dissolved": (
        but("teams.yaml", several(team_of("payments", "ana", "bo"), team_of("search", "eve", "fay"), team_of("council", "gus", "hal", "ivy"))),
        [
            "team-dissolved storefront: storefront as lead high never waived",
            "owner-removed checkout: storefront as owner BLOCKED checkout would have no owner: retire the service, or set"
            " another owner high never waived",
        ],
    ),
    "a team goes into another one": (
        but(
            "teams.yaml",
            several(
                team_of("payments", "ana", "bo"), team_of("search", "eve", "fay") + "aliases: [{name: storefront}]\n",
                team_of("council", "gus", "hal", "ivy"),
            ),
        ),
        [
            "team-merged storefront: storefront as lead high never waived",
            "team-merged storefront: search as new owner high never waived",
        ],
    ),
    "the policy is looser, and nobody governs": (
        edited(("policy.yaml", "minEvidence: E1", "minEvidence: E1, distinctHumans: 1"), files=BASE),
        [],
    ),
    "somebody new": (
        edited(("people.yaml", doc("Person", "ana"), person("zed") + "---\n" + doc("Person", "ana")), files=BASE),
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_the_table(name: str) -> None:
    after, wanted = TABLE[name]
    assert sorted(asked(after)) == sorted(wanted)


def test_soft_consumers_are_told_and_not_asked() -> None:
    assert told(LOOSER) == ["search: team owns frontend, which depends on payment (soft)"]
    removed = edited(("checkout.yaml", "dependsOn: [{service: payment}]", ""), files=BASE)
    assert told(removed) == ["payments: team owns payment, on which checkout depends less"]


def test_a_promise_to_one_consumer_is_that_consumers_alone() -> None:
    named = edited(("sla.yaml", "outcome:", "consumer: frontend\noutcome:"), files=BASE)
    looser = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=named)
    assert asked(looser, named) == [
        "sla-loosened payment: payments as owner high",
        "sla-loosened payment: search as consumer high",
        "sla-loosened payment: council as approver high",
    ]


def test_a_tighter_promise_asks_the_provider_whose_own_does_not_carry_it() -> None:
    before = {
        **BASE,
        "promise.yaml": doc("SLA", "checkout-terms", "service: checkout", "targets: {sev1: {restore: 1h}}"),
    }
    carried = edited(("promise.yaml", "restore: 1h", "restore: 40m"), files=before)
    assert asked(carried, before) == ["sla-tightened checkout: storefront as owner"]
    beyond = edited(("promise.yaml", "restore: 1h", "restore: 10m"), files=before)
    assert asked(beyond, before) == [
        "sla-tightened checkout: storefront as owner",
        "sla-tightened checkout: payments as provider",
    ]
    (_, provider) = raised(beyond, before)
    assert provider.why == "team owns payment, which does not promise sev1.restore 10m"


def test_pages_that_climb_another_way_ask_the_teams_put_on_and_taken_off() -> None:
    paged = {
        **edited(("payment.yaml", "tier: 2", "tier: 2\nescalation: urgent"), files=BASE),
        "urgent.yaml": doc(
            "Escalation", "urgent", "team: payments", "tiers: [{notify: [rotation:search-first]}]", "end: stop"
        ),
        "rotations.yaml": several(
            doc("Rotation", "search-first", "team: search", "layers: [{id: a, members: [eve]}]"),
            doc("Rotation", "council-first", "team: council", "layers: [{id: a, members: [gus]}]"),
        ),
    }
    moved = edited(("urgent.yaml", "rotation:search-first", "rotation:council-first"), files=paged)
    found = raised(moved, paged)
    assert [(one.party.team, one.party.role, one.why) for one in found] == [
        ("payments", "owner", "team owns payment"),
        ("council", "on-call team", "team is added to the escalation of payment"),
        ("search", "on-call team", "team is removed from the escalation of payment"),
    ]


def test_governance_is_two_of_the_team_that_the_base_names() -> None:
    looser = edited(("policy.yaml", "quorum: 2", "quorum: 1"), files=GOVERNED)
    assert asked(looser, GOVERNED) == ["policy-loosened shop: council as governance x2 high never waived"]
    usurped = edited(("policy.yaml", "team: council", "team: search"), files=GOVERNED)
    assert asked(usurped, GOVERNED) == ["policy-loosened shop: council as governance x2 high never waived"]


def test_a_new_team_that_speaks_is_a_matter_of_governance() -> None:
    def with_new(files: Mapping[str, str]) -> dict[str, str]:
        return {**edited(("payment.yaml", "owner: payments", "owner: fresh"), files=files),
                "fresh.yaml": several(person("zed"), team_of("fresh", "zed"))}  # fmt: skip

    sides = [
        "owner-changed payment: payments as former owner high never waived",
        "owner-changed payment: fresh as new owner high never waived",
    ]
    assert asked(with_new(BASE)) == sides
    assert asked(with_new(GOVERNED), GOVERNED) == [
        *sides,
        "team-added fresh: council as governance x2 high never waived",
    ]
    silent = {**GOVERNED, "fresh.yaml": several(person("zed"), team_of("fresh", "zed"))}
    assert asked(silent, GOVERNED) == []


def test_what_a_new_team_is_agreed_to_says_who_its_people_are() -> None:
    def digest(login: str) -> str:
        zed = person("zed").replace("zed-gh", login)
        after = {
            **edited(("payment.yaml", "owner: payments", "owner: fresh"), files=GOVERNED),
            "fresh.yaml": several(zed, team_of("fresh", "zed")),
        }
        return raised(after, GOVERNED)[-1].digest

    assert digest("zed-gh") != digest("mallory")


def test_the_first_catalog_asks_its_own_governance_or_nobody() -> None:
    assert asked(BASE, {}) == []
    assert asked(GOVERNED, {}) == ["catalog-added shop: council as governance x2 high never waived"]
    one, other = raised(GOVERNED, {}), raised({**GOVERNED, "more.yaml": doc("Service", "more", "owner: search")}, {})
    assert one[0].digest != other[0].digest


def test_a_quorum_that_nobody_can_satisfy_blocks() -> None:
    before = edited(("teams.yaml", "members: [gus, hal, ivy]", "members: [gus]"), files=GOVERNED)
    looser = edited(("policy.yaml", "quorum: 2", "quorum: 3"), files=before)
    loosest = edited(("policy.yaml", "quorum: 2", "quorum: 1"), files=before)
    assert asked(looser, before) == []
    assert asked(loosest, before) == [
        "policy-loosened shop: council as governance x2 BLOCKED team council cannot approve: 2 approvals required,"
        " 1 eligible person high never waived"
    ]


def test_bots_and_those_who_left_are_nobody() -> None:
    left = edited(
        ("people.yaml", "name: cy\n", "name: cy\nactive: false\n"),
        ("people.yaml", "name: di\n", "name: di\nbot: true\n"),
        files=BASE,
    )
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=left)
    assert (
        "sla-loosened payment: storefront as consumer BLOCKED team storefront cannot approve: 1 approval required, no eligible people high"
        in asked(after, left)
    )


def test_a_consumer_without_an_owner_blocks() -> None:
    before = edited(("checkout.yaml", "owner: storefront\n", ""), files=BASE)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=before)
    assert "sla-loosened payment: nobody as consumer BLOCKED no team exists that can approve as consumer high" in asked(
        after, before
    )


# the union of all sides


def test_dropping_the_consumer_on_the_way_does_not_drop_its_word() -> None:
    both = edited(("checkout.yaml", "dependsOn: [{service: payment}]", ""), files=LOOSER)
    softened = edited(("checkout.yaml", "{service: payment}", "{service: payment, mode: soft}"), files=LOOSER)
    planned = edited(("checkout.yaml", "{service: payment}", "{service: payment, status: planned}"), files=LOOSER)
    retired = edited(("checkout.yaml", "tier: 2", "tier: 2\nlifecycle: retired"), files=LOOSER)
    for after in (both, softened, planned, retired, without("checkout.yaml", files=LOOSER)):
        assert "sla-loosened payment: storefront as consumer high" in asked(after)


def test_giving_the_consumer_to_somebody_else_on_the_way_asks_both() -> None:
    found = asked(edited(("checkout.yaml", "owner: storefront", "owner: search"), files=LOOSER))
    assert "sla-loosened payment: storefront as consumer high" in found
    assert "sla-loosened payment: search as consumer high" in found


def test_renaming_on_the_way_changes_nothing() -> None:
    renamed = edited(("payment.yaml", "name: payment\n", "name: pay\naliases: [{name: payment}]\n"), files=LOOSER)
    assert "sla-loosened pay: storefront as consumer high" in asked(renamed)
    hidden = edited(
        ("payment.yaml", "name: payment\n", "name: pay\n"),
        ("sla.yaml", "service: payment", "service: pay"),
        files=LOOSER,
    )
    assert "sla-loosened payment: storefront as consumer high" in asked(hidden)


def test_naming_the_consumer_on_the_way_asks_the_old_ones_too() -> None:
    narrowed = edited(("sla.yaml", "outcome:", "consumer: team:payments\noutcome:"), files=LOOSER)
    assert "sla-loosened payment: storefront as consumer high" in asked(narrowed)


def test_dropping_an_approver_on_the_way_asks_them() -> None:
    dropped = edited(("sla.yaml", "approvers: [council]", "approvers: [payments]"), files=LOOSER)
    assert "sla-loosened payment: council as approver high" in asked(dropped)


def test_renaming_the_team_on_the_way_asks_the_team_of_the_base() -> None:
    after = edited(
        (
            "teams.yaml",
            "name: storefront\nmembers: [cy, di]",
            "name: shop\naliases: [{name: storefront}]\nmembers: [eve]",
        ),
        files=LOOSER,
    )
    found = [one for one in raised(after) if one.change.kind == "sla-loosened"]
    assert [one.party.team for one in found] == ["payments", "storefront", "council"]


def test_an_old_branch_brings_back_neither_consumers_nor_owners() -> None:
    begins = edited(("checkout.yaml", "dependsOn: [{service: payment}]", ""), files=BASE)
    after = edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=begins)
    assert "sla-loosened payment: storefront as consumer high" not in asked(after, begins)
    assert "sla-loosened payment: storefront as consumer high" in asked(after, begins, base=BASE)
    given = edited(("payment.yaml", "owner: payments", "owner: search"), files=BASE)
    assert "sla-loosened payment: search as owner high" in asked(after, begins, base=given)
    assert "sla-loosened payment: payments as owner high" not in asked(after, begins, base=given)


def test_an_old_branch_cannot_retire_what_is_needed_by_now() -> None:
    begins = edited(("checkout.yaml", "dependsOn: [{service: payment}]", ""), files=BASE)
    after = without("payment.yaml", "sla.yaml", files=begins)
    assert not any("BLOCKED" in one for one in asked(after, begins))
    assert any(
        "BLOCKED checkout still has a hard dependency on payment" in one for one in asked(after, begins, base=BASE)
    )


def test_an_old_branch_is_judged_by_the_policy_of_today() -> None:
    looser = edited(("policy.yaml", "minEvidence: E1", "minEvidence: E1, distinctHumans: 1"), files=BASE)
    assert asked(looser, BASE, base=GOVERNED) == ["policy-loosened shop: council as governance x2 high never waived"]


# digests


def test_two_promises_that_move_alike_are_two_agreements() -> None:
    before = {**BASE, "other.yaml": SLA.replace("payment-terms", "other-terms")}
    after = edited(
        ("sla.yaml", "restore: 30m", "restore: 50m"), ("other.yaml", "restore: 30m", "restore: 50m"), files=before
    )
    found = raised(after, before)
    assert len({one.digest for one in found}) == len(found) == 6


def test_what_moves_alike_towards_two_providers_or_interfaces_is_agreed_to_apart() -> None:
    entries = [
        "{service: payment, mode: soft, interface: a}",
        "{service: payment, mode: soft, interface: b}",
        "{service: checkout, mode: soft}",
    ]
    before = edited(("frontend.yaml", "{service: payment, mode: soft}", ", ".join(entries)), files=BASE)
    found = raised(edited(("frontend.yaml", "mode: soft", "mode: hard"), files=before), before)
    assert [(one.change.other, one.party.team) for one in found if one.party.role == "consumer"] == [
        ("checkout", "search"), ("payment", "search"), ("payment", "search"),
    ]  # fmt: skip
    assert len({one.digest for one in found}) == len(found) == 6
    assert [one.after.get("interface") for one in found if one.party.role == "provider"] == [None, "a", "b"]


def test_interfaces_that_move_alike_are_agreed_to_apart() -> None:
    provided = "tier: 2\nprovides: [{interface: a, type: grpc}, {interface: b, type: grpc}]"
    before = edited(("payment.yaml", "tier: 2", provided), ("frontend.yaml", "mode: soft", "mode: soft, interface: a"),
                    ("checkout.yaml", "{service: payment}", "{service: payment, interface: b}"), files=BASE)  # fmt: skip
    found = raised(edited(("payment.yaml", "type: grpc", "type: http"), files=before), before)
    assert len({one.digest for one in found}) == len(found) == 4


def test_each_party_and_role_has_its_own_digest() -> None:
    assert len({one.digest for one in raised(LOOSER)}) == 3


def test_what_does_not_matter_does_not_move_the_digest() -> None:
    same = edited(
        ("sla.yaml", "restore: 50m", "restore: 3000s"), ("sla.yaml", "{ack: 10m, ", "{ack: 600s,   "), files=LOOSER
    )
    unrelated = {
        **edited(("bank.yaml", "tier: 1", "tier: 1\ntitle: Bank"), files=LOOSER),
        "more.yaml": doc("Service", "more", "owner: search"),
    }
    moved = {**without("sla.yaml", files=LOOSER), "elsewhere/terms.yaml": "# moved\n" + LOOSER["sla.yaml"]}
    digests = [one.digest for one in raised(LOOSER)]
    for after in (same, unrelated, moved):
        assert [one.digest for one in raised(after) if one.change.kind == "sla-loosened"] == digests


def test_a_number_without_a_form_of_its_own_blocks_and_breaks_nothing() -> None:
    huge = "labels: {}\nx-note: 1\nrules: {options: {thin: {most: 99999999999999999999}}}\n"
    after = but("policy.yaml", GOVERNED["policy.yaml"] + huge, files=GOVERNED)
    (found,) = raised(after, GOVERNED)
    assert found.blocked == "the change has a number or text without a canonical form, so nobody can approve it"


# who gets a say, by whatever way


def test_taking_a_name_that_a_team_already_gives_asks_the_team() -> None:
    """A person was removed, the team still names them, and somebody else takes the name."""
    before = edited(("people.yaml", person("cy") + "---\n", ""), files=BASE)
    after = {**before, "zed.yaml": doc("Person", "cy", "logins: {github: mallory}")}
    assert asked(after, before) == ["person-added cy: storefront as member high never waived"]
    aliased = {**before, "zed.yaml": doc("Person", "zed", "aliases: [{name: cy}]")}
    assert "storefront as member" in " ".join(asked(aliased, before))


def test_taking_a_name_of_the_roster_asks_governance() -> None:
    before = edited(("policy.yaml", "signoff:", "breakGlass: {roster: [zed]}\nsignoff:"), files=GOVERNED)
    after = {**before, "zed.yaml": person("zed")}
    assert asked(after, before) == ["person-added zed: council as governance x2 high never waived"]


def test_renaming_a_person_does_not_hide_that_they_are_somebody_else() -> None:
    after = edited(("people.yaml", "name: ana\nemail: ana@shop.example\nlogins: {github: ana-gh}",
                    "name: anna\naliases: [{name: ana}]\nemail: ana@shop.example\nlogins: {github: mallory}"), files=BASE)  # fmt: skip
    assert asked(after) == ["identity-changed anna: payments as member high never waived"]


def test_who_joins_is_who_was_agreed_to() -> None:
    """The digest of a new member holds their accounts, as they are in the end."""

    def digest(login: str, base_login: str = "zed-gh") -> str:
        before = {**BASE, "zed.yaml": person("zed")}
        after = edited(
            ("teams.yaml", "members: [ana, bo]", "members: [ana, bo, zed]"), ("zed.yaml", "zed-gh", login), files=before
        )
        base = edited(("zed.yaml", "zed-gh", base_login), files=before)
        found = raised(after, before, base)
        return next(one.digest for one in found if one.change.kind == "member-added")

    usual = digest("zed-gh")
    assert digest("mallory") != usual
    assert digest("zed-gh", base_login="mallory") != usual


def test_who_joins_the_roster_is_who_was_agreed_to() -> None:
    def digest(login: str) -> str:
        before = {**GOVERNED, "zed.yaml": person("zed")}
        after = edited(
            ("policy.yaml", "signoff:", "breakGlass: {roster: [zed]}\nsignoff:"),
            ("zed.yaml", "zed-gh", login),
            files=before,
        )
        return next(one.digest for one in raised(after, before) if one.change.kind == "roster-loosened")

    assert digest("mallory") != digest("zed-gh")


def test_ending_the_governance_team_is_a_matter_of_governance() -> None:
    after = edited(("teams.yaml", "---\n" + team_of("council", "gus", "hal", "ivy"), ""), files=GOVERNED)
    assert "team-dissolved council: council as governance x2 high never waived" in asked(after, GOVERNED)


def test_a_governance_team_that_nobody_knows_lets_nothing_pass() -> None:
    before = edited(("policy.yaml", "team: council", "team: ghosts"), files=GOVERNED)
    after = {
        **edited(("policy.yaml", "quorum: 2", "quorum: 1"), files=before),
        "ghosts.yaml": several(person("zed"), team_of("ghosts", "zed")),
    }
    assert asked(after, before) == [
        "policy-loosened shop: nobody as governance x2 BLOCKED no team exists that can approve as governance high never waived"
    ]


def test_an_interface_that_somebody_names_is_a_promise() -> None:
    before = edited(("payment.yaml", "tier: 2", "tier: 2\nprovides: [{interface: pay, type: grpc}, {interface: tell, type: grpc}]"),
                    ("frontend.yaml", "mode: soft", "mode: soft, interface: pay"), files=BASE)  # fmt: skip
    used = edited(("payment.yaml", "{interface: pay, type: grpc}, ", ""), files=before)
    assert asked(used, before) == [
        "interface-removed payment: payments as owner",
        "interface-removed payment: search as consumer",
    ]
    unused = edited(("payment.yaml", ", {interface: tell, type: grpc}", ""), files=before)
    assert asked(unused, before) == []


# nothing new slips through

FREE = {
    "service-removed", "service-renamed", "lifecycle-changed", "sla-changed", "dependency-planned", "interface-added",
    "symptoms-changed", "service-changed", "runbook-added", "runbook-changed",
    "journey-added", "journey-tightened", "team-renamed",
    "rotation-renamed", "escalation-renamed", "runbook-renamed", "journey-renamed",
    "member-removed", "person-left", "person-renamed", "person-changed",
    "comms-changed", "expectation-added", "expectation-changed", "escalation-added", "escalation-removed", "policy-tightened", "policy-changed",
    "signers-tightened", "roster-tightened", "baseline-tightened", "configuration-changed",
    # what happened, and what was exercised: facts, not promises
    "incident-added", "incident-changed", "incident-removed", "drill-added", "drill-changed", "drill-removed",
}  # fmt: skip


def test_every_kind_of_change_is_decided_about() -> None:
    """A kind of change that nobody thought of here would need nobody's agreement."""
    assert FREE.isdisjoint(PARTIES)
    assert set(KINDS) - set(PARTIES) == FREE


def test_the_documentation_says_what_the_table_does() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sign-off.md").read_text("utf-8")
    section = page.partition("## Who has to agree\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.split("\n") if line.startswith("| `")]
    said = {
        kind: (row[2].strip() == "yes", row[3].strip() == "yes")
        for row in rows
        for kind in re.findall(r"`([a-z-]+)`", row[0])
    }
    assert said == {kind: (row.high, row.waivable) for kind, row in PARTIES.items()}


# nobody is asked in vain


def test_a_team_has_no_agreement_with_itself_and_a_soft_dependency_asks_nobody() -> None:
    own = {"gift.yaml": doc("Service", "gift", "owner: payments", "dependsOn: [{service: payment}]")}
    soft = {"gift.yaml": doc("Service", "gift", "owner: search", "dependsOn: [{service: payment, mode: cached}]")}
    hard = {"gift.yaml": doc("Service", "gift", "owner: search", "dependsOn: [{service: payment}]")}
    assert asked({**BASE, **own}) == ["service-added gift: payments as owner"]  # nobody, if it is their own change
    assert asked({**BASE, **soft}) == ["service-added gift: search as owner"]
    assert asked({**BASE, **hard}) == [
        "dependency-added gift: search as consumer",
        "dependency-added gift: payments as provider",
        "service-added gift: search as owner",
    ]


def test_sign_off_is_off_without_a_section() -> None:
    off = edited(("policy.yaml", "signoff: {minEvidence: E1}\n", ""), files=BASE)
    assert asked(edited(("sla.yaml", "restore: 30m", "restore: 50m"), files=off), off) == []
