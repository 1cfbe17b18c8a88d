"""GitLab's real service catalogs of 2020 and 2022: every count that an independent script made of them, reproduced.

Beside the counts: what the whole check says about each, rule by rule, as it was read and agreed with.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ownercat.diagnostics import Diagnostic, Fault
from ownercat.documents import source
from ownercat.documents.dialects import gitlab
from ownercat.documents.loader import load_catalog
from ownercat.documents.scope import Scope
from ownercat.documents.source import Document
from ownercat.linter import LintOptions, lint
from ownercat.model import Catalog, Entity, Ref, Rotation, Service, Team, build_catalog
from ownercat.repository.trees import Memory
from tests.documents.dialects.gitlab_schema import OLDER
from tests.real.data import folder

VINTAGES = ["2020-11", "2022-02"]
CYCLE = {"api", "frontend", "git", "gitaly", "web"}


class Seen(NamedTuple):
    """A vintage: its files, and what is read from those that the dialect claims."""

    files: dict[str, bytes]
    documents: list[Document]
    entities: list[Entity]
    faults: list[Fault]

    @property
    def catalog(self) -> Catalog:
        return build_catalog(self.entities)

    @property
    def services(self) -> list[Service]:
        return [entity for entity in self.entities if isinstance(entity, Service)]

    @property
    def teams(self) -> list[Team]:
        return [entity for entity in self.entities if isinstance(entity, Team)]

    def refs(self, *what: str) -> list[Ref]:
        return [ref for entity in self.entities for ref in entity.refs if ref.what in what]

    def dangling(self, *what: str) -> list[str]:
        return [ref.written for ref in self.refs(*what) if self.catalog.find(ref) is None]


def see(vintage: str) -> Seen:
    root = folder(f"gitlab-runbooks/{vintage}")
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    readings = [source.read(path, data) for path, data in files.items() if gitlab.claims(path, data)]
    assert [fault for reading in readings for fault in reading.faults] == []
    documents = [document for reading in readings for document in reading.documents]
    items = list(gitlab.read(documents, frozenset(files)))
    entities = [item for item in items if isinstance(item, Entity)]
    return Seen(files, documents, entities, [item for item in items if isinstance(item, Fault)])


def findings(seen: Seen) -> list[Diagnostic]:
    """What the whole check says, in order."""
    return list(lint(load_catalog(Memory(seen.files), Scope("catalog", ("gitlab",))), LintOptions()).diagnostics)


def of(found: list[Diagnostic], code: str) -> list[str]:
    return [f"{d.span.start.line} {d.message}" for d in found if d.code == code]


def is_at(ref: Ref | None, *keys: str) -> bool:
    return ref is not None and ref.place.pointer[2] in keys


def runbooks(service: Service) -> int:
    return sum(link.place.pointer[2:4] == ("operations", "runbooks") for link in service.links)


def test_2020() -> None:
    seen = see("2020-11")
    assert (len(seen.services), len(seen.teams)) == (39, 17)
    assert list(map(len, (seen.refs("dependency"), seen.dangling("dependency")))) == [27, 7]
    assert Counter(seen.dangling("dependency")) == {"postgres": 6, "prometheus": 1}
    assert {document.path for document in seen.documents} == {"services/service-catalog.yml"}
    assert sum(isinstance(entity, Rotation) for entity in seen.entities) == 5


def test_2022() -> None:
    seen = see("2022-02")
    assert (len(seen.services), len(seen.teams)) == (55, 63)
    assert list(map(len, (seen.refs("dependency"), seen.dangling("dependency")))) == [38, 10]
    assert Counter(seen.dangling("dependency")) == {"postgres": 8, "prometheus": 1, "elasticsearch": 1}
    assert {document.path for document in seen.documents} == {"services/service-catalog.yml", "services/teams.yml"}
    assert sum(isinstance(entity, Rotation) for entity in seen.entities) == 3


def test_2022_has_two_unknown_teams_and_42_services_that_name_no_team() -> None:
    seen = see("2022-02")
    teams = [ref for ref in seen.refs("owner", "team") if is_at(ref, "teams")]
    assert [ref.written for ref in teams if seen.catalog.find(ref) is None] == ["verify", "trust_and_safety"]
    assert len(teams) == 38
    assert sum(not is_at(service.owner, "teams") for service in seen.services) == 42
    # one of the 42 says who answers for its infrastructure: a team that was renamed two years before
    assert [s.name for s in seen.services if is_at(s.owner, "infra_owner")] == ["redis-sessions"]


def test_2022_has_27_services_without_runbook_and_one_with_nothing_but_a_placeholder() -> None:
    seen = see("2022-02")
    entries = {entry["name"]: (entry.get("operations") or {}).get("runbooks") for entry in raw(seen)}
    assert sum(not found for found in entries.values()) == 27
    without = {service.name for service in seen.services if not runbooks(service)}
    assert without - {name for name, found in entries.items() if not found} == {"websockets"}
    assert entries["websockets"] == ["TBD"]
    # nine of them have playbooks, which are read as runbooks, too
    assert sum(any(link.type == "runbook" for link in s.links) for s in seen.services if s.name in without) == 9


@pytest.mark.parametrize("vintage", VINTAGES)
def test_the_cycle_is_one_finding_and_gitaly_on_itself_another(vintage: str) -> None:
    seen = see(vintage)
    found = findings(seen)
    (cycle,) = [d for d in found if d.code == "DEP001"]
    assert (
        cycle.message == "5 services have several cycles of dependencies: the shortest is api → gitaly → frontend → api"
    )
    assert [(d.code, d.message) for d in found if d.code == "DEP002"] == [
        ("DEP002", "service gitaly depends on itself")
    ]
    # which five: those that reach each other
    needs = {s.name: {d.service.name for d in s.depends_on} for s in seen.services}
    assert {name for name in needs if name in reached(needs, name) and name != "gitaly"} | {"gitaly"} == CYCLE


def reached(needs: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    work = [start]
    while work:
        work += (new := needs.get(work.pop(), set()) - found)
        found |= new
    return found


def test_every_finding_about_2020() -> None:
    found = findings(see("2020-11"))
    assert Counter((d.code, d.severity.word) for d in found) == {
        ("REF001", "error"): 3,
        ("OWN001", "error"): 1,
        ("DEP001", "warning"): 1,
        ("DEP002", "error"): 1,
        ("SCH007", "info"): 2,
        ("ROT112", "info"): 1,
    }
    # every service has an `infra_owner`, which owns it where no team does; two names of such teams are unknown
    assert of(found, "OWN001") == [
        "506 team infrastructure-businessops is undefined, so 2 services have no owner: license and version"
        " (4 references name it)"
    ]
    assert of(found, "REF001") == [
        "179 service postgres is undefined, but 6 services refer to it: api, console, web and 3 more",
        "262 service blackbox has an undefined dependency: prometheus",
        "1177 service praefect has an undefined infrastructure owner: reliability-engineering-dev--ops",
    ]
    (postgres,) = (d for d in found if "postgres is undefined" in d.message)
    assert [place.span.start.line for place in postgres.related] == [387, 812, 966, 1459, 2346]


def test_every_finding_about_2022() -> None:
    found = findings(see("2022-02"))
    assert Counter((d.code, d.severity.word) for d in found) == {
        ("OWN001", "error"): 44,
        ("REF001", "error"): 3,
        ("SCH010", "warning"): 7,
        ("DEP001", "warning"): 1,
        ("DEP002", "error"): 1,
        ("SCH007", "info"): 2,
        ("ROT112", "info"): 1,
    }
    orphans = of(found, "OWN001")
    assert sum(line.endswith(" has no owner") for line in orphans) == 41
    assert [line for line in orphans if not line.endswith(" has no owner")] == [
        "367 service contributors has an undefined owner: team verify",
        "1197 service pvs has an undefined owner: team trust_and_safety",
        "2535 service redis-sessions has an undefined owner: team sre_observability",
    ]
    assert {d.help for d in found if d.message.endswith(" has no owner")} == {
        "add the name of the team that is responsible for the service"
    }
    assert {line.rpartition(" ")[2] for line in of(found, "SCH010")} == {"`TBD`"}
    assert [line.partition(" ")[0] for line in of(found, "SCH007")] == ["3140", "3142"]


@pytest.mark.parametrize("vintage", VINTAGES)
def test_places_are_lines_of_the_one_big_file(vintage: str) -> None:
    seen = see(vintage)
    for diagnostic in findings(seen):
        line = seen.files[diagnostic.path].decode().splitlines()[diagnostic.span.start.line - 1]
        text = line[diagnostic.span.start.column - 1 : diagnostic.span.end.column - 1].strip('"')
        # ROT112 counts all rotations at the first one
        assert text in diagnostic.message or diagnostic.code in ("SCH007", "ROT112"), diagnostic


def raw(seen: Seen) -> list[dict[str, Any]]:
    """The services as they stand in the file."""
    return [entry for document in seen.documents for entry in document.data.get("services", ())]


def stated(entry: Any, path: tuple[str, ...]) -> bool:
    for key in path:
        entry = entry.get(key) if isinstance(entry, dict) else None
    return entry is not None


def spoilt(seen: Seen) -> Iterator[tuple[str, tuple[str, ...], Document]]:
    """Each service once for each of its fields that GitLab's own script wants to be of a type, with another type."""
    tiers = next(document.data["tiers"] for document in seen.documents if "tiers" in document.data)
    for entry in raw(seen):
        for path, wanted in OLDER.items():
            if stated(entry, path):
                changed = copy.deepcopy(entry)
                holder = changed
                for key in path[:-1]:
                    holder = holder[key]
                holder[path[-1]] = {"a": 1} if wanted is list else [5]
                yield entry["name"], path, Document("service-catalog.yml", 0, {"services": [changed], "tiers": tiers})


@pytest.mark.parametrize("vintage", VINTAGES)
def test_what_the_script_of_gitlab_refuses_is_a_finding(vintage: str) -> None:
    seen, tried = see(vintage), 0
    for name, path, document in spoilt(seen):
        tried += 1
        found = [item for item in gitlab.read([document], frozenset()) if isinstance(item, Fault)]
        assert ("SCH005", ("services", 0, *path)) in [(f.code, f.finding.place.pointer) for f in found], (name, path)
    assert tried > 700


@pytest.mark.parametrize("vintage", VINTAGES)
def test_nothing_in_the_files_has_a_wrong_type_or_an_unknown_name(vintage: str) -> None:
    """GitLab's own check passed on both, so nothing that it looks at may be refused."""
    assert {fault.code for fault in see(vintage).faults if not fault.finding.note} <= {"SCH010"}
