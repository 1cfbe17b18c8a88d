"""The sources of files with one interface: the working tree, a plain folder, the index, a commit, memory.

Paths are relative to the root of the repository, with ``/``; names that are not UTF-8 keep their bytes as surrogates.
"""

import errno
import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, Protocol

from ownercat.errors import IncompleteError, UsageError
from ownercat.repository import git
from ownercat.repository.git.blobs import read_blobs

MAX_BYTES = 1024 * 1024  # reads stop one byte after the limit, which shows that a file is too large

_LONGEST_NAME = 255  # bytes of one name; no file system of Linux and macOS has a longer one

_LINK_MODE = "120000"
_MODULE_MODE = "160000"
_NO_BLOB = frozenset({_LINK_MODE, _MODULE_MODE})
_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR})
_READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Content(NamedTuple):
    """The bytes of a path, or its problem (symlink, irregular, unreadable, unmerged, missing-object)."""

    path: str
    data: bytes
    problem: str = ""


class ReadLog:
    """What a run reads from a folder, so that a later run can see whether anything has changed.

    ``listings``: the paths of each listing. ``files``: the state of each file when it was read.
    ``is_stable``: each file could be read, and had one state. ``newest``: the latest time of a file, in nanoseconds.
    """

    def __init__(self) -> None:
        self.began = time.time()
        self.listings: dict[str, tuple[str, ...]] = {}
        self.files: dict[str, str] = {}
        self.is_stable = True
        self.newest = 0

    def add(self, path: str, status: os.stat_result | None) -> None:
        """Add a file that is about to be read; ``None``: it does not exist."""
        state = _format_state(status)
        if self.files.setdefault(path, state) != state:
            self.is_stable = False
        if status is not None:
            self.newest = max(self.newest, status.st_mtime_ns, status.st_ctime_ns)

    def compute_state(self) -> str:
        """Return the states of all files as one text."""
        return "\n".join(self.files.values())


def compute_states(root: Path, paths: Iterable[str]) -> str:
    """Return the text that ``ReadLog.compute_state`` has if no file has changed; a link never equals a file."""
    folder, states = Folder(root), list[str]()
    for path in paths:
        try:
            is_plain = folder.is_plain(path.rpartition("/")[0])
            states.append(_format_state(os.lstat(f"{root}/{path}")) if is_plain else "link")
        except OSError as error:
            states.append(_format_state(None) if error.errno in _MISSING else "unreadable")
    return "\n".join(states)


def _format_state(status: os.stat_result | None) -> str:
    if status is None:
        return "missing"
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino} {status.st_mode}"


class Tree(Protocol):
    """A set of files at one time."""

    @property
    def name(self) -> str:
        """Return the name for messages: ``the working tree``, ``the index``, ``commit 1f3c…``."""

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Return every file below a folder, sorted; ``""`` = all files."""

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """Return the content of each existing path, in order, cut one byte after ``most``."""


class Memory:
    """A tree in memory, for tests and for generated input."""

    name = "memory"

    def __init__(self, files: Mapping[str, str | bytes | Content]) -> None:
        self._files = {path: _build_content(path, given) for path, given in files.items()}

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Return every file below a folder."""
        return tuple(sorted(p for p in self._files if is_below(p, under)))

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """Return the content of each path."""
        return (self._files[p] for p in paths if p in self._files)


def _build_content(path: str, given: str | bytes | Content) -> Content:
    if isinstance(given, Content):
        return given
    return Content(path, given.encode() if isinstance(given, str) else given)


