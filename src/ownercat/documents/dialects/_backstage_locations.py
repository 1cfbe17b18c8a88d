"""Check the targets of Backstage Locations: targets inside the repository must exist."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Finding, Place
from ownercat.documents import codes
from ownercat.documents.dialects._backstage_shape import (
    FILES,
    BackstageEnvelope,
    build_left_over,
    entries,
    is_left_over,
    quoted,
)
from ownercat.suggest import build_finder
from ownercat.text import clean, shown

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # a URL scheme or a drive: not a path in this repository
_WILD = re.compile(r"[*?\[\]{}()!]")
_LOOKS = 5_000_000  # maximum number of pattern comparisons: takes less than a second
_SUGGESTIONS = 1_000  # reports show at most this many findings of a rule, so more suggestions are not needed


class Nearby(NamedTuple):
    """The surroundings of a missing path: the probable file, and whether the folder of the path exists."""

    meant: str
    folder: bool


class Files(NamedTuple):
    """Functions that query the files of the tree."""

    exists: Callable[[str], bool]
    around: Callable[[str], Nearby]


def known(paths: frozenset[str]) -> Files:
    """Return the queries for the files of the tree; suggestions are prepared on the first use.

    The work is limited against hostile catalogs. After the limit, each pattern matches and there are no suggestions.
    """
    looks = asked = 0
    nears: list[Callable[[str], str]] = []

    def exists(path: str) -> bool:
        """Return whether a path exists, or a path that may match a pattern; never a false alarm."""
        nonlocal looks
        wild = list(_WILD.finditer(path))
        if path in paths or not wild:
            return path in paths
        looks += len(paths)
        start, end = path[: wild[0].start()], path[wild[-1].end() :]
        return looks > _LOOKS or any(p.startswith(start) and p.endswith(end) for p in paths)

    def around(path: str) -> Nearby:
        """Return the surroundings of a missing path."""
        nonlocal asked
        asked += 1
        if asked > _SUGGESTIONS:
            return Nearby("", False)
        if not nears:
            nears.append(_build_nearby_finder(paths))
        folder = path.rpartition("/")[0]
        return Nearby(nears[0](path), not folder or any(p.startswith(f"{folder}/") for p in paths))

    return Files(exists, around)


def _build_nearby_finder(paths: frozenset[str]) -> Callable[[str], str]:
    """Return a function that finds the catalog file of a folder, or a file or folder with a similar name."""
    files, folders = _index_contents(paths)
    finders: dict[tuple[str, bool], Callable[[str], list[str]]] = {}

    def alike(folder: str, name: str, among: dict[str, set[str]]) -> str:
        """Return a similar name in a folder."""
        at = (folder, among is files)
        if at not in finders:
            finders[at] = build_finder(sorted(among.get(folder, ())))
        return next(iter(finders[at](name)), "")

    def near(path: str) -> str:
        """Return the probable file for a missing path; ``""`` if there is none."""
        folder, _, name = path.rpartition("/")
        if path in files:
            folder, name = path, FILES[0]  # the path is a folder: suggest its catalog file
        elif folder and folder not in files:
            above, _, last = folder.rpartition("/")
            sibling = alike(above, last, folders)
            if not sibling:
                return ""
            folder = posixpath.join(above, sibling)
        match = name if name in files.get(folder, ()) else alike(folder, name, files)
        return posixpath.join(folder, match) if match else ""

    return near


def _index_contents(paths: frozenset[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the YAML files of each folder, and the subfolders with YAML files of each folder."""
    files: dict[str, set[str]] = {}
    folders: dict[str, set[str]] = {}
    for path in paths:
        if path.endswith((".yaml", ".yml")):
            folder, _, name = path.rpartition("/")
            files.setdefault(folder, set()).add(name)
            above, _, last = folder.rpartition("/")
            if last:
                folders.setdefault(above, set()).add(last)
    return files, folders


def judge(draft: BackstageEnvelope, files: Files) -> Iterator[Fault]:
    """Yield the faults of the targets of a Location."""
    if draft.spec.get("presence") == "optional":
        return
    for key in ("target", "targets"):
        for at, value in entries(draft.spec.get(key)):
            place = draft.place.at("spec", key, *at)
            if is_left_over(value):
                yield build_left_over(draft, place, f"a target of {draft.label}", value, key)
            elif isinstance(value, str):
                yield from _check_target(draft, value, place, files)
            else:
                yield _build_type_fault(draft, value, place)


def _build_type_fault(draft: BackstageEnvelope, value: Any, place: Place) -> Fault:
    message = f"a target of {draft.label} must be a path or URL; found {quoted(value)}"
    return Fault(codes.WRONG_TYPE, Finding(place, message, "write the path or URL as text", subject=draft.subject))


def _check_target(draft: BackstageEnvelope, target: str, place: Place, files: Files) -> Iterator[Fault]:
    path = _resolve_path(draft.document.path, target)
    if not path or files.exists(path):
        return
    meant, folder = files.around(path)
    message = f"{draft.label} has a missing target: {quoted(target)} (no file {clean(shown(path))} in this repository)"
    if meant:
        help = f"did you mean {clean(_format_relative(draft.document.path, meant))}?"
    else:
        help = "add the file, remove the target, or set `presence: optional`"
    # A missing folder may be a submodule or created by a build: report only a note.
    note = not meant and not folder
    yield Fault(codes.UNKNOWN_REFERENCE, Finding(place, message, help, subject=draft.subject, value=target, note=note))


def _resolve_path(location: str, target: str) -> str:
    """Return a target as a path from the root of the repository; ``""`` for URLs and paths outside of it."""
    if not target.strip() or _URL.match(target) or target.startswith(("/", "~")) or "\\" in target:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(location), target))
    return "" if path == "." or path.startswith("../") or path == ".." else path


def _format_relative(location: str, path: str) -> str:
    relative = posixpath.relpath(path, posixpath.dirname(location) or ".")
    return relative if relative.startswith("../") else f"./{relative}"
