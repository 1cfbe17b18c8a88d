"""Compare the runbooks of services."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_duration, build_set, build_text, drop_missing
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Runbook, RunbookStep


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of runbooks; a runbook that moves to another service is removed from the first one."""
    for before, after in pairs:
        old = before if isinstance(before, Runbook) else None
        new = after if isinstance(after, Runbook) else None
        if old and new and _get_service_name(both.old, old) == _get_service_name(both.new, new):
            moved = list_field_changes("runbook", _collect_values(both.old, old), _collect_values(both.new, new))
            if moved:
                yield build_change("runbook-changed", new, _get_service_name(both.new, new), moved, new.name)
            continue
        if old:
            moved = list_field_changes("runbook", _collect_values(both.old, old), {})
            yield build_change(
                "runbook-removed", old, _get_service_name(both.old, old), moved, old.name, gone=True, whole=True
            )
        if new:
            moved = list_field_changes("runbook", {}, _collect_values(both.new, new))
            yield build_change("runbook-added", new, _get_service_name(both.new, new), moved, new.name, whole=True)


def _get_service_name(view: ComparedCatalog, runbook: Runbook) -> str:
    return view.resolve_name(runbook.service) if runbook.service else ""


def _collect_values(view: ComparedCatalog, runbook: Runbook) -> Facts:
    values: dict[str, NormalizedValue | None] = {"owner": view.build_reference(runbook.owner)}
    for cover in runbook.covers:
        severity = view.policy.severity_id(cover.severity) if cover.severity else ""
        name = f"covers.{cover.symptom or severity or 'alerts'}"
        words_for_people = " ".join(part for part in (cover.symptom, severity, *sorted(cover.alerts)) if part)
        values[name] = build_text(words_for_people, cover.place)
    for index, step in enumerate(runbook.steps):
        values |= _collect_step_values(f"step.{step.id or index + 1}", step)
    return drop_missing(values)


def _collect_step_values(name: str, step: RunbookStep) -> dict[str, NormalizedValue | None]:
    at = step.place.at
    ways = [step.checkpoint.on_pass, step.checkpoint.on_fail] if step.checkpoint else []
    return {
        f"{name}.kind": build_text(step.kind, at("kind")),
        f"{name}.do": build_text(step.do, at("do")),
        f"{name}.run": build_text(step.run, at("run")),
        f"{name}.mode": build_text(step.mode, at("mode")),
        f"{name}.needs": build_text(step.needs, at("needs")),
        f"{name}.timebox": build_duration(step.timebox, at("timebox")),
        f"{name}.checkpoint": build_set([*ways, step.checkpoint.ask] if step.checkpoint else [], at("checkpoint")),
    }
