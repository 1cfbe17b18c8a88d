"""``test`` for people: a line for each expectation, and below it what does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ownercat.oncall.expectations import ExpectationCheck
from ownercat.text import escape_command
from ownercat.views.expectations_rows import Result, summary
from ownercat.views.facts import Sources
from ownercat.views.terminal import Paint, can_show, wrap

_SIGNS = {"passed": "✓", "failed": "✗", "notJudged": "?"}
_PLAIN = {"passed": "+", "failed": "x", "notJudged": "?"}
_WORDS = {"passed": "passed", "failed": "failed", "notJudged": "not judged"}
_STYLES = {"passed": "good", "failed": "error", "notJudged": "warning"}
_ARROW = "→"
_INDENT = "    "


class TestDisplay(NamedTuple):
    """How to show it. ``verbose``: the parts that hold, too. ``quiet``: nothing of what passes."""

    width: int
    paint: Paint
    verbose: bool
    quiet: bool


def render(found: Sequence[Result], sources: Sources, view: TestDisplay) -> str:
    """Every result, and how many there are of each."""
    lines = [line for result in found for line in _result(result, sources, view)]
    counts = [f"{count} {_WORDS[state]}" for state, count in summary(found).items() if count or state == "passed"]
    total = ", ".join(counts)
    return "".join(f"{line}\n" for line in [*lines, *([""] if lines else []), total])


def _result(result: Result, sources: Sources, view: TestDisplay) -> Iterator[str]:
    """A line for what passes; for the rest, and on request, the page and the parts below it."""
    full = view.verbose or result.state != "passed"
    if view.quiet and not full:
        return
    pretty = can_show("".join(_SIGNS.values()) + _ARROW)
    sign = (_SIGNS if pretty else _PLAIN)[result.state]
    said = f"{result.name}: {result.page}" if full else f"{result.name} ({result.severity} of {result.service})"
    first, *more = wrap(f"{sign} {said}", view.width, "  ")
    yield view.paint(sign, _STYLES[result.state]) + first.removeprefix(sign)
    yield from more
    if result.note:
        yield from _wrapped(f"not judged: {result.note}", view.width)
    for part in result.parts:
        if view.verbose or part.state != "passed":
            yield from _part(part, sources, view, _ARROW if pretty else "->")


def _part(part: ExpectationCheck, sources: Sources, view: TestDisplay, arrow: str) -> Iterator[str]:
    path, line = sources[part.place]
    found = "" if part.state == "passed" else f" {arrow} {part.found}"
    doubt = " (not judged: something on the way cannot be read)" if part.state == "notJudged" else ""
    yield from _wrapped(f"{part.what}: {part.expected}{found}{doubt}", view.width)
    if part.state != "passed":
        yield view.paint(f"{_INDENT}{path}:{line}", "dim")


def _wrapped(text: str, width: int) -> list[str]:
    first, *more = wrap(escape_command(text), width, f"{_INDENT}  ", len(_INDENT))
    return [f"{_INDENT}{first}", *more]
