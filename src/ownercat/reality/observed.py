"""What runs and who calls whom, in the form that all sources share; and the comparison with the catalog.

The direction of a call matters: a declared dependency that is only observed the other way round is swapped.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from ownercat.model import Catalog, Dependency, ExternalSnapshot, Observations, Ref, Service
from ownercat.oncall.basis import format_source
from ownercat.oncall.clock import DAY
from ownercat.reality.facts import ComparedFact, Result
from ownercat.reality.sources import list_sources, load_source
from ownercat.text import plural, shown

UNDECLARED, SWAPPED, UNSEEN, LONG_UNSEEN = "REA404", "REA405", "REA406", "REA407"
LONG_DAYS = 90  # so long, no window shows a hard dependency of a tier 1 service


class CallEvidence(NamedTuple):
    """Calls from one service to another, in the newest snapshot that shows them."""

    times: int | None
    snapshot: ExternalSnapshot


class ObservedCalls(NamedTuple):
    """The calls between services of the catalog, by (kind, key) of both. ``seen``: the services in any call.

    ``unknown``: the names that no service matches, by source.
    """

    calls: Mapping[tuple[str, str], CallEvidence]
    seen: frozenset[str]
    unknown: Mapping[str, frozenset[str]]


class ServiceNames:
    """The services by their names in other systems: by the name map, else by name or alias."""

    def __init__(self, catalog: Catalog, observations: Observations) -> None:
        self.services = {service.key: service for service in catalog.of(Service)}
        self.by_name: dict[str, list[str]] = {}
        for key, service in self.services.items():
            for name in {service.name, *(alias.name for alias in service.aliases)}:
                self.by_name.setdefault(name, []).append(key)
        self.mapped = {(each.source, each.name): each.service for each in observations.names}

    def find(self, source: str, name: str) -> str:
        """Return the key of a service; "" if no service, or more than one, has the name."""
        name = self.mapped.get((source, name), name)
        found = self.by_name.get(name, [])
        return found[0] if len(found) == 1 else ""


def list_call_snapshots(snapshots: Iterable[ExternalSnapshot]) -> list[ExternalSnapshot]:
    """Return the snapshots of observed calls, the newest first."""
    sources = {name for name in list_sources() if load_source(name).read_calls is not None}
    return sorted((each for each in snapshots if each.source in sources), key=lambda each: -each.fetched_at)


def collect_calls(names: ServiceNames, snapshots: Iterable[ExternalSnapshot]) -> ObservedCalls:
    """Return the observed calls between services; a service that calls itself does not count."""
    calls: dict[tuple[str, str], CallEvidence] = {}
    seen: set[str] = set()
    unknown: dict[str, set[str]] = {}
    for snapshot in snapshots:
        read = load_source(snapshot.source).read_calls
        for call in read(snapshot) if read else ():
            ends = tuple(names.find(snapshot.source, name) for name in (call.client, call.server))
            for key, name in zip(ends, (call.client, call.server), strict=True):
                if key:
                    seen.add(key)
                else:
                    unknown.setdefault(snapshot.source, set()).add(name)
            if all(ends) and ends[0] != ends[1] and call.times != 0:
                calls.setdefault((ends[0], ends[1]), CallEvidence(call.times, snapshot))
    return ObservedCalls(calls, frozenset(seen), {name: frozenset(found) for name, found in unknown.items()})


def compare_calls(catalog: Catalog, observations: Observations) -> tuple[ComparedFact, ...]:
    """Compare declared dependencies with observed calls."""
    snapshots = list_call_snapshots(observations.usable)
    if not snapshots:
        return ()
    names = ServiceNames(catalog, observations)
    found = collect_calls(names, snapshots)
    older = list_call_snapshots(each for each in observations.stale if _is_recent(each, observations.at))
    declared = {(service.key, target.key) for service, _, target in _list_dependencies(catalog)}
    long_seen = collect_calls(names, [*snapshots, *older]).calls if older else found.calls
    is_long = _covers([*snapshots, *older], observations.at)
    facts = [
        _compare_dependency(service, entry, target, found, long_seen if is_long else None, snapshots[0])
        for service, entry, target in _list_dependencies(catalog)
    ]
    for (client, server), evidence in found.calls.items():
        if (client, server) not in declared and (server, client) not in declared:
            facts.append(_build_undeclared(names.services[client], names.services[server], evidence))
    return tuple(facts)


def _list_dependencies(catalog: Catalog) -> Iterator[tuple[Service, Dependency, Service]]:
    """Yield the dependencies that exist today, with both services."""
    for service in catalog.of(Service):
        for entry in service.depends_on if service.lifecycle != "retired" else ():
            target = catalog.service(entry.service)
            if target is not None and target is not service and entry.status != "planned":
                yield service, entry, target


def _compare_dependency(
    service: Service,
    entry: Dependency,
    target: Service,
    found: ObservedCalls,
    long_seen: Mapping[tuple[str, str], CallEvidence] | None,
    newest: ExternalSnapshot,
) -> ComparedFact:
    """Compare one declared dependency. ``long_seen``: the calls of the last 90 days, if windows cover all of them."""
    there, back = found.calls.get((service.key, target.key)), found.calls.get((target.key, service.key))
    both = f"{service.label} depends on {shown(target.name)}"
    if there is not None:
        return ComparedFact("", there.snapshot.source, service, "confirmed", "", "", entry.place, there.snapshot)
    if back is not None:
        system, ends = format_source(back.snapshot.source), f"from {shown(target.name)} to {shown(service.name)}"
        message = f"{both}, but {system} shows only calls {ends} ({format_calls(back)})"
        help = f"declare the dependency in {target.label} instead, if the calls show the real direction"
        return ComparedFact(
            SWAPPED, back.snapshot.source, service, "contradicted", message, help, entry.place, back.snapshot
        )
    is_comparable = service.key in found.seen and target.key in found.seen
    message = (
        f"{both}, but {format_source(newest.source)} shows no call{_format_length(newest)}" if is_comparable else ""
    )
    code = UNSEEN
    if message and long_seen is not None and entry.mode == "hard" and service.tier == 1 and service.can_say("tier"):
        code = LONG_UNSEEN if (service.key, target.key) not in long_seen else UNSEEN
        if code == LONG_UNSEEN:
            message = f"{both} (hard), but no window of the last {LONG_DAYS} days shows a call"
    result: Result = "contradicted" if code == LONG_UNSEEN else "unseen"
    help = f"remove the dependency if {shown(service.name)} no longer calls {shown(target.name)}"
    return ComparedFact(code, newest.source, service, result, message, help, entry.place, newest if message else None)


def _build_undeclared(client: Service, server: Service, evidence: CallEvidence) -> ComparedFact:
    seen = f"{format_calls(evidence)}, {format_source(evidence.snapshot.source)}"
    message = f"{client.label} calls {shown(server.name)} ({seen}), but does not declare the dependency"
    help = f"add {shown(server.name)} to `dependsOn` of {client.label}, with the mode of the dependency"
    source = evidence.snapshot.source
    place = client.where("dependsOn") if client.depends_on else client.named
    place = place._replace(on="key") if client.depends_on and client.dialect == "native" else place
    return ComparedFact(UNDECLARED, source, client, "contradicted", message, help, place, evidence.snapshot)


def format_calls(evidence: CallEvidence) -> str:
    """``1,204 calls in 7 days``; ``calls in 7 days`` without a number."""
    times = evidence.times
    words = "calls" if times is None else "1 call" if times == 1 else f"{times:,} calls"
    return f"{words}{_format_length(evidence.snapshot)}"


def _format_length(snapshot: ExternalSnapshot) -> str:
    if snapshot.start is None or snapshot.end is None:
        return ""
    return f" in {plural(max(1, (snapshot.end - snapshot.start) // DAY), 'day')}"


def _is_recent(snapshot: ExternalSnapshot, at: int) -> bool:
    return snapshot.end is not None and snapshot.end > at - LONG_DAYS * DAY


def _covers(snapshots: Iterable[ExternalSnapshot], at: int) -> bool:
    """Return whether the windows begin 90 days ago or earlier, without a gap of more than a day between them."""
    spans = sorted((each.start, each.end) for each in snapshots if each.start is not None and each.end is not None)
    reached = at - LONG_DAYS * DAY
    for start, end in spans:
        if start <= reached + DAY:
            reached = max(reached, end)
    return reached >= at - DAY


def list_unknown_names(observations: Observations, catalog: Catalog) -> Mapping[str, frozenset[str]]:
    """Return the observed names that no service matches, by source."""
    return collect_calls(ServiceNames(catalog, observations), list_call_snapshots(observations.usable)).unknown


def add_observed(catalog: Catalog, observations: Observations) -> tuple[Catalog, tuple[str, ...]]:
    """Return the catalog with the observed calls that no dependency declares, and a note about each.

    The mode of such a dependency is unknown; it counts as hard, which is the worst case.
    """
    names = ServiceNames(catalog, observations)
    found = collect_calls(names, list_call_snapshots(observations.usable))
    declared = {(service.key, target.key) for service, _, target in _list_dependencies(catalog)}
    entities = dict(catalog.entities)
    notes: list[str] = []
    for (client, server), evidence in sorted(found.calls.items()):
        if (client, server) in declared:
            continue
        service = names.services[client]
        current = entities[service.kind, service.key]
        if isinstance(current, Service):
            ref = Ref(("Service",), server, current.named, "dependency", "", "")
            entry = Dependency(ref, "hard", "", None, "", 1, "", "", current.named)
            entities[service.kind, service.key] = replace(current, depends_on=(*current.depends_on, entry))
        seen = f"{format_calls(evidence)}, {format_source(evidence.snapshot.source)}"
        notes.append(
            f"{shown(client)} → {shown(server)} is observed and not declared ({seen}): counted as a hard dependency"
        )
    return replace(catalog, entities=entities), tuple(notes)
