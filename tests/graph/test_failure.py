"""What a failure does: who stops, who goes on with less, who is spared."""

from __future__ import annotations

import pytest

from ownercat.graph.failure import Effect, propagate
from ownercat.graph.network import Network
from tests.graph.nets import chain, entry, net, service
from tests.growth import FACTOR, LINEAR, measure_growth


def hit(network: Network, *failed: str) -> dict[str, str]:
    """What happens to each service that is hit: ``stops 2`` is an effect and a distance."""
    number = {item.name: n for n, item in enumerate(network.services)}
    hits = propagate(network, [number[name] for name in failed])
    return {
        network.services[n].name: f"{h.effect.name.lower()} {h.distance}" for n, h in hits.items() if h.link is not None
    }


CASES = [
    pytest.param(net(service("a", entry("x"))), {"a": "stops 1"}, id="hard"),
    pytest.param(
        net(service("a", entry("b")), service("b", entry("x"))), {"b": "stops 1", "a": "stops 2"}, id="climbs"
    ),
    pytest.param(net(service("a", entry("x", degrade="less"))), {"a": "degrades 1"}, id="hard with a fallback"),
    pytest.param(
        net(service("a", entry("b")), service("b", entry("x", degrade="less"))),
        {"b": "degrades 1", "a": "degrades 2"},
        id="who needs one that degrades, degrades",
    ),
    pytest.param(
        net(service("a", entry("x", degrade="less"), entry("b")), service("b", entry("x"))),
        {"b": "stops 1", "a": "stops 2"},
        id="the worse of two ways, though it is longer",
    ),
    pytest.param(
        net(service("a", entry("x", "soft")), service("b", entry("x", "async")), service("c", entry("x", "cached"))),
        {"a": "soft 1", "b": "async 1", "c": "cached 1"},
        id="who can do without only misses something",
    ),
    pytest.param(
        net(service("a", entry("b")), service("b", entry("x", "soft"))),
        {"b": "soft 1"},
        id="and nobody notices that in turn",
    ),
    pytest.param(
        net(
            service("a", entry("b", "cached")),
            service("b", entry("x")),
            service("c", entry("b", "soft"), entry("a", "soft")),
        ),
        {"b": "stops 1", "a": "cached 2", "c": "soft 2"},
        id="who needs softly what stops",
    ),
    pytest.param(
        net(service("a", entry("x", group="g"), entry("y", group="g"))), {"a": "spared 1"}, id="another one stands in"
    ),
    pytest.param(
        net(service("a", entry("x", group="g", need=2), entry("y", group="g", need=2))),
        {"a": "stops 1"},
        id="a group without one to spare",
    ),
    pytest.param(
        net(
            service("a", entry("b", group="g"), entry("c", group="g")),
            service("b", entry("x")),
            service("c", entry("d")),
            service("d", entry("x")),
        ),
        {"b": "stops 1", "d": "stops 1", "c": "stops 2", "a": "stops 3"},
        id="a group whose members fall by one cause",
    ),
    pytest.param(
        net(
            service("a", entry("b", group="g", degrade="less"), entry("c", group="g")),
            service("b", entry("x")),
            service("c", entry("x")),
        ),
        {"b": "stops 1", "c": "stops 1", "a": "degrades 2"},
        id="a fallback of one member is one of the group",
    ),
    pytest.param(
        net(service("a", entry("x", group="g"), entry("y", group="g", status="planned"))),
        {"a": "stops 1"},
        id="a planned stand-in does not stand in",
    ),
    pytest.param(net(service("a", entry("x", status="planned"))), {}, id="a planned dependency"),
    pytest.param(net(service("a", entry("x"), lifecycle="retired")), {}, id="what is retired does not run"),
    pytest.param(
        net(service("a", entry("x")), service("x", entry("b")), service("b", entry("a"))),
        {"a": "stops 1", "b": "stops 2"},
        id="a circle ends",
    ),
    pytest.param(net(service("x", entry("x"))), {}, id="a service that needs itself"),
    pytest.param(
        net(service("a", entry("x", "soft"), entry("x", "cached"), entry("x"))),
        {"a": "stops 1"},
        id="stated three times",
    ),
]


@pytest.mark.parametrize(("network", "expected"), CASES)
def test_of_one_service(network: Network, expected: dict[str, str]) -> None:
    assert hit(network, "x") == expected


def test_two_at_once_break_a_group_that_each_leaves_whole() -> None:
    network = net(service("a", entry("x", group="g"), entry("y", group="g")))
    assert hit(network, "x", "y") == {"a": "stops 1"}


def test_the_way_leads_back_to_what_failed() -> None:
    network = net(service("a", entry("b")), service("b", entry("x")))
    number = {item.name: n for n, item in enumerate(network.services)}
    hits = propagate(network, [number["x"]])
    first, second = hits[number["a"]].link, hits[number["b"]].link
    assert first is not None and second is not None
    assert [network.services[link.end].name for link in (first, second)] == ["b", "x"]
    assert hits[number["x"]].link is None


def test_effects_are_ordered() -> None:
    assert Effect.SPARED < Effect.CACHED < Effect.ASYNC < Effect.SOFT < Effect.DEGRADES < Effect.STOPS


def test_a_very_long_chain_needs_no_recursion() -> None:
    length = 20_000
    hits = propagate(chain(length), [length - 1])
    assert len(hits) == length
    assert hits[0].distance == length - 1


def test_the_time_for_a_chain_grows_with_its_length() -> None:
    networks = {length: chain(length) for length in (10, 4_000, FACTOR * 4_000)}
    assert measure_growth(lambda length: propagate(networks[length], [length - 1]), 4_000) < LINEAR
