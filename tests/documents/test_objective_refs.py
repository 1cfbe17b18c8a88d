"""`objectives[].ref`: what is read from OpenSLO v1, Sloth and Pyrra files, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ownercat.documents.objective_refs import list_unread, resolve_refs
from ownercat.documents.slo_objects import list_slo_objects
from ownercat.model import SLA, Objective
from ownercat.repository import git
from ownercat.repository.trees import Content, Folder, GitTree, Memory, Tree
from tests.catalogs import loaded
from tests.repositories import Repository
from tests.rules.parts import doc

WINDOW: dict[str, Any] = {"duration": "28d", "isRolling": True}


def openslo(*objectives: dict[str, Any], window: Any = (WINDOW,), version: str = "openslo/v1") -> dict[str, Any]:
    spec = {"timeWindow": list(window), "objectives": list(objectives or [{"target": 0.999}])}
    return {"apiVersion": version, "kind": "SLO", "metadata": {"name": "up"}, "spec": spec}


def sloth(objective: Any) -> dict[str, Any]:
    spec = {"service": "pay", "slos": [{"name": "up", "objective": objective}]}
    return {
        "apiVersion": "sloth.slok.dev/v1",
        "kind": "PrometheusServiceLevel",
        "metadata": {"name": "pay"},
        "spec": spec,
    }


def pyrra(target: Any, window: Any = "4w") -> dict[str, Any]:
    spec = {"target": target, "window": window}
    return {
        "apiVersion": "pyrra.dev/v1alpha1",
        "kind": "ServiceLevelObjective",
        "metadata": {"name": "up"},
        "spec": spec,
    }


def calendar(duration: str) -> tuple[dict[str, Any]]:
    return ({"duration": duration, "calendar": {"startTime": "2026-01-01 00:00:00", "timeZone": "UTC"}},)


def values(data: Any) -> tuple[object, ...]:
    [found] = list_slo_objects([(0, data)])
    return found.target, found.window.text if found.window else "", found.calendar, found.problem


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(openslo(), (99.9, "28d", False), id="openslo share"),
        pytest.param(openslo({"target": 0.9995}), (99.95, "28d", False), id="a share without rounding"),
        pytest.param(openslo({"targetPercent": 99.95}), (99.95, "28d", False), id="openslo percent"),
        pytest.param(openslo(window=()), (99.9, "", False), id="openslo without a window"),
        pytest.param(openslo(window=calendar("1M")), (99.9, "30d", True), id="a calendar month"),
        pytest.param(openslo(window=calendar("1Q")), (99.9, "90d", True), id="a quarter"),
        pytest.param(openslo(window=calendar("1Y")), (99.9, "365d", True), id="a year"),
        pytest.param(openslo(window=({"duration": "1w", "isRolling": False},)), (99.9, "1w", True), id="not rolling"),
        pytest.param(sloth(99.9), (99.9, "", False), id="sloth"),
        pytest.param({"version": "prometheus/v1", **sloth(99.5)["spec"]}, (99.5, "", False), id="plain sloth"),
        pytest.param(pyrra("99.9"), (99.9, "4w", False), id="pyrra"),
        pytest.param(pyrra("99", "1y"), (99.0, "365d", False), id="a prometheus year"),
        pytest.param([openslo()], (99.9, "28d", False), id="a list of objects"),
    ],
)
def test_read(data: Any, expected: tuple[object, ...]) -> None:
    assert values(data) == (*expected, "")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (openslo({"target": 99.9}), "its target 99.9 is not a share above 0 and below 1"),
        (openslo({"target": 0}), "its target 0 is not a share above 0 and below 1"),
        (openslo({"target": 1}), "its target 1 is not a share above 0 and below 1"),
        (openslo({"displayName": "x"}), "it has no target"),
        (openslo({"target": 0.9, "targetPercent": 90}), "both `target` and `targetPercent` are set"),
        (openslo(version="openslo/v2alpha"), "apiVersion openslo/v2alpha is not openslo/v1"),
        (openslo(window=(WINDOW, WINDOW)), "`timeWindow` has more than one item"),
        (openslo(window=({"duration": "1M", "isRolling": True},)), "its window 1M has no fixed length"),
        (openslo(window=calendar("28d")), "its calendar window 28d is not `1w`, `1M`, `1Q` or `1Y`"),
        (sloth(0.999), "its target 0.999 is not a percentage above 0 and below 100"),
        (sloth(100), "its target 100 is not a percentage above 0 and below 100"),
        (sloth(True), "its target true is not a percentage above 0 and below 100"),
        (pyrra("101"), "its target 101 is not a percentage above 0 and below 100"),
        (pyrra("nan"), "its target nan is not a percentage above 0 and below 100"),
        (pyrra("99,9"), "its target 99,9 is not a percentage above 0 and below 100"),
        (pyrra(["99"]), "its target a list is not a percentage above 0 and below 100"),
        (pyrra("99", "1w2d"), "its window 1w2d is not a duration such as 28d"),
        (pyrra("99", "0d"), "its window 0d is not a duration such as 28d"),
        (pyrra("99", 28), "its window 28 is not a duration such as 28d"),
    ],
)
def test_refused(data: Any, problem: str) -> None:
    assert values(data)[-1] == problem


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({**openslo(), "kind": "SLI"}, id="another kind"),
        pytest.param({"apiVersion": "v1", "kind": "Service"}, id="another tool"),
        pytest.param({**openslo(), "spec": None}, id="no spec"),
        pytest.param({**sloth(99), "spec": {"slos": {"name": "up"}}}, id="no list"),
        pytest.param("text", id="a text"),
        pytest.param(None, id="nothing"),
        pytest.param([[openslo()]], id="a list in a list"),
    ],
)
def test_no_objective(data: Any) -> None:
    assert list(list_slo_objects([(0, data)])) == []


# --- from a file to an objective ---

PAGE = """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: pay}
spec:
  timeWindow: [{duration: 28d, isRolling: true}]
  objectives: [{displayName: Good, target: 0.999}, {displayName: Great, target: 0.99}]
