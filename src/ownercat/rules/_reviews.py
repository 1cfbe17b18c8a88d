"""Overdue reviews of documents: one rule reports those of runbooks, another one all others."""

from datetime import date, timedelta

from ownercat.diagnostics import Finding, Related
from ownercat.model import Entity, ReviewSchedule
from ownercat.text import plural, shown

DAY = 86_400


def find_overdue(entity: Entity, review: ReviewSchedule, day: date) -> Finding | None:
    """Return the finding of an entity whose next review is before a day; ``None`` if it is not, or is unknown."""
    if review.every is None or review.last_done is None:
        return None
    days = review.every.seconds // DAY
    late = (day - review.last_done).days - days
    if late <= 0:
        return None
    due = f"due {review.last_done + timedelta(days)} ({review.last_done} + {review.every.text})"
    message = f"{shown(entity.label)} has an overdue review: {due}, {plural(late, 'day')} late"
    actor = f"ask {shown(review.by.name)} to review" if review.by else "review"
    help = f"{actor} the document, then set `review.lastDone` to the date of the review"
    related = (Related(review.place.at("every"), f"review interval of {shown(entity.label)}"),)
    return Finding(review.place.at("lastDone"), message, help, related, entity.subject)
