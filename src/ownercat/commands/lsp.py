"""``ownercat lsp``: Serve an editor: findings, owners and fixes while you type."""

import sys

import click

from ownercat.commands import _output
from ownercat.commands._options import comparison_options
from ownercat.errors import UsageError
from ownercat.sessions.workspace import CatalogOptions

_EXTRA = frozenset({"pygls", "lsprotocol", "cattrs", "attrs"})
DISCONNECTED = 0


@click.command("lsp", epilog="Example: ownercat lsp    (your editor starts it: docs/editors.md)")
@comparison_options
@click.option("--stdio", is_flag=True, expose_value=False, help="Use standard input and output. This is the default.")
def COMMAND(where: CatalogOptions) -> int:  # noqa: N802  # the one named constant of a command
    """Serve an editor: findings, owners and fixes while you type.

    A language server on standard input and output. It reads the working tree with the unsaved text of open files, and
    never writes a file. Needs the extra [lsp].

    Exit code: 0 the editor disconnected, 2 usage error, or the extra is not installed.
    """
    try:
        from ownercat.commands import _lsp_server  # noqa: PLC0415  # the extra may be missing
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        raise UsageError(
            "ownercat lsp needs the extra [lsp], which is not installed", "run pip install 'ownercat[lsp]'"
        ) from None
    if sys.stdin.isatty():
        _output.tell("ownercat lsp serves an editor, which starts it; Ctrl-C ends it")
    _output.end_progress()
    _lsp_server.serve(where)
    return DISCONNECTED
