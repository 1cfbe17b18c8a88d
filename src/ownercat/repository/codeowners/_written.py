"""Paths and patterns of the catalog in the syntax of GitHub or GitLab."""

import re
from collections.abc import Collection, Iterator

from ownercat.repository.codeowners._claims import is_wild
from ownercat.repository.codeowners._values import Style
from ownercat.text import is_hidden

_STARS = re.compile(r"\*{2,}")


def render_code_lines(
    pattern: str, style: Style, files: Collection[str], folders: Collection[str], slash: bool
) -> Iterator[str]:
    """Yield the patterns that match the same as a normalized claim: the path itself and everything below it.

    ``slash``: whether the catalog has a slash at the end, which shows that a path that does not exist is a folder.
    """
    segments = [_STARS.sub("*", part) if part != "**" else part for part in pattern.split("/")]
    # on both code hosts, a single star at the end matches one level only, so write the folder
    inside = segments[-1] in ("**", "*")
    if segments[-1] == "*":
        segments.pop()
    while segments and segments[-1] == "**":
        segments.pop()
    if segments in ([], [""]):
        yield "*"
        return
    text = "/".join(_escape(part, style, wild=True) for part in segments)
    if inside:
        yield f"/{text}/"
    elif style == "github" and is_wild(pattern):
        yield f"/{text}"
    elif is_wild(pattern):
        yield from (f"/{text}", f"/{text}/")  # GitLab reads a name without a slash as a file
    elif pattern in files:
        yield f"/{text}"
    elif pattern in folders or slash or style == "github":
        yield f"/{text}/" if pattern in folders or slash else f"/{text}"
    else:
        yield from (f"/{text}", f"/{text}/")


def render_file_line(path: str, style: Style) -> str:
    """Return the pattern for exactly one file, or for a folder if the path ends with a slash."""
    return f"/{_escape(path, style, wild=False)}"


def explain_refusal(path: str, style: Style) -> str:
    """Return why CODEOWNERS cannot contain a path, as a sentence; ``""`` if it can."""
    if any(is_hidden(char) for char in path):
        return "it has an invisible character"
    if style == "github" and "#" in path:
        return "GitHub reads # as the start of a comment"
    return ""


def _escape(text: str, style: Style, wild: bool) -> str:
    special = " \\" + ("[" if style == "gitlab" else "") + ("" if wild else "*?")
    return "".join(f"\\{char}" if char in special else char for char in text)
