"""``score`` as a page: a bar for each team and service, and the next step; as a summary, two tables."""

from collections.abc import Iterator
from itertools import islice

from ownercat.text import listed, plural, shown
from ownercat.views.promises_rows import format_limit
from ownercat.views.rows import Line, Sheet, Table, TableRow
from ownercat.views.score_rows import Next, Requirement, ScoreDelta, ScoreReport, ServiceRow, TeamRow
from ownercat.views.terminal import EMPTY, FULL

_NO_TEAM = "(no team)"
_BAR, _NARROW_BAR = 20, 8  # columns


def build_sheet(report: ScoreReport, everything: bool) -> Sheet:
    """Build the page: teams with their services. ``everything``: services that meet all requirements, too."""
    everything = everything or (len(report.services) == 1 and _has_more(report.services[0]))
    return Sheet(
        (_format_headline(report),),
        about=(Line(_format_trend(report, shown(report.base))),) if report.change else (),
        tables=(_build_table(report, everything, _BAR, _build_table(report, everything, _NARROW_BAR, None)),),
        notes=tuple(map(Line, _list_notes(report))),
    )


def _has_more(row: ServiceRow) -> bool:
    return bool(row.unproved or (row.ceiling and row.ceiling.value))


def _build_table(report: ScoreReport, everything: bool, bar: int, narrower: Table | None) -> Table:
    rows: list[TableRow] = []
    was_long = False  # teams of one row stand together
    services = iter(report.services)  # they come team by team; two teams of foreign formats may share a name
    for team in report.teams:
        block = list(_build_team(team, list(islice(services, len(team.services))), everything, bar))
        is_long = len(block) > 1 or bool(block[0].lines)
        rows += [TableRow()] * bool(rows and (is_long or was_long)) + block
        was_long = is_long
    return Table(tuple(rows), flexible=0, right=(3, 4), styles={2: "good"}, narrower=narrower)


def _format_headline(report: ScoreReport) -> str:
    teams = plural(sum(1 for team in report.teams if team.name), "team")
    return f"{plural(len(report.services), 'service')} of {teams}: {_format_total(report)}"


def _format_total(report: ScoreReport) -> str:
    if not report.required:
        return "no requirement can be checked"
    counts = [f"{count} {word}" for count, word in ((report.assumed, "assumed"), (report.unknown, "unknown")) if count]
    unproved = f" ({', '.join(counts)})" if counts else ""
    share = "" if report.percent is None else f", {report.percent} %"
    return f"{report.met} of {report.required} requirements met{unproved}{share}"


def _format_trend(report: ScoreReport, base: str) -> str:
    points = report.change.points if report.change else 0
    change = f"{_format_points(report.change)} {'point' if abs(points) == 1 else 'points'}" if points else "no change"
    return f"{change} since {base}"


def _format_points(change: ScoreDelta | None) -> str:
    if change is None:
        return ""
    return f"{'↑' if change.points > 0 else '↓'}{abs(change.points)}" if change.points else "="


def _build_team(team: TeamRow, services: list[ServiceRow], everything: bool, bar: int) -> Iterator[TableRow]:
    listing = [row for row in services if everything or row.missing]
    gain = (Line(f"largest gain: {_format_next(team.next)}"),) if team.next else ()
    unproved = any(row.unproved for row in services)
    rest = _count_rest(services) if (listing or unproved) and not everything else ()
    yield TableRow(_build_cells(team.name or _NO_TEAM, None, team, bar), (*gain, *rest), style="strong")
    yield from (_build_service(row, bar, everything) for row in listing)


def _count_rest(services: list[ServiceRow]) -> Iterator[Line]:
    """Yield how many services are not listed, because they miss nothing or cannot be checked."""
    rest = [row for row in services if not row.missing]
    unknown = sum(1 for row in rest if not row.required)
    unproved = sum(1 for row in rest if row.unproved)
    met = len(rest) - unknown - unproved
    if met:
        yield Line(f"{plural(met, 'service')} {'meets' if met == 1 else 'meet'} all requirements", style="dim")
    if unproved:
        yield Line(f"{plural(unproved, 'service')} with requirements that are not proved (-v shows them)", style="dim")
    if unknown:
        yield Line(f"{plural(unknown, 'service')} cannot be checked", style="dim")


