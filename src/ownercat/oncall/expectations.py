"""Whether a catalog does what its Expectation documents say. Pure; used by GOV008 and by ``ownercat test``.

A page starts at the instant of the expectation, and nobody ever reacts. Its parts are judged one by one: the policy
that the page takes, whom exactly it reaches at a time, how soon it wakes a human, whom it reaches at all. Who is on
call is looked up when a page comes. Where something that matters could not be read, or another rule says that it is
not there, a part is not judged rather than failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from ownercat.diagnostics import Place
from ownercat.model import Catalog, Escalation, Expectation, ExpectedPage, Policy, Ref, Route, Service
from ownercat.oncall import clock, paths
from ownercat.oncall.calendar import Calendar, around
from ownercat.oncall.clock import DAY
from ownercat.oncall.crew import Crew, PageRecipient, stands_for, whom
from ownercat.oncall.escalation import MOST_EVENTS, Event, reach, timeline
from ownercat.oncall.intervals import value_at
from ownercat.oncall.steps import RoundLevel, steps
from ownercat.oncall.sums import sum_of
from ownercat.oncall.wording import offset, short
from ownercat.text import listed, shown

State = Literal["passed", "failed", "notJudged"]


class ExpectationCheck(NamedTuple):
    """One thing that is expected, where it stands, and what was expected and found, in words."""

    what: str
    state: State
    expected: str
    found: str
    place: Place


class ExpectationResult(NamedTuple):
    """What became of an expectation: failed if a part has failed; not judged if none has and some are not judged.

    ``escalation``: the policy that the page takes. ``why``: why nothing could be judged at all.
    """

    expectation: Expectation
    severity: str
    state: State
    parts: tuple[ExpectationCheck, ...] = ()
    escalation: Escalation | None = None
    why: str = ""

    @property
    def failed(self) -> tuple[ExpectationCheck, ...]:
        """The parts that do not hold."""
        return tuple(part for part in self.parts if part.state == "failed")


class _SimulatedPage(NamedTuple):
    """The page that an expectation is about: what it climbs, and everything that happens to it."""

    calendar: Calendar
    policy: Policy
    escalation: Escalation
    instant: int
    events: tuple[Event, ...]


class _Target(NamedTuple):
    """One place where a page arrives: what it means (its kind and key), in words, and who is there at the time."""

    key: tuple[str, str]
    label: str
    crew: Crew
    is_known: bool


def outcome(catalog: Catalog, policy: Policy, expectation: Expectation) -> ExpectationResult:
    """Judge one expectation."""
    service, instant = catalog.service(expectation.service), clock.start_of(expectation.starts, "UTC")
    severity = severity_of(policy, service, expectation)
    why = _why_not(catalog, policy, expectation, service, severity)
    if why or service is None or instant is None:
        return ExpectationResult(expectation, severity, "notJudged", why=why or "it says no instant")
    route = paths.route_for(catalog, policy, service, severity, expectation.symptom or None)
    why = _lost(catalog, service, route)
    if why:
        return ExpectationResult(expectation, severity, "notJudged", why=why)
    escalation = catalog.escalation(route.policy) if route else None
    parts = tuple(_parts(catalog, policy, expectation, escalation, instant))
    return ExpectationResult(expectation, severity, _state(parts), parts, escalation)


def severity_of(policy: Policy, service: Service | None, expectation: Expectation) -> str:
    """The severity of the page: as stated, else that of its symptom, else the worst of the service's symptoms."""
    if expectation.severity:
        return policy.severity_id(expectation.severity)
    symptoms = service.symptoms if service else ()
    asked = [each.severity for each in symptoms if each.id == expectation.symptom]
    return policy.worst(asked if any(asked) else [each.severity for each in symptoms])


def _why_not(catalog: Catalog, policy: Policy, expectation: Expectation, service: Service | None, severity: str) -> str:
    """Why nothing can be judged: what another rule speaks about, or what could not be read."""
    if not expectation.sound:
        return "its document has mistakes"
    if not policy.sound or "Policy" in catalog.uncertain:
        return "the policy cannot be read"
    if service is None or not service.sound:
        return f"service {shown(expectation.service.name if expectation.service else None)} cannot be read"
    if severity not in {level.id for level in policy.severities}:
        return f"the policy knows no severity {shown(severity)}"
    if expectation.symptom and expectation.symptom not in {symptom.id for symptom in service.symptoms}:
        return f"{shown(service.label)} declares no symptom {shown(expectation.symptom)}"
    return ""


