"""Every finding about rotations, escalations and the people behind them, made by one edit of one file of the sample."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest

from ownercat.diagnostics import Severity
from ownercat.rules import registry
from tests.catalogs import check, said
from tests.test_sample import CHECKOUT, SAMPLE, STOREFRONT

TEAMS = "catalog/teams/"
COUNCIL, PAYMENTS, PLATFORM = f"{TEAMS}council.yaml", f"{TEAMS}payments.yaml", f"{TEAMS}platform.yaml"
SUPPORT, WEB, PEOPLE = f"{TEAMS}support.yaml", f"{TEAMS}web.yaml", "catalog/people.yaml"
PROXY = "catalog/services/frontend-proxy/ownership.yaml"
pytestmark = pytest.mark.usefixtures("parsed_once")  # each edit changes one file of the sample
EVERYONE = "    members: [ana, bo, chidi, emre]\n"
DAY = 'days: [mon-fri], from: "08:00", to: "20:00"'
BY_DAY = f"required: {{timeZone: Europe/Madrid, {DAY}}}\nlayers:\n  - id: madrid\n    windows: [{{{DAY}}}]\n"
HEADER = "---\napiVersion: ownercat/v1\nkind: {kind}\nname: {name}\n"
LAYER = (
    '  - {{members: [{members}], turn: {{every: 1w, handoff: {{day: mon, at: "08:00"}}}}, from: 2026-01-05{more}}}\n'
)
DUTY = "  - {name: duty, purpose: respond, notify: [rotation:support-primary], via: [push, phone], wait: 15m,"


CLIMB = "repeat: {times: 2, every: 15m, to: on-call}\n"
LAST_RESORT = "end: {handoff: escalation:company-last-resort}\n"


class Edit(NamedTuple):
    """One file with some words changed, the first time that they occur in it; ``more``: documents added to it."""

    path: str
    words: dict[str, str]
    more: str = ""

    def of(self, files: dict[str, str]) -> dict[str, str]:
        text = files[self.path]
        for old, new in self.words.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        return {**files, self.path: text + self.more}


def override(text: str) -> Edit:
    """A swap in the first rotation of storefront."""
    line = '    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}\n    from: 2026-01-05\n'
    return Edit(STOREFRONT, {line: f"{line}overrides:\n  - {{{text}, timeZone: Europe/Madrid}}\n"})


def rota(name: str, team: str, members: str, more: str = "", required: str = "24x7") -> str:
    body = f"team: {team}\nrole: manager\nrequired: {required}\nlayers:\n{LAYER.format(members=members, more=more)}"
    return HEADER.format(kind="Rotation", name=name) + body


def tiers(path: str, end: str, more: str = "") -> str:
    """What stands in a file from its escalation's second tier to ``end``."""
    text = SAMPLE[path]
    start = text.index("  - {name: second", text.index(more)) if more else text.index("  - {name: second")
    return text[start : text.index(end, start)]


