"""Measure `ownercat log` on a history of 200 commits, 20 of which touch the service that is asked about.

    python benchmarks/history.py                     # --services 1000 --commits 200 --touching 20 --rounds 5

The other commits touch other services, teams and people. Once per round, one after the other: `git log` of the
service's files, one load of the catalog in a Python process of its own, and `ownercat log`. The best round counts.
Printed as JSON, in seconds of processor time with that of the processes that a command starts (the machine may be
busy), and the ratio that is promised: `ownercat log` / (5 x `git log` + one load) is at most 1. The ratio `beyond
start` leaves the start of Python and the import of click out on both sides: a small catalog is mostly that.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from generate import build

TIMES = 5  # the share of `git log` in the promise
LOAD = (
    "from pathlib import Path; from ownercat.documents.loader import Scope, load_catalog;"
    "from ownercat.repository.trees import WorkTree; load_catalog(WorkTree(Path.cwd()), Scope('catalog'))"
)
_TIER = re.compile(r"^tier: \d$", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; nothing is asserted, a time is a fact about a machine."""
    parser = argparse.ArgumentParser(description="Measure ownercat log.", allow_abbrev=False)
    parser.add_argument("--services", type=int, default=1_000)
    parser.add_argument("--commits", type=int, default=200)
    parser.add_argument("--touching", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        name, files = _history(root, chosen.services, chosen.commits, chosen.touching, random.Random(chosen.seed))
        parts = {
            "git log": ("git", "log", "--", *files),
            "start": (sys.executable, "-c", "import click"),
            "load": (sys.executable, "-c", LOAD),
            "ownercat log": (sys.executable, "-m", "ownercat", "log", name),
        }
        entries = len(
            json.loads(run(root, *parts["ownercat log"], "--format", "json"))["entries"]
        )  # and everything is compiled now
        best = measure_best(root, parts, chosen.rounds)
    print(json.dumps({"entries": entries, **_ratios(best)}, indent=2))
    return 0


def _ratios(best: Mapping[str, float]) -> dict[str, float]:
    """What is printed: seconds, and how much of what is allowed was used."""
    start, git = best["start"], TIMES * best["git log"]
    return {
        **{part: round(seconds, 4) for part, seconds in best.items()},
        "ratio": round(best["ownercat log"] / (git + best["load"]), 3),
        "beyond start": round((best["ownercat log"] - start) / (git + best["load"] - start), 3),
        "at most": 1,
    }


def measure_best(root: Path, parts: Mapping[str, Sequence[str]], rounds: int) -> dict[str, float]:
    """Run each command once per round, one after the other; return the least processor time of each."""
    best = dict.fromkeys(parts, float("inf"))
    for _ in range(rounds):
        for part, command in parts.items():
            best[part] = min(best[part], _spent(root, command))
    return best


def _spent(root: Path, command: Sequence[str]) -> float:
    """The processor time of a command and of what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(root, *command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _history(root: Path, services: int, commits: int, touching: int, rng: random.Random) -> tuple[str, list[str]]:
    """A repository; the service that is asked about, and its files."""
    made = build(services, "traced", rng.randrange(1000)).files
    for path, text in made.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    run(root, "git", "init", "-q", "-b", "main")
    _commit(root, "All of it")
    owned = sorted(path for path, text in made.items() if _TIER.search(text))
    asked = next(path for path in owned if f"{Path(path).parent}/sla.yaml" in made)
    others = [path for path in sorted(made) if not path.startswith(str(Path(asked).parent))]
    turns = set(rng.sample(range(commits), touching))
    for number in range(commits):
        path = root / (asked if number in turns else rng.choice(others))
        text = path.read_text(encoding="utf-8")
        touched = _TIER.sub(lambda found: f"tier: {int(found[0][-1]) % 4 + 1}", text)
        path.write_text(f"{touched}# {number}\n" if touched == text else touched, encoding="utf-8")
        _commit(root, f"Change {number}")
    name = re.search(r"^name: (\S+)$", made[asked], re.MULTILINE)
    assert name is not None
    return name[1], [path for path in made if path.startswith(str(Path(asked).parent))]


def _commit(root: Path, message: str) -> None:
    run(root, "git", "add", "-A")
    run(root, "git", "-c", "user.name=Ana", "-c", "user.email=ana@shop.example", "commit", "-q", "-m", message)


def run(root: Path, *command: str) -> str:
    """Run a command in a folder, and return what it prints."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, cwd=root, env=env, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
