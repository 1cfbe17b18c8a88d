"""Resolve `objectives[].ref`: read the objects of other tools in this repository, and take over their numbers.

``who`` does not use it, so that it reads no further files. Only paths inside the repository are read, from the same
tree as the catalog. A URL is only a link.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.documents import source
from ownercat.documents.slo_objects import SloObject, list_slo_objects
from ownercat.model import EMPTY, SLA, Catalog, Journey, Objective, ReferencedObjective
from ownercat.repository.trees import Content, Tree
from ownercat.suggest import find_nearest
from ownercat.text import listed, shown

_FORMS = "OpenSLO v1 (SLO), Sloth (PrometheusServiceLevel) and Pyrra (ServiceLevelObjective)"
_FROM_TOP = "begins at the top folder of the repository"
_PROBLEMS = MappingProxyType({"symlink": "is a symbolic link", "irregular": "is not a file"})


class RefFile(NamedTuple):
    """The objectives of a file. ``problem``: why they are unknown, or ""; ``damaged``: the text has an error."""

    objects: tuple[SloObject, ...] = ()
    problem: str = ""
    help: str = ""
    damaged: bool = False


class ResolvedRefs(NamedTuple):
    """A catalog whose objectives have the numbers of their refs, and the bytes of the files that were read."""

    catalog: Catalog
    files: Mapping[str, bytes]


def resolve_refs(catalog: Catalog, tree: Tree) -> ResolvedRefs:
    """Give each objective with a `ref` the target and the window of the object, if it states none."""
    paths = list_ref_paths(catalog)
    if not paths:
        return ResolvedRefs(catalog, EMPTY)
    contents = {each.path: each for each in tree.read(sorted(filter(is_inside, paths)))}
    files = {path: read_ref_file(path, contents.get(path)) for path in paths}
    read = {path: each.data for path, each in contents.items() if not each.problem}
    return ResolvedRefs(apply_ref_files(catalog, files), read)


def list_ref_paths(catalog: Catalog) -> frozenset[str]:
    """Return the paths that the objectives of a catalog name."""
    owners = chain(catalog.of(SLA), catalog.of(Journey))
    return frozenset(objective.ref_path for owner in owners for objective in owner.objectives) - {""}


def apply_ref_files(catalog: Catalog, files: Mapping[str, RefFile]) -> Catalog:
    """Return the catalog with the numbers of its refs; ``files`` has each path of `list_ref_paths`."""
    changed = {
        (owner.kind, owner.key): replace(owner, objectives=tuple(_resolve(each, files) for each in owner.objectives))
        for kind in (SLA, Journey)
        for owner in catalog.of(kind)
        if any(objective.ref_path for objective in owner.objectives)
    }
    entities = {key: changed.get(key, entity) for key, entity in catalog.entities.items()}
    aliases = {key: changed.get((entity.kind, entity.key), entity) for key, entity in catalog.aliases.items()}
    return replace(catalog, entities=MappingProxyType(entities), aliases=MappingProxyType(aliases))


def list_unread(catalog: Catalog) -> Iterator[str]:
    """Yield a warning for each objective whose numbers are unknown."""
    slas = (sla for sla in catalog.of(SLA) if sla.status == "published")
    for owner in chain(slas, catalog.of(Journey)):
        for objective in owner.objectives:
            if objective.referenced is not None and objective.referenced.problem:
                label = f"objective {shown(objective.name or objective.sli)} of {shown(owner.label)}"
                yield f"{label} is unknown: {objective.referenced.problem}"


def is_inside(path: str) -> bool:
    """Return whether a path leads to a file of the repository; those of git itself can have passwords."""
    is_below = path.isprintable() and path not in {".", ".."} and not path.startswith("../")
    return is_below and ".git" not in path.lower().split("/")


def read_ref_file(path: str, content: Content | None) -> RefFile:
    """Return the objectives of a file; ``content``: ``None`` if it does not exist."""
    if not is_inside(path):
        return RefFile(
            (),
            f"{shown(path)} is not a file in this repository",
            "write a path that begins at the top folder of the repository",
        )
    if content is None:
        return RefFile(
            (), f"{shown(path)} does not exist", "correct the path, which begins at the top folder of the repository"
        )
    if content.problem:
        return RefFile((), f"{shown(path)} {_PROBLEMS.get(content.problem, 'cannot be read')}", "name a readable file")
    reading = source.read(path, content.data)
    if reading.faults or not reading.whole:
        span = next((each.finding.place.span for each in reading.faults), None)
        why = f": error in line {span.start.line}" if span else ""  # quotes no text: the file may have secrets
        return RefFile((), f"{shown(path)} cannot be read{why}", "correct the file", damaged=True)
    objects = tuple(list_slo_objects((each.index, each.data) for each in reading.documents))
    if not objects:
        return RefFile((), f"{shown(path)} has no objective that ownercat reads", f"name a file of {_FORMS}")
    return RefFile(objects)


def _resolve(objective: Objective, files: Mapping[str, RefFile]) -> Objective:
    path = objective.ref_path
    if not path:
        return objective
    found = _find_object(path, objective.ref.partition("#")[2].strip(), files[path])
    if objective.target is None:
        objective = objective._replace(target=found.target)
    if objective.window is None and found.window is not None:
        objective = objective._replace(window=found.window, calendar=found.calendar)
    return objective._replace(referenced=found)


def _find_object(path: str, name: str, file: RefFile) -> ReferencedObjective:
    if file.problem:
        return _build_unknown(path, file.problem, file.help)
    found = [each for each in file.objects if name in each.names] if name else list(file.objects)
    names = list(dict.fromkeys(each.names[0] for each in file.objects if each.names))
    if not found:
        near = find_nearest(name, names) or names
        help = f"write {listed([_format_ref(path, each) for each in near[:3]], 'or')}" if near else "correct the name"
        return _build_unknown(path, f"{shown(path)} has no objective {shown(name)}", help)
    if len(found) > 1:
        what = f"{len(found)} objectives{f' with the name {shown(name)}' if name else ''}"
        return _build_unknown(path, f"{shown(path)} has {what}", _format_choice(path, found))
    return _build_found(path, found[0])


def _format_choice(path: str, found: Iterable[SloObject]) -> str:
    refs = dict.fromkeys(_format_ref(path, each.names[0]) for each in found if each.names)
    return f"write {listed(list(refs)[:3], 'or')}" if len(refs) > 1 else "give each objective in the file its own name"


def _format_ref(path: str, name: str) -> str:
    return f"`ref: {shown(path)}#{shown(name)}`"


def _build_unknown(path: str, problem: str, help: str) -> ReferencedObjective:
    return ReferencedObjective(shown(path), None, None, False, Place(path), problem, help)


def _build_found(path: str, found: SloObject) -> ReferencedObjective:
    label = (
        f"{found.kind} {shown(found.names[0])} in {shown(path)}" if found.names else f"{found.kind} in {shown(path)}"
    )
    place = Place(path, found.document, found.pointer)
    if found.problem:
        return ReferencedObjective(label, None, None, False, place, f"{label}: {found.problem}", "correct the file")
    return ReferencedObjective(label, found.target, found.window, found.calendar, place)
