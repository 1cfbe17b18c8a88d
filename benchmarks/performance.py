"""Measure every command on catalogs of several sizes, beside peers and floors, and print a page in Markdown.

    python benchmarks/performance.py --services 1000 10000 --repeat 3 [--write]

``--write`` writes docs/performance.md. All figures of a size come from one run on one machine; a ratio compares
processor time (user and system, with the processes that a command starts). Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import run

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
CLICK, FLOOR, STATUS = "`import click`", "floor: libyaml's events in Python", "`git status`"
COLD = "`check`, cold"
CHANGED = 20
GOALS = MappingProxyType({(run.JSONSCHEMA, 10_000): "≥ 25", (run.YAMLLINT, 10_000): "≥ 30"})


class Row(NamedTuple):
    """A command: its arguments, what its ratio compares with, the goal by size, and what happens before each call."""

    name: str
    command: Sequence[str]
    below: str = ""
    goals: Mapping[int, str] = MappingProxyType({})
    prepare: Callable[[], object] = lambda: None


def rows(folder: Path, services: int) -> Iterator[Row]:
    """Every command on one catalog; the first call of a stored result is not measured."""
    names = sorted(path.name for path in (folder / "catalog" / "services").iterdir())
    name = names[len(names) // 2]
    edit = partial(change, folder, names)
    yield Row(CLICK, _python("-c", "import click"))
    yield Row(FLOOR, _python("-c", run.FLOOR))
    yield Row(STATUS, ["git", "status", "--porcelain"])
    yield Row(COLD, _ownercat("check", "--no-cache"), FLOOR, {10_000: "≤ 3.0"})
    yield Row("`check`, nothing changed", _ownercat("check"), COLD, {10_000: "≤ 0.05"})
    hook = _ownercat("check", "--staged", "--timeless")
    yield Row("hook, nothing changed", hook, CLICK)
    yield Row("hook, one file changed", hook, CLICK, {1_000: "≤ 8", 10_000: "≤ 12"}, partial(edit, 1, "--staged"))
    yield Row(
        f"`check --base HEAD`, {CHANGED} files changed", _ownercat("check", "--base", "HEAD"), COLD, {10_000: "≤ 0.25"},
        partial(edit, CHANGED),
    )  # fmt: skip
    yield Row("`check --base HEAD`, again", _ownercat("check", "--base", "HEAD"), COLD, prepare=settle)
    who = {1_000: "≤ 3.2 (2.2 with a cache)", 10_000: "≤ 2.5"}
    yield Row("`who NAME`", _ownercat("who", name), CLICK, who)
    yield Row("`who PATH`", _ownercat("who", f"src/{name}/main.py"), CLICK, {10_000: "≤ 3"})
    yield Row("`who`, a typo", _ownercat("who", f"{name}x"), CLICK, {10_000: "≤ 4"})
    for command in (["impact", name], ["escalate", name], ["oncall"]):
        yield Row(f"`{command[0]}`", _ownercat(*command), CLICK, {1_000: "≤ 6"})
    yield Row("`log`", _ownercat("log", name), CLICK)
    yield Row("`signoff check`", _ownercat("signoff", "check", "--base", "HEAD~1", "--head", "HEAD"), COLD)


def change(folder: Path, names: Sequence[str], count: int, *arguments: str) -> None:
    """Edit some files, and stage them for the hook; the time makes each edit another one."""
    for name in names[:count]:
        path = next((folder / "catalog" / "services" / name).glob("ownership.yaml"))
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("# at ")) + f"# at {time.time_ns()}\n")
    if arguments:
        subprocess.run(["git", "add", "-A"], cwd=folder, check=True)


def settle() -> None:
    """Wait: ownercat stores no result about files that were edited a moment ago."""
    time.sleep(3)


def measure(folder: Path, work: Path, services: int, rounds: int, with_peers: bool) -> str:
    """Return the table of one size, and which peers are missing."""
    found: dict[str, run.Measured] = {}
    listed = list(rows(folder, services))
    for row in listed:
        row.prepare()
        contestant = run.Contestant(row.name, folder, [row.command])
        run.measure(contestant)  # compiles and stores what a second call uses
        measured = []
        for _ in range(rounds):
            row.prepare()
            measured.append(run.measure(contestant))
        found[row.name] = run.best(measured)
    text = ["| | processor time | wall time | peak memory | exit | ratio | goal |", "|---|---|---|---|---|---|---|"]
    for row in listed:
        ratio = f"{found[row.name].cpu / found[row.below].cpu:.2f} × {row.below}" if row.below else ""
        text.append(_format(row.name, found[row.name], ratio, row.goals.get(services, "")))
    if not with_peers:
        return "\n".join(text)
    entered = run.contestants_of_peers(folder, work)
    for each in entered:
        took = run.best([run.measure(each) for _ in range(rounds)])
        text.append(
            _format(each.name, took, f"{took.cpu / found[COLD].cpu:.1f} × {COLD}", GOALS.get((each.name, services), ""))
        )
    return "\n".join((*text, *(f"\n{line}" for line in run.list_missing(entered))))


def _format(name: str, took: run.Measured, ratio: str, goal: str) -> str:
    return f"| {name} | {took.cpu:.3f} s | {took.wall:.3f} s | {took.peak:.0f} MiB | {took.code} | {ratio} | {goal} |"


def _python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _ownercat(*arguments: str) -> list[str]:
    return _python("-P", "-m", "ownercat", *arguments)


def page(services: Sequence[int], rounds: int, peers: int) -> str:
    """Measure catalogs of these sizes, and return the page."""
    parts = [
        "# Performance\n\n"
        "`python benchmarks/performance.py --write` measures the commands and writes this page. Each ratio compares\n"
        "processor time in one run on one machine. The catalogs are generated (`benchmarks/generate.py`): about 3.3\n"
        "files per service.\n\n"
        "A stored result helps if nothing has changed. After a change of one file, a check reads and judges the whole\n"
        "catalog again. A question opens every file; `who`, `escalate`, `oncall` and `runbook` parse the files that\n"
        "the answer needs. Where a figure misses its goal, the goal is beside it.\n\n"
        "The last rows are other tools, on what they can read: check-jsonschema and Spectral stop at the second\n"
        "document of a file, Spectral has 4 rules, and EventCatalog's linter reads owners, members and people in\n"
        "files of its own format. Only the last one compares files with each other. It opens all files at once: with\n"
        '20,000 files it ends with "too many open files", and its figure is not that of a whole run\n'
        "(`benchmarks/README.md`).\n\n"
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
        f"{datetime.now(UTC).date()}, best of {rounds} runs.\n"
    ]
    for count in services:
        with tempfile.TemporaryDirectory(prefix="ownercat-bench-") as name:
            work = Path(name)
            os.environ["XDG_CACHE_HOME"] = str(work / "cache")
            run.catalog(work / "clean", count, "none")
            subprocess.run(
                ["git", *run.GIT, "commit", "-q", "--allow-empty", "-m", "x"], cwd=work / "clean", check=True
            )
            time.sleep(3)  # files that are younger are not trusted, and no result is stored
            load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
            table = measure(work / "clean", work, count, rounds, count <= peers)
            parts.append(f"\n## {count:,} services\n\n{table}\n\n{load}\n")
    return "".join(parts)


def main() -> int:
    """Measure and print, or write the page."""
    parser = argparse.ArgumentParser(description="Measure ownercat on catalogs of several sizes.", allow_abbrev=False)
    parser.add_argument("--services", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--repeat", type=int, default=3, help="calls of each command; the best one counts")
    parser.add_argument("--peers", type=int, default=1_000, help="services of the largest catalog that the peers read")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    chosen = parser.parse_args()
    os.environ.pop("CI", None)  # there, ownercat stores nothing
    text = page(chosen.services, chosen.repeat, chosen.peers)
    if chosen.write:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
