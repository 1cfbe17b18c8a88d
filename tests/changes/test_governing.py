"""Teams, people, the policy and the files that judge: nobody gains a voice or softens a rule unseen."""

from __future__ import annotations

import pytest

from ownercat.changes.comparison import compare
from tests.changes.parts import BASE, changes, edited, lines, side
from tests.rules.parts import doc

PAYMENTS = doc("Team", "payments", "members: [ana, bo]", "lead: ana", "escalation: payments-urgent") + "---\n"


def teams(old: str, new: str) -> dict[str, str]:
    return edited(("teams.yaml", old, new))


def heads(found: list[str]) -> list[str]:
    return [line for line in found if not line.startswith("  ")]


def test_somebody_joins_and_leads() -> None:
    assert changes(teams("[ana, bo]\nlead: ana", "[ana, bo, cy]\nlead: cy")) == [
        "lead-changed: Team payments @ teams.yaml:lead",
        "  lead: ana -> cy other",
        "member-added: Team payments (cy) @ teams.yaml:members/2",
        "  member: - -> cy other",
    ]
    assert changes(teams("[ana, bo]\nlead: ana", "[bo, ana]\nlead: ana")) == []
    assert changes(teams("[ana, bo]\nlead: ana", "[ana]\nlead: ana")) == [
        "member-removed: Team payments (bo) gone @ teams.yaml:members/1",
        "  member: bo -> - other",
    ]


def test_a_team_under_another_name_is_the_same_team() -> None:
    renamed = teams("name: payments\n", "name: money\naliases: [{name: payments}]\n")
    assert changes(renamed) == [
        "team-renamed: Team money (payments) @ teams.yaml:name",
        "  name: payments -> money other",
    ]


def test_a_team_goes_into_another_one() -> None:
    found = changes(
        edited(
            ("teams.yaml", PAYMENTS, ""),
            ("teams.yaml", "name: storefront\n", "name: storefront\naliases: [{name: payments}]\n"),
        )
    )
    assert heads(found) == [
        "team-merged: Team payments (storefront) gone @ teams.yaml:name",
        "escalation-changed: Service payment of payment @ teams.yaml:tiers/0/notify",
    ]  # fmt: skip


def test_a_team_is_dissolved_and_its_services_are_nobody_s() -> None:
    found = heads(changes(teams(PAYMENTS, "")))
    assert found[0] == "team-dissolved: Team payments gone @ teams.yaml:name"
    assert "owner-removed: Service payment of payment @ payment.yaml:name" in found


def test_a_team_comes() -> None:
    more = BASE | {
        "more.yaml": doc("Team", "web", "members: [ana]", "parent: payments", 'handles: {github: "@shop/web"}')
    }
    assert changes(more) == [
        "team-added: Team web @ more.yaml:name",
        "  ana: - -> ana other",
        "  handles.github: - -> @shop/web other",
        "  parent: - -> payments other",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("name: bo\n", "name: bo\nactive: false\n", ["person-left: Person bo @ people.yaml:active", "  active: yes -> no other"], id="left"),
        pytest.param("name: bo\n", "name: bo\nleavesOn: 2026-12-31\n", ["person-leaves: Person bo @ people.yaml:leavesOn", "  leavesOn: - -> 2026-12-31 other"], id="leaves"),
        pytest.param("name: bo\n", "name: bo\nemail: mallory@x.example\n", ["identity-changed: Person bo @ people.yaml:email", "  identity.email: - -> mallory@x.example looser"], id="email"),
        pytest.param("name: bo\n", "name: bo\nlogins: {github: mallory}\n", ["identity-changed: Person bo @ people.yaml:logins/github", "  identity.logins.github: - -> mallory looser"], id="account"),
        pytest.param("name: bo\n", "name: bo\nmay: [rollback]\n", ["may-changed: Person bo @ people.yaml:may", "  may: - -> rollback other"], id="may"),
        pytest.param("name: bo\n", "name: bo\nlabels: {represents: security}\n", ["person-changed: Person bo @ people.yaml:labels/represents", "  labels.represents: - -> security other"], id="label"),
        pytest.param("name: bo\n", "name: bo\nnotify: {high: [{via: push}, {via: phone, after: 5m}]}\n", ["person-changed: Person bo @ people.yaml:notify/high", "  notify.high: - -> push, phone after 5m other"], id="notify"),
    ],
)  # fmt: skip
def test_a_person_changes(old: str, new: str, expected: list[str]) -> None:
    assert changes(edited(("people.yaml", old, new))) == expected


