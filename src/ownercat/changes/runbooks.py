"""Runbooks that came, went or say something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, seconds, stated, text, words
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.model import Runbook, RunbookStep


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of some runbooks; one that goes over to another service is gone for the first."""
    for before, after in pairs:
        old = before if isinstance(before, Runbook) else None
        new = after if isinstance(after, Runbook) else None
        if old and new and _service(both.old, old) == _service(both.new, new):
            moved = fields("runbook", _facts(both.old, old), _facts(both.new, new))
            if moved:
                yield change("runbook-changed", new, _service(both.new, new), moved, new.name)
            continue
        if old:
            moved = fields("runbook", _facts(both.old, old), {})
            yield change("runbook-removed", old, _service(both.old, old), moved, old.name, gone=True, whole=True)
        if new:
            moved = fields("runbook", {}, _facts(both.new, new))
            yield change("runbook-added", new, _service(both.new, new), moved, new.name, whole=True)


def _service(view: ComparedCatalog, runbook: Runbook) -> str:
    return view.means(runbook.service) if runbook.service else ""


def _facts(view: ComparedCatalog, runbook: Runbook) -> Facts:
    found: dict[str, NormalizedValue | None] = {"owner": view.one(runbook.owner)}
    for cover in runbook.covers:
        severity = view.policy.severity_id(cover.severity) if cover.severity else ""
        name = f"covers.{cover.symptom or severity or 'alerts'}"
        said = " ".join(part for part in (cover.symptom, severity, *sorted(cover.alerts)) if part)
        found[name] = text(said, cover.place)
    for index, step in enumerate(runbook.steps):
        found |= _step(f"step.{step.id or index + 1}", step)
    return stated(found)


def _step(name: str, step: RunbookStep) -> dict[str, NormalizedValue | None]:
    at = step.place.at
    ways = [step.checkpoint.on_pass, step.checkpoint.on_fail] if step.checkpoint else []
    return {
        f"{name}.kind": text(step.kind, at("kind")),
        f"{name}.do": text(step.do, at("do")),
        f"{name}.run": text(step.run, at("run")),
        f"{name}.mode": text(step.mode, at("mode")),
        f"{name}.needs": text(step.needs, at("needs")),
        f"{name}.timebox": seconds(step.timebox, at("timebox")),
        f"{name}.checkpoint": words([*ways, step.checkpoint.ask] if step.checkpoint else [], at("checkpoint")),
    }
