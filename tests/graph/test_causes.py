"""Which single failure explains several."""

from __future__ import annotations

import random

import pytest

from ownercat.graph.causes import list_calls, list_causes
from ownercat.graph.failure import Effect, propagate
from ownercat.graph.network import Network
from tests.graph.nets import chain, entry, net, service
from tests.growth import FACTOR, LINEAR, measure_growth


def ranked(network: Network, *failing: str) -> list[str]:
    """``x:ab+1`` explains a and b and would hit one more."""
    number = {item.name: n for n, item in enumerate(network.services)}
    found = []
    for cause in list_causes(network, [number[name] for name in failing]):
        explained = "".join(network.services[h.number].name for h in cause.explains)
        circle = "".join(f"~{network.services[n].name}" for n in cause.circle)
        found.append(f"{network.services[cause.number].name}{circle}:{explained}+{cause.others}")
    return found


CASES = [
    pytest.param(net(service("a", entry("x")), service("b", entry("x"))), ["x:ab+0"], id="both need it"),
    pytest.param(net(service("a", entry("b")), service("b")), ["b:ba+0"], id="one of them is the cause"),
    pytest.param(
        net(service("a", entry("x")), service("b", entry("x")), service("x", entry("y"))),
        ["x:ab+0", "y:ab+1"],
        id="the nearer one first",
    ),
    pytest.param(
        net(service("a", entry("x", "cached"), entry("y")), service("b", entry("x", "cached"), entry("y"))),
        ["y:ab+0", "x:ab+0"],
        id="the harder one first",
    ),
    pytest.param(
        net(service("a", entry("x"), entry("y")), service("b", entry("x"), entry("y")), service("c", entry("x"))),
        ["y:ab+0", "x:ab+1"],
        id="the one that would hit fewer others first",
    ),
    pytest.param(net(service("a", entry("x")), service("b", entry("y"))), [], id="nothing in common"),
    pytest.param(
        net(service("a", entry("p")), service("p", entry("x", "soft")), service("b", entry("x"))),
        [],
        id="what only misses something does not fail",
    ),
    pytest.param(
        net(service("a", entry("x", group="g"), entry("y", group="g")), service("b", entry("x"))),
        [],
        id="who has another one is not explained",
    ),
    pytest.param(
        net(
            service("a", entry("x", group="g"), entry("y", group="g")),
            service("x", entry("z")),
            service("y", entry("z")),
            service("b", entry("z")),
        ),
        ["z:ba+2"],
        id="a group that falls as a whole",
    ),
    pytest.param(
        net(service("a", entry("x")), service("b", entry("y")), service("x", entry("y")), service("y", entry("x"))),
        ["x~y:ab+1"],
        id="services that take each other down are one cause",
    ),
]


@pytest.mark.parametrize(("network", "expected"), CASES)
def test_causes_of_two(network: Network, expected: list[str]) -> None:
    assert ranked(network, "a", "b") == expected


def test_of_several_the_one_that_explains_most_comes_first() -> None:
    network = net(
        service("a", entry("x")),
        service("b", entry("x"), entry("y")),
        service("c", entry("x"), entry("y")),
        service("d"),
    )
    assert ranked(network, "a", "b", "c", "d") == ["x:abc+0", "y:bc+0"]


def test_everything_is_called_for_once() -> None:
    network = net(
        service("a", entry("x")),
        service("b", entry("x")),
        service("c", entry("y")),
        service("d", entry("y")),
        service("e"),
    )
    number = {item.name: n for n, item in enumerate(network.services)}
    failing = [number[name] for name in "abcde"]
    found = [
        (network.services[n].name, "".join(network.services[m].name for m in about))
        for n, about in list_calls(list_causes(network, failing), failing)
    ]
    assert found == [("x", "ab"), ("y", "cd"), ("e", "e")]


@pytest.mark.parametrize("seed", range(15))
def test_nothing_explains_more_than_the_first(seed: int) -> None:
    roll = random.Random(seed)
    names = [f"s{n:02}" for n in range(14)]
    modes = ("hard", "hard", "soft", "cached")
    network = net(
        *(
            service(name, *(entry(to, roll.choice(modes)) for to in roll.sample(names, 2) if to != name))
            for name in names
        )
    )
    failing = roll.sample(range(len(names)), 4)
    best = max(
        sum(
            1
            for item in failing
            if item in (hits := propagate(network, [n])) and hits[item].effect is not Effect.SPARED
        )
        for n in range(len(names))
    )
    found = list_causes(network, failing)
    assert (len(found[0].explains) if found else 1) == best


def test_long_chains_are_no_trouble() -> None:
    networks = {length: chain(length) for length in (10, 3_000, FACTOR * 3_000)}

    def look(length: int) -> None:
        assert [cause.number for cause in list_causes(networks[length], [0, 9])][:1] == [9]

    assert measure_growth(look, 3_000) < LINEAR
