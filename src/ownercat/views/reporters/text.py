"""``--format text``: for people, in the layout of rustc: message, location, source lines, related lines, fix."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ownercat.diagnostics import Diagnostic, Report, ResolvedRelated, Span
from ownercat.text import clean, plural
from ownercat.views.reporters import ReportDisplay, Reporter
from ownercat.views.reporters._snippet import Mark, has_room, render_snippet
from ownercat.views.reporters._summary import list_causes, list_counts, list_notes, list_visible
from ownercat.views.terminal import Paint, painter, wrap

REPORTER = Reporter("text", "for people: each finding with its source lines and its fix", machine=False)

NARROWEST, WIDEST = 40, 200
PLACES = 8  # related locations of a finding; more do not help
PLACES_OF_NAME = 3  # other references to an undefined name
FILES_KEPT = 64  # findings of one severity are sorted by file, related locations are not

Lines = Callable[[str], tuple[str, ...]]


class _FindingLayout(NamedTuple):
    """The layout of one finding; ``gutter`` is the width of its line numbers."""

    width: int
    gutter: int
    paint: Paint
    lines: Lines

    @property
    def room(self) -> int:
        """Return the columns for source lines."""
        return self.width - self.gutter - 3

    def line(self, path: str, number: int) -> str | None:
        """Return a source line without its line break and byte-order mark; ``None`` if it does not exist."""
        lines = self.lines(path)
        if not 0 < number <= len(lines):
            return None
        line = lines[number - 1].rstrip("\r\n")
        return line.removeprefix("\ufeff") if number == 1 else line


class _Block(NamedTuple):
    """A location, and all marks on its line."""

    path: str
    span: Span
    marks: Sequence[Mark]


def render(report: Report, view: ReportDisplay) -> str:
    """Render the findings to show, then the summary."""
    paint = painter(view.color)
    width = min(max(view.width, NARROWEST), WIDEST)
    lines = lru_cache(FILES_KEPT)(report.lines)
    visible = list_visible(report, view)
    findings = ["\n".join([*_render_finding(d, width, paint, lines), ""]) for d in visible]
    causes = list_causes(visible, width) if view.verbose >= 0 else []
    notes = [line for note in list_notes(report, view) for line in wrap(note, width, indent="  ")]
    end = "".join(f"{line}\n" for line in [*causes, *list_counts(report, view, paint, width), *notes])
    return "\n".join([*findings, end] if end else findings)


def _render_finding(finding: Diagnostic, width: int, paint: Paint, lines: Lines) -> Iterator[str]:
    related = finding.related[: PLACES_OF_NAME if finding.missing and len(finding.related) > PLACES_OF_NAME else PLACES]
    numbers = [finding.span.start.line, *(r.span.start.line for r in related)]
    page = _FindingLayout(width, len(str(max(numbers))), paint, lines)
    yield from _render_headline(finding, page)
    for index, block in enumerate(_build_blocks(finding, related, page)):
        yield from _render_block(block, "--> " if index == 0 else " ::: ", page)
    if len(finding.related) > len(related):
        yield from _render_note("note", f"and {plural(len(finding.related) - len(related), 'more location')}", page)
    if finding.help:
        yield from _render_note("help", clean(finding.help), page)
    yield from _render_note("", f"{finding.code} · ownercat explain {finding.name}", page)


def _render_headline(finding: Diagnostic, page: _FindingLayout) -> Iterator[str]:
    word = finding.severity.word
    tag = f"{word}[{finding.name}]"
    first, *more = wrap(f"{tag}: {clean(finding.message)}", page.width, indent="    ")
    yield page.paint(tag, word) + page.paint(first[len(tag) :], "strong")
    for line in more:
        yield page.paint(line, "strong")


def _render_note(word: str, text: str, page: _FindingLayout) -> Iterator[str]:
    label = f"{word}: " if word else ""
    indent = " " * (page.gutter + 3 + len(label))
    first, *more = wrap(text, page.width, indent, len(indent))
    yield f"{' ' * page.gutter} {page.paint('=', 'frame')} {page.paint(label, 'strong')}{first}"
    yield from more


def _build_blocks(finding: Diagnostic, related: Sequence[ResolvedRelated], page: _FindingLayout) -> Iterator[_Block]:
    """Build the block of the finding, with related locations on its line if they fit; then one for each other."""
    others = list(related)
    label = next((r for r in others if (r.path, r.span) == (finding.path, finding.span)), None)
    if label:
        others.remove(label)
    line = page.line(finding.path, finding.span.start.line)
    marks = [_build_mark(finding.span, line, "^", finding.severity.word, label.message if label else "")]
    beside = [r for r in others if (r.path, r.span.start.line) == (finding.path, finding.span.start.line)]
    together = [*marks, *(_build_related_mark(r, line) for r in beside)]
    if beside and line is not None and has_room(line, together, page.room):
        marks = together
        others = [r for r in others if r not in beside]
    yield _Block(finding.path, finding.span, marks)
    for other in others:
        yield _Block(other.path, other.span, [_build_related_mark(other, page.line(other.path, other.span.start.line))])


def _build_related_mark(place: ResolvedRelated, line: str | None) -> Mark:
    return _build_mark(place.span, line, "-", "frame", place.message)


def _build_mark(span: Span, line: str | None, sign: str, style: str, label: str) -> Mark:
    """Build a mark; a span of several lines is marked to the end of its first line."""
    start = span.start.column - 1
    end = span.end.column - 1 if span.end.line == span.start.line else len((line or "").rstrip())
    return Mark(start, max(end, start + 1), sign, style, clean(label))


def _render_block(block: _Block, arrow: str, page: _FindingLayout) -> Iterator[str]:
    number, column = block.span.start
    pad, bar = " " * page.gutter, page.paint("|", "frame")
    yield f"{pad}{page.paint(arrow, 'frame')}{clean(block.path)}:{number}:{column}"
    line = page.line(block.path, number)
    if line is None:
        yield from _render_labels(block, page)
        return
    source, *rows = render_snippet(line, block.marks, page.room, page.paint)
    yield f"{pad} {bar}"
    yield f"{page.paint(f'{number:>{page.gutter}} |', 'frame')} {source}".rstrip()
    for row in rows:
        yield f"{pad} {bar} {row}"


def _render_labels(block: _Block, page: _FindingLayout) -> Iterator[str]:
    """Render the labels of a block whose source line is not available."""
    for mark in block.marks:
        if mark.label:
            yield from _render_note("note", mark.label, page)
