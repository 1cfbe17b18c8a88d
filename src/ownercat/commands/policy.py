"""``ownercat policy``: Show the effective policy and where each value is set."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import catalog_options, format_option
from ownercat.diagnostics import Place
from ownercat.documents import loader, source
from ownercat.documents.loader import LoadedCatalog
from ownercat.model import policy
from ownercat.sessions.workspace import CatalogOptions, open_workspace
from ownercat.text import clean, format_json, shown
from ownercat.views.table import format_table
from ownercat.views.terminal import measure_width

SHOWN, INCOMPLETE = 0, 3
IDENTITY = ("apiVersion", "kind", "name")


class _Setting(NamedTuple):
    """One value of the policy; ``line`` is 0 for a built-in default."""

    key: str
    value: Any
    line: int


@click.command("policy", epilog="Example: ownercat policy --rev v1.2.0")
@catalog_options
@format_option("text", "json")
def COMMAND(form: str, where: CatalogOptions) -> int:  # noqa: N802  # the one named constant of a command
    """Show the effective policy and where each value is set.

    Exit code: 0 shown, 2 usage error, 3 the policy may be in a file that cannot be read.
    """
    workspace = open_workspace(where)
    loaded = loader.load_catalog(workspace.tree, workspace.scope)
    _warn(loaded)
    found = list(_settings(loaded))
    _output.write(_json(loaded, found) if form == "json" else _text(loaded, found))
    return INCOMPLETE if _is_unread(loaded) else SHOWN


def _is_unread(loaded: LoadedCatalog) -> bool:
    """Return whether there is no policy, and a file that may have one cannot be read."""
    return not loaded.policy.at.path and bool(loaded.broken)


def _warn(loaded: LoadedCatalog) -> None:
    where = loaded.policy.at.path
    if _is_unread(loaded):
        _output.warn("some files cannot be read, and the policy may be in one of them; see ownercat check")
    elif where and not loaded.policy.sound:
        _output.warn(f"parts of {clean(where)} are not valid and are left out; see ownercat check")


def _settings(loaded: LoadedCatalog) -> Iterator[_Setting]:
    at = loaded.policy.at
    origins = policy.collect_origins(loaded.documents.get((at.path, at.document)))
    leaves = list(_leaves(loaded.policy.data, ()))
    given = {keys: at.at(*keys) for keys, _ in leaves if origins.get(".".join(keys)) == "policy"}
    spans = source.locate(loaded.sources.get(at.path, b""), given.values()) if given else {}
    for keys, value in leaves:
        place: Place | None = given.get(keys)
        yield _Setting(".".join(keys), value, spans[place].start.line if place else 0)


def _leaves(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value below nested mappings, in the order of the policy."""
    if isinstance(value, Mapping) and value:
        for key, below in value.items():
            if keys or key not in IDENTITY:
                yield from _leaves(below, (*keys, key))
    else:
        yield keys, value


def _json(loaded: LoadedCatalog, found: list[_Setting]) -> str:
    path = loaded.policy.at.path
    settings = [
        {"key": s.key, "value": s.value, "source": {"path": path, "line": s.line} if s.line else None} for s in found
    ]
    lines = ",\n  ".join(map(format_json, settings))
    return f'{{"version": 1,\n "name": {format_json(loaded.policy.name)},\n "settings": [\n  {lines}]}}\n'


def _text(loaded: LoadedCatalog, found: list[_Setting]) -> str:
    path = clean(loaded.policy.at.path)
    none = "no Policy can be read" if _is_unread(loaded) else "the catalog has no Policy"
    head = f"policy {loaded.policy.name} · {path or f'built in: {none}'}"
    if loaded.policy.signoff.enabled:
        switch = "sign-off is on"
    else:
        switch = "sign-off is off: add `signoff: {}` to the policy to require approvals"
    rows = [row for setting in found for row in _rows(setting, path)]
    return f"{head}\n{switch}\n\n{format_table(rows, measure_width(whole_rows=True))}"


def _rows(setting: _Setting, path: str) -> Iterator[list[str]]:
    """One row, or one for each item of a list of mappings."""
    value = setting.value
    first, *more = value if isinstance(value, list) and value and isinstance(value[0], Mapping) else [value]
    yield [clean(setting.key), f"{path}:{setting.line}" if setting.line else "default", _written(first)]
    for item in more:
        yield ["", "", _written(item)]


def _written(value: Any) -> str:
    """A value as a person would write it in a Policy document."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{shown(key)}: {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return shown(value)