def test_a_bot_that_says_it_is_none() -> None:
    bot = edited(("people.yaml", "name: di\n", "name: di\nbot: true\n"))
    assert changes(BASE, bot)[1] == "  identity.bot: yes -> no looser"


def test_a_person_is_renamed_comes_back_and_goes() -> None:
    renamed = edited(("people.yaml", "name: bo\n", "name: bob\naliases: [{name: bo}]\n"))
    assert heads(changes(renamed)) == ["person-renamed: Person bob (bo) @ people.yaml:name"]
    away = edited(("people.yaml", "name: bo\n", "name: bo\nactive: false\n"))
    assert heads(changes(BASE, away)) == ["person-returned: Person bo @ people.yaml:active"]
    without = edited(("people.yaml", doc("Person", "bo") + "---\n", ""))
    assert heads(changes(without)) == ["person-left: Person bo gone @ people.yaml:name"]
    assert heads(changes(BASE, without)) == ["person-added: Person bo @ people.yaml:name"]


# the policy


def policy(*settings: str) -> dict[str, str]:
    return BASE | {"policy.yaml": doc("Policy", "shop", *settings)}


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("", "channels: {phone: {wakes: false}}", "channels.phone.wakes: yes -> no"),
        ("", "channels: {email: {wakes: true}}", "channels.email.wakes: no -> yes"),
        ("", "channels: {phone: {provider: push}}", "channels.phone.provider: phone -> push"),
        ("channels: {fax: {medium: phone}}", "", "channels.fax.medium: phone -> -"),
        ("", "tiers: {'1': {requires: [owner]}}", "tiers.1.requires: escalation, owner, runbook and sla -> owner"),
        ("", "tiers: {'1': {escalationTiers: 1}}", "tiers.1.escalationTiers: 3 -> 1"),
        ("tiers: {'1': {drillEvery: 90d}}", "tiers: {'1': {drillEvery: 180d}}", "tiers.1.drillEvery: 90d -> 180d"),
        ("governance: {team: payments}", "governance: {team: storefront}", "governance.team: payments -> storefront"),
        ("governance: {team: payments}", "", "governance.team: payments -> -"),
        ("", "governance: {quorum: 1}", "governance.quorum: 2 -> 1"),
        ("", "signoff: {minEvidence: E0}", "signoff.minEvidence: E1 -> E0"),
        ("", "signoff: {distinctHumans: 1}", "signoff.distinctHumans: 2 -> 1"),
        ("", "signoff: {signers: catalog/mine}", "signoff.signers: catalog/allowed_signers -> catalog/mine"),
        ("", "signoff: {requireFor: {tiers: [1]}}", "signoff.requireFor.tiers: 1 and 2 -> 1"),
        ("signoff: {maxAge: 90d}", "", "signoff.maxAge: 90d -> -"),
        ("", "breakGlass: {maxHours: 48}", "breakGlass.maxHours: 24 -> 48"),
        ("", "rules: {ignore: [ESC001]}", "rules.ignore: - -> ESC001"),
        ("", "rules: {select: [OWN]}", "rules.select: - -> OWN"),
        ("", "rules: {severity: {orphaned-service: info}}", "rules.severity.orphaned-service: - -> info"),
        ("", "rules: {options: {lone-owner: {least: 1}}}", "rules.options.lone-owner.least: - -> 1"),
        ("", "rules: {overrides: [{paths: [a], ignore: [ESC001]}]}", "rules.overrides: - -> ignore ESC001 and paths a"),
        ("", "authorities: [hotfix, rollback, failover, flag, freezeOverride, publicStatement, all]",
         "authorities: failover, flag, freezeOverride, hotfix, publicStatement and rollback"
         " -> all, failover, flag, freezeOverride, hotfix, publicStatement and rollback"),
        ("vocabulary: {system: [a]}", "", "vocabulary.system: a -> -"),
        ("", "requiredInfo: [severity]", "requiredInfo: service, severity, timeline and workarounds -> severity"),
    ],
    ids=lambda text: "" if text.startswith(("authorities", "vocab")) else text[:40],
)  # fmt: skip
def test_a_policy_asks_for_less(before: str, after: str, line: str) -> None:
    found = changes(policy(*filter(None, [after])), policy(*filter(None, [before])))
    assert heads(found)[0].startswith("policy-loosened: Policy shop")
    assert f"  {line} looser" in found


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("", "governance: {quorum: 3}", "policy-tightened"),
        ("", "signoff: {minEvidence: E2}", "policy-tightened"),
        ("rules: {ignore: [ESC001]}", "", "policy-tightened"),
        ("", "channels: {fax: {medium: phone}}", "policy-changed"),
        ("", "title: Ours", "policy-changed"),
        ("", "breakGlass: {roster: [ana]}", "roster-loosened"),
        ("breakGlass: {roster: [ana]}", "", "roster-tightened"),
    ],
)
def test_other_changes_of_the_policy(before: str, after: str, kind: str) -> None:
    found = changes(policy(*filter(None, [after])), policy(*filter(None, [before])))
    assert [line.partition(":")[0] for line in heads(found)] == [kind]


