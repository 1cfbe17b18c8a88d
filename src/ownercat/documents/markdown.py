"""The text of a Markdown runbook: its headings, links and commands, each with its line. Parsed, never executed."""

from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ownercat.documents import source

_MOST_CHARS = 32 * 1024  # of one text; the rest is not parsed


class Heading(NamedTuple):
    """A heading of a text; ``level`` is 1 to 6."""

    title: str
    level: int
    line: int


class TextLink(NamedTuple):
    """A link or an image of a text, as written."""

    target: str
    line: int


class Command(NamedTuple):
    """A fenced block of code; ``language`` is ``""`` if none is stated."""

    text: str
    language: str
    line: int


class MarkdownText(NamedTuple):
    """The text below the front matter, and what is in it. Lines are those of the file."""

    text: str
    headings: tuple[Heading, ...]
    links: tuple[TextLink, ...]
    commands: tuple[Command, ...]


def parse_file(path: str, data: bytes) -> MarkdownText:
    """Return the text of a Markdown file, without its front matter."""
    front = source.yaml_part(path, data)
    whole = source.quoted(data)
    skipped = len(source.lines(path, front)) if front else 0  # the last line of the front matter is its end
    body = "\n".join(whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")[skipped:])
    tokens = MarkdownIt("commonmark", {"html": False, "maxNesting": 10}).parse(body[:_MOST_CHARS])
    return MarkdownText(
        body.strip("\n"),
        tuple(_list_headings(tokens, skipped + 1)),
        tuple(_list_links(tokens, skipped + 1)),
        tuple(_list_commands(tokens, skipped + 1)),
    )


def _list_headings(tokens: list[Token], first: int) -> Iterator[Heading]:
    for number, token in enumerate(tokens):
        if token.type == "heading_open" and token.map:
            yield Heading(tokens[number + 1].content, int(token.tag[1:]), token.map[0] + first)


def _list_links(tokens: list[Token], first: int) -> Iterator[TextLink]:
    for token in tokens:
        line = token.map[0] + first if token.map else first
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            target = child.attrGet("href") if child.type == "link_open" else child.attrGet("src")
            if isinstance(target, str) and child.type in ("link_open", "image"):
                yield TextLink(target, line)


def _list_commands(tokens: list[Token], first: int) -> Iterator[Command]:
    for token in tokens:
        if token.type == "fence" and token.map:
            yield Command(token.content.rstrip("\n"), token.info.strip(), token.map[0] + first)
