"""What ``impact`` knows: promises with their arithmetic, teams, journeys, and what keeps working."""

from __future__ import annotations

from datetime import date

import pytest

from ownercat.answers.book import AnswerContext
from ownercat.answers.impact import answer_impact
from ownercat.answers.impact.budgets import format_duration
from ownercat.answers.impact.values import Impact
from ownercat.model import Service
from tests.catalogs import loaded
from tests.rules.parts import COMPANY, doc, service, several, team
from tests.test_sample import SAMPLE


def asked(files: dict[str, str], *names: str) -> Impact:
    """The impact of services of a catalog."""
    found = loaded({f"catalog/{path.removeprefix('catalog/')}": text for path, text in files.items()})
    services = [found.catalog.entities["Service", name] for name in names]
    assert all(isinstance(item, Service) for item in services)
    return answer_impact(AnswerContext(found.catalog, found.policy, date(2026, 11, 22)), services)  # type: ignore[arg-type]


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
        "99.9 % over 28d allows 40m19s; redis: restore target 1h (sev1), 19m41s above the limit;"
        " objective of redis: 99.99 %, which allows 4m2s",
    )


def test_a_promise_that_one_outage_fits() -> None:
    assert verdicts(sla("shop", "checkout", 99.9), sla("store", "redis", 99.99, "30m"))["shop"] == (
        "strains",
        "99.9 % over 28d allows 40m19s; redis: restore target 30m (sev1), 10m19s below the limit;"
        " objective of redis: 99.99 %, which allows 4m2s",
    )


def test_a_promise_above_what_it_stands_on() -> None:
    assert verdicts(sla("shop", "checkout", 99.9), sla("store", "redis", 99.5))["shop"] == (
        "impossible",
        "99.9 % over 28d allows 40m19s; redis: restore target 30m (sev1), 10m19s below the limit;"
        " objective of redis: only 99.5 %, which allows 3h21m",
    )


def test_nothing_is_said_by_the_one_that_failed() -> None:
    assert verdicts(sla("shop", "checkout", 99.9)) == {
        "shop": (
            "open",
            "99.9 % over 28d allows 40m19s; redis has no restore target; redis has no availability objective",
        )
    }


def test_its_own_promise_is_in_danger_as_well() -> None:
    assert verdicts(sla("store", "redis", 99.99)) == {
        "store": ("breaks", "99.99 % over 28d allows 4m2s; redis: restore target 30m (sev1), 25m58s above the limit")
    }


def test_of_several_promises_the_strictest_counts_and_drafts_do_not() -> None:
    found = verdicts(
        sla("shop", "checkout", 99.9), sla("store", "redis", 99.5, "4h"), sla("strict", "redis", 99.95, "2h"),
        sla("dream", "redis", 99.999, "1m", status="draft"),
    )  # fmt: skip
    assert found["shop"][1].endswith(
        "redis: restore target 2h (sev1), 1h19m above the limit; objective of redis: 99.95 %, which allows 20m10s"
    )
    assert "dream" not in found


def together(first: str, second: str, *needs: str, more: tuple[str, ...] = ()) -> tuple[str, str]:
    """What becomes of the promise of a service that needs two others, when both fail in this order."""
    promises = (sla("s", "shop", 99.9), sla("q", "quick", 99.99, "5m"), sla("l", "slow", 99.95, "6h"), *more)
    documents = several(service("shop", f"dependsOn: [{', '.join(needs)}]"), service("quick"), service("slow"))
    found = asked({**COMPANY, "s.yaml": several(documents, *promises, service("unknown"))}, first, second)
    return next((d.verdict, d.arithmetic) for d in found.promises if d.promise.name == "s")


QUICK = (
    "strains",
    "99.9 % over 28d allows 40m19s; quick: restore target 5m (sev1), 35m19s below the limit;"
    " objective of quick: 99.99 %, which allows 4m2s",
)
SLOW = (
    "breaks",
    "99.9 % over 28d allows 40m19s; slow: restore target 6h (sev1), 5h19m above the limit;"
    " objective of slow: 99.95 %, which allows 20m10s",
)


