"""Match identities of other systems with entities: by handle, else by email address. A display name is no match."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ownercat.model import Catalog, ExternalSnapshot, Observations, Person, Rotation
from ownercat.reality.sources import list_sources, load_source
from ownercat.reality.values import ExternalSchedule, ExternalUser, OncallFacts

_PROVIDERS: Mapping[str, str] = {"incident.io": "incidentio", "grafana oncall": "grafana", "grafana irm": "grafana"}


class Ambiguity(NamedTuple):
    """An identity of another system that several people of the catalog have; none of them counts."""

    user: ExternalUser
    people: tuple[Person, ...]


class MatchedUsers(NamedTuple):
    """The users of a source: the person of each id, the users without a person, and those with several."""

    people: Mapping[str, Person]
    unmatched: tuple[ExternalUser, ...]
    ambiguous: tuple[Ambiguity, ...]


class LinkedSchedule(NamedTuple):
    """A rotation with the id of its schedule in a source; ``schedule``: ``None`` if no snapshot has it."""

    rotation: Rotation
    source: str
    id: str
    schedule: ExternalSchedule | None


_last: list[tuple[Observations, Mapping[str, OncallFacts]]] = []


def read_facts(observations: Observations) -> Mapping[str, OncallFacts]:
    """Return the on-call facts of each source with a usable snapshot; the latest are kept."""
    if not _last or _last[0][0] is not observations:
        _last[:] = [(observations, _read_facts(observations))]
    return _last[0][1]


def _read_facts(observations: Observations) -> Mapping[str, OncallFacts]:
    facts: dict[str, OncallFacts] = {}
    for name in sorted({each.source for each in observations.usable}):
        source = load_source(name)
        if source.read_oncall is not None:
            facts[name] = source.read_oncall(observations.select(name))
    return facts


def get_source(rotation: Rotation) -> str:
    """Return the source of an external rotation: that of ``snapshot``, else of ``provider``; "" if there is none."""
    external = rotation.external or {}
    stated = external.get("snapshot", "")
    provider = str(external.get("provider", "")).strip().lower()
    known = list_sources()
    return next((each for each in (stated, provider, _PROVIDERS.get(provider, "")) if each in known), "")


def list_linked(catalog: Catalog, facts: Mapping[str, OncallFacts]) -> list[LinkedSchedule]:
    """Return the rotations that state the id of a schedule in a source with facts."""
    linked: list[LinkedSchedule] = []
    for rotation in catalog.of(Rotation):
        for source, id in _list_ids(rotation).items():
            if source in facts:
                schedule = facts[source].schedules.get(id)
                stated = (rotation.external or {}).get("snapshot", source)
                fits = schedule is None or stated in (source, schedule.snapshot.path)
                linked.append(LinkedSchedule(rotation, source, id, schedule if fits else None))
    return linked


def _list_ids(rotation: Rotation) -> dict[str, str]:
    """Return the ids of the schedule by source; an external rotation has only the one of its own system."""
    if rotation.external is None:
        return dict(rotation.handles)
    source = get_source(rotation)
    id = str(rotation.external.get("id", "")) or rotation.handles.get(source, "")
    return {source: id} if source and id else {}


def match_users(catalog: Catalog, source: str, users: Iterable[ExternalUser]) -> MatchedUsers:
    """Match users with people; an inactive person counts, because the system may still page that person."""
    by_handle: dict[str, list[Person]] = {}
    by_email: dict[str, list[Person]] = {}
    for person in catalog.of(Person):
        if person.handles.get(source):
            by_handle.setdefault(person.handles[source], []).append(person)
        if person.email:
            by_email.setdefault(person.email.casefold(), []).append(person)
    people: dict[str, Person] = {}
    unmatched: list[ExternalUser] = []
    ambiguous: list[Ambiguity] = []
    for user in users:
        found = by_handle.get(user.id) or (by_email.get(user.email.casefold()) if user.email else None) or []
        if len(found) == 1:
            people[user.id] = found[0]
        elif found:
            ambiguous.append(Ambiguity(user, tuple(found)))
        else:
            unmatched.append(user)
    return MatchedUsers(people, tuple(unmatched), tuple(ambiguous))


def collect_users(facts: OncallFacts, schedules: Iterable[ExternalSchedule]) -> list[ExternalUser]:
    """Return the users of schedules, each once, in order of their first shift; one without facts has only its id."""
    ids = dict.fromkeys(shift.user for schedule in schedules for shift in (*schedule.shifts, *(schedule.base or ())))
    return [facts.users.get(id, ExternalUser(id, "", id if "@" in id else "")) for id in ids]


def get_newest(snapshots: Iterable[ExternalSnapshot]) -> ExternalSnapshot | None:
    """Return the newest of some snapshots."""
    return max(snapshots, key=lambda each: each.fetched_at, default=None)
