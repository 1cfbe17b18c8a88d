"""``ownercat schema``: the JSON Schema of a kind of document."""

from __future__ import annotations

import json

import click
from click.shell_completion import CompletionItem

from ownercat.commands import _output
from ownercat.documents import schema
from ownercat.views.table import table, width


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in schema.names() if name.startswith(incomplete.lower())]


@click.command("schema", epilog="Example: ownercat schema Service > service.schema.json")
@click.argument("kind", required=False, metavar="[KIND]", shell_complete=_complete)
def COMMAND(kind: str | None) -> None:  # noqa: N802  # the one named constant of a command
    """Print the JSON Schema of a document kind.

    Without KIND, list the kinds.

    `ownercat` is the one for editors, which fits every kind; `common` holds the parts that several kinds share.
    What is printed stands alone: it refers to no other file.
    """
    if kind is not None:
        _output.write(schema.alone(kind))
        return
    rows = [[name, json.loads(schema.text(name))["description"]] for name in schema.names()]
    _output.write(table(rows, width()))