---
version: prometheus/v1
slos: [{name: mail, objective: 99.5}, {name: twice, objective: 99}, {name: twice, objective: 98}]
"""


def objective(ref: str, tree: Tree, more: str = "") -> tuple[Objective, list[str]]:
    text = doc("SLA", "pay-sla", f"objectives: [{{name: up, sli: {{type: availability}}, ref: '{ref}'{more}}}]")
    resolved = resolve_refs(loaded({"catalog/sla.yaml": text}).catalog, tree).catalog
    [sla] = resolved.of(SLA)
    return sla.objectives[0], list(list_unread(resolved))


@pytest.mark.parametrize(
    ("ref", "target", "window"),
    [
        ("slo/a.yaml#pay/Good", 99.9, "28d"),
        ("slo/a.yaml#Great", 99.0, "28d"),
        ("slo/a.yaml#mail", 99.5, ""),
        ("./slo/../slo/a.yaml#mail", 99.5, ""),
        ("/slo/a.yaml#mail", 99.5, ""),
    ],
)
def test_a_name_in_a_file(ref: str, target: float, window: str) -> None:
    found, unread = objective(ref, Memory({"slo/a.yaml": PAGE}))
    assert (found.target, found.window.text if found.window else "", unread) == (target, window, [])


def test_what_the_objective_states_counts() -> None:
    found, _ = objective("slo/a.yaml#pay/Good", Memory({"slo/a.yaml": PAGE}), ", target: 98, window: 7d")
    assert found.referenced is not None
    assert (found.target, found.window and found.window.text, found.referenced.target) == (98, "7d", 99.9)


@pytest.mark.parametrize("ref", ["https://grafana.example/slo.yaml", "mailto:ana@shop.example", ""])
def test_a_url_is_only_a_link(ref: str) -> None:
    found, unread = objective(ref, Memory({}))
    assert (found.target, found.referenced, unread) == (None, None, [])


A_LINK = Content("slo/a.yaml", b"", "symlink")


@pytest.mark.parametrize(
    ("ref", "stored", "problem"),
    [
        ("slo/b.yaml", PAGE, "slo/b.yaml does not exist"),
        ("slo/a.yaml", PAGE, "slo/a.yaml has 5 objectives"),
        ("slo/a.yaml#twice", PAGE, "slo/a.yaml has 2 objectives with the name twice"),
        ("slo/a.yaml#male", PAGE, "slo/a.yaml has no objective male"),
        ("slo/a.yaml", "a: 1\nsecret: [", "slo/a.yaml cannot be read: error in line 2"),
        (
            "slo/a.yaml",
            "version: prometheus/v1\nversion: prometheus/v1\n",
            "slo/a.yaml cannot be read: error in line 2",
        ),
        ("slo/a.yaml", "a: 1\n", "slo/a.yaml has no objective that ownercat reads"),
        ("slo/a.yaml", "", "slo/a.yaml cannot be read: error in line 1"),
        ("slo/a.yaml", "x: " + "y" * 2**21, "slo/a.yaml cannot be read: error in line 1"),
        ("slo/a.yaml", "a: " + "[" * 500 + "]" * 500, "slo/a.yaml cannot be read: error in line 1"),
        ("slo/a.yaml", A_LINK, "slo/a.yaml is a symbolic link"),
        ("../a.yaml", PAGE, "../a.yaml is not a file in this repository"),
        ("slo/../../a.yaml", PAGE, "../a.yaml is not a file in this repository"),
        ("/", PAGE, ""),
        (".Git/config", PAGE, ".Git/config is not a file in this repository"),
        ("slo/..", PAGE, ". is not a file in this repository"),
    ],
    ids=range(16),
)
def test_an_unknown_objective_says_why(ref: str, stored: str | Content, problem: str) -> None:
    found, unread = objective(ref, Memory({"slo/a.yaml": stored}))
    assert found.target is None
    text = f"objective up of SLA pay-sla is unknown: {problem}"
    assert [line[: len(text)] for line in unread] == ([text] if problem else [])


def test_a_folder_on_disk_is_not_left(tmp_path: Path) -> None:
    (tmp_path / "root" / "slo").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text(PAGE)
    (tmp_path / "root" / "slo" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    tree = Folder(tmp_path / "root")
    assert objective("slo/link.yaml#mail", tree)[1] == [
        "objective up of SLA pay-sla is unknown: slo/link.yaml is a symbolic link"
    ]
    assert objective("slo", tree)[1] == ["objective up of SLA pay-sla is unknown: slo is not a file"]
    assert objective("slo/x\x00.yaml".replace("\x00", "\\0"), tree)[0].target is None


def test_a_commit_has_the_file_of_its_time(repository: Repository) -> None:
    repository.write({"slo/a.yaml": PAGE})
    repository.git("add", "-A")
    repository.commit("Objectives")
    repository.write({"slo/a.yaml": PAGE.replace("99.5", "99.7")})
    tree = GitTree(repository.root, git.resolve_revision(repository.root, "HEAD"))
    assert objective("slo/a.yaml#mail", tree)[0].target == 99.5
    assert objective("slo/none.yaml", tree)[1] == [
        "objective up of SLA pay-sla is unknown: slo/none.yaml does not exist"
    ]
    assert objective("slo/a.yaml#mail", Folder(repository.root))[0].target == 99.7