@pytest.mark.parametrize("order", [("quick", "slow"), ("slow", "quick")])
def test_of_several_that_fail_the_slowest_counts_whatever_their_order(order: tuple[str, str]) -> None:
    assert together(*order, "{service: quick}", "{service: slow}") == SLOW
    assert together(*order, "{service: quick}") == QUICK
    assert together(*order, "{service: quick}", "{service: slow, mode: soft}") == QUICK
    assert together(*order, "{service: quick}", "{service: slow, status: planned}") == QUICK
    assert together(*order, "{service: quick}", "{service: slow, degrade: less}") == QUICK  # it stops by quick alone
    assert together(*order, "{service: quick, degrade: less}", "{service: slow, degrade: less}") == SLOW
    assert together(*order, "{service: quick}", "{service: slow, group: g}", "{service: unknown, group: g}") == QUICK


def test_the_slowest_counts_through_another_that_failed() -> None:
    text = several(CHECKOUT, service("redis", "dependsOn: [{service: disk}]"), service("disk"))
    promises = (sla("shop", "checkout", 99.9), sla("store", "redis", 99.99, "5m"), sla("d", "disk", 99.99, "6h"))
    found = asked({**COMPANY, "s.yaml": several(text, *promises)}, "redis", "disk").promises
    assert {d.promise.name: (d.verdict, d.provider.service.name) for d in found} == {
        "shop": ("breaks", "disk"), "store": ("breaks", "disk"), "d": ("breaks", "disk"),
    }  # fmt: skip


@pytest.mark.parametrize("order", [("quick", "unknown"), ("unknown", "quick")])
def test_what_nobody_knows_does_not_fit(order: tuple[str, str]) -> None:
    assert together(*order, "{service: quick}", "{service: unknown}") == (
        "open",
        "99.9 % over 28d allows 40m19s; unknown has no restore target; unknown has no availability objective",
    )


def test_one_that_promises_less_is_named_before_one_that_is_slow() -> None:
    low = sla("u", "unknown", 99.5, "1m")
    verdict, arithmetic = together("slow", "unknown", "{service: slow}", "{service: unknown}", more=(low,))
    assert (verdict, arithmetic.rpartition("; ")[2]) == (
        "impossible",
        "objective of unknown: only 99.5 %, which allows 3h21m",
    )


def test_a_journey_counts_all_its_steps() -> None:
    journey = doc(
        "Journey", "buy", "outcome: o", "steps: [{service: quick}, {service: slow}]",
        "objectives: [{name: a, sli: {type: availability}, target: 99.9, window: 28d}]",
    )  # fmt: skip
    text = several(service("quick"), service("slow"), sla("q", "quick", 99.99, "5m"), sla("l", "slow", 99.95, "6h"))
    for steps, wanted in (("{service: slow}", SLOW), ("{service: slow, mode: soft}", QUICK)):
        files = {**COMPANY, "s.yaml": several(text, journey.replace("{service: slow}", steps))}
        (danger,) = (d for d in asked(files, "quick", "slow").promises if d.promise.name == "buy")
        said = wanted[1].rpartition("; ")[0]  # the service fails itself
        assert (danger.verdict, danger.arithmetic, danger.effect) == (wanted[0], said, "stops")
    (danger,) = (d for d in asked(files, "slow").promises if d.promise.name == "buy")
    assert (danger.verdict, danger.effect) == ("breaks", "degrades")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (59, "59s"), (725, "12m5s"), (12_096, "3h21m"), (86_400, "1d"), (90_061, "1d1h"), (86_460, "1d")],
)
def test_lengths_have_two_units(seconds: int, text: str) -> None:
    assert format_duration(seconds) == text


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
    found = answer_impact(AnswerContext(catalog.catalog, catalog.policy, None), [redis])
    assert found.notes == ("format backstage has no dependency modes: ownercat treats all of its dependencies as hard",)
