"""Where files come from: the work tree, a plain folder, the index, a commit, memory. All read alike.

Paths are relative to the repository's root, with ``/``; names that are not UTF-8 keep their bytes as surrogates.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from ownercat.errors import IncompleteError, UsageError
from ownercat.repository import git

MAX_BYTES = 1024 * 1024  # reads are bounded: one byte more is enough to see that a file is too large

_LINK_MODE = "120000"
_MODULE_MODE = "160000"
_NO_BLOB = frozenset({_LINK_MODE, _MODULE_MODE})
_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR})


class Content(NamedTuple):
    """What reading a path gave: bytes, or the problem (symlink, irregular, unreadable, unmerged, missing-object)."""

    path: str
    data: bytes
    problem: str = ""


class Tree(Protocol):
    """A set of files at one moment."""

    @property
    def name(self) -> str:
        """What messages call it: ``the work tree``, ``the index``, ``commit 1f3c…``."""

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Every file below a folder, sorted; ``""`` = everywhere."""

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """The content of each path, in order, cut a byte after ``most``; a path that is not there is left out."""


class Memory:
    """A tree held in memory, for tests and for generated input."""

    name = "memory"

    def __init__(self, files: Mapping[str, str | bytes | Content]) -> None:
        self._files = {path: _content(path, given) for path, given in files.items()}

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Every file below a folder."""
        return tuple(sorted(p for p in self._files if is_below(p, under)))

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """The content of each path."""
        return (self._files[p] for p in paths if p in self._files)


def _content(path: str, given: str | bytes | Content) -> Content:
    if isinstance(given, Content):
        return given
    return Content(path, given.encode() if isinstance(given, str) else given)


class Folder:
    """A folder on disk, without git."""

    name = "the folder"

    def __init__(self, root: Path) -> None:
        self.root = root
        self._plain: dict[str, bool] = {"": True}

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Every file below a folder; ``.git`` is left out and links are listed, not followed."""
        if not self._is_plain(under):
            return (under,)  # a link: it is reported as one, and what it leads to is not even listed
        found: list[str] = []
        waiting = [under]
        while waiting:
            folder = waiting.pop()
            for entry in _entries(f"{self.root}/{folder}" if folder else str(self.root)):
                path = f"{folder}/{entry.name}" if folder else entry.name
                if not entry.is_dir(follow_symlinks=False):
                    found.append(path)
                elif entry.name != ".git":
                    waiting.append(path)
        return tuple(sorted(found))

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """The content of each path, through one descriptor and never through a link."""
        for path in paths:
            content = self._read(path, most)
            if content is not None:
                yield content

    def _read(self, path: str, most: int) -> Content | None:
        folder, _, _ = path.rpartition("/")
        if not self._is_plain(folder):
            return Content(path, b"", "symlink")
        try:
            descriptor = os.open(f"{self.root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            return _refused(path, error)
        except ValueError:  # a NUL in the name
            return Content(path, b"", "unreadable")
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return Content(path, b"", "irregular")
            return Content(path, _bounded(descriptor, status.st_size, most))
        except OSError:
            return Content(path, b"", "unreadable")
        finally:
            os.close(descriptor)

    def _is_plain(self, folder: str) -> bool:
        """Whether no part of a folder's path is a link (remembered)."""
        known = self._plain.get(folder)
        if known is None:
            parent, _, _ = folder.rpartition("/")
            known = self._is_plain(parent) and not os.path.islink(f"{self.root}/{folder}")  # noqa: PTH114
            self._plain[folder] = known
        return known


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:  # not there, or it vanished: the caller says that nothing was found
        return []


def _bounded(descriptor: int, size: int, most: int) -> bytes:
    """At most a little more than the limit. A buffer of the limit's size for each file would cost more than reading."""
    data = os.read(descriptor, min(size, most) + 1)
    while size < len(data) <= most:  # it has grown since, or its size is not known
        more = os.read(descriptor, min(most + 1 - len(data), 65_536))
        if not more:
            break
        data += more
    return data


def _refused(path: str, error: OSError) -> Content | None:
    if error.errno in _MISSING:
        return None  # tracked, but deleted in the work tree
    if error.errno == errno.ELOOP:
        return Content(path, b"", "symlink")
    return Content(path, b"", "irregular" if error.errno in {errno.ENXIO, errno.ENODEV} else "unreadable")


class WorkTree:
    """The work tree as git sees it: tracked and new files, not the ignored ones."""

    name = "the work tree"

    def __init__(self, root: Path) -> None:
        self.root = root
        self._folder = Folder(root)

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Tracked and not ignored files; every file when git cannot be asked."""
        try:
            return tuple(git.worktree_paths(self.root, under))
        except git.GitError:
            return self._folder.paths(under)

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """The content of each path."""
        return self._folder.read(paths, most)


class GitTree:
    """Files that git stores: the index, or a commit. Nothing is checked out."""

    def __init__(self, root: Path, commit: str = "") -> None:
        self.root = root
        self.commit = commit
        self.name = f"commit {commit[:12]}" if commit else "the index"
        self._listed: dict[str, git.Listed] = {}
        self._all: tuple[str, ...] | None = None

    def paths(self, under: str = "") -> tuple[str, ...]:
        """The files below a folder; once everything was listed, git is not asked again."""
        if self._all is not None:
            return tuple(path for path in self._all if is_below(path, under))
        try:
            listed = self._list(under)
        except git.GitError as error:
            raise IncompleteError(f"{self.name} cannot be listed: {error}", error.cure or git.WHOLE) from None
        found = {entry.path: entry for entry in listed}
        self._listed.update(found)
        names = tuple(sorted(found))
        self._all = None if under else names
        return names

    def blob(self, path: str) -> str:
        """Git's id of the content of a file that ``paths`` has named; ``""`` where that is not all there is to it."""
        entry = self._listed[path]
        return "" if entry.mode in _NO_BLOB or entry.stage else entry.blob

    def _list(self, under: str) -> list[git.Listed]:
        return git.commit_entries(self.root, self.commit, under) if self.commit else git.index_entries(self.root, under)

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """The content of each path, from one git process."""
        entries = [self._listed[p] for p in self._known(paths)]
        plain = [e for e in entries if e.mode not in _NO_BLOB and not e.stage]
        contents = git.blobs(self.root, (e.blob for e in plain), most)
        for entry in entries:
            if entry.mode == _LINK_MODE:
                yield Content(entry.path, b"", "symlink")
            elif entry.mode == _MODULE_MODE:
                yield Content(entry.path, b"", "irregular")  # another repository, a folder in the work tree
            elif entry.stage:
                yield Content(entry.path, b"", "unmerged")
            else:
                data = next(contents, None)
                yield Content(entry.path, data or b"", "" if data is not None else "missing-object")

    def _known(self, paths: Iterable[str]) -> list[str]:
        wanted = list(paths)
        folders = {p.rpartition("/")[0] for p in wanted if p not in self._listed}
        for folder in {""} & folders or folders:  # the root holds all others
            self.paths(folder)
        return [p for p in wanted if p in self._listed]


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it; ``""`` holds everything."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def open_tree(root: Path, revision: str | None, in_git: bool) -> Tree:
    """The tree that a command reads: the work tree, or what ``--rev`` names (``:`` is the index)."""
    if revision is None:
        return WorkTree(root) if in_git else Folder(root)
    if not in_git:
        raise UsageError(
            "--rev, --base and --staged need a git repository, and none was found here",
            "run git init, or leave the option out",
        )
    return GitTree(root) if revision == git.INDEX else GitTree(root, git.resolve(root, revision))
