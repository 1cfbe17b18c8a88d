"""Where CODEOWNERS lies, and whose it is: GitHub's or GitLab's."""

from __future__ import annotations

import re

from ownercat.repository.codeowners._parse import parse
from ownercat.repository.codeowners._values import CodeOwners, Style

# In the order in which the forges look; GitHub does not know .gitlab/, GitLab not .github/.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
NEW = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS"}

# What only GitLab knows: headings, exclusions, roles.
_GITLAB_ONLY = re.compile(r"^[ \t]*(?:\^?\[[^\]\n]+\](?:\[[0-9]+\])?[ \t]*(?:[@\r]|$)|!)|[ \t]@@\w", re.MULTILINE)


def list_places(style: Style) -> tuple[str, ...]:
    """The places where a forge looks, the first one counts."""
    other = ".gitlab/" if style == "github" else ".github/"
    return tuple(place for place in PLACES if not place.startswith(other))


def detect_style(path: str, text: str) -> Style | None:
    """Whose file it is, by its place, else by what only GitLab knows; ``None`` when nothing tells."""
    if path.startswith(".github/"):
        return "github"
    return "gitlab" if path.startswith(".gitlab/") or _GITLAB_ONLY.search(text) else None


def decode(data: bytes) -> str:
    """The text of a file; what is no UTF-8 keeps its bytes, as the names of paths do."""
    return data.decode("utf-8", "surrogateescape")


def parse_file(path: str, data: bytes, style: Style = "github") -> CodeOwners:
    """Read a file in the style that its place or text shows, else in the one given."""
    text = decode(data)
    return parse(text, detect_style(path, text) or style, path)
