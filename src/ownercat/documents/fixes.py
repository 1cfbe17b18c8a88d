"""The edits of fixes: each changes one value or the name of one key, and every other byte stays. No input or output."""

import bisect
import copy
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ownercat.diagnostics import Fix, FixEdit, Position, Span
from ownercat.documents import source, text_edits
from ownercat.documents.source import Node
from ownercat.documents.text_edits import Edit

_LINE_END = re.compile(r"\r\n|\r|\n")
_PLAIN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_TAGGED = ("&", "!", "*", "|", ">")


def list_edits(path: str, data: bytes, fixes: Sequence[Fix]) -> tuple[FixEdit | None, ...]:
    """Return the edit of each fix in one file; ``None`` if it cannot be written without touching other bytes."""
    text = source.text_of(path, data)
    nodes = source.nodes(data, [fix.place._replace(span=None) for fix in fixes]) if text else {}
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    return tuple(_build_edit(text, starts, nodes.get(fix.place._replace(span=None)), fix) for fix in fixes)


def _build_edit(text: str, starts: Sequence[int], node: Node | None, fix: Fix) -> FixEdit | None:
    found = _find_range(text, starts, node, fix)
    if found is None:
        return None
    start, end = found
    written = text[start:end]
    expected = fix.new if fix.form == "quotes" else fix.old
    if expected and expected not in (written, written[1:-1]):
        return None
    new = json.dumps(written, ensure_ascii=False) if fix.form == "quotes" else _render(written, fix, node)
    if not new or new == written:
        return None
    span = Span(_find_position(starts, start), _find_position(starts, end))
    return FixEdit(fix.place.path, span, new, start, end)


def _find_range(text: str, starts: Sequence[int], node: Node | None, fix: Fix) -> tuple[int, int] | None:
    """Return the offsets of the old text; ``None`` if it is not simple enough to be replaced."""
    if fix.form == "text" and fix.place.span is not None:
        return _find_offsets(starts, fix.place.span)
    if node is None or node.style not in ("scalar", "flow"):
        return None
    start, end = node.start, node.end
    if start == end and fix.place.span is not None:  # a comment is in the place of the value
        start, end = _find_offsets(starts, fix.place.span)
    end = start + len(text[start:end].rstrip())
    written = text[start:end]
    simple = written and _LINE_END.search(written) is None and not written.startswith(_TAGGED)
    if not simple or (node.style == "flow" and "#" in written) or (fix.form == "quotes" and written[:1] in "\"'"):
        return None
    return start, end


def _find_offsets(starts: Sequence[int], span: Span) -> tuple[int, int]:
    (line, column), (_, last) = span
    return starts[line - 1] + column - 1, starts[line - 1] + last - 1


def _find_position(starts: Sequence[int], offset: int) -> Position:
    line = bisect.bisect_right(starts, offset)
    return Position(line, offset - starts[line - 1] + 1)


def _render(written: str, fix: Fix, node: Node | None) -> str:
    """Return the new text in the quotes of the old one; ``""`` if it has no safe form."""
    new = fix.new
    if fix.form == "text":
        return str(new)
    quote = written[:1] if written[:1] in "\"'" and node is not None and node.style == "scalar" else ""
    if fix.place.on == "key" and not quote:
        return str(new) if _PLAIN_KEY.fullmatch(str(new)) else ""
    if not isinstance(new, str):
        return _render_plain(new)
    if quote == "'":
        return "'" + new.replace("'", "''") + "'" if new.isprintable() else ""
    return json.dumps(new, ensure_ascii=not new.isprintable()) if quote else text_edits.render_scalar(new)


def _render_plain(value: Any) -> str:
    if isinstance(value, str):
        return text_edits.render_scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_render_plain, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_render_plain(item)}' for key, item in value.items())}}}"
    return json.dumps(value)


def apply_fixes(path: str, data: bytes, fixes: Sequence[Sequence[Fix]]) -> tuple[bytes, list[int]]:
    """Return the file with the fixes of some findings, and the numbers of the findings that are fixed.

    Of overlapping fixes, the first one is applied. Each result is read again: a fix that changes more is left out.
    """
    done = _select(path, data, fixes, list(_list_free(path, data, fixes)), [])
    result = _apply(path, data, [fixes[number] for number in done]) if done else None
    return (data, []) if result is None else (result, done)


def _select(path: str, data: bytes, fixes: Sequence[Sequence[Fix]], numbers: list[int], done: list[int]) -> list[int]:
    """Return ``done`` and those numbers whose fixes can be proved together with it, by halves."""
    if not numbers or _apply(path, data, [fixes[number] for number in (*done, *numbers)]) is not None:
        return [*done, *numbers]
    if len(numbers) == 1:
        return done
    half = len(numbers) // 2
    return _select(path, data, fixes, numbers[half:], _select(path, data, fixes, numbers[:half], done))


def _list_free(path: str, data: bytes, fixes: Sequence[Sequence[Fix]]) -> Iterator[int]:
    """Yield the numbers of the groups of fixes that can be applied together."""
    taken: list[FixEdit] = []
    every = iter(list_edits(path, data, [fix for group in fixes for fix in group]))
    for number, group in enumerate(fixes):
        edits = [next(every) for _ in group]
        if None not in edits and not any(_overlap(one, other) for one in edits for other in taken):
            taken += filter(None, edits)
            yield number


def _overlap(one: FixEdit | None, other: FixEdit) -> bool:
    return one is not None and one != other and one.start < other.end and other.start < one.end


def _apply(path: str, data: bytes, groups: Iterable[Sequence[Fix]]) -> bytes | None:
    """Return the edited file; ``None`` if it does not have exactly the intended values."""
    fixes: list[Fix] = []
    for group in groups:
        fixes += [fix for fix in group if fix not in fixes]
    found = list_edits(path, data, fixes)
    # quotes around a text make it the value, also where the value was a number
    fixes = [
        fix._replace(new=json.loads(e.text)) if fix.form == "quotes" and e else fix
        for fix, e in zip(fixes, found, strict=True)
    ]
    edits = [Edit(path, each.start, each.end, each.text) for each in found if each is not None]
    after = text_edits.apply_edits(path, data, edits)
    return after if _reads_as_intended(path, data, after, fixes) else None


def _reads_as_intended(path: str, before: bytes, after: bytes, fixes: Sequence[Fix]) -> bool:
    was, now = source.read(path, before), source.read(path, after)
    if any(fix.form == "text" for fix in fixes):  # what follows the error was not read before
        same = zip(was.documents, now.documents, strict=False)
        is_same = all(text_edits.is_same(one.data, other.data) for one, other in same)
        return is_same and len(fixes) == 1 and len(was.documents) < len(now.documents)
    if len(was.documents) != len(now.documents) or len(was.faults) < len(now.faults) or was.whole != now.whole:
        return False
    intended = {document.index: copy.deepcopy(document.data) for document in was.documents}
    try:
        for fix in sorted(fixes, key=lambda each: (each.place.on == "key", -len(each.place.pointer))):
            _set_value(intended[fix.place.document], fix)
    except (LookupError, TypeError):
        return False
    return all(text_edits.is_same(document.data, intended[document.index]) for document in now.documents)


def _set_value(data: Any, fix: Fix) -> None:
    *keys, last = fix.place.pointer
    for key in keys:
        data = data[key]
    if fix.form == "quotes" and fix.place.on == "key":
        return
    if fix.place.on == "value":
        data[last] = copy.deepcopy(fix.new)
        return
    if fix.new in data:
        raise KeyError(fix.new)
    data[fix.new] = data.pop(last)