class Patched:
    """A tree in which some files have other bytes. ``added``: those that the tree does not have."""

    def __init__(self, tree: Tree, changed: Mapping[str, bytes], added: Collection[str] = ()) -> None:
        self.name = tree.name
        self.tree = tree
        self._changed = changed
        self._added = frozenset(added)

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Return every file below a folder."""
        found = self.tree.paths(under)
        added = [path for path in self._added if is_below(path, under)]
        return tuple(sorted({*found, *added})) if added else found

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """Return the content of each path, with its other bytes."""
        for is_added, some in groupby(paths, self._added.__contains__):
            for content in (Content(path, b"") for path in some) if is_added else self.tree.read(some, most):
                data = self._changed.get(content.path)
                yield content if data is None or content.problem else content._replace(data=data[: most + 1])


class Folder:
    """A folder on disk, without git."""

    name = "the folder"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log = ReadLog()
        self._prefix = f"{root}/"
        self._plain: dict[str, bool] = {"": True}

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Return every file below a folder without ``.git``; links are listed, not followed.

        A folder that cannot be opened is listed with a slash at its end; to read that path says why.
        """
        found = self._list(under.rstrip("/"))
        self.log.listings[under] = found
        return found

    def _list(self, under: str) -> tuple[str, ...]:
        if not self.is_plain(under):
            return (under,)  # a link: report the link itself and do not list its target
        paths: list[str] = []
        waiting = [under]
        while waiting:
            folder = waiting.pop()
            entries = _list_entries(f"{self.root}/{folder}" if folder else str(self.root))
            if (
                entries is None
                and folder
                and all(len(os.fsencode(part)) <= _LONGEST_NAME for part in folder.split("/"))
            ):
                paths.append(f"{folder}/")
            for entry in entries or ():
                path = f"{folder}/{entry.name}" if folder else entry.name
                if not entry.is_dir(follow_symlinks=False):
                    paths.append(path)
                elif entry.name != ".git":
                    waiting.append(path)
        return tuple(sorted(paths))

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """Return the content of each path, through one descriptor and never through a link."""
        for path in paths:
            content = self._read(path, most)
            if content is not None:
                if content.problem:
                    self.log.is_stable = False
                yield content

    def _read(self, path: str, most: int) -> Content | None:
        folder, _, _ = path.rpartition("/")
        if not self._plain.get(folder) and not self.is_plain(folder):
            return Content(path, b"", "symlink")
        try:
            descriptor = os.open(self._prefix + path, _READING)
        except OSError as error:
            if error.errno in _MISSING:
                self.log.add(path, None)
            return _build_problem(path, error)
        except ValueError:  # a NUL in the name
            return Content(path, b"", "unreadable")
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return Content(path, b"", "irregular")
            self.log.add(path, status)
            return Content(path, _read_bounded(descriptor, status.st_size, most))
        except OSError:
            return Content(path, b"", "unreadable")
        finally:
            os.close(descriptor)

    def is_plain(self, folder: str) -> bool:
        """Return whether no part of the path of a folder is a link (cached)."""
        known = self._plain.get(folder)
        if known is None:
            parent, _, _ = folder.rpartition("/")
            known = self.is_plain(parent) and not os.path.islink(self._prefix + folder)  # noqa: PTH114
            self._plain[folder] = known
        return known


def _list_entries(folder: str) -> list[os.DirEntry[str]] | None:
    """List a folder; ``None``: it exists and cannot be opened, or its path is too long for the system."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:  # missing, or removed during the run: the caller reports an empty catalog
        return [] if error.errno in _MISSING else None


def _read_bounded(descriptor: int, size: int, most: int) -> bytes:
    """Read at most one byte more than the limit. A buffer with the size of the limit would be slower than the read."""
    data = os.read(descriptor, min(size, most) + 1)
    while size < len(data) <= most:  # the file has grown, or its size is unknown
        more = os.read(descriptor, min(most + 1 - len(data), 65_536))
        if not more:
            break
        data += more
    return data


def _build_problem(path: str, error: OSError) -> Content | None:
    if path.endswith("/"):
        return Content(path, b"", "unreadable")  # a folder that could not be opened; git cuts a name that is too long
    if error.errno in _MISSING:
        return None  # tracked, but deleted in the working tree
    if error.errno == errno.ELOOP:
        return Content(path, b"", "symlink")
    return Content(path, b"", "irregular" if error.errno in {errno.ENXIO, errno.ENODEV} else "unreadable")


class WorkTree:
    """The working tree: tracked and new files, without ignored files."""

    name = "the working tree"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = Folder(root)

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Return tracked and new files; every file if git fails, or if the folder is given with a final slash."""
        if under.endswith("/"):
            return self.folder.paths(under)
        try:
            found = tuple(git.list_worktree_paths(self.root, under))
        except git.GitError:
            return self.folder.paths(under)
        self.folder.log.listings[under] = found
        return found

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """Return the content of each path."""
        return self.folder.read(paths, most)


