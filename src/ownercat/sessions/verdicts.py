"""Verdicts of earlier checks: the same inputs have the same result, so a check of an unchanged catalog is not repeated.

A verdict is stored with everything that it depends on. In the key: the version of ownercat and of its libraries, the
options, the configuration, the date, and for the index or a commit what git says about its content. Beside the
verdict: each listing and each file of the working tree that the check has read. A file counts as unchanged if its
size, its times, its inode and its mode are the same. As in git (https://git-scm.com/docs/racy-git), times prove
nothing about a file that was edited immediately before it was read: such a check is not stored.
"""

import json
import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import ownercat
from ownercat.repository import cache, git, trees
from ownercat.sessions.workspace import Workspace

_RACY = 2.0  # seconds; the times of some file systems are that coarse
_FORMAT = 1
_INCOMPLETE = 3  # the exit code of a check that could not read something


class Verdict(NamedTuple):
    """The result of a check: the text for each target, the warnings, and the exit code."""

    texts: tuple[str, ...]
    warnings: tuple[str, ...]
    code: int


def can_use_cache(is_refused: bool) -> bool:
    """Return whether a run may use the cache. In CI it may not: another job can have written the cache."""
    return not (is_refused or os.environ.get("OWNERCAT_NO_CACHE") or os.environ.get("CI"))


def build_key(workspace: Workspace, inputs: Mapping[str, Any]) -> str | None:
    """Return the key of a check: a digest of all inputs except the files of the working tree.

    ``None``: git cannot say what the index has.
    """
    tree, settings = workspace.tree, workspace.settings
    values = {name: [repr(each.value), each.origin] for name, each in settings.values.items()}
    state = ""
    if isinstance(tree, trees.GitTree):
        try:
            state = tree.commit or cache.compute_digest(git.read_index(workspace.root))
        except git.GitError:  # the run says why
            return None
    parts = [
        _FORMAT, list(_list_versions()), [str(workspace.root), str(workspace.cwd), workspace.in_git], tree.name, state,
        values, str(settings.folder), inputs,
    ]  # fmt: skip
    return cache.compute_digest(json.dumps(parts, sort_keys=True))


def list_ends(workspace: Workspace, base: str) -> tuple[str, ...]:
    """Return what a comparison with a base depends on: the commits, and the user, for whom an approval can be free."""
    root, tree = workspace.root, workspace.tree
    tip = git.resolve_base_revision(root, base)
    head = tree.commit if isinstance(tree, trees.GitTree) and tree.commit else git.resolve_base_revision(root, "HEAD")
    return tip, head, *git.find_merge_bases(root, tip, head), git.read_setting(root, "user.email")


def are_shown_alike(here: Workspace, judged: Workspace) -> bool:
    """Return whether the configurations of two trees show a report in the same way."""
    return all(here.settings.get(key) == judged.settings.get(key) for key in ("format", "color"))


def _list_versions() -> list[Any]:
    """Return what identifies the program: its version, and when its folder and those of its libraries changed."""
    folders = [path for path in sys.path if os.path.isdir(path)]  # noqa: PTH112
    stamps = [os.stat(folder).st_mtime_ns for folder in folders]  # noqa: PTH116
    package = Path(ownercat.__file__).parent
    if str(package.parent) not in (sysconfig.get_path("purelib"), sysconfig.get_path("platlib")):
        for folder, _, names in os.walk(package):  # a clone of ownercat, whose version says nothing
            stamps += [os.stat(f"{folder}/{name}").st_mtime_ns for name in sorted(names)]  # noqa: PTH116
    return [ownercat.__version__, sys.version, folders, stamps]


def recall(workspace: Workspace, key: str) -> Verdict | None:
    """Return the verdict of an earlier check with the same inputs; ``None`` if there is none."""
    text = cache.read_entry(key)
    try:
        return None if text is None else _read(workspace, json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):  # another program wrote it
        return None


def _read(workspace: Workspace, found: Any) -> Verdict | None:
    """Return a stored verdict, if the working tree is as it was."""
    tree = workspace.tree
    if isinstance(tree, trees.WorkTree | trees.Folder):
        for under, digest in found["listings"].items():
            if _digest_paths(tree.paths(under)) != digest:
                return None
        if cache.compute_digest(trees.compute_states(workspace.root, found["files"])) != found["state"]:
            return None
    return Verdict(tuple(found["texts"]), tuple(found["warnings"]), found["code"])


def remember(key: str, log: trees.ReadLog, verdict: Verdict) -> None:
    """Store the verdict of a complete check, if what it has read can be recognized again."""
    if verdict.code == _INCOMPLETE or not log.is_stable or log.newest > (log.began - _RACY) * 1e9:
        return
    stored = {
        "listings": {under: _digest_paths(paths) for under, paths in log.listings.items()},
        "files": list(log.files),
        "state": cache.compute_digest(log.compute_state()),
        **verdict._asdict(),
    }
    cache.write_entry(key, json.dumps(stored))


def _digest_paths(paths: tuple[str, ...]) -> str:
    return cache.compute_digest("\0".join(paths))
