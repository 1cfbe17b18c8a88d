"""Latency of serial calls: a call is not faster than the calls inside it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.model import SLA, Objective

LATENCY = "latency"


class PromisedLatency(NamedTuple):
    """A latency objective with its threshold in seconds."""

    sla: SLA
    objective: Objective
    seconds: float


class SlowerProvider(NamedTuple):
    """A latency objective of a consumer, and the slower one of its provider."""

    consumer: PromisedLatency
    provider: PromisedLatency


def collect_latencies(slas: Iterable[SLA]) -> Mapping[float, PromisedLatency]:
    """Return the shortest latency threshold of each percentile.

    Percentiles of calls in a row cannot be added, so only thresholds of the same percentile are compared.
    """
    shortest: dict[float, PromisedLatency] = {}
    for sla in slas:
        for objective in sla.objectives:
            seconds = _parse_time(objective.threshold) if objective.sli == LATENCY else None
            percentile = objective.percentile
            if percentile is None or seconds is None:
                continue
            if percentile not in shortest or seconds < shortest[percentile].seconds:
                shortest[percentile] = PromisedLatency(sla, objective, seconds)
    return shortest


def _parse_time(threshold: str) -> float | None:
    """Return a threshold in seconds; ``None`` for a number without a unit of time."""
    seconds = parse_amount(threshold) if threshold[-1:] in ("s", "m", "h", "d", "w") else None
    return seconds if isinstance(seconds, int | float) else None


def list_slower(
    consumer: Mapping[float, PromisedLatency], provider: Mapping[float, PromisedLatency]
) -> Iterator[SlowerProvider]:
    """Yield the percentiles for which a provider of serial calls may be slower than its consumer promises to be."""
    for percentile, ours in consumer.items():
        theirs = provider.get(percentile)
        if theirs is not None and theirs.seconds > ours.seconds:
            yield SlowerProvider(ours, theirs)


def parse_amount(written: str) -> str | int | float:
    """Parse a threshold: a duration becomes seconds, a number stays a number, other text stays text."""
    digits, unit = written.rstrip("abcdefghijklmnopqrstuvwxyz% "), written.lstrip("0123456789. ").strip()
    sizes = {"": 1, "%": 1, "ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
    try:
        value = float(digits)
    except ValueError:
        return " ".join(written.split())
    if unit not in sizes or not abs(value) < 1e15:
        return " ".join(written.split())
    value = value * sizes[unit]
    return int(value) if value.is_integer() else round(value, 9)
