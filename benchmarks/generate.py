"""Write a realistic catalog of any size, clean or with a known amount of trouble.

    python benchmarks/generate.py --services 1000 --shape declared --seed 1 --trouble none OUT_DIR
    python benchmarks/generate.py --services 1000 --shape traced --trouble dangling=0.2,orphaned=0.1 OUT_DIR

The result depends on the arguments alone. It is printed as JSON: how many files and edges there are, and how many
findings of which rule a check must give. The figures are those of published catalogs and traces: hand-written catalogs
are sparse (most services declare no dependency, few more than four), traced systems are dense (fan-out median 4,
p90 23, p99 257; 15 % call nobody, 39 % are called by nobody; few services take most of the calls).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil, exp, log
from pathlib import Path
from string import Template
from typing import NamedTuple, TypeVar

T = TypeVar("T")

LEVELS = 8  # calls go from a lower level to a higher one only: no cycle, and a longest path of 7
TIERS = ((0.10, 1), (0.35, 2), (0.80, 3), (1.0, 4))
# Share of services of a tier that have the file though nothing requires it; it makes 3,300 files of 1,000 services.
OPTIONAL = {3: 0.60, 4: 0.10}
TEAM_SIZES = (5, 6, 7, 7, 8, 9)
SERVICES_PER_TEAM = 8
ENTRY, LEAF = 0.39, 0.15  # called by nobody, calling nobody

# (share of services, fan-out there); between two points the fan-out grows evenly in its logarithm
FAN_OUT: Mapping[str, Sequence[tuple[float, float]]] = {
    "declared": ((0.65, 1), (0.83, 1.6), (0.92, 2.6), (0.96, 3.6), (0.985, 4.6), (1.0, 12.6)),
    "traced": ((LEAF, 1), (0.5, 4), (0.9, 23), (0.99, 257), (1.0, 400)),
}

# What can be wrong, and the rule that must say so, once for each time.
TROUBLE: Mapping[str, str] = {
    "dangling": "unknown-reference",  # share of the dependencies
    "orphaned": "orphaned-service",  # share of the services, as all below but yaml
    "yaml": "invalid-yaml",  # share of the services' files
    "duplicate-key": "duplicate-key",
    "self-dependency": "self-dependency",
    "unknown-field": "unknown-field",
    "missing-escalation": "missing-escalation",
}

FIRST = (
    "ada aiko alba amir anika ben bela carla chen citra dario devi ebba elif emeka esra fatou felix gita hugo idris ilse"
    " ivan jana joel kofi lars leila mads mei mina nadia nils noor olga otto pablo pia quinn rosa sami sora tariq tess"
    " uma ugo vera wim xia yann yuki zeynep"
).split()
LAST = (
    "abe adler bakker bose castro cruz dahl diaz endo farah fischer garcia gupta haas holm ito jensen kaya khan kim"
    " klein lam lopez mbeki meyer moreau nair nagy novak okoro ortiz park patel perez petrov quist rossi roy saar sato"
    " silva singh sokol tan torres ueda vega wagner wolf yilmaz zhou"
).split()
WHAT = (
    "account address alert archive audit basket billing booking catalog claim contract coupon credit customer delivery"
    " device document event export fraud gift image import inventory invoice label ledger loyalty mail map media menu"
    " note offer order partner payout picture plan price product profile promotion quota quote rating refund report"
    " return review route search session shipment stock subscription tax ticket tracking vehicle vendor wallet wish"
).split()
DOES = (
    "api backend bridge broker cache checker cleaner composer counter db feed finder gateway guard index keeper linker"
    " loader matcher merger monitor notifier picker planner poller proxy queue reader reporter resolver router"
    " scheduler scorer sender service splitter store stream sync translator viewer watcher web worker writer"
).split()
TEAM_WORDS = (
    "amber aspen birch cedar cobalt coral delta ember falcon fjord garnet harbor heron indigo jade juniper kestrel"
    " lagoon lark maple meadow nova onyx opal orchid otter pearl pine quartz raven river sable sage slate sparrow"
    " summit tern tundra umber violet willow zephyr"
).split()
SYSTEMS = ("sales", "fulfilment", "finance", "identity", "content", "platform", "insight", "support")
ZONES = ("Europe/Madrid", "America/New_York", "Asia/Singapore", "America/Sao_Paulo")

HEAD = "# yaml-language-server: $$schema=https://ownercat.dev/schemas/v1/ownercat.schema.json\napiVersion: ownercat/v1\n"

POLICY = Template(
    HEAD
    + """kind: Policy
