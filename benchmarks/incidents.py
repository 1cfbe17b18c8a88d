"""Measure `ownercat metrics` and `ownercat report` on many incidents, beside libyaml's events of the same files.

    python benchmarks/incidents.py                   # --services 300 --incidents 5000 --rounds 3

The catalog is the one of `generate.py` with one file for each incident. Printed as JSON, in seconds of processor time:
the best of each, and how often the floor fits into it (`metrics` is to be at most 4 times the floor, as `check`).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from history import measure_best, run
from run import FLOOR

HERE = Path(__file__).parent
TIMES = 4
_END = datetime(2026, 11, 22, tzinfo=UTC)
_INCIDENT = """\
apiVersion: ownercat/v1
kind: Incident
name: incident-{number}
title: Orders failed at the payment step
services: [{service}]
severity: {severity}
symptom: orders-slow
startedAt: {started}
detectedAt: {detected}
triggeredAt: {triggered}
acknowledgedAt: {acknowledged}
restoredAt: {restored}
resolvedAt: {resolved}
paged:
  - {{tier: on-call, at: {triggered}}}
customerImpact: One order in four failed for a while.
contributingFactors:
  - connection limit below the traffic of the day
postmortem: {{status: closed, heldOn: {day}, url: https://wiki.shop.example/postmortems/{number}}}
actions:
  - id: raise-limit
    what: Raise the limit and derive it from the forecast.
    kind: prevent
    due: {day}
    status: done
    doneOn: {day}
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; nothing is asserted, a time is a fact about a machine."""
    parser = argparse.ArgumentParser(description="Measure ownercat metrics and report.", allow_abbrev=False)
    parser.add_argument("--services", type=int, default=300)
    parser.add_argument("--incidents", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generate = (sys.executable, str(HERE / "generate.py"), "--services", str(chosen.services), folder)
        subprocess.run(generate, check=True, stdout=subprocess.DEVNULL)
        write_incidents(root / "catalog", chosen.incidents, random.Random(chosen.seed))
        ownercat = (sys.executable, "-m", "ownercat")
        counted = json.loads(run(root, *ownercat, "metrics", "--format", "json"))["total"]["incidents"]
        commands = {
            "floor": (sys.executable, "-c", FLOOR),
            "ownercat metrics": (*ownercat, "metrics"),
            "ownercat report": (*ownercat, "report"),
        }
        best = measure_best(root, commands, chosen.rounds)
    ratio = round(best["ownercat metrics"] / best["floor"], 2)
    print(json.dumps({"incidents": counted, **best, "metrics / floor": ratio, "at most": TIMES}, indent=2))
    return 0


def write_incidents(catalog: Path, count: int, rng: random.Random) -> None:
    """Write incidents of three years, each in a file of its own."""
    services = sorted(path.name for path in (catalog / "services").iterdir())
    (catalog / "incidents").mkdir()
    for number in range(count):
        started = _END - timedelta(minutes=rng.randrange(3 * 365 * 24 * 60))
        minutes = {"detected": 2, "triggered": 3, "acknowledged": 3 + rng.randrange(30)}
        minutes |= {"restored": 40 + rng.randrange(200), "resolved": 300}
        times = {name: f"{started + timedelta(minutes=late):%Y-%m-%dT%H:%MZ}" for name, late in minutes.items()}
        text = _INCIDENT.format(
            number=number, service=rng.choice(services), severity=rng.choice(("sev1", "sev2", "sev3")),
            started=f"{started:%Y-%m-%dT%H:%MZ}", day=f"{started:%Y-%m-%d}", **times,
        )  # fmt: skip
        (catalog / "incidents" / f"{number}.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
