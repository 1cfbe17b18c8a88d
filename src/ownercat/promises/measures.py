"""The times of incidents against the targets of SLAs. A time that was not recorded, or is out of order, is ``None``.

detect: started → detected; ack: triggered → acknowledged; restore: started → restored; resolve: started → resolved.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from ownercat.model import SLA, Duration, Incident, Policy

MEASURES = ("detect", "ack", "restore", "resolve")
PROMISED = ("ack", "restore", "resolve")  # an SLA has no target for the time to detect


def measure_incident(incident: Incident) -> Mapping[str, int | None]:
    """Return the seconds of each measure."""
    started = incident.started_at
    return {
        "detect": _count_seconds(started, incident.detected_at),
        "ack": _count_seconds(incident.triggered_at, incident.acknowledged_at),
        "restore": _count_seconds(started, incident.restored_at),
        "resolve": _count_seconds(started, incident.resolved_at),
    }


def _count_seconds(first: datetime | None, last: datetime | None) -> int | None:
    if first is None or last is None:
        return None
    seconds = int((last - first).total_seconds())
    return seconds if seconds >= 0 else None


def collect_targets(policy: Policy, slas: Iterable[SLA]) -> Mapping[tuple[str, str], Duration]:
    """Return the strictest target of each severity and measure, of the SLAs in force of one service."""
    strictest: dict[tuple[str, str], Duration] = {}
    for sla in slas:
        for target in sla.targets:
            for name, limit in zip(PROMISED, (target.ack, target.restore, target.resolve), strict=True):
                key = (policy.severity_id(target.severity), name)
                if limit is not None and (key not in strictest or limit.seconds < strictest[key].seconds):
                    strictest[key] = limit
    return MappingProxyType(strictest)
