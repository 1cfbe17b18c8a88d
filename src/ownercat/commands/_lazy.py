"""A group whose commands are files of this folder: known by name, imported only when they run."""

import sys
from typing import Any

import click

from ownercat import plugins
from ownercat.errors import UsageError
from ownercat.text import clean

_PACKAGE = "ownercat.commands"


class SuggestingGroup(click.Group):
    """A group whose misspelled commands get a suggestion."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a hint for a misspelled command."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            from ownercat import suggest  # noqa: PLC0415  # only an unknown command needs it

            hint = suggest.format_suggestion(name, self.list_commands(ctx), f"see {ctx.command_path} --help")
            raise UsageError(f"there is no command {clean(name)}", hint)
        return super().resolve_command(ctx, args)


class Commands(SuggestingGroup):
    """Lists the files of ``commands/`` and imports one of them on demand.

    ``prefix``: whose files (``_signoff_`` for the commands of ``signoff``), ``""`` = those of the command line itself.
    """

    def __init__(self, *args: Any, prefix: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return plugins.list_names(_PACKAGE, self.prefix)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command asked for."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = plugins.load_module(f"{_PACKAGE}.{self.prefix}{cmd_name}").COMMAND
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with what the docstrings of their files say, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.summarize(name)) for name in self.list_commands(ctx)])

    def summarize(self, name: str) -> str:
        """Return the first line of the docstring of a command's file, without the name of the command."""
        docstring = plugins.read_docstring(f"{_PACKAGE}.{self.prefix}{name}")
        return docstring.partition("\n")[0].partition(": ")[2]

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; on a terminal, with a line that says how long it works."""
        if not self.prefix and sys.stderr is not None and sys.stderr.isatty():
            from ownercat.commands import _output  # noqa: PLC0415  # only a terminal needs it

            _output.show_progress(ctx)
        return super().invoke(ctx)
