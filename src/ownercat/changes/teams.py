"""Compare teams: existence, merges, members and leads."""

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, build_text, collect_leaves, drop_missing
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Ref, Team


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of teams."""
    for before, after in pairs:
        old = before if isinstance(before, Team) else None
        new = after if isinstance(after, Team) else None
        if old and new:
            yield from _compare_team(both, old, new)
        elif new:
            facts = _collect_members(both.new, new) | _collect_details(both.new, new)
            yield build_change("team-added", new, "", list_field_changes("free", {}, facts), whole=True)
        elif old:
            yield _build_removed(both, old)


def _build_removed(both: ComparedCatalogs, team: Team) -> Change:
    heir = both.new.catalog.aliases.get((team.kind, team.key))
    moved = list_field_changes(
        "free", _build_name_value(team), _build_name_value(heir) if isinstance(heir, Team) else {}
    )
    kind, other = ("team-merged", heir.name) if heir else ("team-dissolved", "")
    return build_change(kind, team, "", moved, other, gone=True, whole=True)


def _compare_team(both: ComparedCatalogs, old: Team, new: Team) -> Iterator[Change]:
    if old.key != new.key:
        yield build_change(
            "team-renamed",
            new,
            "",
            list_field_changes("free", _build_name_value(old), _build_name_value(new)),
            old.name,
        )
    for field in list_field_changes("free", _collect_members(both.old, old), _collect_members(both.new, new)):
        kind = "member-added" if field.before is None else "member-removed"
        member = str(field.after or field.before)
        yield build_change(kind, new, "", [field._replace(name="member")], member, gone=field.after is None)
    lead = list_field_changes(
        "free", _collect_reference(both.old, "lead", old.lead), _collect_reference(both.new, "lead", new.lead)
    )
    if lead:
        yield build_change("lead-changed", new, "", lead)
    moved = list_field_changes("free", _collect_details(both.old, old), _collect_details(both.new, new))
    if moved:
        yield build_change("team-changed", new, "", moved)


def _build_name_value(team: Team) -> Facts:
    return {"name": NormalizedValue(team.key, team.name, team.named)}


def _collect_reference(view: ComparedCatalog, name: str, ref: Ref | None) -> Facts:
    return drop_missing({name: view.build_reference(ref)})


def _collect_members(view: ComparedCatalog, team: Team) -> Facts:
    members = [NormalizedValue(view.resolve_name(ref), view.resolve_name(ref), ref.place) for ref in team.members]
    return {str(fact.value): fact for fact in members}


def _collect_details(view: ComparedCatalog, team: Team) -> Facts:
    """Collect the other values of a team; its default escalation is compared for each service that uses it."""
    values = drop_missing(
        {
            "parent": view.build_reference(team.parent),
            "escalation": view.build_reference(team.escalation),
            "charter": build_text(team.charter, team.where("charter")),
        }
    )
    for key in ("handles", "contacts", "labels"):
        values |= collect_leaves(getattr(team, key), team.where(key), key)
    return values
