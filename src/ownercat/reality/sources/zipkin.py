"""Zipkin: which service calls which, with the number of calls.

Shape: ``GET /api/v2/dependencies?endTs&lookback``, a list in one page (https://zipkin.io/zipkin-api).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_count, get_text, list_tables
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import ObservedCall

_CALL = "dependencies"


def _find_call(page: Any) -> str:
    return _CALL if isinstance(page, list) and all(isinstance(each, dict) and "parent" in each for each in page) else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    return ""  # the answer has no pages


def _read_calls(snapshot: ExternalSnapshot) -> Iterator[ObservedCall]:
    for page in snapshot.pages:
        for each in list_tables(page):
            yield ObservedCall(get_text(each, "parent"), get_text(each, "child"), get_count(each, "callCount"))


SOURCE = SnapshotSource(
    title="Zipkin",
    calls={_CALL: "observed calls: GET /api/v2/dependencies?endTs&lookback"},
    kept={_CALL: frozenset({"parent", "child", "callCount", "errorCount"})},
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_calls=_read_calls,
)
