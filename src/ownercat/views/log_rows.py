"""A history in words: one sheet for each commit that changed something."""

from __future__ import annotations

from ownercat.changes.history import Log, LogEntry
from ownercat.text import listed, plural, shown
from ownercat.views.changes_rows import Between, rows
from ownercat.views.layout import render_sheets
from ownercat.views.rows import Sheet, name


def text(found: Log, color: bool, verbose: bool) -> str:
    """The whole history, the newest commit first."""
    sheets = [_sheet(entry, verbose) for entry in found.entries]
    files: dict[str, bytes] = {}
    for entry in found.entries:
        files |= between(entry).files
    return render_sheets(sheets, files, color, verbose, summary(found))


def between(entry: LogEntry) -> Between:
    """The two states of an entry."""
    return Between(entry.before, entry.after, marked=True)


def _sheet(entry: LogEntry, verbose: bool) -> Sheet:
    arrival = entry.arrival
    head = (arrival.arrived[:10], shown(arrival.author.name, 60), arrival.id[:12], shown(arrival.subject, 72))
    pair = between(entry)
    return Sheet(head, pair.place(entry.changes[0]), (), tuple(rows(pair, entry.changes, verbose, entry.service)))


def summary(found: Log) -> str:
    """``payment (once paymentservice): 4 commits changed what it means, from 2026-03-02 to 2026-07-01.``"""
    once = f" (once {listed(map(name, found.names[1:]))})" if found.names[1:] else ""
    if not found.entries:
        return f"{name(found.service)}{once}: no commit changed what it means."
    days = [entry.arrival.arrived[:10] for entry in found.entries]
    span = f"on {days[0]}" if days[0] == days[-1] else f"from {days[-1]} to {days[0]}"
    return f"{name(found.service)}{once}: {plural(len(days), 'commit')} changed what it means, {span}."
