"""Compare the policy: each value has a direction. The emergency roster has its own kinds of change."""

from collections.abc import Iterator, Mapping
from typing import Any

from ownercat.changes.normal import Facts, NormalizedValue, build_flag, build_text, collect_leaves, drop_missing
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Policy, Ref
from ownercat.text import listed

_ROSTER = "breakGlass.roster"
_WAYS = {"looser": "loosened", "tighter": "tightened", "other": "changed"}
_RESOLVED = ("severities", "channels", "apiVersion", "kind")  # compared in their resolved form, or always the same


def compare(both: ComparedCatalogs) -> Iterator[Change]:
    """Yield the changes of the policy, at most one for each direction."""
    old, new = both.old.policy, both.new.policy
    if old is new and not old.refs:
        return
    moved = list_field_changes("policy", _collect_values(both.old), _collect_values(both.new))
    for what in ("policy", "roster"):
        for way, word in _WAYS.items():
            field_changes = [
                field for field in moved if field.direction == way and (field.name == _ROSTER) == (what == "roster")
            ]
            if field_changes:
                gone = not new.at.path
                yield build_change(f"{what}-{word}", old if gone else new, "", field_changes, gone=gone)


def _collect_values(view: ComparedCatalog) -> Facts:
    """Collect every value by its dotted name, defaults included."""
    policy = view.policy
    data = {key: value for key, value in policy.data.items() if key not in _RESOLVED}
    data["rules"] = {key: value for key, value in data["rules"].items() if key != "exceptions"}  # a change of its own
    return (
        collect_leaves(data, policy.at)
        | _collect_severities(policy)
        | _collect_channels(policy)
        | drop_missing({"signoff.enabled": build_flag(policy.signoff.enabled, policy.at.at("signoff"))})
        | _collect_trusted(view)
    )


def _collect_trusted(view: ComparedCatalog) -> Facts:
    """Collect the people and teams of the policy by resolved name, because a new entity can take over an old name."""
    roster = view.policy.break_glass.roster
    names = sorted({view.resolve_name(ref) for ref in roster})
    values = {_ROSTER: NormalizedValue([*names], listed(names), roster[0].place) if roster else None}
    return drop_missing({**values, "governance.team": _build_governance_value(view, view.policy.governance_team)})


def _build_governance_value(view: ComparedCatalog, ref: Ref | None) -> NormalizedValue | None:
    """Mark an undefined team, so that a new team of that name does not govern unnoticed."""
    if ref is None or view.catalog.find(ref) is not None:
        return view.build_reference(ref)
    return build_text(f"{ref.name} (not in the catalog)", ref.place)


def _collect_severities(policy: Policy) -> Facts:
    """Collect the severities in the order of their rank; that order is a value of its own."""
    at = policy.at.at("severities")
    values: dict[str, NormalizedValue | None] = {}
    written = _index_by_id(policy.data.get("severities"))
    for index, level in enumerate(policy.severities):
        name, here = f"severities.{level.id}", at.at(index)
        values[f"{name}.title"] = build_text(level.title, here.at("title"))
        values[f"{name}.major"] = build_flag(level.major, here.at("major"))
        values[f"{name}.page"] = build_text(level.page, here.at("page"))
        own = {key: value for key, value in written.get(level.id, {}).items() if key not in _LEVEL}
        values |= collect_leaves(own, here, name)
    ranks = [level.id for level in policy.severities]
    return drop_missing(values) | {"severities.order": NormalizedValue([*ranks], ", ".join(ranks), at)}


_LEVEL = ("id", "title", "major", "page")


def _index_by_id(items: Any) -> Mapping[str, Mapping[str, Any]]:
    mappings = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    return {str(item.get("id")): item for item in mappings}


def _collect_channels(policy: Policy) -> Facts:
    values: dict[str, NormalizedValue | None] = {}
    for name, channel in policy.channels.items():
        at = policy.at.at("channels", name).at
        values[f"channels.{name}.medium"] = build_text(channel.medium, at("medium"))
        values[f"channels.{name}.provider"] = build_text(channel.provider, at("provider"))
        values[f"channels.{name}.wakes"] = build_flag(channel.wakes, at("wakes"))
    return drop_missing(values)
