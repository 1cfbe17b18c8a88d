"""What the organisation decided: each value with its direction. The emergency roster is told apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ownercat.changes.normal import Facts, NormalizedValue, flag, leaves, stated, text
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalog, ComparedCatalogs, change, fields
from ownercat.model import Policy, Ref
from ownercat.text import listed

_ROSTER = "breakGlass.roster"
_WAYS = {"looser": "loosened", "tighter": "tightened", "other": "changed"}
_RESOLVED = ("severities", "channels", "apiVersion", "kind")  # told in their resolved form, or the same for all


def compare(both: ComparedCatalogs) -> Iterator[Change]:
    """The changes of the policy, at most one for each direction."""
    old, new = both.old.policy, both.new.policy
    if old is new and not old.refs:
        return
    moved = fields("policy", _facts(both.old), _facts(both.new))
    for what in ("policy", "roster"):
        for way, word in _WAYS.items():
            these = [
                field for field in moved if field.direction == way and (field.name == _ROSTER) == (what == "roster")
            ]
            if these:
                gone = not new.at.path
                yield change(f"{what}-{word}", old if gone else new, "", these, gone=gone)


def _facts(view: ComparedCatalog) -> Facts:
    """Every value by its dotted name, defaults included."""
    policy = view.policy
    data = {key: value for key, value in policy.data.items() if key not in _RESOLVED}
    return leaves(data, policy.at) | _severities(policy) | _channels(policy) | _trusted(view)


def _trusted(view: ComparedCatalog) -> Facts:
    """Whom the policy names, by what the names mean: an old name is somebody else's when something new has it."""
    roster = view.policy.break_glass.roster
    names = sorted({view.means(ref) for ref in roster})
    found = {_ROSTER: NormalizedValue([*names], listed(names), roster[0].place) if roster else None}
    return stated({**found, "governance.team": _governing(view, view.policy.governance_team)})


def _governing(view: ComparedCatalog, ref: Ref | None) -> NormalizedValue | None:
    """A team that does not exist is nobody: whoever makes one of its name would choose who governs."""
    if ref is None or view.catalog.find(ref) is not None:
        return view.one(ref)
    return text(f"{ref.name} (not in the catalog)", ref.place)


def _severities(policy: Policy) -> Facts:
    """In the order of their rank; that order is a value of its own."""
    at = policy.at.at("severities")
    found: dict[str, NormalizedValue | None] = {}
    written = _by_id(policy.data.get("severities"))
    for index, level in enumerate(policy.severities):
        name, here = f"severities.{level.id}", at.at(index)
        found[f"{name}.title"] = text(level.title, here.at("title"))
        found[f"{name}.major"] = flag(level.major, here.at("major"))
        found[f"{name}.page"] = text(level.page, here.at("page"))
        own = {key: value for key, value in written.get(level.id, {}).items() if key not in _LEVEL}
        found |= leaves(own, here, name)
    ranks = [level.id for level in policy.severities]
    return stated(found) | {"severities.order": NormalizedValue([*ranks], ", ".join(ranks), at)}


_LEVEL = ("id", "title", "major", "page")


def _by_id(items: Any) -> Mapping[str, Mapping[str, Any]]:
    given = [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
    return {str(item.get("id")): item for item in given}


def _channels(policy: Policy) -> Facts:
    found: dict[str, NormalizedValue | None] = {}
    for name, channel in policy.channels.items():
        at = policy.at.at("channels", name).at
        found[f"channels.{name}.medium"] = text(channel.medium, at("medium"))
        found[f"channels.{name}.provider"] = text(channel.provider, at("provider"))
        found[f"channels.{name}.wakes"] = flag(channel.wakes, at("wakes"))
    return stated(found)
