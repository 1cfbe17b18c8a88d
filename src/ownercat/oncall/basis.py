"""What a statement about paging rests on: files that ownercat read, another system, or nothing that can be read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ownercat.diagnostics import Basis
from ownercat.model import Catalog, Rotation
from ownercat.oncall.crew import PageRecipient
from ownercat.oncall.timelines import is_assumed
from ownercat.oncall.wording import format_instant
from ownercat.text import listed, plural, shown

_SYSTEMS: Mapping[str, str] = MappingProxyType(
    {
        "pagerduty": "PagerDuty",
        "opsgenie": "Opsgenie",
        "goalert": "GoAlert",
        "grafana": "Grafana OnCall",
        "incident.io": "incident.io",
        "incidentio": "incident.io",
        "firehydrant": "FireHydrant",
        "splunk": "Splunk On-Call",
        "victorops": "Splunk On-Call",
        "ilert": "ilert",
        "jaeger": "Jaeger",
        "zipkin": "Zipkin",
        "servicegraph": "service graph metrics",
        "kubernetes": "Kubernetes",
        "github": "GitHub",
        "gitlab": "GitLab",
        "directory": "the directory",
        "ical": "iCalendar",
    }
)
_ELSEWHERE = "another system"


def join_bases(bases: Iterable[Basis]) -> Basis:
    """Return the weakest basis of several facts; without facts, ``proved``."""
    given = set(bases)
    return "unknown" if "unknown" in given else "assumed" if "assumed" in given else "proved"


def find_basis(catalog: Catalog, member: PageRecipient) -> Basis:
    """Return the basis of whether a page reaches a recipient."""
    if member.kind != "person":
        return "assumed" if member.kind == "external" else "unknown"
    person = catalog.get("Person", member.name)
    if person is None or not person.sound:
        return "unknown"
    return "proved" if person.can_say("contacts") else "assumed"


def find_schedule_basis(rotation: Rotation, at: int | None) -> Basis:
    """Return the basis of who is on call at an instant (``None``: at any time), without regard to errors of the file.

    A snapshot proves it inside its window; outside of it, the schedule of another system is assumed.
    """
    if rotation.external is None:
        return "proved"
    seen = rotation.observed
    return "proved" if seen and at is not None and seen.start <= at < seen.end else "assumed"


def find_system(rotation: Rotation) -> str:
    """Return the name of the system that has the schedule of an external rotation; "" for a rotation of the catalog."""
    if rotation.external is None:
        return ""
    provider = str(rotation.external.get("provider", ""))
    return _SYSTEMS.get(provider.strip().lower(), shown(provider)) or _ELSEWHERE


def format_system(rotation: Rotation) -> str:
    """Return the system with its ID of the schedule: ``PagerDuty (PX1)``; "" for a rotation of the catalog."""
    external = rotation.external or {}
    id = shown(external.get("id", ""))
    return f"{find_system(rotation)} ({id})" if id else find_system(rotation)


def format_source(source: str) -> str:
    """Return the name of a source of snapshots for people."""
    return _SYSTEMS.get(source, shown(source))


def format_observed(rotation: Rotation) -> str:
    """Return the system with its ID of the schedule, as the snapshot of a rotation names them; "" without one."""
    seen = rotation.observed
    return f"{format_source(seen.source)} ({shown(seen.id)})" if seen else ""


def format_evidence(rotation: Rotation) -> str:
    """``PagerDuty (PX1), fetched Tue 2026-12-01 09:00 UTC``; "" without a snapshot."""
    seen = rotation.observed
    return f"{format_observed(rotation)}, fetched {format_instant(seen.fetched_at, 'UTC')}" if seen else ""


def explain_unproved(catalog: Catalog, members: Sequence[PageRecipient]) -> str:
    """Return why it is not proved whom a page reaches; "" if it is proved."""
    rotations = [catalog.get("Rotation", member.rotation) for member in members if member.kind == "external"]
    assumed = {each.key: each for each in rotations if isinstance(each, Rotation)}
    elsewhere = [explain_assumed(tuple(assumed.values()))] if assumed else []
    return listed(dict.fromkeys([*elsewhere, *_list_reasons(catalog, members)]))


def explain_assumed(rotations: Sequence[Rotation]) -> str:
    """``harbour-primary is on call per PagerDuty (PX1), not known here``; "" without a rotation."""
    if len(rotations) < 2:
        return "".join(f"{shown(each.name)} is on call per {format_system(each)}, not known here" for each in rotations)
    names = listed(shown(each.name) for each in rotations)
    return f"{names} are on call per {format_systems(rotations)}, not known here"


def _list_reasons(catalog: Catalog, members: Sequence[PageRecipient]) -> Iterator[str]:
    for member in members:
        basis = "" if member.kind == "external" else find_basis(catalog, member)
        if basis == "assumed":
            yield f"the contacts of {shown(member.name)} are not known here"
        elif basis == "unknown":
            yield f"the person on call for {shown(member.name)} is unknown"


def list_assumed(catalog: Catalog) -> tuple[Rotation, ...]:
    """Return the rotations whose schedule is in another system, in the order of the files."""
    rotations = [rotation for rotation in catalog.of(Rotation) if is_assumed(rotation)]
    return tuple(sorted(rotations, key=lambda rotation: (rotation.at.path, rotation.at.document, rotation.name)))


def format_systems(rotations: Iterable[Rotation]) -> str:
    """``PagerDuty``, or ``Opsgenie (1) and PagerDuty (2)`` with the number of schedules in each."""
    systems = [find_system(rotation) for rotation in rotations]
    counts = {system: systems.count(system) for system in sorted(set(systems), key=str.lower)}
    return listed(counts) if len(counts) == 1 else listed(f"{system} ({count})" for system, count in counts.items())


def format_trust(rotations: tuple[Rotation, ...]) -> str:
    """``2 rotations are taken on trust: their schedules are in PagerDuty``."""
    verb, schedules = ("is", "its schedule is") if len(rotations) == 1 else ("are", "their schedules are")
    return f"{plural(len(rotations), 'rotation')} {verb} taken on trust: {schedules} in {format_systems(rotations)}"
