"""``ownercat schema``: Print the JSON Schema of a document kind."""

import json

import click
from click.shell_completion import CompletionItem

from ownercat.commands import _output
from ownercat.documents import schema
from ownercat.errors import UsageError
from ownercat.views.table import format_table
from ownercat.views.terminal import measure_width


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in schema.names() if name.startswith(incomplete.lower())]


@click.command("schema", epilog="Example: ownercat schema Service > service.schema.json")
@click.argument("kind", required=False, metavar="[KIND]", shell_complete=_complete)
@click.option("--example", is_flag=True, help="Print one short valid document of this kind instead.")
def COMMAND(kind: str | None, example: bool) -> None:  # noqa: N802  # the one named constant of a command
    """Print the JSON Schema of a document kind.

    Without KIND, list the schemas. `ownercat` is the schema for editors and matches every kind. `common` has the
    parts that several kinds share. The output is self-contained: it refers to no other file.
    """
    if kind is not None:
        _output.write(schema.example(kind) if example else schema.alone(kind))
        return
    if example:
        raise UsageError("--example needs a KIND", "for example: ownercat schema service --example")
    rows = [[name, json.loads(schema.text(name))["description"]] for name in schema.names()]
    _output.write(format_table(rows, measure_width(whole_rows=True)))
