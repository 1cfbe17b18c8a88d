"""Add the times and people at the instant of a query to a paging plan, in one time zone."""

from ownercat.answers import duty
from ownercat.answers.book import AnswerContext
from ownercat.answers.values import Paged, PageTimeline, PagingPlan, ScheduledPage, SourcedText
from ownercat.model import Escalation
from ownercat.oncall.clock import DAY, to_datetime
from ownercat.oncall.escalation import Event, list_first_pass
from ownercat.oncall.wording import format_offset

_DAYS = 8  # in addition to the waits of the levels; a longer calendar is slower
_DROPPED = "no level has a person on call: the paging product drops the page"


def format_since(seconds: int | None) -> str:
    """Return the time since the page started: ``t+5m``; ``""`` if the policy does not state it."""
    return "" if seconds is None else format_offset(seconds)


def add_times(book: AnswerContext, page: PagingPlan, policy: Escalation) -> PagingPlan:
    """Return a paging plan with the times and people of its first round."""
    waits = sum(tier.wait.seconds for tier in policy.tiers if tier.wait)
    events = list_first_pass(book.calendar(1, _DAYS + waits // DAY), book.policy, policy, book.at)
    recipients = [_list_paged_people(book, event) for event in events]
    zone = duty.get_page_zone(book, (paged for each in recipients for paged in each))
    due = [
        (event.kind, _build_scheduled_page(book, event, each, zone))
        for event, each in zip(events, recipients, strict=True)
    ]
    steps = tuple(each for kind, each in due if kind == "page")
    safe = next((each for kind, each in due if kind == "failsafe"), None)
    dropped = [SourcedText(_DROPPED, policy.named) for kind, _ in due if kind == "dropped"]
    return page._replace(then=(*dropped, *page.then), now=PageTimeline(to_datetime(book.at, zone), zone, steps, safe))


def _list_paged_people(book: AnswerContext, event: Event) -> tuple[Paged, ...]:
    place = event.tier.place if event.tier else event.escalation.named
    return duty.list_paged(book, event.reached, _get_instant(book, event), place)


def _get_instant(book: AnswerContext, event: Event) -> int | None:
    return None if event.offset is None else book.at + event.offset


def _build_scheduled_page(book: AnswerContext, event: Event, people: tuple[Paged, ...], zone: str) -> ScheduledPage:
    at = _get_instant(book, event)
    return ScheduledPage(
        format_since(event.offset), event.offset, None if at is None else to_datetime(at, zone), people
    )
