"""The systems whose answers ownercat reads: one module with the constant ``SOURCE`` for each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from ownercat import plugins
from ownercat.model import ExternalSnapshot
from ownercat.reality.values import DirectoryEntry, ForgeFacts, ObservedCall, OncallFacts, Workload


class SnapshotSource(NamedTuple):
    """How to recognize and read the answers of a system.

    ``title``: its name for people. ``calls``: what each call answers, for the documentation. ``kept``: the keys that
    ``snapshot wrap --redact`` keeps, by call. ``find_call``: the call that a page answers; "" if it answers none.
    ``explain_incomplete``: why the pages of a call are not the whole answer; "" if they are. ``read_oncall``: the
    on-call facts of usable snapshots, the newest first. ``read_calls``: who calls whom. ``read_workloads``: what runs.
    ``read_forge``: teams, members and access on a code host. ``read_directory``: who has left.
    ``None`` if the system has none of these facts.
    """

    title: str
    calls: Mapping[str, str]
    kept: Mapping[str, frozenset[str]]
    find_call: Callable[[Any], str]
    explain_incomplete: Callable[[str, Sequence[Any]], str]
    read_oncall: Callable[[Iterable[ExternalSnapshot]], OncallFacts] | None = None
    read_calls: Callable[[ExternalSnapshot], Iterable[ObservedCall]] | None = None
    read_workloads: Callable[[ExternalSnapshot], Iterable[Workload]] | None = None
    read_forge: Callable[[Iterable[ExternalSnapshot]], ForgeFacts] | None = None
    read_directory: Callable[[ExternalSnapshot], Iterable[DirectoryEntry]] | None = None


@cache
def list_sources() -> list[str]:
    """Return the names of all sources."""
    return plugins.list_names(__name__)


@cache
def load_source(name: str) -> SnapshotSource:
    """Return a source of ``list_sources``."""
    source = plugins.load_module(f"{__name__}.{name}").SOURCE
    if not isinstance(source, SnapshotSource):
        raise TypeError(f"{name} has no SOURCE")
    return source
