"""Measure `ownercat log` on the history of one long file in GitLab's format, beside `git log -p` of that file.

    python benchmarks/long_file.py                   # --lines 4200 --commits 441 --touching 40 --rounds 3

Most commits change one other service; 40 change the service that is asked about. Once per round, one after the other:
`git log -p -- FILE` and `ownercat log NAME`. The best round counts. Printed as JSON, in seconds of processor time with
that of the processes that a command starts, and the ratio that is promised: at most 5.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from history import measure_best, run

FILE, ASKED = "services/service-catalog.yml", "harbour-12"
TIMES = 5
_TEAMS = ("tides", "gauges", "locks", "pilots", "dredging", "moorings", "cranes", "beacons")
_HEAD = "tiers:\n" + "".join(f"  - name: {tier}\n" for tier in ("sv", "lb", "stor", "db", "inf")) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; nothing is asserted, a time is a fact about a machine."""
    parser = argparse.ArgumentParser(description="Measure ownercat log on one long file.", allow_abbrev=False)
    parser.add_argument("--lines", type=int, default=4_200)
    parser.add_argument("--commits", type=int, default=441)
    parser.add_argument("--touching", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build_history(root, chosen.lines, chosen.commits, chosen.touching, random.Random(chosen.seed))
        log = (sys.executable, "-m", "ownercat", "log", ASKED, "--dialect", "gitlab")
        entries = len(json.loads(run(root, *log, "--format", "json"))["entries"])
        best = measure_best(root, {"git log -p": ("git", "log", "-p", "--", FILE), "ownercat log": log}, chosen.rounds)
    ratio = round(best["ownercat log"] / best["git log -p"], 2)
    print(json.dumps({"entries": entries, **best, "ratio": ratio, "at most": TIMES}, indent=2))
    return 0


def build_history(root: Path, lines: int, commits: int, touching: int, rng: random.Random) -> None:
    """Write a repository whose only file changes in every commit."""
    run(root, "git", "init", "-q", "-b", "main")
    stream = b"".join(_list_commits(list(_list_versions(lines, commits, touching, rng))))
    subprocess.run(("git", "fast-import", "--quiet"), cwd=root, input=stream, check=True)
    run(root, "git", "repack", "-adfq")
    run(root, "git", "checkout", "-q", "-f", "main")


def _list_versions(lines: int, commits: int, touching: int, rng: random.Random) -> Iterator[str]:
    entries = {f"harbour-{number}": _build_entry(number, rng) for number in range(1, lines // 29 + 1)}
    turns = set(rng.sample(range(1, commits), min(touching, commits - 1)))
    for number in range(commits):
        name = ASKED if number in turns else rng.choice([other for other in entries if other != ASKED])
        entries[name] = _edit_entry(entries[name], number, rng)
        if number % 11 == 10:
            entries = _replace_entry(entries, rng.choice([other for other in entries if other != ASKED]), number, rng)
        yield f"{_HEAD}teams:\n{_build_teams()}\nservices:\n{''.join(entries.values())}"


def _replace_entry(entries: dict[str, str], name: str, number: int, rng: random.Random) -> dict[str, str]:
    """Return the entries without one, and with a new one at another place, so that other entries move."""
    left = [(key, text) for key, text in entries.items() if key != name]
    left.insert(rng.randrange(len(left)), (f"harbour-{1000 + number}", _build_entry(1000 + number, rng)))
    return dict(left)


def _build_teams() -> str:
    return "".join(f"  - name: {team}\n    slack_channel: {team}_talk\n    manager: {team}-lead\n" for team in _TEAMS)


def _edit_entry(text: str, number: int, rng: random.Random) -> str:
    """Return an entry with another owner or another requirement."""
    if rng.random() < 0.5:
        return text.replace(
            text[text.index("    owner:") : text.index("    label:")], f"    owner: {rng.choice(_TEAMS)}\n"
        )
    return text.replace("for ships", f"for ships and boats {number}", 1)


def _build_entry(number: int, rng: random.Random) -> str:
    name = f"harbour-{number}"
    needs = "".join(f"        - service: harbour-{rng.randrange(1, 140)}\n" for _ in range(3))
    return f"""  - name: {name}
    friendly_name: The harbour {number}
    tier: {rng.choice(["sv", "stor", "db", "inf"])}
    owner: {rng.choice(_TEAMS)}
    label: Service::{name}
    business:
      requirement: |
        {name} is required to find a place for ships
        that arrive at night, without a call.
      customers:
        - ships of the line
        - "pilots: on duty"
      SLA:
        overall_sla_weighting: {number % 7 + 1}  # a weight of the sum
        availability:
    technical:
      project:
        - https://forge.example/harbour/{name}
      documents:
        design:
        architecture: https://handbook.example/harbour/#{number}
      dependencies:
{needs}      logging:
        - name: Rails
          permalink: https://logs.example/{number}?a=(b:!f,c:'d')
    operations:
      runbooks:
        - https://forge.example/runbooks/{name}.md
"""


def _list_commits(versions: Sequence[str]) -> Iterator[bytes]:
    for number, text in enumerate(versions):
        data = text.encode()
        message = f"Change {number}".encode()
        yield b"commit refs/heads/main\ncommitter Ana <ana@shop.example> %d +0000\n" % (1_700_000_000 + number * 3600)
        yield b"data %d\n%s\nM 100644 inline %s\ndata %d\n%s\n" % (
            len(message),
            message,
            FILE.encode(),
            len(data),
            data,
        )


if __name__ == "__main__":
    sys.exit(main())
