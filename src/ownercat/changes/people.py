"""People: who came and left, who they are to a forge and to a signature, and what is known of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ownercat.changes.matching import Pair
from ownercat.changes.normal import Facts, NormalizedValue, flag, leaves, stated, text, words
from ownercat.changes.values import Change
from ownercat.changes.views import ComparedCatalogs, change, fields
from ownercat.model import Notify, Person


def compare(both: ComparedCatalogs, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of some people."""
    for before, after in pairs:
        old = before if isinstance(before, Person) else None
        new = after if isinstance(after, Person) else None
        if old and new:
            yield from _compared(old, new)
        elif new:
            yield change("person-added", new, "", fields("person", {}, _identity(new) | _presence(new)), whole=True)
        elif old:
            heir = both.new.catalog.aliases.get((old.kind, old.key))
            moved = fields("person", _identity(old) | _presence(old), {})
            yield change("person-left", old, "", moved, heir.name if heir else "", gone=True, whole=True)


def _compared(old: Person, new: Person) -> Iterator[Change]:
    if old.key != new.key:
        yield change(
            "person-renamed", new, "", fields("person", _build_name_value(old), _build_name_value(new)), old.name
        )
    presence = fields("person", _presence(old), _presence(new))
    if presence:
        yield change("person-returned" if new.active and not old.active else _left(new), new, "", presence)
    identity = fields("person", _identity(old), _identity(new))
    if identity:
        yield change("identity-changed", new, "", identity)
    about = fields("person", _about(old), _about(new))
    if about:
        yield change("person-changed", new, "", about)


def _left(person: Person) -> str:
    return "person-leaves" if person.active else "person-left"


def _build_name_value(person: Person) -> Facts:
    return {"name": NormalizedValue(person.key, person.name, person.named)}


def _presence(person: Person) -> Facts:
    return stated(
        {
            "active": flag(person.active, person.where("active")),
            "leavesOn": text(str(person.leaves_on or ""), person.where("leavesOn")),
        }
    )


def _identity(person: Person) -> Facts:
    """By what they are known when they agree to something."""
    found = stated(
        {
            "identity.email": text(person.email, person.where("email")),
            "identity.bot": flag(person.bot, person.where("bot")),
        }
    )
    return found | leaves(person.logins, person.where("logins"), "identity.logins")


def _about(person: Person) -> Facts:
    found: dict[str, NormalizedValue | None] = {
        "contacts": words(person.contacts, person.where("contacts")),
        "notify.high": _notify(person, person.notify_high, "high"),
        "notify.low": _notify(person, person.notify_low, "low"),
        "timeZone": text(person.time_zone, person.where("timeZone")),
        "may": words(person.may, person.where("may")),
        "trained": words(person.trained, person.where("trained")),
        "away": words([f"{away.start} to {away.end} {away.time_zone}" for away in person.away], person.where("away")),
    }
    return stated(found) | leaves(person.labels, person.where("labels"), "labels")


def _notify(person: Person, rules: Sequence[Notify], urgency: str) -> NormalizedValue | None:
    found = [(rule.via, rule.after.seconds if rule.after else 0) for rule in rules]
    said = ", ".join(f"{rule.via} after {rule.after.text}" if rule.after else rule.via for rule in rules)
    return (
        NormalizedValue([[via, after] for via, after in found], said, person.where("notify", urgency))
        if found
        else None
    )
