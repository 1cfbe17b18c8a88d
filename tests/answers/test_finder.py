"""A partial load answers as the full one does, and parses little."""

from __future__ import annotations

import functools
import json
import random
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from benchmarks import generate

from ownercat.answers import WhoRequest, finder
from ownercat.answers.book import AnswerContext, build_instant
from ownercat.answers.escalate import Question, answer_escalate
from ownercat.answers.incident_clock import build_clock
from ownercat.answers.nearest import NotFound
from ownercat.answers.runbooks import answer_runbook, find_runbook
from ownercat.answers.values import Answer
from ownercat.documents import glance
from ownercat.documents.loader import Known, load_shared
from ownercat.documents.scope import Scope
from ownercat.model import Catalog, Person, Policy, Service, Team, build_catalog
from ownercat.oncall.clock import get_day_start
from ownercat.repository.trees import Memory

TODAY = date(2026, 11, 22)
NOW = get_day_start(TODAY) + 11_520  # 03:12 UTC
SCOPE = Scope("catalog")


class Shelf:
    """Files in memory. Each is parsed once, and each part of them is loaded once."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self.files = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        self.parsed: Known = {}
        self.loaded: dict[frozenset[str], tuple[Catalog, Policy]] = {}

    def load(self, wanted: Collection[str]) -> tuple[Catalog, Policy]:
        part = frozenset(wanted)
        if part not in self.loaded:
            found = load_shared(Memory({path: self.files[path] for path in part}), SCOPE, self.parsed)
            self.loaded[part] = (found.catalog, found.policy)
        return self.loaded[part]

    def partly(self, query: str, **asked: Any) -> finder.FinderResult:
        return finder.find_answer(self.files, self.load, WhoRequest(query, as_of=TODAY, at=NOW, **asked))

    def wholly(self, query: str, **asked: Any) -> finder.FinderResult:
        return finder.find_answer(self.files, self.load, WhoRequest(query, as_of=TODAY, at=NOW, **asked), whole=True)

    def catalog(self) -> Catalog:
        return self.load(self.files)[0]


def queries(catalog: Catalog) -> list[str]:
    """Everything that can be asked of a catalog."""
    found: dict[str, None] = {}
    for entity in catalog.entities.values():
        found[entity.name] = None
        found.update(dict.fromkeys(alias.name for alias in entity.aliases))
        if isinstance(entity, Service | Team | Person):
            found[entity.title] = None
            found[entity.name.upper()] = None
        if isinstance(entity, Service):
            found.update(dict.fromkeys(s.id for s in entity.symptoms))
            found.update(dict.fromkeys(alert for s in entity.symptoms for alert in s.alerts))
            found.update(dict.fromkeys(f"{path.strip('/')}/main.go" for path in entity.paths))
    return [query for query in found if query]


def differing(shelf: Shelf, asked: Collection[str]) -> list[str]:
    return [query for query in asked if shelf.partly(query).answer != shelf.wholly(query).answer]


# --- the same answer ---


@pytest.mark.parametrize("shape", ["declared", "traced"])
@pytest.mark.parametrize(
    "trouble", [{}, {"dangling": 0.2, "orphaned": 0.1, "duplicate-key": 0.1}], ids=["clean", "trouble"]
)
def test_every_service_of_a_generated_catalog(shape: str, trouble: dict[str, float]) -> None:
    shelf = Shelf(generate.build(40, shape, 7, trouble).files)
    assert differing(shelf, [service.name for service in shelf.catalog().of(Service)]) == []


@pytest.mark.parametrize("shape", ["declared", "traced"])
def test_the_ceiling_of_every_service_of_a_generated_catalog(shape: str) -> None:
    shelf = Shelf(generate.build(40, shape, 7, {}).files)
    asked = [service.name for service in shelf.catalog().of(Service)]
    different = [
        name for name in asked if shelf.partly(name, verbose=True).answer != shelf.wholly(name, verbose=True).answer
    ]
    assert different == []


def test_the_ceiling_of_a_long_chain_of_dependencies() -> None:
    head = "apiVersion: ownercat/v1\nkind: "
    files = {
        f"catalog/{number}.yaml": f"{head}Service\nname: s{number}\ndependsOn: [{{service: s{number + 1}}}]\n"
        for number in range(200)
    }
    objective = "{name: up, sli: {type: availability}, target: 99.9, window: 28d}"
    files["catalog/sla.yaml"] = f"{head}SLA\nname: a\nservice: s1\nstatus: published\nobjectives: [{objective}]\n"
    shelf = Shelf(files)
    found = shelf.partly("s0", verbose=True)
    assert found.answer == shelf.wholly("s0", verbose=True).answer
    assert len(shelf.loaded) < 50  # it does not follow the chain file by file
    assert len(shelf.partly("s0").used) < 10


def test_everything_else_that_can_be_asked_of_a_generated_catalog() -> None:
    shelf = Shelf(generate.build(12, "declared", 3, {}).files)
    assert differing(shelf, [*queries(shelf.catalog()), "nothing-like-this", "chek out"]) == []


@pytest.mark.parametrize("shape", ["declared", "traced"])
@pytest.mark.parametrize("trouble", [{}, {"dangling": 0.2, "orphaned": 0.1}], ids=["clean", "trouble"])
def test_a_page_its_clock_and_its_runbook_from_the_files_that_they_need(shape: str, trouble: dict[str, float]) -> None:
    shelf = Shelf(generate.build(40, shape, 7, trouble).files)
    whole = shelf.load(shelf.files)

    def answer(catalog: Catalog, policy: Policy, name: str) -> tuple[Any, ...]:
        book = AnswerContext(catalog, policy, TODAY, build_instant(NOW))
        service = catalog.get("Service", name)
        assert isinstance(service, Service)
        page = answer_escalate(book, service, Question(whole=True))
        runbook = find_runbook(book, service, "")
        steps = answer_runbook(book, service, runbook, "") if runbook else None
        return page, build_clock(book, service, page, NOW + 600), steps

    for service in shelf.catalog().of(Service):
        name, seen = service.name, []

        def rate(catalog: Catalog, policy: Policy, name: str = name, seen: list[Any] = seen) -> str:
            seen[:] = [answer(catalog, policy, name)]
            return "name"

        needed = finder.find_needed(shelf.files, shelf.load, [name], [rate])
        assert seen == [answer(*shelf.load(needed), name)] == [answer(*whole, name)]
        assert len(needed) < len(shelf.files) * 0.9


def test_a_word_that_nothing_matches_needs_everything() -> None:
    shelf = written("block")
    assert finder.find_needed(shelf.files, shelf.load, ["nothing"], [lambda *_: ""]) == shelf.files.keys()


CATALOG: list[list[dict[str, Any]]] = [
    [
        {
            "kind": "Service", "name": "pay", "title": "Pay the bill", "owner": "till", "tier": 1,
            "aliases": [{"name": "cash-desk"}], "code": {"paths": ["src/pay/", "lib/*/money"]},
            "roles": {"champion": "person:ana", "communicate": {"customers": "team:voice"}},
            "authorise": {"hotfix": ["rotation:primary"]},
            "symptoms": [{"id": "pay-fails", "severity": "sev2", "alerts": ["PayErrors"]}],
            "escalation": [{"severity": ["sev1"], "policy": "urgent"}, {"policy": "slow"}],
            "dependsOn": [{"service": "ledger-service"}, {"service": "mail", "mode": "async"}],
        },
    ],
    [{"kind": "Service", "name": "ledger", "owner": "books", "aliases": [{"name": "ledger-service"}]}],
    [{"kind": "Service", "name": "mail", "owner": "voice", "dependsOn": [{"service": "cash-desk"}]}],
    [{"kind": "Service", "name": "shop", "owner": "voice", "dependsOn": [{"service": "pay"}]}],
    [{"kind": "SLA", "name": "pay-external", "service": "cash-desk", "external": True, "targets": {"sev2": {"ack": "5m"}}}],
    [{"kind": "Runbook", "name": "pay-runbook", "service": "pay", "covers": [{"symptom": "pay-fails", "alerts": ["PayOdd"]}]}],
    [
        {"kind": "Team", "name": "till", "title": "Till", "members": ["ana", "bo"], "lead": "bo"},
        {"kind": "Team", "name": "voice", "parent": "till", "members": ["cleo"], "contacts": {"chat": "#voice"}},
    ],
    [{"kind": "Team", "name": "books", "members": ["cleo"], "escalation": "slow"}],
    [{"kind": "Rotation", "name": "primary", "team": "till", "layers": [{"id": "all", "members": ["ana", "bo-old"]}]}],
    [
        {
            "kind": "Escalation", "name": "urgent", "team": "till",
            "tiers": [{"name": "pay", "notify": ["team:till", "person:ana"], "wait": "5m"}, {"notify": ["escalation:slow"]}],
            "failsafe": {"to": "team:books", "via": ["sms"], "after": "10m"},
            "end": {"handoff": "escalation:slow"},
        },
    ],
    [
        {
            "kind": "Rotation", "name": "book-desk", "team": "books",
            "layers": [{"id": "all", "members": ["cleo"], "timeZone": "Europe/Madrid"}],
            "overrides": [{"from": "2026-11-20", "to": "2026-11-25", "timeZone": "UTC", "remove": "cleo", "add": "dora"}],
        },
    ],
    [{"kind": "Escalation", "name": "slow", "team": "books", "tiers": [{"name": "primary", "notify": ["rotation:primary"]}]}],
    [{"kind": "Person", "name": "ana", "title": "Ana Ruiz", "email": "ana@shop.example"}],
    [{"kind": "Person", "name": "bo", "title": "Bo Chen", "aliases": [{"name": "bo-old"}]}],
    [{"kind": "Person", "name": "cleo", "leavesOn": "2026-10-01"}],
    [{"kind": "Person", "name": "dora", "title": "Dora Weil", "timeZone": "Europe/Madrid", "contacts": ["sms"]}],
]  # fmt: skip


def yaml_of(value: Any, indent: int) -> str:
    """Block style, as most people write."""
    lines = []
    for key, item in value.items():
        if isinstance(item, dict) and item:
            lines.append(f"{' ' * indent}{key}:\n{yaml_of(item, indent + 2)}")
        else:
            lines.append(f"{' ' * indent}{key}: {json.dumps(item)}")
    return "\n".join(lines)


def escaped(text: str) -> str:
    return json.dumps(text).replace("a", "\\u0061").replace("e", "\\x65")


def anchored(document: dict[str, Any]) -> str:
    """The name stands at another key, and `name` is an alias for it."""
    rest = {key: item for key, item in document.items() if key != "name"}
    return f"x-it: &it {document['name']}\nname: *it\n{yaml_of(rest, 0)}"


STYLES = {
    "block": lambda d: yaml_of(d, 0),
    "block, name last": lambda d: yaml_of(dict(reversed(d.items())), 0),
    "indented": lambda d: yaml_of(d, 3),
    "flow": json.dumps,
    "flow over lines": lambda d: json.dumps(d, indent=1),
    "flow with a key at the left edge": lambda d: json.dumps(d).replace('"kind"', "\nkind"),
    "quoted": lambda d: yaml_of(d, 0).replace("name: ", "'name' : ").replace("kind: ", '"kind":  '),
    "on the next line": lambda d: yaml_of(d, 0).replace("name: ", "name:\n  # here it comes\n  "),
    "value below": lambda d: yaml_of(d, 0).replace("name: ", "name:\n    "),
    "escaped": lambda d: yaml_of({**d, "name": ""}, 0).replace('name: ""', f"name: {escaped(d['name'])}"),
    "key escaped": lambda d: yaml_of(d, 0).replace("name: ", '"n\\x61me": '),
    "anchored": anchored,
    "anchor on the name": lambda d: yaml_of(d, 0).replace("name: ", "name: &n "),
    "anchor on the key": lambda d: yaml_of(d, 0).replace("name: ", "&k name: "),
    "tagged": lambda d: yaml_of(d, 0).replace("name: ", "name: !!str "),
    "key stands elsewhere": lambda d: f"x-key: &k name\n{yaml_of(d, 0).replace('name: ', '*k : ')}",
    "explicit key": lambda d: yaml_of(d, 0).replace("name: ", "? name\n: ", 1),
    "Windows line ends": lambda d: yaml_of(d, 0).replace("\n", "\r\n"),
    "old Mac line ends": lambda d: yaml_of(d, 0).replace("\n", "\r"),
    "NEL line ends": lambda d: yaml_of(d, 0).replace("\n", "\u0085"),
    "with a marker": lambda d: f"---\n{yaml_of(d, 0)}\n...",
    "on the marker": lambda d: f"--- {json.dumps(d)}",
}
ENCODINGS = {
    "utf-8": lambda t: t.encode(),
    "bom": lambda t: t.encode("utf-8-sig"),
    "utf-16": lambda t: t.encode("utf-16"),
}


@functools.cache
def written(style: str, encoding: str = "utf-8") -> Shelf:
    files = {}
    for number, documents in enumerate(CATALOG):
        texts = [STYLES[style]({"apiVersion": "ownercat/v1", **document}) for document in documents]
        files[f"catalog/{number:02}.yaml"] = ENCODINGS[encoding]("\n---\n".join(texts) + "\n")
    return Shelf(files)


@pytest.fixture(params=[glance._COMMON, 0], ids=["", "as in a large catalog"])
def common(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that many files hold are looked at more closely; in a small test all must be."""
    monkeypatch.setattr(glance, "_COMMON", request.param)


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("style", STYLES)
def test_however_it_is_written(style: str, encoding: str) -> None:
    shelf = written(style, encoding)
    assert len(shelf.catalog().entities) == sum(len(documents) for documents in CATALOG)
    asked = [
        *queries(written("block").catalog()),
        "lib/x/money/a.go",
        "PayOdd",
        "ana@shop.example",
        "PAYERRORS",
        "payy",
    ]
    assert differing(shelf, asked) == []


