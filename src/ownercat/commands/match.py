"""``ownercat match``: Show users and schedules that match no entity."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from ownercat.commands import _output
from ownercat.commands._options import catalog_options, complete_sources, snapshot_option, verify_source
from ownercat.errors import UsageError
from ownercat.oncall.basis import format_source
from ownercat.reality.proposals import MatchReport, Proposal, build_match_report
from ownercat.sessions import whole
from ownercat.sessions.snapshots import FOLDER, observe_now
from ownercat.sessions.workspace import CatalogOptions, open_workspace
from ownercat.text import format_json, listed, plural, shown

MATCHED, UNMATCHED = 0, 1


class MatchOptions(NamedTuple):
    """The options of `match`."""

    where: CatalogOptions


@click.command("match", epilog="Example: ownercat match pagerduty")
@click.argument("source", shell_complete=complete_sources)
@catalog_options
@snapshot_option
def COMMAND(source: str, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Show users and schedules that match no entity.

    SOURCE is a system with a snapshot, for example pagerduty.
    A user matches a person by `handles` of the person, or else by the email address. Each proposal has the lines to add
    and their file. ownercat proposes an entity with the same name, and never changes a file.

    Exit code: 0 everything matches, 1 something does not match, 2 usage error, 3 nothing can be read.
    """
    options = MatchOptions(**values)
    verify_source(source)
    workspace = open_workspace(options.where)
    catalog = whole.read(workspace, options.where.rev)
    observations = observe_now(workspace, catalog.book.policy, None)
    used = (*observations.usable, *observations.stale) if observations else ()
    if observations is None or not any(each.source == source for each in used):
        folder = workspace.settings.get("snapshots").get("folder", FOLDER)
        help = f"write one: ownercat snapshot wrap {source} FILE --output {folder}/{source}.json"
        raise UsageError(f"there is no snapshot of {format_source(source)} in {shown(folder)}", help)
    report = build_match_report(catalog.book.catalog, observations._replace(usable=used), source)
    _output.write("\n".join(_list_lines(source, report)))
    for warning in (*catalog.warnings, *(fault.finding.message for fault in observations.faults)):
        _output.warn(warning)
    return UNMATCHED if report.proposals else MATCHED


def _list_lines(source: str, report: MatchReport) -> Iterator[str]:
    yield f"{plural(report.matched, 'record')} of {format_source(source)} match, {len(report.proposals)} do not"
    unknown = [each for each in report.proposals if each.kind == "service" and each.entity is None]
    for each in report.proposals:
        if each in unknown:
            continue
        yield ""
        yield _format_record(each)
        if each.entity is None:
            yield "  no entity has this name"
        elif each.kind == "service":
            yield "  add to ownercat.toml, if it is the same:"
            yield from _list_entry(source, each.id, each.entity.name)
        else:
            yield f"  add to {shown(each.entity.at.path)}, {shown(each.entity.label)}, if it is the same:"
            yield f"    handles: {{{source}: {shown(each.id)}}}"
    if unknown:
        yield ""
        yield f"names without a service: {listed((shown(each.id) for each in unknown), most=40)}"
        yield "  for each that is a service of the catalog, add to ownercat.toml:"
        yield from _list_entry(source, unknown[0].id, "SERVICE")


def _list_entry(source: str, name: str, service: str) -> Iterator[str]:
    """Yield the lines of the configuration that map a name."""
    yield "    [[snapshots.names]]"
    for key, value in (("source", source), ("name", name), ("service", service)):
        yield f"    {key} = {format_json(value)}"


def _format_record(each: Proposal) -> str:
    known = ", ".join(shown(part) for part in (each.name, each.email) if part)
    used = f", on call for {listed(map(shown, each.about), most=3)}" if each.about else ""
    return f"{each.kind} {shown(each.id)}{f' ({known})' if known else ''}{used}"
