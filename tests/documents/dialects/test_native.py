"""The native format: every kind read whole, every misdirected document named, nothing hostile crashes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownercat.diagnostics import Fault, Place
from ownercat.documents import schema, source
from ownercat.documents.dialects import native
from ownercat.documents.source import Document
from ownercat.model import ALWAYS, Attempts, Away, Duration, Hours, Notify, Turn
from tests.catalogs import OTHER_FORMS

SCHEMAS = Path(__file__).parents[3] / "schemas"
ALL_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read(text: str) -> list[Any]:
    reading = source.read("catalog/a.yaml", text.encode())
    assert not reading.faults
    return list(native.read(reading.documents, frozenset()))


def one(kind: str, body: str) -> Any:
    (found,) = read(f"apiVersion: ownercat/v1\nkind: {kind}\nname: x\n{body}")
    assert found.sound
    return found


def refs(entity: Any) -> list[tuple[str, tuple[Any, ...]]]:
    return [(ref.written, ref.place.pointer) for ref in entity.refs]


class TestMeta:
    def test_is_read_for_every_kind(self) -> None:
        found = one(
            "Team",
            "title: X\ndescription: d\nlabels: {a: b}\nx-own: [1]\nlinks: [{type: doc, title: t, url: u}]\n"
            "aliases: [{name: old, until: 2027-01-01}, {name: older}]\n"
            "review: {every: 90d, lastDone: 2026-09-01, by: ana}\n",
        )
        assert (found.title, found.description, found.labels) == ("X", "d", {"a": "b"})
        assert [(a.name, a.until) for a in found.aliases] == [("old", date(2027, 1, 1)), ("older", None)]
        assert found.links[0][:3] == ("doc", "t", "u")
        assert found.review.every == Duration(90 * 86_400, "90d")
        assert found.review.last_done == date(2026, 9, 1)
        assert refs(found) == [("ana", ("review", "by"))]

    def test_knows_its_place(self) -> None:
        _, second = read(
            "apiVersion: ownercat/v1\nkind: Team\nname: a\n---\napiVersion: ownercat/v1\nkind: Team\nname: b\n"
        )
        assert (second.at, second.named) == (Place("catalog/a.yaml", 1), Place("catalog/a.yaml", 1, ("name",)))
        assert (second.key, second.label, second.dialect) == ("b", "team b", "native")


class TestService:
    def test_defaults(self) -> None:
        found = one("Service", "")
        assert (found.type, found.tier, found.lifecycle, found.owner, found.refs) == (
            "service",
            3,
            "production",
            None,
            (),
        )

    def test_is_read_whole(self) -> None:
        found = one(
            "Service",
            """\
tier: 1
owner: team:storefront
code: {repository: "https://git.example/x", paths: [src/]}
contacts: {chat: "#x"}
hosting: {provider: aws, region: eu}
roles: {champion: rotation:ic, communicate: {customers: team:support}, x-own: 1}
authorise: {hotfix: [person:ana, team:storefront]}
symptoms: [{id: slow, title: Slow, severity: sev1, alerts: [A]}]
escalation: [{severity: [sev1], symptom: "db-*", policy: urgent}, {policy: escalation:normal}]
dependsOn: [{service: db}, {service: service:mail, mode: async, degrade: later, tolerates: 10m, group: g, need: 2,
  status: planned, interface: smtp}]
