"""A change as text: ``restore at sev1 from 30m to 50m``."""

import re
from collections.abc import Iterator, Sequence

from ownercat.changes.kinds import KINDS
from ownercat.changes.values import Change, FieldChange, Json
from ownercat.text import listed, shown

_LONG = 200  # characters of a value; longer values are cut
_TIER = re.compile(r"(?P<tier>(?:handoff\d+\.)?tier\d+)\.")
_NUMBERED = re.compile(r"\b(?P<word>tier|handoff|layer)(?P<number>\d+)\b")
# "tier" is only the tier of a service; a handoff with a number is a policy with which an escalation policy continues.
_WORDS = {"tier": "level", "handoff": "next policy"}
# Fields that are a part of the head of a change, so they are not repeated in its details.
_HEAD_FIELDS = {"dependency": ("service", "status"), "interface": ("interface",), "service": ("lifecycle",)}
# Fields whose name precedes their severity: "restore at sev1".
_AT = frozenset({"ack", "respond", "updateEvery", "restore", "resolve", "impact"})


def get_label(change: Change) -> str:
    """Return the topic of a change in one or two words."""
    return KINDS[change.kind].label


def format_details(change: Change) -> tuple[str, tuple[tuple[str, FieldChange | None], ...]]:
    """Return what happened (may be empty), and the text and field of each changed value."""
    head = KINDS[change.kind].says.format(other=shown(change.other))
    if change.kind == "sla-loosened" and change.gone:
        head = f"{shown(change.other)} removed"
    if change.kind in ("service-retired", "rotation-changed") and change.gone:
        head = "removed"
    return head, tuple(_list_details(change))


def format_change(change: Change) -> str:
    """Return a whole change on one line: ``payment: SLA payment-for-checkout is looser: restore at sev1 from …``."""
    return f"{shown(change.service or change.entity.name)}: {format_predicate(change)}"


def format_subject(change: Change) -> str:
    """Return the entity of a change with its kind: ``service payment``; a file by its path."""
    if change.service:
        return f"service {shown(change.service)}"
    kind, name = change.entity.kind, shown(change.entity.name)
    return name if kind == "File" else f"{kind if kind.isupper() else kind.lower()} {name}"


def format_predicate(change: Change) -> str:
    """Return a change without its entity: ``SLA payment-for-checkout is looser: restore at sev1 from 30m to 50m``."""
    head, details = format_details(change)
    return f"{get_label(change)} {join_details(head, [text for text, _ in details])}"


def join_details(head: str, details: Sequence[str]) -> str:
    """Return head and details as one text: ``payment-for-checkout is looser: restore at sev1 from 30m to 50m``."""
    return ": ".join(filter(None, [head, ", ".join(details)])) or "changed"


def _list_details(change: Change) -> Iterator[tuple[str, FieldChange | None]]:
    head_fields = _HEAD_FIELDS.get(change.kind.partition("-")[0], ())
    fields = [field for field in change.fields if field.name not in head_fields]
    if change.kind.endswith(("-renamed", "-merged", "member-added", "member-removed")):
        return
    if change.kind == "alias-changed":
        yield from ((_format_alias_change(field), field) for field in fields)
        return
    if change.kind == "escalation-changed":
        yield from _list_page_changes(fields)
        return
    if is_whole(change):
        visible = [field for field in fields if field.name in _SHOWN or field.name.endswith(_SHOWN_ENDS)]
        visible.sort(key=lambda field: field.name != "mode")
        yield from ((format_value(field), field) for field in visible)
        return
    alone = len(fields) == 1 and fields[0].name in (get_label(change), "lifecycle", "type")
    for field in fields:
        yield (
            format_field_change(
                "" if alone else format_field_name(field.name.removeprefix(f"{get_label(change)}.")), field
            ),
            field,
        )


# Fields that are shown for an entity that was added or removed: by whole name, or by the end of the name.
_SHOWN = frozenset({"owner", "tier", "hours", "parent", "lead", "steps", "mode", "interface", "type", "compatibility"})
_SHOWN_ENDS = (".ack", ".respond", ".updateEvery", ".restore", ".resolve", ".target", ".threshold", ".members")


def is_whole(change: Change) -> bool:
    """Return whether an entity was added or removed as a whole, so its values did not change."""
    return change.gone or change.kind.endswith("-added")


