"""Measure who is on call: what the rules about rotations and escalations cost, against loading the same catalog.

    python benchmarks/oncall.py                  # all three
    python benchmarks/oncall.py --only weekly    # 1,000 weekly rotations; sun: 100 that follow the sun; hostile: bad input

Each measurement runs in a process of its own. Figures are printed as JSON: seconds of processor time (the machine may be
busy), the ratio that is promised, and whether the promise holds.
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
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from generate import Roll, fill, one

from ownercat import linter, rules, trees
from ownercat.loader import Loaded, Scope, load

TODAY = date(2026, 11, 22)
FAMILIES = ("ROT", "ESC")
ZONES = ("Europe/Madrid", "America/New_York", "Asia/Singapore", "America/Sao_Paulo", "Australia/Sydney", "Europe/London")
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
        return f"  - {{id: everyone, timeZone: {zone}, members: [{', '.join(members)}], turn: {turn}, from: 2026-01-01}}\n"

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


# --- what they share -------------------------------------------------------------------------------------------------


def _load(files: Mapping[str, str]) -> tuple[Loaded, float]:
    """The catalog from a folder, and the time that reading it takes."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8", newline="\n")
        found, seconds = _timed(lambda: load(trees.open_tree(root, None, in_git=False), Scope("catalog")))
        return found, seconds


def _timed(run: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


def _rules(loaded: Loaded) -> Iterator[tuple[str, float, int]]:
    """The time that each rule takes and how much it finds, in the order in which a check runs them."""
    memo: dict[object, Any] = {}
    for registered in rules.registry().values():
        if not registered.rule.code.startswith(FAMILIES):
            continue
        context = linter._context(loaded, registered.rule, TODAY, memo)
        found, seconds = _timed(lambda r=registered, c=context: sum(1 for _ in r.check(c)))
        yield registered.rule.code, seconds, found


def _slowest(by_rule: Mapping[str, float]) -> dict[str, float]:
    return {code: round(t, 2) for t, code in sorted(((t, code) for code, t in by_rule.items()), reverse=True)[:6]}


PARTS: Mapping[str, Callable[[int, int], dict[str, Any]]] = {"weekly": weekly, "sun": sun}

if __name__ == "__main__":
    sys.exit(main())
