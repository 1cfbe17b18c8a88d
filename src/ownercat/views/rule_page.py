"""Markdown of our own as a terminal shows it. Loaded only when a page goes to a terminal, for the cost of rich."""

import re
from io import StringIO

from rich.console import Console
from rich.markdown import Markdown
from rich.theme import Theme

_STYLES = Theme({"markdown.code": "cyan", "markdown.h2": "bold"})
_CHANGED = re.compile(r"^```(\w*) title=(\S+) as=changed$", re.MULTILINE)
_TITLED = re.compile(r"^```(\w*) title=(\S+).*$", re.MULTILINE)
_GAPS = re.compile(r"\n{3,}")


def rendered(page: str, width: int) -> str:
    """The page in colour; the file names of code blocks stand above them."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=True,
        color_system="standard",  # follows the terminal's own sixteen colours
        no_color=False,
        legacy_windows=False,
        emoji=False,
        theme=_STYLES,
        highlight=False,
        _environ={},
    )
    titled = _TITLED.sub(r"`\2`\n```\1", _CHANGED.sub(r"changed keys of `\2`\n```\1", page))
    console.print(Markdown(titled, code_theme="ansi_dark", hyperlinks=False))
    lines = "\n".join(line.rstrip() for line in out.getvalue().split("\n"))
    return _GAPS.sub("\n\n", lines)