name: generated
title: A generated company
channels:
  push: {medium: push, provider: pagerduty, wakes: true}
  phone: {medium: phone, provider: vonage, wakes: true}
  sms: {medium: sms, provider: twilio, wakes: true}
signoff: {requireFor: {modes: [hard], tiers: []}}
"""
)

PERSON = Template(
    HEAD
    + """kind: Person
name: $name
title: $title
email: $name@shop.example
logins: {github: gh-$name}
timeZone: $zone
contacts: [push, phone, sms, chat, email]
notify:
  high: [{via: push}, {via: phone, after: 2m}]
"""
)

TEAM = Template(
    HEAD
    + """kind: Team
name: $name
title: Team $name
mission: Keep what $name builds up and useful.
members: [$members]
lead: $lead
contacts:
  chat: "#team-$name"
  email: $name@shop.example
"""
)

GHOST = Template(
    HEAD
    + """kind: Team
name: $name
description: Dissolved; its members went to other teams.
members: []
contacts: {chat: "#team-$name"}
"""
)

ROTATION = Template(
    """---
apiVersion: ownercat/v1
kind: Rotation
name: $team-$role
team: $team
role: $role
layers:
  - id: everyone
    timeZone: $zone
    members: [$members]
    turn: {every: 1w, handoff: {day: mon, at: "09:00"}}
    from: 2026-01-05
"""
)

ESCALATION = Template(
    """---
apiVersion: ownercat/v1
kind: Escalation
name: $team-urgent
team: $team
ackTimeout: 20m
tiers:
  - {name: on-call, purpose: respond, notify: [rotation:$team-primary], via: [push, phone], wait: 5m,
     inform: [severity, service, timeline, workarounds, runbook]}
  - {name: second, purpose: respond, notify: [rotation:$team-secondary], via: [push, phone], wait: 10m,
     inform: [severity, service, timeline, workarounds, runbook]}
  - {name: command, purpose: command, notify: [rotation:command-primary], via: [push, phone],
     inform: [severity, service, timeline, affectedServices, workarounds]}
failsafe: {via: [sms], to: rotation:$team-primary, after: 10m, testedOn: 2026-10-05}
repeat: {times: 2, every: 15m, to: on-call}
end: {handoff: escalation:last-resort}
"""
)

LAST_RESORT = """---
apiVersion: ownercat/v1
kind: Escalation
name: last-resort
team: command
ackTimeout: 20m
tiers:
  - {name: command, purpose: respond, notify: [rotation:command-primary], via: [push, phone], wait: 10m,
     inform: [severity, service, timeline, affectedServices, workarounds]}
  - {name: second, purpose: respond, notify: [rotation:command-secondary], via: [push, phone],
     inform: [severity, service, timeline, affectedServices, workarounds]}
failsafe: {via: [sms], to: rotation:command-primary, after: 15m, testedOn: 2026-10-05}
repeat: {times: 3, every: 15m, to: command}
end: stop
"""

SERVICE = Template(
    HEAD
    + """kind: Service
name: $name
title: $title
description: Does the $title work of $system, and nothing else.
type: service
system: $system
tier: $tier
lifecycle: production
owner: $owner
code:
  repository: https://git.shop.example/$owner/$name
  paths: [src/$name/]
hosting: {provider: aws, region: eu-south-2}
roles:
  champion: rotation:command-primary
  communicate: {customers: team:command}
authorise:
  hotfix: [rotation:$team-primary]
  rollback: [rotation:$team-primary, rotation:$team-secondary]
symptoms:
  - {id: $name-failing, title: Requests fail, severity: $severity, alerts: [${name}-errors]}
${escalation}${depends}telemetry:
  dashboard: https://grafana.shop.example/d/$name
  logs: https://logs.shop.example/$name
