"""``escalate --format markdown``: a table for a ticket, a review or a chat. Text of the catalog is escaped."""

from collections.abc import Iterator, Sequence

from ownercat.answers.climbs import Escalated, TimelineEntry
from ownercat.oncall.wording import format_place
from ownercat.views import escalate_rows as rows
from ownercat.views.markup import markdown, table
from ownercat.views.rows import Row, name


def render(pages: Sequence[Escalated]) -> str:
    """Render every page, one below the other."""
    return "\n".join("\n".join(_render_page(page)) + "\n" for page in pages)


def _render_page(page: Escalated) -> Iterator[str]:
    sheet = rows.build_sheet(page, everything=True)
    yield f"**{' · '.join(markdown(part) for part in sheet.head)}**"
    yield ""
    for line in sheet.about:
        yield f"{markdown(line.text, 1_000)}  "
    if page.entries:
        yield ""
        head = ("after", f"time {format_place(page.time_zone)}", "people", "channels", "information")
        yield table(head, [_list_cells(entry, page) for entry in page.entries]).rstrip("\n")
    yield ""
    for row in sheet.rows[len(sheet.rows) - _count_result_rows(sheet.rows) :]:
        yield f"- {markdown(row.label)}: {'; '.join(markdown(line.text, 1_000) for line in row.lines)}"


def _count_result_rows(sheet_rows: Sequence[Row]) -> int:
    """Count the rows after the empty one that ends the timeline."""
    empty = [number for number, row in enumerate(sheet_rows) if not row.lines]
    return len(sheet_rows) - empty[-1] - 1 if empty else len(sheet_rows)


def _list_cells(entry: TimelineEntry, page: Escalated) -> Sequence[str]:
    clock = rows.format_clock(entry, page)
    if entry.kind != "page":
        return entry.at or "then", clock, rows.format_event(entry), "", ""
    level = f"level {name(entry.tier)}: " if entry.tier else ""
    information = ", ".join(map(name, entry.inform))
    people = f"{level}{rows.format_people(entry.people)}"
    return entry.at or "then", clock, people, rows.format_channels(entry), information
