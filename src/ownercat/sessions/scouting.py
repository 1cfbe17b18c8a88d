"""What a repository without a catalog says about services, teams and people, within limits and without links."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ownercat.diagnostics import Place
from ownercat.documents import dialects, source
from ownercat.repository import codeowners, git
from ownercat.repository.trees import Content, Tree
from ownercat.sessions.documents import build_name
from ownercat.sessions.pilots import Clue, Pilot

_MOST_FILES, _MOST_BYTES, _MOST_PEOPLE = 500, 256 * 1024, 2
_COMPOSE = re.compile(r"(docker-)?compose(\.[\w-]+)?\.ya?ml")
_WORKLOADS = ("Deployment", "StatefulSet")
_MARKERS = (b"Deployment", b"StatefulSet", b"alert:")


class Sightings(NamedTuple):
    """What was found: the format to turn on (``""`` = none), the files of interest, and the clues in their order."""

    dialect: str
    files: tuple[str, ...]
    teams: tuple[Clue, ...]
    services: tuple[Clue, ...]


def find_sightings(tree: Tree) -> Sightings:
    """Read the files that name services or teams; links and large files are left out."""
    files = [c for c in tree.read(_list_candidates(tree), _MOST_BYTES) if not c.problem and len(c.data) <= _MOST_BYTES]
    known = {name: dialects.load(name) for name in dialects.names()}
    catalogs = {name: module for name, module in known.items() if module.dialect.names_services}
    formats = {name: [c.path for c in files if each.claims(c.path, c.data)] for name, each in catalogs.items()}
    dialect = next((name for name, paths in formats.items() if paths), "")
    owners = [c for c in files if c.path in codeowners.list_places("github")]
    found = [(c, list(_list_services(c))) for c in files if c not in owners]
    alerts = [(c, list(_list_labels(c, "team"))) for c in files if b"alert:" in c.data]
    teams = [*(clue for c in owners[:1] for clue in _list_owners(c)), *(clue for _, clues in alerts for clue in clues)]
    others = [*(c.path for c in owners), *(c.path for c, clues in found + alerts if clues)]
    seen = formats[dialect] if dialect else others
    return Sightings(
        dialect, tuple(dict.fromkeys(seen)), tuple(teams), tuple(clue for _, clues in found for clue in clues)
    )


def propose_pilot(root: Path, in_git: bool, found: Sightings) -> Pilot:
    """Return one team and one service with the best evidence; what nothing names is an assumption."""
    people = _list_authors(root) if in_git else ()
    team = next(iter(found.teams), Clue("first-team", "", 0))
    service = next(iter(found.services), Clue(build_name(root.name) or "first-service", "", 0))
    return Pilot(
        team._replace(name=build_name(team.name)),
        service._replace(name=build_name(service.name)),
        people or (Clue("First Person", "", 0),),
    )


def _list_candidates(tree: Tree) -> list[str]:
    """Return the paths to read: CODEOWNERS, then compose files, then other YAML files near the top."""
    places = codeowners.list_places("github")
    paths = [path for path in tree.paths() if path.endswith((".yaml", ".yml")) or path in places]

    def rank(path: str) -> tuple[int, int, str]:
        name = path.rpartition("/")[2]
        if path in places:
            return 0, places.index(path), path
        return 1 if _COMPOSE.fullmatch(name) or "catalog" in name else 2, path.count("/"), path

    return sorted(paths, key=rank)[:_MOST_FILES]


def _list_owners(content: Content) -> Iterator[Clue]:
    """Yield the teams of CODEOWNERS; a person is no team."""
    for entry in codeowners.parse_file(content.path, content.data).entries:
        for owner in entry.owners:
            name = owner.rpartition("/")[2]
            if owner.startswith("@") and "/" in owner and build_name(name):
                yield Clue(name, content.path, entry.line, owner)


def _list_services(content: Content) -> Iterator[Clue]:
    """Yield the services of compose files, of manifests of Kubernetes and of labels of alerts."""
    if _COMPOSE.fullmatch(content.path.rpartition("/")[2]):
        yield from _list_names(content, _find_compose_keys)
    elif any(marker in content.data for marker in _MARKERS):
        yield from _list_names(content, _find_workload)
        yield from _list_labels(content, "service")


def _list_labels(content: Content, label: str) -> Iterator[Clue]:
    yield from _list_names(content, lambda data: _find_labels(data, label))


def _find_compose_keys(data: dict[str, Any]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    services = data.get("services")
    for name in services if isinstance(services, dict) else ():
        yield name, ("services", name)


def _find_workload(data: dict[str, Any]) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    meta = data.get("metadata")
    if data.get("kind") in _WORKLOADS and isinstance(meta, dict):
        yield meta.get("name", ""), ("metadata", "name")


def _find_labels(data: dict[str, Any], label: str) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for i, group in enumerate(_get_list(data, "groups")):
        for j, rule in enumerate(_get_list(group, "rules")):
            labels = rule.get("labels") if isinstance(rule, dict) and "alert" in rule else None
            if isinstance(labels, dict) and label in labels:
                yield labels[label], ("groups", i, "rules", j, "labels", label)


def _get_list(data: object, key: str) -> list[Any]:
    found = data.get(key) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def _list_names(content: Content, find: Any) -> Iterator[Clue]:
    """Yield the names that ``find`` sees in each document, with their lines; templates such as ``{{`` are no names."""
    for document in source.read(content.path, content.data).documents:
        if isinstance(document.data, dict):
            for name, pointer in find(document.data):
                if isinstance(name, str) and build_name(name) and "{{" not in name:
                    place = Place(content.path, document.index, pointer, "key")
                    yield Clue(name, content.path, source.locate(content.data, [place])[place].start.line)


def _list_authors(root: Path) -> tuple[Clue, ...]:
    """Return the authors of most of the last commits; machines are no people."""
    names: dict[str, int] = {}
    for name in git.list_recent_authors(root):
        if build_name(name) and "bot" not in build_name(name).split("-"):
            names[name] = names.get(name, 0) + 1
    unique = {build_name(name): name for name in sorted(names, key=lambda name: names[name])}
    best = sorted(unique.values(), key=lambda name: -names[name])[:_MOST_PEOPLE]
    return tuple(Clue(name, f"the authors of the last commits ({names[name]})", 0) for name in best)