@pytest.mark.usefixtures("common")
def test_styles_mixed_at_random() -> None:
    asked = queries(written("block").catalog())
    for seed in range(25):
        chance = random.Random(seed)
        files = dict(written("block").files)
        for path in files:
            files[path] = written(chance.choice(list(STYLES)), chance.choice(list(ENCODINGS))).files[path]
        shelf = Shelf(files)
        assert differing(shelf, chance.sample(asked, 12)) == []


FIRST = "apiVersion: ownercat/v1\nkind: Team\nname: till\n"
SECOND = "apiVersion: ownercat/v1\nkind: Service\nname: pay\nowner: till\n"


@pytest.mark.usefixtures("common")
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(FIRST + "...\n---\n" + SECOND.replace("\n", "\n  ").join(("  ", "\n")), id="indented"),
        pytest.param(FIRST[:-1] + ("\n---\n" + SECOND).replace("\n", "\r"), id="lone carriage returns"),
        pytest.param(FIRST + ("---\n" + SECOND).replace("\n", "\u0085"), id="NEL"),
        pytest.param(FIRST + ("---\n" + SECOND).replace("\n", "\u2028"), id="LS"),
        pytest.param(FIRST + "---\n# a word\n" + SECOND.replace("name", "description: no name\nname"), id="plain"),
    ],
)
def test_the_second_document_of_a_file(text: str) -> None:
    other = "apiVersion: ownercat/v1\nkind: Service\nname: shop\ndependsOn: [{service: pay}]\n"
    shelf = Shelf({"catalog/a.yaml": text, "catalog/b.yaml": other})
    assert ("Service", "pay") in shelf.catalog().entities
    assert differing(shelf, ["pay", "till", "shop"]) == []


