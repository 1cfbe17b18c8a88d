"""Changes as labelled rows: what ``diff`` and ``log`` show, each line with the place it comes from. No layout here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ownercat.changes.history import HistorySnapshot
from ownercat.changes.kinds import KINDS
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.words import format_details, get_label, is_whole, join_details
from ownercat.diagnostics import Place
from ownercat.model import Catalog
from ownercat.text import plural, shown
from ownercat.views.rows import Line, Row, Sheet, name

_KINDS = tuple(KINDS)
_MOST = 20  # lines of one row, unless all are asked for


class Between(NamedTuple):
    """Two states that are compared. ``marked``: paths of the state after are written with its commit, too."""

    before: HistorySnapshot
    after: HistorySnapshot
    marked: bool = False

    @property
    def files(self) -> Mapping[str, bytes]:
        """The bytes of both sides by path, as it is shown."""
        old = {self.old(Place(path)).path: data for path, data in self.before.files.items()}
        return {**{self.new(Place(path)).path: data for path, data in self.after.files.items()}, **old}

    def place(self, change: Change) -> Place:
        """Where a change is seen: on the side where it still is."""
        return self.old(change.place) if change.gone else self.new(change.place)

    def field(self, field: FieldChange) -> Place | None:
        """Where a value is, or was."""
        if field.place_after:
            return self.new(field.place_after)
        return self.old(field.place_before) if field.place_before else None

    def old(self, place: Place) -> Place:
        """A place of the side before, written as git does: ``REVISION:path``."""
        return place._replace(path=f"{self.before.name}:{place.path}")

    def new(self, place: Place) -> Place:
        """A place of the side after."""
        return place._replace(path=f"{self.after.name}:{place.path}") if self.marked else place


def sheets(between: Between, changes: Sequence[Change], everything: bool = False) -> list[Sheet]:
    """A sheet for each service, then for all else that changed."""
    found: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda change: not change.service):
        found.setdefault(subject(change), []).append(change)
    return [_sheet(between, title, these, everything) for title, these in found.items()]


def subject(change: Change) -> str:
    """What a change is about: a service by its name, all else with its kind."""
    if change.service:
        return name(change.service)
    kind = change.entity.kind
    return shown(change.entity.name) if kind == "File" else f"{kind.lower()} {name(change.entity.name)}"


def _sheet(between: Between, title: str, changes: Sequence[Change], everything: bool) -> Sheet:
    first = changes[0]
    after, before = _named(between.after.catalog, first), _named(between.before.catalog, first)
    place = between.new(after) if after else between.old(before) if before else between.place(first)
    return Sheet((title,), place, (), tuple(rows(between, changes, everything)))


def _named(catalog: Catalog, change: Change) -> Place | None:
    """Where the name of what a change is about stands."""
    found = catalog.get("Service", change.service) if change.service else None
    found = found or catalog.get(*change.entity)
    return found.named if found else None


def rows(between: Between, changes: Sequence[Change], everything: bool = False, of: str = "") -> Iterator[Row]:
    """A row for each thing that changes are about; ``of``: the service that they are all told for."""
    by_label: dict[str, list[Line]] = {}
    for change in ranked(changes):
        seen, what = seen_from(change, of)
        by_label.setdefault(what, []).extend(_lines(between, seen))
    for what, lines in by_label.items():
        cut = len(lines) > _MOST and not everything
        more = (Line(f"and {len(lines) - _MOST + 1} more (-v shows all)"),)
        yield Row(what, (*lines[: _MOST - 1], *more) if cut else tuple(lines))


def seen_from(change: Change, of: str) -> tuple[Change, str]:
    """A change and its label, as a service sees it: who needs it is on the other end for it."""
    if of and change.service != of and change.other == of:
        return change._replace(other=change.service), "needed by"
    return change, get_label(change)


def ranked(changes: Sequence[Change]) -> list[Change]:
    """First that there is such a thing at all, then what somebody has to agree to."""
    return sorted(changes, key=lambda change: (get_label(change) != "service", _KINDS.index(change.kind)))


def _lines(between: Between, change: Change) -> Iterator[Line]:
    """On one line what fits there; several values that moved have a line each, with its place."""
    head, details = format_details(change)
    if is_whole(change) or len(details) < 2:
        yield Line(join_details(head, [text for text, _ in details]), between.place(change))
        return
    if head:
        yield Line(f"{head}:", between.place(change))
    for text, field in details:
        yield Line(f"- {text}" if head else text, (between.field(field) if field else None) or between.place(change))


def summary(between: Between, changes: Sequence[Change]) -> str:
    """``From 1f3c2d4e5f60 to the work tree: 6 changes in 3 services; 2 promises are looser or gone.``"""
    span = f"from {between.before.name} to {between.after.name}"
    if not changes:
        return f"Nothing changed in meaning {span}."
    services = len({change.service for change in changes if change.service})
    where = f" in {plural(services, 'service')}" if services else ""
    loose = len([change for change in changes if change.kind == "sla-loosened"])
    promises = f"; {plural(loose, 'promise')} {'is' if loose == 1 else 'are'} looser or gone" if loose else ""
    return f"F{span[1:]}: {plural(len(changes), 'change')}{where}{promises}."
