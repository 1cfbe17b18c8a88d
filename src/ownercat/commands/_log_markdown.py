"""``log --format markdown``: a history for a pull request or a chat. Foreign text stays text there."""

from __future__ import annotations

from ownercat.commands._change_markdown import items
from ownercat.commands._log_rows import summary
from ownercat.history import Entry, Log
from ownercat.markup import code, markdown


def render(found: Log) -> str:
    """Bold headings and lists: what every forge and chat shows alike."""
    return "\n\n".join([markdown(summary(found), 1_000), *map(_entry, found.entries)]) + "\n"


def _entry(entry: Entry) -> str:
    arrival = entry.arrival
    head = (
        f"{arrival.arrived[:10]} {code(arrival.id[:12])} {markdown(arrival.author.name)}: {markdown(arrival.subject)}"
    )
    return "\n".join([f"**{head}**" if "`" not in head else head, "", *items(entry.changes, entry.service)])