"""
)

SLA = Template(
    HEAD
    + """kind: SLA
name: $name-promise
service: $name
$consumer
outcome: Whoever asks $title gets a right answer in time.
impact: Work that needs $title waits or is done by hand.
hours: 24x7
targets:
  sev1: {ack: 10m, updateEvery: 20m, restore: ${minutes}m}
  sev2: {ack: 30m, updateEvery: 1h, restore: ${hours}h}
objectives:
  - {name: availability, sli: {type: availability}, target: $target, window: 28d}
  - {name: latency, sli: {type: latency, threshold: ${threshold}ms, percentile: 99}, target: 99, window: 28d}
errorBudget: {onExhausted: Only fixes are released., except: [security fixes]}
approvers: [$approvers]
approvedOn: 2026-10-12
reviewEvery: 365d
dashboards: [https://grafana.shop.example/d/$name-slo]
releaseCalendar: https://calendar.shop.example/releases
"""
)

RUNBOOK = Template(
    HEAD
    + """kind: Runbook
name: $name-failing
service: $name
covers:
  - {symptom: $name-failing, severity: $severity, alerts: [${name}-errors]}
review: {every: 365d, lastDone: 2026-10-12, by: $lead}
steps:
  - id: look
    kind: diagnose
    do: Open the dashboard and compare with the last release.
    timebox: 5m
    checkpoint: {ask: "Did it start with a release?", pass: back, fail: climb}
  - id: back
    kind: rollback
    do: Roll back to the previous release.
    run: ./deploy rollback $name
    needs: rollback
    timebox: 5m
    checkpoint: {ask: "Is the error rate under 1 %?", pass: verify, fail: climb}
  - {id: verify, kind: verify, do: Watch error rate and latency., timebox: 5m}
  - {id: climb, kind: escalate, do: Hand over to the second with the timeline., timebox: 5m}
"""
)


class Edge(NamedTuple):
    """One service needs another."""

    to: str
    mode: str


@dataclass(slots=True)
class Team:
    """A team while the catalog is made."""

    name: str
    members: list[str]
    zone: str


@dataclass(slots=True)
class Service:
    """A service while the catalog is made; ``owner`` and ``escalation`` change when trouble is put in."""

    name: str
    level: int
    tier: int
    team: Team
    owner: str
    system: str
    escalation: bool = True
    edges: list[Edge] = field(default_factory=list)


class Built(NamedTuple):
    """A catalog as text, and what a check has to say about it: rule → count."""

    files: dict[str, str]
    expected: dict[str, int]
    edges: int


class Dice:
    """Choices made from ``random()`` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self.next = random.Random(seed).random

    def below(self, count: int) -> int:
        """A number from 0 up to ``count``, exclusive."""
        return int(self.next() * count)

    def one(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """All items in another order."""
        keys = [self.next() for _ in items]
        return [items[i] for i in sorted(range(len(items)), key=keys.__getitem__)]


def build(services: int, shape: str, seed: int, trouble: Mapping[str, float] | None = None) -> Built:
    """The files of a catalog by path, the findings to expect, and the number of dependencies."""
    dice = Dice(seed)
    teams = _teams(dice, max(1, ceil(services / SERVICES_PER_TEAM)))
    made = _services(dice, services, teams[1:])
    _connect(dice, made, FAN_OUT[shape])
    anchors = _anchors(made)
    mischief = _Mischief(dice, [s for s in made if s.name not in anchors])
    rates = {kind: (trouble or {}).get(kind, 0.0) for kind in TROUBLE}
    ghosts = mischief.shape(rates, len(made))
    mischief.dangle(rates["dangling"], made)
    files = _render(dice, teams, made) | ghosts
    mischief.spoil(rates, files)
    expected = {TROUBLE[kind]: count for kind, count in sorted(mischief.done.items()) if count}
    return Built(dict(sorted(files.items())), expected, sum(len(s.edges) for s in made))


def _teams(dice: Dice, count: int) -> list[Team]:
    """The command team first, then the teams that own services."""
    people = _people(dice)
    names = ["command", *(_numbered(TEAM_WORDS, number) for number in range(count))]
    return [Team(name, [next(people) for _ in range(dice.one(TEAM_SIZES))], dice.one(ZONES)) for name in names]


def _people(dice: Dice):
    """Names without end, none twice."""
    pairs = dice.shuffled([f"{first}-{last}" for first in FIRST for last in LAST])
    number = 0
    while True:
        yield _numbered(pairs, number)
        number += 1


def _numbered(words: Sequence[str], number: int) -> str:
    """The word at a place; from the second round on with the round's number behind it."""
    again, place = divmod(number, len(words))
    return f"{words[place]}-{again + 1}" if again else words[place]


def _services(dice: Dice, count: int, teams: Sequence[Team]) -> list[Service]:
    """Services sorted by level: first those that nobody calls, last those that everybody may call."""
    names = dice.shuffled([f"{what}-{does}" for what in WHAT for does in DOES])
    entries = round(count * ENTRY)
    made = []
    for number in range(count):
        level = 0 if number < entries else 1 + (number - entries) * (LEVELS - 1) // max(1, count - entries)
        team = teams[number % len(teams)]
        tier = next(tier for share, tier in TIERS if dice.next() <= share or tier == TIERS[-1][1])
        made.append(Service(_numbered(names, number), level, tier, team, team.name, dice.one(SYSTEMS)))
    return made


def _connect(dice: Dice, made: Sequence[Service], points: Sequence[tuple[float, float]]) -> None:
    """Give every service its dependencies: popular ones are drawn more often, and only from higher levels."""
    popularity = _popularity(dice, made)
    sums = list(accumulate(popularity, initial=0.0))
    starts = [bisect_right([s.level for s in made], level) for level in range(LEVELS)]
    for service in made:
        start = starts[service.level]
        wanted = min(_fan_out(points, dice.next()), len(made) - start)
        for number, place in enumerate(_draw(dice, sums, start, wanted)):
            service.edges.append(Edge(made[place].name, _mode(dice, service, made[place], number)))


def _popularity(dice: Dice, made: Sequence[Service]) -> list[float]:
    """How likely each is to be called: nothing for entries, and a long tail in a random order for the others."""
    ranks = dice.shuffled(range(1, len(made) + 1))
    return [0.0 if service.level == 0 else rank**-1.1 for service, rank in zip(made, ranks, strict=True)]


def _fan_out(points: Sequence[tuple[float, float]], at: float) -> int:
    """The number of dependencies at a quantile."""
    place = bisect_left(points, (at, 0.0))
    if place == 0:
        return 0
    (low, few), (high, many) = points[place - 1], points[min(place, len(points) - 1)]
    return int(exp(log(few) + (log(many) - log(few)) * (at - low) / ((high - low) or 1)))


def _draw(dice: Dice, sums: Sequence[float], start: int, wanted: int) -> list[int]:
    """Different places from ``start`` on, by weight; evenly once the popular ones are used up."""
    found: dict[int, None] = {}
    span = sums[-1] - sums[start]
    for _ in range(wanted * 6):
        if len(found) == wanted:
            return list(found)
        found.setdefault(min(bisect_right(sums, sums[start] + dice.next() * span) - 1, len(sums) - 2))
    while len(found) < wanted:
        found.setdefault(start + dice.below(len(sums) - 1 - start))
    return list(found)


def _mode(dice: Dice, service: Service, other: Service, number: int) -> str:
    """Two hard ones at most, and only on what is at least as critical: more could not be promised."""
    if number < 2 and other.tier <= service.tier:
        return "hard"
    return dice.one(("soft", "soft", "async", "cached"))


def _anchors(made: Sequence[Service]) -> set[str]:
    """One untroubled service per team, so that no policy loses its last user."""
    first: dict[str, str] = {}
    for service in made:
        first.setdefault(service.team.name, service.name)
    return set(first.values())


class _Mischief:
    """Puts trouble in, never two kinds into one service, and counts."""

    def __init__(self, dice: Dice, candidates: Sequence[Service]) -> None:
        self.dice = dice
        self.free = dice.shuffled(candidates)
        self.done: Counter[str] = Counter()
        self.spoiled: dict[str, list[Service]] = {}

    def take(self, kind: str, count: int, fits: Callable[[Service], bool] = lambda _: True) -> list[Service]:
        """Services for one kind of trouble."""
        taken = [s for s in self.free if fits(s)][:count]
        names = {s.name for s in taken}
        self.free = [s for s in self.free if s.name not in names]
        self.done[kind] += len(taken)
        return taken

    def shape(self, rates: Mapping[str, float], count: int) -> dict[str, str]:
        """Trouble that changes what services say; returns the files it adds."""
        ghosts = {}
        for service in self.take("orphaned", round(rates["orphaned"] * count)):
            service.owner = f"{service.name[:50]}-crew"
            ghosts[f"catalog/teams/{service.owner}.yaml"] = GHOST.substitute(name=service.owner)
        for service in self.take("self-dependency", round(rates["self-dependency"] * count)):
            service.edges.append(Edge(service.name, "hard"))
        missing = round(rates["missing-escalation"] * count)
        for service in self.take("missing-escalation", missing, lambda s: s.tier <= 3):
            service.escalation = False
        for kind in ("duplicate-key", "unknown-field"):
            self.spoiled[kind] = self.take(kind, round(rates[kind] * count))
        return ghosts

    def dangle(self, rate: float, made: Sequence[Service]) -> None:
        """Turn a share of all dependencies into names that nobody defines."""
        wanted = round(rate * sum(len(s.edges) for s in made))
        places = self.dice.shuffled([(s, i) for s in self.free for i in range(len(s.edges))])[:wanted]
        for service, index in places:
            service.edges[index] = service.edges[index]._replace(to=f"{service.edges[index].to[:55]}-retd")
        troubled = {service.name for service, _ in places}
        self.free = [s for s in self.free if s.name not in troubled]
        self.done["dangling"] += len(places)

    def spoil(self, rates: Mapping[str, float], files: dict[str, str]) -> None:
        """Trouble that changes the text of files."""
        for service in self.spoiled["duplicate-key"]:
            _edit(files, service, lambda text: text + "lifecycle: production\n")
        for service in self.spoiled["unknown-field"]:
            _edit(files, service, lambda text: text + "costCenter: retail\n")
        files_of_services = [path for path in files if path.startswith("catalog/services/")]
        wanted = round(rates["yaml"] * len(files_of_services))
        for number, service in enumerate(self.take("yaml", wanted)):
            kinds = [k for k in ("ownership", "sla", "runbook") if f"catalog/services/{service.name}/{k}.yaml" in files]
            _edit(files, service, FAULTS[number % len(FAULTS)], kinds[number % len(kinds)])


# Each makes any file of ours unreadable: an open bracket, a tab as indentation, an open quote, a value too many.
FAULTS: Sequence[Callable[[str], str]] = (
    lambda text: text + "x-note: [left open\n",
    lambda text: text + "x-note:\n\tindented: by a tab\n",
    lambda text: text + 'x-note: "left open\n',
    lambda text: text + "x-note: one: too many\n",
)


def _edit(files: dict[str, str], service: Service, change: Callable[[str], str], kind: str = "ownership") -> None:
    path = f"catalog/services/{service.name}/{kind}.yaml"
    files[path] = change(files[path])


def _render(dice: Dice, teams: Sequence[Team], made: Sequence[Service]) -> dict[str, str]:
    """Every file by path."""
    files = {"catalog/policy.yaml": POLICY.substitute()}
    for team in teams:
        files[f"catalog/teams/{team.name}.yaml"] = _team_text(team)
        for person in team.members:
            title = person.replace("-", " ").title()
            text = PERSON.substitute(name=person, title=title, zone=team.zone)
            files[f"catalog/people/{person}.yaml"] = text
    consumers = _consumers(made)
    for service in made:
        folder = f"catalog/services/{service.name}"
        files[f"{folder}/ownership.yaml"] = _service_text(service)
        if _has(dice, service):
            files[f"{folder}/sla.yaml"] = _sla_text(service, consumers.get(service.name))
        if _has(dice, service):
            severity = _severity(service)
            values = {"name": service.name, "severity": severity, "lead": service.team.members[0]}
            files[f"{folder}/runbook.yaml"] = RUNBOOK.substitute(values)
    return files


def _has(dice: Dice, service: Service) -> bool:
    return dice.next() < OPTIONAL.get(service.tier, 1.0)


def _severity(service: Service) -> str:
    """Only services that must have a runbook have a major symptom."""
    return ("sev1", "sev2", "sev3", "sev4")[service.tier - 1]


def _consumers(made: Sequence[Service]) -> dict[str, Service]:
    """One consumer for each service that has any: the first that needs it."""
    found: dict[str, Service] = {}
    for service in made:
        for edge in service.edges:
            if edge.to != service.name:
                found.setdefault(edge.to, service)
    return found


def _team_text(team: Team) -> str:
    lead, *others = team.members
    half = (len(others) + 1) // 2
    lines = {"primary": others[:half], "secondary": others[half:]}
    text = TEAM.substitute(name=team.name, members=", ".join(team.members), lead=lead)
    for role, members in lines.items():
        text += ROTATION.substitute(team=team.name, role=role, zone=team.zone, members=", ".join(members))
    return text + (LAST_RESORT if team.name == "command" else ESCALATION.substitute(team=team.name))


def _service_text(service: Service) -> str:
    edges = [f"  - {{service: {edge.to}, mode: {edge.mode}{_degrade(edge)}}}\n" for edge in service.edges]
    return SERVICE.substitute(
        name=service.name,
        title=service.name.replace("-", " ").capitalize(),
        system=service.system,
        tier=service.tier,
        owner=service.owner,
        team=service.team.name,
        severity=_severity(service),
        escalation=f"escalation: {service.team.name}-urgent\n" if service.escalation else "",
        depends="dependsOn:\n" + "".join(edges) if edges else "",
    )


def _degrade(edge: Edge) -> str:
    return ", degrade: the last answer is kept" if edge.mode in ("hard", "cached") else ""


def _sla_text(service: Service, consumer: Service | None) -> str:
    """Deeper services promise more: twice the unavailability of one level carries two hard dependencies."""
    approvers = dict.fromkeys([service.owner, *([consumer.owner] if consumer else [])])
    return SLA.substitute(
        name=service.name,
        title=service.name.replace("-", " "),
        consumer=f"consumer: {consumer.name}" if consumer else "external: true",
        minutes=75 - 5 * service.level,
        hours=10 - service.level,
        target=f"{100 - 0.004 * 2 ** (LEVELS - 1 - service.level):.3f}",
        threshold=100 * (LEVELS - service.level),
        approvers=", ".join(approvers),
    )


def _rates(text: str) -> dict[str, float]:
    """``none``, one rate for all kinds, or ``kind=rate`` pairs."""
    if text == "none":
        return {}
    if "=" not in text:
        return dict.fromkeys(TROUBLE, float(text))
    pairs = dict(pair.split("=", 1) for pair in text.split(","))
    unknown = sorted(pairs.keys() - TROUBLE.keys())
    if unknown:
        raise ValueError(f"no such trouble: {', '.join(unknown)}")
    return {kind: float(rate) for kind, rate in pairs.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the catalog, print what it holds and what is to be found in it."""
    parser = argparse.ArgumentParser(description="Write a realistic catalog.", allow_abbrev=False)
    parser.add_argument("--services", type=int, default=1000)
    parser.add_argument("--shape", choices=sorted(FAN_OUT), default="declared")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trouble", default="none", metavar="RATES", help=f"none, a rate, or KIND=RATE,… of {list(TROUBLE)}")
    parser.add_argument("out", type=Path, metavar="OUT_DIR", help="a folder without a catalog in it")
    chosen = parser.parse_args(arguments)
    if (chosen.out / "catalog").exists():
        parser.error(f"{chosen.out / 'catalog'} exists already")
    try:
        rates = _rates(chosen.trouble)
    except ValueError as error:
        parser.error(str(error))
    built = build(chosen.services, chosen.shape, chosen.seed, rates)
    for path, text in built.files.items():
        file = chosen.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    summary = {"files": len(built.files), "edges": built.edges, "expected": built.expected}
    print(json.dumps(summary, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
