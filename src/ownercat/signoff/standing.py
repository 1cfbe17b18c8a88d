"""Standing terms: what a provider promises to one consumer, from the tree alone, and their digest."""

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from ownercat.changes.values import Json
from ownercat.diagnostics import Place
from ownercat.graph import Node, get_node
from ownercat.model import SLA, Catalog, Dependency, Hours, Objective, Policy, Service, SlaTarget
from ownercat.oncall.windows import covers_all, get_window_span, list_days
from ownercat.signoff import digests

MODES = ("hard", "cached", "soft", "async")  # strongest first
PROVIDER = "provider"  # the role in which the provider's team gives a standing agreement
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LENGTHS = ("ack", "respond", "updateEvery", "restore", "resolve")

Promises = Mapping[Node, list[SLA]]


class AgreedTerm(NamedTuple):
    """One promised value: in normal form, as people write it in a record, and its location."""

    value: Json
    written: Json
    place: Place


def build_terms(catalog: Catalog, policy: Policy, provider: Service, consumer: Service) -> Mapping[str, Json]:
    """Return the normalized terms for a consumer by field; empty if the consumer does not depend on the provider."""
    found = collect_terms(catalog, policy, provider, consumer, collect_published_slas(catalog))
    return {field: term.value for field, term in found.items()}


def build_record_terms(catalog: Catalog, policy: Policy, provider: Service, consumer: Service) -> Mapping[str, Json]:
    """Return the terms as a record has them for people (``agreed`` of a SignOff document)."""
    found = collect_terms(catalog, policy, provider, consumer, collect_published_slas(catalog))
    return {field: term.written for field, term in found.items()}


def compute_current_digest(
    catalog: Catalog, policy: Policy, provider: Service, consumer: Service, party_team: str, role: str = PROVIDER
) -> str:
    """Return the digest of the current terms, under the current names."""
    found = build_terms(catalog, policy, provider, consumer)
    return digests.compute_standing_digest(policy.name, provider.name, consumer.name, party_team, role, found)


def collect_published_slas(catalog: Catalog) -> Promises:
    """Return the published SLAs by service."""
    found: dict[Node, list[SLA]] = {}
    for sla in catalog.of(SLA):
        service = catalog.service(sla.service) if sla.status == "published" else None
        if service is not None:
            found.setdefault(get_node(service), []).append(sla)
    return found


def collect_terms(
    catalog: Catalog, policy: Policy, provider: Service, consumer: Service, published: Promises
) -> dict[str, AgreedTerm]:
    """Return the terms by field; if several SLAs apply to the consumer, the strictest value counts."""
    entry = find_strongest_dependency(catalog, provider, consumer)
    if entry is None:
        return {}
    slas = [sla for sla in published.get(get_node(provider), ()) if _is_for(catalog, sla, consumer)]
    found = {"mode": AgreedTerm(entry.mode, entry.mode, entry.service.place)}
    if slas:
        found["hours"] = _build_hours_term(slas)
    for severity, targets in _group_by_severity(policy, slas).items():
        found |= _build_target_terms(severity, targets)
    for name, objective in _list_objectives(slas):
        found |= _build_objective_terms(name, objective)
    return found


def find_strongest_dependency(catalog: Catalog, provider: Service, consumer: Service) -> Dependency | None:
    """Return the consumer's entry for the provider with the strongest mode; ``None`` if there is none."""
    entries = [
        entry
        for entry in consumer.depends_on
        if entry.mode in MODES and entry.status != "planned" and catalog.service(entry.service) is provider
    ]
    return min(entries, key=lambda entry: MODES.index(entry.mode), default=None)


def _is_for(catalog: Catalog, sla: SLA, consumer: Service) -> bool:
    """Return whether an SLA applies to a consumer: by its name, by its team, or to all internal services."""
    if sla.consumer is None:
        return sla.journey is None and not sla.external
    named = catalog.find(sla.consumer)
    return named is consumer or (named is not None and named is catalog.team(consumer.owner))


