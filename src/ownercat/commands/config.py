"""``ownercat config``: Show the effective configuration and its sources."""

from typing import Any

import click

from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option, format_option
from ownercat.model import config
from ownercat.model.config import Settings
from ownercat.sessions.workspace import CatalogOptions, open_workspace
from ownercat.text import clean, format_json, plural, shown
from ownercat.views.table import format_table
from ownercat.views.terminal import measure_width


@click.command("config", epilog="Example: ownercat config --format json")
@catalog_options
@color_option
@format_option("text", "json")
def COMMAND(form: str, where: CatalogOptions) -> None:  # noqa: N802  # the one named constant of a command
    """Show the effective configuration and its sources.

    Each value comes from the first of these sources that sets it: an option, the --config file, an OWNERCAT_*
    variable, the nearest configuration file. ownercat searches for this file from the current folder up to the top
    of the repository.
    """
    workspace = open_workspace(where)
    _output.write(_json(workspace.settings) if form == "json" else _text(workspace.settings))


def _json(settings: Settings) -> str:
    found = [
        {"key": key, "value": value.value, "origin": value.origin, "about": config.KEYS[key].about}
        for key, value in settings.values.items()
    ]
    return format_json({"version": 1, "settings": found})


def _text(settings: Settings) -> str:
    rows = [
        [key, _written(value.value), clean(value.origin), config.KEYS[key].about]
        for key, value in settings.values.items()
    ]
    return format_table(rows, measure_width(whole_rows=True))


def _written(value: Any) -> str:
    if isinstance(value, dict):
        names = plural(len(value["names"]), "name") if value.get("names") else ""
        return ", ".join(filter(None, (shown(value.get("folder", "")), names))) or "none"
    return ", ".join(map(_format_item, value)) or "none" if isinstance(value, list | tuple) else shown(value)


def _format_item(item: Any) -> str:
    """Format an item of a list; of a table, its reason and its conditions: ``shared services (names shared-*)``."""
    if not isinstance(item, dict):
        return shown(item)
    conditions = (f"{key} {', '.join(map(shown, value))}" for key, value in item.items() if key != "reason")
    return f"{shown(item['reason'])} ({'; '.join(conditions)})"
