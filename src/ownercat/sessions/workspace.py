"""The catalog options that every command has, and opening the catalog."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ownercat.documents.scope import Scope
from ownercat.errors import UsageError
from ownercat.model import config
from ownercat.repository import git, trees
from ownercat.repository.trees import Tree
from ownercat.suggest import find_nearest
from ownercat.text import listed, shown

if TYPE_CHECKING:
    from ownercat.documents.loader import LoadedCatalog


class CatalogOptions(NamedTuple):
    """The options that select the catalog, as given; ``None`` and ``()`` = not given."""

    catalog: str | None = None
    dialect: tuple[str, ...] = ()
    rev: str | None = None
    config_file: str | None = None
    color: str | None = None
    snapshots: tuple[str, ...] = ()


class Workspace(NamedTuple):
    """An opened tree and its scope. ``root``: the top of the repository (or the folder).

    ``snapshots``: the files of ``--snapshot``.
    """

    root: Path
    cwd: Path
    tree: Tree
    scope: Scope
    settings: config.Settings
    in_git: bool
    snapshots: tuple[str, ...] = ()

    def load(self) -> "LoadedCatalog":
        """Return the catalog; raise ``UsageError`` if there is none."""
        from ownercat.documents.loader import load_catalog  # noqa: PLC0415  # a stored result needs no catalog

        loaded = load_catalog(self.tree, self.scope)
        if not loaded.sources:
            raise build_no_catalog_error(self)
        return loaded

    def relative(self, path: str) -> str:
        """Return a path of the command line as the tree names it; refuse one outside the repository."""
        absolute = os.path.normpath(self.cwd / path)
        inside = os.path.relpath(absolute, self.root)
        if _is_outside(inside):  # a parent folder can be a link, for example /tmp on macOS
            inside = os.path.relpath(os.path.realpath(absolute), self.root)
        if _is_outside(inside):
            raise UsageError(f"{shown(path)} lies outside {shown(self.root)}", "name a path inside the repository")
        return "" if inside == os.curdir else inside.replace(os.sep, "/")


def _is_outside(path: str) -> bool:
    return path == os.pardir or path.startswith(os.pardir + os.sep)


def open_workspace(where: CatalogOptions, shelf: config.ConfigReader = config.DISK) -> Workspace:
    """Open the tree for a command with its configuration (``shelf``: the reader of configuration files)."""
    cwd, top = find_repository(where.catalog)
    settings = resolve_settings(where, cwd, top, shelf)
    wanted = _get_catalog_path(settings)
    if not top:
        _stay_in_folder(settings, wanted)
    root = top or (cwd if wanted.is_relative_to(cwd) else wanted)
    scope = build_scope(settings, root)
    tree = trees.open_tree(root, where.rev, in_git=top is not None)
    return Workspace(root, cwd, tree, scope, settings, top is not None, where.snapshots)


def resolve_settings(
    where: CatalogOptions, cwd: Path, top: Path | None, shelf: config.ConfigReader = config.DISK
) -> config.Settings:
    """Return the effective settings: the command line overrides the environment, which overrides the configuration."""
    flags = {"catalog": where.catalog, "dialects": list(where.dialect), "color": where.color}
    return config.resolve(flags, os.environ, cwd, top, where.config_file, shelf)


def _get_catalog_path(settings: config.Settings) -> Path:
    return Path(os.path.normpath(settings.folder / settings.get("catalog")))


def build_scope(settings: config.Settings, root: Path) -> Scope:
    """Return the location and the formats of the catalog; refuse one outside the repository and unknown formats."""
    wanted = _get_catalog_path(settings)
    if not wanted.is_relative_to(root):
        raise UsageError(f"the catalog {shown(wanted)} lies outside the repository {shown(root)}")
    names = tuple(settings.get("dialects"))
    _verify_dialects(names)
    folder = "" if wanted == root else wanted.relative_to(root).as_posix()
    return Scope(folder, names, config.parse_elsewhere(settings), _build_baseline_path(settings, root))


def _build_baseline_path(settings: config.Settings, root: Path) -> str:
    """Return the path of the baseline in the repository; refuse one outside of it."""
    is_default = settings.values["baseline"].origin == "default"
    folder = root if is_default and not settings.folder.is_relative_to(root) else settings.folder
    wanted = Path(os.path.normpath(folder / settings.get("baseline")))
    if wanted == root or not wanted.is_relative_to(root):
        raise UsageError(f"the baseline {shown(wanted)} lies outside the repository {shown(root)}")
    return wanted.relative_to(root).as_posix()


def find_repository(catalog: str | None = None) -> tuple[Path, Path | None]:
    """Return the current folder, and the top of the repository of the given folder (``None``: not in a repository)."""
    cwd = find_current_folder()
    top = git.find_top_level(Path(os.path.normpath(cwd / catalog)) if catalog else cwd)
    if top is None and git.is_bare(cwd):
        cure = "run ownercat in a clone, or in a linked working tree: git worktree add ../here"
        raise UsageError(f"{shown(cwd)} is a bare repository: it has no working tree", cure)
    return cwd, top


def _stay_in_folder(settings: config.Settings, wanted: Path) -> None:
    """Refuse a catalog outside the folder of its configuration; in a repository, its top is the limit."""
    folder = Path(os.path.normpath(settings.folder))
    if settings.values["catalog"].origin not in config.TRUSTED and not wanted.is_relative_to(folder):
        raise UsageError(f"the catalog {shown(wanted)} lies outside the folder {shown(folder)}")


def build_no_catalog_error(workspace: Workspace) -> UsageError:
    """Return the error for an empty catalog: an empty run must not look like a run without findings."""
    folder, place = workspace.scope.catalog, workspace.tree.name
    where = folder or ("." if workspace.root == workspace.cwd else str(workspace.root))
    if not _has_folder(workspace, folder):
        tops = {path.partition("/")[0] for path in workspace.tree.paths() if "/" in path}
        near = find_nearest(folder, tops)
        help = f"did you mean --catalog {shown(near[0])}?" if near else _format_start(workspace)
        return UsageError(f"no catalog found: {shown(where)}/ does not exist in {place}", help)
    return UsageError(f"no catalog found: {shown(where)}/ has no YAML files in {place}", _format_start(workspace))


def _has_folder(workspace: Workspace, folder: str) -> bool:
    """Return whether a folder exists: it has files, or it is an empty folder of the working tree."""
    if not folder or workspace.tree.paths(folder):
        return True
    try:
        return not isinstance(workspace.tree, trees.GitTree) and (workspace.root / folder).is_dir()
    except OSError:  # the name is too long
        return False


def _format_start(workspace: Workspace) -> str:
    """Return how to begin, with the files that name services and teams already."""
    from ownercat.sessions.scouting import find_sightings  # noqa: PLC0415  # only an empty catalog needs it

    found = find_sightings(workspace.tree)
    seen = f" from {listed(map(shown, found.files), most=4)}" if found.files else ""
    if found.dialect and not workspace.scope.dialects:
        return f"add --dialect {found.dialect}, or run ownercat init to turn it on{seen}"
    return f"name the folder of the catalog with --catalog DIR, or run ownercat init to begin one{seen}"


def _verify_dialects(names: tuple[str, ...]) -> None:
    if not names:
        return
    from ownercat.documents import dialects  # noqa: PLC0415  # most catalogs have only native documents

    known = dialects.names()
    for name in names:
        if name not in known:
            raise UsageError(f"there is no dialect {shown(name)}", f"the dialects are {', '.join(known)}")


def find_current_folder() -> Path:
    """Return the current folder."""
    try:
        return Path.cwd()
    except OSError:
        raise UsageError("the current folder does not exist any more", "change to a folder that does") from None
