"""``ownercat impact``: Show what a failing service affects and whom to tell."""

from collections.abc import Sequence
from typing import Any

import click

from ownercat import answers
from ownercat.answers import UnknownName
from ownercat.answers.impact import answer_impact
from ownercat.answers.impact.values import Impact
from ownercat.commands import _output
from ownercat.commands._options import AnswerOptions, answer_options, catalog_options, complete_names, snapshot_option
from ownercat.errors import UsageError
from ownercat.model import Service
from ownercat.sessions import partial, whole
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import Workspace

ANSWERED, NOTHING_FOUND = 0, 1


@click.command("impact", epilog="Example: ownercat impact redis-cart    (or several: ownercat impact cart checkout)")
@click.argument("services", nargs=-1, required=True, metavar="SERVICE...", shell_complete=complete_names("Service"))
@catalog_options
@snapshot_option
@click.option("--observed", is_flag=True, help="Also count calls that a snapshot shows and no dependency declares.")
@answer_options("text", "json", "markdown", hint="Use markdown for a chat or a status update.")
def COMMAND(services: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Show what a failing service affects and whom to tell.

    The output lists the services that stop, degrade or continue, the customer journeys, the teams to tell, and the
    SLAs at risk. For several services, the output starts with the failures that can cause all of these failures,
    and the team to page for each cause.

    SERVICE is a service, alias, alert, symptom or path.

    Exit code: 0 answered, 1 not found, 2 usage error, 3 no file of the catalog can be read.
    """
    observed = values.pop("observed")
    options = AnswerOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    catalog = whole.read(workspace, options.where.rev)
    if observed:
        catalog = _add_observed(catalog, workspace)
    entities, unknown = answers.find_entities(catalog.book, services)
    failed = [entity for entity in entities if isinstance(entity, Service)]
    result = answer_impact(catalog.book, failed) if failed else None
    messages = list(dict.fromkeys([*warnings, *catalog.warnings, *(result.notes if result else ())]))
    _write_result(services, result, unknown, messages, catalog, workspace, options)
    for message in messages if not options.quiet else ():
        _output.warn(message)
    for word in unknown:
        _output.warn_unknown(word)
    return NOTHING_FOUND if unknown else ANSWERED


def _add_observed(catalog: WholeCatalog, workspace: Workspace) -> WholeCatalog:
    """Return the catalog with the observed dependencies, and with a warning about each."""
    from ownercat.reality.observed import add_observed, list_call_snapshots  # noqa: PLC0415  # most runs read no snapshot
    from ownercat.sessions.snapshots import observe_now  # noqa: PLC0415  # most runs read no snapshot

    found = observe_now(workspace, catalog.book.policy, None)
    if found is None or not list_call_snapshots(found.usable):
        help = "fetch and wrap the calls of Jaeger, Zipkin or service graph metrics: see docs/snapshots.md"
        raise UsageError("there is no usable snapshot of observed calls", help)
    added, notes = add_observed(catalog.book.catalog, found)
    return catalog._replace(book=catalog.book._replace(catalog=added), warnings=(*catalog.warnings, *notes))


def _write_result(
    query: Sequence[str],
    result: Impact | None,
    unknown: Sequence[UnknownName],
    messages: Sequence[str],
    catalog: WholeCatalog,
    workspace: Workspace,
    options: AnswerOptions,
) -> None:
    if options.form == "json":
        from ownercat.views import answers_json  # noqa: PLC0415  # one format of three is used

        _output.write(answers_json.render_impact(query, result, unknown, messages, catalog.files))
    elif result is not None and options.form == "markdown":
        from ownercat.views import impact_markdown  # noqa: PLC0415  # one format of three is used

        _output.write(impact_markdown.render(result))
    elif result is not None:
        from ownercat.views import impact_rows  # noqa: PLC0415  # one format of three is used

        sheets = impact_rows.build_sheets(result, options.verbose)
        _output.write(_output.render_sheets(sheets, catalog, workspace, options.verbose))