provides: [{interface: api, type: http, compatibility: two versions}]
telemetry: {dashboard: d}
change: {rollback: r}
capacity: {headroom: 40}
""",
        )
        assert (found.tier, found.repository, found.paths) == (1, "https://git.example/x", ("src/",))
        assert {role: ref.written for role, ref in found.roles.items()} == {
            "champion": "rotation:ic",
            "communicate.customers": "team:support",
        }
        assert [ref.written for ref in found.authorise["hotfix"]] == ["person:ana", "team:storefront"]
        assert [(r.severities, r.symptom, r.policy.written) for r in found.routes] == [
            (("sev1",), "db-*", "urgent"),
            ((), "", "escalation:normal"),
        ]
        hard, mail = found.depends_on
        assert (hard.service.name, hard.mode, hard.need, hard.status) == ("db", "hard", 1, "active")
        assert mail[1:8] == ("async", "later", Duration(600, "10m"), "g", 2, "planned", "smtp")
        assert found.symptoms[0][:4] == ("slow", "Slow", "sev1", ("A",))
        assert found.provides[0][:3] == ("api", "http", "two versions")
        assert found.extra == {"change": {"rollback": "r"}, "capacity": {"headroom": 40}}
        assert refs(found) == [
            ("team:storefront", ("owner",)),
            ("rotation:ic", ("roles", "champion")),
            ("team:support", ("roles", "communicate", "customers")),
            ("person:ana", ("authorise", "hotfix", 0)),
            ("team:storefront", ("authorise", "hotfix", 1)),
            ("urgent", ("escalation", 0, "policy")),
            ("escalation:normal", ("escalation", 1, "policy")),
            ("db", ("dependsOn", 0, "service")),
            ("service:mail", ("dependsOn", 1, "service")),
        ]

    def test_a_plain_escalation_is_one_route_without_conditions(self) -> None:
        (route,) = one("Service", "escalation: urgent\n").routes
        assert (route.severities, route.symptom, route.policy.name, route.place.pointer) == (
            (),
            "",
            "urgent",
            ("escalation",),
        )

    def test_a_prefix_names_the_kind(self) -> None:
        owner = one("Service", "owner: person:ana\n").owner
        assert (owner.kinds, owner.kind, owner.name) == (("Team",), "Person", "ana")

    def test_an_unknown_prefix_stays_in_the_name(self) -> None:
        owner = one("Service", "owner: squad:ana\n").owner
        assert (owner.kind, owner.name, owner.written) == ("", "squad:ana", "squad:ana")


class TestPeople:
    def test_a_person_is_read_whole(self) -> None:
        found = one(
            "Person",
            "email: ana@shop.example\nlogins: {github: ana}\nbot: true\ntimeZone: Europe/Madrid\nactive: false\n"
            "leavesOn: 2026-12-31\ncontacts: [push, channel:phone]\nmay: [hotfix]\ntrained: [communicator]\n"
            "notify: {high: [{via: push}, {via: phone, after: 2m}], low: [{via: email, after: 0m}]}\n"
            "away: [{from: 2026-08-01, to: 2026-08-15}]\n",
        )
        assert (found.email, found.bot, found.active, found.leaves_on) == (
            "ana@shop.example",
            True,
            False,
            date(2026, 12, 31),
        )
        assert found.contacts == ("push", "phone")
        assert found.notify_high == (Notify("push", None), Notify("phone", Duration(120, "2m")))
        assert found.notify_low == (Notify("email", Duration(0, "0m")),)
        where = Place("catalog/a.yaml", 0, ("away", 0))
        assert found.away == (Away("2026-08-01", "2026-08-15", "Europe/Madrid", where),)

    def test_a_team_is_read_whole(self) -> None:
        found = one(
            "Team",
            'parent: retail\nmembers: [ana, person:bo]\nlead: ana\nhandles: {github: "@shop/x"}\n'
            'contacts: {chat: "#x"}\nescalation: urgent\ncharter: c\nmission: m\n',
        )
        assert refs(found) == [
            ("retail", ("parent",)),
            ("ana", ("members", 0)),
            ("person:bo", ("members", 1)),
            ("ana", ("lead",)),
            ("urgent", ("escalation",)),
        ]
        assert (found.handles, found.contacts) == ({"github": "@shop/x"}, {"chat": "#x"})


class TestRotation:
    def test_is_read_whole(self) -> None:
        found = one(
            "Rotation",
            """\
team: storefront
role: secondary
required: sla
layers:
  - {id: a, timeZone: Europe/Madrid, members: [ana, none, bo], turn: {every: 1w, handoff: {day: mon, at: "09:00"}},
     windows: [{days: [mon-wed, fri], from: "22:30", to: "06:00"}], advance: activeDays,
     from: 2026-01-05, until: 2026-12-31}