@pytest.mark.parametrize("path", ["src/pay/main.go", "src/pay", "./src/pay/", "x", "a/" * 40 + "b", "o'brien/x.go"])
@pytest.mark.parametrize(
    "pattern", [".", "/", "./", "src", "src/", "/src/pay", "./src//", "a/a", "a", "**/b", "o'brien", "x/"]
)
def test_a_path_and_a_pattern(path: str, pattern: str) -> None:
    for quoted in (json.dumps(pattern), "'" + pattern.replace("'", "''") + "'"):
        for listed in (f"[{quoted}]", f"\n  - docs/\n  - {quoted}", f"[docs/,{quoted},lib]"):
            text = f"apiVersion: ownercat/v1\nkind: Service\nname: s\ncode:\n paths: {listed}\n"
            shelf = Shelf({"catalog/s.yaml": text, "catalog/t.yaml": "apiVersion: ownercat/v1\nkind: Team\nname: t\n"})
            assert shelf.partly(path).answer == shelf.wholly(path).answer


def test_options_change_nothing_about_it() -> None:
    shelf = written("block")
    for asked in ({"severity": "sev1"}, {"symptom": "pay-fails"}, {"severity": "SEV1"}, {"path": "src/pay/main.go"}):
        assert shelf.partly("pay", **asked).answer == shelf.wholly("pay", **asked).answer