@pytest.mark.parametrize(
    "stated",
    [
        "governance: {quorum: 2}",
        "signoff: {requireFor: {tiers: [2, 1]}}",
        "channels: {phone: {wakes: true}}",
        "rules: {}",
    ],
)
def test_a_default_that_is_stated_changes_nothing(stated: str) -> None:
    switch = ("signoff: {}",) if stated.startswith("signoff") else ()  # the section itself turns sign-off on
    assert changes(policy(stated), policy(*switch)) == []


def test_removing_the_signoff_section_loosens_the_policy() -> None:
    assert changes(policy(), policy("signoff: {}")) == [
        "policy-loosened: Policy shop @ policy.yaml:signoff", "  signoff.enabled: yes -> no looser",
    ]  # fmt: skip


def test_severities_by_rank() -> None:
    levels = ["{id: sev1, major: true, page: 24x7}", "{id: sev2, major: true, page: 24x7}"]
    before = policy(f"severities: [{', '.join(levels)}]")
    softer = levels[1].replace("24x7", "hours")
    assert changes(policy(f"severities: [{levels[0]}, {softer}]"), before) == [
        "policy-loosened: Policy shop @ policy.yaml:severities/1/page",
        "  severities.sev2.page: 24x7 -> hours looser",
    ]
    turned = changes(policy(f"severities: [{levels[1]}, {levels[0]}]"), before)
    assert turned[:2] == [
        "policy-loosened: Policy shop @ policy.yaml:severities",
        "  severities.order: sev1, sev2 -> sev2, sev1 looser",
    ]


def test_a_policy_that_is_deleted() -> None:
    before = policy("governance: {team: payments, quorum: 3}")
    found = changes({path: text for path, text in before.items() if path != "policy.yaml"}, before)
    assert found == [
        "policy-loosened: Policy shop gone @ policy.yaml:governance/quorum",
        "  governance.quorum: 3 -> 2 looser",
        "  governance.team: payments -> - looser",
        "  name: shop -> - looser",
    ]


# files that judge


def controls(path: str, before: bytes | None, after: bytes | None) -> list[str]:
    sides = (side(BASE, {path: data} if data is not None else {}) for data in (before, after))
    return [line for change in compare(*sides) for line in lines(change)]


SIGNERS = "catalog/allowed_signers"
ANA, EVE = b"ana@x.example ssh-ed25519 AAAA\n", b"eve@x.example ssh-ed25519 EEEE\n"