EDITS = {
    "ROT001": override("from: 2026-12-01, to: 2026-12-02, add: zelda")._replace(
        more=HEADER.format(kind="Person", name="zelda") + "active: false\n"
    ),
    "ROT002": override("from: 2026-12-09, to: 2026-12-02, remove: ana, add: bo"),
    "ROT003": override('from: "2027-03-28T02:30", to: 2027-03-28, add: ana'),
    "ROT004": override("from: 2026-12-01, to: 2026-12-02, remove: ana, add: bo"),
    "ROT005": Edit(WEB, {"    from: 2026-01-06\n": ""}),
    "ROT101": Edit(WEB, {"    from: 2026-01-06\n": "    from: 2026-01-06\n    until: 2027-06-30\n"}),
    "ROT102": Edit(
        PROXY,
        {"escalation: web-oncall": "escalation: proxy-day"},
        HEADER.format(kind="Escalation", name="proxy-day")
        + "team: web\nrepeat: {times: 9, every: 15m}\nend: stop\nfailsafe: {via: [sms], to: rotation:web-primary, testedOn: 2026-10-06}\n"
        "tiers:\n"
        + "".join(
            f"  - {{name: {name}, notify: [rotation:{name}], via: [push, phone], wait: 5m, inform: [severity, service, timeline, workarounds]}}\n"
            for name in ("first", "second", "third")
        )
        + "".join(
            rota(name, "web", members, f", timeZone: UTC, windows: [{{{DAY}}}]", f"{{timeZone: UTC, {DAY}}}")
            for name, members in (("first", "tom, priya"), ("second", "owen, yara"), ("third", "priya, tom"))
        ),
    ),
    "ROT103": Edit(SUPPORT, {"members: [zoe, pilar, davi]": "members: [zoe]"}),
    "ROT104": Edit(STOREFRONT, {"members: [chidi, emre, ana, bo]": "members: [ana, bo, chidi, emre]"}),
    "ROT105": Edit(COUNCIL, {'    turn: {every: 1w, handoff: {day: mon, at: "16:00"}}\n': ""}),
    "ROT106": Edit(PEOPLE, {"\nname: zoe\n": "\nname: zoe\naway: [{from: 2026-12-21, to: 2027-01-10}]\n"}),
    "ROT107": Edit(COUNCIL, {"members: [joao, ines]": "members: [joao]"}),
    "ROT108": Edit(PLATFORM, {}, "".join(rota(name, "platform", "luca, nora") for name in ("one", "two", "three"))),
    "ROT109": Edit(STOREFRONT, {'at: "09:00"': 'at: "03:00"'}),
    "ROT111": Edit(SUPPORT, {"members: [zoe, pilar, davi]": "members: [none]"}),
    "ESC001": Edit(
        CHECKOUT,
        {
            "escalation:\n  - {severity: [sev1, sev2], policy: storefront-urgent}\n  - {policy: storefront-default}\n": ""
        },
    ),
    "ESC002": Edit(STOREFRONT, {"notify: [rotation:storefront-primary]": "notify: []"}),
    "ESC003": Edit(
        STOREFRONT,
        {tiers(STOREFRONT, "failsafe"): "", f"{CLIMB}{LAST_RESORT}": "repeat: {times: 9, every: 15m}\nend: stop\n"},
    ),
    "ESC004": Edit(STOREFRONT, {"repeat: {times: 2,": "repeat: {times: 12,"}),
    "ESC005": Edit(COUNCIL, {"end: stop": "end: {handoff: storefront-urgent}"}),
    "ESC006": Edit(CHECKOUT, {"  - {policy: storefront-default}\n": ""}),
    "ESC007": Edit(
        CHECKOUT,
        {
            "escalation:\n": "escalation:\n  - {severity: [sev1], policy: storefront-urgent}\n  - {severity: [p1], policy: storefront-default}\n"
        },
    ),
    "ESC008": Edit(STOREFRONT, {"via: [push, chat], urgency: low, wait: 4h": "via: [chat], urgency: low, wait: 4h"}),
    "ESC009": Edit(STOREFRONT, {"via: [push, phone], wait: 5m": "via: [chat], wait: 5m"}),
    "ESC010": Edit(STOREFRONT, {"notify: [rotation:storefront-secondary]": "notify: [rotation:storefront-primary]"}),
    "ESC011": Edit(
        STOREFRONT, {"inform: [severity, service, timeline, workarounds, runbook]": "inform: [severity, service]"}
    ),
    "ESC012": Edit(STOREFRONT, {f"{CLIMB}{LAST_RESORT}": ""}),
    "ESC013": Edit(
        SUPPORT,
        {},
        HEADER.format(kind="Escalation", name="old")
        + "team: support\ntiers: [{name: one, notify: [rotation:support-primary], via: [push], inform: [severity, service, timeline, workarounds]}]\nend: stop\n",
    ),
    "ESC014": Edit(
        PEOPLE,
        {
            "contacts: [push, phone, sms, chat]\nnotify: {high: [{via: push}, {via: phone, after: 1m}]}": "contacts: [chat]"
        },
    ),
    "ESC015": Edit(
        PAYMENTS, {"    via: [push, phone]\n    attempts: {times: 2, every: 2m}\n    wait: 5m\n": "    wait: 3m\n"}
    ),
    "ESC101": Edit(STOREFRONT, {"onEmpty: wait\nackTimeout: 20m": "onEmpty: wait\nhold: 12m\nackTimeout: 20m"}),
    "ESC102": Edit(STOREFRONT, {"via: [push, phone], wait: 5m": "via: [push, phone], wait: 20m"}),
    "ESC103": Edit(STOREFRONT, {f"{CLIMB}{LAST_RESORT}": "end: stop\n"}),
    "ESC104": Edit(STOREFRONT, {"ackTimeout: 20m": "ackTimeout: 2h"}),
    "ESC105": Edit(
        STOREFRONT,
        {"role: secondary": "role: primary", "notify: [rotation:storefront-primary]": "notify: [team:storefront]"},
    ),
    "ESC106": Edit(
        STOREFRONT, {"failsafe: {via: [sms], to: rotation:storefront-primary, after: 10m, testedOn: 2026-09-14}\n": ""}
    ),
    "ESC108": Edit(SUPPORT, {"required: 24x7\nlayers:\n  - id: madrid\n": BY_DAY}),
    "ESC109": Edit(STOREFRONT, {"after: 10m, testedOn: 2026-09-14": "after: 10m, testedOn: 2025-09-14"}),
    "ESC110": Edit(STOREFRONT, {"failsafe: {via: [sms]": "failsafe: {via: [push]"}),
    "OWN011": Edit(CHECKOUT, {"roles:\n": "roles:\n  remediate: rotation:incident-commanders\n"}),
    "OWN013": Edit(CHECKOUT, {"hotfix: [rotation:storefront-primary]": "hotfix: [person:ana]"}),
    "OWN014": Edit(
        STOREFRONT,
        {"notify: [rotation:storefront-secondary], via: [push, chat]": "notify: [person:ana], via: [push, chat]"},
    ),
}


