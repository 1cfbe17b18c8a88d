"""The files that a Backstage Location points at: those inside the repository must exist."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Finding, Place
from ownercat.documents.dialects._backstage_shape import FILES, BackstageEnvelope, entries, quoted
from ownercat.suggest import finder
from ownercat.text import clean, shown

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # a scheme, or a drive: not a path in this repository
_WILD = re.compile(r"[*?\[\]{}()!]")
_LOOKS = 5_000_000  # comparisons of patterns with paths: well under a second
_SUGGESTIONS = 1_000  # as many findings of one rule as are shown; more are not worth the search


class Nearby(NamedTuple):
    """What there is around a path that is not there: a file that was probably meant, and whether its folder exists."""

    meant: str
    folder: bool


class Files(NamedTuple):
    """Questions about the files of the tree."""

    exists: Callable[[str], bool]
    around: Callable[[str], Nearby]


def known(paths: frozenset[str]) -> Files:
    """The tree's files, ready for questions; suggestions are prepared when the first one is asked for.

    What a hostile catalog can ask for is bounded: past that, patterns count as met and nothing is near.
    """
    looks = asked = 0
    nears: list[Callable[[str], str]] = []

    def exists(path: str) -> bool:
        """Whether a path, or something that a pattern may mean, is there: never a false alarm."""
        nonlocal looks
        wild = list(_WILD.finditer(path))
        if path in paths or not wild:
            return path in paths
        looks += len(paths)
        start, end = path[: wild[0].start()], path[wild[-1].end() :]
        return looks > _LOOKS or any(p.startswith(start) and p.endswith(end) for p in paths)

    def around(path: str) -> Nearby:
        """The surroundings of a path that is not there."""
        nonlocal asked
        asked += 1
        if asked > _SUGGESTIONS:
            return Nearby("", False)
        if not nears:
            nears.append(_nearby(paths))
        folder = path.rpartition("/")[0]
        return Nearby(nears[0](path), not folder or any(p.startswith(f"{folder}/") for p in paths))

    return Files(exists, around)


def _nearby(paths: frozenset[str]) -> Callable[[str], str]:
    """The catalog file of a folder, or a file or folder of nearly the same name in the same place; ``""`` = none."""
    files, folders = _contents(paths)
    finders: dict[tuple[str, bool], Callable[[str], str]] = {}

    def alike(folder: str, name: str, among: dict[str, set[str]]) -> str:
        """The name in a folder that is nearly ``name``."""
        at = (folder, among is files)
        if at not in finders:
            finders[at] = finder(sorted(among.get(folder, ())))
        return finders[at](name)

    def near(path: str) -> str:
        """The file meant by a path that is not there."""
        folder, _, name = path.rpartition("/")
        if path in files:
            folder, name = path, FILES[0]  # a folder was named, where its catalog file was meant
        elif folder and folder not in files:
            above, _, last = folder.rpartition("/")
            sibling = alike(above, last, folders)
            if not sibling:
                return ""
            folder = posixpath.join(above, sibling)
        found = name if name in files.get(folder, ()) else alike(folder, name, files)
        return posixpath.join(folder, found) if found else ""

    return near


def _contents(paths: frozenset[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The YAML files in each folder, and the folders in each folder that holds any below it."""
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
    """What is wrong with the targets of a Location."""
    if draft.spec.get("presence") == "optional":
        return
    for key in ("target", "targets"):
        for at, value in entries(draft.spec.get(key)):
            place = draft.place.at("spec", key, *at)
            if isinstance(value, str):
                yield from _target(draft, value, place, files)
            else:
                yield _no_text(draft, value, place)


def _no_text(draft: BackstageEnvelope, value: Any, place: Place) -> Fault:
    message = f"a target of {draft.label} is {quoted(value)}, where a path or URL is expected"
    return Fault("SCH005", Finding(place, message, "write it as text", subject=draft.subject))


def _target(draft: BackstageEnvelope, target: str, place: Place, files: Files) -> Iterator[Fault]:
    path = _inside(draft.document.path, target)
    if not path or files.exists(path):
        return
    meant, folder = files.around(path)
    message = f"{draft.label} points at {quoted(target)}, but there is no {clean(shown(path))} here"
    if meant:
        help = f"did you mean {clean(_relative(draft.document.path, meant))}?"
    else:
        help = "add the file, or delete the target; `presence: optional` if it need not be there"
    # A whole folder that is not here may be a submodule, or made by a build: that is worth a note, no more.
    note = not meant and not folder
    yield Fault("REF001", Finding(place, message, help, subject=draft.subject, value=target, note=note))


def _inside(location: str, target: str) -> str:
    """A target as a path from the repository's root; ``""`` for URLs and for what lies outside."""
    if not target.strip() or _URL.match(target) or target.startswith(("/", "~")) or "\\" in target:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(location), target))
    return "" if path == "." or path.startswith("../") or path == ".." else path


def _relative(location: str, path: str) -> str:
    found = posixpath.relpath(path, posixpath.dirname(location) or ".")
    return found if found.startswith("../") else f"./{found}"
