"""What would change in a file, as a unified diff that git can apply. Only commands that edit files need it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff

from ownercat.documents import secrets, source
from ownercat.text import clean, escape_command
from ownercat.views.terminal import Paint

CONTEXT = 3
_COMPARED = 20_000  # more changed lines than that are shown as all removed and all added, in linear time


def diff(existing: str, wanted: str, path: str) -> list[str]:
    """The lines of a unified diff, without line feeds (a return before one stays); none when the texts are equal."""
    if existing == wanted:
        return []
    old, new = _lines(existing), _lines(wanted)
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    before = max(first - CONTEXT, 0)
    after = min(CONTEXT, last)
    old_part = old[before : len(old) - last + after]
    new_part = new[before : len(new) - last + after]
    head = [f"--- a/{path}" if existing else "--- /dev/null", f"+++ b/{path}"]
    if len(old_part) + len(new_part) > _COMPARED:
        lines = _replaced(old_part, new_part, before)
    else:
        lines = _moved(list(unified_diff(old_part, new_part, n=CONTEXT, lineterm=""))[2:], before)
    return [*head, *(part for line in lines for part in line.split("\n"))]


def printable(line: str) -> str:
    """A line of a diff that is safe to print. The return of a line that ends as on Windows stays: git compares it."""
    end = "\r" if line.endswith("\r") else ""
    return f"{escape_command(clean(line.removesuffix(end)))}{end}"


def render_markdown(changes: Sequence[str]) -> str:
    """A diff as a block of code, which no line of it can end."""
    text = "".join(f"{printable(line).removesuffix(chr(13))}\n" for line in changes)
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", text))])
    return f"{fence}diff\n{text}{fence}\n"


def _lines(text: str) -> list[str]:
    """The lines, the last one with git's note where it does not end."""
    *lines, last = text.split("\n")
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines


def _shared(one: list[str], other: list[str]) -> int:
    """How many lines both begin with."""
    for number, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return number
    return min(len(one), len(other))


def _moved(lines: list[str], by: int) -> Iterator[str]:
    """The hunks with line numbers of the whole file."""
    for line in lines:
        if line.startswith("@@"):
            _, old, new, _ = line.split(" ", 3)
            yield f"@@ {_range(old, by)} {_range(new, by)} @@"
        else:
            yield line


def _range(text: str, by: int) -> str:
    start, comma, count = text[1:].partition(",")
    return f"{text[0]}{int(start) + by}{comma}{count}"


def _replaced(old: list[str], new: list[str], by: int) -> Iterator[str]:
    yield f"@@ -{by + bool(old)},{len(old)} +{by + bool(new)},{len(new)} @@"
    yield from (f"-{line}" for line in old)
    yield from (f"+{line}" for line in new)


_STYLES = {"+": "good", "-": "error", "@": "info"}


def render_diff(before: Mapping[str, bytes], after: Mapping[str, bytes], paint: Paint) -> str:
    """What would change, as a unified diff that is safe to print."""
    lines = (line for path in sorted(after) for line in _diff(path, before.get(path, b""), after[path]))
    return "".join(f"{_painted(line, paint)}\n" for line in lines)


def _diff(path: str, before: bytes, after: bytes) -> Iterator[str]:
    return map(printable, diff(_text(before), _text(after), clean(path)))


def _text(data: bytes) -> str:
    text = source.quoted(data)
    return secrets.hide(text) if secrets.suspicious(data) else text


def _painted(line: str, paint: Paint) -> str:
    if line.startswith(("+++ ", "--- ")):
        return paint(line, "strong")
    style = _STYLES.get(line[:1])
    return paint(line, style) if style else line