overrides: [{from: 2026-02-01T09:00, to: 2026-02-02T09:00, remove: ana, add: bo, reason: swap}]
gapsOk: [{days: [sat, sun]}]
external: {provider: pagerduty, id: P1}
""",
        )
        (layer,) = found.layers
        assert [m and m.name for m in layer.members] == ["ana", None, "bo"]
        assert layer.turn == Turn(Duration(604_800, "1w"), "mon", "09:00")
        assert layer.windows == (Hours(False, "Europe/Madrid", ("mon", "tue", "wed", "fri"), "22:30", "06:00"),)
        assert (layer.advance, layer.start, layer.until) == ("activeDays", "2026-01-05", "2026-12-31")
        assert found.overrides[0].time_zone == "UTC"
        assert found.gaps_ok == (Hours(False, "UTC", ("sat", "sun"), "00:00", "00:00"),)
        assert (found.required, found.external) == ("sla", {"provider": "pagerduty", "id": "P1"})
        assert ("bo", ("layers", 0, "members", 2)) in refs(found)

    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("24x7", ALWAYS),
            ('{from: "09:00", to: "17:00"}', Hours(False, "UTC", ALL_DAYS, "09:00", "17:00")),
            (
                '{days: [fri-mon], from: "09:00", to: "24:00"}',
                Hours(False, "UTC", ("mon", "fri", "sat", "sun"), "09:00", "00:00"),
            ),
        ],
    )
    def test_required_hours(self, written: str, meant: Hours) -> None:
        assert one("Rotation", f"team: a\nrequired: {written}\n").required == meant


class TestEscalation:
    def test_is_read_whole(self) -> None:
        found = one(
            "Escalation",
            """\
team: storefront
provider: pagerduty
onEmpty: skip
hold: 2m
ackTimeout: 30m
tiers:
  - {name: first, purpose: command, notify: [rotation:a, b], assign: first, via: [push, channel:sms], urgency: low,
     attempts: {times: 3, every: 1m}, wait: 0m, inform: [severity]}
failsafe: {via: [sms], to: rotation:a, after: 10m, testedOn: 2026-09-14}
repeat: {times: 2, every: 15m, to: first}
end: {handoff: escalation:last}
""",
        )
        (tier,) = found.tiers
        assert (tier.via, tier.urgency, tier.attempts) == (("push", "sms"), "low", Attempts(3, Duration(60, "1m")))
        assert tier.wait == Duration(0, "0m")
        assert (found.failsafe.tested_on, found.failsafe.to.kind) == (date(2026, 9, 14), "Rotation")
        assert found.repeat[:3] == (2, Duration(900, "15m"), "first")
        assert (found.on_empty, found.hold, found.ack_timeout) == ("skip", Duration(120, "2m"), Duration(1800, "30m"))
        assert refs(found)[-1] == ("escalation:last", ("end", "handoff"))

    @pytest.mark.parametrize(("written", "meant"), [("end: stop\n", "stop"), ("", None)])
    def test_the_end_may_be_a_stop_or_absent(self, written: str, meant: str | None) -> None:
        assert one("Escalation", f"team: a\n{written}").end == meant


class TestPromises:
    def test_an_sla_is_read_whole(self) -> None:
        found = one(
            "SLA",
            """\
