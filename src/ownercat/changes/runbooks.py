"""Compare the runbooks of services."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_duration, build_set, build_text, drop_missing
from ownercat.changes.symptoms import collect_kept_alerts, list_alerts
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Cover, Runbook, RunbookStep


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of runbooks; a runbook that moves to another service is removed from the first one."""
    for before, after in pairs:
        old = before if isinstance(before, Runbook) else None
        new = after if isinstance(after, Runbook) else None
        same = old if old and new and _get_service_name(both.old, old) == _get_service_name(both.new, new) else None
        yield from _list_taken_alerts(both, same, new) if new else ()
        if old and new and same:
            moved = _compare_values(both, old, new)
            is_looser = any(field.direction == "looser" for field in moved)
            if moved:
                kind = "runbook-loosened" if is_looser else "runbook-changed"
                yield build_change(kind, new, _get_service_name(both.new, new), moved, new.name)
            continue
        if old:
            moved = list_field_changes("runbook", _collect_values(both.old, old), {})
            yield build_change(
                "runbook-removed", old, _get_service_name(both.old, old), moved, old.name, gone=True, whole=True
            )
        if new:
            moved = list_field_changes("runbook", {}, _collect_values(both.new, new))
            yield build_change("runbook-added", new, _get_service_name(both.new, new), moved, new.name, whole=True)


def _list_taken_alerts(both: ComparedCatalogs, old: Runbook | None, new: Runbook) -> Iterator[Change]:
    """Yield that a service shares alerts of other services, because its runbook covers them from now on."""
    service = both.new.catalog.service(new.service)
    had = _map_alerts(old).keys() | list_alerts(service)
    gained = {word: alert for word, alert in _map_alerts(new).items() if word not in had}
    if service is None or not gained:
        return
    name, kept = both.new.key(service), collect_kept_alerts(both)
    taken = build_set((alert for word, alert in gained.items() if kept.get(word, set()) - {name}), new.where("covers"))
    fields = list_field_changes("free", {}, drop_missing({f"runbook {new.name}.alerts": taken}))
    if fields:
        yield build_change("symptom-loosened", service, name, fields)


def _map_alerts(runbook: Runbook | None) -> dict[str, str]:
    """Return the alerts that a runbook covers by their names without regard to case."""
    return {alert.casefold(): alert for cover in (runbook.covers if runbook else ()) for alert in cover.alerts}


def _get_service_name(view: ComparedCatalog, runbook: Runbook) -> str:
    return view.resolve_name(runbook.service) if runbook.service else ""


def _collect_values(view: ComparedCatalog, runbook: Runbook) -> Facts:
    values: dict[str, NormalizedValue | None] = {"owner": view.build_reference(runbook.owner)}
    for cover in runbook.covers:
        text = _format_cover(view, cover)
        values[f"covers.{text}"] = build_text(text, cover.place)
    for index, step in enumerate(runbook.steps):
        values |= _collect_step_values(f"step.{step.id or index + 1}", step)
    return drop_missing(values)


def _format_cover(view: ComparedCatalog, cover: Cover) -> str:
    """Return the parts of a cover as text; a part that could be another one is named."""
    severity = _get_severity(view, cover)
    parts = (cover.symptom, severity and f"severity {severity}", *(f"alert {alert}" for alert in sorted(cover.alerts)))
    return ", ".join(filter(None, parts))


def _get_severity(view: ComparedCatalog, cover: Cover) -> str:
    return view.policy.severity_id(cover.severity) if cover.severity else ""


def _compare_values(both: ComparedCatalogs, old: Runbook, new: Runbook) -> list[FieldChange]:
    lost = _list_lost_covers(both, old, new)
    return [
        field._replace(direction="other") if field.after is None and field.name not in lost else field
        for field in list_field_changes("runbook", _collect_values(both.old, old), _collect_values(both.new, new))
    ]


def _list_lost_covers(both: ComparedCatalogs, old: Runbook, new: Runbook) -> list[str]:
    """Return the fields of the covers that no cover of the new runbook contains."""
    return [
        f"covers.{_format_cover(both.old, cover)}"
        for cover in old.covers
        if not any(_contains(both, wider, cover) for wider in new.covers)
    ]


def _contains(both: ComparedCatalogs, wider: Cover, cover: Cover) -> bool:
    """Return whether a cover applies wherever an earlier one did; a part that is not stated limits nothing."""
    severity = _get_severity(both.new, wider)
    return (
        wider.symptom in ("", cover.symptom)
        and severity in ("", _get_severity(both.old, cover))
        and (not wider.alerts or (bool(cover.alerts) and set(cover.alerts) <= set(wider.alerts)))
    )


def _collect_step_values(name: str, step: RunbookStep) -> dict[str, NormalizedValue | None]:
    at = step.place.at
    ways = [step.checkpoint.on_pass, step.checkpoint.on_fail] if step.checkpoint else []
    return {
        f"{name}.kind": build_text(step.kind, at("kind")),
        f"{name}.do": build_text(step.do, at("do")),
        f"{name}.run": build_text(step.run, at("run")),
        f"{name}.mode": build_text(step.mode, at("mode")),
        f"{name}.needs": build_text(step.needs, at("needs")),
        f"{name}.parallel": build_text("true" if step.parallel else "", at("parallel")),
        f"{name}.timebox": build_duration(step.timebox, at("timebox")),
        f"{name}.checkpoint": build_set([*ways, step.checkpoint.ask] if step.checkpoint else [], at("checkpoint")),
    }
