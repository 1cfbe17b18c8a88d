"""``ownercat promises``: Show what a service promises and what its dependencies allow."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers import UnknownName
from ownercat.answers.book import UnknownWord
from ownercat.answers.ceilings import PromisesAnswer, answer_promises
from ownercat.commands import _output
from ownercat.commands._options import answer_options, catalog_options, complete_names
from ownercat.model import Service
from ownercat.sessions import partial, whole
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace

ANSWERED, NOTHING_FOUND = 0, 1


class PromisesOptions(NamedTuple):
    """The options of `promises`."""

    where: CatalogOptions
    severity: str | None
    form: str
    verbose: bool
    quiet: bool


@click.command("promises", epilog="Example: ownercat promises checkout")
@click.argument("service", metavar="SERVICE", shell_complete=complete_names("Service"))
@catalog_options
@click.option("--severity", metavar="SEVERITY", help="Count outages of this severity.  [default: the most severe]")
@answer_options("text", "json", "markdown")
def COMMAND(service: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Show what a service promises and what its dependencies allow.

    The output lists each availability objective with its ceiling: the highest availability that the dependencies
    allow. The output also lists the error budget, the number of outages that the budget allows, and the
    dependencies that limit the objective. A service without an SLA has a ceiling too.

    SERVICE is a service, alias, alert, symptom or path.

    Exit code: 0 answered, 1 not found, 2 usage error, 3 no file of the catalog can be read.
    """
    options = PromisesOptions(**values)
    workspace, warnings = partial.open_for_answer(options.where)
    catalog = whole.read(workspace, options.where.rev)
    entities, unknown = answers.find_entities(catalog.book, [service])
    services = [entity for entity in entities if isinstance(entity, Service)]
    try:
        results = [answer_promises(catalog.book, each, options.severity or "") for each in services]
    except UnknownWord as refused:
        raise _output.refuse_unknown(refused) from None
    messages = list(dict.fromkeys([*warnings, *catalog.warnings, *(note for each in results for note in each.notes)]))
    _write_result(service, results, unknown, messages, catalog, workspace, options)
    for message in messages if not options.quiet else ():
        _output.warn(message)
    for word in unknown:
        _output.warn_unknown(word)
    return NOTHING_FOUND if unknown else ANSWERED


def _write_result(
    query: str,
    results: Sequence[PromisesAnswer],
    unknown: Sequence[UnknownName],
    messages: Sequence[str],
    catalog: WholeCatalog,
    workspace: Workspace,
    options: PromisesOptions,
) -> None:
    from ownercat.views import promises_rows  # noqa: PLC0415  # only a found service has rows

    if options.form == "json":
        from ownercat.views import answers_json  # noqa: PLC0415  # one format of three is used

        _output.write(answers_json.render_promises(query, results, unknown, messages, catalog.files))
    elif results and options.form == "markdown":
        _output.write(promises_rows.render_markdown(results))
    elif results:
        sheets = [sheet for result in results for sheet in promises_rows.build_sheets(result)]
        _output.write(_output.render_sheets(sheets, catalog, workspace, options.verbose))
