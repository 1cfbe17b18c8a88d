"""Safe editing of files in the working tree: refuse unsafe edits, and write all files or none."""

from collections.abc import Mapping

from ownercat.errors import IncompleteError, UsageError
from ownercat.repository import git
from ownercat.repository.files import replace_file
from ownercat.sessions.workspace import Workspace
from ownercat.text import listed, shown


def refuse_revision(rev: str | None, command: str) -> None:
    """Refuse ``--rev`` for a command that edits files, because it must read the files that it edits."""
    if rev is not None:
        raise UsageError(f"{command} edits the working tree, so it cannot read {shown(rev)}", "leave --rev out")


def refuse_uncommitted(workspace: Workspace, before: Mapping[str, bytes]) -> None:
    """Refuse to edit files that git cannot restore; without git there is no check."""
    if not workspace.in_git or not before:
        return
    try:
        found = git.find_uncommitted(workspace.root, before)
    except git.GitError as error:
        raise IncompleteError(f"git cannot say whether the files are committed: {error}", "or use --force") from None
    if found:
        reasons = [f"{shown(path)} {why}" for path, why in sorted(found.items())]
        raise UsageError(listed(reasons), "commit or stash that first, or use --force")


def write_all(workspace: Workspace, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Write every file, or none: if one fails, the files written before get their old content back."""
    _refuse_moved(workspace, before)
    written: list[str] = []
    try:
        for path, data in sorted(after.items()):
            written.append(path)
            replace_file(workspace.root / path, data)
    except BaseException:
        lost = [path for path in written if not _restore(workspace, path, before)]
        if lost:
            message = f"{listed(map(shown, lost))} could not be written, nor brought back to what it was"
            raise IncompleteError(message, "see git diff") from None
        raise


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
