"""The managed block in a file: all text outside the block stays unchanged, byte for byte."""

from collections.abc import Iterator

from ownercat.repository.codeowners._generate import Wanted
from ownercat.repository.codeowners._values import BEGIN, END, CodeOwners

# Comments are on separate lines: GitLab reads names in a comment after a pattern as owners.
_NOTE = "# Written by `ownercat codeowners generate`: change the catalog, not these lines."
_CONTROL = "# The catalog's policy, people, teams and signers, and this file."
_SECTIONS = ("[ownercat]", "[ownercat governance]")


class BadBlock(Exception):
    """An error in the markers of the block; the text says which."""


def place_block(existing: str, wanted: Wanted) -> str:
    """Return the text of the file with the new block in place of the old one, or at the end if there is none."""
    newline = "\r\n" if "\r\n" in existing[: existing.find("\n") + 1] else "\n"
    text = newline.join(render_block(wanted)) + newline
    found = find_block(existing)
    if found is None:
        gap = "" if not existing else newline if existing.endswith("\n") else newline * 2
        return f"{existing}{gap}{text}"
    begin, end = found
    lines = existing.split("\n")
    before = "".join(f"{line}\n" for line in lines[:begin])
    after = lines[end + 1 :]
    return before + (text + "\n".join(after) if after else text.removesuffix(newline))


def find_block(text: str) -> tuple[int, int] | None:
    """Return the line numbers (from 0) of both markers; ``None`` without a block."""
    begins, ends = [], []
    for number, line in enumerate(text.split("\n")):
        if "ownercat" in line:
            stripped = line.strip()
            begins += [number] * (stripped == BEGIN)
            ends += [number] * (stripped == END)
    if not begins and not ends:
        return None
    if len(begins) > 1:
        raise BadBlock(f"`{BEGIN}` is on line {begins[0] + 1} and again on line {begins[1] + 1}")
    if len(ends) > 1:
        raise BadBlock(f"`{END}` is on line {ends[0] + 1} and again on line {ends[1] + 1}")
    if not ends:
        raise BadBlock(f"`{BEGIN}` on line {begins[0] + 1} has no `{END}`")
    if not begins or begins[0] > ends[0]:
        raise BadBlock(f"`{END}` on line {ends[0] + 1} has no `{BEGIN}` above it")
    return begins[0], ends[0]


def render_block(wanted: Wanted) -> Iterator[str]:
    """Yield the lines of the block; on GitLab in separate sections, because each is evaluated on its own."""
    sections = wanted.style == "gitlab"
    yield BEGIN
    yield _NOTE
    if sections and wanted.code:
        yield _SECTIONS[0]
    yield from (" ".join((line.pattern, *line.owners)) for line in wanted.code)
    if wanted.control:
        yield _CONTROL
        if sections:
            yield f"{_SECTIONS[1]}[{max(wanted.quorum, 1)}]"
        yield from (" ".join((line.pattern, *line.owners)) for line in wanted.control)
    yield END


def find_swallowed_line(found: CodeOwners, text: str) -> int:
    """Return the first line after the block that GitLab adds to the last section of the block; 0 if there is none."""
    lines = find_block(text)
    if lines is None or found.style != "gitlab":
        return 0
    inside = {entry.section for entry in found.entries if lines[0] < entry.line <= lines[1]} - {0}
    behind = (entry for entry in found.entries if entry.line > lines[1] and entry.section in inside)
    return next((entry.line for entry in behind), 0)
