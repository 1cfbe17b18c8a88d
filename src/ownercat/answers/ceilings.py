"""Answer ``promises``: what a service promises, who carries it, its ceiling, and its error budgets. Pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ownercat.answers import promises
from ownercat.answers.book import AnswerContext, build_mention, find_severity, resolve_optional
from ownercat.answers.implied_ceiling import ImpliedCeiling
from ownercat.answers.values import Mention
from ownercat.diagnostics import Basis, Place
from ownercat.graph import get_node
from ownercat.model import SLA, Objective, Service
from ownercat.oncall.hours import format_hours
from ownercat.promises import wording
from ownercat.promises.availability import Bounds
from ownercat.promises.ceilings import Carrier, Ceiling, CeilingSource, Provider, build_source, compute_ceiling
from ownercat.promises.objectives import collect_restores, collect_slas, filter_availability, has_unknown, list_unknown
from ownercat.promises.windows import compute_budget, compute_use, count_outages
from ownercat.text import listed, shown


class CarryingService(NamedTuple):
    """A service that carries another one, with its strictest availability objective and its restore target.

    ``sla`` and ``target``: ``None`` if it has no objective; ``restore``: "" without a target.
    """

    service: Mention
    owner: Mention | None
    sla: Mention | None
    target: float | None
    window: str
    restore: str


class CarrierAnswer(NamedTuple):
    """One factor of a ceiling. ``group``: the redundancy group, or ""; ``need``: how many of its members must work."""

    kind: str
    group: str
    need: int
    members: tuple[CarryingService, ...]
    percent: float | None
    place: Place


class CeilingAnswer(NamedTuple):
    """What the hard dependencies of a service allow, in percent; ``None`` if unknown.

    ``value`` and ``text``: the product and its factors, for people. ``weakest``, ``product`` and ``union``: the three
    bounds. ``because``: why the basis is not proved.
    """

    value: str
    text: str
    weakest: float | None
    product: float | None
    union: float | None
    carriers: tuple[CarrierAnswer, ...]
    unknown: tuple[str, ...]
    basis: Basis
    because: str


class FittingOutages(NamedTuple):
    """How many incidents fit into an error budget; ``use`` in seconds; ``outages``: ``None`` = any number."""

    severity: str
    restore: str
    impact: float | None
    use: float
    outages: int | None
    place: Place


class BudgetAnswer(NamedTuple):
    """An error budget: the length of the shortest window in the SLA hours, and the time that may fail, in seconds."""

    window: int
    allowed: float
    text: str


class ObjectiveAnswer(NamedTuple):
    """An availability objective. ``verdict``: impossible, improbable, possible, attainable, intrinsic or unknown.

    ``ref``: where else it is defined, or "".
    """

    sla: Mention
    to: str
    name: str
    target: float
    window: str
    hours: str
    ref: str
    verdict: str
    budget: BudgetAnswer | None
    fits: FittingOutages | None
    place: Place


class PromisesAnswer(NamedTuple):
    """The promises of a service. ``has_unknown``: whether it has objectives without a known target, too."""

    service: Mention
    owner: Mention | None
    ceiling: CeilingAnswer
    objectives: tuple[ObjectiveAnswer, ...]
    has_unknown: bool
    notes: tuple[str, ...]


def answer_promises(book: AnswerContext, service: Service, severity: str = "") -> PromisesAnswer:
    """Return the promises of a service; ``severity``: for the outages that fit ("" = the most severe with a target)."""
    level = find_severity(book, severity) if severity else ""
    source = _open_source(book, service)
    ceiling = compute_ceiling(source, service)
    slas = source.list_slas(service)
    return PromisesAnswer(
        service=build_mention(book, service, service.named),
        owner=resolve_optional(book, service.owner),
        ceiling=_build_ceiling(book, source, service, ceiling),
        objectives=tuple(_list_objectives(book, slas, ceiling.bounds, bool(ceiling.known), level)),
        has_unknown=has_unknown(slas) or bool(_find_broken_sla(source, service)),
        notes=() if service.sound else (f"{service.label} has errors: run `ownercat check`",),
    )


def find_ceiling(book: AnswerContext, service: Service) -> ImpliedCeiling | None:
    """Return the ceiling of a service; ``None`` without hard dependencies."""
    source = _open_source(book, service)
    return _summarize(source, service)


def list_ceilings(book: AnswerContext, services: Sequence[Service]) -> Iterator[tuple[Service, ImpliedCeiling]]:
    """Yield the services with hard dependencies, and their ceilings; needs the whole catalog."""
    slas = collect_slas(book.catalog, with_errors=True)
    ordered = {node: sorted(these, key=lambda sla: sla.name) for node, these in slas.items()}
    source = build_source(book.catalog, services, lambda each: ordered.get(get_node(each), ()))
    for service in services:
        ceiling = _summarize(source, service)
        if ceiling is not None:
            yield service, ceiling


def _summarize(source: CeilingSource, service: Service) -> ImpliedCeiling | None:
    ceiling = compute_ceiling(source, service)
    if not ceiling.carriers:
        return None
    basis = _find_basis(source, service, ceiling)
    return ImpliedCeiling(*_format_ceiling(ceiling), *basis, ceiling.carriers[0].entry.place)


def _open_source(book: AnswerContext, service: Service) -> CeilingSource:
    """Return the source for one ceiling; its lookups are recorded, so that a catalog can be loaded in parts."""
    return build_source(book.catalog, [service], lambda each: promises.list_published(book, each))


def _build_ceiling(book: AnswerContext, source: CeilingSource, service: Service, ceiling: Ceiling) -> CeilingAnswer:
    value, text, product, unknown = _format_ceiling(ceiling)
    basis, because = _find_basis(source, service, ceiling)
    known, bounds = bool(ceiling.known), ceiling.bounds
    return CeilingAnswer(
        value=value,
        text=text,
        weakest=_to_percent(bounds.weakest) if known else None,
        product=product,
        union=_to_percent(bounds.union) if known else None,
        carriers=tuple(_build_carrier(book, source, carrier) for carrier in ceiling.carriers),
        unknown=unknown,
        basis=basis,
        because=because,
    )


def _format_ceiling(ceiling: Ceiling) -> tuple[str, str, float | None, tuple[str, ...]]:
    """Return the product as text, its arithmetic, the product in percent, and the services without an objective."""
    unknown = tuple(dict.fromkeys(each.name for each in ceiling.unknown))
    if not ceiling.known:
        return "", _explain_unknown(ceiling), None, unknown
    product = ceiling.bounds.product
    return wording.format_share(product), wording.format_ceiling(ceiling), _to_percent(product), unknown


def _explain_unknown(ceiling: Ceiling) -> str:
    if not ceiling.carriers:
        return "no hard dependencies"
    names = listed(dict.fromkeys(shown(each.name) for each in ceiling.unknown))
    return f"no known availability objective of {names}" if names else "the redundancy groups set no limit"


def _to_percent(share: Decimal) -> float:
    return float(share * 100)


def _find_basis(source: CeilingSource, service: Service, ceiling: Ceiling) -> tuple[Basis, str]:
    """Return the basis of a ceiling, and why it is not proved."""
    providers = [each for carrier in ceiling.carriers for each in carrier.providers]
    doubts = (_find_doubt(source, service, each) for each in providers)
    doubt = "" if service.sound else f"{service.at.path} cannot be read completely"
    doubt = doubt or next(filter(None, doubts), "")
    if doubt:
        return "unknown", doubt
    if not service.can_say("modes"):
        return "assumed", f"format {service.dialect} has no dependency modes: all dependencies count as hard"
    return "proved", ""


def _find_doubt(source: CeilingSource, service: Service, provider: Provider) -> str:
    """Return why the objective of a provider is unknown; "" if it is known, or not stated."""
    if provider.service is None:
        hidden = source.catalog.find_hidden(("Service",), provider.name)
        return f"{hidden.path} cannot be read completely" if hidden else ""
    slas = source.list_slas(provider.service)
    broken = next((sla.at.path for sla in slas if not sla.sound), "") or _find_broken_sla(source, provider.service)
    if broken:
        return f"{shown(broken)} cannot be read completely"
    for objective in list_unknown(slas):
        if objective.referenced is not None:
            return objective.referenced.problem
        if objective.ref_path:  # `who` reads few files
            return f"{shown(objective.ref_path)} is not read here: run ownercat promises {shown(service.name)}"
    return ""


def _find_broken_sla(source: CeilingSource, service: Service) -> str:
    """Return the path of a document with errors that may be an SLA of a service; "" without one."""
    causes = source.catalog.uncertain.get(service.name, {})
    cause = causes.get("SLA") or causes.get("")
    return cause.path if cause else ""


def _build_carrier(book: AnswerContext, source: CeilingSource, carrier: Carrier) -> CarrierAnswer:
    return CarrierAnswer(
        kind="group" if carrier.group else "cycle" if len(carrier.providers) > 1 else "service",
        group=carrier.group,
        need=carrier.need or len(carrier.providers),
        members=tuple(_build_member(book, source, each, carrier.entry.place) for each in carrier.providers),
        percent=_to_percent(carrier.bounds.product) if carrier.is_known else None,
        place=carrier.entry.place,
    )


def _build_member(book: AnswerContext, source: CeilingSource, provider: Provider, place: Place) -> CarryingService:
    service, promised = provider.service, provider.promised
    if service is None:
        undefined = Mention("Service", provider.name, "", "", "undefined", False, place, "unknown")
        return CarryingService(undefined, None, None, None, "", "")
    restores = collect_restores(book.policy, source.list_slas(service))
    restore = next((restores[level.id].restore.text for level in book.policy.severities if level.id in restores), "")
    window = promised.objective.window if promised else None
    return CarryingService(
        service=build_mention(book, service, service.named),
        owner=resolve_optional(book, service.owner),
        sla=build_mention(book, promised.sla, promised.objective.place) if promised else None,
        target=promised.objective.target if promised else None,
        window=window.text if window else "",
        restore=restore,
    )


def _list_objectives(
    book: AnswerContext, slas: Sequence[SLA], bounds: Bounds, known: bool, severity: str
) -> Iterator[ObjectiveAnswer]:
    for sla in slas:
        for objective, share in filter_availability(sla.objectives):
            budget = compute_budget(share, objective, sla.hours)
            yield ObjectiveAnswer(
                sla=build_mention(book, sla, sla.named),
                to=promises.format_consumer(book, sla),
                name=objective.name or objective.sli,
                target=objective.target or 0.0,
                window=objective.window.text if objective.window else "",
                hours=format_hours(sla.hours),
                ref=objective.ref,
                verdict=_find_verdict(share, objective, bounds) if known else "unknown",
                budget=BudgetAnswer(budget.window, float(budget.allowed), wording.format_minutes(budget.allowed))
                if budget
                else None,
                fits=_find_fitting(book, sla, severity, budget.allowed) if budget else None,
                place=objective.place,
            )


def _find_verdict(share: Decimal, objective: Objective, bounds: Bounds) -> str:
    if objective.basis == "intrinsic":
        return "intrinsic"
    if share > bounds.weakest:
        return "impossible"
    if share > bounds.product:
        return "improbable"
    return "possible" if share > bounds.union else "attainable"


def _find_fitting(book: AnswerContext, sla: SLA, severity: str, allowed: Decimal) -> FittingOutages | None:
    restores = collect_restores(book.policy, [sla])
    levels = [severity] if severity else [level.id for level in book.policy.severities]
    found = next((restores[level] for level in levels if level in restores), None)
    if found is None:
        return None
    use = compute_use(found.restore, found.target.impact)
    level = book.policy.severity_id(found.target.severity)
    outages = count_outages(allowed, use)
    return FittingOutages(level, found.restore.text, found.target.impact, float(use), outages, found.target.place)
