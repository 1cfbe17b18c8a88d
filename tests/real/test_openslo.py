"""The OpenSLO documents of OpenSLO and oslo: what a `ref` to each of their objectives reads, and what it refuses.

One example of OpenSLO itself has a window of one minute (`1m`) where its comment says a month (`1M`).
"""

from __future__ import annotations

from ownercat.documents import source
from ownercat.documents.slo_objects import list_slo_objects
from tests.real.data import folder

_MINUTE = "its calendar window 1m is not `1w`, `1M`, `1Q` or `1Y`"
_OLD = "apiVersion openslo/v1alpha is not openslo/v1"
_NEW = "apiVersion openslo.com/v2alpha is not openslo/v1"
EXPECTED = [
    ("occurences-slo.yaml", "search-slo", 99.0, "2w", ""),
    ("ratio-timeslices.yaml", "main-page", 99.0, "2w", ""),
    ("timeslices-slo.yaml", "service-availability/Internal objective", 99.5, "", _MINUTE),
    ("timeslices-slo.yaml", "service-availability/SLA", 99.0, "", _MINUTE),
    ("timeslices-slo.yaml", "service-availability", 99.95, "1w by the calendar", ""),
    ("v1.yaml", "web-availability", 99.5, "1w by the calendar", ""),
    ("v1alpha.yaml", "ratio", 98.0, "", _OLD),
    ("v1alpha.yaml", "my-amazing-slo", 99.0, "", _OLD),
    ("v2alpha.yaml", "web-availability", 99.5, "1w by the calendar", _NEW),
]


def test_what_is_read_and_what_is_refused() -> None:
    found = []
    for path in sorted(folder("openslo").rglob("*.y*ml")):
        reading = source.read(path.name, path.read_bytes())
        for each in list_slo_objects((document.index, document.data) for document in reading.documents):
            window = f"{each.window.text}{' by the calendar' if each.calendar else ''}" if each.window else ""
            found.append((path.name, each.names[0], each.target, window, each.problem))
    assert found == EXPECTED
