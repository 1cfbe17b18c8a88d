"""A question to a catalog in memory."""

from __future__ import annotations

from datetime import date

from ownercat.answers import WhoRequest, answer_request, build_context, find_nearest
from ownercat.answers.nearest import NotFound
from ownercat.answers.values import Answer
from ownercat.model import Catalog, Policy


def answer_query(
    catalog: Catalog,
    policy: Policy,
    query: str,
    *,
    severity: str | None = None,
    symptom: str | None = None,
    as_of: date | None = None,
    at: int | None = None,
) -> Answer | NotFound:
    """Return the full answer to a query, or the nearest names."""
    ask = WhoRequest(query, severity or "", symptom or "", as_of=as_of, at=at)
    result = answer_request(build_context(catalog, policy, ask), ask)
    return find_nearest(catalog, query) if isinstance(result, NotFound) else result
