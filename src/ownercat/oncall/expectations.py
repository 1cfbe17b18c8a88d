"""Evaluate Expectation documents against the catalog. Pure; used by GOV008 and by ``ownercat test``.

A page starts at the time of the expectation, and nobody acknowledges it. An expectation has up to four kinds of checks:
the escalation that the page takes, the people whom it reaches at a time, the time until it wakes a person, and the
people whom it reaches at any time. The schedule applies at the time of each page. If required input has errors or is
undefined, the state of a check is ``notJudged`` and not ``failed``. So it is if the result depends on a schedule
in another system.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from ownercat.diagnostics import Basis, Place
from ownercat.model import Catalog, Escalation, Expectation, ExpectedPage, Policy, Ref, Route, Service
from ownercat.oncall import clock, paths
from ownercat.oncall.basis import explain_unproved, find_basis, join_bases
from ownercat.oncall.calendar import Calendar, build_calendar_around
from ownercat.oncall.clock import DAY
from ownercat.oncall.crew import Crew, PageRecipient, resolve_team, track_recipients
from ownercat.oncall.escalation import MOST_EVENTS, Event, WokenPerson, build_timeline, find_first_responder
from ownercat.oncall.intervals import get_value
from ownercat.oncall.steps import RoundLevel, list_steps
from ownercat.oncall.sums import format_sum
from ownercat.oncall.wording import format_duration, format_offset
from ownercat.text import listed, shown

State = Literal["passed", "failed", "notJudged"]


class ExpectationCheck(NamedTuple):
    """One check of an expectation: its location, and the expected and the actual result as text.

    ``basis``: ``proved`` if the check was evaluated; else ``because`` states why it was not.
    """

    what: str
    state: State
    expected: str
    found: str
    place: Place
    basis: Basis = "proved"
    because: str = ""


class ExpectationResult(NamedTuple):
    """The result of an expectation: ``failed`` if a check failed, else ``notJudged`` if a check was not evaluated.

    ``escalation``: the escalation that the page takes; ``None`` if there is none. ``why``: why ownercat cannot evaluate
    the expectation; "" if it can. ``basis``: the weakest of its checks that were not evaluated.
    """

    expectation: Expectation
    severity: str
    state: State
    parts: tuple[ExpectationCheck, ...] = ()
    escalation: Escalation | None = None
    why: str = ""

    @property
    def basis(self) -> Basis:
        """Return what the result rests on."""
        if self.state != "notJudged":
            return "proved"
        return join_bases(part.basis for part in self.parts) if self.parts else "unknown"

    @property
    def failed(self) -> tuple[ExpectationCheck, ...]:
        """Return the checks that failed."""
        return tuple(part for part in self.parts if part.state == "failed")


class _SimulatedPage(NamedTuple):
    """The page of an expectation: its escalation and its complete timeline."""

    calendar: Calendar
    policy: Policy
    escalation: Escalation
    instant: int
    events: tuple[Event, ...]


class _Target(NamedTuple):
    """One target of a page: its kind and key, its text, and who is on call there at the time."""

    key: tuple[str, str]
    label: str
    crew: Crew
    is_known: bool


def evaluate_expectation(catalog: Catalog, policy: Policy, expectation: Expectation) -> ExpectationResult:
    """Evaluate one expectation."""
    service, instant = catalog.service(expectation.service), clock.resolve_start(expectation.starts, "UTC")
    severity = find_severity(policy, service, expectation)
    why = _find_obstacle(catalog, policy, expectation, service, severity)
    if why or service is None or instant is None:
        return ExpectationResult(
            expectation, severity, "notJudged", why=why or "the expectation has no valid time in `at`"
        )
    route = paths.find_route(catalog, policy, service, severity, expectation.symptom or None)
    why = _find_route_obstacle(catalog, service, route)
    if why:
        return ExpectationResult(expectation, severity, "notJudged", why=why)
    escalation = catalog.escalation(route.policy) if route else None
    parts = tuple(_check_all(catalog, policy, expectation, escalation, instant))
    return ExpectationResult(expectation, severity, _combine_states(parts), parts, escalation)


def find_severity(policy: Policy, service: Service | None, expectation: Expectation) -> str:
    """Return the severity of the page.

    This is the severity of the expectation, else of its symptom, else the worst severity of the service's symptoms.
    """
    if expectation.severity:
        return policy.severity_id(expectation.severity)
    symptoms = service.symptoms if service else ()
    severities = [each.severity for each in symptoms if each.id == expectation.symptom]
    return policy.worst(severities if any(severities) else [each.severity for each in symptoms])


def _find_obstacle(
    catalog: Catalog, policy: Policy, expectation: Expectation, service: Service | None, severity: str
) -> str:
    """Return why ownercat cannot evaluate an expectation: an error or an undefined reference; "" if it can."""
    if not expectation.sound:
        return "the document has errors"
    if not policy.sound or "Policy" in catalog.uncertain:
        return "the policy has errors"
    if service is None or not service.sound:
        name = expectation.service.name if expectation.service else None
        return f"service {shown(name)} is undefined or has errors"
    if severity not in {level.id for level in policy.severities}:
        return f"the policy does not define severity {shown(severity)}"
    if expectation.symptom and expectation.symptom not in {symptom.id for symptom in service.symptoms}:
        return f"{shown(service.label)} does not define symptom {shown(expectation.symptom)}"
    return ""


def _find_route_obstacle(catalog: Catalog, service: Service, route: Route | None) -> str:
    """Return why the escalation of the page or its content is unknown; "" if it is known."""
    owner = catalog.team(service.owner)
    if not service.routes and (owner is None or not owner.sound):
        return f"the owner of {shown(service.label)} is undefined or has errors"
    if route is None:
        entities = [service, *([owner] if owner else [])]
        limited = [each.label for each in entities if not each.can_say("escalation")]
        return f"the format of {shown(limited[0])} has no escalations" if limited else ""
    escalation = catalog.escalation(route.policy)
    if escalation is None or not escalation.sound:
        name = route.policy.name if route.policy else None
        return f"escalation {shown(name)} is undefined or has errors"
    return ""


def _combine_states(parts: Iterable[ExpectationCheck]) -> State:
    states = {part.state for part in parts}
    return "failed" if "failed" in states else "notJudged" if "notJudged" in states else "passed"


def _check_all(
    catalog: Catalog, policy: Policy, expectation: Expectation, escalation: Escalation | None, instant: int
) -> Iterator[ExpectationCheck]:
    """Yield all checks. If the page takes another escalation than expected, all other results follow from that."""
    policy_check = _check_policy(catalog, expectation, escalation)
    if policy_check is not None:
        yield policy_check
    if policy_check is not None and policy_check.state == "failed":
        return
    page = _simulate_page(catalog, policy, escalation, instant) if escalation else None
    yield from (_check_pages(page, each) for each in expectation.pages)
    if expectation.human_within is not None:
        yield _check_first_responder(page, expectation)
    yield from (_check_reach(page, ref) for ref in expectation.reaches)


def _check_policy(catalog: Catalog, expectation: Expectation, escalation: Escalation | None) -> ExpectationCheck | None:
    ref = expectation.policy
    if ref is None:
        return None
    expected = catalog.escalation(ref)
    state: State = "notJudged" if expected is None else "passed" if expected is escalation else "failed"
    actual = shown(escalation.name) if escalation else "none"
    place = expectation.at.at("expect").key("policy")
    return _build_check("policy", state, shown(ref.name), actual, place)


def _simulate_page(catalog: Catalog, policy: Policy, escalation: Escalation, instant: int) -> _SimulatedPage:
    """Build the complete timeline, with a calendar that includes the last wait."""
    levels = islice((step for step in list_steps(catalog, escalation) if isinstance(step, RoundLevel)), MOST_EVENTS)
    longest = sum(step.wait or 0 for step in levels) + (escalation.hold.seconds if escalation.hold else 0)
    calendar = build_calendar_around(catalog, instant, longest // DAY + 2)
    return _SimulatedPage(calendar, policy, escalation, instant, build_timeline(calendar, policy, escalation, instant))


# the people whom a page reaches


def _resolve_targets(page: _SimulatedPage, refs: Iterable[Ref], at: int) -> dict[tuple[str, str], _Target]:
    """Resolve references at an instant, each target once. A team counts as its single primary rotation."""
    targets: dict[tuple[str, str], _Target] = {}
    for target in paths.resolve_targets(page.calendar.catalog, tuple(refs)):
        entity = resolve_team(page.calendar, target.entity)
        key = (entity.kind, entity.key) if entity else ("", target.ref.name)
        label = shown(f"{entity.kind.lower()}:{entity.name}" if entity else target.ref.written)
        known = entity is not None and entity.sound
        targets.setdefault(key, _Target(key, label, get_value(track_recipients(page.calendar, target.ref), at), known))
    return targets


def _collect_reached(
    page: _SimulatedPage, events: Iterable[Event]
) -> tuple[dict[tuple[str, str], _Target], set[PageRecipient]]:
    """Return the targets of pages and the people whom the pages reach."""
    targets: dict[tuple[str, str], _Target] = {}
    members: set[PageRecipient] = set()
    for event in events:
        if event.kind == "page" and event.tier is not None and event.offset is not None:
            paged = _resolve_targets(page, event.tier.notify, page.instant + event.offset)
            targets |= {key: target for key, target in paged.items() if target.crew or key not in targets}
            members |= {reached.member for reached in event.reached}
    return targets, members


def _is_reached(target: _Target, paged: dict[tuple[str, str], _Target], members: set[PageRecipient]) -> bool:
    """Return whether pages reach a target; they can reach a person through any rotation."""
    if target.key[0] == "Person":
        return any(member.kind == "person" and member.name == target.key[1] for member in members)
    actual = paged.get(target.key)
    people = {member[:2] for member in members}
    return actual is not None and bool(actual.crew) and all(member[:2] in people for member in actual.crew)


def _is_expected(member: PageRecipient, targets: Iterable[_Target]) -> bool:
    return any(member[:2] == each[:2] for target in targets for each in target.crew)


def _check_pages(page: _SimulatedPage | None, expected: ExpectedPage) -> ExpectationCheck:
    what = f"pages at {shown(expected.written)}"
    words = listed((shown(ref.written) for ref in expected.refs), most=20) or "nobody"
    if page is None:
        state: State = "failed" if expected.refs else "passed"
        return _build_check(what, state, words, "nobody (no escalation)", expected.place)
    targets = _resolve_targets(page, expected.refs, page.instant + expected.seconds)
    paged, members = _collect_reached(page, (event for event in page.events if event.offset == expected.seconds))
    is_met = all(_is_reached(target, paged, members) for target in targets.values()) and all(
        _is_expected(member, targets.values()) for member in members
    )
    is_known = all(target.is_known for target in (*targets.values(), *paged.values()))
    externals: list[PageRecipient] = []
    if not any(_is_contradicted(target, paged, members) for target in targets.values()):
        crews = (member for target in targets.values() for member in target.crew)
        externals = [member for member in (*members, *crews) if member.kind == "external"]
    actual = _format_targets(paged.values()) or f"nobody{_format_page_times(page.events) if targets else ''}"
    doubt = _find_doubt(page, externals)
    return _build_check(what, _get_state(is_met, is_known, doubt), words, actual, expected.place, doubt)


def _is_contradicted(target: _Target, paged: dict[tuple[str, str], _Target], members: set[PageRecipient]) -> bool:
    """Return whether pages do not reach a target, whoever is on call in other systems.

    Rotations are compared by reference.
    """
    return target.key[0] != "Person" and not _is_reached(target, paged, members)


class _Doubt(NamedTuple):
    """Why the result of a check is not proved."""

    basis: Basis
    because: str


_UNREADABLE = _Doubt("unknown", "a part of the path cannot be read")


def _find_doubt(page: _SimulatedPage, members: Iterable[PageRecipient]) -> _Doubt | None:
    """Return why it is not proved whom a page reaches; ``None`` if it is proved."""
    catalog, doubted = page.calendar.catalog, list(members)
    because = explain_unproved(catalog, doubted)
    return _Doubt(join_bases(find_basis(catalog, member) for member in doubted), because) if because else None


def _get_state(is_met: bool, is_known: bool, doubt: _Doubt | None = None) -> State:
    return "passed" if is_met else "failed" if is_known and doubt is None else "notJudged"


def _build_check(
    what: str, state: State, expected: str, found: str, place: Place, doubt: _Doubt | None = None
) -> ExpectationCheck:
    if state != "notJudged":
        return ExpectationCheck(what, state, expected, found, place)
    return ExpectationCheck(what, state, expected, found, place, *(doubt or _UNREADABLE))


def _format_targets(targets: Iterable[_Target]) -> str:
    """Return the targets and the people on call, for example ``rotation:storefront-primary (ana)``."""
    words = []
    for target in targets:
        names = listed(shown(member.name) for member in target.crew if member.kind != "external" and target.is_known)
        label = target.label if target.crew or target.key[0] == "Person" else f"nobody on call in {target.label}"
        words.append(f"{label} ({names})" if names and target.key[0] != "Person" else label)
    return listed(words, most=20)


def _format_page_times(events: Iterable[Event]) -> str:
    """Return the times of all pages, or why there are none."""
    if any(event.kind == "dropped" for event in events):
        return " (the page is dropped: no level has anybody on call)"
    offsets = dict.fromkeys(event.offset for event in events if event.kind == "page" and event.offset is not None)
    return f" (pages at {listed(map(format_offset, offsets))})" if offsets else ""


def _check_first_responder(page: _SimulatedPage | None, expectation: Expectation) -> ExpectationCheck:
    """Check the time to the first responder: met by people whom the catalog knows, or missed whoever is on call."""
    limit, place = expectation.human_within, expectation.at.at("expect").key("humanWithin")
    expected, most = (limit.text, limit.seconds) if limit else ("", 0)
    if page is None:
        return _build_check("humanWithin", "failed", expected, "never", place)
    human = _find_human(page, proved=True)
    if human is not None and human.seconds <= most:
        return _build_check("humanWithin", "passed", expected, _format_human(human), place)
    earliest = _find_human(page)
    doubt = _find_doubt(page, earliest.crew) if earliest and earliest.seconds <= most else None
    is_known = all(event.kind != "unknown" for event in page.events)
    actual = "unknown" if doubt else _format_human(earliest)
    return _build_check("humanWithin", _get_state(False, is_known, doubt), expected, actual, place, doubt)


def _find_human(page: _SimulatedPage, proved: bool = False) -> WokenPerson | None:
    return find_first_responder(page.calendar, page.policy, page.escalation, page.instant, proved=proved)


def _format_human(human: WokenPerson | None) -> str:
    if human is None:
        return "never"
    total = format_duration(human.seconds)
    return f"{total} ({format_sum(human)})" if human.terms else total


def _check_reach(page: _SimulatedPage | None, ref: Ref) -> ExpectationCheck:
    words = shown(ref.written)
    if page is None:
        return _build_check("reaches", "failed", words, "nobody (no escalation)", ref.place)
    is_met, is_known, labels = False, True, dict[str, None]()
    externals: list[PageRecipient] = []
    for event in page.events:
        if event.kind in ("unknown", "more") or (event.kind == "page" and event.offset is None):
            is_known = False
        paged, members = _collect_reached(page, [event])
        targets = _resolve_targets(page, [ref], page.instant + (event.offset or 0)).values()
        is_met = is_met or (bool(targets) and all(_is_reached(target, paged, members) for target in targets))
        is_known = is_known and all(target.is_known for target in (*targets, *paged.values()))
        labels |= dict.fromkeys(target.label for target in paged.values() if target.crew)
        if not any(_is_contradicted(target, paged, members) for target in targets):
            externals += [member for member in members if member.kind == "external"]
    actual = listed(labels, most=20) or f"nobody{_format_page_times(page.events)}"
    doubt = _find_doubt(page, externals)
    return _build_check("reaches", _get_state(is_met, is_known, doubt), words, actual, ref.place, doubt)