def _build_hours_term(slas: Iterable[SLA]) -> AgreedTerm:
    places = {format_hours(sla.hours): sla.at.at("hours") for sla in slas}
    text = "24x7" if "24x7" in places else " and ".join(sorted(places))
    return AgreedTerm(text, text, next(iter(places.values())))


def format_hours(window: Hours) -> str:
    """Return a weekly window in normal form: ``mon-fri 09:00-18:00 Europe/Madrid``, or ``24x7``."""
    if covers_all(window):
        return "24x7"
    begin, length = get_window_span(window)
    days = ",".join(_format_day_runs(list_days(window)))
    return f"{days} {_format_clock(begin)}-{_format_clock(begin + length)} {window.time_zone}"


def _format_day_runs(days: Iterable[int]) -> Iterator[str]:
    """Return consecutive days as one word: ``mon-fri``."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return (_DAYS[run[0]] if len(run) == 1 else f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}" for run in runs)


def _format_clock(seconds: int) -> str:
    minutes = seconds // 60 % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _group_by_severity(policy: Policy, slas: Iterable[SLA]) -> dict[str, list[SlaTarget]]:
    found: dict[str, list[SlaTarget]] = {}
    for sla in slas:
        for target in sla.targets:
            found.setdefault(policy.severity_id(target.severity), []).append(target)
    return found


def _build_target_terms(severity: str, targets: list[SlaTarget]) -> dict[str, AgreedTerm]:
    found: dict[str, AgreedTerm] = {}
    for name, lengths in zip(_LENGTHS, zip(*(target[1:6] for target in targets), strict=True), strict=True):
        known = [(length, target.place) for length, target in zip(lengths, targets, strict=True) if length is not None]
        if known:
            length, place = min(known, key=itemgetter(0))
            found[f"{severity}.{name}"] = AgreedTerm(length.seconds, length.text, place.at(name))
    shares = [(target.impact, target.place) for target in targets if target.impact is not None]
    if shares:
        share, place = min(shares, key=itemgetter(0))
        found[f"{severity}.impact"] = _build_plain_term(share, place.at("impact"))
    return found


def _build_plain_term(value: Json, place: Place) -> AgreedTerm:
    """Return a term with the value as written; a whole number has no decimal point."""
    short = int(value) if isinstance(value, float) and value.is_integer() else value
    return AgreedTerm(short, short, place)


def _list_objectives(slas: Iterable[SLA]) -> Iterator[tuple[str, Objective]]:
    """Yield each objective once, by name; if two differ only in the target, the higher target."""
    best: dict[tuple[Any, ...], Objective] = {}
    for objective in (objective for sla in slas for objective in sla.objectives):
        kind = _build_comparison_key(objective)
        if kind not in best or (objective.target or 0) > (best[kind].target or 0):
            best[kind] = objective
    seen: dict[str, int] = {}
    for kind in sorted(best):
        name = kind[0]
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}-{seen[name]}", best[kind]


def _build_comparison_key(objective: Objective) -> tuple[Any, ...]:
    """Return the values that two objectives must share to be comparable."""
    window = objective.window.seconds if objective.window else 0
    percentile = -1.0 if objective.percentile is None else objective.percentile
    name = objective.name or objective.sli or "objective"
    return (name, objective.sli, objective.threshold, percentile, window, objective.calendar, objective.basis)


def _build_objective_terms(name: str, objective: Objective) -> dict[str, AgreedTerm]:
    at = objective.place
    plain: dict[str, tuple[Json, Place]] = {  # values that are not set or are the default are left out
        "type": (objective.sli if objective.sli != name else None, at.at("sli", "type")),
        "target": (objective.target, at.at("target")),
        "threshold": (objective.threshold, at.at("sli", "threshold")),
        "percentile": (objective.percentile, at.at("sli", "percentile")),
        "basis": (objective.basis if objective.basis != "inclusive" else None, at.at("basis")),
        "calendar": (objective.calendar, at.at("calendar")),
    }
    found = {f"{name}.{key}": _build_plain_term(value, place) for key, (value, place) in plain.items() if value}
    if objective.window:
        found[f"{name}.window"] = AgreedTerm(objective.window.seconds, objective.window.text, at.at("window"))
    return found
