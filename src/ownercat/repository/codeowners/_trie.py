"""Matching one path against many patterns at the same time.

Patterns share a tree of segments. The reachable nodes of a folder are computed once and cached, so that another file in
the folder needs only a few lookups. The globs of one node are indexed by their first or last characters. Every step is
counted: for a file full of wildcards, the search stops after a bounded number of steps instead of running for hours.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.repository.codeowners._patterns import ANY, DEEP, Glob, PathPattern, matches_glob

STEPS = 5_000_000  # about one second; real files need 20 to 30 steps per path
_EACH = 200  # additional steps for each path, so that large repositories stay below the limit

Marks = Mapping[int, int]  # group → the highest mark that matched in it
_NONE: Marks = {}
_FOLDER, _GLOB = 8, 8  # the cost of a folder and of a glob, in lookups


class TooManySteps(Exception):
    """An error: the patterns have more wildcards than can be matched in bounded time."""


class _Node:
    """A node in the tree of segments. ``deep``: the node for any further segments; ``stays``: it is one."""

    __slots__ = ("any", "below", "deep", "finder", "globs", "here", "names", "stays")

    def __init__(self, stays: bool = False) -> None:
        self.stays = stays
        self.names: dict[str, _Node] = {}
        self.globs: dict[Glob, _Node] = {}
        self.any: _Node | None = None
        self.deep: _Node | None = None
        self.here: dict[int, int] = {}
        self.below: dict[int, int] = {}
        self.finder: _Finder | None = None


class _Finder:
    """The globs of one node, indexed by the literal characters at the start or the end of a name."""

    def __init__(self, globs: Mapping[Glob, _Node]) -> None:
        self.known: dict[str, tuple[_Node, ...]] = {}
        self.ends: dict[str, list[tuple[Glob, _Node]]] = {}
        self.starts: dict[str, list[tuple[Glob, _Node]]] = {}
        self.loose: list[tuple[str, Glob, _Node]] = []
        for glob, node in globs.items():
            if glob.suffix:
                self.ends.setdefault(glob.suffix, []).append((glob, node))
            elif glob.prefix:
                self.starts.setdefault(glob.prefix, []).append((glob, node))
            else:
                runs = (token for token in glob.tokens if isinstance(token, str))
                self.loose.append((max(runs, key=len, default=""), glob, node))
        self.end_sizes = sorted({len(end) for end in self.ends})
        self.start_sizes = sorted({len(start) for start in self.starts})

    def candidates(self, name: str) -> Iterator[tuple[Glob, _Node]]:
        size = len(name)
        for length in self.end_sizes:
            if length > size:
                break
            yield from self.ends.get(name[size - length :], ())
        for length in self.start_sizes:
            if length > size:
                break
            yield from self.starts.get(name[:length], ())
        for run, glob, node in self.loose:
            if run in name:
                yield glob, node


class _Folder(NamedTuple):
    """The result of walking to a folder: the nodes to continue from, and the marks that match everything in it."""

    nodes: tuple[_Node, ...]
    below: Marks


class Trie:
    """Patterns, each with a group and a mark. A lookup returns the highest mark of each group that matches a path."""

    def __init__(self, patterns: Iterable[tuple[PathPattern, int, int]], steps: int = STEPS) -> None:
        self._root = _Node()
        self._left = steps
        for pattern, group, mark in patterns:
            self._add(pattern, group, mark)
        self._folders = {"": self._folder([self._root], _NONE)}

    def _add(self, pattern: PathPattern, group: int, mark: int) -> None:
        node = self._root
        for segment in pattern.segments:
            if isinstance(segment, str):
                node = node.names.get(segment) or node.names.setdefault(segment, _Node())
            elif segment == DEEP:
                node.deep = node = node.deep or _Node(stays=True)
            elif segment == ANY:
                node.any = node = node.any or _Node()
            else:
                node = node.globs.get(segment) or node.globs.setdefault(segment, _Node())
        if pattern.here and node.here.get(group, -1) < mark:
            node.here[group] = mark
        if pattern.below and node.below.get(group, -1) < mark:
            node.below[group] = mark

    def find(self, path: str) -> Marks:
        """Return the highest mark of each group that matches the path of a file."""
        self._left += _EACH
        folder, _, name = path.strip("/").rpartition("/")
        nodes, below = self._folders.get(folder) or self._walk(folder)
        found = below
        for node in nodes:
            for after in self._after(node, name):
                if after.here:
                    found = self._merged(found, after.here)
        self._charge(1 + len(nodes) + 4 * len(found))
        return found

    def _walk(self, folder: str) -> _Folder:
        """Return the state of a folder, starting at its nearest cached parent."""
        at = len(folder)
        while folder[:at] not in self._folders:
            at = max(folder.rfind("/", 0, at), 0)
        state = self._folders[folder[:at]]
        while at < len(folder):
            start = at + 1 if at else 0
            end = folder.find("/", start)
            at = len(folder) if end < 0 else end
            name = folder[start:at]
            state = self._folder([after for node in state.nodes for after in self._after(node, name)], state.below)
            self._folders[folder[:at]] = state
        return state

    def _folder(self, nodes: list[_Node], below: Marks) -> _Folder:
        reached = dict.fromkeys(nodes)
        for node in nodes:
            if node.deep is not None:
                reached[node.deep] = None
        for node in reached:
            if node.below:
                below = self._merged(below, node.below)
        self._charge(_FOLDER * (1 + len(reached)))
        return _Folder(tuple(reached), below)

    def _after(self, node: _Node, name: str) -> Iterator[_Node]:
        """Yield the nodes after a name."""
        if node.stays:
            yield node
        found = node.names.get(name)
        if found is not None:
            yield found
        if node.any is not None:
            yield node.any
        if node.globs:
            yield from self._globbed(node, name)

    def _globbed(self, node: _Node, name: str) -> tuple[_Node, ...]:
        finder = node.finder
        if finder is None:
            finder = node.finder = _Finder(node.globs)
        known = finder.known.get(name)
        if known is None:
            self._charge(len(finder.loose) + len(finder.end_sizes) + len(finder.start_sizes))
            known = finder.known[name] = tuple(self._fitting(finder, name))
        return known

    def _fitting(self, finder: _Finder, name: str) -> Iterator[_Node]:
        for glob, node in finder.candidates(name):
            self._charge(_GLOB + len(glob.tokens) * len(name) // 4)
            if matches_glob(glob, name):
                yield node

    def _merged(self, marks: Marks, more: Marks) -> Marks:
        """Return the higher mark of each group; the same object if nothing changes."""
        self._charge(len(more))
        higher = {group: mark for group, mark in more.items() if marks.get(group, -1) < mark}
        if not higher:
            return marks
        self._charge(len(marks))
        return {**marks, **higher}

    def _charge(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise TooManySteps
