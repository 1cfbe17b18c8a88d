"""A history told from few files is the one that the whole catalogs of all commits tell."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ownercat.changes import history
from ownercat.changes.comparison import compare
from ownercat.changes.values import Change
from ownercat.documents.scope import Scope
from ownercat.repository import git
from ownercat.repository.git import mainline
from ownercat.signoff.evidence import SnapshotReader
from tests.repositories import Repository
from tests.test_sample import SAMPLE

SCOPE = Scope("catalog")
# Edits that mean something somewhere: in the service, its team, who pages for it, the words of the policy.
EDITS = [
    ("services/payment/sla.yaml", "restore: 30m", "restore: 50m"),
    ("services/payment/sla.yaml", "target: 99.98", "target: 99.9"),
    ("services/payment/sla.yaml", "consumer: checkout", "consumer: checkout\nstatus: draft"),
    ("services/payment/ownership.yaml", "owner: payments", "owner: storefront"),
    ("services/payment/ownership.yaml", "tier: 1", "tier: 2"),
    ("services/payment/ownership.yaml", "mode: async", "mode: soft"),
    ("services/payment/ownership.yaml", "policy: payments-office", "policy: storefront-office"),
    ("services/payment/runbook.yaml", "timebox: 5m", "timebox: 9m"),
    ("services/checkout/ownership.yaml", "service: payment, mode: hard", "service: payment, mode: soft"),
    ("teams/payments.yaml", "wait: 5m", "wait: 15m"),
    ("teams/payments.yaml", "name: payments\n", "name: money\naliases: [{name: payments}]\n"),
    ("teams/payments.yaml", "members: [bruna, caio, grace, rafael]", "members: [bruna, caio]"),
    ("teams/platform.yaml", "wait: ", "wait: 1"),
    ("services/payment/ownership.yaml", "\nname: payment\n", "\nname: charge\n"),
    ("services/payment/ownership.yaml", "name: paymentservice", "name: payment}, {name: paymentservice"),
    ("policy.yaml", "critical: sev1", "critical: sev2"),
    ("services/kafka/ownership.yaml", "\nname: kafka\n", "\nname: log\naliases: [{name: kafka}]\n"),
    ("people.yaml", "name: bruna", "active: false\nname: bruna"),
]


def commits(repository: Repository, seed: int, count: int) -> None:
    """Edits made and taken back at random, files moved, several at once, and what no catalog cares about."""
    rng = random.Random(seed)
    repository.write(SAMPLE)
    repository.git("add", "-A")
    repository.commit("All of it")
    places = {path: path for path in SAMPLE}
    applied: set[tuple[str, str, str]] = set()
    for number in range(count):
        for edit in rng.sample(EDITS, rng.choice([1, 1, 2])):
            applied ^= {edit}
        moved = rng.choice(sorted(places)) if rng.random() < 0.3 else ""
        if moved:
            (repository.root / places[moved]).unlink(missing_ok=True)
            places[moved] = f"catalog/moved-{number}/{Path(moved).name}"
        for path in SAMPLE:
            text = SAMPLE[path]
            for edit in EDITS:
                if edit in applied and path == f"catalog/{edit[0]}":
                    text = text.replace(edit[1], edit[2])
            repository.write({places[path]: text})
        repository.git("add", "-A")
        repository.commit(f"Commit {number}", "--allow-empty")


def all_changes(root: Path, head: str, scope: Scope = SCOPE) -> list[tuple[str, tuple[Change, ...]]]:
    """What each commit changed, as whole catalogs tell it."""
    reader = SnapshotReader(root, lambda _: scope)
    told = []
    for arrival in mainline.list_arrivals(root, head, "" if scope.dialects else "catalog", ["slo"]):
        if not arrival.parent:
            break
        after = reader.read_commit(arrival.id)
        before = reader.read_commit(arrival.parent)
        sides = [reader.build_side(state, after.policy)._replace(controls={}) for state in (before, after)]
        told.append((arrival.subject, compare(*sides, stated=True)))
    return told


def about(told: Iterable[tuple[str, tuple[Change, ...]]], focus: str) -> Iterator[tuple[str, str, tuple[Change, ...]]]:
    """The changes of a service that exists at the head, under the name that it had."""
    for subject, changes in told:
        found = tuple(c for c in changes if c.service == focus or _needs(c, focus))
        if found:
            yield subject, focus, tuple(sorted(found, key=lambda change: change.service != focus))
        for change in found:
            if change.kind == "service-renamed" and change.service == focus:
                focus = str(change.fields[0].before)


def _needs(change: Change, focus: str) -> bool:
    return change.kind.startswith("dependency-") and change.other == focus


@pytest.mark.parametrize("seed", range(4))
def test_a_part_of_the_catalog_tells_what_the_whole_does(repository: Repository, seed: int) -> None:
    commits(repository, seed, 25)
    head = git.resolve_revision(repository.root, "HEAD")
    changed = all_changes(repository.root, head)
    for word in ("paymentservice", "checkout", "kafka"):
        found = history.build_log(repository.root, head, SCOPE, word)
        assert found is not None and found.cut is None and found.notes == ()
        told = [
            (entry.arrival.subject, entry.service, entry.changes) for entry in found.entries if entry.arrival.parent
        ]
        assert told
        assert told == list(about(changed, found.service)), word


def test_the_numbers_of_referenced_files_are_those_of_whole_catalogs(repository: Repository) -> None:
    rng = random.Random(12)
    repository.write(SAMPLE)
    stated = "    target: 99.98\n    window: 28d\n"
    promise = SAMPLE["catalog/services/payment/sla.yaml"]
    assert promise.count(stated) == 1
    form = "{{apiVersion: pyrra.dev/v1alpha1, kind: ServiceLevelObjective, metadata: {{name: up}}, spec: {{target: {}, window: 4w}}}}\n"
    for number in range(40):
        named = f"    ref: slo/{rng.choice('ab')}.yaml#up\n" if rng.random() < 0.8 else stated
        repository.write({"catalog/services/payment/sla.yaml": promise.replace(stated, named)})
        for name in "abc":
            repository.write({f"slo/{name}.yaml": form.format(rng.choice(["99.9", "99.95", "99.99", "101"]))})
            if rng.random() < 0.2:
                (repository.root / f"slo/{name}.yaml").unlink()
        repository.git("add", "-A")
        repository.commit(f"Commit {number}", "--allow-empty")
    head = git.resolve_revision(repository.root, "HEAD")
    changed = all_changes(repository.root, head)
    for word in ("payment", "checkout"):
        found = history.build_log(repository.root, head, SCOPE, word)
        assert found is not None and found.cut is None and found.notes == ()
        told = [(each.arrival.subject, each.service, each.changes) for each in found.entries if each.arrival.parent]
        assert told == list(about(changed, found.service)), word
        assert (len(told) > 10) is (word == "payment")