def test_a_key_is_added_and_taken_away() -> None:
    assert controls(SIGNERS, ANA, ANA + EVE) == [
        f"signers-loosened: File {SIGNERS} ({SIGNERS}) @ allowed_signers:",
        "  eve@x.example ssh-ed25519 EEEE: - -> eve@x.example ssh-ed25519 EEEE looser",
    ]
    assert heads(controls(SIGNERS, ANA + EVE, ANA)) == [
        f"signers-tightened: File {SIGNERS} ({SIGNERS}) @ allowed_signers:"
    ]
    assert heads(controls(SIGNERS, None, EVE)) == [f"signers-loosened: File {SIGNERS} ({SIGNERS}) @ allowed_signers:"]
    assert heads(controls(SIGNERS, ANA, None)) == [
        f"signers-tightened: File {SIGNERS} ({SIGNERS}) gone @ allowed_signers:"
    ]


def test_a_key_that_is_no_longer_revoked() -> None:
    path = f"{SIGNERS}.revoked"
    assert heads(controls(path, b"ssh-ed25519 EEEE\n", b"")) == [
        f"signers-loosened: File {path} ({path}) @ allowed_signers.revoked:"
    ]
    assert heads(controls(path, b"", b"ssh-ed25519 EEEE\n"))[0].startswith("signers-tightened")


def test_comments_order_and_space_in_a_control_file_change_nothing() -> None:
    assert controls(SIGNERS, ANA + EVE, b"# ours\n\n" + EVE + b"  " + ANA.replace(b" ", b"\t")) == []


def test_an_option_of_a_key_counts() -> None:
    found = controls(SIGNERS, ANA, b'ana@x.example namespaces="git" ssh-ed25519 AAAA\n')
    assert [line.partition(":")[0] for line in heads(found)] == ["signers-loosened", "signers-tightened"]


def test_bytes_that_are_no_text_are_told_safely() -> None:
    found = controls(SIGNERS, b"", b"\xff\xfe\x1b[31m\n")
    assert found[1].isprintable()


KNOWN = b"0" * 32 + b"\tOWN001\tservice:web\tservice web has an undefined owner: team gone\n"


@pytest.mark.parametrize(
    ("path", "before", "after", "kind"),
    [
        ("ownercat.toml", b'catalog = "a"', b'catalog = "b"', "configuration-loosened"),
        ("ownercat.toml", b'catalog = "a"', b"catalog   =   'a' # here", ""),
        ("ownercat.toml", b'{"catalog": "a"}', b'catalog = "a"', ""),
        ("ownercat.toml", b'format = "text"', b'format = "json"', "configuration-changed"),
        ("ownercat.toml", None, b'dialects = ["backstage"]', "configuration-loosened"),
        ("ownercat.toml", b'catalog = "a"', b"not TOML", "configuration-loosened"),
        ("pyproject.toml", b'[tool.ownercat]\ncatalog = "a"', b'[tool.ownercat]\ncatalog = "b"', "configuration-loosened"),
        ("pyproject.toml", b'[project]\nname = "a"', b'[project]\nname = "b"', ""),
        ("catalog/baseline.json", b'[\n"a"\n]', b'[\n"a",\n"b"\n]', "baseline-loosened"),
        ("catalog/baseline.txt", b"a\nb\n", b"b\n", "baseline-tightened"),
        ("unheard-of", b"a", b"b", "baseline-loosened"),
        ("known", KNOWN, KNOWN + KNOWN.replace(b"0", b"1"), "baseline-loosened"),
        ("known", KNOWN + KNOWN.replace(b"0", b"1"), KNOWN, "baseline-tightened"),
        ("known", KNOWN, b"# a note\r\n" + KNOWN.replace(b"undefined", b"not defined"), ""),
    ],
)  # fmt: skip
def test_settings_and_known_findings(path: str, before: bytes | None, after: bytes | None, kind: str) -> None:
    found = heads(controls(path, before, after))
    assert [
        line.partition(":")[0]
        for line in found
        if not line.startswith("baseline-tightened") or kind.endswith("tightened")
    ] == ([kind] if kind else [])
