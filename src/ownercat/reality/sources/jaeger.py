"""Jaeger: which service calls which, with the number of calls.

Shape: ``GET /api/dependencies?endTs&lookback`` of jaeger-query, one page.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_count, get_text, list_tables
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import ObservedCall

_CALL = "dependencies"


def _find_call(page: Any) -> str:
    is_answer = isinstance(page, dict) and isinstance(page.get("data"), list)
    return _CALL if is_answer and all(isinstance(each, dict) and "parent" in each for each in page["data"]) else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    return next((f"page {number} has errors" for number, page in enumerate(pages, 1) if page.get("errors")), "")


def _read_calls(snapshot: ExternalSnapshot) -> Iterator[ObservedCall]:
    for page in snapshot.pages:
        for each in list_tables(page, "data"):
            yield ObservedCall(get_text(each, "parent"), get_text(each, "child"), get_count(each, "callCount"))


SOURCE = SnapshotSource(
    title="Jaeger",
    calls={_CALL: "observed calls: GET /api/dependencies?endTs&lookback"},
    kept={_CALL: frozenset({"data", "parent", "child", "callCount", "errors"})},
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_calls=_read_calls,
)