class GitTree:
    """Files in git: the index or a commit. Does not check out any file."""

    def __init__(self, root: Path, commit: str = "") -> None:
        self.root = root
        self.commit = commit
        self.name = f"commit {commit[:12]}" if commit else "the index"
        self._listed: dict[str, git.Listed] = {}
        self._all: tuple[str, ...] | None = None

    def paths(self, under: str = "") -> tuple[str, ...]:
        """Return the files below a folder; calls git only until all files are listed."""
        if self._all is not None:
            return tuple(path for path in self._all if is_below(path, under))
        try:
            listed = self._list(under)
        except git.GitError as error:
            help = error.help or (git.WHOLE if self.commit else "")
            raise IncompleteError(f"cannot list the files of {self.name}: {error}", help) from None
        entries = {entry.path: entry for entry in listed}
        self._listed.update(entries)
        names = tuple(sorted(entries))
        self._all = None if under else names
        return names

    def get_blob(self, path: str) -> str:
        """Return the git object id of a listed file; ``""`` for links, submodules and unmerged files."""
        entry = self._listed[path]
        return "" if entry.mode in _NO_BLOB or entry.stage else entry.blob

    def _list(self, under: str) -> list[git.Listed]:
        return (
            git.list_commit_entries(self.root, self.commit, under)
            if self.commit
            else git.list_index_entries(self.root, under)
        )

    def read(self, paths: Iterable[str], most: int = MAX_BYTES) -> Iterator[Content]:
        """Return the content of each path, from one git process."""
        entries = [self._listed[p] for p in self._known(paths)]
        plain = [e for e in entries if e.mode not in _NO_BLOB and not e.stage]
        contents = read_blobs(self.root, (e.blob for e in plain), most)
        for entry in entries:
            if entry.mode == _LINK_MODE:
                yield Content(entry.path, b"", "symlink")
            elif entry.mode == _MODULE_MODE:
                yield Content(entry.path, b"", "irregular")  # a submodule, which is a folder in the working tree
            elif entry.stage:
                yield Content(entry.path, b"", "unmerged")
            else:
                data = next(contents, None)
                yield Content(entry.path, data or b"", "" if data is not None else "missing-object")

    def _known(self, paths: Iterable[str]) -> list[str]:
        wanted = list(paths)
        folders = {p.rpartition("/")[0] for p in wanted if p not in self._listed}
        for folder in {""} & folders or folders:  # the root contains all others
            self.paths(folder)
        return [p for p in wanted if p in self._listed]


def get_log(tree: Tree) -> ReadLog:
    """Return the log of everything that was read from a tree; of git's trees, it is empty."""
    folder = tree.folder if isinstance(tree, WorkTree) else tree
    return folder.log if isinstance(folder, Folder) else ReadLog()


def is_below(path: str, folder: str) -> bool:
    """Return whether a path is a folder or is in that folder; ``""`` contains every path."""
    return not folder or path == folder or path.startswith(f"{folder}/")


def open_tree(root: Path, revision: str | None, in_git: bool) -> Tree:
    """Return the tree for a command: the working tree, or the revision of ``--rev`` (``:`` is the index)."""
    if revision is None:
        return WorkTree(root) if in_git else Folder(root)
    if not in_git:
        raise UsageError(
            "--rev, --base and --staged need a git repository: this folder is not in one",
            "run `git init`, or omit the option",
        )
    return GitTree(root) if revision == git.INDEX else GitTree(root, git.resolve_revision(root, revision))
