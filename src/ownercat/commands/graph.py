"""``ownercat graph``: who needs whom, drawn or for other tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import click

from ownercat import answers
from ownercat.answers import UnknownName
from ownercat.answers.book import AnswerContext
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option
from ownercat.errors import UsageError
from ownercat.graph import drawing as drawn
from ownercat.graph.drawing import Drawing, format_vertex_id
from ownercat.graph.kinds import draw_everything
from ownercat.model import Service, Team
from ownercat.sessions import partial
from ownercat.sessions import whole as _whole
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.views.terminal import painter, use_color

DRAWN, NOTHING_FOUND = 0, 1
FORMATS = ("tree", "dot", "mermaid", "json", "graphml")


class GraphOptions(NamedTuple):
    """What `graph` draws, and how."""

    where: CatalogOptions
    format: str
    depth: int | None
    direction: Literal["down", "up", "both"]
    teams: bool
    all_kinds: bool
    quiet: bool


@click.command(
    "graph", epilog="Example: ownercat graph checkout --direction both --format dot | dot -Tsvg > checkout.svg"
)
@click.argument("service", required=False, metavar="[SERVICE]")
@catalog_options
@click.option("--format", "format", type=click.Choice(FORMATS), default="tree", show_default=True)
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="So many dependencies from SERVICE, no further.")
@click.option(
    "--direction", type=click.Choice(["down", "up", "both"]), default="down", show_default=True,
    help="What the service needs, what needs it, or both.",
)  # fmt: skip
@click.option("--teams", is_flag=True, help="Draw teams: whose services depend on whose, how hard, how often.")
@click.option("--all", "all_kinds", is_flag=True, help="Interfaces, journeys, teams, people, policies, rotations, too.")
@color_option
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def COMMAND(service: str | None, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Draw who needs whom: a tree, or a graph for Graphviz, Mermaid and other tools.

    SERVICE is a name or an alias; a team stands for all its services. Without it everything is drawn.

    Boxes are filled by tier and framed by team; lines show how hard the dependency is.

    Exit code: 0 drawn, 1 nothing found, 2 usage, 3 nothing could be read.
    """
    options = GraphOptions(**values)
    if options.teams and options.all_kinds:
        raise UsageError("--teams and --all do not go together", "leave out one of them")
    workspace, warnings = partial.open_for_answer(options.where)
    whole = _whole.read(workspace, options.where.rev)
    drawing, starts, missed = _drawn(whole.book, service, options)
    told = [*warnings, *whole.warnings]
    if missed is None:
        text = _rendered(drawing, starts, options, workspace, whole.files)
        _output.write(text)
        told += _notes(drawing, text, options.format)
    for warning in dict.fromkeys(told) if not options.quiet else ():
        _output.warn(warning)
    if missed is not None:
        _output.warn_unknown(missed, "no service, team, alias, alert, symptom or path")
    return DRAWN if missed is None else NOTHING_FOUND


def _notes(drawing: Drawing, text: str, format: str) -> list[str]:
    """What to know about the drawing."""
    if not drawing.vertices:
        return ["there is nothing to draw"]
    if format != "mermaid":
        return []
    from ownercat.views import graph_mermaid  # noqa: PLC0415  # one format is used

    return list(graph_mermaid.warnings(drawing, text))


def _drawn(
    book: AnswerContext, word: str | None, options: GraphOptions
) -> tuple[Drawing, list[str], UnknownName | None]:
    """What is to be drawn, and the vertices that were asked for."""
    whole = draw_everything(book.catalog) if options.all_kinds else drawn.draw_services(book.catalog)
    if word is None:
        return (drawn.draw_teams(book.catalog, whole) if options.teams else whole), [], None
    entities, missed = answers.find_entities(book, [word], (Service, Team))
    if missed:
        return whole, [], missed[0]
    starts = [format_vertex_id(entity) for entity in entities]
    teams = {start for start, entity in zip(starts, entities, strict=True) if isinstance(entity, Team)}
    # a tree ends where it was told to, and shows that there is more
    depth = None if options.format == "tree" else options.depth
    if options.teams and teams:
        whole = drawn.draw_teams(book.catalog, whole)
        starts = [start for start in starts if start in whole.vertices]
        return drawn.limit_drawing(whole, starts, options.direction, depth), starts, None
    if not options.all_kinds:
        owned = [vertex.id for vertex in whole.vertices.values() if vertex.team in teams]
        starts = [*(start for start in starts if start not in teams), *owned]
    if options.teams:
        part = drawn.limit_drawing(whole, starts, options.direction, options.depth)
        return drawn.draw_teams(book.catalog, part), [], None
    return drawn.limit_drawing(whole, starts, options.direction, depth), starts, None


def _rendered(
    drawing: Drawing, starts: list[str], options: GraphOptions, workspace: Workspace, files: Mapping[str, bytes]
) -> str:
    if options.format == "graphml":
        from ownercat.graph import export  # noqa: PLC0415  # one format is used

        return export.render_graphml(drawing)
    if options.format == "json":
        from ownercat.views import graph_json  # noqa: PLC0415  # one format is used

        return graph_json.render(drawing, files)
    if options.format == "tree":
        from ownercat.views import graph_tree  # noqa: PLC0415  # one format is used

        paint = painter(use_color(workspace.settings.get("color")))
        if options.teams and not starts:
            return graph_tree.rows(drawing, options.direction, paint)  # teams nearly always form circles
        return graph_tree.render(drawing, starts, options.direction, options.depth, paint)
    if options.format == "mermaid":
        from ownercat.views import graph_mermaid  # noqa: PLC0415  # one format is used

        return graph_mermaid.render(drawing)
    from ownercat.views import graph_dot  # noqa: PLC0415  # one format is used

    return graph_dot.render(drawing)
