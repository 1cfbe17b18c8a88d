"""Give damaged input to every reader, and look for an exception, a slow input, and two readers that disagree.

    python benchmarks/fuzz.py --inputs 1000000 --processes 2 [--start N] [--failures DIR]

Input number N is the same on every machine, so a run can go on where another one ended (``--start``). The seeds are the
sample catalog and the tests' corpus of broken documents. An escape is an exception that is not an ``OwnercatError``. A
slow input takes more than 100 ms of processor time, measured again alone. The exit code is 1 if there is an escape or a
disagreement.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ownercat import linter
from ownercat.documents import markdown, slo_objects, source
from ownercat.documents.loader import LoadedCatalog, assemble
from ownercat.documents.scope import Scope
from ownercat.documents.source._compose import Composer
from ownercat.documents.source._quick import quick
from ownercat.documents.source._text import Stop, decode
from ownercat.errors import OwnercatError, UsageError
from ownercat.linter import LintOptions
from ownercat.model import Observations, SignOff, baseline, config
from ownercat.oncall import walking
from ownercat.oncall.calendar import build_calendar
from ownercat.reality.snapshots import read_snapshots
from ownercat.reality.verifying import verify_catalog
from ownercat.repository import codeowners
from ownercat.repository.trees import Content
from ownercat.sessions import templating
from ownercat.sessions.snapshots import attach
from ownercat.signoff.evidence import signers
from ownercat.signoff.evidence.reviews import read_reviews
from ownercat.signoff.identities import People
from ownercat.signoff.records import build_signed_bytes
from ownercat.views import exports

ROOT = Path(__file__).parents[1]
SLOW = 0.1  # seconds of processor time
LONGEST = 64 * 1024
BLOCK = 2_000  # inputs of one task
NOW = datetime(2026, 10, 1, tzinfo=UTC)
LINTED = 20  # the rules run on one input of this many: they take longer than all readers
WORDS = rb"""
: - [ ] { } , # & * ! | > ' " % @ ` ? --- ... << ~ null true 0x1F 1e9 .inf 2026-02-30 24:00 t+0 &a *a !!binary ${{x}}
{{x}} <name> :: ##[ \u202e \x00 \ud800 = [[ ]] @acme/web ** /* ../ // apiVersion: kind: name: owner: Service Team
Policy SLA Rotation ownercat/v1 backstage.io/v1alpha1
"""
TOKENS = (
    *WORDS.split(),
    b"\n", b"\r\n", b"\t", b"  ", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc3\xa9", b"\n---\n",
)  # fmt: skip


class Target(NamedTuple):
    """A reader: the seeds that it gets, and what it does with the bytes of an input."""

    seeds: tuple[bytes, ...]
    call: Callable[[bytes, int], None]


class Failure(NamedTuple):
    """An input that failed, and why."""

    number: int
    target: str
    why: str
    data: bytes


def _files(*patterns: str) -> tuple[bytes, ...]:
    found = [path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    return tuple(data for data in found if 0 < len(data) < LONGEST)


def _check(path: str, *formats: str) -> Callable[[bytes, int], None]:
    """Read a file as a catalog; now and then, run the rules on it."""

    def call(data: bytes, number: int) -> None:
        loaded = assemble([Content(path, data)], Scope("" if formats else "catalog", formats), [path])
        if number % LINTED == 0:
            report = linter.lint(loaded, LintOptions())
            report.list_suppressed()

    return call


def _compare(data: bytes, _: int) -> None:
    """Read with both readers of simple files: they must agree."""
    try:
        text = decode("a.yaml", data)
    except Stop:
        return
    values = quick(text.text)
    if values is not None:
        reading = Composer("a.yaml", text).run()
        found = [each.data for each in reading.documents]
        if reading.faults or not reading.whole or repr(found) != repr(values):
            raise AssertionError(f"the readers disagree: {values!r} and {found!r}")


def _read_config(name: str) -> Callable[[bytes, int], None]:
    def call(data: bytes, _: int) -> None:
        config._parse_table(Path(name), name, data)

    return call


def _read_objectives(data: bytes, _: int) -> None:
    reading = source.read("slo.yaml", data)
    list(slo_objects.list_slo_objects((each.index, each.data) for each in reading.documents))


def _read_codeowners(data: bytes, number: int) -> None:
    styles = ("github", "gitlab")
    codeowners.parse_file("CODEOWNERS", data, "gitlab" if styles[number % 2] == "gitlab" else "github")


def _read_signers(data: bytes, _: int) -> None:
    signers._list_trusted_lines(data, People(assemble([], Scope("catalog"), []).catalog), NOW)


def _read_record(data: bytes, _: int) -> None:
    """Read a SignOff record, and write what its signature covers; a value without a canonical form is a ValueError."""
    loaded = assemble([Content("catalog/a.yaml", data)], Scope("catalog"), ["catalog/a.yaml"])
    for record in loaded.catalog.of(SignOff):
        try:
            build_signed_bytes(record)
        except ValueError as error:
            if type(error) is not ValueError:
                raise


def _fill_template(data: bytes, number: int) -> None:
    """Fill in the placeholders of a template of ``new``, and read the document."""
    given = {"name": "shop", "team": "web", "tier": "2", "today": "2026-10-01", "service": "shop"}
    text = data.decode("utf-8", "replace")
    filled = templating._PLACEHOLDER.sub(lambda found: templating._get_value(given, found[1], "templates/a.yaml"), text)
    _check("catalog/a.yaml")(filled.encode(), number)


@cache
def _build_snapshots() -> tuple[bytes, ...]:
    """Return a snapshot of each source and call."""
    entry = {"start": "2026-10-01T00:00:00Z", "end": "2026-10-02T00:00:00Z", "user": {"id": "PU1"}}
    period = {
        "startDate": entry["start"],
        "endDate": entry["end"],
        "recipient": {"type": "user", "name": "a@x.example"},
    }
    timeline = {"rotations": [{"periods": [period]}]}
    rule = {"escalation_delay_in_minutes": 5, "targets": [{"id": "PX1", "type": "schedule_reference"}]}
    page = {"limit": 25, "offset": 0, "more": False}
    shift = {"user_pk": "U1", "user_email": "a@x.example", "shift_start": entry["start"], "shift_end": entry["end"]}
    item = {"kind": "Deployment", "metadata": {"name": "shop", "namespace": "x", "labels": {"team": "web"}}}
    metric = {"metric": {"client": "shop", "server": "db"}, "value": [1, "2"]}
    pages: list[tuple[str, object]] = [
        ("pagerduty", {"schedule": {"id": "PX1", "final_schedule": {"rendered_schedule_entries": [entry]}}}),
        ("pagerduty", {"users": [{"id": "PU1", "email": "a@x.example"}], **page}),
        ("pagerduty", {"escalation_policies": [{"id": "PP1", "num_loops": 1, "escalation_rules": [rule]}], **page}),
        ("opsgenie", {"data": {"_parent": {"id": "PX1"}, "startDate": entry["start"], "endDate": entry["end"],
                               "finalTimeline": timeline, "baseTimeline": timeline}}),
        ("grafana", {"results": [shift], "next": None}),
        ("incidentio", {"schedule_entries": {"final": [{"start_at": entry["start"], "end_at": entry["end"],
                                                        "user": {"id": "U1", "email": "a@x.example"}}]}}),
        ("github", [{"slug": "web", "parent": {"slug": "all"}}]),
        ("github", [{"login": "ana"}]),
        ("github", {"errors": [{"line": 3, "column": 1, "path": "CODEOWNERS", "message": "Unknown owner"}]}),
        ("gitlab", [{"username": "ana", "state": "active"}]),
        ("directory", {"value": [{"mail": "a@x.example", "accountEnabled": False}]}),
        ("directory", {"Resources": [{"userName": "a@x.example", "active": False}], "totalResults": 1}),
        ("kubernetes", {"kind": "List", "items": [item]}),
        ("jaeger", {"data": [{"parent": "shop", "child": "db", "callCount": 3}]}),
        ("zipkin", [{"parent": "shop", "child": "db", "callCount": 3}]),
        ("servicegraph", {"status": "success", "data": {"resultType": "vector", "result": [metric]}}),
    ]  # fmt: skip
    head = {"ownercat": "snapshot/v1", "fetchedAt": entry["start"], "about": "web"}
    return tuple(json.dumps({**head, "source": source, "data": [data]}, indent=1).encode() for source, data in pages)


@cache
def _load_observed() -> LoadedCatalog:
    """Return a catalog that has something to compare with each snapshot."""
    head = b"apiVersion: ownercat/v1\n"
    text = b"---\n".join(
        head + part
        for part in (
            b"kind: Team\nname: web\nmembers: [ana]\nhandles: {github: '@x/web', gitlab: '@web'}\n",
            b"kind: Person\nname: ana\nemail: a@x.example\nlogins: {github: ana, gitlab: ana}\n",
            b"kind: Rotation\nname: r\nteam: web\nexternal: {provider: pagerduty, id: PX1}\n",
            b"kind: Rotation\nname: s\nteam: web\nhandles: {opsgenie: PX1, grafana: web, incidentio: web}\n"
            b"layers: [{id: a, members: [ana], from: 2026-01-05}]\n",
            b"kind: Escalation\nname: e\nteam: web\nhandles: {pagerduty: PP1}\n"
            b"tiers: [{name: a, notify: [rotation:r], via: [phone], wait: 5m}]\nend: stop\n",
            b"kind: Service\nname: shop\nowner: web\ndependsOn: [{service: db, mode: hard}]\n",
            b"kind: Service\nname: db\nowner: web\nhosting: {provider: kubernetes}\n",
        )
    )
    return assemble([Content("catalog/a.yaml", text)], Scope("catalog", ()), ["catalog/a.yaml"])


def _read_snapshot(data: bytes, number: int) -> None:
    loaded = _load_observed()
    start = int(NOW.timestamp())
    found = attach(loaded, read_snapshots({"a.json": data}, loaded.policy, start, start + 86_400))
    verify_catalog(build_calendar(found.catalog, NOW.date()), found.observations or Observations(start), ())
    if number % LINTED == 0:
        linter.lint(found, LintOptions(as_of=NOW.date()))


@cache
def _build_exports() -> Mapping[str, list[Any]]:
    """Return the documents of an export in each format."""
    loaded = _load_observed()
    forms = map(exports.load_format, exports.list_formats())
    return {form.name: exports.spell(form.arrange(form.build(loaded.catalog, loaded.sources).items)) for form in forms}


def _read_export(data: bytes, _: int) -> None:
    """Compare a file with the catalog in every format that accepts it."""
    accepted = False
    for name, documents in _build_exports().items():
        form = exports.load_format(name)
        try:
            found = form.identify(form.read(data))
        except exports.UnreadableExport:
            continue
        accepted = True
        list(exports.list_drift(form.identify(documents), found, "file", form.free))
    if not accepted:
        raise UsageError("no format accepts the file")


def targets() -> Mapping[str, Target]:
    """Every reader of input that ownercat has today."""
    catalog = _files("catalog/**/*.yaml", "tests/corpus/*.yaml", "src/ownercat/rules/company/*.yaml")
    text = _files("tests/corpus/*.md", "docs/*.md")[:20]
    foreign = (
        b"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: shop\n  annotations:\n"
        b"    pagerduty.com/service-id: PX1\nspec:\n  type: service\n  owner: group:web\n  dependsOn: [resource:db]\n",
        b"services:\n  - name: web\n    friendly_name: Web\n    tier: sv\n    team: core\n    technical:\n"
        b"      dependencies: [{service: db}]\nteams:\n  - {name: core, slack_channel: core}\ntiers: [{name: sv}]\n",
    )
    objectives = (
        b"apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: a}\nspec:\n  objectives: [{target: 0.99}]\n"
        b"  timeWindow: [{duration: 28d, isRolling: true}]\n",
        b"apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: b}\n"
        b"spec: {target: '99', window: 2w}\n",
        b"apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nmetadata: {name: c}\nspec:\n  service: shop\n"
        b"  slos:\n    - name: requests\n      objective: 99.9\n",
    )
    owners = (b"* @acme/all\n/src/ @acme/web ana@shop.example # who\n[Team][2] @a\n^[Docs] @b\n*.md\n",)
    toml = (b'catalog = "catalog"\ndialects = ["backstage"]\n[[elsewhere]]\nkinds = ["Team"]\nreason = "there"\n',)
    entry = baseline.BaselineEntry("a" * 32, "OWN001", "service:shop", "service shop has no owner")
    known = (baseline.format_baseline(baseline.build_baseline("ownercat.baseline", [entry])).encode(),)
    oid = "1" * 40
    given = {
        "author": {"login": "bo"},
        "state": "APPROVED",
        "submittedAt": "2026-10-02T09:14:00Z",
        "commit": {"oid": oid},
    }
    pull = {"number": 7, "author": {"login": "ana"}, "baseRefName": "main", "headRefOid": oid}
    commits = [{"oid": oid, "authors": [{"email": "ana@shop.example", "login": "ana"}]}]
    approved = {"user": {"username": "bo"}, "approved_at": "2026-10-02T09:14:00Z"}
    request = {
        "merge_request": {"author": {"username": "ana"}, "sha": oid, "target_branch": "main"},
        "approvals": {"approved_by": [approved]},
        "versions": [{"created_at": "2026-10-01T09:14:00Z", "head_commit_sha": oid}],
        "reviewers": [{"user": {"username": "eva"}, "state": "requested_changes"}],
    }
    forms = ({**pull, "commits": commits, "reviews": [given]}, request)
    review = tuple(json.dumps(form, indent=1).encode() for form in forms)
    signed = (
        b'ana@shop.example,"bo b" namespaces="git,ownercat",valid-before="20270101Z" ssh-ed25519 AAAAC3NzaC1lZDI1 ana\n'
        b'# people\n"eva@shop.example" cert-authority,valid-after="20250101" ssh-rsa AAAAB3NzaC1yc2E= eva\n',
    )
    started = "2026-10-01T14:00:00+00:00"
    event = walking.WalkEvent(started, "back", "done: yes")
    walked = walking.RunbookWalk("a", "b", "c", "sev1", "0" * 64, started, started, None, (event,))
    walk = (walking.dump_walk(walked).encode(),)
    written = tuple(exports.load_format(name).write(each).encode() for name, each in _build_exports().items())
    text_and_data = tuple(b"---\n" + each + b"---\n# A\n[x](y.md)\n" for each in catalog)
    return {
        "catalog": Target(catalog, _check("catalog/a.yaml")),
        "two readers": Target(catalog, _compare),
        "front matter": Target(text_and_data, _check("catalog/a.md")),
        "markdown": Target(text, lambda data, _: void(markdown.parse_file("a.md", data))),
        "backstage": Target(foreign, _check("catalog-info.yaml", "backstage")),
        "gitlab": Target(foreign, _check("service-catalog.yml", "gitlab")),
        "objectives": Target(objectives, _read_objectives),
        "codeowners": Target(owners, _read_codeowners),
        "ownercat.toml": Target(toml, _read_config("ownercat.toml")),
        "pyproject.toml": Target((b"[tool.ownercat]\n" + toml[0],), _read_config("pyproject.toml")),
        "baseline": Target(known, lambda data, _: void(baseline.parse_baseline("ownercat.baseline", data))),
        "reviews": Target(review, lambda data, _: void(read_reviews(data, "reviews.json"))),
        "allowed signers": Target(signed, _read_signers),
        "records": Target(_files("catalog/signoffs/*.yaml", "tests/corpus/signoff-*.yaml"), _read_record),
        "templates": Target(_files("src/ownercat/sessions/templates/*.yaml"), _fill_template),
        "snapshots": Target(_build_snapshots(), _read_snapshot),
        "exports": Target(written, _read_export),
        "walk": Target(walk, lambda data, _: void(walking.parse_walk(data.decode("utf-8", "replace")))),
    }


def void(_: object) -> None:
    """Ignore a result."""


# --- damage -----------------------------------------------------------------------------------------------------------


def damage(dice: random.Random, seeds: tuple[bytes, ...]) -> bytes:
    """Return a seed with one to six changes."""
    data = bytearray(dice.choice(seeds))
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        dice.choice(CHANGES)(dice, data, seeds)
    return bytes(data[:LONGEST])


def _at(dice: random.Random, data: bytearray) -> int:
    return dice.randrange(len(data) + 1)


def _flip(dice: random.Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def _insert(dice: random.Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    at = _at(dice, data)
    data[at:at] = dice.choice(TOKENS) * dice.choice((1, 1, 1, 2, 70))


def _delete(dice: random.Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    at = _at(dice, data)
    del data[at : at + dice.choice((1, 1, 4, 40, 400))]


def _repeat(dice: random.Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    at = _at(dice, data)
    data[at:at] = data[at : at + dice.choice((1, 8, 80))] * dice.choice((1, 2, 50))


def _splice(dice: random.Random, data: bytearray, seeds: tuple[bytes, ...]) -> None:
    other = dice.choice(seeds)
    at = dice.randrange(len(other))
    data[_at(dice, data) :] = other[at : at + 2_000]


def _swap_lines(dice: random.Random, data: bytearray, _: tuple[bytes, ...]) -> None:
    lines = bytes(data).splitlines(keepends=True)
    if lines:
        one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[two] = b" " * dice.choice((0, 0, 1, 2)) + lines[two], lines[one].lstrip(b" ")
        data[:] = b"".join(lines)


def _replace_value(dice: random.Random, data: bytearray, seeds: tuple[bytes, ...]) -> None:
    """Give a key the value of another key of any seed, or a word."""
    lines = bytes(data).split(b"\n")
    others = dice.choice(seeds).split(b"\n")
    keyed = [number for number, line in enumerate(lines) if b":" in line or b"=" in line]
    if keyed:
        at = dice.choice(keyed)
        mark = b":" if b":" in lines[at] else b"="
        value = dice.choice((dice.choice(TOKENS), dice.choice(others).partition(mark)[2].strip()))
        lines[at] = lines[at].partition(mark)[0] + mark + b" " + value
        data[:] = b"\n".join(lines)


def _move_block(dice: random.Random, data: bytearray, seeds: tuple[bytes, ...]) -> None:
    """Put some lines of a seed at another place, deeper or less deep."""
    lines, others = bytes(data).split(b"\n"), dice.choice(seeds).split(b"\n")
    begin, shift = dice.randrange(len(others)), dice.choice((-2, 0, 0, 2, 4))
    block = others[begin : begin + dice.choice((1, 2, 5, 12))]
    moved = [
        b" " * shift + line if shift > 0 else line[min(-shift, len(line) - len(line.lstrip())) :] for line in block
    ]
    at = dice.randrange(len(lines) + 1)
    lines[at:at] = moved
    data[:] = b"\n".join(lines)


CHANGES: tuple[Callable[[random.Random, bytearray, tuple[bytes, ...]], None], ...] = (
    _flip, _insert, _insert, _delete, _repeat, _splice, _swap_lines, _replace_value, _replace_value, _move_block,
)  # fmt: skip


# --- the run ----------------------------------------------------------------------------------------------------------


def fuzz(start: int, count: int) -> tuple[Counter[str], list[Failure], list[Failure]]:
    """Return how many inputs each reader got, the failures, and the slow inputs."""
    names = list(targets())
    given: Counter[str] = Counter()
    failures, slow = [], []
    for number in range(start, start + count):
        name = names[number % len(names)]
        target = targets()[name]
        data = damage(random.Random(number), target.seeds)
        given[name] += 1
        began = time.process_time()
        why = _try(target, data, number)
        if why:
            failures.append(Failure(number, name, why, data))
        elif time.process_time() - began > SLOW:
            took = min(_measure(target, data, number) for _ in range(3))
            if took > SLOW:
                slow.append(Failure(number, name, f"{took * 1000:.0f} ms", data))
    return given, failures, slow


def _try(target: Target, data: bytes, number: int) -> str:
    try:
        target.call(data, number)
    except OwnercatError:
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    return ""


def _measure(target: Target, data: bytes, number: int) -> float:
    began = time.process_time()
    _try(target, data, number)
    return time.process_time() - began


def _tasks(start: int, inputs: int) -> Iterator[tuple[int, int]]:
    for at in range(start, start + inputs, BLOCK):
        yield at, min(BLOCK, start + inputs - at)


def main() -> int:
    """Run, and print what was found."""
    parser = argparse.ArgumentParser(description="Give damaged input to every reader.", allow_abbrev=False)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--start", type=int, default=0, help="the number of the first input")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--failures", type=Path, metavar="DIR", help="write each input that failed there")
    chosen = parser.parse_args()
    given: Counter[str] = Counter()
    failures: list[Failure] = []
    slow: list[Failure] = []
    with ProcessPoolExecutor(chosen.processes) as pool:
        tasks = list(_tasks(chosen.start, chosen.inputs))
        for done in pool.map(fuzz, *zip(*tasks, strict=True)):
            given += done[0]
            failures += done[1]
            slow += done[2]
            for each in done[1] + done[2]:
                print(f"{each.number} {each.target}: {each.why}", flush=True)
                if chosen.failures:
                    chosen.failures.mkdir(parents=True, exist_ok=True)
                    (chosen.failures / str(each.number)).write_bytes(each.data)
            print(f"next: --start {chosen.start + sum(given.values())}", file=sys.stderr, flush=True)
    print(", ".join(f"{count:,} {name}" for name, count in given.items()))
    print(f"{sum(given.values()):,} inputs: {len(failures)} failed, {len(slow)} took more than 100 ms")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
