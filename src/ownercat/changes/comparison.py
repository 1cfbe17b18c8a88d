"""Two sides → every change of meaning between them. The cost follows what differs, not how much there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ownercat.changes import (
    controls,
    dependencies,
    interfaces,
    journeys,
    people,
    policies,
    roles,
    rotations,
    runbooks,
    services,
    slas,
    teams,
)
from ownercat.changes.matching import Matched, Pair, matched
from ownercat.changes.values import Change, Side
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs
from ownercat.model import (
    SLA,
    Catalog,
    Entity,
    Escalation,
    Journey,
    Person,
    Ref,
    Rotation,
    Runbook,
    Service,
    Team,
)

_Compare = Callable[[ComparedCatalogs, Sequence[Pair]], Iterator[Change]]


def compare(before: Side, after: Side) -> tuple[Change, ...]:
    """What changed in meaning from one side to the other, in a fixed order."""
    known = matched(before.catalog, after.catalog)
    looked = ComparedCatalogs(
        ComparedCatalog(before.catalog, before.policy, _map_old_to_new_names(known)),
        ComparedCatalog(after.catalog, after.policy),
    )
    pairs, steady = _worth_a_look(looked, known.pairs)
    both = looked._replace(steady=steady)
    found: list[Change] = [*policies.compare(both), *controls.compare(before, after)]
    for model, these in _by_model(pairs).items():
        for one in COMPARERS[model]:
            found += one(both, these)
    return tuple(sorted(found, key=_sort_key))


COMPARERS: Mapping[type[Entity], tuple[_Compare, ...]] = MappingProxyType(
    {
        Service: (services.compare, dependencies.compare, interfaces.compare, roles.compare),
        SLA: (slas.compare,),
        Runbook: (runbooks.compare,),
        Journey: (journeys.compare,),
        Team: (teams.compare,),
        Person: (people.compare,),
        Rotation: (rotations.compare,),
        Escalation: (rotations.escalations,),
    }
)


def _sort_key(change: Change) -> tuple[str, str, str, str, str]:
    return change.service, change.entity.kind, change.entity.name, change.kind, change.other


def _map_old_to_new_names(known: Matched) -> Mapping[tuple[str, str], str]:
    """What things before are called now. A team that went into another one answers to it; nothing else does."""
    return {**{at: key for at, key in known.merged.items() if at[0] == "Team"}, **known.renamed}


def _by_model(pairs: Sequence[Pair]) -> Mapping[type[Entity], list[Pair]]:
    """Not by kind, which a foreign format has its own words for."""
    found: dict[type[Entity], list[Pair]] = {}
    for pair in pairs:
        model = next((model for model in COMPARERS if isinstance(pair.after or pair.before, model)), None)
        if model is not None:
            found.setdefault(model, []).append(pair)
    return found


# what may have changed


def _worth_a_look(both: ComparedCatalogs, pairs: Sequence[Pair]) -> tuple[list[Pair], bool]:
    """The pairs that differ, and those that lean on something that does: a reference, an escalation, a severity.

    Whether there is nothing to lean on that differs, too.
    """
    touched = [pair for pair in pairs if pair.moved]
    renamed_words = _severities(both.old) != _severities(both.new)
    names = {name for pair in touched if _matters_to_others(pair) for entity in pair for name in _list_names(entity)}
    if not names and not renamed_words:
        return touched, True
    _spread(both.old.catalog, names)
    _spread(both.new.catalog, names)
    found = [pair for pair in pairs if renamed_words or pair.moved or (names and _leans_on(pair, names))]
    return found, False


def _severities(view: ComparedCatalog) -> object:
    return [level.id for level in view.policy.severities], dict(view.policy.severity_aliases)


def _matters_to_others(pair: Pair) -> bool:
    """Whether what names it may mean something else now, or whether pages pass it."""
    return isinstance(pair.after, _PASSED) or set(_list_names(pair.before)) != set(_list_names(pair.after))


_PASSED = (Rotation, Escalation, Team)


def _list_names(entity: Entity | None) -> Iterator[str]:
    if entity is not None:
        yield entity.key
        yield entity.name
        yield from (alias.name for alias in entity.aliases)


def _spread(catalog: Catalog, names: set[str]) -> None:
    """Add what a page passes on its way to somebody whose name is there: rotations, escalations, teams."""
    ways = [entity for kind in _PASSED for entity in catalog.of(kind)]
    found = True
    while found:
        found = False
        for entity in ways:
            if entity.key not in names and any(ref.name in names for ref in _paged_by(entity)):
                names.update(_list_names(entity))
                found = True


def _paged_by(entity: Entity) -> Sequence[Ref]:
    """The references on which depends where a page of this entity goes."""
    if isinstance(entity, Team):
        return (entity.escalation,) if entity.escalation else ()
    return entity.refs


def _leans_on(pair: Pair, names: set[str]) -> bool:
    """Whether something that it names may mean something else now."""
    return any(ref.name in names for entity in pair if entity is not None for ref in entity.refs)