# This rule is off until the policy asks for it.
POLICY = "catalog/policy.yaml"
ONE_PROVIDER = {**SAMPLE, POLICY: SAMPLE[POLICY] + "rules: {options: {one-provider: {tiers: [3]}}}\n"}
ALL_BY_PUSH = SAMPLE[SUPPORT].replace("via: [push, phone]", "via: [push]")


def one(code: str, files: dict[str, str]) -> None:
    """A finding of that rule, and nothing else that is loud."""
    found = [d for d in check(files).diagnostics if d.code == code or d.severity > Severity.INFO]
    assert [d.code for d in found] == [code], [d.message for d in found]
    assert found[0].severity is registry()[code].rule.severity


@cache
def untouched() -> list[str]:
    return said(check(SAMPLE))


@pytest.mark.parametrize("code", EDITS)
def test_one_edit_is_one_finding_and_taking_it_back_is_none(code: str) -> None:
    one(code, EDITS[code].of(SAMPLE))
    assert untouched() == []


SLA = "catalog/services/checkout/sla.yaml"
EVERY_MONDAY = '    turn: {every: 1w, handoff: {day: mon, at: "08:00"}}\n'
FOLLOWED_UP = {  # one mistake of which several rules could speak
    "major pages go where nobody wakes": (
        "ESC009",
        Edit(CHECKOUT, {"  - {severity: [sev1, sev2], policy: storefront-urgent}\n": ""}),
    ),
    "no turns, so that both lines come to one person": ("ROT105", Edit(PLATFORM, {EVERY_MONDAY: ""})),
    "no turns, so that every tier comes to one person": (
        "ROT105",
        Edit(PAYMENTS, {EVERY_MONDAY.replace("08:00", "12:00"): ""}),
    ),
    "no windows, so that two layers are hidden": (
        "ROT105",
        Edit(COUNCIL, {'    windows: [{from: "16:00", to: "24:00"}]\n': ""}),
    ),
    "no days, so that nobody is on call or starves": (
        "ROT101",
        Edit(SUPPORT, {"windows: [{days: [mon-fri]": "windows: [{days: []"}),
    ),
    "a promise before its own answer": ("SLA008", Edit(SLA, {"restore: 1h": "restore: 1m"})),
    "a minor promise before the major one": ("SLA008", Edit(SLA, {"sev2: {ack: 30m": "sev2: {ack: 1m"})),
    "one person in both lines": ("ROT103", Edit(SUPPORT, {"members: [zoe, pilar, davi]": "members: [zoe]"})),
    "one list in both lines, and in every tier": (
        "ROT104",
        Edit(PAYMENTS, {"members: [grace, rafael, bruna, caio]": "members: [bruna, caio, grace, rafael]"}),
    ),
    "one rotation in both tiers": (
        "ESC010",
        Edit(PAYMENTS, {"notify: [rotation:payments-secondary]": "notify: [rotation:payments-primary]"}),
    ),
}


@pytest.mark.parametrize(("code", "edit"), FOLLOWED_UP.values(), ids=FOLLOWED_UP)
def test_the_rule_that_names_the_mistake_speaks_alone(code: str, edit: Edit) -> None:
    one(code, edit.of(SAMPLE))


def test_what_the_policy_asks_for_is_one_finding_too() -> None:
    assert said(check(ONE_PROVIDER)) == []
    spare = "failsafe: {via: [sms], to: rotation:support-primary, after: 20m, testedOn: 2026-09-30}\n"
    assert spare in ALL_BY_PUSH
    one("ESC107", {**ONE_PROVIDER, SUPPORT: ALL_BY_PUSH.replace(spare, "")})


def test_every_rule_of_the_families_has_its_edit() -> None:
    families = {code for code in registry() if code.startswith(("ROT", "ESC"))} | {"OWN011", "OWN013", "OWN014"}
    assert families - EDITS.keys() <= {"ESC107", "ROT110", "ROT112"}  # options, a base, info
