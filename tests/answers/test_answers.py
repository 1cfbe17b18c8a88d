"""What a query means, and what is known about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ownercat.answers import WhoRequest, answer_request
from ownercat.answers.book import AnswerContext
from ownercat.answers.nearest import NotFound
from ownercat.answers.values import Answer, Mention, PersonAnswer, ServiceAnswer, TeamAnswer
from tests.answers.asking import answer_query
from tests.catalogs import TODAY, loaded

HEAD = "apiVersion: ownercat/v1\n"


def doc(kind: str, name: str, rest: str = "") -> str:
    return f"{HEAD}kind: {kind}\nname: {name}\n{rest}\n---\n"


CHECKOUT = doc(
    "Service",
    "checkout",
    """\
title: Checkout
description: Turns a basket into a paid order.
owner: storefront
tier: 1
aliases: [{name: checkoutservice, until: 2026-01-31}, {name: till}]
code: {paths: [src/checkout/]}
symptoms:
  - {id: slow, severity: sev2, alerts: [CheckoutSlow]}
  - {id: failing, title: Orders fail, severity: p1, alerts: [CheckoutErrors]}
escalation:
  - {severity: [sev1], symptom: fail*, policy: urgent}
  - {severity: [sev2], policy: calm}
  - {policy: storefront}
roles:
  champion: person:dana
  communicate: {customers: team:support}
authorise: {hotfix: [rotation:storefront-primary], rollback: [person:gone]}
dependsOn:
  - {service: payment, mode: hard, degrade: orders wait}
  - {service: mail, mode: async, status: planned}
