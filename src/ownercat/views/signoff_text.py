"""The agreements of a change for people: lines for a terminal, a checklist for a pull request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ownercat.text import listed, shown
from ownercat.views import markup
from ownercat.views.signoff_rows import ApprovalRow, FieldChangeRow, SignoffReport, Who, counted
from ownercat.views.terminal import Paint, columns, wrap

_FIELDS = 3  # of one change are named, the others counted
_INDENT = "     "
_SHORT = 12  # of a commit id
_BY_NAME = frozenset(
    {"dependency", "member", "runbook", "team", "service", "interface"}
)  # kinds told by what they name
_STYLES = {"satisfied": "good", "waived": "warning"}


class SignoffDisplay(NamedTuple):
    """How to show it. ``signs``: for an agreement that is there, one that is waived, and one that is not."""

    width: int
    paint: Paint
    signs: tuple[str, str, str] = ("✓", "!", "✗")
    asking: bool = False  # ``plan``: nobody has been asked yet


PLAIN = ("+", "!", "x")


def text(sheet: SignoffReport, view: SignoffDisplay) -> str:
    """A count, what the change does, and a line for each agreement with what helps."""
    lines = list(wrap(f"{_first(sheet, view)} {sheet.says}".strip(), view.width))
    if sheet.agreements:
        lines += ["", *_agreements(sheet, view)]
    for word, texts in (("told", _told(sheet)), ("", sheet.findings), ("", sheet.unjudged), ("note", sheet.notes)):
        lines += [""] * bool(texts)
        for one in texts:
            style = "" if word else "error"
            head = f"{word}: " if word else f"{view.signs[2]} "
            first, *more = wrap(f"{head}{one}", view.width, "  ")
            lines += [view.paint(first, style) if style else first, *more]
    lines += ["", *wrap(_compared(sheet), view.width, "  ")]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _first(sheet: SignoffReport, view: SignoffDisplay) -> str:
    if not view.asking or not sheet.agreements:
        return counted(sheet)
    needed = len(sheet.agreements)
    return f"This needs {needed} agreements." if needed > 1 else "This needs one agreement."


def _told(sheet: SignoffReport) -> list[str]:
    return [f"{shown(one.team)}, {one.why}" for one in sheet.told]


def _compared(sheet: SignoffReport) -> str:
    begins = "" if sheet.merge_base == sheet.base_commit else f", parted at {sheet.merge_base[:_SHORT]}"
    head = sheet.head if sheet.head.startswith("the ") else f"{shown(sheet.head)} {sheet.head_commit[:_SHORT]}"
    return f"{head} against {shown(sheet.base)} {sheet.base_commit[:_SHORT]}{begins}"


def _agreements(sheet: SignoffReport, view: SignoffDisplay) -> Iterator[str]:
    named = _names(sheet)
    heads = [(shown(one.team) or "nobody", one.role, what(one, named)) for one in sheet.agreements]
    sizes = [max(columns(head[n]) for head in heads) for n in (0, 1, 2)]
    room = view.width - len(_INDENT)
    for one, head in zip(sheet.agreements, heads, strict=True):
        sign = _sign(one, view)
        cells = [word + " " * (size - columns(word)) for word, size in zip(head, sizes, strict=True)]
        said = _status(one, view)
        left = f" {{}} {cells[0]}   {cells[1]}   "
        if columns(left) + sizes[2] + 2 + columns(said) <= view.width:  # one line, as long as it fits
            yield f"{left}{cells[2]}   {said}".format(sign)
        else:
            first, *more = wrap(head[2], view.width, " " * (columns(left) - 1), columns(left) - 1)
            yield f"{left}{first}".format(sign)
            yield from more
            yield from (f"{_INDENT}{line}" for line in wrap(said, room))
        if view.asking:
            yield from (f"{_INDENT}{line}" for line in wrap(f"because {one.why}", room))
        if one.command:
            yield f"{_INDENT}{view.paint(one.command, 'strong')}"


def _sign(one: ApprovalRow, view: SignoffDisplay) -> str:
    there, waived, missing = view.signs
    sign = {"satisfied": there, "waived": waived}.get(one.state, missing)
    return view.paint(sign, _STYLES.get(one.state, "error"))


def _names(sheet: SignoffReport) -> bool:
    """Whether agreements are about different things, so that each has to say which."""
    return len({(one.service, one.what) for one in sheet.agreements}) > 1


def what(one: ApprovalRow, named: bool) -> str:
    """The change and the values that moved: ``sla-loosened sev1.restore 1h → 2h``."""
    told = one.change.rpartition("-")[0] in _BY_NAME
    fields = [field for field in one.fields if not told or (field.before and field.after)]
    values = [_value(field) for field in fields[:_FIELDS]]
    more = [f"{len(fields) - _FIELDS} more"] if len(fields) > _FIELDS else []
    of = [shown(one.service)] if named and one.service else []
    which = [shown(one.what)] if told or (named and one.what != one.service) or not one.service else []
    return " ".join(filter(None, [one.change, *of, *which, ", ".join([*values, *more])]))


def _value(field: FieldChangeRow) -> str:
    before, after = shown(field.before, 40) or "nothing", shown(field.after, 40) or "nothing"
    return f"{shown(field.field)} {before} → {after}"


def _status(one: ApprovalRow, view: SignoffDisplay) -> str:
    """Who agreed; else where it stands, why, and who can agree."""
    return _joined(_stands(one, view), able(one, _called))


def _joined(stands: str, can: str) -> str:
    """``pending: @ines can agree``; what is said of the state already stands before a semicolon."""
    return ("; " if ": " in stands else ": ").join(filter(None, [stands, can]))


def _stands(one: ApprovalRow, view: SignoffDisplay) -> str:
    said = "; ".join(filter(None, ["; ".join(one.by), one.detail]))
    if one.state == "satisfied" or (view.asking and one.state == "pending"):
        return said
    return f"{one.state}: {said}" if said else one.state


def able(one: ApprovalRow, called: Callable[[Who], str]) -> str:
    """Who can agree, by the names that reach them."""
    if one.met or not one.able:
        return ""
    alone = one.quorum == 1
    names = listed(map(called, one.able), "or" if alone else "and", most=4)
    return f"{names} can agree" if alone else f"{one.quorum} of {names} have to agree"


def _called(who: Who) -> str:
    return f"@{shown(who.login)}" if who.login else shown(who.title, 60)


# Markdown


def markdown(sheet: SignoffReport, asking: bool = False) -> str:
    """A checklist to paste; nothing that a file says becomes markup, a mention or a link."""
    view = SignoffDisplay(0, lambda words, style: words, asking=asking)
    lines = [f"### Sign-off: {_first(sheet, view)}", ""]
    lines += [markup.markdown(sheet.says), ""] if sheet.says else []
    lines += [_item(one, view, _names(sheet)) for one in sheet.agreements]
    for title, texts in (("Wrong", (*sheet.findings, *sheet.unjudged)), ("Told", _told(sheet)), ("Note", sheet.notes)):
        lines += [""] * bool(texts) + [f"- {title}: {markup.markdown(one)}" for one in texts]
    return "\n".join([*lines, "", markup.markdown(_compared(sheet))]) + "\n"


def _item(one: ApprovalRow, view: SignoffDisplay, named: bool) -> str:
    box = "x" if one.met else " "
    status = _joined(markup.markdown(_stands(one, view), 1000), able(one, _marked))
    head = f"- [{box}] {markup.code(one.team) or 'nobody'} ({one.role}) {markup.markdown(what(one, named), 1000)}"
    why = [f"  {markup.markdown(one.why)}"] if not one.met else []
    command = [f"  {markup.code(one.command)}"] if one.command else []
    return "<br>\n".join([f"{head}: {status}" if status else head, *why, *command])


def _marked(who: Who) -> str:
    return markup.code(f"@{who.login}") if who.login else markup.markdown(who.title)
