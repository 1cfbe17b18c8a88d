"""``escalate --format markdown``: a table for a ticket, a review or a chat. Text of the catalog stays text there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ownercat.answers.climbs import Escalated, TimelineEntry
from ownercat.oncall.clock import to_instant
from ownercat.oncall.wording import format_place, format_soon
from ownercat.views import escalate_rows as rows
from ownercat.views.markup import markdown
from ownercat.views.rows import Row, name

_BAR = re.compile(r"(?<!\\)\|")


def render(found: Sequence[Escalated]) -> str:
    """Every page, one below the other."""
    return "\n".join("\n".join(_page(each)) + "\n" for each in found)


def _page(found: Escalated) -> Iterator[str]:
    sheet = rows.sheet(found, everything=True)
    yield f"**{' · '.join(markdown(part) for part in sheet.head)}**"
    yield ""
    for line in sheet.about:
        yield f"{markdown(line.text, 1_000)}  "
    if found.entries:
        yield ""
        yield f"| after | {markdown(format_place(found.time_zone))} | who | through | told |"
        yield "| --- | --- | --- | --- | --- |"
        yield from (_row(entry, found) for entry in found.entries)
    yield ""
    for row in sheet.rows[len(sheet.rows) - _verdicts(sheet.rows) :]:
        yield f"- {markdown(row.label)}: {'; '.join(markdown(line.text, 1_000) for line in row.lines)}"


def _verdicts(found: Sequence[Row]) -> int:
    """How many rows follow the empty one that ends the table."""
    empty = [number for number, row in enumerate(found) if not row.lines]
    return len(found) - empty[-1] - 1 if empty else len(found)


def _row(entry: TimelineEntry, found: Escalated) -> str:
    clock = "" if entry.time is None else format_soon(to_instant(entry.time), found.time_zone, to_instant(found.time))
    if entry.kind != "page":
        return _cells(entry.at or "then", clock, rows.happens(entry), "", "")
    tier = f"{name(entry.tier)}: " if entry.tier else ""
    told = ", ".join(map(name, entry.inform))
    return _cells(entry.at or "then", clock, f"{tier}{rows.people(entry.people)}", rows.through(entry), told)


def _cells(*texts: str) -> str:
    """A row of a table; in one, a bar parts cells even inside a code span."""
    cells = (_BAR.sub(r"\\|", markdown(text, 1_000)) for text in texts)
    return f"| {' | '.join(cells)} |"
