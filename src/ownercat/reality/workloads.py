"""Compare what runs with the catalog: workloads without a service, services without a workload, other owner labels."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.model import Catalog, ExternalSnapshot, Observations, Service, Team
from ownercat.oncall.basis import format_source
from ownercat.reality.facts import VANISHED_LEAST, VANISHED_SHARE, ComparedFact, Result
from ownercat.reality.observed import ServiceNames
from ownercat.reality.sources import list_sources, load_source
from ownercat.reality.values import Workload
from ownercat.text import listed, plural, shown

UNSEEN_WORKLOAD, OWNER_DRIFT = "REA402", "REA403"
_PLATFORMS = frozenset({"kubernetes", "k8s", "eks", "gke", "aks", "openshift"})


class Uncataloged(NamedTuple):
    """The workloads of a namespace that no service of the catalog has."""

    namespace: str
    workloads: tuple[Workload, ...]
    snapshot: ExternalSnapshot


class WorkloadComparison(NamedTuple):
    """The compared services, and the workloads without a service, by namespace."""

    facts: tuple[ComparedFact, ...]
    uncataloged: tuple[Uncataloged, ...]


def compare_workloads(catalog: Catalog, observations: Observations) -> WorkloadComparison:
    """Compare the services with the running workloads of usable snapshots."""
    sources = {name for name in list_sources() if load_source(name).read_workloads is not None}
    snapshots = [each for each in observations.usable if each.source in sources]
    if not snapshots:
        return WorkloadComparison((), ())
    names = ServiceNames(catalog, observations)
    running: dict[str, tuple[Workload, ExternalSnapshot]] = {}
    others: dict[tuple[str, str], list[Workload]] = {}
    by_path = {each.path: each for each in snapshots}
    facts: list[ComparedFact] = []
    for snapshot in snapshots:
        read = load_source(snapshot.source).read_workloads
        for workload in read(snapshot) if read else ():
            key = names.find(snapshot.source, workload.service) or names.find(snapshot.source, workload.name)
            if not key:
                others.setdefault((snapshot.path, workload.namespace), []).append(workload)
                continue
            running.setdefault(key, (workload, snapshot))
            facts += _compare_owner(catalog, names.services[key], workload, snapshot)
    facts += _compare_running(names.services, running, snapshots)
    grouped = (Uncataloged(space, tuple(found), by_path[path]) for (path, space), found in sorted(others.items()))
    return WorkloadComparison(tuple(facts), tuple(grouped))


def _compare_owner(
    catalog: Catalog, service: Service, workload: Workload, snapshot: ExternalSnapshot
) -> Iterator[ComparedFact]:
    owner = catalog.team(service.owner)
    if not workload.owner or owner is None:
        return
    place, same = service.where("owner"), _is_team(owner, workload.owner)
    system = format_source(snapshot.source)
    message = (
        f"{service.label} is owned by {shown(owner.name)}, but {workload.kind} {_format(workload)} has the owner label "
        f"{shown(workload.owner)} in {system}"
    )
    help = f"correct the label of the workload, or the owner of {service.label}"
    result: Result = "confirmed" if same else "contradicted"
    yield ComparedFact(OWNER_DRIFT, snapshot.source, service, result, "" if same else message, help, place, snapshot)


def _is_team(team: Team, label: str) -> bool:
    names = {team.name, team.key, *(alias.name for alias in team.aliases), *team.handles.values()}
    return label.casefold().lstrip("@") in {name.casefold().lstrip("@").rpartition("/")[2] for name in names}


def _compare_running(
    services: Mapping[str, Service],
    running: Mapping[str, tuple[Workload, ExternalSnapshot]],
    snapshots: Iterable[ExternalSnapshot],
) -> Iterator[ComparedFact]:
    """Yield whether each service on this platform runs; if many are absent, none is called absent."""
    newest = max(snapshots, key=lambda each: each.fetched_at)
    hosted = [service for key, service in services.items() if key in running or _is_hosted(service)]
    absent = [service for service in hosted if service.key not in running]
    doubted = len(absent) >= VANISHED_LEAST and len(absent) * VANISHED_SHARE > len(hosted)
    for service in hosted:
        workload = running.get(service.key)
        place = service.named
        if workload is not None:
            yield ComparedFact("", workload[1].source, service, "confirmed", "", "", place, workload[1])
            continue
        message = "" if doubted else f"{service.label} is in production, but no workload of it runs in Kubernetes"
        help = f"set `lifecycle: retired` if {shown(service.name)} no longer runs, or label its workload"
        yield ComparedFact(
            UNSEEN_WORKLOAD, newest.source, service, "unseen", message, help, place, None if doubted else newest
        )


def _is_hosted(service: Service) -> bool:
    words = {str(value).casefold() for value in service.hosting.values()}
    return service.lifecycle == "production" and service.sound and not words.isdisjoint(_PLATFORMS)


def _format(workload: Workload) -> str:
    return shown(f"{workload.namespace}/{workload.name}" if workload.namespace else workload.name)


def format_uncataloged(each: Uncataloged) -> str:
    """``namespace shop has 2 workloads that are not in the catalog: cart and till``."""
    names = listed((shown(workload.name) for workload in each.workloads), most=4)
    space = f"namespace {shown(each.namespace)}" if each.namespace else shown(each.snapshot.path)
    return f"{space} has {plural(len(each.workloads), 'workload')} without a service in the catalog: {names}"
