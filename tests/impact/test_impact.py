"""What ``impact`` knows: promises with their arithmetic, teams, journeys, and what keeps working."""

from __future__ import annotations

from datetime import date

import pytest

from ownercat.answers.book import Book
from ownercat.impact import impact
from ownercat.impact.budgets import about
from ownercat.impact.values import Impact
from ownercat.model import Service
from tests.catalogs import loaded
from tests.rules.parts import COMPANY, doc, service, several, team
from tests.test_sample import SAMPLE


def asked(files: dict[str, str], *names: str) -> Impact:
    """The impact of services of a catalog."""
    found = loaded({f"catalog/{path.removeprefix('catalog/')}": text for path, text in files.items()})
    services = [found.catalog.entities["Service", name] for name in names]
    assert all(isinstance(item, Service) for item in services)
    return impact(Book(found.catalog, found.policy, date(2026, 11, 22), set()), services)  # type: ignore[arg-type]


def sla(name: str, of: str, target: float, restore: str = "30m", window: str = "28d", status: str = "published") -> str:
    return doc(
        "SLA", name, f"service: {of}", "external: true", f"status: {status}",
        f"targets: {{sev1: {{ack: 5m, restore: {restore}}}}}",
        f"objectives: [{{name: availability, sli: {{type: availability}}, target: {target}, window: {window}}}]",
    )  # fmt: skip


CHECKOUT = service("checkout", "dependsOn: [{service: redis}]")


def verdicts(*documents: str) -> dict[str, tuple[str, str]]:
    found = asked({**COMPANY, "s.yaml": several(CHECKOUT, service("redis"), *documents)}, "redis")
    return {danger.promise.name: (danger.verdict, danger.arithmetic) for danger in found.promises}


def test_a_promise_that_one_outage_breaks() -> None:
    assert verdicts(sla("shop", "checkout", 99.9), sla("store", "redis", 99.99, "1h"))["shop"] == (
        "breaks",
        "99.9 % over 28d leaves 40m19s; redis is due back in 1h (sev1), 19m41s too late;"
        " it promises 99.99 %, which takes 4m2s",
    )


def test_a_promise_that_one_outage_fits() -> None:
    assert verdicts(sla("shop", "checkout", 99.9), sla("store", "redis", 99.99, "30m"))["shop"] == (
        "strains",
        "99.9 % over 28d leaves 40m19s; redis is due back in 30m (sev1), 10m19s to spare;"
        " it promises 99.99 %, which takes 4m2s",
    )


def test_a_promise_above_what_it_stands_on() -> None:
    assert verdicts(sla("shop", "checkout", 99.9), sla("store", "redis", 99.5))["shop"] == (
        "impossible",
        "99.9 % over 28d leaves 40m19s; redis is due back in 30m (sev1), 10m19s to spare;"
        " it promises only 99.5 %, which takes 3h21m",
    )


def test_nothing_is_said_by_the_one_that_failed() -> None:
    assert verdicts(sla("shop", "checkout", 99.9)) == {
        "shop": ("open", "99.9 % over 28d leaves 40m19s; nothing says when redis is back; it promises no availability")
    }


def test_its_own_promise_is_in_danger_as_well() -> None:
    assert verdicts(sla("store", "redis", 99.99)) == {
        "store": ("breaks", "99.99 % over 28d leaves 4m2s; redis is due back in 30m (sev1), 25m58s too late")
    }


def test_of_several_promises_the_strictest_counts_and_drafts_do_not() -> None:
    found = verdicts(
        sla("shop", "checkout", 99.9), sla("store", "redis", 99.5, "4h"), sla("strict", "redis", 99.95, "2h"),
        sla("dream", "redis", 99.999, "1m", status="draft"),
    )  # fmt: skip
    assert found["shop"][1].endswith(
        "redis is due back in 2h (sev1), 1h19m too late; it promises 99.95 %, which takes 20m10s"
    )
    assert "dream" not in found


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (59, "59s"), (725, "12m5s"), (12_096, "3h21m"), (86_400, "1d"), (90_061, "1d1h"), (86_460, "1d")],
)
def test_lengths_have_two_units(seconds: int, text: str) -> None:
    assert about(seconds) == text


