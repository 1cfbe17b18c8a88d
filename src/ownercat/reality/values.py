"""Facts of other systems in the form that all sources share: users, schedules, policies, calls and workloads."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ownercat.model import ExternalSnapshot


class ExternalUser(NamedTuple):
    """A user of another system."""

    id: str
    name: str
    email: str


class ExternalShift(NamedTuple):
    """A shift of a user, UTC seconds, with an exclusive end."""

    start: int
    end: int
    user: str


class ExternalSchedule(NamedTuple):
    """A schedule: who is on call from ``start`` to ``end`` (UTC seconds); outside of these times, nothing is known.

    ``base``: the shifts without overrides; ``None``: not known. ``problem``: why the shifts cannot be used; "" if
    they can.
    """

    id: str
    name: str
    start: int
    end: int
    shifts: tuple[ExternalShift, ...]
    snapshot: ExternalSnapshot
    base: tuple[ExternalShift, ...] | None = None
    problem: str = ""


class ExternalLevel(NamedTuple):
    """A level of an escalation policy: the wait in seconds before the next level, and (kind, id) of each target.

    The kind is ``user``, ``schedule`` or ``other``.
    """

    wait: int
    targets: tuple[tuple[str, str], ...]


class ExternalPolicy(NamedTuple):
    """An escalation policy. ``loops``: how often it repeats after the first round. ``services``: it pages for these."""

    id: str
    name: str
    loops: int
    levels: tuple[ExternalLevel, ...]
    services: tuple[str, ...]
    snapshot: ExternalSnapshot


class OncallFacts(NamedTuple):
    """The on-call facts of a source, by id.

    ``complete``: all ids of a kind (``users``, ``schedules``, ``policies``) of which a snapshot has all records;
    another id does not exist. ``lists``: the snapshot of each of these kinds.
    """

    users: Mapping[str, ExternalUser]
    schedules: Mapping[str, ExternalSchedule]
    policies: Mapping[str, ExternalPolicy]
    complete: Mapping[str, frozenset[str]]
    lists: Mapping[str, ExternalSnapshot]


class ObservedCall(NamedTuple):
    """One service calls another; ``times``: how often in the window; ``None``: not stated."""

    client: str
    server: str
    times: int | None


class Workload(NamedTuple):
    """A workload that runs. ``service``: the name of its service by its labels; ``owner``: its owner label."""

    namespace: str
    kind: str
    name: str
    service: str
    owner: str


class CodeownersFault(NamedTuple):
    """An error in CODEOWNERS that a code host reports; line and column from 1. ``suggestion``: its fix; "" if none."""

    path: str
    line: int
    column: int
    message: str
    suggestion: str


class ForgeFacts(NamedTuple):
    """The facts of a code host, in lower case.

    ``teams``: the parent of each team; ``None``: no complete list. ``members``: the accounts of each group. ``access``:
    for each group, its repositories and whether it can write. ``evidence``: the snapshot of each of these answers.
    """

    teams: Mapping[str, str] | None
    members: Mapping[str, frozenset[str]]
    access: Mapping[str, Mapping[str, bool]]
    faults: tuple[CodeownersFault, ...]
    evidence: Mapping[str, ExternalSnapshot]


class DirectoryEntry(NamedTuple):
    """A user of a directory."""

    email: str
    is_active: bool


def find_overlap(shifts: Sequence[ExternalShift]) -> str:
    """Return why shifts in order of time cannot be one schedule: two people at once; "" if nobody overlaps."""
    pairs = ((before, after) for before, after in pairwise(shifts) if after.start < before.end)
    return next((f"{one.user} and {other.user} are on call at the same time" for one, other in pairs), "")