def _lost(catalog: Catalog, service: Service, route: Route | None) -> str:
    """Why nobody knows which policy the page takes, or what that policy says."""
    owner = catalog.team(service.owner)
    if not service.routes and (owner is None or not owner.sound):
        return f"the owner of {shown(service.label)} cannot be read"
    if route is None:
        speakers = [service, *([owner] if owner else [])]
        silent = [each.label for each in speakers if not each.can_say("escalation")]
        return f"the format of {shown(silent[0])} cannot say who is paged" if silent else ""
    escalation = catalog.escalation(route.policy)
    if escalation is None or not escalation.sound:
        return f"escalation {shown(route.policy.name if route.policy else None)} cannot be read"
    return ""


def _state(parts: Iterable[ExpectationCheck]) -> State:
    states = {part.state for part in parts}
    return "failed" if "failed" in states else "notJudged" if "notJudged" in states else "passed"


def _parts(
    catalog: Catalog, policy: Policy, expectation: Expectation, escalation: Escalation | None, instant: int
) -> Iterator[ExpectationCheck]:
    """Every part; of another policy than the expected one nothing else is judged, as it all follows from that."""
    way = _way(catalog, expectation, escalation)
    if way is not None:
        yield way
    if way is not None and way.state == "failed":
        return
    page = _page(catalog, policy, escalation, instant) if escalation else None
    yield from (_pages(page, each) for each in expectation.pages)
    if expectation.human_within is not None:
        yield _human(page, expectation)
    yield from (_reaches(page, ref) for ref in expectation.reaches)


def _way(catalog: Catalog, expectation: Expectation, escalation: Escalation | None) -> ExpectationCheck | None:
    ref = expectation.policy
    if ref is None:
        return None
    wanted = catalog.escalation(ref)
    state: State = "notJudged" if wanted is None else "passed" if wanted is escalation else "failed"
    found = shown(escalation.name) if escalation else "none"
    return ExpectationCheck("policy", state, shown(ref.name), found, expectation.at.at("expect").key("policy"))


