"""Service graph metrics (Tempo, the OpenTelemetry Collector, Beyla): which service calls which.

Shape: an instant query of Prometheus, ``sum by (client, server) (increase(traces_service_graph_request_total[7d]))``
(https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries).
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ownercat.model import ExternalSnapshot
from ownercat.reality.data import get_table, get_text, list_tables
from ownercat.reality.sources import SnapshotSource
from ownercat.reality.values import ObservedCall

_CALL = "query"


def _find_call(page: Any) -> str:
    is_answer = get_text(page, "status") == "success" and get_text(page, "data", "resultType") == "vector"
    metrics = (get_table(each, "metric") for each in list_tables(page, "data", "result"))
    return _CALL if is_answer and all("client" in metric and "server" in metric for metric in metrics) else ""


def _explain_incomplete(call: str, pages: Sequence[Any]) -> str:
    partial = (number for number, page in enumerate(pages, 1) if page.get("warnings"))
    return next((f"page {number} has warnings: the answer may be partial" for number in partial), "")


def _read_calls(snapshot: ExternalSnapshot) -> Iterator[ObservedCall]:
    for page in snapshot.pages:
        for each in list_tables(page, "data", "result"):
            metric = get_table(each, "metric")
            yield ObservedCall(get_text(metric, "client"), get_text(metric, "server"), _read_value(each.get("value")))


def _read_value(value: Any) -> int | None:
    """Return the value of a sample ``[time, text]`` as a whole number; ``None`` if it is no number."""
    try:
        number = float(value[1])
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    return round(number) if math.isfinite(number) else None


SOURCE = SnapshotSource(
    title="service graph metrics",
    calls={_CALL: "observed calls: sum by (client, server) (increase(traces_service_graph_request_total[7d]))"},
    kept={
        _CALL: frozenset({"status", "data", "resultType", "result", "metric", "client", "server", "value", "warnings"})
    },
    find_call=_find_call,
    explain_incomplete=_explain_incomplete,
    read_calls=_read_calls,
)
