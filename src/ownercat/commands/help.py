"""``ownercat help``: Show the help of a command."""

import click

from ownercat.commands import _output


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    page = _find_page(context, context.params["command"] or ())
    names = page.command.list_commands(page) if isinstance(page.command, click.Group) else []
    return [name for name in names if name.startswith(incomplete)]


def _find_page(context: click.Context, words: tuple[str, ...]) -> click.Context:
    """Return the context of a command, as its own --help has it; words after a command are its arguments."""
    page = context.find_root()
    for word in words:
        if not isinstance(page.command, click.Group):  # the word is an argument: help new service
            break
        name, command, _ = page.command.resolve_command(page, [word])
        page = click.Context(command or page.command, page, name)
    return page


@click.command("help", epilog="Example: ownercat help signoff check")
@click.argument("command", nargs=-1, metavar="[COMMAND]...", shell_complete=_complete)
@click.pass_context
def COMMAND(context: click.Context, command: tuple[str, ...]) -> None:  # noqa: N802  # the one named constant of a command
    """Show the help of a command.

    Without COMMAND, list all commands.
    """
    page = _find_page(context, command)
    _output.write(page.command.get_help(page))