@pytest.mark.parametrize(
    "quoted", [json.dumps, lambda text, **_: "'" + text.replace("'", "''") + "'"], ids=["double", "single"]
)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Pay Desk", id="a space"),
        pytest.param("pay.desk_2", id="a dot"),
        pytest.param("o'brien", id="a quote"),
        pytest.param("a,b]}", id="flow signs"),
        pytest.param("#pay", id="a hash"),
        pytest.param("&pay", id="an ampersand"),
        pytest.param("zahlung-ü", id="a letter beyond ASCII"),
        pytest.param("-", id="one sign"),
        pytest.param("x" * 190, id="long"),
    ],
)
def test_names_that_the_schema_refuses_are_found_all_the_same(name: str, quoted: Callable[..., str]) -> None:
    head = "apiVersion: ownercat/v1\n"
    shelf = Shelf(
        {
            "catalog/a.yaml": f"{head}kind: Service\nname: {quoted(name, ensure_ascii=False)}\nowner: till\n",
            "catalog/b.yaml": f"{head}kind: Service\nname: b\ndependsOn: [{{service: {quoted(name)}}}]\n",
            "catalog/c.yaml": f"{head}kind: Team\nname: till\n",
            "catalog/d.yaml": f"{head}kind: Service\nname: d\ncode: {{paths: [{quoted(name + '/')}]}}\n",
            "catalog/e.yaml": f"{head}kind: Service\nname: e\naliases: [{{name: {quoted(name + '-old')}}}]\n",
        }
    )
    found = shelf.partly(name).answer
    assert found == shelf.wholly(name).answer
    assert isinstance(found, Answer)
    assert differing(shelf, ["b", "till", f"{name}/main.go", f"{name}-OLD"]) == []


