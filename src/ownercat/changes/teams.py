"""Teams: there or not, gone into another one, who is in them, who leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, leaves, stated, text
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.model import Ref, Team


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of some teams."""
    for before, after in pairs:
        old = before if isinstance(before, Team) else None
        new = after if isinstance(after, Team) else None
        if old and new:
            yield from _compared(both, old, new)
        elif new:
            facts = _members(both.new, new) | _about(both.new, new)
            yield change("team-added", new, "", fields("free", {}, facts), whole=True)
        elif old:
            yield _gone(both, old)


def _gone(both: ComparedCatalogs, team: Team) -> Change:
    heir = both.new.catalog.aliases.get((team.kind, team.key))
    moved = fields("free", _build_name_value(team), _build_name_value(heir) if isinstance(heir, Team) else {})
    kind, other = ("team-merged", heir.name) if heir else ("team-dissolved", "")
    return change(kind, team, "", moved, other, gone=True, whole=True)


def _compared(both: ComparedCatalogs, old: Team, new: Team) -> Iterator[Change]:
    if old.key != new.key:
        yield change("team-renamed", new, "", fields("free", _build_name_value(old), _build_name_value(new)), old.name)
    for field in fields("free", _members(both.old, old), _members(both.new, new)):
        kind = "member-added" if field.before is None else "member-removed"
        member = str(field.after or field.before)
        yield change(kind, new, "", [field._replace(name="member")], member, gone=field.after is None)
    lead = fields("free", _one(both.old, "lead", old.lead), _one(both.new, "lead", new.lead))
    if lead:
        yield change("lead-changed", new, "", lead)
    moved = fields("free", _about(both.old, old), _about(both.new, new))
    if moved:
        yield change("team-changed", new, "", moved)


def _build_name_value(team: Team) -> Facts:
    return {"name": NormalizedValue(team.key, team.name, team.named)}


def _one(view: ComparedCatalog, name: str, ref: Ref | None) -> Facts:
    return stated({name: view.one(ref)})


def _members(view: ComparedCatalog, team: Team) -> Facts:
    found = [NormalizedValue(view.means(ref), view.means(ref), ref.place) for ref in team.members]
    return {str(fact.value): fact for fact in found}


def _about(view: ComparedCatalog, team: Team) -> Facts:
    """All else that others rely on. What its default escalation pages is told for each service that uses it."""
    found = stated(
        {
            "parent": view.one(team.parent),
            "escalation": view.one(team.escalation),
            "charter": text(team.charter, team.where("charter")),
        }
    )
    for key in ("handles", "contacts", "labels"):
        found |= leaves(getattr(team, key), team.where(key), key)
    return found
