"""What lies around the catalog: the paths that git tracks, and CODEOWNERS. Looked at only where somebody needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ownercat.documents import codes
from ownercat.model import EMPTY, Catalog, Policy, Service, Team
from ownercat.repository import codeowners
from ownercat.repository.codeowners import CodeOwners, Style
from ownercat.repository.trees import Content, Folder, Tree

_ROOTS = ("unowned-path", codes.UNOWNED_PATH)  # the rule whose option `roots` asks for all paths


class Surroundings(NamedTuple):
    """The tracked paths (``None``: nobody needs them, or git does not say), CODEOWNERS, and its bytes."""

    tracked: tuple[str, ...] | None = None
    codeowners: CodeOwners | None = None
    sources: Mapping[str, bytes] = EMPTY


def look(tree: Tree, catalog: Catalog, policy: Policy) -> Surroundings:
    """Look around, no further than this catalog can be judged by it: a plain one costs nothing."""
    claims = any(service.paths and not service.repository for service in catalog.of(Service))
    roots = any(policy.rules.options.get(rule, EMPTY).get("roots") for rule in _ROOTS)
    content = find_codeowners(tree) if claims or policy.governance_team is not None else None
    # what merely lies in a folder was never tracked: it may be a part of the repository
    known = (claims or roots or content is not None) and not isinstance(tree, Folder)
    tracked = tree.paths() if known else None
    if content is None:
        return Surroundings(tracked)
    found = codeowners.parse_file(content.path, content.data, usual_style(catalog))
    return Surroundings(tracked, found, {content.path: content.data})


def find_codeowners(tree: Tree, places: Iterable[str] = codeowners.PLACES) -> Content | None:
    """The first CODEOWNERS file where the forges look; a link is none."""
    return next((found for found in tree.read(places, codeowners.MAX_BYTES) if not found.problem), None)


def usual_style(catalog: Catalog) -> Style:
    """The forge that the teams have accounts on, for a file that could be either's."""
    known = [team.handles for team in catalog.of(Team)]
    only_gitlab = any("gitlab" in handles for handles in known) and not any("github" in handles for handles in known)
    return "gitlab" if only_gitlab else "github"
