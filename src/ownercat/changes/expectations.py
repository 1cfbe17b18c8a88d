"""Compare Expectations: which instant they try, and what they expect of a page."""

from collections.abc import Iterator, Mapping, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_duration, build_text, drop_missing
from ownercat.changes.values import Change, Json
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Expectation

_NOBODY = "nobody"


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of Expectations; one that only has another name is unchanged."""
    renamed = [_get_values(_collect_values(both.new, e)) for b, e in pairs if b is None and isinstance(e, Expectation)]
    for before, after in pairs:
        old = before if isinstance(before, Expectation) else None
        new = after if isinstance(after, Expectation) else None
        entity = new or old
        if entity is None:
            continue
        values = _collect_values(both.old, old), _collect_values(both.new, new)
        if new is None and _get_values(values[0]) in renamed:
            continue
        fields = list_field_changes("expectation", *values)
        if not fields:
            continue
        is_looser = old is not None and any(field.direction == "looser" for field in fields)
        kind = "expectation-loosened" if is_looser else "expectation-changed" if old else "expectation-added"
        yield build_change(
            kind, entity, _get_service_name(both, old, new), fields, entity.name, new is None, not (old and new)
        )


def _get_service_name(both: ComparedCatalogs, old: Expectation | None, new: Expectation | None) -> str:
    """Return the service that loses the test, if the test moves to another service."""
    if old is not None and old.service is not None:
        return both.old.resolve_name(old.service)
    return both.new.resolve_name(new.service) if new is not None and new.service is not None else ""


def _get_values(facts: Facts) -> Mapping[str, Json]:
    return {name: fact.value for name, fact in facts.items()}


def _collect_values(view: ComparedCatalog, expectation: Expectation | None) -> Facts:
    if expectation is None:
        return {}
    where = expectation.where
    severity = view.policy.severity_id(expectation.severity) if expectation.severity else ""
    values: dict[str, NormalizedValue | None] = {
        "service": view.build_reference(expectation.service),
        "severity": build_text(severity, where("severity")),
        "symptom": build_text(expectation.symptom, where("symptom")),
        "at": build_text(expectation.starts, where("at")),
        "policy": view.build_reference(expectation.policy),
        "humanWithin": build_duration(expectation.human_within, where("humanWithin")),
        "reaches": view.build_references(expectation.reaches, where("reaches")),
    }
    for page in expectation.pages:
        nobody = build_text(_NOBODY, page.place)
        values[f"pages.{page.seconds}s"] = view.build_references(page.refs, page.place) or nobody
    return drop_missing(values)