# --- from few files ---


def test_a_service_is_answered_from_a_few_files() -> None:
    shelf = Shelf(generate.build(120, "declared", 5, {}).files)
    services = [service.name for service in shelf.catalog().of(Service)]
    used = [len(shelf.partly(name).used) for name in services]
    assert max(used) < len(shelf.files) / 6
    assert sum(used) / len(used) < 25


def test_a_common_word_does_not_open_every_file() -> None:
    files = {
        f"catalog/{n}.yaml": f"apiVersion: ownercat/v1\nkind: Escalation\nname: e{n}\ntiers:\n  - {{name: ad, notify: [lead]}}\n"
        for n in range(50)
    }
    files["catalog/ad.yaml"] = (
        "apiVersion: ownercat/v1\nkind: Service\nname: ad\ndescription: Leads to the loading dock.\n"
    )
    assert Shelf(files).partly("ad").used == {"catalog/ad.yaml"}


def test_the_files_of_neighbours_that_do_not_matter_stay_shut() -> None:
    shelf = written("block")
    assert "catalog/05.yaml" not in shelf.partly("mail").used
    assert "catalog/05.yaml" in shelf.partly("pay").used


def test_nothing_found_reads_everything_and_names_what_is_near() -> None:
    shelf = written("block")
    found = shelf.partly("ledgr")
    assert found.used == frozenset(shelf.files)
    assert isinstance(found.answer, NotFound)
    assert [near.name for near in found.answer.nearest] == ["ledger"]


def test_a_second_definition_is_seen() -> None:
    shelf = Shelf(
        {
            "catalog/z.yaml": "apiVersion: ownercat/v1\nkind: Service\nname: pay\nowner: a\n",
            "catalog/a.yaml": "apiVersion: ownercat/v1\nkind: Service\nname: pay\nowner: b\n",
        }
    )
    found = shelf.partly("pay").answer
    assert isinstance(found, Answer)
    assert [subject.place.path for subject in found.subjects] == ["catalog/a.yaml", "catalog/z.yaml"]
    assert found.notes[0] == "pay is ambiguous: 2 matches"


def test_an_empty_catalog_answers_nothing() -> None:
    assert Shelf({}).partly("pay").answer == NotFound("pay")
    assert isinstance(build_catalog(()), Catalog)


SAMPLE = Path(__file__).parents[2] / "catalog"
SPLINTERS = [
    b"null", b"[]", b"{}", b"-1", b"1e999", b'"\\x1b"', b"999999999999999999w", b"2026-99-99", b"[a, {b: c}]", b"*x",
    b"&x y", b"\xff", b"\n", b"  ", b"---\n", b"name: ", b"<<: *x",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_sample(seed: int) -> None:
    """Whatever happens to the bytes, both ways agree, and neither fails."""
    chance = random.Random(seed)
    files = {path.relative_to(SAMPLE.parent).as_posix(): path.read_bytes() for path in sorted(SAMPLE.rglob("*.yaml"))}
    for _ in range(12):
        path = chance.choice(sorted(files))
        start = chance.randrange(len(files[path]))
        end = start + chance.randrange(12)
        files[path] = files[path][:start] + chance.choice(SPLINTERS) + files[path][end:]
    asked = ["checkout", "ana", "storefront", "payments-failing", "src/checkout/main.go", "council", "kafka"]
    assert differing(Shelf(files), asked) == []
