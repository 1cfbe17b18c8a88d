"""All facts that snapshots confirm, contradict or do not show, by source: the answer of ``verify``."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place
from ownercat.documents.codes import INVALID_SNAPSHOT
from ownercat.model import ExternalSnapshot, Observations, Rotation
from ownercat.oncall.basis import format_source
from ownercat.oncall.calendar import Calendar
from ownercat.reality.comparing import compare_oncall
from ownercat.reality.facts import ComparedFact, Result
from ownercat.reality.observed import compare_calls
from ownercat.reality.people import compare_people
from ownercat.reality.workloads import compare_workloads, format_uncataloged


class VerifiedFact(NamedTuple):
    """A fact of the catalog; ``rule``: the rule that reports a contradiction. ``evidence``: the snapshot file.

    ``kind`` and ``name``: the entity; "" for a record that the catalog does not have. ``message`` and ``help``: "" if
    the fact is confirmed.
    """

    result: Result
    rule: str
    kind: str
    name: str
    message: str
    help: str
    evidence: str
    place: Place


class UsedSnapshot(NamedTuple):
    """A snapshot file. ``state``: usable, stale, or ignored, with the ``reason``."""

    path: str
    call: str
    fetched_at: str
    state: str
    reason: str


class VerifiedSource(NamedTuple):
    """A source with its snapshots, the number of its facts by result, and the facts that are not confirmed."""

    source: str
    title: str
    snapshots: tuple[UsedSnapshot, ...]
    confirmed: int
    contradicted: int
    unseen: int
    facts: tuple[VerifiedFact, ...]


class Verification(NamedTuple):
    """The comparison of the catalog with all snapshots; ``ignored``: the files that are no valid snapshot."""

    as_of: str
    sources: tuple[VerifiedSource, ...]
    ignored: tuple[UsedSnapshot, ...]

    @property
    def contradicted(self) -> int:
        """Return the number of contradicted facts."""
        return sum(each.contradicted for each in self.sources)


def verify_catalog(calendar: Calendar, observations: Observations, gaps: Iterable[Finding]) -> Verification:
    """Compare a catalog with snapshots. ``gaps``: the coverage gaps of all rotations."""
    compared = list(_list_facts(calendar, observations, gaps))
    sources = sorted({each.source for each in (*observations.usable, *observations.stale)})
    verified = tuple(_build_source(name, observations, compared) for name in sources)
    ignored = tuple(
        UsedSnapshot(fault.finding.place.path, "", "", "ignored", fault.finding.message)
        for fault in observations.faults
        if fault.code == INVALID_SNAPSHOT
    )
    day = datetime.fromtimestamp(observations.at, UTC).date().isoformat()
    return Verification(day, verified, ignored)


def _list_facts(
    calendar: Calendar, observations: Observations, gaps: Iterable[Finding]
) -> Iterator[tuple[str, VerifiedFact]]:
    """Yield each fact with its source."""
    workloads = compare_workloads(calendar.catalog, observations)
    oncall = compare_oncall(calendar, observations)
    for fact in (
        *oncall.facts,
        *workloads.facts,
        *compare_calls(calendar.catalog, observations),
        *compare_people(calendar.catalog, observations),
    ):
        yield fact.source, _build_fact(fact)
    for each in workloads.uncataloged:
        place = Place(each.snapshot.path)
        message = format_uncataloged(each)
        yield each.snapshot.source, VerifiedFact("contradicted", "REA401", "", "", message, "", place.path, place)
    holes = {finding.place: finding for finding in gaps}
    for rotation in calendar.catalog.of(Rotation):
        seen = rotation.observed
        if isinstance(rotation, Rotation) and seen is not None:
            finding = holes.get(rotation.named)
            message, help = (finding.message, finding.help) if finding else ("", "")
            result: Result = "contradicted" if finding else "confirmed"
            place = rotation.named
            gap = VerifiedFact(result, "ROT101", "Rotation", rotation.name, message, help, seen.path, place)
            yield seen.source, gap


def _build_fact(fact: ComparedFact) -> VerifiedFact:
    path = fact.snapshot.path if fact.snapshot else ""
    return VerifiedFact(
        fact.result, fact.code, fact.entity.kind, fact.entity.name, fact.difference,
        fact.help if fact.difference else "", path,
        fact.place,
    )  # fmt: skip


def _build_source(source: str, observations: Observations, compared: list[tuple[str, VerifiedFact]]) -> VerifiedSource:
    mine = [fact for name, fact in compared if name == source]
    counts = [sum(fact.result == word for fact in mine) for word in ("confirmed", "contradicted", "unseen")]
    snapshots = tuple(
        UsedSnapshot(each.path, each.call, format_time(each), state, "")
        for state, some in (("usable", observations.usable), ("stale", observations.stale))
        for each in some
        if each.source == source
    )
    facts = tuple(fact for fact in mine if fact.result != "confirmed")
    return VerifiedSource(source, format_source(source), snapshots, counts[0], counts[1], counts[2], facts)


def format_time(snapshot: ExternalSnapshot) -> str:
    """Return when a snapshot was fetched, in UTC."""
    return datetime.fromtimestamp(snapshot.fetched_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
