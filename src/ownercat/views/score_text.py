"""``score`` for people: bars on a terminal, tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ownercat.text import listed, plural, shown
from ownercat.views import markup
from ownercat.views.score_rows import Next, ScoreDelta, ScoreReport, ServiceRow, TeamRow
from ownercat.views.terminal import Paint, columns, wrap

NOBODY = "(no team)"
_NUMBERS = 33  # the columns of tier, counts, per cent and change


class Signs(NamedTuple):
    """What is drawn with; ``PLAIN`` where the terminal's encoding knows no more than ASCII."""

    full: str = "█"
    empty: str = "░"
    met: str = "✓"
    missing: str = "✗"
    up: str = "↑"
    down: str = "↓"
    more: str = "…"


PLAIN = Signs("#", ".", "+", "x", "+", "-", "~")


class ScoreDisplay(NamedTuple):
    """How to show it; ``all``: services with nothing missing too."""

    width: int
    paint: Paint
    signs: Signs
    all: bool


def text(sheet: ScoreReport, view: ScoreDisplay) -> str:
    """Every team with a bar, its services with theirs, and what is next."""
    lines = list(_head(sheet, view))
    whole = True  # teams with nothing to say about stand together
    rows = iter(sheet.services)  # they come team by team; two teams of foreign formats may share a name
    for team in sheet.teams:
        block = list(_team(team, list(islice(rows, len(team.services))), view))
        lines += [""] * (not whole or len(block) > 1 or team is sheet.teams[0]) + block
        whole = len(block) == 1
    lines += _notes(sheet, view)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _head(sheet: ScoreReport, view: ScoreDisplay) -> Iterator[str]:
    teams = plural(sum(1 for team in sheet.teams if team.name), "team")
    services = plural(len(sheet.services), "service")
    said = f"{services} of {teams}: {_total(sheet)}"
    yield from wrap(said, view.width)
    if sheet.change:
        yield f"{_since(sheet.change, view.signs)} since {shown(sheet.base)}"


def _total(sheet: ScoreReport) -> str:
    if sheet.percent is None:
        return "nothing can be judged"
    return f"{sheet.met} of {sheet.required} requirements met, {sheet.percent} %"


def _team(team: TeamRow, rows: list[ServiceRow], view: ScoreDisplay) -> Iterator[str]:
    yield _bar(team.name or NOBODY, "", team, view, "strong")
    if team.next:
        yield from _indented(f"most would help: {_what(team.next)}", view, 2)
    shown_rows = [row for row in rows if view.all or row.missing]
    for row in shown_rows:
        yield from _service(row, view)
    rest = [row for row in rows if not row.missing] if shown_rows and not view.all else []
    unjudged = sum(1 for row in rest if row.percent is None)
    for count, what in ((len(rest) - unjudged, "with nothing missing"), (unjudged, "of which nothing can be judged")):
        if count:
            yield "  " + view.paint(f"{plural(count, 'service')} {what}", "dim")


def _what(next: Next) -> str:
    tier = f" (tier {next.tier})" if next.tier else ""
    return f"{next.requirement} of {next.service}{tier}"


def _service(row: ServiceRow, view: ScoreDisplay) -> Iterator[str]:
    yield _bar(f"  {row.name}", f"tier {row.tier}" if row.tier else "", row, view, "")
    signs = {"met": (view.signs.met, "good"), "missing": (view.signs.missing, "error")}
    judged = [(*signs[item.state], item.requirement) for item in row.requirements if item.state in signs]
    if row.missing:
        yield from _packed(judged, view)
        rule = f" ({row.missing[0].rule})" if row.missing[0].rule else ""
        yield from _indented(f"next: {row.missing[0].help}{rule}", view, 4)


def _packed(items: list[tuple[str, str, str]], view: ScoreDisplay) -> Iterator[str]:
    """Signs and words in as few lines as they need; a sign is never parted from its word."""
    line, used = "", 0
    for sign, style, word in items:
        size = columns(sign) + columns(word) + 3
        if line and 4 + used + size - 2 > view.width:
            yield f"    {line}"
            line, used = "", 0
        line, used = f"{line}{view.paint(sign, style)} {word}  ", used + size
    yield f"    {line}"


