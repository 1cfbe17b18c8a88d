"""Measure who is on call: what the rules about rotations and escalations cost, against loading the same catalog.

    python benchmarks/oncall.py                  # all three
    python benchmarks/oncall.py --only weekly    # 1,000 weekly rotations
    python benchmarks/oncall.py --only sun       # 100 that follow the sun
    python benchmarks/oncall.py --only bad       # catalogs that are wrong on purpose: findings, and never a hang

Each measurement runs in a process of its own. Figures are printed as JSON: seconds of processor time (the machine
may be busy), the ratio that is promised, and whether the promise holds.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from generate import Roll, fill, one

from ownercat import linter, rules
from ownercat.diagnostics import Report
from ownercat.documents.loader import LoadedCatalog, Scope, load_catalog
from ownercat.repository import trees
from ownercat.repository.trees import Memory

TODAY = date(2026, 11, 22)
FAMILIES = ("ROT", "ESC")
SECONDS = 30  # for the worst of the bad catalogs, a whole check
ZONES = (
    "Europe/Madrid", "America/New_York", "Asia/Singapore", "America/Sao_Paulo", "Australia/Sydney", "Europe/London",
)  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri")
# In local times, with an hour more in New York: whole all year, and the layers overlap for most of it.
SUN = (("Asia/Singapore", 8, 16), ("Europe/London", 8, 16), ("America/New_York", 11, 20))
HEADER = "apiVersion: ownercat/v1\nkind: {}\nname: {}\n"


class Team(NamedTuple):
    """A team with its people and what its two rotations look like."""

    name: str
    zone: str
    members: tuple[str, ...]
    layers: Callable[[Sequence[str]], str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; nothing is asserted, a time is a fact about a machine."""
    parser = argparse.ArgumentParser(description="Measure who is on call.", allow_abbrev=False)
    parser.add_argument("--only", choices=sorted(PARTS))
    parser.add_argument("--services", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    names = [chosen.only] if chosen.only else sorted(PARTS)
    print(json.dumps({name: _alone(PARTS[name], (chosen.services, chosen.seed)) for name in names}, indent=2))
    return 0


def _alone(part: Callable[[int, int], dict[str, Any]], given: tuple[int, int]) -> dict[str, Any]:
    """A measurement in a fresh process: nothing is remembered from another one."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_quietly, (part, given))


def _quietly(part: Callable[[int, int], dict[str, Any]], given: tuple[int, int]) -> dict[str, Any]:
    gc.set_threshold(100_000, 50, 50)  # as the command line does
    return part(*given)


# --- 1 and 2: clean catalogs against their load ----------------------------------------------------------------------


def weekly(services: int, seed: int) -> dict[str, Any]:
    """As many weekly rotations of one layer as services: no two hand over at the same time of the week and zone."""
    roll = random.Random(seed).random
    return _against_load(_catalog(roll, services, [_weekly(roll, number) for number in range(services // 2)]))


def sun(services: int, seed: int) -> dict[str, Any]:
    """One rotation of three daily layers for every ten services."""
    roll = random.Random(seed).random
    return _against_load(_catalog(roll, services, [_sun(number) for number in range(services // 20)]))


def _against_load(files: Mapping[str, str]) -> dict[str, Any]:
    loaded, loading = _load(files)
    by_rule = {code: (seconds, found) for code, seconds, found in _rules(loaded)}
    seconds = sum(taken for taken, _ in by_rule.values())
    return {
        "files": len(files),
        "rotations": sum(text.count("kind: Rotation") for text in files.values()),
        "load": round(loading, 2),
        "rules": round(seconds, 2),
        "slowest": _slowest({code: taken for code, (taken, _) in by_rule.items()}),
        "findings": {code: found for code, (_, found) in by_rule.items() if found},
        "times the load": round(seconds / loading, 2),
        "promised": 1.0,
        "holds": seconds <= loading,
    }


def _weekly(roll: Roll, number: int) -> Team:
    zone, day, minute = ZONES[number % 6], DAYS[number // 6 % 5], int(roll() * 60)
    turn = f'{{every: 1w, handoff: {{day: {day}, at: "{8 + number // 30 % 10:02}:{minute:02}"}}}}'

    def layers(members: Sequence[str]) -> str:
        return f"  - {{timeZone: {zone}, members: [{', '.join(members)}], turn: {turn}, from: 2026-01-01}}\n"

    return Team(f"team-{number}", zone, tuple(f"person-{number}-{place}" for place in range(5)), layers)


def _sun(number: int) -> Team:
    def layers(members: Sequence[str]) -> str:
        return "".join(_daily(number % 60, *each, members[place::3]) for place, each in enumerate(SUN))

    return Team(f"team-{number}", "UTC", tuple(f"person-{number}-{place}" for place in range(9)), layers)


def _daily(minute: int, zone: str, start: int, end: int, members: Sequence[str]) -> str:
    begin, finish = f"{start:02}:{minute:02}", f"{end:02}:{minute:02}"
    turn = f'{{every: 1w, handoff: {{day: mon, at: "{begin}"}}}}'
    window = f'{{from: "{begin}", to: "{finish}"}}'
    return (
        f"  - {{timeZone: {zone}, members: [{', '.join(members)}], turn: {turn}, windows: [{window}], "
        "from: 2026-01-01}\n"
    )


def _catalog(roll: Roll, services: int, teams: Sequence[Team]) -> dict[str, str]:
    """Services with promises, and the teams that answer for them; incidents are led by the first one."""
    head = teams[0]._replace(name="command", members=tuple(f"leader-{place}" for place in range(9)))
    files = {"catalog/policy.yaml": fill("policy")}
    for team in (head, *teams):
        files[f"catalog/teams/{team.name}.yaml"] = _team(team)
        for person in team.members:
            files[f"catalog/people/{person}.yaml"] = fill("person", name=person, title=person, zone=team.zone)
    for number in range(services):
        files |= _service(roll, f"service-{number}", teams[number % len(teams)])
    return files


def _team(team: Team) -> str:
    """The second line has the same list, turned by a part of a round: the two never meet."""
    names = team.members
    parts = [fill("team", name=team.name, members=", ".join(names), lead=names[0])]
    for role, members in (("primary", names), ("secondary", names[3:] + names[:3])):
        text = HEADER.format("Rotation", f"{team.name}-{role}")
        parts.append(f"{text}team: {team.name}\nrole: {role}\nlayers:\n{team.layers(members)}")
    parts.append(fill("last-resort" if team.name == "command" else "escalation", team=team.name))
    return "---\n".join(parts)


def _service(roll: Roll, name: str, team: Team) -> dict[str, str]:
    tier = one(roll, (1, 2, 2, 3, 3, 4))
    values = {
        "name": name, "title": name, "system": "shop", "tier": tier, "owner": team.name, "team": team.name,
        "severity": f"sev{tier}", "escalation": f"escalation: {team.name}-urgent\n", "depends": "", "extra": "",
        "consumer": "external: true", "approvers": team.name, "minutes": 60, "hours": 4, "target": "99.9",
        "threshold": 100, "lead": team.members[0],
    }  # fmt: skip
    kinds = ("service", "sla", "runbook") if tier < 3 else ("service",)
    return {f"catalog/services/{name}/{kind}.yaml": fill(kind, **values) for kind in kinds}


# --- 3: catalogs that are wrong on purpose ---------------------------------------------------------------------------


def bad(services: int, seed: int) -> dict[str, Any]:
    """A whole check of each bad catalog: what it takes, and what is said."""
    roll = random.Random(seed).random
    found = {name: _checked(_company(services) | files) for name, files in _mistakes(roll).items()}
    worst = max(found, key=lambda name: found[name]["seconds"])
    seconds = found[worst]["seconds"]
    return {"worst": worst, "seconds": seconds, "promised": SECONDS, "holds": seconds <= SECONDS, "each": found}


def _checked(files: Mapping[str, str]) -> dict[str, Any]:
    def check() -> Report:
        return linter.lint(load_catalog(Memory(files), Scope("catalog")), linter.LintOptions(as_of=TODAY))

    report, seconds = _timed(check)
    return {
        "seconds": round(seconds, 2),
        "findings": dict(sorted((code, n) for (code, _), n in report.by_rule.items())),
    }


def _company(services: int) -> dict[str, str]:
    """Services with promises whose pages all go to one policy, and forty people."""
    names = tuple(f"person-{number}" for number in range(40))
    files = {f"catalog/people/{name}.yaml": fill("person", name=name, title=name, zone="UTC") for name in names}
    files["catalog/team.yaml"] = fill("team", name="crew", members=", ".join(names), lead=names[0])
    for number in range(services):
        name = f"service-{number}"
        text = HEADER.format("Service", name) + "description: Runs.\nowner: crew\ntier: 4\nescalation: urgent\n"
        promise = (
            HEADER.format("SLA", name) + f"service: {name}\nexternal: true\noutcome: It runs.\napprovers: [crew]\n"
        )
        targets = "targets:\n  sev1: {ack: 15m, restore: 1h}\n  sev2: {ack: 30m, restore: 4h}\n"
        files[f"catalog/services/{name}.yaml"] = f"{text}---\n{promise}{targets}"
    return files | _paged(_rotation("crew-primary", _layer(names)), _rotation("crew-secondary", _layer(names[::-1])))


def _paged(*rotations: str, tiers: str = "", end: str = "end: stop") -> dict[str, str]:
    climb = tiers or _tier("one", "rotation:crew-primary") + _tier("two", "rotation:crew-secondary")
    policy = HEADER.format("Escalation", "urgent") + f"team: crew\ntiers:\n{climb}{end}\n"
    return {"catalog/paged.yaml": "---\n".join((*rotations, policy))}


def _tier(name: str, target: str, wait: str = "5m") -> str:
    inform = "inform: [severity, service, timeline, workarounds]"
    return f"  - {{name: {name}, notify: [{target}], wait: {wait}, {inform}}}\n"


def _rotation(name: str, *layers: str, more: str = "") -> str:
    role = "primary" if name.endswith("primary") else "secondary"
    return HEADER.format("Rotation", name) + f"team: crew\nrole: {role}\nlayers:\n{''.join(layers)}{more}"


def _layer(members: Sequence[str], every: str = "1w", zone: str = "UTC", more: str = "") -> str:
    names = ", ".join(members)
    return f"  - {{timeZone: {zone}, members: [{names}], turn: {{every: {every}}}, from: 2026-01-05{more}}}\n"


def _overrides(roll: Roll, names: Sequence[str], count: int, backwards: bool = False) -> str:
    """Swaps of a day or so, anywhere in the year, half of them for whoever is on call."""
    lines = ["overrides:\n"]
    for _ in range(count):
        first = date(2026, 11, 22) + timedelta(days=int(roll() * 390))
        last = first + timedelta(days=int(roll() * 3) * (-1 if backwards else 1) - backwards)
        remove = f", remove: {one(roll, names)}" if roll() < 0.5 else ""
        lines.append(f"  - {{from: {first}, to: {last}, add: {one(roll, names)}{remove}}}\n")
    return "".join(lines)


def _circle(count: int) -> dict[str, str]:
    """Policies that hand over to one another in a circle; the first also pages the others."""
    names = ["urgent", *(f"policy-{number}" for number in range(1, count))]
    found = []
    for number, (name, after) in enumerate(zip(names, (*names[1:], names[0]), strict=True)):
        tiers = _tier("one", f"person:person-{number % 40}") + _tier("two", f"escalation:{after}")
        if not number:
            tiers = _tier("one", ", ".join(f"escalation:{other}" for other in names[1:]))
        found.append(HEADER.format("Escalation", name) + f"team: crew\ntiers:\n{tiers}end: {{handoff: {after}}}\n")
    return {"catalog/paged.yaml": "---\n".join((_rotation("crew-primary", _layer(["person-1", "person-2"])), *found))}


def _mistakes(roll: Roll) -> dict[str, dict[str, str]]:
    names = tuple(f"person-{number}" for number in range(40))
    plain, second = _layer(names), _rotation("crew-secondary", _layer(names[::-1]))

    def primary(*layers: str, more: str = "", tiers: str = "", end: str = "end: stop") -> dict[str, str]:
        return _paged(_rotation("crew-primary", *layers, more=more), second, tiers=tiers, end=end)

    hourly = [_rotation(f"r{number}-primary", _layer(names[number % 30 :], "1h")) for number in range(100)]
    all_of_them = _tier("one", ", ".join(f"rotation:r{number}-primary" for number in range(50)))
    slits = [f'{{from: "{h:02}:{m:02}", to: "{h:02}:{m + 4:02}"}}' for h in range(24) for m in range(0, 55, 5)]
    one_day = "  - {from: 2026-12-01, to: 2026-12-02, remove: person-1, add: person-2}\n"
    again = "".join(_tier(f"t{n}", f"rotation:crew-{('primary', 'secondary')[n % 2]}", "1s") for n in range(500))
    return {
        "a zone that does not exist": primary(_layer(names, zone="Europe/Atlantis")),
        "a rotation of nobody": primary(_layer(["none"] * 40)),
        "turns of nothing": primary(_layer(names, "0h")),
        "turns of a century": primary(_layer(names, "36500d")),
        "turns of a second": primary(_layer(names, "1s")),
        "turns of an hour": primary(_layer(names, "1h")),
        "a hundred rotations with turns of an hour": _paged(*hourly, tiers=all_of_them),
        "two hundred windows a day": primary(_layer(names, "1d", ZONES[5], f", windows: [{', '.join(slits)}]")),
        "thirty layers that hide one another": primary(*(_layer(names[n:], "2h", ZONES[n % 6]) for n in range(30))),
        "overrides upside down": primary(plain, more=_overrides(roll, names, 500, backwards=True)),
        "ten thousand overrides": primary(plain, more=_overrides(roll, names, 10_000)),
        "ten thousand overrides of one day": primary(plain, more="overrides:\n" + 10_000 * one_day),
        "three policies in a circle": _circle(3),
        "two hundred policies in a circle": _circle(200),
        "five hundred tiers, a thousand rounds": primary(
            _layer(names, "6h"), tiers=again, end="repeat: {times: 1000, every: 1s}\nend: stop"
        ),
    }


# --- what they share -------------------------------------------------------------------------------------------------


def _load(files: Mapping[str, str]) -> tuple[LoadedCatalog, float]:
    """The catalog from a folder, and the time that reading it takes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        found, seconds = _timed(lambda: load_catalog(trees.open_tree(root, None, in_git=False), Scope("catalog")))
        return found, seconds


def _timed(run: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


def _rules(loaded: LoadedCatalog) -> Iterator[tuple[str, float, int]]:
    """The time that each rule takes and how much it finds, in the order in which a check runs them."""
    memo: dict[object, Any] = {}
    for registered in rules.registry().values():
        if not registered.rule.code.startswith(FAMILIES):
            continue
        context = linter._build_context(loaded, registered.rule, TODAY, memo)
        found, seconds = _timed(lambda r=registered, c=context: sum(1 for _ in r.check(c)))
        yield registered.rule.code, seconds, found


def _slowest(by_rule: Mapping[str, float]) -> dict[str, float]:
    return {code: round(t, 2) for t, code in sorted(((t, code) for code, t in by_rule.items()), reverse=True)[:6]}


PARTS: Mapping[str, Callable[[int, int], dict[str, Any]]] = {"weekly": weekly, "sun": sun, "bad": bad}

if __name__ == "__main__":
    sys.exit(main())