def test_the_sample_as_the_incident_lead_reads_it() -> None:
    found = asked(SAMPLE, "redis-cart")
    assert [(d.service.name, d.effect, d.distance, d.keeps[:24]) for d in found.dependents] == [
        ("cart", "degrades", 1, "the browser keeps the ba"),
        ("checkout", "degrades", 2, "the browser sends its ow"),
        ("frontend", "degrades", 2, "the basket lives in the "),
        ("frontend-proxy", "degrades", 3, "a static page with a pho"),
        ("load-generator", "misses", 3, ""),
    ]
    assert [(j.journey.name, j.effect) for j in found.journeys] == [
        ("browse", "degrades"), ("buy", "degrades"), ("hear-from-us", "degrades"),
    ]  # fmt: skip
    assert {t.team.name: t.contacts[0].value for t in found.teams} == {
        "platform": "#team-platform", "messaging": "#team-messaging", "storefront": "#team-storefront", "web": "#team-web",
    }  # fmt: skip
    assert [(v.audience, v.who.name) for v in found.voices] == [
        ("customers", "support"), ("executives", "incident-commanders"),
    ]  # fmt: skip


def test_a_group_says_how_many_are_left() -> None:
    (email,) = asked(SAMPLE, "mail-relay").dependents
    assert (email.effect, email.group, email.left, email.need) == ("spared", "relays", 1, 1)
    email, *_ = asked(SAMPLE, "mail-relay", "mail-relay-backup").dependents
    assert (email.effect, email.group, email.left, email.need) == ("stops", "relays", 0, 1)


def test_alerts_of_one_failure_are_one_page() -> None:
    found = asked(SAMPLE, "cart", "redis-cart", "checkout")
    assert found.causes[0].service.name == "redis-cart"
    assert [(c.service.name, c.owner.name if c.owner else "", len(c.about)) for c in found.calls] == [
        ("redis-cart", "platform", 3)
    ]
    assert found.calls[0].page.first is not None
    assert [target.name for target in found.calls[0].page.first.targets] == ["platform-primary"]


def test_a_journey_that_may_leave_the_step_out_degrades() -> None:
    journey = doc("Journey", "buy", "outcome: o", "steps: [{service: checkout, mode: soft}]")
    found = asked({**COMPANY, "s.yaml": several(CHECKOUT, service("redis"), journey)}, "redis")
    assert [(hit.effect, hit.steps[0].effect) for hit in found.journeys] == [("degrades", "stops")]


def test_who_was_promised_something_is_told() -> None:
    consumer = sla("store", "redis", 99.9).replace("external: true", "consumer: support")
    files = {**COMPANY, "s.yaml": several(CHECKOUT, service("redis"), team("support"), consumer)}
    told = {t.team.name: [p.name for p in t.promised] for t in asked(files, "redis").teams}
    assert told == {"storefront": [], "support": ["store"]}


def test_what_a_format_cannot_say_is_said() -> None:
    info = (
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {{name: {}, description: d}}\n"
        "spec: {{type: service, lifecycle: production, owner: storefront, dependsOn: [{}]}}\n"
    )
    text = several(info.format("shop", "component:redis"), info.format("redis", ""))
    catalog = loaded({"catalog-info.yaml": text}, ("backstage",))
    redis = catalog.catalog.entities["Component", "redis"]
    assert isinstance(redis, Service)
    found = impact(Book(catalog.catalog, catalog.policy, None, set()), [redis])
    assert found.notes == (
        "backstage does not say how hard a dependency is: every one of its services is taken to stop",
    )
