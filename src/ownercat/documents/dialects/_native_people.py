"""Persons and teams of the native format."""

from ownercat.documents.dialects._fields import UTC, Fields
from ownercat.documents.dialects._native_meta import ESCALATION, PERSON, TEAM, meta
from ownercat.model import EMPTY, Away, Notify, Person, Team


def person(fields: Fields, name: str, sound: bool) -> Person:
    """Build a person."""
    zone = fields.text("timeZone")
    notify = fields.below("notify")
    return Person(
        **meta(fields, "Person", name, sound),
        email=fields.text("email"),
        logins=fields.table("logins") if "logins" in fields.data else EMPTY,
        handles=fields.table("handles"),
        bot=fields.flag("bot"),
        time_zone=zone,
        active=fields.flag("active", True),
        leaves_on=fields.date("leavesOn"),
        contacts=fields.channels("contacts"),
        notify_high=_list_notify_rules(notify, "high"),
        notify_low=_list_notify_rules(notify, "low"),
        away=tuple(
            Away(item.text("from"), item.text("to"), item.text("timeZone", zone or UTC), item.place)
            for item in fields.each("away")
        ),
        may=fields.texts("may"),
        trained=fields.texts("trained"),
        refs=tuple(fields.refs),
    )


def _list_notify_rules(fields: Fields | None, key: str) -> tuple[Notify, ...]:
    if fields is None:
        return ()
    rules = ((item.text("via").removeprefix("channel:"), item) for item in fields.each(key))
    return tuple(Notify(via, item.delay("after")) for via, item in rules if via)


def team(fields: Fields, name: str, sound: bool) -> Team:
    """Build a team."""
    return Team(
        **meta(fields, "Team", name, sound),
        parent=fields.ref("parent", TEAM, "parent team"),
        members=fields.references("members", PERSON, "member"),
        lead=fields.ref("lead", PERSON, "lead"),
        handles=fields.table("handles"),
        contacts=fields.table("contacts"),
        escalation=fields.ref("escalation", ESCALATION, "escalation"),
        charter=fields.text("charter"),
        mission=fields.text("mission"),
        refs=tuple(fields.refs),
    )
