"""What no entity of the catalog matches, with the lines that would link it. A proposal is for a person to decide."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.model import Catalog, Entity, Escalation, Observations, Person, Rotation, Service
from ownercat.reality.identity import collect_users, list_linked, match_users, read_facts
from ownercat.reality.observed import ServiceNames
from ownercat.reality.sources import load_source
from ownercat.reality.values import ExternalUser, OncallFacts

_APART = re.compile(r"[\W_]+")


class Proposal(NamedTuple):
    """A record of another system that matches no entity. ``kind``: user, schedule, policy or service.

    ``name`` and ``email``: as there.

    ``about``: where the record is used. ``entity``: the one that looks like it; ``None``: none or several do.
    """

    kind: str
    id: str
    name: str
    email: str
    about: tuple[str, ...]
    entity: Entity | None


class MatchReport(NamedTuple):
    """How many records of a source match an entity, and the others."""

    matched: int
    proposals: tuple[Proposal, ...]


def build_match_report(catalog: Catalog, observations: Observations, source: str) -> MatchReport:
    """Match the users of linked schedules, and the schedules and policies of a source."""
    facts = read_facts(observations).get(source)
    if facts is None:
        return _match_services(catalog, observations, source)
    linked = [each for each in list_linked(catalog, {source: facts}) if each.schedule is not None]
    users = match_users(catalog, source, collect_users(facts, [e.schedule for e in linked if e.schedule]))
    shifts = {each.rotation.name: {s.user for s in each.schedule.shifts} for each in linked if each.schedule}
    people = [
        Proposal(
            "user", user.id, user.name, user.email, _list_uses(shifts, user.id), _find_person(catalog, source, user)
        )
        for user in users.unmatched
    ]
    ids = {each.id for each in linked}
    policies = {entity.handles.get(source, "") for entity in catalog.of(Escalation)}
    others = [*_list_schedules(catalog, facts, ids), *_list_policies(catalog, facts, policies)]
    known = len(users.people) + len(ids) + len(policies & facts.policies.keys())
    return MatchReport(known, (*people, *others))


def _match_services(catalog: Catalog, observations: Observations, source: str) -> MatchReport:
    """Match the names of services in observed calls and in workloads."""
    found = load_source(source)
    names = ServiceNames(catalog, observations)
    seen: set[str] = set()
    for snapshot in observations.select(source):
        for call in found.read_calls(snapshot) if found.read_calls else ():
            seen |= {call.client, call.server}
        for workload in found.read_workloads(snapshot) if found.read_workloads else ():
            known = names.find(source, workload.service) or names.find(source, workload.name)
            seen.add(workload.name if known == names.find(source, workload.name) != "" else workload.service)
    unknown = sorted(name for name in seen if not names.find(source, name))
    services = list(catalog.of(Service))
    proposals = tuple(Proposal("service", name, "", "", (), _find_alike(services, name)) for name in unknown)
    return MatchReport(len(seen) - len(unknown), proposals)


def _list_uses(shifts: Mapping[str, set[str]], user: str) -> tuple[str, ...]:
    return tuple(name for name, users in shifts.items() if user in users)


def _list_schedules(catalog: Catalog, facts: OncallFacts, linked: set[str]) -> Iterator[Proposal]:
    for id, schedule in facts.schedules.items():
        if id not in linked:
            yield Proposal("schedule", id, schedule.name, "", (), _find_alike(catalog.of(Rotation), schedule.name))


def _list_policies(catalog: Catalog, facts: OncallFacts, linked: set[str]) -> Iterator[Proposal]:
    for id, policy in facts.policies.items():
        if id not in linked:
            yield Proposal("policy", id, policy.name, "", (), _find_alike(catalog.of(Escalation), policy.name))


def _find_person(catalog: Catalog, source: str, user: ExternalUser) -> Entity | None:
    """Return the only person without a handle whose name, title or mailbox is that of a user."""
    free = [person for person in catalog.of(Person) if not person.handles.get(source)]
    mailbox = user.email.partition("@")[0]
    return _find_alike(free, user.name) or _find_alike(free, mailbox)


def _find_alike(entities: Iterable[Entity], name: str) -> Entity | None:
    words = _normalize(name)
    found = [each for each in entities if words and words in (_normalize(each.name), _normalize(each.title))]
    return found[0] if len(found) == 1 else None


def _normalize(text: str) -> str:
    return _APART.sub(" ", text.casefold()).strip()
