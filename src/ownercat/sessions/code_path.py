"""The owner of a path in CODEOWNERS. Loaded only if no service claims the path."""

from __future__ import annotations

from ownercat.answers.accounts import holders
from ownercat.documents import surroundings
from ownercat.model import PREFIXES, Catalog
from ownercat.repository import codeowners
from ownercat.repository.codeowners import Index, TooManySteps
from ownercat.repository.trees import is_below
from ownercat.sessions.workspace import Workspace
from ownercat.text import listed, shown

_PREFIX = {kind: prefix for prefix, kind in PREFIXES.items()}


def find_owners(workspace: Workspace, catalog: Catalog, path: str) -> tuple[list[str], list[str]]:
    """Return the names to look up instead of a path, and the notes about it; nothing for a path that does not exist."""
    content = surroundings.find_codeowners(workspace.tree)
    if content is None or not any(is_below(known, path) for known in workspace.tree.paths()):
        return [], []
    file = codeowners.parse_file(content.path, content.data, surroundings.usual_style(catalog))
    try:
        entries = Index(file).find(path)
    except TooManySteps:
        return [], [f"{shown(file.path)} holds more lines or wildcards than can be judged"]
    accounts = list(dict.fromkeys(owner for entry in entries for owner in entry.owners))
    found = holders(catalog, file.style, accounts)
    names = [f"{_PREFIX[holder.kind]}:{holder.name}" for holder in found]
    if not accounts:
        return [], []
    line = f"{shown(file.path)}:{next(entry.line for entry in entries if entry.owners)}"
    note = f"no service claims {shown(path)}; {line} gives it to {listed(map(shown, accounts))}"
    return names, [note if found else f"{note}, and nobody in the catalog has that account"]
