"""``signoff audit`` for people: lines for a terminal, a table for a wiki or a chat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ownercat.text import plural
from ownercat.views import markup
from ownercat.views.audit_rows import AgreementAuditRow, AuditFinding, AuditReport, EmergencyRow
from ownercat.views.terminal import Paint, columns, wrap

_INDENT = "     "
_STYLES = {"holds": "good", "paid": "good", "unverified": "warning", "owed": "warning", "rests": "dim"}
_SIGNS = {"holds": 0, "paid": 0, "unverified": 1, "owed": 1, "rests": 3}


class AuditDisplay(NamedTuple):
    """How to show it. ``signs``: for what holds, what is doubtful, what is wrong, and what nothing needs."""

    width: int
    paint: Paint
    signs: tuple[str, str, str, str] = ("✓", "!", "✗", "·")
    arrow: str = "→"


PLAIN = (("+", "!", "x", "-"), "->")


def text(sheet: AuditReport, view: AuditDisplay, note: str) -> str:
    """A count, a line for each agreement and emergency, and what is wrong with them."""
    lines = list(wrap(f"{headline(sheet)}.", view.width))
    lines += _block("", _agreements(sheet, view))
    lines += _block("without an agreement", _problems(sheet.missing, view))
    lines += _block("emergencies", _emergencies(sheet, view))
    lines += _block("besides", _problems(sheet.others, view))
    lines += ["", *wrap(_last(sheet, note), view.width, "  ")]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def headline(sheet: AuditReport) -> str:
    """``3 of 4 agreements hold; 1 dependency has none; 2 agreements are owed after emergencies``."""
    many, holding = len(sheet.judged), sheet.holding
    word = "holds" if 1 in (many, holding) else "hold"
    parts = [f"{holding} of {plural(many, 'agreement')} {word}" if many else "No agreements"]
    if sheet.missing:
        parts.append(f"{plural(len(sheet.missing), 'dependency', 'dependencies')} without one")
    owed = sum(len(debt.owed) for debt in sheet.emergencies)
    if owed:
        parts.append(f"{plural(owed, 'agreement')} owed after emergencies")
    return "; ".join(parts)


def _block(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return ["", *([title] if title else []), *found] if found else []


def _last(sheet: AuditReport, note: str) -> str:
    more = f" {sheet.hidden} more findings are not shown." if sheet.hidden else ""
    return f"Judged at {sheet.as_of}.{more}{f' {note}' if note else ''}"


def _agreements(sheet: AuditReport, view: AuditDisplay) -> Iterator[str]:
    pairs = [f"{row.provider} {view.arrow} {row.consumer}" for row in sheet.agreements]
    size = max(map(columns, pairs), default=0)
    for row, pair in zip(sheet.agreements, pairs, strict=True):
        yield from _line(pair, size, row.state, _given(row), view)
        yield from _said(row.problems, view)


def _given(row: AgreementAuditRow) -> str:
    given = f"{row.team}, by {row.by}" + (f" on {row.given}" if row.given else "")
    until = f", until {row.until}" if row.until else ""
    if row.state == "holds":
        return f"{given}{until}{', signature verified' if row.signature == 'verified' else ''}"
    if row.state == "rests":
        return "rests: nothing needs it today"
    return f"{row.state}: {given}{until}"


def _emergencies(sheet: AuditReport, view: AuditDisplay) -> Iterator[str]:
    names = [f"{debt.record} ({debt.incident})" for debt in sheet.emergencies]
    size = max(map(columns, names), default=0)
    for debt, name in zip(sheet.emergencies, names, strict=True):
        yield from _line(name, size, debt.state, _owes(debt), view)
        yield from _said(debt.problems, view)


def _owes(debt: EmergencyRow) -> str:
    if not debt.owed:
        return "paid"
    return f"{debt.state}: {len(debt.owed)} of {plural(debt.covers, 'agreement')}, due by {debt.due}"


def _line(head: str, size: int, state: str, said: str, view: AuditDisplay) -> Iterator[str]:
    """One row; what is said stands beside it where there is room, else below."""
    sign = view.paint(view.signs[_SIGNS.get(state, 2)], _STYLES.get(state, "error"))
    left = 3 + size + 3
    if left + columns(said) <= view.width:
        yield f" {sign} {head}{' ' * (size - columns(head))}   {said}"
        return
    first, *more = wrap(head, view.width, "   ", 3)
    yield f" {sign} {first}"
    yield from more
    yield from _indented(said, view)


def _said(problems: Iterable[AuditFinding], view: AuditDisplay) -> Iterator[str]:
    for problem in problems:
        yield from _indented(f"{problem.message} ({problem.path}:{problem.line})", view)
        yield from _indented(f"help: {problem.help}", view)


def _problems(problems: Iterable[AuditFinding], view: AuditDisplay) -> Iterator[str]:
    for problem in problems:
        wrong = problem.severity == "error"
        sign = view.paint(view.signs[2 if wrong else 1], "error" if wrong else "warning")
        first, *more = wrap(f"{problem.message} ({problem.path}:{problem.line})", view.width, "   ", 3)
        yield f" {sign} {first}"
        yield from more
        yield from _indented(f"help: {problem.help}", view)


def _indented(line: str, view: AuditDisplay) -> Iterator[str]:
    return (f"{_INDENT}{part}" for part in wrap(line, view.width - len(_INDENT), "  "))


# Markdown


def markdown(sheet: AuditReport, note: str) -> str:
    """A table of agreements, and lists of what is wrong. Nothing that a file says becomes markup, a mention, a link."""
    parts = [f"### Sign-off audit: {headline(sheet)}\n"]
    if sheet.agreements:
        rows = [_HEAD, ("---",) * len(_HEAD), *map(_cells, sheet.agreements)]
        parts.append("".join(f"| {' | '.join(row)} |\n" for row in rows))
    wrong = [problem for row in sheet.agreements for problem in row.problems]
    wrong += [problem for debt in sheet.emergencies for problem in debt.problems]
    for title, problems in (("Wrong", wrong), ("Without an agreement", sheet.missing), ("Besides", sheet.others)):
        if problems:
            parts.append(f"{title}:\n\n" + "".join(map(_item, problems)))
    if sheet.emergencies:
        parts.append("Emergencies:\n\n" + "".join(f"- {_code(d.record)}: {_owes(d)}\n" for d in sheet.emergencies))
    return "\n".join([*parts, f"{markup.markdown(_last(sheet, note))}\n"])


_HEAD = ("Provider", "Consumer", "Team", "By", "Given", "Until", "State")


def _cells(row: AgreementAuditRow) -> tuple[str, ...]:
    dates = (str(row.given or ""), str(row.until or ""))
    return (_code(row.provider), _code(row.consumer), _code(row.team), _code(row.by), *dates, row.state)


def _code(text: str) -> str:
    """A code span in a table, where a bar would end the cell."""
    return markup.code(text.replace("|", "¦"))


def _item(problem: AuditFinding) -> str:
    parts = problem.help.split("`")
    help = "".join(markup.code(part) if number % 2 else markup.markdown(part) for number, part in enumerate(parts))
    where = markup.code(f"{problem.path}:{problem.line}")
    return f"- {markup.markdown(problem.message, 1000)} ({where})<br>{help}\n"
