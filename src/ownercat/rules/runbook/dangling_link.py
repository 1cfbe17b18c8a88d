"""A runbook links to a local file that does not exist.

## What
ownercat reports a link or an image in the text of a Markdown runbook if its path is missing in the repository, or is
outside of the repository.

- A path is relative to the folder of the runbook.
- A path that begins with `/` may be relative to the top folder or to any other folder of the repository.
- A path without a suffix can also be a folder, or a file with the suffix `.md`. It may also be relative to the folder
  with the name of the runbook: `checkout/` for `checkout.md`.
- ownercat does not check links to a heading (`#…`), URLs, and links with template marks (`{{`).
- ownercat does not open links. ownercat compares the path with the files that git knows. Without git, ownercat does not
  check links.

## Why
During an incident, a person opens the link, finds nothing, and has to search for the file.

## Example that fails
```markdown title=catalog/runbook.md
---
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
---
# Orders fail

Compare with the [diagram of the payment step].

[diagram of the payment step]: diagram.md
```

## Example that passes
```markdown title=catalog/runbook.md
---
apiVersion: ownercat/v1
kind: Runbook
name: checkout-errors
service: checkout
---
# Orders fail

Compare with the [diagram of the payment step].

[diagram of the payment step]: https://wiki.shop.example/diagram
```
"""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from ownercat.diagnostics import Finding, Place, Position, Rule, Severity, Span
from ownercat.model import Runbook
from ownercat.rules import Context
from ownercat.suggest import question
from ownercat.text import shown

RULE = Rule("RUN008", "dangling-link", Severity.WARNING)

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\?|$")
_SUFFIXES = ("", ".md", "/index.md", "/_index.md", "/README.md")
_MOST_NEAR = 2


class _Files:
    """The files and folders of the repository."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = frozenset(paths)
        self.folders = {path[:end] for path in paths for end, char in enumerate(path) if char == "/"}
        self.tails: dict[str, list[str]] = {}
        for path in paths:
            self.tails.setdefault(path.rpartition("/")[2], []).append(path)

    def has(self, path: str) -> bool:
        """Return whether a file or a folder has the path, with or without the suffix of a page."""
        return path in self.folders or any(f"{path}{suffix}" in self.paths for suffix in _SUFFIXES)

    def has_below(self, path: str) -> bool:
        """Return whether a file has the path from the root or from a folder on."""
        if self.has(path):
            return True
        names = {f"{path}{suffix}".rpartition("/")[2]: f"/{path}{suffix}" for suffix in _SUFFIXES}
        return any(each.endswith(tail) for name, tail in names.items() for each in self.tails.get(name, ()))


def check(context: Context) -> Iterator[Finding]:
    """Report each link to a missing file once."""
    if context.tracked is None or not any(context.links.values()):
        return
    files = context.once(_index_files)
    for runbook in context.sound(Runbook, reads=("name",)):
        seen = set()
        for link in context.links.get(runbook.at.path, ()):
            target = unquote(re.split(r"[?#]", link.target)[0])
            if _ELSEWHERE.match(link.target) or "{{" in target or target in seen:
                continue
            seen.add(target)
            fact = _find_fault(files, runbook.at.path, target)
            if fact:
                place = Place(runbook.at.path, span=Span(Position(link.line, 1), Position(link.line, 1)))
                message = f"{shown(runbook.label)} links to a {fact}: {shown(target)}"
                yield Finding(place, message, _format_help(files, runbook, target), (), runbook.subject, target)


def _index_files(context: Context) -> _Files:
    return _Files(context.tracked or ())


def _find_fault(files: _Files, path: str, target: str) -> str:
    """Return what is wrong with a local link; ``""`` if it leads to a file or a folder."""
    if target.startswith("/"):
        return "" if files.has_below(posixpath.normpath(target.lstrip("/") or ".")) else "missing file"
    bases = [posixpath.dirname(path)]
    if "." not in target.rstrip("/").rpartition("/")[2]:
        bases.append(path.removesuffix(".md"))  # a published page is a folder
    paths = [posixpath.normpath(posixpath.join(base, target)) for base in bases]
    if paths[0] == "." or any(files.has(each) for each in paths):
        return ""
    return "file outside of the repository" if paths[0].startswith("../") or paths[0] == ".." else "missing file"


def _format_help(files: _Files, runbook: Runbook, target: str) -> str:
    """Return the paths of files with the same name, relative to the runbook, or what else to do."""
    same = files.tails.get(target.rstrip("/").rpartition("/")[2], [])
    near = [shown(posixpath.relpath(path, posixpath.dirname(runbook.at.path) or ".")) for path in sorted(same)]
    return question(near if len(near) <= _MOST_NEAR else [], "correct the path of the link, or add the file")
