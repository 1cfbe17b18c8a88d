"""``log --format markdown``: a history for a pull request or a chat. Foreign text stays text there."""

from __future__ import annotations

from ownercat.changes.history import Log, LogEntry
from ownercat.views.changes_markdown import items
from ownercat.views.log_rows import summary
from ownercat.views.markup import code, markdown


def render(found: Log) -> str:
    """Bold headings and lists: what every forge and chat shows alike."""
    return "\n\n".join([markdown(summary(found), 1_000), *map(_entry, found.entries)]) + "\n"


def _entry(entry: LogEntry) -> str:
    arrival = entry.arrival
    head = (
        f"{arrival.arrived[:10]} {code(arrival.id[:12])} {markdown(arrival.author.name)}: {markdown(arrival.subject)}"
    )
    return "\n".join([f"**{head}**" if "`" not in head else head, "", *items(entry.changes, entry.service)])
