"""Measure the graph: what the rules about ownership and dependencies cost, what `impact` costs, and how far both scale.

    python benchmarks/graph.py                   # all three, on generated catalogs
    python benchmarks/graph.py --only scale      # 100,000 services with 1,000,000 dependencies, in memory

Each measurement runs in a process of its own, so that the peak of memory is its own. Figures are printed as JSON:
seconds of processor time (the machine may be busy), the ratio that is promised, and whether the promise holds.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from generate import build

from ownercat import linter, model, rules
from ownercat.answers.book import AnswerContext
from ownercat.answers.impact import answer_impact
from ownercat.diagnostics import Place
from ownercat.documents.loader import LoadedCatalog, Scope, load_catalog
from ownercat.graph.failure import propagate
from ownercat.graph.network import build_network
from ownercat.model import Catalog, Dependency, Entity, Journey, JourneyStep, Policy, Ref, Service, Team, policy
from ownercat.repository import trees

TODAY = date(2026, 11, 22)
SHARE = 0.25  # of a whole check, for the families OWN and DEP together
IMPACT = 1.5  # times the load of the catalog
SECONDS, BYTES = 30, 1.5 * 2**30  # for the graph rules on the largest catalog
PLACE = Place("catalog/services.yaml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; nothing is asserted, a time is a fact about a machine."""
    parser = argparse.ArgumentParser(description="Measure the graph.", allow_abbrev=False)
    parser.add_argument("--only", choices=sorted(PARTS))
    parser.add_argument("--services", type=int, default=10_000, help="of the catalog that is written and read")
    parser.add_argument("--shape", choices=["declared", "traced"], default="traced")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    names = [chosen.only] if chosen.only else sorted(PARTS)
    found = {name: _alone(PARTS[name], (chosen.services, chosen.shape, chosen.seed)) for name in names}
    print(json.dumps(found, indent=2))
    return 0


def _alone(part: Callable[..., dict[str, Any]], given: tuple[int, str, int]) -> dict[str, Any]:
    """A measurement in a fresh process, with the peak of its memory."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (part, given))


def _measured(part: Callable[..., dict[str, Any]], given: tuple[int, str, int]) -> dict[str, Any]:
    gc.set_threshold(100_000, 50, 50)  # as the command line does
    return {**part(*given), "peak MiB": _peak() // 2**20}


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


# --- 1: the share of the rules ---------------------------------------------------------------------------------------


def share(services: int, shape: str, seed: int) -> dict[str, Any]:
    """How much of a whole check the families OWN and DEP are."""
    with _catalog(services, shape, seed) as root:
        loaded, loading = _timed(lambda: _load(root))
        by_rule = dict(_rules(loaded))
    family = {name: sum(t for code, t in by_rule.items() if code.startswith(name)) for name in ("OWN", "DEP")}
    whole = loading + sum(by_rule.values())
    return {
        "services": services,
        "load": round(loading, 2),
        "all rules": round(sum(by_rule.values()), 2),
        **{name: round(value, 2) for name, value in family.items()},
        "slowest": _slowest(by_rule),
        "share": round(sum(family.values()) / whole, 3),
        "promised": SHARE,
        "holds": sum(family.values()) / whole < SHARE,
    }


# --- 2: impact against the load --------------------------------------------------------------------------------------


def blast(services: int, shape: str, seed: int) -> dict[str, Any]:
    """What the most depended-on service's impact costs, with the load, as a multiple of the load alone."""
    with _catalog(services, shape, seed) as root:
        loaded, loading = _timed(lambda: _load(root))
    net = build_network(loaded.catalog)
    top = max(range(len(net.services)), key=lambda n: len(net.needed[n]))
    book = AnswerContext(loaded.catalog, loaded.policy, TODAY, set())
    found, seconds = _timed(lambda: answer_impact(book, [net.services[top]]))
    times = (loading + seconds) / loading
    return {
        "services": services,
        "service": net.services[top].name,
        "direct dependents": len(net.needed[top]),
        "dependents": len(found.dependents),
        "load": round(loading, 2),
        "impact": round(seconds, 2),
        "times the load": round(times, 3),
        "promised": IMPACT,
        "holds": times <= IMPACT,
    }


# --- 3: how far the graph rules scale --------------------------------------------------------------------------------