def format_value(field: FieldChange) -> str:
    """Return a value of an entity that was added or removed, as text."""
    value = shown(field.said_after or field.said_before, _LONG)
    return value if field.name == "mode" else f"{format_field_name(field.name)} {value}"


def format_field_name(name: str) -> str:
    """Return the name of a field as text: ``restore at sev1``, ``availability target``."""
    head, _, last = name.rpartition(".")
    if head and last in _AT:
        return f"{last} at {shown(head)}"
    return shown(_NUMBERED.sub(_format_numbered, name.replace(".", " ")))


def _format_numbered(match: re.Match[str]) -> str:
    return f"{_WORDS.get(match['word'], match['word'])} {match['number']}"


def format_field_change(name: str, field: FieldChange) -> str:
    """Return the change of a value as text."""
    before, after = shown(field.said_before, _LONG), shown(field.said_after, _LONG)
    if field.name in (field.said_before, field.said_after):  # a line of a file has no other name
        name = ""
    start = f"{name} " if name else ""
    if shared := _format_set_change(field.before, field.after):
        return f"{start}{shared}"
    if not field.said_before:
        return f"{start}added ({after})" if name else after
    if not field.said_after:
        return f"{start}removed ({before})" if name else f"{before} removed"
    return f"{start}from {before} to {after}"


def _format_alias_change(field: FieldChange) -> str:
    """Return the change of the service that an alias finds, or of its last day: ``payment was removed``."""
    before, after = shown(field.said_before, _LONG), shown(field.said_after, _LONG)
    name = shown(field.name.removeprefix("alias.").removesuffix(".until"))
    if field.name.endswith(".until"):
        return f"{name} ends on {after}" if after else f"{name} has no end date instead of {before}"
    if before and after:
        return f"{name} finds {after} instead of {before}"
    return f"{name} was {'removed' if before else 'added'}"


def _format_set_change(before: Json, after: Json) -> str:
    """Return the change of a set that keeps a part of its items: ``gains rafael and loses caio``; else ``""``."""
    if not isinstance(before, list) or not isinstance(after, list):
        return ""
    old, new = ([item for item in items if isinstance(item, str)] for items in (before, after))
    if not set(old) & set(new) or set(old) == set(new) or old != sorted(old) or new != sorted(new):
        return ""
    gained, lost = (
        listed(shown(item.rpartition(":")[2]) for item in items if item not in others)
        for items, others in ((new, old), (old, new))
    )
    return " and ".join([*([f"gains {gained}"] if gained else []), *([f"loses {lost}"] if lost else [])])


# escalations: a change that is the same for several severities is shown once


def _list_page_changes(fields: Sequence[FieldChange]) -> Iterator[tuple[str, FieldChange | None]]:
    groups: dict[tuple[str, ...], list[FieldChange]] = {}
    for field in _drop_details(fields):
        severity, _, rest = field.name.partition(".")
        groups.setdefault((rest, field.said_before, field.said_after), []).append(field._replace(name=severity))
    before = ""
    for (rest, _, _), same in _group_by_severities(groups):
        severities = listed(shown(field.name) for field in same)
        text = format_field_change(format_field_name(rest), same[0])
        yield (text if severities == before else f"{severities}: {text}"), same[0]
        before = severities


def _group_by_severities(
    groups: dict[tuple[str, ...], list[FieldChange]],
) -> Iterator[tuple[tuple[str, ...], list[FieldChange]]]:
    """Yield the groups with the same severities together, in the order of their first occurrence."""
    order: dict[tuple[str, ...], list[tuple[tuple[str, ...], list[FieldChange]]]] = {}
    for key, same in groups.items():
        order.setdefault(tuple(field.name for field in same), []).append((key, same))
    for items in order.values():
        yield from items


def _drop_details(fields: Sequence[FieldChange]) -> Iterator[FieldChange]:
    """Yield the fields, but of a level that was added or removed only whom it pages."""
    whole = {
        (field.name.partition(".")[0], tier["tier"])
        for field in fields
        if field.name.endswith(".notify")
        and not (field.said_before and field.said_after)
        and (tier := _TIER.match(field.name.partition(".")[2]))
    }
    for field in fields:
        severity, _, rest = field.name.partition(".")
        tier = _TIER.match(rest)
        if tier is None or (severity, tier["tier"]) not in whole or rest.endswith(".notify"):
            yield field
