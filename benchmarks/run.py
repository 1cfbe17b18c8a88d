"""Measure ownercat against its peers, in one run on one generated catalog.

    python benchmarks/run.py [--services 1000] [--repeat 3] [--json FILE]
    python benchmarks/run.py --profile

The peers come with `pip install -e .[bench]` (check-jsonschema, yamllint) and with npm (Spectral, EventCatalog's
linter); a row whose tool is missing is left out, and a line says so.
Every command is run once per round, one after the other, so that a busy machine slows them alike; the best round
counts. Nothing is asserted: the targets are printed beside what was measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
TROUBLE = 0.02  # the rate of every kind of trouble in the second catalog
PROFILED = 30  # functions that --profile shows
LONGEST = 1_000_000  # characters of file names in one call; Linux takes two million bytes
GIT = ("-c", "user.name=bench", "-c", "user.email=bench@shop.example", "-c", "commit.gpgsign=false")

# The least that any YAML tool must do: open the same files and let libyaml walk through them.
FLOOR = """
import os
from yaml.cyaml import CParser
for folder, _, names in os.walk("catalog"):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            following = CParser(file.read()).get_event
        while following() is not None:
            pass
"""

# One schema for all files, complete in itself: with references between files check-jsonschema takes far longer.
SCHEMA = """
import json, sys
from ownercat.documents.schema import bundle
parts = [
    {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": bundle.bundled(kind)}
    for kind in bundle.kinds()
]
head = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "required": ["kind"]}
json.dump({**head, "allOf": parts}, sys.stdout)
"""

# Few rules: with the whole schema, Spectral takes a hundred times as long.
RULESET = {
    "named": {
        "given": "$",
        "then": [
            {"field": "apiVersion", "function": "truthy"},
            {"field": "kind", "function": "truthy"},
            {"field": "name", "function": "pattern", "functionOptions": {"match": "^[a-z0-9][a-z0-9._-]*$"}},
        ],
    },
    "owned": {
        "given": "$[?(@property === 'kind' && @ === 'Service')]^",
        "then": {"field": "owner", "function": "truthy"},
    },
}

# Not through ``python -m``: that ends the process before a profiler can speak.
PROFILE = """
import cProfile
import ownercat.cli
cProfile.run("ownercat.cli.main(['check', '--no-cache'])", sort="tottime")
"""


class Contestant(NamedTuple):
    """A command under a name: where it runs, and the calls it takes."""

    name: str
    folder: Path
    calls: Sequence[Sequence[str]]


class Measured(NamedTuple):
    """What one run took: seconds on the clock, seconds of processor time (user and system), peak memory in MiB."""

    wall: float
    cpu: float
    peak: float
    code: int


class Target(NamedTuple):
    """A ratio of two contestants, and what it has to be."""

    name: str
    above: str
    below: str
    least: float | None = None
    most: float | None = None


CHECK, TROUBLED, FLOOR_NAME = "ownercat check", "ownercat check, with trouble", "floor: libyaml's events"
JSONSCHEMA, YAMLLINT = "check-jsonschema", "yamllint -d relaxed"
SPECTRAL, EVENTCATALOG = "spectral, 4 rules", "eventcatalog-linter"
PACKAGES = {  # how each peer is installed
    JSONSCHEMA: "pip install check-jsonschema",
    YAMLLINT: "pip install yamllint",
    SPECTRAL: "npm install -g @stoplight/spectral-cli",
    EVENTCATALOG: "npm install -g @eventcatalog/linter",
}
WHO, CLICK = "ownercat who NAME", 'python -c "import click"'
TARGETS = (
    Target("check-jsonschema / check", JSONSCHEMA, CHECK, least=12),
    Target("yamllint / check", YAMLLINT, CHECK, least=18),
    Target("Spectral / check", SPECTRAL, CHECK),
    Target("EventCatalog's linter / check", EVENTCATALOG, CHECK),
    Target("check / floor", CHECK, FLOOR_NAME, most=4),
    Target("check with trouble / check", TROUBLED, CHECK),
    Target("who / import click", WHO, CLICK, most=6),
)
PEAK = 150  # MiB


# --- what is measured -------------------------------------------------------------------------------------------------


def catalog(folder: Path, services: int, trouble: str) -> None:
    """Generate a catalog, in a git repository of its own, committed."""
    generate = [sys.executable, str(HERE / "generate.py"), "--services", str(services), "--trouble", trouble]
    _quietly([*generate, str(folder)])
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "a catalog")):
        _quietly(["git", "-C", str(folder), *GIT, *arguments])


def contestants(work: Path, services: int) -> list[Contestant]:
    """Every command, the tools that are not installed left out."""
    clean, troubled = work / "clean", work / "troubled"
    catalog(clean, services, "none")
    catalog(troubled, services, str(TROUBLE))
    names = sorted(found.name for found in (clean / "catalog" / "services").iterdir())
    found = [
        Contestant(CHECK, clean, [_python("-m", "ownercat", "check", "--no-cache")]),
        Contestant(TROUBLED, troubled, [_python("-m", "ownercat", "check", "--no-cache")]),
        Contestant(FLOOR_NAME, clean, [_python("-c", FLOOR)]),
        Contestant(WHO, clean, [_python("-m", "ownercat", "who", names[len(names) // 2])]),
        Contestant(CLICK, clean, [_python("-c", "import click")]),
    ]
    return [*found, *contestants_of_peers(clean, work)]


def contestants_of_peers(clean: Path, work: Path) -> list[Contestant]:
    """The tools that are installed, on the files of the clean catalog."""
    found = []
    if find_spec("check_jsonschema"):
        schema = work / "schema.json"
        schema.write_bytes(_quietly(_python("-c", SCHEMA)))
        given = _python("-m", "check_jsonschema", "--schemafile", str(schema))
        found.append(Contestant(JSONSCHEMA, clean, [[*given, *files] for files in _batches(_files(clean))]))
    if find_spec("yamllint"):
        found.append(Contestant(YAMLLINT, clean, [_python("-m", "yamllint", "-d", "relaxed", "catalog")]))
    if program := shutil.which("spectral"):
        ruleset = work / "ruleset.json"
        ruleset.write_text(json.dumps({"rules": RULESET}), encoding="utf-8")
        found.append(Contestant(SPECTRAL, clean, [[program, "lint", "--ruleset", str(ruleset), "catalog/**/*.yaml"]]))
    if program := shutil.which("eventcatalog-linter"):
        write_event_catalog(clean / "catalog", work / "eventcatalog")
        found.append(Contestant(EVENTCATALOG, work / "eventcatalog", [[program]]))
    return found


def list_missing(found: Sequence[Contestant]) -> Iterator[str]:
    """Say which peers are not installed here."""
    for name, command in PACKAGES.items():
        if name not in {each.name for each in found}:
            yield f"{name} is left out: it is not installed ({command})"


def write_event_catalog(clean: Path, folder: Path) -> None:
    """Write the services with their owners, the teams with their members, and the people as EventCatalog's files.

    It has no place for the rest: schedules, escalation, SLAs, runbooks, and dependencies between services.
    """
    forms = {"services": "services/{}/index.mdx", "teams": "teams/{}.mdx", "people": "users/{}.mdx"}
    for kind, form in forms.items():
        pattern = "*/ownership.yaml" if kind == "services" else "*.yaml"
        for path in sorted((clean / kind).glob(pattern)):
            fields = dict(
                re.findall(
                    r"^(name|title|owner|members|email): (.+)$", path.read_text("utf-8").split("\n---\n")[0], re.M
                )
            )
            rows = [f"id: {fields['name']}", f"name: {fields.get('title', fields['name'])}", "summary: One of many."]
            rows += [f"version: 1.0.0\nowners: [{fields['owner']}]"] if kind == "services" else []
            rows += [f"members: {fields['members']}"] if "members" in fields else []
            rows += [f"email: {fields['email']}"] if kind == "people" else []
            written = folder / form.format(fields["name"])
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_text("---\n" + "\n".join(rows) + "\n---\n\nWhat it does.\n", encoding="utf-8")


def _files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in (root / "catalog").rglob("*.yaml"))


def _batches(files: Sequence[str]) -> list[list[str]]:
    """As few lists as the length of a command line allows."""
    batches: list[list[str]] = [[]]
    length = 0
    for file in files:
        length += len(file) + 1
        if length > LONGEST:
            batches.append([])
            length = 0
        batches[-1].append(file)
    return batches


def _python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def _quietly(command: Sequence[str]) -> bytes:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=_environment()).stdout


def _environment() -> dict[str, str]:
    """Without what would lead git or ownercat elsewhere, or keep Python from using what it compiled."""
    return {
        k: v for k, v in os.environ.items() if k == "PYTHONPATH" or not k.startswith(("GIT_", "OWNERCAT_", "PYTHON"))
    }


# --- measuring --------------------------------------------------------------------------------------------------------


def measure(contestant: Contestant) -> Measured:
    """Run a command, with the processes that it starts; one after the other when it takes several calls."""
    runs = [_call(call, contestant.folder) for call in contestant.calls]
    return Measured(
        sum(r.wall for r in runs), sum(r.cpu for r in runs), max(r.peak for r in runs), max(r.code for r in runs)
    )


def _call(command: Sequence[str], folder: Path) -> Measured:
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
    )
    # one process and its children, not all that ever ran here; this script stays small, as a child begins at its size
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    wall = time.perf_counter() - started
    return Measured(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 2**20, process.returncode)


def race(entered: Sequence[Contestant], rounds: int) -> dict[str, list[Measured]]:
    """Every command once per round."""
    results: dict[str, list[Measured]] = {contestant.name: [] for contestant in entered}
    for number in range(rounds):
        for contestant in entered:
            _say(f"round {number + 1} of {rounds}: {contestant.name}")
            results[contestant.name].append(measure(contestant))
    _say("")
    return results


def best(runs: Sequence[Measured]) -> Measured:
    """The fastest on the clock and the fastest by processor time, each for itself; the largest memory."""
    return Measured(
        min(r.wall for r in runs), min(r.cpu for r in runs), max(r.peak for r in runs), max(r.code for r in runs)
    )


def _say(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")


# --- what is printed --------------------------------------------------------------------------------------------------


def table(found: Mapping[str, Measured]) -> str:
    """What each command took."""
    rows = [f"{'':32}{'wall':>10}{'CPU':>10}{'peak':>12}{'exit':>6}"]
    for name, run in found.items():
        rows.append(f"{name:32}{run.wall:>8.3f} s{run.cpu:>8.3f} s{run.peak:>8.1f} MiB{run.code:>6}")
    return "\n".join(rows)


def ratios(found: Mapping[str, Measured]) -> str:
    """The ratios beside their targets, by the clock and by processor time."""
    rows = [f"{'ratio':32}{'wall':>10}{'CPU':>10}   target"]
    for target in TARGETS:
        if target.above not in found or target.below not in found:
            rows.append(f"{target.name:32}   left out: the other tool is not installed")
            continue
        above, below = found[target.above], found[target.below]
        wall, cpu = above.wall / below.wall, above.cpu / below.cpu
        rows.append(f"{target.name:32}{wall:>9.1f}x{cpu:>9.1f}x   {_judged(target, wall, cpu)}")
    peak = max(found[CHECK].peak, found[TROUBLED].peak)
    rows.append(f"{'peak memory of check':32}{peak:>7.1f} MiB{'':10}   at most {PEAK} MiB: {_met(peak <= PEAK)}")
    return "\n".join(rows)


def _judged(target: Target, wall: float, cpu: float) -> str:
    if target.least is not None:
        return f"at least {target.least:g}x: {_met(wall >= target.least, cpu >= target.least)}"
    if target.most is not None:
        return f"at most {target.most:g}x: {_met(wall <= target.most, cpu <= target.most)}"
    return "none"


def _met(*met: bool) -> str:
    if all(met):
        return "met"
    return "met by one of the two clocks" if any(met) else "MISSED"


def surroundings(root: Path, services: int, rounds: int) -> str:
    """What the figures depend on."""
    files = _files(root)
    size = sum((root / file).stat().st_size for file in files) / 2**20
    load = f" · load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors" if hasattr(os, "getloadavg") else ""
    return (
        f"{services:,} services, {len(files):,} files, {size:.1f} MiB · best of {rounds}\n"
        f"Python {platform.python_version()} · {platform.system()} {platform.machine()}{load}"
    )


def profile(folder: Path) -> str:
    """The functions of check that take the most time themselves."""
    output = _quietly_in(folder, _python("-c", PROFILE)).splitlines()
    start = next(i for i, line in enumerate(output) if "function calls" in line)
    return "\n".join(output[start : start + PROFILED + 5])


def _quietly_in(folder: Path, command: Sequence[str]) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=_environment()).stdout


# --- the command ------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate, measure, print."""
    parser = argparse.ArgumentParser(description="Measure ownercat against its peers.", allow_abbrev=False)
    parser.add_argument("--services", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3, help="rounds; the best one counts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run there as well")
    parser.add_argument("--profile", action="store_true", help="print where check spends its time, and nothing else")
    chosen = parser.parse_args(arguments)
    if chosen.services < 1 or chosen.repeat < 1:
        parser.error("--services and --repeat are at least 1")
    with tempfile.TemporaryDirectory(prefix="ownercat-bench-") as folder:
        work = Path(folder)
        if chosen.profile:
            catalog(work / "clean", chosen.services, "none")
            print(profile(work / "clean"))
            return 0
        return _run(work, chosen)


def _run(work: Path, chosen: argparse.Namespace) -> int:
    entered = contestants(work, chosen.services)
    results = race(entered, chosen.repeat)
    found = {name: best(runs) for name, runs in results.items()}
    about = surroundings(work / "clean", chosen.services, chosen.repeat)
    print("\n".join((f"{about}\n\n{table(found)}\n\n{ratios(found)}", *list_missing(entered))))
    if chosen.json:
        runs = {name: [run._asdict() for run in these] for name, these in results.items()}
        chosen.json.write_text(json.dumps({"about": about.splitlines(), "runs": runs}, indent=2) + "\n", "utf-8")
    if found[CHECK].code != 0 or found[WHO].code != 0:
        print("\nownercat failed on a clean catalog, so its figures mean nothing", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
