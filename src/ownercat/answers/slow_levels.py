"""Levels that acknowledged later than promised, and the wait or the rotation to change. Pure.

The level that was paged last before the acknowledgment is the one that answered. Its time has two parts: until it was
paged, which the waits of the earlier levels decide, and until it answered, which its rotation decides.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ownercat.answers.book import AnswerContext
from ownercat.answers.measured import MeasuredIncident
from ownercat.diagnostics import Place
from ownercat.model import Escalation, Incident
from ownercat.oncall import paths
from ownercat.oncall.clock import MINUTE
from ownercat.oncall.wording import format_duration
from ownercat.text import listed, shown


class SlowLevel(NamedTuple):
    """A level whose pages of a severity were acknowledged late: ``late`` of ``measured`` incidents; times in seconds.

    ``change``: what to change, at ``place``; ``note``: the delay that the worst incident recorded.
    """

    severity: str
    escalation: str
    level: str
    measured: int
    late: int
    promised: int
    worst: int
    incident: str
    change: str
    note: str
    place: Place


class AcknowledgedPage(NamedTuple):
    """A page with a promised time. ``number``: the level that answered, ``before`` it was paged and then ``after``."""

    incident: Incident
    severity: str
    escalation: Escalation
    number: int
    before: int
    after: int
    promised: int

    @property
    def excess(self) -> int:
        """Return by how many seconds the acknowledgment was late; negative if it was in time."""
        return self.before + self.after - self.promised


def list_slow_levels(book: AnswerContext, measured: Iterable[MeasuredIncident]) -> tuple[SlowLevel, ...]:
    """Return the slow levels, those of the most severe incidents first."""
    groups: dict[tuple[str, str, int], list[AcknowledgedPage]] = {}
    for each in measured:
        page = _find_page(book, each)
        if page is not None:
            groups.setdefault((page.escalation.key, page.severity, page.number), []).append(page)
    rank = {level.id: number for number, level in enumerate(book.policy.severities)}
    slow = [_build(pages) for pages in groups.values() if any(page.excess > 0 for page in pages)]
    return tuple(sorted(slow, key=lambda each: (rank.get(each.severity, len(rank)), -each.late, each.escalation)))


def _find_page(book: AnswerContext, each: MeasuredIncident) -> AcknowledgedPage | None:
    incident, seconds, promised = each.incident, each.measured["ack"], each.get_target("ack")
    triggered, acknowledged = incident.triggered_at, incident.acknowledged_at
    if seconds is None or promised is None or triggered is None or acknowledged is None:
        return None
    symptom = incident.symptom or None
    promising = [one for one, limits in zip(each.services, each.limits, strict=True) if limits.get("ack") == promised]
    ways = (paths.find_escalation(book.catalog, book.policy, one, each.severity, symptom) for one in promising)
    escalation = next((found for found in ways if found and found.tiers), None)
    if escalation is None:
        return None
    numbers = {level.name: number for number, level in enumerate(escalation.tiers)}
    paged = [
        (page.instant, numbers[page.level])
        for page in incident.paged
        if page.instant and page.instant <= acknowledged and page.level in numbers
    ]
    instant, number = max(paged, default=(triggered, 0))
    before = max(0, int((instant - triggered).total_seconds()))
    return AcknowledgedPage(incident, each.severity, escalation, number, before, seconds - before, promised)


def _build(pages: list[AcknowledgedPage]) -> SlowLevel:
    worst = max(pages, key=lambda page: page.excess)
    change, place = _advise(worst)
    return SlowLevel(
        severity=worst.severity,
        escalation=worst.escalation.name,
        level=worst.escalation.tiers[worst.number].name,
        measured=len(pages),
        late=sum(1 for page in pages if page.excess > 0),
        promised=worst.promised,
        worst=worst.before + worst.after,
        incident=worst.incident.name,
        change=change,
        note=worst.incident.escalation_delays,
        place=place,
    )


def _advise(page: AcknowledgedPage) -> tuple[str, Place]:
    """Return what to change, and where."""
    levels, number = page.escalation.tiers, page.number
    level, room = levels[number], page.promised - page.after
    name, answered = (
        shown(level.name),
        f"level {shown(level.name)} answered {format_duration(page.after)} after its page",
    )
    waits = [each.wait.seconds for each in levels[:number] if each.wait]
    if number and len(waits) == number and room >= MINUTE:
        if sum(waits) <= room:
            late = f"after {format_duration(page.before)} instead of {format_duration(sum(waits))}"
            return f"find out why level {name} was paged late, {late}: its policy is fast enough", level.place
        longest = max(range(number), key=lambda each: waits[each])
        new = (waits[longest] - sum(waits) + room) // MINUTE * MINUTE
        if new >= MINUTE:
            old, place = format_duration(waits[longest]), levels[longest].place.at("wait")
            change = (
                f"shorten `wait` of level {shown(levels[longest].name)} from {old} to {format_duration(new)} or less"
            )
            return f"{change}: {answered}, and the waits before it are {' + '.join(map(format_duration, waits))}", place
    if len(levels) > number + 1 and level.wait and level.wait.seconds >= page.promised:
        following, half = shown(levels[number + 1].name), format_duration(page.promised // 2)
        change = f"shorten `wait` of level {name} from {level.wait.text} to {half} or less"
        return f"{change}: level {following} is paged after the promised time", level.place.at("wait")
    whom = listed(shown(ref.written) for ref in level.notify) or f"level {name}"
    return f"change the hours, people or channels of {whom}: {answered}", level.place.at("notify")
