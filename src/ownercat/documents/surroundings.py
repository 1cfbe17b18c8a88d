"""The surroundings of a catalog: the paths that git tracks, the links of Markdown runbooks, and CODEOWNERS.

Loaded only if needed.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ownercat.documents import codes
from ownercat.model import EMPTY, Catalog, Policy, Runbook, Service, Team
from ownercat.repository import codeowners
from ownercat.repository.codeowners import CodeOwners, Style
from ownercat.repository.trees import Content, Folder, Patched, Tree

if TYPE_CHECKING:  # only a Markdown runbook needs the parser
    from ownercat.documents.markdown import TextLink

_ROOTS = ("unowned-path", codes.UNOWNED_PATH)  # the rule whose option `roots` needs all paths


class Surroundings(NamedTuple):
    """The tracked paths (``None``: not needed, or unknown to git), CODEOWNERS (``None``: none or not needed), its
    bytes, and the links of each Markdown runbook by its path.
    """

    tracked: tuple[str, ...] | None = None
    codeowners: CodeOwners | None = None
    sources: Mapping[str, bytes] = EMPTY
    links: "Mapping[str, tuple[TextLink, ...]]" = EMPTY


def load_surroundings(tree: Tree, catalog: Catalog, policy: Policy, files: Mapping[str, bytes] = EMPTY) -> Surroundings:
    """Load only those surroundings that the rules need for this catalog. ``files``: the bytes of its files."""
    claims = any(service.paths and not service.repository for service in catalog.of(Service))
    roots = any(policy.rules.options.get(rule, EMPTY).get("roots") for rule in _ROOTS)
    wanted = claims or policy.governance_team is not None or _has_undefined_team(catalog)
    content = find_codeowners(tree) if wanted else None
    # a plain folder has no tracked paths: it may be only a part of the repository
    links = collect_links(catalog, files)
    known = (claims or roots or content is not None or any(links.values())) and not isinstance(
        tree.tree if isinstance(tree, Patched) else tree, Folder
    )
    tracked = tree.paths() if known else None
    if content is None:
        return Surroundings(tracked, links=links)
    parsed = codeowners.parse_file(content.path, content.data, choose_style(catalog))
    return Surroundings(tracked, parsed, {content.path: content.data}, links)


def collect_links(catalog: Catalog, files: Mapping[str, bytes]) -> "Mapping[str, tuple[TextLink, ...]]":
    """Return the links in the text of each Markdown runbook, by the path of its file."""
    paths = {runbook.at.path for runbook in catalog.of(Runbook) if runbook.at.path.endswith(".md")}
    marked = sorted(path for path in paths if b"](" in files.get(path, b"") or b"]:" in files.get(path, b""))
    if not marked:
        return EMPTY
    from ownercat.documents.markdown import parse_file  # noqa: PLC0415  # most catalogs have no such link

    return {path: parse_file(path, files[path]).links for path in marked}


def _has_undefined_team(catalog: Catalog) -> bool:
    """Return whether a foreign document names a team that is not defined: CODEOWNERS may show that it exists."""
    foreign = (service for service in catalog.of(Service) if service.dialect != "native")
    return any(service.owner is not None and catalog.find(service.owner) is None for service in foreign)


def find_codeowners(tree: Tree, places: Iterable[str] = codeowners.PLACES) -> Content | None:
    """Return the first CODEOWNERS file at a location of the code hosts; ``None`` if there is none.

    Links do not count.
    """
    return next((content for content in tree.read(places, codeowners.MAX_BYTES) if not content.problem), None)


def choose_style(catalog: Catalog) -> Style:
    """Return the code host on which the teams have accounts, for a file that both can read."""
    known = [team.handles for team in catalog.of(Team)]
    only_gitlab = any("gitlab" in handles for handles in known) and not any("github" in handles for handles in known)
    return "gitlab" if only_gitlab else "github"
