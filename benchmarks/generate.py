"""Write a realistic catalog of any size, clean or with a known amount of trouble.

    python benchmarks/generate.py --services 1000 --shape declared --seed 1 --trouble none OUT_DIR
    python benchmarks/generate.py --services 1000 --shape traced --trouble dangling=0.2,orphaned=0.1 OUT_DIR

The result depends on the arguments alone. It is printed as JSON: how many files and edges there are, and how many
findings of which rule a check must give. The figures are those of published catalogs and traces: catalogs written by
hand are sparse (most services declare no dependency, few more than four), traced systems are dense (fan-out median 4,
p90 23, p99 257; 15 % call nobody, 39 % are called by nobody; few services take most of the calls).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from math import ceil, exp, log
from pathlib import Path
from string import Template
from typing import NamedTuple, TypeVar

T = TypeVar("T")
Roll = Callable[[], float]  # a number from 0 up to 1: random(), the one method whose sequence Python promises to keep

PARTS = Path(__file__).parent / "parts"

LEVELS = 8  # calls go from a lower level to a higher one only: no cycle, and a longest path of 7
TIERS = ((0.10, 1), (0.35, 2), (0.80, 3), (1.0, 4))
OPTIONAL = {3: 0.60, 4: 0.10}  # the share of services that have an SLA, or a runbook, though no rule asks for it
TEAM_SIZES = (5, 6, 7, 7, 8, 9)
SERVICES_PER_TEAM = 8
ENTRY = 0.39  # the share of services that nobody calls
SYSTEMS = ("sales", "fulfilment", "finance", "identity", "content", "platform", "insight", "support")
ZONES = ("Europe/Madrid", "America/New_York", "Asia/Singapore", "America/Sao_Paulo")

# (share of services, fan-out there); between two points the fan-out grows evenly in its logarithm
FAN_OUT: Mapping[str, Sequence[tuple[float, float]]] = {
    "declared": ((0.65, 1), (0.83, 1.6), (0.92, 2.6), (0.96, 3.6), (0.985, 4.6), (1.0, 12.6)),
    "traced": ((0.07, 1), (0.5, 5), (0.9, 23.5), (0.99, 257), (1.0, 400)),
}
# How fast popularity falls with rank: in traces a few services take most of the calls.
SKEW = {"declared": 0.7, "traced": 1.1}

# What can be wrong, and the rule that must say so, once for each time.
TROUBLE: Mapping[str, str] = {
    "yaml": "invalid-yaml",  # a share of the services' files
    "orphaned": "orphaned-service",  # a share of the services, as the next four
    "self-dependency": "self-dependency",
    "missing-escalation": "missing-escalation",
    "duplicate-key": "duplicate-key",
    "unknown-field": "unknown-field",
    "dangling": "unknown-reference",  # a share of the dependencies
}

# Each makes any file of ours unreadable: an open bracket, a tab as indentation, an open quote, a value too many.
FAULTS = ("x-note: [left open\n", "x-note:\n\tindented: by a tab\n", 'x-note: "left open\n', "x-note: one: too many\n")


class Edge(NamedTuple):
    """One service needs another."""

    to: str
    mode: str


class Team(NamedTuple):
    """A team and its people; the first leads."""

    name: str
    members: list[str]
    zone: str


@dataclass(slots=True)
class Service:
    """A service while the catalog is made; trouble changes it before it is written."""

    name: str
    level: int
    tier: int
    team: Team
    owner: str
    system: str
    files: list[str]
    escalation: bool = True
    extra: str = ""
    edges: list[Edge] = field(default_factory=list)


class Built(NamedTuple):
    """A catalog as text, and what a check has to say about it: rule → count."""

    files: dict[str, str]
    expected: dict[str, int]
    edges: int


def build(services: int, shape: str, seed: int, trouble: Mapping[str, float] | None = None) -> Built:
    """The files of a catalog by path, the findings to expect, and the number of dependencies."""
    roll = random.Random(seed).random
    teams = _teams(roll, max(1, ceil(services / SERVICES_PER_TEAM)))
    made = _services(roll, services, teams[1:])
    _connect(roll, made, shape)
    victims = _victims(roll, made, trouble or {})
    expected = {TROUBLE[kind]: len(chosen) for kind, chosen in victims.items() if chosen}
    _disturb(victims)
    expected |= _dangle(roll, made, victims, (trouble or {}).get("dangling", 0.0))
    files = _written(teams, made, victims["orphaned"])
    for number, service in enumerate(victims["yaml"]):
        files[_path(service, service.files[number % len(service.files)])] += FAULTS[number % len(FAULTS)]
    return Built(dict(sorted(files.items())), dict(sorted(expected.items())), sum(len(s.edges) for s in made))


# --- who there is ----------------------------------------------------------------------------------------------------


def _teams(roll: Roll, count: int) -> list[Team]:
    """The team that commands incidents, then the teams that own services."""
    people = _people(roll)
    names = ["command", *(_numbered(_words("team"), number) for number in range(count))]
    return [Team(name, [next(people) for _ in range(one(roll, TEAM_SIZES))], one(roll, ZONES)) for name in names]


def _people(roll: Roll) -> Iterator[str]:
    """Names without end, none twice."""
    pairs = _shuffled(roll, [f"{first}-{last}" for first in _words("first") for last in _words("last")])
    number = 0
    while True:
        yield _numbered(pairs, number)
        number += 1


def _services(roll: Roll, count: int, teams: Sequence[Team]) -> list[Service]:
    """Services sorted by level: first those that nobody calls, last those that everybody may call."""
    names = _shuffled(roll, [f"{what}-{does}" for what in _words("what") for does in _words("does")])
    entries = round(count * ENTRY)
    made = []
    for number in range(count):
        level = 0 if number < entries else 1 + (number - entries) * (LEVELS - 1) // (count - entries)
        team, tier = teams[number % len(teams)], TIERS[bisect_left(TIERS, (roll(), 0))][1]
        files = ["ownership", *(kind for kind in ("sla", "runbook") if roll() < OPTIONAL.get(tier, 1.0))]
        made.append(Service(_numbered(names, number), level, tier, team, team.name, one(roll, SYSTEMS), files))
    return made


# --- who needs whom --------------------------------------------------------------------------------------------------


def _connect(roll: Roll, made: Sequence[Service], shape: str) -> None:
    """Give every service its dependencies: popular ones are drawn more often, and only from higher levels."""
    ranks = _shuffled(roll, range(1, len(made) + 1))
    weights = [0.0 if service.level == 0 else rank ** -SKEW[shape] for service, rank in zip(made, ranks, strict=True)]
    sums = list(accumulate(weights, initial=0.0))
    levels = [service.level for service in made]
    starts = [bisect_right(levels, level) for level in range(LEVELS)]
    for service in made:
        start = starts[service.level]
        wanted = min(_fan_out(FAN_OUT[shape], roll()), len(made) - start)
        for number, place in enumerate(_draw(roll, sums, start, wanted)):
            service.edges.append(Edge(made[place].name, _mode(roll, service, made[place], number)))


def _fan_out(points: Sequence[tuple[float, float]], at: float) -> int:
    """The number of dependencies at a quantile."""
    place = bisect_left(points, (at, 0.0))
    if place == 0:
        return 0
    (low, few), (high, many) = points[place - 1], points[place]
    return int(exp(log(few) + (log(many) - log(few)) * (at - low) / (high - low)))


def _draw(roll: Roll, sums: Sequence[float], start: int, wanted: int) -> list[int]:
    """Different places from ``start`` on, by weight; evenly once the popular ones are used up."""
    found: dict[int, None] = {}
    count, span = len(sums) - 1, sums[-1] - sums[start]
    for _ in range(wanted * 6):
        if len(found) < wanted:
            found.setdefault(min(bisect_right(sums, sums[start] + roll() * span) - 1, count - 1))
    while len(found) < wanted:
        found.setdefault(start + int(roll() * (count - start)))
    return list(found)


def _mode(roll: Roll, service: Service, other: Service, number: int) -> str:
    """Two hard ones at most, and only on what is at least as critical: more could not be promised."""
    if number < 2 and other.tier <= service.tier:
        return "hard"
    return one(roll, ("soft", "soft", "async", "cached"))


# --- what is wrong ---------------------------------------------------------------------------------------------------


def _victims(roll: Roll, made: Sequence[Service], rates: Mapping[str, float]) -> dict[str, list[Service]]:
    """Which services suffer what: never two kinds in one, and none in one service per team that keeps its policy."""
    keepers: dict[str, str] = {}
    for service in made:
        keepers.setdefault(service.team.name, service.name)
    free = _shuffled(roll, [s for s in made if keepers[s.team.name] != s.name])
    victims: dict[str, list[Service]] = {}
    for kind in (kind for kind in TROUBLE if kind != "dangling"):
        total = sum(len(s.files) for s in made) if kind == "yaml" else len(made)
        fitting = [s for s in free if kind != "missing-escalation" or s.tier <= 3]
        victims[kind] = fitting[: round(rates.get(kind, 0.0) * total)]
        taken = {s.name for s in victims[kind]}
        free = [s for s in free if s.name not in taken]
    return victims


def _disturb(victims: Mapping[str, list[Service]]) -> None:
    """Change what the chosen services say."""
    for service in victims["orphaned"]:
        service.owner = f"{service.name}-crew"
    for service in victims["self-dependency"]:
        service.edges.append(Edge(service.name, "hard"))
    for service in victims["missing-escalation"]:
        service.escalation = False
    for service in victims["duplicate-key"]:
        service.extra = "lifecycle: production\n"
    for service in victims["unknown-field"]:
        service.extra = "costCenter: retail\n"


def _dangle(roll: Roll, made: Sequence[Service], victims: Mapping[str, list[Service]], rate: float) -> dict[str, int]:
    """Turn a share of all dependencies, those of untroubled services, into names that nobody defines."""
    troubled = {s.name for chosen in victims.values() for s in chosen}
    wanted = round(rate * sum(len(s.edges) for s in made))
    places = [(s, i) for s in made if s.name not in troubled for i in range(len(s.edges))]
    chosen = _shuffled(roll, places)[:wanted]
    for service, index in chosen:
        service.edges[index] = service.edges[index]._replace(to=f"{service.edges[index].to}-v1")
    names = {service.edges[index].to for service, index in chosen}  # one finding for each undefined name
    return {TROUBLE["dangling"]: len(names)} if names else {}


# --- how it is written -----------------------------------------------------------------------------------------------


def _written(teams: Sequence[Team], made: Sequence[Service], orphaned: Sequence[Service]) -> dict[str, str]:
    """Every file by path."""
    files = {"catalog/policy.yaml": _part("policy").substitute()}
    for team in teams:
        files[f"catalog/teams/{team.name}.yaml"] = _team_text(team)
        for person in team.members:
            who = {"name": person, "title": person.replace("-", " ").title(), "zone": team.zone}
            files[f"catalog/people/{person}.yaml"] = _part("person").substitute(who)
    for service in orphaned:
        files[f"catalog/teams/{service.owner}.yaml"] = _part("dissolved").substitute(name=service.owner)
    consumers = _consumers(made)
    for service in made:
        values = _values(service, consumers.get(service.name))
        for kind in service.files:
            name = "service" if kind == "ownership" else kind
            files[_path(service, kind)] = _part(name).substitute(values)
    return files


def _path(service: Service, kind: str) -> str:
    return f"catalog/services/{service.name}/{kind}.yaml"


def _team_text(team: Team) -> str:
    lead, *others = team.members
    half = (len(others) + 1) // 2
    parts = [_part("team").substitute(name=team.name, members=", ".join(team.members), lead=lead)]
    for role, members in (("primary", others[:half]), ("secondary", others[half:])):
        values = {"team": team.name, "role": role, "zone": team.zone, "members": ", ".join(members)}
        parts.append(_part("rotation").substitute(values))
    parts.append(_part("last-resort" if team.name == "command" else "escalation").substitute(team=team.name))
    return "---\n".join(parts)


def _consumers(made: Sequence[Service]) -> dict[str, Service]:
    """The first that needs each service."""
    found: dict[str, Service] = {}
    for service in made:
        for edge in service.edges:
            if edge.to != service.name:
                found.setdefault(edge.to, service)
    return found


def _values(service: Service, consumer: Service | None) -> dict[str, object]:
    """What fills the parts. Deeper services promise more: the unavailability of one level carries two of the next."""
    approvers = dict.fromkeys([service.owner, *([consumer.owner] if consumer else [])])
    edges = "".join(f"  - {{service: {e.to}, mode: {e.mode}{_degrade(e)}}}\n" for e in service.edges)
    return {
        "name": service.name,
        "title": service.name.replace("-", " "),
        "system": service.system,
        "tier": service.tier,
        "owner": service.owner,
        "team": service.team.name,
        "lead": service.team.members[0],
        "severity": f"sev{service.tier}",
        "escalation": f"escalation: {service.team.name}-urgent\n" if service.escalation else "",
        "depends": f"dependsOn:\n{edges}" if edges else "",
        "extra": service.extra,
        "consumer": f"consumer: {consumer.name}" if consumer else "external: true",
        "approvers": ", ".join(approvers),
        "minutes": 75 - 5 * service.level,
        "hours": 10 - service.level,
        "target": f"{100 - 0.004 * 2 ** (LEVELS - 1 - service.level):.3f}",
        "threshold": 100 * (LEVELS - service.level),
    }


def _degrade(edge: Edge) -> str:
    return ", degrade: the last answer is kept" if edge.mode in ("hard", "cached") else ""


def fill(part: str, /, **values: object) -> str:
    """A document from its part, for other benchmarks."""
    return _part(part).substitute(values)


@cache
def _part(name: str) -> Template:
    return Template((PARTS / f"{name}.tmpl").read_text(encoding="utf-8"))


@cache
def _words(name: str) -> list[str]:
    sections = (PARTS / "words.txt").read_text(encoding="utf-8").split("[")
    return next(text.split("]")[1].split() for text in sections if text.startswith(f"{name}]"))


def _numbered(words: Sequence[str], number: int) -> str:
    """The word at a place; from the second round on with the round's number behind it."""
    again, place = divmod(number, len(words))
    return f"{words[place]}-{again + 1}" if again else words[place]


