"""Read and write the baseline: the file of known findings."""

from ownercat.errors import IncompleteError, UsageError
from ownercat.model.baseline import MAX_BYTES, Baseline, format_baseline, parse_baseline
from ownercat.repository import git
from ownercat.repository.files import create_file, replace_file, verify_target
from ownercat.repository.trees import Tree
from ownercat.sessions.workspace import Workspace
from ownercat.text import shown

_PROBLEMS = {
    "symlink": "is a symbolic link, and ownercat does not follow links",
    "irregular": "is not a regular file",
    "unmerged": "is in the middle of a merge",
    "unreadable": "cannot be read",
}


def read_baseline(tree: Tree, path: str) -> Baseline | None:
    """Return the baseline of a tree; ``None`` if it has none. Refuse a file that is not a baseline."""
    content = next(iter(tree.read([path], MAX_BYTES)), None)
    if content is None:
        return None
    if content.problem in _PROBLEMS:
        raise UsageError(f"the baseline {shown(path)} {_PROBLEMS[content.problem]}", "put a regular file there")
    if content.problem:
        raise IncompleteError(f"the baseline {shown(path)} of {tree.name} is not in this clone", git.WHOLE)
    return parse_baseline(path, content.data)


def write_baseline(workspace: Workspace, baseline: Baseline, is_new: bool) -> None:
    """Write a baseline. ``is_new``: refuse to replace an existing file."""
    target = workspace.root / baseline.path
    verify_target(workspace.root, target)
    text = format_baseline(baseline)
    if not is_new:
        replace_file(target, text)
    elif not create_file(target, text):
        raise build_exists_error(baseline.path)


def build_exists_error(path: str) -> UsageError:
    """Return the error for a baseline that exists already."""
    return UsageError(f"the baseline {shown(path)} exists already", "run ownercat baseline update to add findings")