def _format_next(step: Next) -> str:
    tier = f" (tier {step.tier})" if step.tier else ""
    return f"{step.requirement} of {step.service}{tier}"


def _build_service(row: ServiceRow, bar: int, everything: bool) -> TableRow:
    lines: tuple[Line, ...] = ()
    if row.missing:
        rule = f" ({row.missing[0].rule})" if row.missing[0].rule else ""
        lines = (*_build_marks(row.requirements), Line(f"next: {row.missing[0].help}{rule}"))
    lines += tuple(Line(f"{item.state}: {item.requirement}, because {item.message}") for item in row.unproved)
    if row.ceiling and everything:
        lines += (Line(format_limit(row.ceiling), style="dim"),)
    return TableRow(_build_cells(f"  {row.name}", row.tier, row, bar), lines)


def _build_marks(requirements: tuple[Requirement, ...]) -> Iterator[Line]:
    for item in requirements:
        if item.state in ("met", "missing"):
            yield Line(item.requirement, sign=item.state, flows=True)


def _build_cells(name: str, tier: int | None, row: TeamRow | ServiceRow, bar: int) -> tuple[str, ...]:
    """Build the name, the tier, the bar, the counts, the share and what changed."""
    counts = (f"{row.met} of {row.required}", f"{row.percent} %") if row.percent is not None else ("not checked", "")
    return name, f"tier {tier}" if tier else "", _draw_bar(row, bar), *counts, _format_points(row.change)


def _draw_bar(row: TeamRow | ServiceRow, size: int) -> str:
    full = row.met * size // row.required if row.required else 0
    return FULL * full + EMPTY * (size - full)


def _list_notes(report: ScoreReport) -> Iterator[str]:
    if report.left_out:
        yield f"not counted, because they have errors (run ownercat check): {listed(report.left_out)}"
    if report.not_judged:
        yield f"required, but not checked by this version of ownercat: {listed(report.not_judged)}"


# --- the summary ---


def build_summary(report: ScoreReport) -> Sheet:
    """Build two tables: the teams, and the services that miss something."""
    head = (_format_total(report), *([_format_trend(report, _quote(report.base))] if report.change else []))
    teams = Table(
        tuple(TableRow(tuple(_list_team_cells(row))) for row in report.teams),
        ("Team", "Services", "Met", "", "Largest gain"),
    )
    services = Table(
        tuple(TableRow(tuple(_list_service_cells(row))) for row in report.services if row.missing),
        ("Service", "Tier", "Team", "Met", "Missing", "Next"),
    )
    tables = (teams, services) if services.rows else (teams,)
    return Sheet(head, tables=tables, notes=tuple(map(Line, _list_notes(report))))


def _list_team_cells(row: TeamRow) -> Iterator[str]:
    yield _quote(row.name) or _NO_TEAM
    yield str(len(row.services))
    yield _format_share(row)
    yield _draw_bar(row, 10)
    yield f"{row.next.requirement} of {_quote(row.next.service)}" if row.next else ""


def _list_service_cells(row: ServiceRow) -> Iterator[str]:
    yield _quote(row.name)
    yield str(row.tier or "")
    yield _quote(row.team)
    yield _format_share(row)
    yield ", ".join(item.requirement for item in row.missing)
    yield row.missing[0].help


def _format_share(row: TeamRow | ServiceRow) -> str:
    change = f" {_format_points(row.change)}" if row.change else ""
    return f"{row.met} of {row.required} ({row.percent} %){change}" if row.percent is not None else ""


def _quote(name: str) -> str:
    """Return a name in backticks, so that it is shown as code."""
    ticked = name.replace("`", "'")
    return f"`{ticked}`" if ticked else ""
