"""What is left of the error budgets of services. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.answers.measured import MeasuredIncident
from ownercat.diagnostics import Place
from ownercat.graph import Node, get_node
from ownercat.model import Incident, Service
from ownercat.oncall.clock import DAY, get_day_start, to_datetime
from ownercat.promises.objectives import collect_slas, find_strictest
from ownercat.promises.spending import find_window, measure_spending


class ServiceBudget(NamedTuple):
    """The error budget of the strictest availability objective of a service, in seconds; ``left`` may be negative.

    ``incidents`` used it; ``left_out``: those of the window that lack a time, or a severity with ``impact``.
    """

    service: str
    team: str
    sla: str
    target: float
    window: str
    first: date
    last: date
    allowed: int
    used: int
    left: int
    incidents: int
    left_out: int
    place: Place


def list_budgets(
    book: AnswerContext, services: Iterable[Service], measured: Iterable[MeasuredIncident], last: date | None
) -> tuple[tuple[ServiceBudget, ...], int]:
    """Return the error budgets that incidents used, the least left first, and how many others there are.

    The windows end with the day ``last``, and at the latest with the day of the answer.
    """
    day = min(filter(None, (last, book.as_of)), default=None)
    if day is None:
        return (), 0
    end, slas = get_day_start(day) + DAY, collect_slas(book.catalog, with_errors=True)
    incidents: dict[Node, list[Incident]] = {}
    for each in measured:
        for service in each.services:
            incidents.setdefault(get_node(service), []).append(each.incident)
    found: list[ServiceBudget] = []
    unused = 0
    for service in services:
        promised = find_strictest(slas.get(get_node(service), ()))
        if promised is None or find_window(promised, end) is None:
            continue
        own = incidents.get(get_node(service), ())
        spent = measure_spending(book.policy, promised, own, end) if own else None
        if spent is None or not (spent.incidents or spent.left_out):
            unused += 1
            continue
        team, window = book.catalog.team(service.owner), promised.objective.window
        found.append(
            ServiceBudget(
                service=service.name,
                team=team.name if team else "",
                sla=promised.sla.name,
                target=promised.objective.target or 0.0,
                window=window.text if window else "",
                first=to_datetime(spent.window[0]).date(),
                last=to_datetime(spent.window[1] - 1).date(),
                allowed=int(spent.allowed),
                used=int(spent.used),
                left=int(spent.allowed - spent.used),
                incidents=len(spent.incidents),
                left_out=len(spent.left_out),
                place=promised.objective.place,
            )
        )
    return tuple(sorted(found, key=lambda each: (each.left / (each.allowed or 1), each.service))), unused
