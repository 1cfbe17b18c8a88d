"""``ownercat impact``: what breaks when a service fails, and who has to know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers import UnknownName
from ownercat.answers.impact import answer_impact
from ownercat.answers.impact.values import Impact
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option
from ownercat.model import Service
from ownercat.sessions import partial
from ownercat.sessions import whole as _whole
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace

ANSWERED, NOTHING_FOUND = 0, 1


class ImpactOptions(NamedTuple):
    """How `impact` shows its answer."""

    where: CatalogOptions
    format: str
    verbose: bool
    quiet: bool


@click.command("impact", epilog="Example: ownercat impact redis-cart    (or several: ownercat impact cart checkout)")
@click.argument("services", nargs=-1, required=True, metavar="SERVICE...")
@catalog_options
@click.option(
    "--format", "format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True,
    help="markdown is made for a chat or a status update.",
)  # fmt: skip
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Leave nothing out, and show where each fact stands.")
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def COMMAND(services: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """What breaks when a service fails, and who has to know.

    Shows what stops, what degrades and what keeps working, the journeys of customers, the teams to tell, and the
    promises in danger. Of several services it first names the failures that would explain them, and whom to page once.

    SERVICE is a name or an alias; an alert, a symptom or a path names its service.

    Exit code: 0 answered, 1 nothing found, 2 usage, 3 nothing could be read.
    """
    options = ImpactOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    whole = _whole.read(workspace, options.where.rev)
    entities, missed = answers.find_entities(whole.book, services)
    named = [entity for entity in entities if isinstance(entity, Service)]
    found = answer_impact(whole.book, named) if named else None
    told = list(dict.fromkeys([*warnings, *whole.warnings, *(found.notes if found else ())]))
    _deliver(services, found, missed, told, whole, workspace, options)
    for warning in told if not options.quiet else ():
        _output.warn(warning)
    for word in missed:
        _output.warn_unknown(word)
    return NOTHING_FOUND if missed else ANSWERED


def _deliver(
    words: Sequence[str],
    found: Impact | None,
    missed: Sequence[UnknownName],
    warnings: Sequence[str],
    whole: WholeCatalog,
    workspace: Workspace,
    options: ImpactOptions,
) -> None:
    if options.format == "json":
        from ownercat.views import impact_json  # noqa: PLC0415  # one format of three is used

        _output.write(impact_json.render(words, found, missed, warnings, whole.files))
    elif found is not None and options.format == "markdown":
        from ownercat.views import impact_markdown  # noqa: PLC0415  # one format of three is used

        _output.write(impact_markdown.render(found))
    elif found is not None:
        from ownercat.views import impact_rows  # noqa: PLC0415  # one format of three is used

        sheets = impact_rows.sheets(found, options.verbose)
        _output.write(_output.render_sheets(sheets, whole, workspace, options.verbose))
