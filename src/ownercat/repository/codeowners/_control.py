"""The catalog's own control files: who may change them decides who may change everything else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Catalog, Person, Policy, Team


class Control(NamedTuple):
    """A file that decides, what it holds in a word, and where it does."""

    path: str
    what: str
    place: Place


def list_control_files(catalog: Catalog, policy: Policy) -> list[Control]:
    """The files of the policy, the people, the teams and the allowed signers, each once, in order of their paths."""
    found: dict[str, Control] = {}
    for control in _list_controls(catalog, policy):
        found.setdefault(control.path, control)
    return [found[path] for path in sorted(found)]


def _list_controls(catalog: Catalog, policy: Policy) -> Iterator[Control]:
    if policy.at.path:
        yield Control(policy.at.path, "policy", policy.named)
    signers = policy.data.get("signoff", {}).get("signers")
    if isinstance(signers, str) and signers.strip("/"):
        yield Control(signers.strip("/"), "signers", policy.at.at("signoff", "signers"))
    yield from (Control(person.at.path, "people", person.named) for person in catalog.of(Person))
    yield from (Control(team.at.path, "teams", team.named) for team in catalog.of(Team))


def merge_folders(files: Collection[str], tracked: Collection[str]) -> list[str]:
    """The same files with a folder (``catalog/teams/``) in the place of all it holds."""
    folders = {path.rpartition("/")[0] for path in files} - {""}
    wanted = frozenset(files)
    for path in tracked:
        if path not in wanted:
            folders.difference_update(_list_parents(path))
    names = {f"{folder}/" for folder in folders if folders.isdisjoint(_list_parents(folder))}
    inside = tuple(names)
    return sorted({path for path in wanted if not path.startswith(inside)} | names if inside else wanted)


def _list_parents(path: str) -> Iterator[str]:
    """The folders that hold a path, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
