"""`runbook` as Markdown and as JSON. Text of the catalog becomes no markup."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ownercat.answers.runbooks import RunbookPage, StepAnswer
from ownercat.text import clean, escape_command, format_json
from ownercat.views import runbook_rows
from ownercat.views.facts import document, lines, listed, places, plain
from ownercat.views.markup import code, markdown

if TYPE_CHECKING:  # only a Markdown runbook has a text
    from collections.abc import Mapping

    from ownercat.answers import UnknownName
    from ownercat.documents.markdown import MarkdownText

VERSION = 1
_TICKS = re.compile(r"`+")


def render_markdown(page: RunbookPage, text: "MarkdownText | None") -> str:
    """Render the steps as a list, then the text of a Markdown runbook in a fence."""
    sheet = runbook_rows.build_sheet(page)
    parts = [f"**{' · '.join(map(markdown, sheet.head))}**\n"]
    parts += [f"{markdown(line.text)}\n" for line in sheet.about]
    parts += [_format_step(step) for step in page.steps]
    if text is not None and text.text:
        fence = "`" * max(3, 3, *(len(ticks) + 1 for ticks in _TICKS.findall(text.text)))
        body = "\n".join(clean(line) for line in text.text.split("\n"))
        parts.append(f"\n{fence}text\n{body}\n{fence}\n")
    return "\n".join(map(escape_command, "\n".join(parts).split("\n")))


def _format_step(step: StepAnswer) -> str:
    body = [_format_line(line.text, line.style) for line in runbook_rows.list_lines(step)]
    return "<br>\n   ".join([f"{step.number}. **{markdown(step.id or step.kind)}**", *body])


def _format_line(text: str, style: str) -> str:
    return code(text.removeprefix("$ ")) if style == "command" else markdown(text)


def render_json(
    query: Sequence[str],
    at: datetime,
    found: "Sequence[tuple[RunbookPage, MarkdownText | None]]",
    unknown: "Sequence[UnknownName]",
    warnings: Sequence[str],
    files: "Mapping[str, bytes]",
) -> str:
    """Render each runbook on a line, with the headings, links and commands of its text."""
    sources = lines(files, {*places([page for page, _ in found]), *places(list(unknown))})
    parts = {
        "query": format_json(list(query)),
        "at": format_json(at.isoformat()),
        "runbooks": listed([{**plain(page, sources), "text": _build_text(text)} for page, text in found]),
        "notFound": listed(plain(list(unknown), sources)),
        "warnings": format_json(list(warnings)),
    }
    return document(VERSION, parts)


def _build_text(text: "MarkdownText | None") -> object:
    return None if text is None else dict(_list_text(text))


def _list_text(text: "MarkdownText") -> "Iterator[tuple[str, object]]":
    yield "text", text.text
    for key in ("headings", "links", "commands"):
        yield key, [item._asdict() for item in getattr(text, key)]