def scale(services: int, shape: str, seed: int) -> dict[str, Any]:
    """The dependency rules and one failure's spread on 100,000 services with 1,000,000 dependencies."""
    catalog = _large(seed, 100_000, 10)
    before = _peak()
    loaded = LoadedCatalog(catalog, _policy(), {}, {}, {}, frozenset(), True)
    by_rule = dict(_rules(loaded, "DEP"))
    net, building = _timed(lambda: build_network(catalog))
    hits, spreading = _timed(lambda: propagate(net, [len(net.services) - 1]))
    seconds = sum(by_rule.values()) + building + spreading
    return {
        "services": len(net.services),
        "dependencies": sum(map(len, net.needs)),
        "by rule": {code: round(t, 2) for code, t in by_rule.items()},
        "network": round(building, 2),
        "spread": round(spreading, 2),
        "hit": len(hits),
        "seconds": round(seconds, 2),
        "of that the catalog itself, MiB": before // 2**20,
        "promised": f"{SECONDS} s, {BYTES / 2**20:.0f} MiB",
        "holds": seconds <= SECONDS and _peak() <= BYTES,
    }


def _policy() -> Policy:
    """A policy that turns on every rule of the family."""
    tiers = {str(number): {"requires": ["owner", "degradation"]} for number in (1, 2, 3, 4)}
    options = {"isolated-service": {"tiers": [1, 2, 3, 4]}}
    return policy.resolve_policy({"tiers": tiers, "rules": {"options": options}}, Place("catalog/policy.yaml"))


def _large(seed: int, count: int, fan_out: int) -> Catalog:
    """Services that need later ones, some of them often; one in fifty needs an earlier one, which closes a circle."""
    roll = random.Random(seed).random
    names = [f"service-{number:06}" for number in range(count)]
    entities: list[Entity] = [_service(roll, names, number, fan_out) for number in range(count)]
    entities.append(Team(kind="Team", name="team", at=PLACE, named=PLACE, key="team"))
    entities += [_journey(roll, names, number) for number in range(50)]
    return model.build_catalog(entities)


def _service(roll: Callable[[], float], names: Sequence[str], number: int, fan_out: int) -> Service:
    ends: dict[int, None] = {}
    while len(ends) < min(fan_out, len(names) - number - 1):
        ends[number + 1 + int((len(names) - number - 1) * roll() ** 2)] = None
    if roll() < 0.02 and number > 50:
        ends[number - 1 - int(50 * roll())] = None
    depends_on = tuple(_entry(roll, names[end]) for end in ends)
    return Service(
        kind="Service",
        name=names[number],
        at=PLACE,
        named=PLACE,
        key=names[number],
        tier=1 + int(4 * roll()),
        lifecycle="experimental" if roll() < 0.001 else "production",
        owner=Ref(("Team",), "team", PLACE, "owner"),
        hosting={"provider": f"provider-{int(roll() * 20)}"},
        depends_on=depends_on,
    )


def _entry(roll: Callable[[], float], to: str) -> Dependency:
    mode = "hard" if roll() < 0.6 else "soft"
    group = "group" if roll() < 0.2 else ""
    degrade = "the last answer is kept" if roll() < 0.9 else ""
    return Dependency(Ref(("Service",), to, PLACE, "dependency"), mode, degrade, None, group, 1, "active", "", PLACE)


def _journey(roll: Callable[[], float], names: Sequence[str], number: int) -> Journey:
    steps = (
        JourneyStep(Ref(("Service",), names[int(roll() * len(names))], PLACE, "step"), "hard", PLACE) for _ in range(8)
    )
    return Journey(
        kind="Journey", name=f"journey-{number}", at=PLACE, named=PLACE, key=f"journey-{number}", steps=tuple(steps)
    )


# --- what they share -------------------------------------------------------------------------------------------------


@contextmanager
def _catalog(services: int, shape: str, seed: int) -> Iterator[Path]:
    """A generated catalog on disk."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in build(services, shape, seed).files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        yield root


def _load(root: Path) -> LoadedCatalog:
    return load_catalog(trees.open_tree(root, None, in_git=False), Scope("catalog"))


def _timed(run: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


def _rules(loaded: LoadedCatalog, family: str = "") -> Iterator[tuple[str, float]]:
    """The time that each rule takes, in the order in which a check runs them."""
    memo: dict[object, Any] = {}
    for registered in rules.registry().values():
        if not registered.rule.code.startswith(family):
            continue
        context = linter._build_context(loaded, registered.rule, TODAY, memo)
        yield registered.rule.code, _timed(lambda r=registered, c=context: sum(1 for _ in r.check(c)))[1]


def _slowest(by_rule: Mapping[str, float]) -> dict[str, float]:
    order = sorted(((t, code) for code, t in by_rule.items() if code[:3] in ("OWN", "DEP")), reverse=True)
    return {code: round(t, 2) for t, code in order[:5]}


PARTS: Mapping[str, Callable[..., dict[str, Any]]] = {"share": share, "impact": blast, "scale": scale}

if __name__ == "__main__":
    sys.exit(main())
