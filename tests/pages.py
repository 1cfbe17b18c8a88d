"""The examples of a rule's page as catalogs that tests can load."""

from __future__ import annotations

from collections.abc import Iterable

from ownercat.repository.trees import Content
from ownercat.rules._examples import ExampleFile, build_example, parse_files, parse_sections

SECTIONS = ("What", "Why", "Example that fails", "Example that passes", "Options")
sections = parse_sections
Files = dict[str, str | bytes | Content]


def files(section: str) -> Files:
    """The files that a section of Markdown shows."""
    return contents(parse_files(section))


def sides(page: str, title: str) -> tuple[Files, Files]:
    """The complete catalog of an example, before and after its change; nothing before where nothing is compared."""
    example = build_example(page, title)
    return contents(example.before), contents(example.after)


def contents(shown: Iterable[ExampleFile]) -> Files:
    """``as=latin-1`` encodes a file, ``as=symlink`` makes it a link."""
    found: Files = {}
    for path, text, form in shown:
        if form == "symlink":
            found[path] = Content(path, b"", "symlink")
        else:
            found[path] = text.encode(form) if form else text
    return found
