"""Changes of `diff` and `log` as labeled rows. Each line has the location of its value."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ownercat.changes.history import HistorySnapshot, Log, LogEntry
from ownercat.changes.kinds import KINDS
from ownercat.changes.values import Change, FieldChange
from ownercat.changes.words import format_details, get_label, is_whole, join_details
from ownercat.diagnostics import Place
from ownercat.model import Catalog
from ownercat.text import listed, plural, shown
from ownercat.views.rows import Line, Row, Sheet, name

_KINDS = tuple(KINDS)
_MOST = 20  # lines of one row, unless all are requested


class SnapshotPair(NamedTuple):
    """Two compared snapshots. ``marked``: paths of the snapshot after the change include its commit as well."""

    before: HistorySnapshot
    after: HistorySnapshot
    marked: bool = False

    @property
    def files(self) -> Mapping[str, bytes]:
        """The contents of both sides by path, as the path is shown."""
        old = {self.old(Place(path)).path: data for path, data in self.before.files.items()}
        return {**{self.new(Place(path)).path: data for path, data in self.after.files.items()}, **old}

    def place(self, change: Change) -> Place:
        """Return the location of a change: of a removed entity, the one before the change."""
        return self.old(change.place) if change.gone else self.new(change.place)

    def field(self, field: FieldChange) -> Place | None:
        """Return the location of a value, or where it was before it was removed."""
        if field.place_after:
            return self.new(field.place_after)
        return self.old(field.place_before) if field.place_before else None

    def old(self, place: Place) -> Place:
        """Return a location before the change, in git's notation ``REVISION:path``."""
        return place._replace(path=f"{self.before.name}:{place.path}")

    def new(self, place: Place) -> Place:
        """Return a location after the change."""
        return place._replace(path=f"{self.after.name}:{place.path}") if self.marked else place


def build_diff_sheets(pair: SnapshotPair, changes: Sequence[Change], everything: bool = False) -> list[Sheet]:
    """Build a table for each service, then for each other entity that changed."""
    return [_build_sheet(pair, title, group, everything) for title, group in group_by_subject(changes).items()]


def group_by_subject(changes: Sequence[Change]) -> Mapping[str, list[Change]]:
    """Group changes by the entity that they are about; services come first."""
    groups: dict[str, list[Change]] = {}
    for change in sorted(changes, key=lambda change: not change.service):
        groups.setdefault(_format_subject(change), []).append(change)
    return groups


def _format_subject(change: Change) -> str:
    if change.service:
        return f"service {name(change.service)}"
    kind = change.entity.kind
    return shown(change.entity.name) if kind == "File" else f"{kind.lower()} {name(change.entity.name)}"


def _build_sheet(pair: SnapshotPair, title: str, changes: Sequence[Change], everything: bool) -> Sheet:
    first = changes[0]
    after, before = _find_name(pair.after.catalog, first), _find_name(pair.before.catalog, first)
    place = pair.new(after) if after else pair.old(before) if before else pair.place(first)
    return Sheet((title,), place, (), tuple(_list_rows(pair, changes, everything)))


def _find_name(catalog: Catalog, change: Change) -> Place | None:
    """Return the location of the name of the changed entity, or ``None`` if the catalog does not have it."""
    service = catalog.get("Service", change.service) if change.service else None
    entity = service or catalog.get(*change.entity)
    return entity.named if entity else None


def _list_rows(
    pair: SnapshotPair, changes: Sequence[Change], everything: bool = False, service: str = ""
) -> Iterator[Row]:
    """List a row for each label; ``service``: the service whose point of view labels the changes."""
    by_label: dict[str, list[Line]] = {}
    for change in sort_by_importance(changes):
        seen, title = view_from(change, service)
        by_label.setdefault(title, []).extend(_list_lines(pair, seen))
    for title, lines in by_label.items():
        cut = len(lines) > _MOST and not everything
        more = (Line(f"and {len(lines) - _MOST + 1} more (-v shows all)"),)
        yield Row(title, (*lines[: _MOST - 1], *more) if cut else tuple(lines))


