"""``ownercat graph``: Draw the dependency graph of services or teams."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import click

from ownercat import answers
from ownercat.answers import UnknownName
from ownercat.answers.book import AnswerContext
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option, complete_names, format_option, quiet_option
from ownercat.errors import UsageError
from ownercat.graph import drawing as drawn
from ownercat.graph.drawing import Drawing, format_vertex_id
from ownercat.graph.kinds import draw_everything
from ownercat.model import Service, Team
from ownercat.sessions import partial, whole
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.views.terminal import painter, use_color

DRAWN, NOTHING_FOUND = 0, 1
FORMATS = ("tree", "dot", "mermaid", "json", "graphml")


class GraphOptions(NamedTuple):
    """The options of `graph`."""

    where: CatalogOptions
    form: str
    depth: int | None
    direction: Literal["down", "up", "both"]
    teams: bool
    all_kinds: bool
    quiet: bool


@click.command(
    "graph", epilog="Example: ownercat graph checkout --direction both --format dot | dot -Tsvg > checkout.svg"
)
@click.argument("service", required=False, metavar="[SERVICE]", shell_complete=complete_names("Service"))
@catalog_options
@format_option(*FORMATS)
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Follow at most N dependencies from SERVICE.")
@click.option(
    "--direction", type=click.Choice(["down", "up", "both"]), default="down", show_default=True,
    help="Show dependencies (down), dependents (up) or both.",
)  # fmt: skip
@click.option(
    "--teams", is_flag=True, help="Draw teams instead of services, with the number of dependencies between them."
)
@click.option(
    "--all", "all_kinds", is_flag=True, help="Also draw interfaces, journeys, teams, people, policies and rotations."
)
@color_option
@quiet_option
def COMMAND(service: str | None, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Draw the dependency graph of services or teams.

    SERVICE is a service, alias, alert, symptom, path or team. A team means all services of the team. Without
    SERVICE, ownercat draws the whole graph. The fill of a box shows the tier, its frame shows the team, and a line
    shows the mode of the dependency.

    Exit code: 0 drawn, 1 not found, 2 usage error, 3 no file of the catalog can be read.
    """
    options = GraphOptions(**values)
    if options.teams and options.all_kinds:
        raise UsageError("cannot combine --teams with --all", "remove one of them")
    workspace, warnings = partial.open_for_answer(options.where)
    catalog = whole.read(workspace, options.where.rev)
    drawing, starts, unknown = _select_drawing(catalog.book, service, options)
    messages = [*warnings, *catalog.warnings]
    if unknown is None:
        text = _render(drawing, starts, options, workspace, catalog.files)
        _output.write(text)
        messages += _list_notes(drawing, text, options.form)
    for message in dict.fromkeys(messages) if not options.quiet else ():
        _output.warn(message)
    if unknown is not None:
        _output.warn_unknown(unknown, "service, team, alias, alert, symptom or path")
    return DRAWN if unknown is None else NOTHING_FOUND


def _list_notes(drawing: Drawing, text: str, format: str) -> list[str]:
    if not drawing.vertices:
        return ["the graph is empty"]
    if format != "mermaid":
        return []
    from ownercat.views import graph_mermaid  # noqa: PLC0415  # one format is used

    return list(graph_mermaid.list_warnings(drawing, text))


def _select_drawing(
    book: AnswerContext, word: str | None, options: GraphOptions
) -> tuple[Drawing, list[str], UnknownName | None]:
    """Return the part of the graph to draw, and the vertices that the word names."""
    drawing = draw_everything(book.catalog) if options.all_kinds else drawn.draw_services(book.catalog)
    if word is None:
        return (drawn.draw_teams(book.catalog, drawing) if options.teams else drawing), [], None
    entities, unknown = answers.find_entities(book, [word], (Service, Team))
    if unknown:
        return drawing, [], unknown[0]
    starts = [format_vertex_id(entity) for entity in entities]
    teams = {start for start, entity in zip(starts, entities, strict=True) if isinstance(entity, Team)}
    # a tree stops at the depth by itself, and marks where it continues
    depth = None if options.form == "tree" else options.depth
    if options.teams and teams:
        drawing = drawn.draw_teams(book.catalog, drawing)
        starts = [start for start in starts if start in drawing.vertices]
        return drawn.limit_drawing(drawing, starts, options.direction, depth), starts, None
    if not options.all_kinds:
        owned = [vertex.id for vertex in drawing.vertices.values() if vertex.team in teams]
        starts = [*(start for start in starts if start not in teams), *owned]
    if options.teams:
        part = drawn.limit_drawing(drawing, starts, options.direction, options.depth)
        return drawn.draw_teams(book.catalog, part), [], None
    return drawn.limit_drawing(drawing, starts, options.direction, depth), starts, None


def _render(
    drawing: Drawing, starts: list[str], options: GraphOptions, workspace: Workspace, files: Mapping[str, bytes]
) -> str:
    if options.form == "graphml":
        from ownercat.graph import export  # noqa: PLC0415  # one format is used

        return export.render_graphml(drawing)
    if options.form == "json":
        from ownercat.views import graph_json  # noqa: PLC0415  # one format is used

        return graph_json.render(drawing, files)
    if options.form == "tree":
        from ownercat.views import graph_tree  # noqa: PLC0415  # one format is used

        paint = painter(use_color(workspace.settings.get("color")))
        if options.teams and not starts:
            return graph_tree.render_neighbors(drawing, options.direction, paint)  # teams nearly always form cycles
        return graph_tree.render(drawing, starts, options.direction, options.depth, paint)
    if options.form == "mermaid":
        from ownercat.views import graph_mermaid  # noqa: PLC0415  # one format is used

        return graph_mermaid.render(drawing)
    from ownercat.views import graph_dot  # noqa: PLC0415  # one format is used

    return graph_dot.render(drawing)
