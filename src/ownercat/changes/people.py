"""Compare people: who joined and left, their identities, and their other facts."""

from collections.abc import Iterator, Mapping, Sequence
from math import inf

from ownercat.changes.matching import Pair
from ownercat.changes.normal import (
    Facts,
    NormalizedValue,
    build_flag,
    build_set,
    build_text,
    collect_leaves,
    drop_missing,
)
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.views import ComparedCatalogs, build_change, list_field_changes
from ownercat.model import Channel, Notify, Person


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """Yield the changes of people."""
    for before, after in pairs:
        old = before if isinstance(before, Person) else None
        new = after if isinstance(after, Person) else None
        if old and new:
            yield from _compare_person(both, old, new)
        elif new:
            yield build_change(
                "person-added",
                new,
                "",
                list_field_changes("person", {}, _collect_identity(new) | _collect_presence(new)),
                whole=True,
            )
        elif old:
            heir = both.new.catalog.aliases.get((old.kind, old.key))
            moved = list_field_changes("person", _collect_identity(old) | _collect_presence(old), {})
            yield build_change("person-left", old, "", moved, heir.name if heir else "", gone=True, whole=True)


def _compare_person(both: ComparedCatalogs, old: Person, new: Person) -> Iterator[Change]:
    if old.key != new.key:
        yield build_change(
            "person-renamed",
            new,
            "",
            list_field_changes("person", _build_name_value(old), _build_name_value(new)),
            old.name,
        )
    presence = list_field_changes("person", _collect_presence(old), _collect_presence(new))
    if presence:
        yield build_change(
            "person-returned" if new.active and not old.active else _get_leaving_kind(new), new, "", presence
        )
    identity = list_field_changes("person", _collect_identity(old), _collect_identity(new))
    if identity:
        yield build_change("identity-changed", new, "", identity)
    about = [
        field._replace(direction="looser") if _is_less_reachable(both, old, new, field.name) else field
        for field in list_field_changes("person", _collect_details(old), _collect_details(new))
    ]
    for kind, fields in _group_details(about).items():
        yield build_change(kind, new, "", fields)


def _group_details(fields: Sequence[FieldChange]) -> dict[str, list[FieldChange]]:
    """Return the changed facts of a person by the kind of change."""
    found: dict[str, list[FieldChange]] = {}
    for field in fields:
        loosened = "reachability-loosened" if field.direction == "looser" else "person-changed"
        found.setdefault("may-changed" if field.name == "may" else loosened, []).append(field)
    return found


def _is_less_reachable(both: ComparedCatalogs, old: Person, new: Person, field: str) -> bool:
    """Return whether the new contacts or rules have fewer waking channels, or notify later by one of them."""
    if field == "contacts":
        wakes = both.old.policy.channels, both.new.policy.channels
        return any(
            _is_waking(wakes[0], channel) and (channel not in new.contacts or not _is_waking(wakes[1], channel))
            for channel in old.contacts
        )
    if field == "notify.high":
        before, after = (_map_delays(person, person.notify_high) for person in (old, new))
        waking = [channel for channel in before if _is_waking(both.old.policy.channels, channel)]
        gone = set(old.contacts) - set(new.contacts)  # a channel less is a change of the contacts
        return any(after.get(channel, inf) > before[channel] for channel in waking if channel not in gone)
    if field == "notify.low":
        before, after = (_map_delays(person, person.notify_low) for person in (old, new))
        return bool(old.notify_low) and any(after.get(channel, inf) > before[channel] for channel in before)
    return False


def _map_delays(person: Person, rules: Sequence[Notify]) -> dict[str, float]:
    """Return the first delay of each channel; without rules, all channels are used immediately."""
    if not rules:
        return dict.fromkeys(person.contacts, 0.0)
    found: dict[str, float] = {}
    for rule in rules:
        delay = rule.after.seconds if rule.after else 0
        found[rule.via] = min(delay, found.get(rule.via, inf))
    return found


def _is_waking(channels: Mapping[str, Channel], name: str) -> bool:
    """Return whether a channel wakes; one that the policy does not define counts as waking."""
    definition = channels.get(name)
    return definition is None or definition.wakes


def _get_leaving_kind(person: Person) -> str:
    return "person-leaves" if person.active else "person-left"


def _build_name_value(person: Person) -> Facts:
    return {"name": NormalizedValue(person.key, person.name, person.named)}


def _collect_presence(person: Person) -> Facts:
    return drop_missing(
        {
            "active": build_flag(person.active, person.where("active")),
            "leavesOn": build_text(str(person.leaves_on or ""), person.where("leavesOn")),
        }
    )


def _collect_identity(person: Person) -> Facts:
    """Collect the values by which an approval identifies a person."""
    values = drop_missing(
        {
            "identity.email": build_text(person.email, person.where("email")),
            "identity.bot": build_flag(person.bot, person.where("bot")),
        }
    )
    return values | collect_leaves(person.logins, person.where("logins"), "identity.logins")


def _collect_details(person: Person) -> Facts:
    values: dict[str, NormalizedValue | None] = {
        "contacts": build_set(person.contacts, person.where("contacts")),
        "notify.high": _build_notify_value(person, person.notify_high, "high"),
        "notify.low": _build_notify_value(person, person.notify_low, "low"),
        "timeZone": build_text(person.time_zone, person.where("timeZone")),
        "may": build_set(person.may, person.where("may")),
        "trained": build_set(person.trained, person.where("trained")),
        "away": build_set(
            [f"{away.start} to {away.end} {away.time_zone}" for away in person.away], person.where("away")
        ),
    }
    found = drop_missing(values)
    for key in ("handles", "labels"):
        found |= collect_leaves(getattr(person, key), person.where(key), key)
    return found


def _build_notify_value(person: Person, rules: Sequence[Notify], urgency: str) -> NormalizedValue | None:
    rows = [(rule.via, rule.after.seconds if rule.after else 0) for rule in rules]
    words_for_people = ", ".join(f"{rule.via} after {rule.after.text}" if rule.after else rule.via for rule in rules)
    return (
        NormalizedValue([[via, after] for via, after in rows], words_for_people, person.where("notify", urgency))
        if rows
        else None
    )
