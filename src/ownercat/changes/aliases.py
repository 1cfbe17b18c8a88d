"""Compare the aliases of services: names by which alerts and references still find a service."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_text
from ownercat.changes.symptoms import collect_kept_alerts
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Alias, Service


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield one change for each alias that finds another service, or none, or until another day.

    An alias that a renaming leaves behind finds the same service. A new service brings its own aliases. A name that
    another service keeps is shared from then on, which counts as a move.
    """
    takers = _map_takers(both.old, pairs)
    names = {alias.name: None for pair in pairs for service in pair if service for alias in service.aliases}
    names |= dict.fromkeys(takers)
    known = (
        {both.old.names.get(at, at[1]) for at in both.old.catalog.entities if at[0] == "Service"} if names else set()
    )
    for name in names:
        before, after = _find_holder(both.old, name), takers.get(name) or _find_holder(both.new, name)
        if (before is None and after is not None and after.key not in known) or (
            after is None and before is not None and both.new.catalog.get("Service", both.old.key(before)) is None
        ):
            continue  # the service itself was added or removed
        ends = [_collect_end(service, name) for service in (before, after)]
        if before is not None and after is not None and ends[0] is None and not both.new.stated:
            ends = [{}, ends[1]]  # a name became an alias, perhaps one that ends
        elif before is not None and after is not None and not all(end is not None for end in ends):
            ends = [None, None]  # a name became an alias, or an alias a name
        values = [
            _collect_holder(view, service, name) | (end or {})
            for view, service, end in zip((both.old, both.new), (before, after), ends, strict=True)
        ]
        fields = list_field_changes("alias", *values)
        kept = both.new.catalog.get("Service", both.old.key(before)) if before is not None else None
        holder = after or kept
        if fields and isinstance(holder, Service):
            yield build_change("alias-changed", holder, both.new.key(holder), fields, name)


def compare_names(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the alerts of services that another entity takes with its name; a team or a person can take aliases too.

    A name is found before an alias, and an alias before an alert. `diff` shows the name itself.
    """
    gained = [(pair.after, name) for pair in pairs if pair.after for name in sorted(_list_gained_names(pair))]
    if both.new.stated or not gained:
        return
    alerts, aliases = collect_kept_alerts(both), _collect_kept_aliases(both)
    for entity, name in gained:
        is_service = isinstance(entity, Service)
        own = both.new.key(entity) if is_service else ""
        for key in sorted((alerts.get(name, set()) | (set() if is_service else aliases.get(name, set()))) - {own}):
            loser = both.new.catalog.get("Service", key)
            if isinstance(loser, Service):
                taker = entity if isinstance(entity, Service) else loser
                fields = list_field_changes(
                    "alias",
                    {f"alias.{name}": NormalizedValue(key, loser.name, loser.named)},
                    {f"alias.{name}": NormalizedValue(own or entity.label, entity.label, entity.named)},
                )
                yield build_change("alias-changed", taker, both.new.key(taker), fields, name)


def _list_gained_names(pair: Pair) -> set[str]:
    before, after = (
        {name.casefold() for name in (entity.name, *(alias.name for alias in entity.aliases))} if entity else set()
        for entity in pair
    )
    return after - before


def _collect_kept_aliases(both: ComparedCatalogs) -> dict[str, set[str]]:
    """Return the services that have each alias before and after the change."""
    old, new = (
        {
            (alias.name.casefold(), view.key(service))
            for service in view.catalog.of(Service)
            for alias in service.aliases
        }
        for view in (both.old, both.new)
    )
    found: dict[str, set[str]] = {}
    for name, key in old & new:
        found.setdefault(name, set()).add(key)
    return found


def _map_takers(old: ComparedCatalog, pairs: Sequence[Pair]) -> dict[str, Service]:
    """Return the services that take a name or an alias of another service; the later one of two."""
    found: dict[str, Service] = {}
    for before, after in pairs:
        if isinstance(after, Service):
            own = {alias.name for alias in before.aliases} if before is not None else set()
            names = [name for name in (after.key, *(alias.name for alias in after.aliases)) if name not in own]
            holders = {name: _find_holder(old, name) for name in names}
            found |= {name: after for name, holder in holders.items() if holder is not None and holder is not before}
    return found


def _find_holder(view: ComparedCatalog, name: str) -> Service | None:
    """Return the service with a name or an alias."""
    found = view.catalog.get("Service", name) or view.catalog.aliases.get(("Service", name))
    return found if isinstance(found, Service) else None


def _find_alias(holder: Service | None, name: str) -> Alias | None:
    return next((alias for alias in holder.aliases if alias.name == name), None) if holder is not None else None


def _collect_holder(view: ComparedCatalog, holder: Service | None, name: str) -> Facts:
    if holder is None:
        return {}
    alias = _find_alias(holder, name)
    place = holder.named if alias is None else alias.place
    return {f"alias.{name}": NormalizedValue(view.key(holder), holder.name, place)}


def _collect_end(holder: Service | None, name: str) -> Facts | None:
    """Return the last day of an alias; ``None`` if the name is not an alias."""
    alias = _find_alias(holder, name)
    if alias is None:
        return None
    until = build_text(str(alias.until or ""), alias.place.at("until"))
    return {f"alias.{name}.until": until} if until is not None else {}
