"""Which dependencies count in a ceiling, each once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ownercat.graph import get_node
from ownercat.model import Service
from ownercat.promises.availability import parse_share
from ownercat.promises.ceilings import MOST_SERVICES, Ceiling, build_source, compute_ceiling
from ownercat.promises.objectives import collect_slas
from ownercat.promises.wording import format_ceiling
from tests.catalogs import loaded
from tests.rules.parts import doc, service


def sla(name: str, target: object = 99.9, *lines: str, more: str = "", number: int = 1) -> str:
    return doc(
        "SLA",
        f"{name}-{number}",
        f"service: {name}",
        "objectives:",
        f"  - {{name: up, sli: {{type: availability}}, target: {target}, window: 28d{more}}}",
        *lines,
    )


def needs(name: str, *entries: str) -> str:
    return service(name, *(["dependsOn:", *(f"  - {{{entry}}}" for entry in entries)] if entries else []))


def ceiling(name: str, *documents: str) -> Ceiling:
    catalog = loaded({f"catalog/{number}.yaml": text for number, text in enumerate(documents)}).catalog
    slas = collect_slas(catalog)
    wanted = catalog.get("Service", name)
    assert isinstance(wanted, Service)
    source = build_source(catalog, [wanted], lambda each: slas.get(get_node(each), ()))
    return compute_ceiling(source, wanted)


CHECKOUT = needs("checkout", "service: payment", "service: ledger")
PAYMENT, LEDGER = needs("payment"), needs("ledger")


def test_the_example_of_the_design() -> None:
    found = ceiling("checkout", CHECKOUT, PAYMENT, LEDGER, sla("payment"), sla("ledger"))
    assert Fraction(found.bounds.product) == Fraction(998_001, 10**6)
    assert format_ceiling(found) == "payment (99.9 %) × ledger (99.9 %); weakest: payment"


def test_an_unknown_objective_makes_the_ceiling_partial() -> None:
    found = ceiling("checkout", CHECKOUT, PAYMENT, LEDGER, sla("payment"))
    assert found.bounds == (parse_share(99.9), parse_share(99.9), 0)
    assert format_ceiling(found) == "payment (99.9 %); ledger unknown"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(sla("ledger", 99.0, "status: draft"), id="a draft"),
        pytest.param(sla("ledger", 99.0, "status: retired"), id="retired"),
        pytest.param(sla("ledger", 0.999), id="a fraction"),
        pytest.param(sla("ledger", 100), id="100"),
        pytest.param(sla("ledger", 99.0).replace("availability", "latency"), id="another indicator"),
        pytest.param(sla("ledger", 99.0, "ack: 5"), id="an SLA with an error"),
    ],
)
def test_what_promises_nothing_is_unknown(other: str) -> None:
    found = ceiling("checkout", CHECKOUT, PAYMENT, LEDGER, sla("payment"), other)
    assert [each.name for each in found.unknown] == ["ledger"]


def test_the_strictest_sla_counts() -> None:
    found = ceiling(
        "checkout", needs("checkout", "service: payment"), PAYMENT, sla("payment", 99.5), sla("payment", 99.9, number=2)
    )
    assert found.bounds.product == parse_share(99.9)


@pytest.mark.parametrize(
    "entry",
    ["service: ledger, mode: soft", "service: ledger, mode: async", "service: ledger, mode: cached",
     "service: ledger, status: planned", "service: payment"],
)  # fmt: skip
def test_only_hard_active_dependencies_count_and_each_once(entry: str) -> None:
    found = ceiling(
        "checkout", needs("checkout", "service: payment", entry), PAYMENT, LEDGER, sla("payment"), sla("ledger")
    )
    assert format_ceiling(found) == "payment (99.9 %)"


def test_an_inclusive_objective_contains_its_dependencies() -> None:
    """A diamond: checkout needs payment and cart, and both need the database. It counts in neither way twice."""
    documents = [
        needs("checkout", "service: payment", "service: cart"), needs("payment", "service: db"),
        needs("cart", "service: db"), needs("db"), sla("payment"), sla("cart", 99.8), sla("db", 99.99),
    ]  # fmt: skip
    assert Fraction(ceiling("checkout", *documents).bounds.product) == Fraction(999 * 998, 10**6)


def test_an_intrinsic_objective_adds_the_dependencies_once() -> None:
    own = ", basis: intrinsic"
    documents = [
        needs("checkout", "service: payment", "service: cart"), needs("payment", "service: db"),
        needs("cart", "service: db"), needs("db", "service: disk"), needs("disk"),
        sla("payment", more=own), sla("cart", 99.8, more=own), sla("db", 99.99), sla("disk", 90),
    ]  # fmt: skip
    found = ceiling("checkout", *documents)
    assert Fraction(found.bounds.product) == Fraction(999 * 998 * 9999, 10**10)
    assert format_ceiling(found) == "payment (99.9 %) × cart (99.8 %) × db (99.99 %); weakest: cart"


def test_an_inclusive_objective_counts_before_an_intrinsic_one() -> None:
    documents = [needs("checkout", "service: payment"), PAYMENT, sla("payment", 99.5)]
    found = ceiling("checkout", *documents, sla("payment", 99.9, more=", basis: intrinsic", number=2))
    assert found.bounds.product == parse_share(99.5)


GROUP = needs("checkout", "service: a, group: relays", "service: b, group: relays")


def test_a_group_that_can_lose_a_member_is_one_factor() -> None:
    found = ceiling("checkout", GROUP, needs("a"), needs("b"), sla("a", 99), sla("b", 98))
    assert Fraction(found.bounds.product) == Fraction(9998, 10000)
    assert format_ceiling(found) == "group relays (1 of a (99 %) or b (98 %) = 99.98 %)"


def test_a_group_that_needs_all_is_several_factors() -> None:
    both = needs("checkout", "service: a, group: relays, need: 2", "service: b, group: relays")
    found = ceiling("checkout", both, needs("a"), needs("b"), sla("a", 99), sla("b", 98))
    assert format_ceiling(found) == "a (99 %) × b (98 %); weakest: b"


def test_a_member_that_is_needed_anyway_counts_once() -> None:
    """a is needed alone, so the group of a and b always has its one member."""
    also = needs("checkout", "service: a", "service: a, group: g", "service: b, group: g")
    found = ceiling("checkout", also, needs("a"), needs("b"), sla("a", 99), sla("b", 98))
    assert format_ceiling(found) == "a (99 %)"


def test_two_groups_with_a_common_member_are_not_multiplied() -> None:
    two = needs("checkout", *(f"service: {name}, group: {group}" for group in "gh" for name in (f"{group}x", "b")))
    found = ceiling(
        "checkout", two, *map(needs, ("gx", "hx", "b")), sla("gx", 99), sla("hx", 98), sla("b", 98)
    )  # fmt: skip
    assert Fraction(found.bounds.product) == Fraction(9998, 10000)


def test_an_unknown_member_of_a_group_may_be_perfect() -> None:
    found = ceiling("checkout", GROUP, needs("a"), needs("b"), sla("a", 99))
    assert found.bounds == (1, 1, parse_share(99))
    assert found.known == ()


CYCLE = [needs("a", "service: b"), needs("b", "service: a", "service: db"), needs("db")]


def test_a_cycle_is_one_factor() -> None:
    documents = [needs("checkout", "service: a", "service: b"), *CYCLE, sla("a", 99.9), sla("b", 99.8)]
    found = ceiling("checkout", *documents)
    assert found.bounds.product == parse_share(99.8)
    assert format_ceiling(found) == "cycle of a (99.9 %) and b (99.8 %)"


def test_a_member_of_a_cycle_needs_the_others() -> None:
    found = ceiling("b", *CYCLE, sla("a", 99.9), sla("b", 99.99), sla("db", 99.5))
    assert format_ceiling(found) == "a (99.9 %) × db (99.5 %); weakest: db"


def test_a_dependency_that_no_file_defines_is_unknown() -> None:
    assert format_ceiling(ceiling("checkout", needs("checkout", "service: ghost"))) == "; ghost unknown"


def test_many_factors_are_cut() -> None:
    names = [f"s{number}" for number in range(9)]
    found = ceiling(
        "checkout", needs("checkout", *(f"service: {name}" for name in names)), *map(needs, names), *map(sla, names)
    )
    assert format_ceiling(found).endswith("s4 (99.9 %) × 4 more; weakest: s0")


def test_a_long_chain_of_intrinsic_objectives_is_cut() -> None:
    names = [f"s{number}" for number in range(MOST_SERVICES + 50)]
    chain = [needs(name, f"service: s{number + 1}") for number, name in enumerate(names[:-1])]
    promised = [sla(name, 99.9, more=", basis: intrinsic") for name in names]
    assert len(ceiling("s0", *chain, needs(names[-1]), *promised).carriers) == MOST_SERVICES
