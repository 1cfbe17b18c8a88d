"""What services need: who was added or dropped, who is leant on harder. A planned dependency does not exist yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, number, seconds, stated, text
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.model import Dependency, Service

_PLANNED = "planned"


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of what some services depend on."""
    for before, after in pairs:
        if isinstance(after, Service):
            old = entries(both.old, before) if isinstance(before, Service) else {}
            new = entries(both.new, after)
            for provider in sorted(old.keys() | new.keys()):
                for one, other in _paired(old.get(provider, []), new.get(provider, [])):
                    yield from _compared(both, after, provider, one, other)


def entries(view: ComparedCatalog, service: Service) -> dict[str, list[Dependency]]:
    """The entries of a service by the name of what it needs; one that is needed in two ways has two."""
    found: dict[str, list[Dependency]] = {}
    for entry in service.depends_on:
        found.setdefault(view.means(entry.service), []).append(entry)
    return found


def _paired(
    old: Sequence[Dependency], new: Sequence[Dependency]
) -> Iterator[tuple[Dependency | None, Dependency | None]]:
    """Entries for one provider: those of the same interface belong together, then whatever is left, in order."""
    left, right = list(old), list(new)
    for one in old:
        same = next((other for other in right if other.interface == one.interface), None)
        if same is not None:
            left.remove(one)
            right.remove(same)
            yield one, same
    yield from zip_longest(left, right)


def _compared(
    both: ComparedCatalogs, service: Service, provider: str, old: Dependency | None, new: Dependency | None
) -> Iterator[Change]:
    if old == new:
        return
    before, after = _facts(both.old, old), _facts(both.new, new)
    moved = fields("dependency", before, after)
    kind = _kind(_runs(old), _runs(new), old is None and new is not None, moved)
    if kind:
        yield change(kind, service, both.new.key(service), moved, provider, gone=new is None)


def _runs(entry: Dependency | None) -> bool:
    return entry is not None and entry.status != _PLANNED


def _kind(ran: bool, runs: bool, planned: bool, moved: Sequence[FieldChange]) -> str:
    if ran != runs:
        return "dependency-added" if runs else "dependency-removed"
    if not runs:
        return "dependency-planned" if planned else ""
    ways = {field.direction for field in moved}
    if "tighter" in ways:
        return "dependency-hardened"
    if "looser" in ways:
        return "dependency-softened"
    return "dependency-changed" if moved else ""


def _facts(view: ComparedCatalog, entry: Dependency | None) -> Facts:
    if entry is None:
        return {}
    at = entry.place.at
    return stated(
        {
            "service": view.one(entry.service),
            "mode": text(entry.mode, at("mode")),
            "interface": text(entry.interface, at("interface")),
            "degrade": text(entry.degrade, at("degrade")),
            "tolerates": seconds(entry.tolerates, at("tolerates")),
            "group": text(entry.group, at("group")),
            "need": number(entry.need, at("need")) if entry.group else None,
            "status": text(entry.status, at("status")),
        }
    )