def one(roll: Roll, items: Sequence[T]) -> T:
    return items[int(roll() * len(items))]


def _shuffled(roll: Roll, items: Sequence[T]) -> list[T]:
    keys = [roll() for _ in items]
    return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]


# --- the command -----------------------------------------------------------------------------------------------------


def _rates(text: str) -> dict[str, float]:
    """``none``, one rate for all kinds, or ``kind=rate`` pairs."""
    if text == "none":
        return {}
    if "=" not in text:
        return dict.fromkeys(TROUBLE, float(text))
    rates = {kind: float(rate) for kind, _, rate in (pair.partition("=") for pair in text.split(","))}
    if unknown := sorted(rates.keys() - TROUBLE.keys()):
        raise ValueError(f"no such trouble: {', '.join(unknown)}; there is {', '.join(TROUBLE)}")
    return rates


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the catalog; print what it holds and what is to be found in it."""
    parser = argparse.ArgumentParser(description="Write a realistic catalog.", allow_abbrev=False)
    parser.add_argument("--services", type=int, default=1000)
    parser.add_argument("--shape", choices=sorted(FAN_OUT), default="declared")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trouble", default="none", metavar="RATES", help="none, one rate, or KIND=RATE,KIND=RATE")
    parser.add_argument("out", type=Path, metavar="OUT_DIR", help="a folder without a catalog in it")
    chosen = parser.parse_args(arguments)
    if (chosen.out / "catalog").exists():
        parser.error(f"{chosen.out / 'catalog'} exists already")
    try:
        built = build(chosen.services, chosen.shape, chosen.seed, _rates(chosen.trouble))
    except ValueError as error:
        parser.error(str(error))
    for path, text in built.files.items():
        file = chosen.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    print(json.dumps({"files": len(built.files), "edges": built.edges, "expected": built.expected}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
