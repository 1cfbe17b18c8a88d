"""Two catalogs of a few documents, and their changes as lines that can be compared whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ownercat.changes import words
from ownercat.changes.comparison import compare
from ownercat.changes.values import Change, Side
from tests.catalogs import loaded
from tests.rules.parts import doc, several

BASE = {
    "policy.yaml": doc("Policy", "shop", "severities: [{id: sev1, major: true, page: 24x7}]"),
    "people.yaml": several(*(doc("Person", name) for name in ("ana", "bo", "cy", "di"))),
    "teams.yaml": several(
        doc("Team", "payments", "members: [ana, bo]", "lead: ana", "escalation: payments-urgent"),
        doc("Team", "storefront", "members: [cy, di]", "lead: cy", "escalation: storefront-urgent"),
        doc("Rotation", "payments-primary", "team: payments", "layers: [{id: a, members: [ana, bo], turn: {every: 1w}, from: 2026-01-05}]"),
        doc("Rotation", "storefront-primary", "team: storefront", "layers: [{id: a, members: [cy, di], turn: {every: 1w}, from: 2026-01-05}]"),
        doc("Escalation", "payments-urgent", "team: payments", "tiers:", "  - {notify: [rotation:payments-primary], via: [push, phone], wait: 5m}", "  - {notify: [person:ana]}", "end: stop"),
        doc("Escalation", "storefront-urgent", "team: storefront", "tiers: [{notify: [rotation:storefront-primary], via: [push]}]", "end: stop"),
    ),
    "payment.yaml": doc("Service", "payment", "owner: payments", "tier: 2"),
    "checkout.yaml": doc("Service", "checkout", "owner: storefront", "tier: 2", "dependsOn: [{service: payment}]"),
    "sla.yaml": doc(
        "SLA", "payment-for-checkout", "service: payment", "consumer: checkout", "targets:",
        "  sev1: {ack: 10m, restore: 30m}", "objectives:",
        "  - {name: availability, sli: {type: availability}, target: 99.9, window: 28d}", "approvers: [payments, storefront]",
    ),
}  # fmt: skip
Files = Mapping[str, str]


def side(files: Files, controls: Mapping[str, bytes] | None = None, dialects: tuple[str, ...] = ()) -> Side:
    """One side, from files of the catalog."""
    found = loaded({f"catalog/{path}": text for path, text in files.items()}, dialects)
    return Side(found.catalog, found.policy, controls or {}, found.suppressions)


def edited(*edits: tuple[str, str, str], files: Files = BASE) -> dict[str, str]:
    """The files with some text replaced: (path, old, new); text that is not there would change nothing, so it fails."""
    found = dict(files)
    for path, old, new in edits:
        assert old in found[path], f"{old} is not in {path}"
        found[path] = found[path].replace(old, new)
    return found


def changes(after: Files, before: Files = BASE) -> list[str]:
    """Every change on a few lines."""
    found = compare(side(before), side(after))
    assert all(words.format_change(change).isprintable() for change in found)  # and every kind has its words
    return [line for change in found for line in lines(change)]


def lines(change: Change) -> Iterator[str]:
    """A change and, indented, the values that moved."""
    of = f" of {change.service}" if change.service else ""
    other = f" ({change.other})" if change.other else ""
    gone = " gone" if change.gone else ""
    yield f"{change.kind}: {change.entity.kind} {change.entity.name}{of}{other}{gone} @ {place(change.place)}"
    for field in change.fields:
        yield f"  {field.name}: {field.said_before or '-'} -> {field.said_after or '-'} {field.direction}"


def place(at: object) -> str:
    """A place as path and key path."""
    path, _, pointer, *_ = at  # type: ignore[misc]
    return f"{path.removeprefix('catalog/')}:{'/'.join(map(str, pointer))}"
