"""Compare two catalogs: only what differs, and what depends on it, is compared in detail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ownercat.changes import (
    aliases,
    controls,
    dependencies,
    expectations,
    interfaces,
    journeys,
    learning,
    people,
    policies,
    roles,
    rotations,
    runbooks,
    services,
    slas,
    suppressions,
    symptoms,
    teams,
)
from ownercat.changes.matching import Matched, Pair, match_entities
from ownercat.changes.normal import NormalizedValue
from ownercat.changes.values import Change, Side
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import (
    SLA,
    Catalog,
    Drill,
    Entity,
    Escalation,
    Expectation,
    Incident,
    Journey,
    Person,
    Ref,
    Rotation,
    Runbook,
    Service,
    Team,
)

_Compare = Callable[[ComparedCatalogs, Sequence[Pair]], Iterator[Change]]


def compare(before: Side, after: Side, stated: bool = False) -> tuple[Change, ...]:
    """Return the changes of meaning from one side to the other, in a fixed order.

    ``stated``: only what the documents state, for `diff` and `log`. The gate compares effective values: it needs to
    know who has a role now, and a name that changed without an alias is another entity.
    """
    matches = match_entities(before.catalog, after.catalog, in_place=stated)
    both_sides = ComparedCatalogs(
        ComparedCatalog(before.catalog, before.policy, _map_old_to_new_names(matches), stated),
        ComparedCatalog(after.catalog, after.policy, stated=stated),
    )
    pairs, steady = _select_pairs(both_sides, matches.pairs)
    both = both_sides._replace(steady=steady)
    result: list[Change] = [
        *policies.compare(both),
        *controls.compare(before, after),
        *suppressions.compare(both, before, after),
    ]
    for model, model_pairs in _group_by_model(pairs).items():
        for comparer in COMPARERS[model]:
            result += comparer(both, model_pairs)
        if stated and model in _RENAMED:
            result += [_build_renamed(both, old, new) for old, new in model_pairs if old and new and old.key != new.key]
    return tuple(sorted(result, key=_sort_key))


COMPARERS: Mapping[type[Entity], tuple[_Compare, ...]] = MappingProxyType(
    {
        Service: (
            services.compare,
            symptoms.compare,
            dependencies.compare,
            interfaces.compare,
            roles.compare,
            aliases.compare,
            aliases.compare_names,
        ),
        SLA: (slas.compare,),
        Runbook: (runbooks.compare,),
        Journey: (journeys.compare,),
        Team: (teams.compare, aliases.compare_names),
        Person: (people.compare, aliases.compare_names),
        Rotation: (rotations.compare,),
        Escalation: (rotations.compare_escalations,),
        Expectation: (expectations.compare,),
        Incident: (learning.compare,),
        Drill: (learning.compare,),
    }
)


# services, teams and people report their renaming themselves; SLAs and Expectations are matched by their parties
_RENAMED = (Rotation, Escalation, Runbook, Journey)


def _build_renamed(both: ComparedCatalogs, old: Entity, new: Entity) -> Change:
    service = both.new.catalog.service(new.service) if isinstance(new, Runbook) else None
    names = ({"name": NormalizedValue(entity.key, entity.name, entity.named)} for entity in (old, new))
    kind = f"{new.kind.lower()}-renamed"
    return build_change(kind, new, service.key if service else "", list_field_changes("free", *names), old.name)


def _sort_key(change: Change) -> tuple[str, str, str, str, str]:
    return change.service, change.entity.kind, change.entity.name, change.kind, change.other


def _map_old_to_new_names(known: Matched) -> Mapping[tuple[str, str], str]:
    """Map old keys to current names.

    Of merged entities only teams, because only a merged team answers to the new name.
    """
    return {**{at: key for at, key in known.merged.items() if at[0] == "Team"}, **known.renamed}


def _group_by_model(pairs: Sequence[Pair]) -> Mapping[type[Entity], list[Pair]]:
    """Group the pairs by model class, not by kind: foreign formats have their own kinds."""
    groups: dict[type[Entity], list[Pair]] = {}
    for pair in pairs:
        model = next((model for model in COMPARERS if isinstance(pair.after or pair.before, model)), None)
        if model is not None:
            groups.setdefault(model, []).append(pair)
    return groups


# selection of the pairs


def _select_pairs(both: ComparedCatalogs, pairs: Sequence[Pair]) -> tuple[list[Pair], bool]:
    """Return the pairs to compare, and whether all names and pages are unchanged.

    A pair is compared if it differs, or if it refers to an entity that differs: directly, through an escalation policy
    or through a severity.
    """
    touched = [pair for pair in pairs if pair.is_changed]
    severities_changed = _get_severities(both.old) != _get_severities(both.new)
    names = {name for pair in touched if _affects_others(pair) for entity in pair for name in _list_names(entity)}
    if not names and not severities_changed:
        return touched, True
    _add_paging_entities(both.old.catalog, names)
    _add_paging_entities(both.new.catalog, names)
    selected = [pair for pair in pairs if severities_changed or pair.is_changed or (names and _refers_to(pair, names))]
    return selected, False


def _get_severities(view: ComparedCatalog) -> object:
    return [level.id for level in view.policy.severities], dict(view.policy.severity_aliases)


def _affects_others(pair: Pair) -> bool:
    """Return whether the names of the pair may now mean another entity, or whether pages pass through the pair."""
    return isinstance(pair.after, _PASSED) or set(_list_names(pair.before)) != set(_list_names(pair.after))


_PASSED = (Rotation, Escalation, Team)


def _list_names(entity: Entity | None) -> Iterator[str]:
    if entity is not None:
        yield entity.key
        yield entity.name
        yield from (alias.name for alias in entity.aliases)


def _add_paging_entities(catalog: Catalog, names: set[str]) -> None:
    """Add the rotations, escalation policies and teams through which a page reaches a name in ``names``."""
    entities = [entity for kind in _PASSED for entity in catalog.of(kind)]
    grew = True
    while grew:
        grew = False
        for entity in entities:
            if entity.key not in names and any(ref.name in names for ref in _list_page_refs(entity)):
                names.update(_list_names(entity))
                grew = True


def _list_page_refs(entity: Entity) -> Sequence[Ref]:
    """Return the references that decide where a page of this entity goes."""
    if isinstance(entity, Team):
        return (entity.escalation,) if entity.escalation else ()
    return entity.refs


def _refers_to(pair: Pair, names: set[str]) -> bool:
    """Return whether the pair refers to one of the names."""
    return any(ref.name in names for entity in pair if entity is not None for ref in entity.refs)
