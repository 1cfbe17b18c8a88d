"""Snapshots of other systems: what they answered, and when."""

from typing import Any, NamedTuple

from ownercat.diagnostics import Fault


class ExternalSnapshot(NamedTuple):
    """The complete answer of another system to one call.

    ``fetched_at``, ``start`` and ``end``: UTC seconds. ``start`` and ``end``: the interval that was asked for;
    ``None``: not stated. ``pages``: the answers as the system gives them, as plain data.
    ``about``: the team or group that the answer is about, where the answer does not name it.
    """

    path: str
    source: str
    call: str
    fetched_at: int
    start: int | None
    end: int | None
    account: str
    pages: tuple[Any, ...]
    about: str = ""


class OtherName(NamedTuple):
    """The name of a service in another system, from ``[[snapshots.names]]`` of the configuration."""

    source: str
    name: str
    service: str


class Observations(NamedTuple):
    """The snapshots for one run. ``at``: the instant at which ages are measured (UTC seconds).

    ``stale``: older than the policy allows; their facts are assumed. ``faults``: of files that are no valid snapshot
    (REA001); nothing is derived from them.
    """

    at: int
    usable: tuple[ExternalSnapshot, ...] = ()
    stale: tuple[ExternalSnapshot, ...] = ()
    faults: tuple[Fault, ...] = ()
    names: tuple[OtherName, ...] = ()

    def select(self, source: str, *calls: str) -> tuple[ExternalSnapshot, ...]:
        """Return the usable snapshots of a source, the newest first; ``calls``: only these calls."""
        found = (each for each in self.usable if each.source == source and (not calls or each.call in calls))
        return tuple(sorted(found, key=lambda each: (-each.fetched_at, each.path)))