service: checkout
consumer: team:web
outcome: o
impact: i
hours: {timeZone: Europe/Madrid, days: [mon], from: "09:00", to: "18:00"}
targets: {sev1: {ack: 5m, respond: 15m, updateEvery: 20m, restore: 1h, resolve: 5d, impact: 0.3}}
objectives: [{name: a, sli: {type: latency, threshold: 300, percentile: 99}, target: 99.9, window: 28d}]
errorBudget: {onExhausted: freeze}
status: draft
approvers: [storefront]
approvedOn: 2026-07-01
revisitOn: 2027-01-01
reviewEvery: 90d
dashboards: [d]
""",
        )
        (target,) = found.targets
        assert (target.severity, target.restore, target.impact) == ("sev1", Duration(3600, "1h"), 0.3)
        (objective,) = found.objectives
        assert objective[:9] == (
            "a",
            "latency",
            99.9,
            Duration(28 * 86_400, "28d"),
            False,
            "inclusive",
            "300",
            99.0,
            "",
        )
        assert found.hours == Hours(False, "Europe/Madrid", ("mon",), "09:00", "18:00")
        assert (found.status, found.extra) == ("draft", {"errorBudget": {"onExhausted": "freeze"}})
        assert (found.approved_on, found.revisit_on) == (date(2026, 7, 1), date(2027, 1, 1))
        assert [w for w, _ in refs(found)] == ["checkout", "team:web", "storefront"]

    def test_a_runbook_is_read_whole(self) -> None:
        found = one(
            "Runbook",
            "service: checkout\nowner: storefront\ncovers: [{symptom: slow, severity: sev1, alerts: [A]}]\n"
            "steps: [{id: back, kind: rollback, do: d, run: r, timebox: 10m, mode: auto, needs: rollback,\n"
            "  parallel: true, checkpoint: {ask: q, pass: a, fail: b}}]\n",
        )
        (step,) = found.steps
        assert step[:7] == ("back", "rollback", "d", "r", Duration(600, "10m"), "auto", "rollback")
        assert step.checkpoint == ("q", "a", "b")
        assert found.covers[0][:3] == ("slow", "sev1", ("A",))

    def test_a_journey_is_read_whole(self) -> None:
        found = one("Journey", "outcome: o\nowner: web\nimpact: i\nsteps: [{service: a}, {service: b, mode: soft}]\n")
        assert [(s.service.name, s.mode) for s in found.steps] == [("a", "hard"), ("b", "soft")]
        assert [w for w, _ in refs(found)] == ["web", "a", "b"]

    def test_an_expectation_is_read_whole(self) -> None:
        found = one(
            "Expectation",
            "service: checkout\nseverity: sev1\nsymptom: slow\nat: 2027-03-28T02:30+01:00\n"
            "expect: {policy: urgent, humanWithin: 0m, reaches: [team:web], x-note: n,\n"
            "  pages: {t+0: [rotation:web-primary], t+1h30m: [ana, escalation:last], t+5m: [], x-note: n}}\n",
        )
        assert (found.severity, found.symptom, found.starts) == ("sev1", "slow", "2027-03-28T02:30+01:00")
        assert found.human_within == Duration(0, "0m")
        assert [(page.seconds, page.written, len(page.refs)) for page in found.pages] == [
            (0, "t+0", 1), (5400, "t+1h30m", 2), (300, "t+5m", 0),
        ]  # fmt: skip
        assert found.pages[1].place == found.at.at("expect", "pages").key("t+1h30m")
        assert [w for w, _ in refs(found)] == [
            "checkout", "urgent", "rotation:web-primary", "ana", "escalation:last", "team:web",
        ]  # fmt: skip

    def test_times_of_an_expectation_that_are_none_are_left_to_the_schema(self) -> None:
        words = "{t5m: [], t+: [], t+5: [], t+5x: [], t+5m3: [], t+999999m: []}"
        *faults, found = read(
            f"apiVersion: ownercat/v1\nkind: Expectation\nname: x\nservice: a\nat: 2027-03-28T02:30Z\n"
            f"expect: {{pages: {words}}}\n"
        )
        assert found.pages == ()
        assert [fault.code for fault in faults] == ["SCH007"] * 6

    def test_a_policy_is_resolved_over_the_defaults(self) -> None:
        found = one("Policy", "title: T\ngovernance: {team: sre}\n")
        assert (found.name, found.title, found.major) == ("x", "T", {"sev1", "sev2"})
        assert refs(found) == [("sre", ("governance", "team"))]


DIGEST = "sha256:" + "0a" * 32


class TestRecords:
    def test_an_agreement_to_a_change_is_read_whole(self) -> None:
        found = one(
            "SignOff",
            "service: payment\nchange: sla-loosened\nparty: {team: team:shop, role: consumer}\ndecision: approve\n"
            f"from: {{sev1.restore: 30m}}\nto: {{sev1.restore: 50m}}\nterms: {DIGEST}\nby: ana\n"
            "at: 2026-10-02T11:14:00+02:00\nexpires: 2027-04-01\nsignature: |\n  -----BEGIN\n  abc\n",
        )
        assert (found.change, found.standing, found.role, found.decision) == (
            "sla-loosened", None, "consumer", "approve",
        )  # fmt: skip
        assert (found.before, found.after, found.terms) == ({"sev1.restore": "30m"}, {"sev1.restore": "50m"}, DIGEST)
        assert found.given == datetime(2026, 10, 2, 9, 14, tzinfo=UTC)
        assert (found.expires, found.signature) == (date(2027, 4, 1), "-----BEGIN\nabc\n")
        assert refs(found) == [("payment", ("service",)), ("team:shop", ("party", "team")), ("ana", ("by",))]
        assert found.written["change"] == "sla-loosened"

    def test_a_standing_agreement_is_read_whole(self) -> None:
        found = one(
            "SignOff",
            "standing: {provider: payment, consumer: checkout}\nparty: {team: pay, role: provider}\n"
            f"decision: approve\nagreed: {{mode: hard}}\nterms: {DIGEST}\nby: joao\nat: 2026-10-02T09:14:00Z\n",
        )
        assert (found.standing.provider.name, found.standing.consumer.name) == ("payment", "checkout")
        assert (found.agreed, found.before, found.service, found.expires) == ({"mode": "hard"}, {}, None, None)
        assert [w for w, _ in refs(found)] == ["payment", "checkout", "pay", "joao"]

    def test_an_emergency_is_read_whole(self) -> None:
        found = one(
            "BreakGlass",
            "incident: INC-1\nreason: the provider is down for hours\nservices: [payment]\ninvokedBy: dana\n"
            f"second: joao\ncovers: ['{DIGEST}']\nat: 2026-10-02T02:10:00Z\nexpires: 2026-10-03T02:10:00Z\n"
            "retroDue: 2026-10-05\nsignature: a\nsecondSignature: b\n",
        )
        assert (found.incident, found.reason, found.covers) == ("INC-1", "the provider is down for hours", (DIGEST,))
        assert (found.expires - found.invoked, found.retro_due) == (timedelta(days=1), date(2026, 10, 5))
        assert (found.signature, found.second_signature) == ("a", "b")
        assert [w for w, _ in refs(found)] == ["payment", "dana", "joao"]

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ("", "signoff x matches none of its forms: an approval of a change such as {service: payment, change: "
             "sla-loosened} or a standing agreement such as {standing: {provider: payment, consumer: checkout}}"),
            ("change: x\nstanding: {provider: a, consumer: b}\n", "signoff x has keys that exclude each other: `change` and `standing`"),
            ("standing: {provider: a, consumer: b}\nto: {a: 1}\n", "signoff x has keys that exclude each other: `standing` and `to`"),
            ("change: x\nagreed: {a: 1}\n", "signoff x has keys that exclude each other: `change` and `agreed`"),
        ],
        ids=["neither", "both", "standing-to", "change-agreed"],
    )  # fmt: skip
    def test_is_either_about_a_change_or_standing(self, body: str, message: str) -> None:
        fault, found = read(
            "apiVersion: ownercat/v1\nkind: SignOff\nname: x\nparty: {team: a, role: owner}\ndecision: approve\n"
            f"terms: {DIGEST}\nby: ana\nat: 2026-10-02T09:14:00Z\n{body}"
        )
        assert (fault.code, fault.finding.message, found.sound) == ("SCH008", message, False)

    @pytest.mark.parametrize("at", ["2026-10-02", "2026-10-02T09:14:00", "2026-13-02T09:14:00Z"])
    def test_an_instant_has_a_day_that_exists_and_an_offset(self, at: str) -> None:
        *faults, found = read(
            "apiVersion: ownercat/v1\nkind: SignOff\nname: x\nchange: x\nparty: {team: a, role: owner}\n"
            f"decision: approve\nterms: {DIGEST}\nby: ana\nat: {at}\n"
        )
        assert [(f.code, f.finding.place.pointer) for f in faults] == [("SCH007", ("at",))]
        assert found.given is None


def test_claims_by_its_marker() -> None:
    assert native.claims("a.yaml", b"apiVersion: ownercat/v1\n")
    assert not native.claims("a.yaml", b"apiVersion: v1\n")


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["15m", "24x7", "a:b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def every_key() -> Iterator[str]:
    for path in sorted(SCHEMAS.glob("*.schema.json")):
        work = [json.loads(path.read_text("utf-8"))]
        while work:
            node = work.pop()
            if isinstance(node, dict):
                yield from node["properties"] if isinstance(node.get("properties"), dict) else ()
                work.extend(node.values())
            elif isinstance(node, list):
                work.extend(node)


KEYS = sorted(set(every_key()))
SHAPED = st.recursive(
    VALUES,
    lambda inner: st.dictionaries(st.sampled_from(KEYS), inner, max_size=6) | st.lists(inner, max_size=3),
    max_leaves=20,
)


@given(kind=st.sampled_from(sorted(native.KINDS)), data=st.dictionaries(st.sampled_from(KEYS), SHAPED, max_size=12))
def test_nothing_in_a_file_is_a_traceback(kind: str, data: dict[str, Any]) -> None:
    fields = native.Fields({**data, "kind": kind, "name": "x"}, Place("a.yaml"), [])
    entity = native.KINDS[kind](fields, "x", False)
    assert hash(entity.at)
    assert all(ref.name for ref in entity.refs)


@pytest.mark.parametrize("kind", sorted(native.KINDS))
def test_what_the_schema_shows_as_an_example_is_sound(kind: str) -> None:
    shape = json.loads((SCHEMAS / f"{kind.lower()}.schema.json").read_text("utf-8"))
    data = {key: part["examples"][0] for key, part in shape["properties"].items()}
    for other in OTHER_FORMS.get(kind, ()):
        del data[other]
    assert schema.valid(kind, data)
    (found,) = native.read([Document("a.yaml", 0, data)], frozenset())
    assert not isinstance(found, Fault)
    assert found.sound


class TestLearning:
    def test_an_incident_is_read_whole(self) -> None:
        found = one(
            "Incident",
            "services: [payment, checkout]\nseverity: sev1\nsymptom: down\nstartedAt: 2026-05-01T10:00:00+02:00\n"
            "roles: {champion: dana, x-own: 1}\npaged: [{tier: on-call, at: 2026-05-01T08:05:00Z}]\nnearMiss: true\n"
            "contributingFactors: [one disk]\ntimeline: [{at: 2026-05-01T08:06:00Z, step: look, note: Slow.}]\n"
            "postmortem: {status: reviewed, owner: person:bo, heldOn: 2026-05-03, url: docs/a.md}\n"
            "actions: [{id: a, what: Fix it., kind: prevent, owner: team:web, due: 2026-06-01, ticket: T-1}]\n",
        )
        assert refs(found) == [
            ("payment", ("services", 0)),
            ("checkout", ("services", 1)),
            ("dana", ("roles", "champion")),
            ("person:bo", ("postmortem", "owner")),
            ("team:web", ("actions", 0, "owner")),
        ]
        assert found.instants[0] == ("startedAt", datetime(2026, 5, 1, 8, tzinfo=UTC))
        assert found.paged[0][:2] == ("on-call", datetime(2026, 5, 1, 8, 5, tzinfo=UTC))
        assert found.timeline[0][:3] == (datetime(2026, 5, 1, 8, 6, tzinfo=UTC), "look", "Slow.")
        assert (found.near_miss, found.contributing_factors) == (True, ("one disk",))
        assert (found.postmortem.status, found.postmortem.held_on) == ("reviewed", date(2026, 5, 3))
        assert (found.actions[0].status, found.actions[0].due) == ("open", date(2026, 6, 1))

    def test_a_drill_is_read_whole(self) -> None:
        found = one(
            "Drill",
            "heldOn: 2026-05-01\ntype: failover\nservices: [payment]\nrunbooks: [pay]\nescalations: [urgent]\n"
            "channels: [channel:sms]\npeople: [ana]\nresult: fail\nactions: [{what: Again.}]\n",
        )
        assert (found.held_on, found.type, found.channels, found.result) == (
            date(2026, 5, 1),
            "failover",
            ("sms",),
            "fail",
        )
        assert [ref.kinds for ref in found.refs] == [("Service",), ("Runbook",), ("Escalation",), ("Person",)]
        assert found.actions[0].status == "open"
