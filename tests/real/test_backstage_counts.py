"""Real Backstage catalogs: every count that an independent script made of them, reproduced by the dialect.

Where the dialect leaves something unread on purpose (templates, kinds of extensions), what it left is counted beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ownercat.diagnostics import Fault
from ownercat.documents import source
from ownercat.documents.dialects import backstage
from ownercat.documents.source import Document
from ownercat.model import Catalog, Entity, Ref, build_catalog
from tests.real.data import folder

GROUPS_AND_USERS = {"Team": "Group", "Person": "User"}  # what the model calls them


class Seen(NamedTuple):
    """What is in a folder: its YAML files, those the dialect claims, their documents, and what is read from them."""

    yaml: dict[str, bytes]
    claimed: dict[str, bytes]
    documents: list[Document]
    unreadable: list[str]
    entities: list[Entity]
    faults: list[Fault]

    @property
    def catalog(self) -> Catalog:
        return build_catalog(self.entities)

    @property
    def kinds(self) -> Counter[str]:
        return Counter(GROUPS_AND_USERS.get(entity.kind, entity.kind) for entity in self.entities)

    @property
    def refs(self) -> list[Ref]:
        return [ref for entity in self.entities for ref in entity.refs]

    @property
    def dangling(self) -> list[str]:
        return [ref.written for ref in self.refs if self.catalog.find(ref) is None]

    def said(self, *, notes: bool) -> list[tuple[str, str]]:
        return sorted((f.code, f.finding.place.path) for f in self.faults if f.finding.note is notes)

    def left_out(self) -> Iterator[dict[str, Any]]:
        """The documents that are named, not judged: templates and kinds of extensions."""
        read = {entity.at[:2] for entity in self.entities if entity.kind != "AiResource"}
        yield from (d.data for d in self.documents if (d.path, d.index) not in read)


def see(name: str) -> Seen:
    root = folder(name)
    files = sorted(path for path in root.rglob("*") if path.is_file())
    paths = {path.relative_to(root).as_posix(): path for path in files}
    yaml = {path: file.read_bytes() for path, file in paths.items() if file.suffix in (".yaml", ".yml")}
    claimed = {path: data for path, data in yaml.items() if backstage.claims(path, data)}
    readings = {path: source.read(path, data) for path, data in claimed.items()}
    documents = [document for reading in readings.values() for document in reading.documents]
    items = list(backstage.read(documents, frozenset(paths)))
    return Seen(
        yaml,
        claimed,
        documents,
        [path for path, reading in readings.items() if any(f.code == "SYN001" for f in reading.faults)],
        [item for item in items if isinstance(item, Entity)],
        [item for item in items if isinstance(item, Fault)],
    )


def stated(data: dict[str, Any], *keys: str) -> int:
    """How many references a document makes under these keys of its spec."""
    return sum(data["spec"].get(key) is not None for key in keys)


def test_backstage_upstream() -> None:
    seen = see("backstage-upstream")
    left = list(seen.left_out())
    # 254 components: 252 that can be judged, and two whose name is filled in later
    assert seen.kinds == {"Component": 252, "Template": 6}
    assert [data["kind"] for data in left] == ["Component", "Component"]
    # The list says 255 files. There are 254 catalog-info.yaml and 6 files with a Template, one document in each.
    assert Counter(path.rpartition("/")[2] == "catalog-info.yaml" for path in seen.claimed) == {True: 254, False: 6}
    assert len(seen.documents) == 260
    # 257 relations: the owners of all components, and of the three templates that name one
    assert len(seen.refs) + sum(stated(data, "owner") for data in left) == 257
    assert {ref.what for ref in seen.refs} == {"owner"}
    assert len(seen.dangling) == len(seen.refs)
    assert not seen.catalog.kinds() & {"Team", "Person"}  # so all that is one note, by the rule
    (too_long,) = (f.finding for f in seen.faults if not f.finding.note)
    assert too_long.message.endswith("has 65 characters")
    # six files with placeholders: the two components above, and four templates in which they are plain text
    assert sum(b"{{" in data for data in seen.claimed.values()) == 6
    assert Counter(code for code, _ in seen.said(notes=True)) == {"SCH010": 2}
    assert [(twice.second.kind, twice.second.name) for twice in seen.catalog.twice] == [
        ("Template", "react-ssr-template")
    ]


def test_backstage_examples() -> None:
    seen = see("backstage-examples-2021")
    assert seen.kinds == {
        "Component": 13, "Group": 8, "User": 16, "API": 7, "Location": 7, "System": 3, "Domain": 2, "Resource": 1,
    }  # fmt: skip
    assert (len(seen.entities), len(seen.documents)) == (57, 57)
    assert (len(seen.refs), seen.dangling) == (76, [])
    assert seen.faults == []
    assert sum(count > 1 for count in Counter(d.path for d in seen.documents).values()) == 5
    assert sum(b"$text:" in data for data in seen.claimed.values()) == 3
    targets = [d.data["spec"]["targets"] for d in seen.documents if d.data["kind"] == "Location"]
    assert sum(map(len, targets)) == 34
    versions = Counter(d.data["apiVersion"] for d in seen.documents)
    assert versions == {"backstage.io/v1alpha1": 54, "backstage.io/v1beta2": 3}


def test_backstage_demo() -> None:
    seen = see("backstage-demo")
    left = list(seen.left_out())
    assert seen.kinds == {"Component": 1, "API": 2, "AiResource": 6}
    # 16 references, 15 dangling; twelve of each are owners and systems of the new kind, which is not judged
    new = sum(stated(data, "owner", "system") for data in left)
    assert [data["kind"] for data in left] == ["AiResource"] * 6
    assert (len(seen.refs) + new, len(seen.dangling) + new) == (16, 15)
    assert seen.dangling == ["backstage/maintainers"] * 3
    assert seen.said(notes=True) == [("SCH002", "examples/ai-resources.yaml")]
    assert seen.said(notes=False) == []


def test_janus() -> None:
    seen = see("janus")
    assert seen.kinds == {"Group": 9, "Component": 5, "System": 1, "Location": 1}
    assert (len(seen.refs), seen.dangling) == (18, [])
    assert seen.said(notes=False) == []
    # Targets were not counted as references. One points at a plug-in's folder that is not there, which is a note.
    assert seen.said(notes=True) == [("REF001", "catalog-info.yaml")]
    assert [f.finding.value for f in seen.faults] == ["./plugins/audit-log-node/catalog-info.yaml"]


def test_portefaix() -> None:
    seen = see("portefaix")
    assert len(seen.entities) == 15
    # team-dev forgot its namespace: its parent and the parent's child are each in the wrong one
    assert sorted(seen.dangling) == ["bu-engineering", "portefaix/team-dev"]
    assert seen.said(notes=False) == []
    assert [f.finding.value for f in seen.faults] == ["./templates/commons/system/template.yaml"]


def test_rhdh_templates() -> None:
    seen = see("rhdh-templates")
    broken = [path for path, data in seen.yaml.items() if not source.read(path, data).whole]
    assert (len(broken), len(seen.yaml)) == (4, 51)
    # three of the four are meant for Backstage, and known as templates; the fourth is a namespace of Kubernetes
    assert sorted(seen.unreadable) == [path for path in broken if "catalog-info.yaml" in path]
    assert len(seen.unreadable) == 3
    assert all(backstage.templated(seen.claimed[path]) for path in seen.unreadable)
    assert seen.kinds == {"Template": 17, "Location": 1}
    assert [code for code, _ in seen.said(notes=True)] == ["SCH010"] * 4
    assert any("${{" in path for path in seen.claimed)
    assert [f.finding.value for f in seen.faults if not f.finding.note] == ["owner"]  # an e-mail address as owner


def test_vmware_accelerators() -> None:
    seen = see("vmware-accel")
    assert seen.kinds == {"Component": 2}
    assert seen.faults == []
    assert sum(b"\r\n" in data for data in seen.claimed.values()) == 1
    # the byte-order mark stands in a file of another tool
    assert [backstage.claims(path, data) for path, data in seen.yaml.items() if data[:3] == b"\xef\xbb\xbf"] == [False]


@pytest.mark.parametrize("name", ["backstage-examples-2021", "janus"])
def test_the_clean_catalogs_have_no_fault_above_a_note(name: str) -> None:
    assert [f.code for f in see(name).faults if not f.finding.note] == []
