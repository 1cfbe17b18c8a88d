"""Find the owner of a path in CODEOWNERS. Loaded only if no service claims the path."""

from ownercat.answers.accounts import list_holders
from ownercat.documents import surroundings
from ownercat.model import PREFIXES, Catalog
from ownercat.repository import codeowners
from ownercat.repository.codeowners import Index, TooManySteps
from ownercat.repository.trees import is_below
from ownercat.sessions.workspace import Workspace
from ownercat.text import listed, shown

_PREFIX = {kind: prefix for prefix, kind in PREFIXES.items()}


def find_owners(workspace: Workspace, catalog: Catalog, path: str) -> tuple[list[str], list[str]]:
    """Return the owners of a path as queries for `who`, and notes; nothing for a path that does not exist."""
    content = surroundings.find_codeowners(workspace.tree)
    if content is None or not any(is_below(known, path) for known in workspace.tree.paths()):
        return [], []
    file = codeowners.parse_file(content.path, content.data, surroundings.choose_style(catalog))
    try:
        entries = Index(file).find(path)
    except TooManySteps:
        return [], [f"{shown(file.path)} has more lines or wildcards than ownercat can check"]
    accounts = list(dict.fromkeys(owner for entry in entries for owner in entry.owners))
    owners = list_holders(catalog, file.style, accounts)
    names = [f"{_PREFIX[holder.kind]}:{holder.name}" for holder in owners]
    if not accounts:
        return [], []
    line = f"{shown(file.path)}:{next(entry.line for entry in entries if entry.owners)}"
    note = f"no service claims {shown(path)}: {line} assigns it to {listed(map(shown, accounts))}"
    return names, [note if owners else f"{note}, but no entity of the catalog has this account"]