def _page(catalog: Catalog, policy: Policy, escalation: Escalation, instant: int) -> _SimulatedPage:
    """Everything that happens, over a calendar that reaches as far as the last wait."""
    climb = islice((step for step in steps(catalog, escalation) if isinstance(step, RoundLevel)), MOST_EVENTS)
    longest = sum(step.wait or 0 for step in climb) + (escalation.hold.seconds if escalation.hold else 0)
    calendar = around(catalog, instant, longest // DAY + 2)
    return _SimulatedPage(calendar, policy, escalation, instant, timeline(calendar, policy, escalation, instant))


# whom a page reaches


def _targets(page: _SimulatedPage, refs: Iterable[Ref], at: int) -> dict[tuple[str, str], _Target]:
    """What some references mean at an instant, each once: a team is its single primary rotation."""
    found: dict[tuple[str, str], _Target] = {}
    for target in paths.meant(page.calendar.catalog, tuple(refs)):
        entity = stands_for(page.calendar, target.entity)
        key = (entity.kind, entity.key) if entity else ("", target.ref.name)
        label = shown(f"{entity.kind.lower()}:{entity.name}" if entity else target.ref.written)
        known = entity is not None and entity.sound
        found.setdefault(key, _Target(key, label, value_at(whom(page.calendar, target.ref), at), known))
    return found


def _came(page: _SimulatedPage, events: Iterable[Event]) -> tuple[dict[tuple[str, str], _Target], set[PageRecipient]]:
    """Where some pages arrive, and whom they reach there."""
    found: dict[tuple[str, str], _Target] = {}
    members: set[PageRecipient] = set()
    for event in events:
        if event.kind == "page" and event.tier is not None and event.offset is not None:
            there = _targets(page, event.tier.notify, page.instant + event.offset)
            found |= {key: target for key, target in there.items() if target.crew or key not in found}
            members |= {reached.member for reached in event.reached}
    return found, members


def _is_reached(target: _Target, found: dict[tuple[str, str], _Target], members: set[PageRecipient]) -> bool:
    """A person may be reached through whatever they are on call for."""
    if target.key[0] == "Person":
        return any(member.kind == "person" and member.name == target.key[1] for member in members)
    there = found.get(target.key)
    here = {member[:2] for member in members}
    return there is not None and bool(there.crew) and all(member[:2] in here for member in there.crew)


def _is_meant(member: PageRecipient, wanted: Iterable[_Target]) -> bool:
    return any(member[:2] == each[:2] for target in wanted for each in target.crew)


def _pages(page: _SimulatedPage | None, expected: ExpectedPage) -> ExpectationCheck:
    what, words = f"pages at {shown(expected.written)}", listed((shown(ref.written) for ref in expected.refs), most=20)
    if page is None:
        state: State = "failed" if expected.refs else "passed"
        return ExpectationCheck(what, state, words or "nobody", "nobody: no escalation", expected.place)
    wanted = _targets(page, expected.refs, page.instant + expected.seconds)
    found, members = _came(page, (event for event in page.events if event.offset == expected.seconds))
    reached = [target for target in wanted.values() if _is_reached(target, found, members)]
    holds = len(reached) == len(wanted) and all(_is_meant(member, wanted.values()) for member in members)
    known = all(target.is_known for target in (*wanted.values(), *found.values()))
    told = _told(found.values()) or f"nobody{_times(page.events) if wanted else ''}"
    return ExpectationCheck(what, _judged(holds, known), words or "nobody", told, expected.place)


def _judged(holds: bool, known: bool) -> State:
    return "passed" if holds else "failed" if known else "notJudged"


def _told(targets: Iterable[_Target]) -> str:
    """``rotation:storefront-primary (ana)``; who is on call there at the time."""
    words = []
    for target in targets:
        names = listed(shown(member.name) for member in target.crew if member.kind != "external" and target.is_known)
        there = names if target.crew else "nobody on call"
        words.append(f"{target.label} ({there})" if there and target.key[0] != "Person" else target.label)
    return listed(words, most=20)


def _times(events: Iterable[Event]) -> str:
    """When pages come instead; or that there are none."""
    if any(event.kind == "dropped" for event in events):
        return ": no tier has anybody on call, so the page is dropped"
    known = dict.fromkeys(event.offset for event in events if event.kind == "page" and event.offset is not None)
    return f"; pages come at {listed(map(offset, known))}" if known else ""


def _human(page: _SimulatedPage | None, expectation: Expectation) -> ExpectationCheck:
    limit, place = expectation.human_within, expectation.at.at("expect").key("humanWithin")
    human = reach(page.calendar, page.policy, page.escalation, page.instant) if page else None
    holds = human is not None and limit is not None and human.seconds <= limit.seconds
    known = page is None or all(event.kind != "unknown" for event in page.events)
    found = "never" if human is None else short(human.seconds)
    if human is not None and human.terms:
        found = f"{found} ({sum_of(human)})"
    expected = limit.text if limit else ""
    return ExpectationCheck("humanWithin", _judged(holds, known), expected, found, place)


def _reaches(page: _SimulatedPage | None, ref: Ref) -> ExpectationCheck:
    words = shown(ref.written)
    if page is None:
        return ExpectationCheck("reaches", "failed", words, "nobody: no escalation", ref.place)
    found, known, seen = False, True, dict[str, None]()
    for event in page.events:
        known = known and event.kind not in ("unknown", "more") and (event.kind != "page" or event.offset is not None)
        there, members = _came(page, [event])
        wanted = _targets(page, [ref], page.instant + (event.offset or 0)).values()
        found = found or (bool(wanted) and all(_is_reached(target, there, members) for target in wanted))
        known = known and all(target.is_known for target in (*wanted, *there.values()))
        seen |= dict.fromkeys(target.label for target in there.values() if target.crew)
    told = listed(seen, most=20) or f"nobody{_times(page.events)}"
    return ExpectationCheck("reaches", _judged(found, known), words, told, ref.place)
