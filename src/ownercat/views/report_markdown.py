"""``report`` as Markdown. The tables stand for the charts."""

from collections.abc import Sequence

from ownercat.views import page_markdown
from ownercat.views.markup import sentence
from ownercat.views.report_parts import ReportSection
from ownercat.views.rows import Sheet, Table, TableRow


def render(title: str, span: str, sections: Sequence[ReportSection]) -> str:
    """Return the report."""
    parts = [f"# {sentence(title)}", sentence(span)]
    for section in sections:
        body = page_markdown.render_body(_list_items(section.sheet)).rstrip("\n")
        parts += [f"{'#' * section.level} {sentence(section.title)}", body]
    return "\n\n".join(filter(None, parts)) + "\n"


def _list_items(sheet: Sheet) -> Sheet:
    """Return a sheet with several sentences as a list."""
    if len(sheet.about) < 2:
        return sheet
    items = Table(tuple(TableRow((line.text,)) for line in sheet.about))
    return sheet._replace(about=(), tables=(items, *sheet.tables))
