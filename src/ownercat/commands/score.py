"""``ownercat score``: Score services and teams against their tier requirements."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import click

from ownercat.answers.book import AnswerContext
from ownercat.answers.ceilings import list_ceilings
from ownercat.commands import _output
from ownercat.commands._options import catalog_options, color_option, complete_names, format_option, parse_as_of
from ownercat.documents.loader import LoadedCatalog
from ownercat.errors import UsageError
from ownercat.linter import scores
from ownercat.linter.scores import Past, Scores, TeamScore
from ownercat.model import parse_day
from ownercat.repository import trees
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.suggest import format_suggestion
from ownercat.text import listed, shown
from ownercat.views import facts, layout, page_markdown, score_sheet
from ownercat.views.score_rows import ScoreReport, build_report
from ownercat.views.terminal import use_color

WHOLE, INCOMPLETE = 0, 3
VERSION = 1


class ScoreOptions(NamedTuple):
    """What `score` compares with, and how it shows the result."""

    where: CatalogOptions
    base: str | None
    as_of: str | None
    form: str
    verbose: bool


@click.command("score", epilog="Example: ownercat score --base 2026-07-01    (progress since 1 July)")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_names("Service", "Team"))
@catalog_options
@click.option("--base", metavar="REV", help="Show what changed since a commit, a tag or a date.")
@click.option("--as-of", metavar="DATE", help="The day of the check, for example 2026-11-22.  [default: today in UTC]")
@format_option("text", "json", "markdown")
@color_option
@click.option("-v", "--verbose", is_flag=True, help="Also show services with nothing missing.")
def COMMAND(names: tuple[str, ...], **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Score services and teams against their tier requirements.

    NAME is a service or a team. Without NAME, the command shows everything. A requirement of a more critical service
    has more weight. The teams whose missing requirements have the most weight come first.

    A requirement is assumed if it depends on a schedule in another system. A requirement is unknown if a file cannot
    be read. Assumed and unknown requirements do not count as met.

    --base evaluates both catalogs on the same day, each with its own policy.

    Exit code: 0 scored, 2 usage error, 3 some input cannot be read.
    """
    options = ScoreOptions(**values)
    workspace = open_workspace(options.where)
    as_of = _day(options.as_of, options.where.rev)
    loaded = workspace.load()
    found = scores.compute_scores(loaded, as_of)
    wanted = _wanted(found, names)
    base = _load_base(workspace, options.base) if options.base else None
    past = _past(base, options.base or "", as_of, loaded, wanted) if base else None
    found = _chosen(found, wanted)
    limits = list_ceilings(AnswerContext(loaded.catalog, loaded.policy, as_of), [card.service for card in found.cards])
    _write_result(build_report(found, as_of, options.base or "", past, limits), loaded, workspace, options)
    sides = {"": loaded, f" of {shown(options.base)}": base} if base else {"": loaded}
    for where, side in sides.items():
        _warn(side, where)
    return WHOLE if all(side.complete and not side.broken for side in sides.values()) else INCOMPLETE


def _day(given: str | None, rev: str | None) -> date:
    """The day that dated facts are judged at: the one given, that of ``--rev`` when it is a date, else today."""
    if given is not None:
        return parse_as_of(given)
    return parse_day(rev) or datetime.now(UTC).date()


def _load_base(workspace: Workspace, base: str) -> LoadedCatalog:
    return workspace._replace(tree=trees.open_tree(workspace.root, base, workspace.in_git)).load()


def _past(loaded: LoadedCatalog, base: str, as_of: date, now: LoadedCatalog, wanted: frozenset[str] | None) -> Past:
    past = scores.build_past(_chosen(scores.compute_scores(loaded, as_of), wanted), loaded.policy)
    if past.bar != scores.collect_requirements(now.policy):
        since = f"the tier requirements in the policy changed since {shown(base)}"
        _output.warn(f"{since}: each catalog is scored with its own policy")
    return past


def _wanted(found: Scores, names: Sequence[str]) -> frozenset[str] | None:
    """All that the teams and services that are named are called, by old names too; ``None``: everything."""
    if not names:
        return None
    entities = [score.team for score in found.teams if score.team] + [card.service for card in found.cards]
    called: dict[str, set[str]] = {}  # a team and a service may share a name
    for entity in entities:
        for name in _names(entity):
            called.setdefault(name, set()).update(_names(entity))
    for name in names:
        if name not in called:
            help = format_suggestion(name, sorted(called), "see ownercat score")
            raise UsageError(f"no team or service in use has the name {shown(name)}", help)
    return frozenset(other for name in names for other in called[name])


def _chosen(found: Scores, wanted: frozenset[str] | None) -> Scores:
    """The teams and services of these names; all of them for ``None``."""
    if wanted is None:
        return found
    kept = (
        score if score.team and not wanted.isdisjoint(_names(score.team)) else
        TeamScore(score.team, tuple(card for card in score.cards if not wanted.isdisjoint(_names(card.service))))
        for score in found.teams
    )  # fmt: skip
    return found._replace(teams=tuple(score for score in kept if score.cards))


def _names(entity: Any) -> list[str]:
    return [entity.key, entity.name, *(alias.name for alias in entity.aliases)]


def _write_result(result: ScoreReport, loaded: LoadedCatalog, workspace: Workspace, options: ScoreOptions) -> None:
    if options.form == "json":
        text = facts.render_report(VERSION, result, {**loaded.around, **loaded.sources})
    elif options.form == "markdown":
        text = page_markdown.render(score_sheet.build_summary(result))
    else:
        page = score_sheet.build_sheet(result, options.verbose)
        text = layout.render_sheets([page], {}, use_color(workspace.settings.get("color")))
    _output.write(text)


def _warn(loaded: LoadedCatalog, where: str) -> None:
    broken = sorted(loaded.broken)
    if broken:
        _output.warn(f"cannot read {listed(map(shown, broken))}{where}: the answer may be incomplete")
