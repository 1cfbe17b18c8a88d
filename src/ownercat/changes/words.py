"""A change in words that can be read aloud: ``restore at sev1 from 30m to 50m``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ownercat.changes.kinds import KINDS
from ownercat.changes.values import Change, FieldChange, Json
from ownercat.text import listed, shown

_LONG = 200  # of a value; longer ones are cut
_TIER = re.compile(r"(?P<tier>(?:handoff\d+\.)?tier\d+)\.")
_NUMBERED = re.compile(r"\b(?P<word>tier|handoff|layer)(?P<number>\d+)\b")
# What the head of a change says already.
_SAID = {"dependency": ("service", "status"), "interface": ("interface",), "service": ("lifecycle",)}
# Fields that are told with their subject first, as people say it: "restore at sev1".
_AT = frozenset({"ack", "respond", "updateEvery", "restore", "resolve", "impact"})


def label(change: Change) -> str:
    """What it is about, in a word or two."""
    return KINDS[change.kind].label


def told(change: Change) -> tuple[str, tuple[tuple[str, FieldChange | None], ...]]:
    """What happened in a few words (may be empty), and each value that moved in a few more, with its field."""
    head = KINDS[change.kind].says.format(other=shown(change.other))
    if change.kind == "sla-loosened" and change.gone:
        head = f"{shown(change.other)} is gone"
    if change.kind in ("service-retired", "rotation-changed") and change.gone:
        head = "gone"
    return head, tuple(_details(change))


def sentence(change: Change) -> str:
    """The whole change on one line: ``payment: promise payment-for-checkout is looser: restore at sev1 from …``."""
    head, details = told(change)
    subject = change.service or change.entity.name
    return f"{shown(subject)}: {label(change)} {joined(head, [text for text, _ in details])}"


def joined(head: str, details: Sequence[str]) -> str:
    """``payment-for-checkout is looser: restore at sev1 from 30m to 50m``."""
    return ": ".join(filter(None, [head, ", ".join(details)])) or "changed"


def _details(change: Change) -> Iterator[tuple[str, FieldChange | None]]:
    said = _SAID.get(change.kind.partition("-")[0], ())
    fields = [field for field in change.fields if field.name not in said]
    if change.kind.endswith(("-renamed", "-merged", "member-added", "member-removed")):
        return
    if change.kind == "escalation-changed":
        yield from _climbs(fields)
        return
    if is_whole(change):
        worth = [field for field in fields if field.name in _WORTH or field.name.endswith(_WORTH_ENDS)]
        worth.sort(key=lambda field: field.name != "mode")
        yield from ((stated(field), field) for field in worth)
        return
    alone = len(fields) == 1 and fields[0].name in (label(change), "lifecycle", "type")
    for field in fields:
        yield moved("" if alone else title(field.name.removeprefix(f"{label(change)}.")), field), field


# Of a thing that came or went, what is worth saying beside its name: by whole name, or by its end.
_WORTH = frozenset({"owner", "tier", "hours", "parent", "lead", "steps", "mode", "interface", "type", "compatibility"})
_WORTH_ENDS = (".ack", ".respond", ".updateEvery", ".restore", ".resolve", ".target", ".threshold", ".members")


def is_whole(change: Change) -> bool:
    """Whether something came or went as a whole, so that its values did not move."""
    return change.gone or change.kind.endswith("-added")


def stated(field: FieldChange) -> str:
    """A value of something that came or went."""
    value = shown(field.said_after or field.said_before, _LONG)
    return value if field.name == "mode" else f"{title(field.name)} {value}"


def title(name: str) -> str:
    """A field's name as people say it: ``restore at sev1``, ``availability target``."""
    head, _, last = name.rpartition(".")
    if head and last in _AT:
        return f"{last} at {shown(head)}"
    return shown(_NUMBERED.sub(r"\g<word> \g<number>", name.replace(".", " ")).replace("handoff", "hand-over"))


def moved(name: str, field: FieldChange) -> str:
    """How a value moved."""
    before, after = shown(field.said_before, _LONG), shown(field.said_after, _LONG)
    if field.name in (field.said_before, field.said_after):  # a line of a file: there is no more to it
        name = ""
    start = f"{name} " if name else ""
    if shared := _shared(field.before, field.after):
        return f"{start}{shared}"
    if not field.said_before:
        return f"{start}{after}" + (", new" if name else "")
    if not field.said_after:
        return f"{start}{before}, no longer"
    return f"{start}from {before} to {after}"


def _shared(before: Json, after: Json) -> str:
    """Of a set that keeps a part of what it had: ``gains rafael and loses caio``; ``""`` for all else."""
    if not isinstance(before, list) or not isinstance(after, list):
        return ""
    old, new = ([item for item in items if isinstance(item, str)] for items in (before, after))
    if not set(old) & set(new) or set(old) == set(new) or old != sorted(old) or new != sorted(new):
        return ""
    gained, lost = (
        listed(shown(item.rpartition(":")[2]) for item in these if item not in those)
        for these, those in ((new, old), (old, new))
    )
    return " and ".join([*([f"gains {gained}"] if gained else []), *([f"loses {lost}"] if lost else [])])


# escalations: what is the same for several severities is told once


def _climbs(fields: Sequence[FieldChange]) -> Iterator[tuple[str, FieldChange | None]]:
    groups: dict[tuple[str, ...], list[FieldChange]] = {}
    for field in _without_details(fields):
        severity, _, rest = field.name.partition(".")
        groups.setdefault((rest, field.said_before, field.said_after), []).append(field._replace(name=severity))
    before = ""
    for (rest, _, _), same in _by_severities(groups):
        severities = listed(shown(field.name) for field in same)
        text = moved(title(rest), same[0])
        yield (text if severities == before else f"{severities}: {text}"), same[0]
        before = severities


def _by_severities(
    groups: dict[tuple[str, ...], list[FieldChange]],
) -> Iterator[tuple[tuple[str, ...], list[FieldChange]]]:
    """Those for the same severities together, in the order in which they come first."""
    order: dict[tuple[str, ...], list[tuple[tuple[str, ...], list[FieldChange]]]] = {}
    for key, same in groups.items():
        order.setdefault(tuple(field.name for field in same), []).append((key, same))
    for items in order.values():
        yield from items


def _without_details(fields: Sequence[FieldChange]) -> Iterator[FieldChange]:
    """Of a tier that came or went, whom it pages says enough."""
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
