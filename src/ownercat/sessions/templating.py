"""New documents from templates, with the keys that the template leaves out and the catalog decides."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files as package_files
from typing import NamedTuple

from ownercat.documents.loader import LoadedCatalog
from ownercat.errors import UsageError
from ownercat.linter.scores.demands import DEMANDS, collect_facts, list_required
from ownercat.model import SLA, Escalation, Person, Policy, Rotation, Runbook, Service, Team
from ownercat.oncall import paths
from ownercat.oncall.playbooks import covers
from ownercat.sessions.additions import load_with
from ownercat.sessions.documents import LONGEST_NAME, NewDocument, build_name, format_names, quote_name
from ownercat.sessions.edits import build_path
from ownercat.sessions.shifts import RotationPlace, render_layers
from ownercat.sessions.workspace import Workspace
from ownercat.text import listed, shown

_FILES = {
    "Service": "services/{name}/ownership",
    "SLA": "services/{service}/sla",
    "Runbook": "services/{service}/runbook",
    "Team": "teams/{name}",
    "Person": "people/{name}",
    "Rotation": "rotations/{name}",
    "Escalation": "escalations/{name}",
    "Journey": "journeys/{name}",
    "Expectation": "expectations/{name}",
    "Drill": "drills/{name}",
    "Incident": "incidents/{name}",
    "Policy": "policy",
}
KINDS = tuple(_FILES)
_SEVERAL = frozenset({"SLA", "Runbook"})
_PLACEHOLDER = re.compile(r"\{\{ *(\w+) *\}\}")
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_KEY = re.compile(r"^(?=\w+:)", re.MULTILINE)
_PARTS = {  # requirement → key of a service
    "roles": "roles", "decisions": "authorise", "telemetry": "telemetry", "testing": "testing", "rollback": "change",
    "capacity": "capacity", "review": "review",
}  # fmt: skip
_LEVELS = ("on-call", "second", "third")
_WAKING = ("push", "phone")


class NewAnswers(NamedTuple):
    """What a new document needs to know. Which of them are filled depends on the kind."""

    name: str
    today: date
    team: str = ""
    tier: int = 3
    services: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[RotationPlace, ...] = ()
    hours: str = "24x7"


class DocumentAuthor(NamedTuple):
    """Builds new documents for a catalog."""

    workspace: Workspace
    loaded: LoadedCatalog

    @property
    def policy(self) -> Policy:
        """Return the effective policy."""
        return self.loaded.policy

    def build(self, kind: str, answers: NewAnswers) -> list[NewDocument]:
        """Return a new document of a kind; with the documents that it requires."""
        if kind == "Escalation":
            return self._build_pages(answers)
        document = self._build_one(kind, answers)
        return self._build_service(document, answers) if kind == "Service" else [document]

    def _build_one(self, kind: str, answers: NewAnswers) -> NewDocument:
        text = self._fill(kind.lower(), answers)
        for key, value in self._list_computed(kind, answers):
            if not re.search(rf"^{key}:", text, re.MULTILINE):
                text += value
        service = answers.services[0] if answers.services else ""
        inside = _FILES[kind].format(name=answers.name, service=build_name(service, LONGEST_NAME))
        path = build_path(self.workspace, f"{inside}.yaml")
        if kind in _SEVERAL and path in self.loaded.sources:  # the first one of a service has the short name
            path = build_path(self.workspace, f"{inside}-{answers.name}.yaml")
        return NewDocument(kind, answers.name, path, text)

    def _fill(self, stem: str, answers: NewAnswers) -> str:
        """Return a template with its placeholders filled in; nothing else is evaluated."""
        own = build_path(self.workspace, f"templates/{stem}.yaml")
        content = next(iter(self.workspace.tree.read([own])), None)
        if content is not None and content.problem:
            raise UsageError(f"template {shown(own)} cannot be read: {content.problem}", "put a regular file there")
        text = content.data.decode("utf-8", "replace") if content else _read_built_in(stem)
        values = {
            "name": answers.name,
            "team": answers.team,
            "tier": str(answers.tier),
            "today": answers.today.isoformat(),
            "service": answers.services[0] if answers.services else "",
        }
        return _PLACEHOLDER.sub(lambda found: _get_value(values, found[1], own), text)

    def _list_computed(self, kind: str, answers: NewAnswers) -> Iterator[tuple[str, str]]:
        """Yield the keys of a kind that depend on the catalog, with their text."""
        if kind == "Team":
            yield "members", f"members: {format_names(answers.people)}\n"
        elif kind == "Person" and (channels := self._list_waking()):
            yield "contacts", f"contacts: {format_names(channels)}  # assumption: what reaches the person\n"
        elif kind == "Rotation":
            yield "layers", render_layers(answers.places, answers.hours, answers.today)
        elif kind == "Escalation":
            yield from self._list_levels(answers)
        elif kind == "SLA":
            yield from self._list_targets(answers.services[0])
        elif kind == "Runbook":
            yield from self._list_covers(answers.services[0])
        elif kind == "Journey":
            yield "steps", "steps:\n" + "".join(f"  - service: {quote_name(name)}\n" for name in answers.services)
        elif kind == "Expectation":
            yield "expect", f"expect: {{policy: {quote_name(self._get_policy(answers.services[0]))}}}\n"
        elif kind == "Incident":
            yield "severity", f"severity: {quote_name(self.policy.severities[0].id)}  # assumption\n"

    # --- service ---

    def _build_service(self, document: NewDocument, answers: NewAnswers) -> list[NewDocument]:
        """Return a service with the keys and the documents that its tier requires and that are missing."""
        loaded = load_with(self.workspace, {document.path: document.text})
        service = loaded.catalog.get("Service", answers.name)
        if not isinstance(service, Service):
            return [document]
        facts = collect_facts(loaded)
        required = list(list_required(self.policy, service))
        unmet = [word for word in required if DEMANDS[word].evidence(facts, service) is None]
        blocks = {part.partition(":")[0]: part for part in _KEY.split(self._fill("tier", answers))}
        text = document.text + "".join(blocks[_PARTS[word]] for word in unmet if word in _PARTS)
        own = answers._replace(services=(answers.name,))
        pages, others = self._choose_pages(service, required, own)
        text += f"escalation: {quote_name(pages)}\n" if pages else ""
        for word, kind, end in (("sla", "SLA", "for-customers"), ("runbook", "Runbook", "recovery")):
            if word in unmet:
                others.append(self._build_one(kind, own._replace(name=f"{answers.name}-{end}")))
        return [document._replace(text=text), *others]

    def _choose_pages(
        self, service: Service, required: list[str], answers: NewAnswers
    ) -> tuple[str, list[NewDocument]]:
        """Return the policy to name in a service, and the documents to write for it; "" if the service needs none."""
        catalog, policy = self.loaded.catalog, self.policy
        ways = [way.policy for way in paths.list_ways(catalog, policy, service)]
        current = next((each for each in ways if each is not None), None)
        if "escalation" not in required or service.routes:
            return "", []
        if current is not None and self._has_enough(current, service.tier, required):
            return "", []
        owner = catalog.team(service.owner)
        used = (catalog.get("Escalation", key) for key in paths.collect_major_uses(catalog, policy))
        others = [each for each in used if isinstance(each, Escalation) and catalog.team(each.team) is owner]
        found = next((each.name for each in others if self._has_enough(each, service.tier, required)), "")
        documents = [] if found else self._build_pages(answers._replace(name=f"{answers.name}-pages"))
        return found or documents[0].name, documents

    def _has_enough(self, escalation: Escalation, tier: int, required: list[str]) -> bool:
        chain = paths.list_chain(self.loaded.catalog, escalation)
        levels = sum(len(each.tiers) for each in chain)
        return levels >= self._count_levels(tier) and (escalation.failsafe is not None or "failsafe" not in required)

    def _build_pages(self, answers: NewAnswers) -> list[NewDocument]:
        """Return an escalation policy, and the rotation of its team if the team has none."""
        team = self.loaded.catalog.get("Team", answers.team)
        documents = [self._build_one("Escalation", answers)]
        if isinstance(team, Team) and self._must_begin_rotation(team):
            own = answers._replace(name=f"{team.name}-primary", places=(self.guess_place(team),))
            documents.append(self._build_one("Rotation", own))
        return documents

    # --- escalation ---

    def _count_levels(self, tier: int) -> int:
        known = self.policy.tiers.get(tier)
        return max(1, known.escalation_tiers if known else 1)

    def _must_begin_rotation(self, team: Team) -> bool:
        return not paths.collect_primaries(self.loaded.catalog).get(team.key) and bool(self._list_members(team))

    def _list_levels(self, answers: NewAnswers) -> Iterator[tuple[str, str]]:
        targets = self._list_targets_of(answers)
        channels, inform = self._list_waking(), format_names(self.policy.required_info)
        lines = ["tiers:\n"]
        for number in range(self._count_levels(answers.tier)):
            name = _LEVELS[number] if number < len(_LEVELS) else f"level-{number + 1}"
            target = targets[min(number, len(targets) - 1)]
            via = f"via: {format_names(channels)}, " if channels else ""
            lines.append(f"  - {{name: {name}, notify: [{target}], {via}wait: 5m,\n     inform: {inform}}}\n")
        yield "tiers", "".join(lines)
        tier = self.policy.tiers.get(answers.tier)
        spare = [each.id for each in self.policy.channels.values() if each.wakes and each.id not in channels]
        if tier and "failsafe" in tier.requires and spare:
            yield "failsafe", f"failsafe: {{via: [{quote_name(spare[0])}], to: {targets[0]}, after: 10m}}\n"

    def _list_targets_of(self, answers: NewAnswers) -> list[str]:
        """Return whom the levels page, one after the other: rotations of the team, then its lead and its members."""
        catalog = self.loaded.catalog
        team = catalog.get("Team", answers.team)
        if not isinstance(team, Team):
            return [f"team:{answers.team}"]
        rotations = [each for each in catalog.of(Rotation) if catalog.team(each.team) is team and each.sound]
        roles = {"primary": 0, "secondary": 1}
        ordered = sorted((each for each in rotations if each.role in roles), key=lambda each: roles[each.role])
        names = [f"rotation:{each.name}" for each in ordered]
        if self._must_begin_rotation(team):
            names.insert(0, f"rotation:{team.name}-primary")
        lead = catalog.person(team.lead)
        people = [*([lead] if lead and lead.sound else []), *self._list_members(team)]
        return list(dict.fromkeys([*names, *(f"person:{each.name}" for each in people)])) or [f"team:{team.name}"]

    def _list_members(self, team: Team) -> list[Person]:
        found = [self.loaded.catalog.person(ref) for ref in team.members]
        return [each for each in found if each is not None and each.sound and each.active and not each.bot]

    def guess_place(self, team: Team) -> RotationPlace:
        """Return the active members of a team, in the time zone of most of them."""
        members = self._list_members(team)
        zones = [each.time_zone for each in members if each.time_zone]
        zone = max(dict.fromkeys(zones), key=zones.count, default="UTC")
        return RotationPlace(zone, tuple(each.name for each in members), assumed=not zones)

    def _list_waking(self) -> list[str]:
        """Return the channels of a page: one that wakes of each usual medium, else any that wakes."""
        waking = [each for each in self.policy.channels.values() if each.wakes]
        usual = [next((each.id for each in waking if each.medium == medium), "") for medium in _WAKING]
        return [id for id in usual if id] or [each.id for each in waking[:1]]

    # --- SLA, runbook, expectation ---

    def _list_targets(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield targets for the major severities; a second SLA of a service is a draft, which promises nothing yet."""
        major = [each.id for each in self.policy.severities if each.major] or [self.policy.severities[0].id]
        targets = [f"  {id}: {{ack: {15 << i}m, restore: {4 << 2 * i}h}}\n" for i, id in enumerate(major[:2])]
        yield "targets", f"targets:  # assumption: write what you can promise\n{''.join(targets)}"
        others = (self.loaded.catalog.service(each.service) for each in self.loaded.catalog.of(SLA))
        if any(each is not None and each.name == name for each in others):
            yield "status", "status: draft  # the service has another SLA: compare them, then publish this one\n"

    def _list_covers(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the first symptom of a service that no runbook covers."""
        catalog = self.loaded.catalog
        service = catalog.get("Service", name)
        books = [each for each in catalog.of(Runbook) if catalog.service(each.service) is service]
        for symptom in service.symptoms if isinstance(service, Service) else ():
            if not any(covers(self.policy, each, symptom) for each in books):
                yield "covers", f"covers: [{{symptom: {quote_name(symptom.id)}}}]\n"
                return

    def _get_policy(self, name: str) -> str:
        service = self.loaded.catalog.get("Service", name)
        escalation = (
            paths.find_escalation(self.loaded.catalog, self.policy, service, self._get_worst(service))
            if isinstance(service, Service)
            else None
        )
        if not isinstance(escalation, Escalation):
            raise UsageError(f"service {shown(name)} has no escalation policy to test", "add `escalation:` to it")
        return escalation.name

    def _get_worst(self, service: Service) -> str:
        return self.policy.worst([symptom.severity for symptom in service.symptoms])


def _read_built_in(stem: str) -> str:
    return package_files("ownercat.sessions").joinpath("templates", f"{stem}.yaml").read_text(encoding="utf-8")


def _get_value(values: Mapping[str, str], key: str, path: str) -> str:
    if key not in values:
        known = listed((f"{{{{ {each} }}}}" for each in values), most=9)
        raise UsageError(f"template {shown(path)} has an unknown placeholder: {{{{ {shown(key)} }}}}", f"use {known}")
    if not values[key]:
        raise UsageError(f"template {shown(path)} needs {{{{ {key} }}}}", f"add --{key}")
    if not _SAFE.fullmatch(values[key]):  # a document with errors or in another format can have any name
        raise UsageError(f"a template cannot contain the {key} {shown(values[key])}", "choose one with a plain name")
    return values[key]