telemetry: {dashboard: "https://dash.example/checkout", logs: "https://logs.example/checkout"}
links: [{type: dashboard, title: Business, url: "https://dash.example/money"}]""",
)
REST = "".join(
    (
        doc("Service", "payment", "owner: money\ndependsOn: [{service: till}]"),
        doc("Service", "frontend", "owner: web\ndependsOn: [{service: checkout, mode: soft}, {service: checkoutservice}]"),
        doc("Service", "old", "lifecycle: retired\nowner: storefront"),
        doc("Team", "storefront", "title: Storefront\nmembers: [ana, dana, gone]\nlead: dana\nescalation: storefront\n"
            "contacts: {pager: PX1, chat: '#store', email: store@shop.example}"),
        doc("Team", "support", "title: Support\ncontacts: {email: help@shop.example}\nparent: storefront"),
        doc("Person", "ana", "title: Ana Ruiz\nemail: ana@shop.example\ntimeZone: Europe/Madrid\nmay: [hotfix]\n"
            "contacts: [push]\naway: [{from: 2026-11-20, to: 2026-11-30}, {from: 2026-01-01, to: 2026-01-05}]"),
        doc("Person", "dana", "title: Dana Okafor\nleavesOn: 2026-12-31"),
        doc("Person", "gone", "title: Gil Gone\nleavesOn: 2026-10-31"),
        doc("Rotation", "storefront-primary", "team: storefront\nlayers:\n"
            "  - {id: old, members: [gone], until: 2026-06-30}\n"
            "  - {id: all, timeZone: Europe/Madrid, members: [ana, null, dana], from: 2026-01-05, "
            "turn: {every: 1w, handoff: {day: mon, at: '09:00'}}}\n"
            "  - {id: next, members: [dana], from: 2027-01-04, windows: [{days: [mon, tue, wed], from: '09:00', to: '17:00'}]}"),
        doc("Rotation", "second", "team: storefront\nrole: secondary\nexternal: {provider: pagerduty, id: P9, url: 'https://pd.example/P9'}"),
        doc("Rotation", "commanders", "team: money\nlayers: [{members: [ana]}]"),
        doc("Escalation", "urgent", "team: storefront\nhold: 1m\ntiers:\n"
            "  - {name: first, notify: [team:storefront], via: [push, phone], wait: 5m, inform: [severity]}\n"
            "  - {name: then, purpose: command, notify: [escalation:calm, team:support, person:nobody], wait: 1h25m}\n"
            "  - {name: last, notify: [person:dana]}\n"
            "failsafe: {via: [sms], to: person:dana, after: 10m}\nrepeat: {times: 1, every: 15m}\nend: {handoff: lost}"),
        doc("Escalation", "calm", "team: storefront\ntiers: [{notify: [rotation:second]}]\nend: stop"),
        doc("Escalation", "storefront", "team: storefront\ntiers: [{notify: [rotation:storefront-primary, rotation:second]}]"),
        doc("SLA", "external", "service: checkout\nexternal: true\ntargets: {sev2: {ack: 30m}, sev1: {ack: 10m, restore: 1h}}\n"
            "objectives: [{name: availability, sli: {type: availability}, target: 99.99995, window: 28d}]\n"
            "dashboards: ['https://dash.example/slo']"),
        doc("SLA", "draft", "service: checkout\nstatus: draft"),
        doc("SLA", "for-web", "service: till\nconsumer: team:support\ntargets: {sev3: {resolve: 1d}}"),
        doc("Runbook", "errors", "service: checkout\ncovers: [{symptom: failing, severity: sev1}]"),
        doc("Runbook", "by-alert", "service: checkout\ncovers: [{alerts: [CheckoutSlow]}]"),
        doc("Runbook", "general", "service: checkout\nlinks: [{type: runbook, url: 'https://wiki.example/checkout'}]"),
        doc("Policy", "shop", "severityAliases: {p1: sev1}\nchannels: {sms: {medium: sms, provider: twilio}}"),
    )
)  # fmt: skip
FILES = {"catalog/checkout.yaml": CHECKOUT, "catalog/rest.yaml": REST}


def ask(query: str, files: dict[str, str] | None = None, as_of: date | None = TODAY, **asked: Any) -> Answer | NotFound:
    found = loaded(FILES if files is None else files)
    return answer_query(found.catalog, found.policy, query, as_of=as_of, **asked)


def subjects(query: str, files: dict[str, str] | None = None, **asked: Any) -> list[Any]:
    found = ask(query, files, **asked)
    assert isinstance(found, Answer), found
    return list(found.subjects)


def service(query: str = "checkout", files: dict[str, str] | None = None, **asked: Any) -> ServiceAnswer:
    (found,) = subjects(query, files, **asked)
    assert isinstance(found, ServiceAnswer)
    return found


def names(mentions: Any) -> list[str]:
    return [mention.name for mention in mentions]


def notes(query: str, files: dict[str, str] | None = None, **asked: Any) -> tuple[str, ...]:
    found = ask(query, files, **asked)
    assert isinstance(found, Answer)
    return found.notes


# --- what a query means ---


@pytest.mark.parametrize(
    ("query", "by", "name"),
    [
        pytest.param("checkout", "name", "checkout", id="a service"),
        pytest.param("storefront", "name", "storefront", id="a team"),
        pytest.param("ana", "name", "ana", id="a person"),
        pytest.param("CHECKOUT", "case", "checkout", id="in another case"),
        pytest.param(" checkout ", "name", "checkout", id="with blanks around it"),
        pytest.param("till", "alias", "checkout", id="an alias"),
        pytest.param("TILL", "alias", "checkout", id="an alias in another case"),
        pytest.param("src/checkout/main.go", "path", "checkout", id="a file below a path"),
        pytest.param("./src/checkout/", "path", "checkout", id="the path itself"),
        pytest.param("CheckoutErrors", "alert", "checkout", id="an alert"),
        pytest.param("failing", "symptom", "checkout", id="a symptom"),
        pytest.param("Ana Ruiz", "title", "ana", id="a title"),
        pytest.param("ana@shop.example", "email", "ana", id="an address"),
        pytest.param("second", "document", "storefront", id="a rotation stands for its team"),
        pytest.param("urgent", "document", "storefront", id="a policy stands for its team"),
        pytest.param("errors", "document", "checkout", id="a runbook stands for its service"),
        pytest.param("service:checkout", "name", "checkout", id="with the kind"),
        pytest.param("person:ana", "name", "ana", id="a person, with the kind"),
        pytest.param("rotation:second", "document", "storefront", id="a rotation, with the kind"),
    ],
)
def test_a_query_finds(query: str, by: str, name: str) -> None:
    (found,) = subjects(query)
    assert (found.match.by, found.name) == (by, name)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("chekout", id="a typo"),
        pytest.param("", id="nothing"),
        pytest.param("   ", id="blanks"),
        pytest.param("team:checkout", id="another kind"),
        pytest.param("src/other/main.go", id="a path nobody claims"),
        pytest.param("сheckout", id="a look-alike letter"),
        pytest.param("x" * 1_000_000, id="a megabyte"),
        pytest.param("src/" * 300_000, id="a megabyte of folders"),
        pytest.param("\x1b[31m", id="control characters"),
    ],
)
def test_a_query_does_not_find(query: str) -> None:
    assert isinstance(ask(query), NotFound)


def test_what_was_meant_is_suggested() -> None:
    found = ask("chekout")
    assert isinstance(found, NotFound)
    assert (found.nearest[0].kind, found.nearest[0].name) == ("service", "checkout")
    assert len(found.nearest) <= 3


def test_a_part_of_a_name_is_suggested() -> None:
    found = ask("store")
    assert isinstance(found, NotFound)
    assert "storefront" in [near.name for near in found.nearest]


def test_the_name_counts_before_the_alias() -> None:
    files = {"catalog/a.yaml": doc("Service", "a", "aliases: [{name: b}]") + doc("Service", "b")}
    assert [s.name for s in subjects("b", files)] == ["b"]


def test_a_team_named_like_its_service_is_shown_too() -> None:
    files = {"catalog/a.yaml": doc("Team", "pay", "members: [ana]") + doc("Service", "pay", "owner: pay")}
    assert [s.kind for s in subjects("pay", files)] == ["Service", "Team"]
    assert notes("pay", files)[0] == "pay is ambiguous: 2 matches"
    assert [s.kind for s in subjects("team:pay", files)] == ["Team"]


def test_two_files_that_define_a_service_are_both_shown() -> None:
    files = {"catalog/a.yaml": doc("Service", "pay", "owner: a"), "catalog/b.yaml": doc("Service", "pay", "owner: b")}
    assert [s.owner.name for s in subjects("pay", files)] == ["a", "b"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        pytest.param({"a": "src/", "b": "src/pay/"}, ["b"], id="the longer path"),
        pytest.param({"a": "src/pay/", "b": "./src/pay"}, ["a", "b"], id="the same path twice"),
        pytest.param({"a": "src/p*/", "b": "src/"}, ["a"], id="a wildcard with more fixed characters"),
        pytest.param({"a": "src/pa?/", "b": "src/pay/"}, ["b"], id="a plain path before a wildcard"),
        pytest.param({"a": "**/main.go"}, ["a"], id="any folder"),
        pytest.param({"a": "src/*.go"}, [], id="a star stays in its folder"),
        pytest.param({"a": "src/**/*.go"}, ["a"], id="two stars do not"),
        pytest.param({"a": "."}, ["a"], id="everything"),
        pytest.param({"a": "rc/pay"}, [], id="from the root only"),
        pytest.param({"a": "src/pa"}, [], id="half a name"),
    ],
)
def test_the_most_specific_path_wins(paths: dict[str, str], found: list[str]) -> None:
    text = "".join(doc("Service", name, f"code: {{paths: ['{path}']}}") for name, path in paths.items())
    result = ask("src/pay/main.go", {"catalog/a.yaml": text})
    assert [s.name for s in getattr(result, "subjects", ())] == found


def test_a_hostile_pattern_costs_no_time() -> None:
    patterns = ["*a" * 250 + "c", "**/" * 160 + "x", "?" * 511, "*" * 600]
    text = doc("Service", "a", f"code: {{paths: {patterns}}}")
    assert isinstance(ask("a" * 500 + "/" + "b" * 500, {"catalog/a.yaml": text}), NotFound)


def test_a_path_that_is_named_by_the_caller() -> None:
    found = loaded(FILES)
    book = AnswerContext(found.catalog, found.policy, TODAY)
    assert isinstance(answer_request(book, WhoRequest("main.go", path="src/checkout/main.go")), Answer)
    assert isinstance(answer_request(book, WhoRequest("main.go")), NotFound)


def test_an_alert_of_two_services_is_ambiguous() -> None:
    text = "".join(doc("Service", n, "symptoms: [{id: x, severity: sev1, alerts: [Down]}]") for n in "ab")
    assert [s.name for s in subjects("down", {"catalog/a.yaml": text})] == ["a", "b"]
    assert notes("down", {"catalog/a.yaml": text})[0] == "down is ambiguous: 2 matches"


def test_an_alert_that_only_a_runbook_names() -> None:
    text = doc("Service", "a") + doc("Runbook", "r", "service: a\ncovers: [{alerts: [Down]}]")
    (found,) = subjects("Down", {"catalog/a.yaml": text})
    assert (found.name, found.match.by) == ("a", "alert")


def test_an_alias_that_has_ended_still_works_and_says_so() -> None:
    assert "alias checkoutservice of service checkout expired on 2026-01-31" in notes("checkoutservice")
    assert not [note for note in notes("till") if "ended" in note]


# --- a service ---


def test_who_owns_it_and_how_they_are_reached() -> None:
    found = service()
    assert found.owner is not None and found.lead is not None
    assert (found.owner.name, found.owner.title, found.owner.contact) == ("storefront", "Storefront", "#store")
    assert (found.lead.name, found.lead.note) == ("dana", "leaves on 2026-12-31")
    assert [(c.type, c.value, c.whose) for c in found.contacts] == [
        ("chat", "#store", "team:storefront"),
        ("email", "store@shop.example", "team:storefront"),
        ("pager", "PX1", "team:storefront"),
    ]


def test_its_own_contacts_come_first() -> None:
    text = doc("Service", "a", "owner: t\ncontacts: {chat: '#a'}") + doc("Team", "t", "contacts: {chat: '#t'}")
    assert [c.value for c in service("a", {"catalog/a.yaml": text}).contacts] == ["#a", "#t"]


def test_an_owner_that_does_not_exist_is_named_all_the_same() -> None:
    found = service("a", {"catalog/a.yaml": doc("Service", "a", "owner: ghost")})
    assert found.owner is not None
    assert (found.owner.name, found.owner.known, found.owner.note) == ("ghost", False, "undefined")


def test_the_page_of_the_worst_symptom() -> None:
    page = service().page
    assert (page.severity, page.policy and page.policy.name) == ("sev1", "storefront")


def test_the_page_of_the_symptom_that_was_asked_for() -> None:
    page = service(symptom="failing").page
    assert (page.severity, page.policy and page.policy.name) == ("sev1", "urgent")
    assert [(s.at, s.seconds, s.tier, s.purpose, s.via) for s in page.steps] == [
        ("t+1m", 60, "first", "respond", ("push", "phone")),
        ("t+6m", 360, "then", "command", ()),
        ("", None, "last", "respond", ()),
    ]
    assert page.failsafe is not None
    assert (page.failsafe.at, page.failsafe.via) == ("t+10m", ("sms (twilio)",))
    assert [fact.value for fact in page.then] == [
        "repeats: 1 more round, 15m apart",
        "continues with escalation lost (undefined)",
    ]


def test_who_a_page_reaches() -> None:
    first, then, _ = service(symptom="failing").page.steps
    assert [(t.kind, t.name, t.note) for t in first.targets] == [
        ("Rotation", "storefront-primary", "for team storefront")
    ]
    assert [(t.name, t.note) for t in then.targets] == [
        ("second", "per PagerDuty"),
        ("support", "has no single primary rotation"),
        ("nobody", "undefined"),
    ]


@pytest.mark.parametrize(
    ("asked", "severity", "policy"),
    [
        pytest.param({"severity": "sev2"}, "sev2", "calm", id="a severity"),
        pytest.param({"severity": "p1"}, "sev1", "storefront", id="the alias of one"),
        pytest.param({"severity": "sev2", "symptom": "failing"}, "sev2", "calm", id="both"),
        pytest.param({"symptom": "slow"}, "sev2", "calm", id="a symptom brings its severity"),
        pytest.param({"severity": "P1"}, "sev1", "storefront", id="in capital letters"),
    ],
)
def test_the_page_is_that_of(asked: dict[str, str], severity: str, policy: str) -> None:
    page = service(**asked).page
    assert (page.severity, page.policy and page.policy.name) == (severity, policy)


def test_an_alert_brings_its_symptom() -> None:
    assert service("CheckoutErrors").page.policy == service(symptom="failing").page.policy


def test_without_routes_the_owner_s_policy_is_climbed() -> None:
    text = doc("Service", "a", "owner: t") + doc("Team", "t", "escalation: e") + doc("Escalation", "e", "tiers: []")
    page = service("a", {"catalog/a.yaml": text}).page
    assert page.severity == "sev1"
    assert page.policy is not None and page.policy.name == "e"


def test_policies_that_page_each_other_end() -> None:
    text = doc("Service", "a", "escalation: e") + doc(
        "Escalation", "e", "team: t\ntiers: [{notify: [escalation:e, person:x]}]"
    )
    assert [names(s.targets) for s in service("a", {"catalog/a.yaml": text}).page.steps] == [["x"]]


def test_who_follows_whom() -> None:
    primary, second = service().on_call
    assert [(s.id, s.turn, s.windows, s.note) for s in primary.shifts] == [
        ("all", "every 1w, handoff mon 09:00", (), ""),
        ("next", "", ("mon–wed 09:00–17:00 UTC",), "from 2027-01-04"),
    ]
    assert [m.title if m else None for m in primary.shifts[0].members] == ["Ana Ruiz", None, "Dana Okafor"]
    assert (second.role, second.provider, second.url, second.shifts) == (
        "secondary",
        "pagerduty",
        "https://pd.example/P9",
        (),
    )


def test_without_a_page_the_owner_s_rotations_are_shown() -> None:
    text = (
        doc("Service", "a", "owner: t") + doc("Team", "t") + doc("Rotation", "r", "team: t\nlayers: [{members: [x]}]")
    )
    assert [s.rotation.name for s in service("a", {"catalog/a.yaml": text}).on_call] == ["r"]


def test_who_decides_and_who_tells() -> None:
    found = service()
    assert [(d.authority, [(w.name, w.note) for w in d.who]) for d in found.decisions] == [
        ("hotfix", [("storefront-primary", "")]),
        ("rollback", [("gone", "left on 2026-10-31")]),
    ]
    assert [(r.role, r.who.name, r.who.contact) for r in found.tells] == [("customers", "support", "help@shop.example")]


def test_roles_fall_to_the_owner() -> None:
    roles = service().roles
    assert [(r.role, r.who.name) for r in roles if r.stated] == [("champion", "dana")]
    assert {r.who.name for r in roles if not r.stated} == {"storefront"}
    assert "champion" not in [r.role for r in roles if not r.stated]


def test_what_to_do() -> None:
    found = service()
    assert [(sign.id, sign.severity, sign.asked) for sign in found.symptoms] == [
        ("failing", "p1", False),
        ("slow", "sev2", False),
    ]
    assert [(g.runbook.name, g.symptom, g.url) for g in found.runbooks] == [
        ("by-alert", "slow", ""),
        ("errors", "failing", ""),
        ("general", "", "https://wiki.example/checkout"),
    ]


def test_the_symptom_that_was_asked_for_comes_first() -> None:
    found = service(symptom="slow")
    assert [sign.id for sign in found.symptoms] == ["slow", "failing"]
    assert found.runbooks[0].symptom == "slow"


def test_what_was_promised() -> None:
    external, web = service().promises
    assert (external.sla.name, external.to, external.severity) == ("external", "customers", "sev1")
    assert [(t.name, t.value) for t in external.objectives] == [("availability", "99.99995 % over 28d")]
    assert [(t.name, t.value) for t in external.targets] == [("ack", "10m"), ("restore", "1h")]
    assert (web.to, web.severity, [t.value for t in web.targets]) == ("Support", "sev3", ["1d"])


def test_what_is_around_it() -> None:
    found = service()
    assert [(n.service.name, n.mode, n.status, n.owner and n.owner.name, n.service.known) for n in found.needs] == [
        ("payment", "hard", "active", "money", True),
        ("mail", "async", "planned", None, False),
    ]
    assert [(n.service.name, n.mode, n.owner and n.owner.name) for n in found.needed_by] == [
        ("frontend", "hard", "web"),
        ("payment", "hard", "money"),
        ("frontend", "soft", "web"),
    ]


def test_where_to_look() -> None:
    assert [(link.type, link.title, link.url) for link in service().links] == [
        ("dashboard", "", "https://dash.example/checkout"),
        ("logs", "", "https://logs.example/checkout"),
        ("dashboard", "Business", "https://dash.example/money"),
        ("dashboard", "", "https://dash.example/slo"),
    ]


def test_each_fact_has_its_place() -> None:
    found = service()
    assert found.tier.place.pointer == ("tier",)
    assert found.owner is not None and found.owner.place.pointer == ("owner",)
    assert found.needs[1].place.pointer == ("dependsOn", 1)
    assert found.page.place.pointer == ("escalation", 2)
    assert found.place.pointer == ("name",)
    assert found.needed_by[0].place.path == "catalog/rest.yaml"


@pytest.mark.parametrize(
    ("query", "asked", "note"),
    [
        pytest.param("checkout", {"symptom": "x"}, "service checkout has no symptom x", id="an unknown symptom"),
        pytest.param("frontend", {}, "service frontend has no escalation policy for sev1", id="no escalation"),
    ],
)
def test_what_must_not_be_taken_for_granted(query: str, asked: dict[str, str], note: str) -> None:
    assert note in notes(query, **asked)


def test_a_service_with_mistakes_is_answered_and_says_so() -> None:
    files = {"catalog/a.yaml": doc("Service", "a", "owner: 7\ntier: nine\ndependsOn: [3, {service: b}]\nroles: none")}
    assert names(n.service for n in service("a", files).needs) == ["b"]
    assert "service a has errors: run `ownercat check`" in notes("a", files)


def test_a_sound_service_says_nothing() -> None:
    text = doc("Service", "a", "owner: t") + doc("Team", "t", "escalation: e")
    text += doc("Escalation", "e", "team: t\ntiers: [{notify: [person:x]}]")
    assert notes("a", {"catalog/a.yaml": text}) == ()


# --- a team ---


def team(query: str = "storefront", files: dict[str, str] | None = None) -> TeamAnswer:
    (found,) = subjects(query, files)
    assert isinstance(found, TeamAnswer)
    return found


def test_a_team_and_what_it_has() -> None:
    found = team()
    assert [(m.person.title, m.time_zone, m.lead, m.person.note) for m in found.members] == [
        ("Ana Ruiz", "Europe/Madrid", False, ""),
        ("Dana Okafor", "", True, "leaves on 2026-12-31"),
        ("Gil Gone", "", False, "left on 2026-10-31"),
    ]
    assert [s.rotation.name for s in found.on_call] == ["storefront-primary", "second"]
    assert [(o.service.name, o.tier, o.lifecycle) for o in found.services] == [
        ("checkout", 1, "production"),
        ("old", 3, "retired"),
    ]
    assert names(found.teams) == ["support"]
    assert names(found.policies) == ["calm", "storefront", "urgent"]
    assert found.page.policy is not None and found.page.policy.name == "storefront"


def test_the_team_above() -> None:
    parent = team("support").parent
    assert isinstance(parent, Mention) and parent.name == "storefront"


@pytest.mark.parametrize(
    ("text", "note"),
    [
        pytest.param("members: [gone]\ncontacts: {chat: '#t'}", "team t has no active members", id="everybody left"),
        pytest.param("members: [ana]", "team t has no contacts", id="no contact"),
        pytest.param("escalation: lost", "escalation lost is undefined", id="no such policy"),
    ],
)
def test_a_team_that_cannot_be_relied_on(text: str, note: str) -> None:
    assert note in notes("t", {"catalog/rest.yaml": REST, "catalog/t.yaml": doc("Team", "t", text)})


def test_a_team_that_can() -> None:
    assert (
        notes("t", {"catalog/r.yaml": REST, "catalog/t.yaml": doc("Team", "t", "members: [ana]\ncontacts: {chat: x}")})
        == ()
    )


# --- a person ---


def person(query: str = "ana", **asked: Any) -> PersonAnswer:
    (found,) = subjects(query, **asked)
    assert isinstance(found, PersonAnswer)
    return found


def test_a_person_and_where_they_are_named() -> None:
    found = person()
    assert [(c.type, c.value) for c in found.contacts] == [("email", "ana@shop.example")]
    assert [fact.value for fact in (*found.channels, *found.may, *found.away)] == [
        "push",
        "hotfix",
        "2026-11-20 to 2026-11-30",
    ]
    assert [(p.of.name, p.what) for p in found.teams] == [("storefront", "member")]
    assert [(p.of.name, p.what) for p in found.rotations] == [
        ("commanders", "primary, first of 1"),
        ("storefront-primary", "primary, first of 3"),
    ]


def test_what_counts_on_a_person_by_name() -> None:
    dana, gone = person("dana"), person("gone")
    assert [(p.of.name, p.what) for p in dana.teams] == [("storefront", "lead")]
    assert [(p.of.name, p.what) for p in dana.escalations] == [("urgent", "level last"), ("urgent", "failsafe")]
    assert [(p.of.name, p.what) for p in dana.roles] == [("checkout", "champion")]
    assert [(p.of.name, p.what) for p in gone.decisions] == [("checkout", "rollback")]


@pytest.mark.parametrize(
    ("name", "as_of", "active", "standing"),
    [
        pytest.param("gone", date(2026, 10, 31), True, "leaves on 2026-10-31", id="on the last day"),
        pytest.param("gone", date(2026, 11, 1), False, "left on 2026-10-31", id="the day after"),
        pytest.param("ana", TODAY, True, "", id="who stays"),
    ],
)
def test_whether_somebody_is_still_here(name: str, as_of: date, active: bool, standing: str) -> None:
    found = person(name, as_of=as_of)
    assert (found.active, found.standing) == (active, standing)


@pytest.mark.parametrize(
    "text",
    [pytest.param("lifecycle: retired", id="retired"), pytest.param("type: external", id="external")],
)
def test_what_nobody_is_paged_for(text: str) -> None:
    files = {"catalog/a.yaml": doc("Service", "a", text)}
    assert [fact.value for fact in service("a", files).page.then] == [f"no pages: the service is {text.split()[1]}"]
    assert notes("a", files) == ()
