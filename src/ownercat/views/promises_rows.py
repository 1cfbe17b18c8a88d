"""The answer to `promises` as labeled rows, for text and for Markdown."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ownercat.answers.ceilings import CarrierAnswer, CarryingService, CeilingAnswer, ObjectiveAnswer, PromisesAnswer
from ownercat.answers.implied_ceiling import ImpliedCeiling
from ownercat.promises.wording import format_minutes, format_percent
from ownercat.text import shown
from ownercat.views.markup import markdown
from ownercat.views.rows import Line, Row, Sheet, mention, name

_HEADS = {False: "no availability objective in force", True: "no known availability objective"}
_VERDICTS = {
    "impossible": "is impossible: more than the weakest dependency allows",
    "improbable": "is improbable: more than the product allows",
    "possible": "is possible if failures are independent",
    "attainable": "is never prevented by the dependencies",
}


def build_sheets(answer: PromisesAnswer) -> list[Sheet]:
    """Build one table for each availability objective; without one, a table of the ceiling."""
    if not answer.objectives:
        head = (name(answer.service.name), _HEADS[answer.has_unknown])
        rows = (_build_ceiling_row(answer.ceiling, None), *_list_carrier_rows(answer.ceiling))
        return [Sheet(head, answer.service.place, rows=rows)]
    return [_build_objective_sheet(answer, objective) for objective in answer.objectives]


def _build_objective_sheet(answer: PromisesAnswer, objective: ObjectiveAnswer) -> Sheet:
    window = f" over {objective.window}" if objective.window else ""
    to = f", to {name(objective.to)}" if objective.to else ""
    head = (name(objective.sla.name), f"{name(objective.name)} {format_percent(objective.target)}{window}{to}")
    ref = (Row("defined in", (Line(shown(objective.ref, 400), objective.place),)),) if objective.ref else ()
    rows = (
        *ref,
        _build_ceiling_row(answer.ceiling, objective),
        *_list_budget_rows(objective),
        *_list_carrier_rows(answer.ceiling),
    )
    return Sheet(head, objective.place, rows=rows)


def format_ceiling(ceiling: CeilingAnswer) -> str:
    """Return a ceiling on one line: ``99.80 %  payment (99.9 %) × ledger (99.9 %); weakest: payment``."""
    return f"{ceiling.value}  {shown(ceiling.text, 400)}" if ceiling.value else f"unknown: {shown(ceiling.text, 400)}"


def format_limit(ceiling: ImpliedCeiling) -> str:
    """Return a ceiling without its service: ``cannot promise more than 99.9 %: payment (99.9 %)``."""
    limit = f"cannot promise more than {ceiling.value}" if ceiling.value else "has an unknown ceiling"
    basis = f" ({ceiling.basis}: {shown(ceiling.because)})" if ceiling.because else ""
    return f"{limit}: {shown(ceiling.text, 400)}{basis}"


def _build_ceiling_row(ceiling: CeilingAnswer, objective: ObjectiveAnswer | None) -> Row:
    if not ceiling.carriers:
        return Row("ceiling", (Line("none: no hard dependencies"),))
    verdict = _VERDICTS.get(objective.verdict, "") if objective else ""
    lines = [Line(format_ceiling(ceiling), ceiling.carriers[0].place)]
    if objective and verdict:
        lines.append(Line(f"{format_percent(objective.target)} {verdict}", objective.place))
    return Row("ceiling", tuple(lines))


def _list_budget_rows(objective: ObjectiveAnswer) -> Iterator[Row]:
    if objective.budget is None:
        return
    budget = f"{objective.budget.text} per {objective.window}, in hours {name(objective.hours)}"
    yield Row("budget", (Line(budget, objective.place),))
    fits = objective.fits
    if fits is not None:
        impact = f" × impact {fits.impact:g}" if fits.impact is not None else ""
        count = (
            "any number of outages"
            if fits.outages is None
            else f"{fits.outages} outage{'' if fits.outages == 1 else 's'}"
        )
        use = format_minutes(Decimal(repr(fits.use)))
        text = f"{count} of {fits.restore} ({name(fits.severity)} restore {fits.restore}{impact} = {use} each)"
        yield Row("fits", (Line(text, fits.place),))


def _list_carrier_rows(ceiling: CeilingAnswer) -> Iterator[Row]:
    lines = tuple(line for carrier in ceiling.carriers for line in _list_carrier_lines(carrier))
    if lines:
        yield Row("carried by", lines)
    because = f": {shown(ceiling.because)}" if ceiling.because else ""
    yield Row("basis", (Line(f"{ceiling.basis}{because}"),))


def _list_carrier_lines(carrier: CarrierAnswer) -> Iterator[Line]:
    prefix = {
        "group": f"group {name(carrier.group)}, {carrier.need} of {len(carrier.members)}: ",
        "cycle": "cycle: ",
    }.get(carrier.kind, "")
    for member in carrier.members:
        yield Line(f"{prefix}{_format_member(member)}", member.sla.place if member.sla else carrier.place)


def _format_member(member: CarryingService) -> str:
    owner = f" ({mention(member.owner)})" if member.owner else ""
    parts = ["no known availability objective"]
    if member.sla is not None and member.target is not None:
        window = f" over {member.window}" if member.window else ""
        parts = [f"{name(member.sla.name)} {format_percent(member.target)}{window}"]
    parts += [f"restore {member.restore}"] if member.restore else []
    return f"{mention(member.service)}{owner}: {', '.join(parts)}"


def render_markdown(answers: Sequence[PromisesAnswer]) -> str:
    """Render the tables as bold headings and lists; text of the catalog is escaped."""
    parts = []
    for answer in answers:
        for sheet in build_sheets(answer):
            lines = [f"**{' · '.join(markdown(part) for part in sheet.head)}**", ""]
            for row in sheet.rows:
                lines.append(f"- {row.label}: {'; '.join(markdown(line.text, 1_000) for line in row.lines)}")
            parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)