def view_from(change: Change, service: str) -> tuple[Change, str]:
    """Return a change and its label from the point of view of a service: its dependent is at the other end."""
    if service and change.service != service and change.other == service:
        return change._replace(other=change.service), "dependents"
    return change, get_label(change)


def sort_by_importance(changes: Sequence[Change]) -> list[Change]:
    """Sort changes: new and removed services first, then in the order of their kinds."""
    return sorted(changes, key=lambda change: (get_label(change) != "service", _KINDS.index(change.kind)))


def _list_lines(pair: SnapshotPair, change: Change) -> Iterator[Line]:
    """List one line for a short change, else a line with its location for each value that changed."""
    head, details = format_details(change)
    if is_whole(change) or len(details) < 2:
        yield Line(join_details(head, [text for text, _ in details]), pair.place(change))
        return
    if head:
        yield Line(f"{head}:", pair.place(change))
    for text, field in details:
        yield Line(f"- {text}" if head else text, (pair.field(field) if field else None) or pair.place(change))


def summarize_diff(pair: SnapshotPair, changes: Sequence[Change], complete: bool = True) -> str:
    """``From 1f3c2d4e5f60 to the working tree: 6 changes in 3 services; 2 SLAs are looser or removed.``

    ``complete``: all files of both sides can be compared.
    """
    span = f"{pair.before.name} to {pair.after.name}"
    if not changes:
        part = "" if complete else " where both sides can be compared"
        return f"Nothing changed in meaning from {span}{part}."
    services = len({change.service for change in changes if change.service})
    where = f" in {plural(services, 'service')}" if services else ""
    looser = len([change for change in changes if change.kind == "sla-loosened"])
    slas = f"; {plural(looser, 'SLA')} {'is' if looser == 1 else 'are'} looser or removed" if looser else ""
    return f"From {span}: {plural(len(changes), 'change')}{where}{slas}."


# --- the history of one service ---


def build_log_sheets(log: Log, everything: bool) -> list[Sheet]:
    """Build a table for each commit, the newest first."""
    return [_build_entry_sheet(entry, everything) for entry in log.entries]


def collect_log_files(log: Log) -> Mapping[str, bytes]:
    """Collect the files of all commits by path, as the path is shown."""
    files: dict[str, bytes] = {}
    for entry in log.entries:
        files |= get_pair(entry).files
    return files


def get_pair(entry: LogEntry) -> SnapshotPair:
    """Return the snapshots before and after a commit."""
    return SnapshotPair(entry.before, entry.after, marked=True)


def _build_entry_sheet(entry: LogEntry, everything: bool) -> Sheet:
    arrival = entry.arrival
    head = (arrival.arrived[:10], shown(arrival.author.name, 60), arrival.id[:12], shown(arrival.subject, 72))
    pair = get_pair(entry)
    rows = tuple(_list_rows(pair, entry.changes, everything, entry.service))
    return Sheet(head, pair.place(entry.changes[0]), (), rows)


def summarize_log(log: Log) -> str:
    """``service payment (formerly paymentservice): changed by 4 commits, from 2026-03-02 to 2026-07-01.``"""
    formerly = f" (formerly {listed(map(name, log.names[1:]))})" if log.names[1:] else ""
    service = f"service {name(log.service)}{formerly}"
    if not log.entries:
        is_complete = log.cut is None and not log.notes
        return f"{service}: {'not changed by any commit' if is_complete else 'no commit that can be read changed it'}."
    days = [entry.arrival.arrived[:10] for entry in log.entries]
    span = f"on {days[0]}" if days[0] == days[-1] else f"from {days[-1]} to {days[0]}"
    return f"{service}: changed by {plural(len(days), 'commit')}, {span}."
