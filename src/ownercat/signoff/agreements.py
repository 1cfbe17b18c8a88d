"""Standing agreements: which dependencies need one, which record applies, and whether its terms are current."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple

from ownercat.diagnostics import Place
from ownercat.graph import Node, get_node
from ownercat.model import Catalog, Dependency, Duration, Person, Policy, Ref, Service, SignOff, Team
from ownercat.signoff.digests import compute_standing_digest, normalize_value
from ownercat.signoff.standing import MODES, PROVIDER, AgreedTerm, Promises, collect_terms, find_strongest_dependency

Pair = tuple[Node, Node]  # provider, consumer
Why = Literal["bot", "gone", "consumer", "stranger"]
_EVER = datetime.min.replace(tzinfo=UTC)


class CrossTeamDependency(NamedTuple):
    """A dependency between services of two teams: both services, both teams, and the entry with the strongest mode."""

    provider: Service
    consumer: Service
    carrier: Team
    carried: Team
    entry: Dependency


class StandingAgreement(NamedTuple):
    """The record that applies to a cross-team dependency."""

    record: SignOff
    bond: CrossTeamDependency


class ChangedTerm(NamedTuple):
    """A term that differs from the agreed one: the agreed value and the current value as text; ``""`` = not set.

    ``place``: the location of the current value; ``None`` if it has none.
    """

    field: str
    agreed: str
    today: str
    place: Place | None = None


def find_cross_team_dependency(catalog: Catalog, provider: Service, consumer: Service) -> CrossTeamDependency | None:
    """Return the dependency of a consumer on a provider; ``None`` if there is none or both have the same owner."""
    entry = (
        find_strongest_dependency(catalog, provider, consumer)
        if _can_be_party(provider) and _can_be_party(consumer)
        else None
    )
    carrier, carried = catalog.team(provider.owner), catalog.team(consumer.owner)
    if entry is None or carrier is None or carried is None or carrier is carried:
        return None
    return CrossTeamDependency(provider, consumer, carrier, carried, entry)


def _can_be_party(service: Service) -> bool:
    """Return whether a service can have agreements: active, internal, readable, in a format with sign-off."""
    alive = service.lifecycle != "retired" and service.type != "external"
    return alive and service.sound and service.can_say("signoff")


def list_dependencies_needing_agreement(catalog: Catalog, policy: Policy) -> Iterator[CrossTeamDependency]:
    """Yield each dependency for which the policy requires an agreement once; nearly linear in the dependencies."""
    modes, tiers = policy.signoff.modes, policy.signoff.tiers
    for consumer in catalog.of(Service) if modes and tiers else ():
        if consumer.tier not in tiers or not _can_be_party(consumer):
            continue
        needed = [catalog.service(e.service) for e in consumer.depends_on if e.mode in modes and e.status != "planned"]
        for provider in {id(service): service for service in needed if service is not None}.values():
            found = find_cross_team_dependency(catalog, provider, consumer)
            if found is not None and found.entry.mode in modes:
                yield found


def collect_latest_records(catalog: Catalog) -> Mapping[Pair, SignOff]:
    """Return the latest record of each pair of services, whatever its decision."""
    found: dict[Pair, SignOff] = {}
    for record in catalog.of(SignOff):
        pair = _find_pair(catalog, record)
        if pair is not None and record.sound and (pair not in found or _sort_key(record) > _sort_key(found[pair])):
            found[pair] = record
    return found


def _find_pair(catalog: Catalog, record: SignOff) -> Pair | None:
    if record.standing is None:
        return None
    ends = catalog.service(record.standing.provider), catalog.service(record.standing.consumer)
    return None if ends[0] is None or ends[1] is None else (get_node(ends[0]), get_node(ends[1]))


def _sort_key(record: SignOff) -> tuple[datetime, str]:
    return (record.given or _EVER, record.name)


def list_standing_agreements(catalog: Catalog) -> Iterator[StandingAgreement]:
    """Yield the agreements that apply, in the order of their records; skip agreements for removed dependencies."""
    for record in collect_latest_records(catalog).values():
        found = find_record_dependency(catalog, record) if record.decision == "approve" else None
        if found is not None:
            yield StandingAgreement(record, found)


def find_record_dependency(catalog: Catalog, record: SignOff) -> CrossTeamDependency | None:
    """Return the dependency of a standing agreement; ``None`` if the dependency does not exist now."""
    line = record.standing
    provider, consumer = (catalog.service(line.provider), catalog.service(line.consumer)) if line else (None, None)
    return (
        find_cross_team_dependency(catalog, provider, consumer)
        if provider is not None and consumer is not None
        else None
    )


def find_ineligible_person(
    catalog: Catalog, record: SignOff, on: date | None, carried: Team | None = None
) -> tuple[Person, Why] | None:
    """Return the person who cannot decide for the team of a record, and why; ``None`` if eligible or unknown.

    ``catalog``: the trusted people and teams. ``bot`` and ``gone`` apply in every team. For a person outside the team,
    ``consumer`` means a member of the other side (``carried``, of a standing agreement); ``stranger`` means of neither.
    """
    person, team = catalog.person(record.by), catalog.team(record.team)
    if person is None or team is None:
        return None
    if person.bot:
        return person, "bot"
    if not person.is_active(on):
        return person, "gone"
    own = carried is not None and team.key == carried.key
    if not has_complete_members(team) or is_member(catalog, team, person):
        return (person, "consumer") if own else None
    return person, "consumer" if own or (carried and is_member(catalog, carried, person)) else "stranger"


def is_member(catalog: Catalog, team: Team, person: Person) -> bool:
    """Return whether a team lists a person as a member."""
    return any(found is not None and found.key == person.key for found in map(catalog.person, team.members))


def has_complete_members(team: Team) -> bool:
    """Return whether the member list of a team is readable and complete."""
    return team.sound and team.members_known and team.can_say("members")


def find_end_date(record: SignOff, max_age: Duration | None) -> date | None:
    """Return the last valid day of an agreement: its own or that of the policy, if earlier; ``None`` = no end."""
    last = [record.expires] if record.expires else []
    if max_age is not None and record.given is not None:
        with suppress(OverflowError):  # the date is after year 9999
            last.append((record.given.astimezone(UTC) + timedelta(seconds=max_age.seconds)).date())
    return min(last, default=None)


class AgreementComparison(NamedTuple):
    """An agreement, the current terms, and whether its digest matches them."""

    agreement: StandingAgreement
    today: Mapping[str, AgreedTerm]
    holds: bool


def compare_with_current_terms(
    catalog: Catalog, policy: Policy, agreement: StandingAgreement, published: Promises
) -> AgreementComparison:
    """Return an agreement together with the current terms."""
    record, bond = agreement
    today = collect_terms(catalog, policy, bond.provider, bond.consumer, published)
    return AgreementComparison(agreement, today, is_current(record, policy, today))


def list_changed_terms(catalog: Catalog, policy: Policy, found: AgreementComparison) -> list[ChangedTerm]:
    """List the terms that differ from the agreed ones: the digest decides, the record has the agreed values."""
    record, today = found.agreement.record, found.today
    party = list(_list_party_changes(catalog, found.agreement))
    if found.holds:
        return party
    values = list(_list_term_differences(record, today))
    if not values and not party:
        values = [ChangedTerm("terms", record.terms, _compute_digest(record, policy, today, today["mode"].value))]
    return party + values


def list_misquoted_terms(found: AgreementComparison) -> list[ChangedTerm]:
    """List values that a record states wrongly although its digest matches the current terms: agreed → as written."""
    record = found.agreement.record
    if not record.agreed or not found.holds:
        return []
    differing = _list_term_differences(record, found.today)
    return [ChangedTerm(m.field, m.today, m.agreed) for m in differing if m.field != "mode"]


def is_current(record: SignOff, policy: Policy, today: Mapping[str, AgreedTerm]) -> bool:
    """Return whether a digest matches the current terms.

    A dependency that became weaker than agreed asks less of the provider, so the agreement stays current.
    """
    mode = today["mode"].value
    stronger = MODES[: MODES.index(mode) + 1] if mode in MODES else (mode,)
    return any(_compute_digest(record, policy, today, each) == record.terms for each in reversed(stronger))


def _compute_digest(record: SignOff, policy: Policy, today: Mapping[str, AgreedTerm], mode: Any) -> str:
    """Return the digest of the current terms under the names of the record, so that a rename changes nothing."""
    terms = {field: term.value for field, term in today.items()} | {"mode": mode}
    line = record.standing
    names: Sequence[Ref | None] = (line.provider, line.consumer, record.team) if line else (None, None, None)
    provider, consumer, team = (ref.name if ref else "" for ref in names)
    return compute_standing_digest(policy.name, provider, consumer, team, PROVIDER, terms)


def _list_party_changes(catalog: Catalog, agreement: StandingAgreement) -> Iterator[ChangedTerm]:
    record, bond = agreement
    team = catalog.team(record.team)
    if team is not None and team is not bond.carrier and team is not bond.carried:
        owner = bond.provider.owner
        yield ChangedTerm("owner", team.name, bond.carrier.name, owner.place if owner else None)
    if record.role != PROVIDER:
        yield ChangedTerm("role", record.role, PROVIDER)


def _list_term_differences(record: SignOff, today: Mapping[str, AgreedTerm]) -> Iterator[ChangedTerm]:
    for field in sorted(record.agreed.keys() | today.keys(), key=str):
        old = record.agreed.get(field)
        now = today.get(field)
        if normalize_value(str(field), old) != (now.value if now else None):
            yield ChangedTerm(
                str(field), _format_value(old), _format_value(now.written if now else None), now.place if now else None
            )


def _format_value(value: Any) -> str:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