def _indented(line: str, view: ScoreDisplay, by: int) -> list[str]:
    return [" " * by + part for part in wrap(line, view.width - by, "  ")]


def _bar(name: str, tier: str, row: TeamRow | ServiceRow, view: ScoreDisplay, style: str) -> str:
    """One row: the name, the tier, the bar, the counts, the share and what changed."""
    size = 20 if view.width >= 80 else 10
    room = min(max(view.width - size - _NUMBERS, 12), 40)
    cut = _cut(name, room - 1, view.signs)
    full = row.met * size // row.required if row.required else 0
    paint, signs = view.paint, view.signs
    bar = paint(signs.full * full, "good") + paint(signs.empty * (size - full), "dim")
    change = _points(row.change, signs) if row.change else ""
    head = (paint(cut, style) if style else cut) + " " * (room - columns(cut))
    if row.percent is None:
        return f"{head}{tier:<7}{bar}    nothing judged"
    return f"{head}{tier:<7}{bar} {row.met:>4} of {row.required:<4}{row.percent:>4} %  {change}"


def _cut(name: str, room: int, signs: Signs) -> str:
    if columns(name) <= room:
        return name
    while columns(name) >= room:
        name = name[:-1]
    return f"{name}{signs.more}"


def _since(change: ScoreDelta, signs: Signs) -> str:
    if not change.points:
        return "no change"
    return f"{_points(change, signs)} {'point' if abs(change.points) == 1 else 'points'}"


def _points(change: ScoreDelta | None, signs: Signs) -> str:
    if change is None or not change.points:
        return "="
    return f"{signs.up if change.points > 0 else signs.down}{abs(change.points)}"


def _notes(sheet: ScoreReport, view: ScoreDisplay) -> Iterator[str]:
    notes = list(_remarks(sheet))
    if notes:
        yield ""
    for note in notes:
        yield from wrap(note, view.width, "  ")


def _remarks(sheet: ScoreReport) -> Iterator[str]:
    if sheet.left_out:
        yield f"not counted, because they do not read whole (see ownercat check): {listed(sheet.left_out)}"
    if sheet.not_judged:
        yield f"required, but not judged by this version: {listed(sheet.not_judged)}"


def markdown(sheet: ScoreReport) -> str:
    """Two tables, for a pull request, a chat or a wiki."""
    change = f", {_since(sheet.change, Signs())} since {markup.code(sheet.base)}" if sheet.change else ""
    parts = [f"**{_total(sheet)}**{change}\n"]
    parts.append(_table(("Team", "Services", "Met", "", "Most would help"), map(_team_cells, sheet.teams)))
    missing = [row for row in sheet.services if row.missing]
    if missing:
        parts.append(_table(("Service", "Tier", "Team", "Met", "Missing", "Next"), map(_service_cells, missing)))
    parts += [f"{_sentence(note)}\n" for note in _remarks(sheet)]
    return "\n".join(parts)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *map(list, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _code(text: str) -> str:
    """A code span in a table, where a bar would end the cell."""
    return markup.code(text.replace("|", "¦"))


def _share(row: TeamRow | ServiceRow) -> str:
    change = f" {_points(row.change, Signs())}" if row.change else ""
    return f"{row.met} of {row.required} ({row.percent} %){change}" if row.percent is not None else ""


def _team_cells(row: TeamRow) -> Iterator[str]:
    signs = Signs()
    full = row.met * 10 // row.required if row.required else 0
    yield _code(row.name) or NOBODY
    yield str(len(row.services))
    yield _share(row)
    yield signs.full * full + signs.empty * (10 - full)
    yield f"{row.next.requirement} of {_code(row.next.service)}" if row.next else ""


def _service_cells(row: ServiceRow) -> Iterator[str]:
    yield _code(row.name)
    yield str(row.tier or "")
    yield _code(row.team)
    yield _share(row)
    yield ", ".join(item.requirement for item in row.missing)
    yield _sentence(row.missing[0].help)


def _sentence(text: str) -> str:
    """A sentence of ours; what stands in backticks is code, all else is text."""
    parts = text.split("`")
    return "".join(_code(part) if number % 2 else markup.markdown(part) for number, part in enumerate(parts))
