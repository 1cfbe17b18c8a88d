"""The control files of the catalog: whoever can change them can change all other rules."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Catalog, Person, Policy, Team


class Control(NamedTuple):
    """A control file, its content in one word, and the location of that content."""

    path: str
    what: str
    place: Place


def list_control_files(catalog: Catalog, policy: Policy) -> list[Control]:
    """Return the files with the policy, the people, the teams and the allowed signers, each once, sorted by path."""
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
    """Return the files, with a folder (``catalog/teams/``) instead of its files if all of them are listed."""
    folders = {path.rpartition("/")[0] for path in files} - {""}
    wanted = frozenset(files)
    for path in tracked:
        if path not in wanted:
            folders.difference_update(_list_parents(path))
    names = {f"{folder}/" for folder in folders if folders.isdisjoint(_list_parents(folder))}
    inside = tuple(names)
    return sorted({path for path in wanted if not path.startswith(inside)} | names if inside else wanted)


def _list_parents(path: str) -> Iterator[str]:
    """Yield the parent folders of a path, nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
