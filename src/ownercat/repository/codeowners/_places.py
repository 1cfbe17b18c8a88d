"""The location of CODEOWNERS, and its style: GitHub or GitLab."""

import re

from ownercat.repository.codeowners._parse import parse
from ownercat.repository.codeowners._values import CodeOwners, Style

# In lookup order; GitHub ignores .gitlab/, and GitLab ignores .github/.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
NEW = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS"}

# Syntax that only GitLab has: headings, exclusions, roles.
_GITLAB_ONLY = re.compile(r"^[ \t]*(?:\^?\[[^\]\n]+\](?:\[[0-9]+\])?[ \t]*(?:[@\r]|$)|!)|[ \t]@@\w", re.MULTILINE)


def list_places(style: Style) -> tuple[str, ...]:
    """Return the paths where a code host looks for CODEOWNERS; the first one that exists counts."""
    other = ".gitlab/" if style == "github" else ".github/"
    return tuple(place for place in PLACES if not place.startswith(other))


def detect_style(path: str, text: str) -> Style | None:
    """Return the style of a file by its path, else by syntax that only GitLab has; ``None`` if neither shows it."""
    if path.startswith(".github/"):
        return "github"
    return "gitlab" if path.startswith(".gitlab/") or _GITLAB_ONLY.search(text) else None


def decode(data: bytes) -> str:
    """Return the text of a file; bytes that are not UTF-8 stay as surrogates, as in the names of paths."""
    return data.decode("utf-8", "surrogateescape")


def parse_file(path: str, data: bytes, style: Style = "github") -> CodeOwners:
    """Parse a file in the style that its path or text shows, else in the given style."""
    text = decode(data)
    return parse(text, detect_style(path, text) or style, path)
