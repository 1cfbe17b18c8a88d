"""Safe editing of files in the working tree: refuse unsafe edits, and write all files or none."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ownercat.errors import IncompleteError, UsageError
from ownercat.model import Catalog
from ownercat.repository import git
from ownercat.repository.files import create_file, hold_signals, lock_folder, replace_file, verify_target
from ownercat.sessions.workspace import Workspace
from ownercat.text import listed, shown


def refuse_revision(rev: str | None, command: str) -> None:
    """Refuse ``--rev`` for a command that edits files, because it must read the files that it edits."""
    if rev is not None:
        raise UsageError(f"{command} edits the working tree, so it cannot read {shown(rev)}", "omit --rev")


def refuse_uncommitted(workspace: Workspace, before: Mapping[str, bytes]) -> None:
    """Refuse to edit files that git cannot restore; without git there is no check."""
    if not workspace.in_git or not before:
        return
    try:
        found = git.find_uncommitted(workspace.root, before)
    except git.GitError as error:
        raise IncompleteError(
            f"git cannot determine whether the files are committed: {error}", "or use --force"
        ) from None
    if found:
        reasons = [f"{shown(path)} {why}" for path, why in sorted(found.items())]
        raise UsageError(listed(reasons), "commit or stash the changes first, or use --force")


def write_all(workspace: Workspace, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Write every file, or none: if one fails, the files written before get their old content back."""
    with lock_folder(workspace.root):  # two runs that compare before either writes would lose the edits of one
        _refuse_moved(workspace, before)
        written: list[str] = []
        try:
            for path, data in sorted(after.items()):
                written.append(path)
                replace_file(workspace.root / path, data)
        except BaseException:
            with hold_signals():
                lost = [path for path in written if not _restore(workspace, path, before)]
            if lost:
                message = f"{listed(map(shown, lost))} could not be written, and its old content could not be restored"
                raise IncompleteError(message, "see git diff") from None
            raise


def list_existing(workspace: Workspace, paths: Iterable[str]) -> frozenset[str]:
    """Return the paths whose name is taken, by whatever; refuse a path that leads through a link."""
    found = frozenset(path for path in paths if os.path.lexists(workspace.root / path))
    for path in paths:
        if path not in found:
            verify_target(workspace.root, workspace.root / path)
    return found


def build_path(workspace: Workspace, inside: str) -> str:
    """Return the path of a file inside the catalog, from the top of the repository."""
    folder = workspace.scope.catalog
    return f"{folder}/{inside}" if folder else inside


def refuse_existing(
    workspace: Workspace, catalog: Catalog, kind: str, name: str, paths: Sequence[str], help: str
) -> None:
    """Refuse a name that the catalog has already, and files that exist."""
    existing = catalog.get(kind, name)
    if existing is not None:
        raise UsageError(f"{shown(existing.label)} exists already in {shown(existing.at.path)}", help)
    for path in sorted(list_existing(workspace, paths)):
        raise UsageError(f"{shown(path)} exists already", help)


def create_all(workspace: Workspace, new: Mapping[str, str]) -> None:
    """Create every file, or none: if a name is taken meanwhile, the files and folders created before are removed."""
    written: list[str] = []
    folders: list[Path] = []
    try:
        for path, text in new.items():
            target = workspace.root / path
            verify_target(workspace.root, target)
            folders += _list_missing(target)
            _create_folder(target)
            with hold_signals():
                if not create_file(target, text):
                    raise UsageError(f"{shown(path)} exists already", "run the command again")
                written.append(path)
    except BaseException:
        with hold_signals():
            for path in written:
                (workspace.root / path).unlink(missing_ok=True)
            for folder in reversed(folders):
                with suppress(OSError):  # it was not created, or somebody else wrote into it
                    folder.rmdir()
        raise


@contextmanager
def create_folders(target: Path) -> Iterator[None]:
    """Create the folders of a file that is written in this block; without the file, none of them stays."""
    missing = _list_missing(target)
    try:
        _create_folder(target)
        yield
    except BaseException:
        with hold_signals():
            for folder in reversed(missing):
                with suppress(OSError):
                    folder.rmdir()
        raise


def _list_missing(target: Path) -> list[Path]:
    """Return the folders of a path that do not exist, the outermost first."""
    return [folder for folder in reversed(target.parents) if not folder.exists()]


def _create_folder(target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IncompleteError(f"{shown(target.parent)} could not be created: {shown(error.strerror)}") from None


def _refuse_moved(workspace: Workspace, before: Mapping[str, bytes]) -> None:
    now = {content.path: content for content in workspace.tree.read(sorted(before))}
    for path, data in before.items():
        content = now.get(path)
        if content is None or content.problem or content.data != data:
            raise IncompleteError(f"{shown(path)} changed while it was read, so nothing was written", "try again")


def _restore(workspace: Workspace, path: str, before: Mapping[str, bytes]) -> bool:
    target = workspace.root / path
    try:
        if target.read_bytes() != before[path]:
            replace_file(target, before[path])
    except (OSError, IncompleteError):
        return False
    return True
