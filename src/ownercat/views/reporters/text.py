"""``--format text``: for people, in rustc's manner: what, where, the line itself, the other side, the cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ownercat.diagnostics import Diagnostic, Report, ResolvedRelated, Span
from ownercat.text import clean
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._snippet import Mark, fits, snippet
from ownercat.views.reporters._summary import closing, visible
from ownercat.views.terminal import Paint, painter, wrap

REPORTER = Reporter("text", "for people: each finding with its source lines and its cure", machine=False)

NARROWEST, WIDEST = 40, 200
PLACES = 8  # more than so many other places explain nothing
FILES_KEPT = 64  # findings come sorted by file; their other places need not

Lines = Callable[[str], tuple[str, ...]]


class _FindingLayout(NamedTuple):
    """What drawing one finding needs to know; ``gutter`` is the width of its line numbers."""

    width: int
    gutter: int
    paint: Paint
    lines: Lines

    @property
    def room(self) -> int:
        """The columns that are left for source lines."""
        return self.width - self.gutter - 3

    def line(self, path: str, number: int) -> str | None:
        """A source line without its line break and byte-order mark; nothing if there is none."""
        lines = self.lines(path)
        if not 0 < number <= len(lines):
            return None
        line = lines[number - 1].rstrip("\r\n")
        return line.removeprefix("\ufeff") if number == 1 else line


class _Block(NamedTuple):
    """One place, and all that is marked on its line."""

    path: str
    span: Span
    marks: Sequence[Mark]


def render(report: Report, view: ReportDisplay) -> str:
    """Every visible finding, then the summary."""
    paint = painter(view.color)
    width = min(max(view.width, NARROWEST), WIDEST)
    lines = lru_cache(FILES_KEPT)(report.lines)
    found = ["\n".join([*_diagnostic(d, width, paint, lines), ""]) for d in visible(report, view)]
    end = "".join(f"{line}\n" for line in closing(report, view, paint))
    return "\n".join([*found, end] if end else found)


def _diagnostic(found: Diagnostic, width: int, paint: Paint, lines: Lines) -> Iterator[str]:
    numbers = [found.span.start.line, *(r.span.start.line for r in found.related[:PLACES])]
    page = _FindingLayout(width, len(str(max(numbers))), paint, lines)
    yield from _headline(found, page)
    for index, block in enumerate(_blocks(found, page)):
        yield from _block(block, "--> " if index == 0 else " ::: ", page)
    if len(found.related) > PLACES:
        yield from _note("note", f"and {len(found.related) - PLACES} more places", page)
    if found.help:
        yield from _note("help", clean(found.help), page)
    yield from _note("", f"{found.code} · ownercat explain {found.name}", page)


def _headline(found: Diagnostic, page: _FindingLayout) -> Iterator[str]:
    word = found.severity.word
    tag = f"{word}[{found.name}]"
    first, *more = wrap(f"{tag}: {clean(found.message)}", page.width, indent="    ")
    yield page.paint(tag, word) + page.paint(first[len(tag) :], "strong")
    for line in more:
        yield page.paint(line, "strong")


def _note(word: str, text: str, page: _FindingLayout) -> Iterator[str]:
    label = f"{word}: " if word else ""
    indent = " " * (page.gutter + 3 + len(label))
    first, *more = wrap(text, page.width, indent, len(indent))
    yield f"{' ' * page.gutter} {page.paint('=', 'frame')} {page.paint(label, 'strong')}{first}"
    yield from more


def _blocks(found: Diagnostic, page: _FindingLayout) -> Iterator[_Block]:
    """The finding's own place, with other places on the same line if that stays readable; then each other place."""
    others = list(found.related[:PLACES])
    label = next((r for r in others if (r.path, r.span) == (found.path, found.span)), None)
    if label:
        others.remove(label)
    line = page.line(found.path, found.span.start.line)
    marks = [_mark(found.span, line, "^", found.severity.word, label.message if label else "")]
    beside = [r for r in others if (r.path, r.span.start.line) == (found.path, found.span.start.line)]
    together = [*marks, *(_related_mark(r, line) for r in beside)]
    if beside and line is not None and fits(line, together, page.room):
        marks = together
        others = [r for r in others if r not in beside]
    yield _Block(found.path, found.span, marks)
    for other in others:
        yield _Block(other.path, other.span, [_related_mark(other, page.line(other.path, other.span.start.line))])


def _related_mark(place: ResolvedRelated, line: str | None) -> Mark:
    return _mark(place.span, line, "-", "frame", place.message)


def _mark(span: Span, line: str | None, sign: str, style: str, label: str) -> Mark:
    """A span that ends on a later line is marked to the end of its first one."""
    start = span.start.column - 1
    end = span.end.column - 1 if span.end.line == span.start.line else len((line or "").rstrip())
    return Mark(start, max(end, start + 1), sign, style, clean(label))


def _block(block: _Block, arrow: str, page: _FindingLayout) -> Iterator[str]:
    number, column = block.span.start
    pad, bar = " " * page.gutter, page.paint("|", "frame")
    yield f"{pad}{page.paint(arrow, 'frame')}{clean(block.path)}:{number}:{column}"
    line = page.line(block.path, number)
    if line is None:
        yield from _without_source(block, page)
        return
    source, *rows = snippet(line, block.marks, page.room, page.paint)
    yield f"{pad} {bar}"
    yield f"{page.paint(f'{number:>{page.gutter}} |', 'frame')} {source}".rstrip()
    for row in rows:
        yield f"{pad} {bar} {row}"


def _without_source(block: _Block, page: _FindingLayout) -> Iterator[str]:
    """What the marks say, where the file's lines are not to be had."""
    for mark in block.marks:
        if mark.label:
            yield from _note("note", mark.label, page)
