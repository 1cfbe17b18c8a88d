"""Measure the gate: `ownercat signoff check` of a change of 20 files against a plain `ownercat check` of its head.

    python benchmarks/signoff.py                     # --services 10000 --files 20 --shape declared|traced --rounds 3
    python benchmarks/signoff.py --reviews 10        # reviews of as many further commits, each of which is looked at

Once per round, one after the other, each in a process of its own; the best round counts. Printed as JSON, in seconds of
processor time with that of git (the machine may be busy), and the ratio that is promised: at most 1.5.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generate import build

MOST = 1.5
_TIER = re.compile(r"^tier: \d$", re.MULTILINE)
_RESTORE = re.compile(r"restore: \w+")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; nothing is asserted, a time is a fact about a machine."""
    parser = argparse.ArgumentParser(description="Measure ownercat signoff check.", allow_abbrev=False)
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=20, help="that the change touches")
    parser.add_argument("--reviews", type=int, default=0, help="commits of the change that somebody approved")
    parser.add_argument("--shape", choices=["declared", "traced"], default="declared")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "repository"
        commits = _repository(root, chosen)
        reviews = Path(folder) / "reviews.json"
        reviews.write_text(json.dumps(_reviews(commits, chosen.reviews)), encoding="utf-8")
        gate = ("signoff", "check", "--base", "main", "--head", "change", "--reviews", str(reviews))
        agreements = json.loads(_run(root, "ownercat", *gate, "--format", "json"))["summary"]["needed"]
        parts = {"check": ("check", "--no-cache", "--rev", "change", "--fail-on", "never"), "signoff check": gate}
        best = dict.fromkeys(parts, float("inf"))
        for _ in range(chosen.rounds):
            for part, command in parts.items():
                best[part] = min(best[part], _spent(root, "ownercat", *command))
    found = {part: round(seconds, 3) for part, seconds in best.items()}
    ratio = round(best["signoff check"] / best["check"], 3)
    print(json.dumps({"agreements": agreements, **found, "ratio": ratio, "at most": MOST}, indent=2))
    return 0


def _repository(root: Path, chosen: argparse.Namespace) -> list[str]:
    """The catalog on main, and a change that loosens promises and moves tiers, one file a commit; the commits' ids."""
    made = build(chosen.services, chosen.shape, chosen.seed).files
    for path, text in made.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    _run(root, "git", "init", "-q", "-b", "main")
    _commit(root, "All of it")
    _run(root, "git", "checkout", "-q", "-b", "change")
    slas = [path for path, text in sorted(made.items()) if _RESTORE.search(text)]
    services = [path for path, text in sorted(made.items()) if _TIER.search(text)]
    commits = []
    for number in range(chosen.files):
        paths, pattern, new = ((slas, _RESTORE, "restore: 9d"), (services, _TIER, "tier: 4"))[number % 2]
        path = root / paths[number * 7 % len(paths)]
        path.write_text(pattern.sub(new, path.read_text(encoding="utf-8")) + f"# {number}\n", encoding="utf-8")
        commits.append(_commit(root, f"Change {number}"))
    return commits


def _reviews(commits: Sequence[str], count: int) -> dict[str, object]:
    """What a forge would say; the reviewers are nobody in the catalog, but what they saw is looked at."""
    reviews = [
        {"author": {"login": f"reviewer-{number}"}, "state": "APPROVED", "submittedAt": "2099-01-01T00:00:00Z",
         "commit": {"oid": commit}}
        for number, commit in enumerate(commits[-count:] if count else ())
    ]  # fmt: skip
    return {
        "number": 1,
        "author": {"login": "ana"},
        "baseRefName": "main",
        "headRefOid": commits[-1],
        "commits": [],
        "reviews": reviews,
    }


def _spent(root: Path, *command: str) -> float:
    """The processor time of a command and of what it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(root, *command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _commit(root: Path, message: str) -> str:
    _run(root, "git", "add", "-A")
    _run(root, "git", "-c", "user.name=Ana", "-c", "user.email=ana@shop.example", "commit", "-q", "-m", message)
    return _run(root, "git", "rev-parse", "HEAD").strip()


def _run(root: Path, program: str, *arguments: str) -> str:
    command = [sys.executable, "-m", "ownercat"] if program == "ownercat" else [program]
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([*command, *arguments], cwd=root, env=env, check=False, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{program} {arguments[0]} gave {done.returncode}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
