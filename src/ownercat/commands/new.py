"""``ownercat new``: Write a new document with everything that its tier requires."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from ownercat.commands import _output
from ownercat.commands._options import comparison_options, complete_names
from ownercat.documents import schema
from ownercat.errors import UsageError
from ownercat.model import Catalog, Policy, Team
from ownercat.sessions.additions import verify_addition
from ownercat.sessions.documents import LONGEST_NAME, NAME, NewDocument, build_name, quote_name
from ownercat.sessions.edits import build_path, create_all, refuse_existing
from ownercat.sessions.shifts import ALWAYS, RotationPlace, parse_place
from ownercat.sessions.templating import KINDS, DocumentAuthor, NewAnswers
from ownercat.sessions.walks import read_walked
from ownercat.sessions.workspace import CatalogOptions, Workspace, open_workspace
from ownercat.suggest import format_suggestion
from ownercat.text import clean, listed, shown

if TYPE_CHECKING:
    from ownercat.documents.loader import LoadedCatalog

WRITTEN, DECLINED = 0, 1
_NAME_LINE = re.compile(r"""^name: *["']?([^"'#\s]*).*$""", re.MULTILINE)
_TIERS = ("1", "2", "3", "4")
_OF_TEAM = frozenset({"Service", "Rotation", "Escalation", "Journey"})
_OF_SERVICE = frozenset({"SLA", "Runbook", "Expectation", "Drill", "Incident", "Journey"})
_OF_TIER = frozenset({"Service", "Escalation"})
_SERVICE_LINE = re.compile(r"""^services?: *\[?["']?([a-z0-9-]+)""", re.MULTILINE)
_NEXT = {
    "Service": "run ownercat who {name}",
    "Team": "run ownercat who {name}",
    "Person": "add {name} to `members` of a team",
    "Rotation": "run ownercat oncall {name}, and add rotation:{name} to `notify` of a level",
    "Escalation": "write `escalation: {name}` in its team or service, and run ownercat escalate SERVICE",
    "SLA": "run ownercat promises {service}",
    "Runbook": "run ownercat runbook {service}",
    "Journey": "run ownercat impact {service}",
    "Expectation": "run ownercat test {name}",
    "Drill": "run ownercat check",
    "Incident": "add the times that you know (startedAt, detectedAt, triggeredAt, acknowledgedAt, restoredAt, "
    "resolvedAt), and run ownercat metrics --service {service}",
    "Policy": "run ownercat policy",
}
_ELSEWHERE = {
    "SignOff": "run ownercat signoff approve",
    "BreakGlass": "see docs/sign-off.md",
    "Attestation": "run ownercat confirm",
}


class NewOptions(NamedTuple):
    """The options of `new`."""

    where: CatalogOptions
    team: str | None
    tier: str | None
    service: tuple[str, ...]
    person: tuple[str, ...]
    place: tuple[str, ...]
    hours: str | None
    from_walk: str | None
    yes: bool
    dry_run: bool


def _complete_kind(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(kind.lower()) for kind in KINDS if kind.lower().startswith(incomplete.lower())]


@click.command("new", epilog="Example: ownercat new service wishlist --team storefront --tier 2 --dry-run")
@click.argument("kind", metavar="KIND", shell_complete=_complete_kind)
@click.argument("name", metavar="[NAME]", required=False)
@comparison_options
@click.option("--team", metavar="TEAM", help="The owner.", shell_complete=complete_names("Team"))
@click.option("--tier", type=click.Choice(_TIERS), help="The tier of the service.  [default: 3]")
@click.option(
    "--service", metavar="SERVICE", multiple=True, shell_complete=complete_names("Service"),
    help="The service of an SLA, runbook, expectation, drill or incident. For a journey: repeatable.",
)  # fmt: skip
@click.option(
    "--person", metavar="PERSON", multiple=True, shell_complete=complete_names("Person"),
    help="A member of a team. Repeatable.",
)  # fmt: skip
@click.option(
    "--place", metavar="ZONE=PEOPLE", multiple=True,
    help="The people of a rotation and their time zone: Europe/Madrid=ana,bo. Repeat it to follow the sun.  [default: "
    "the members of the team]",
)  # fmt: skip
@click.option("--hours", metavar="HOURS", help='The hours of a rotation: 24x7, or "mon-fri 09:00-17:00".')
@click.option(
    "--from-walk",
    metavar="FILE",
    help="Write an incident from the file that `runbook --walk` wrote (--state or --record).",
)
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def COMMAND(kind: str, name: str | None, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Write a new document with everything that its tier requires.

    KIND is service, team, person, rotation, escalation, sla, runbook, journey, expectation, drill, incident or
    policy. A service also gets the SLA, the runbook and the escalation policy that its tier requires. Check each
    line with `# assumption`, because ownercat cannot know this fact. On a terminal, ownercat asks for missing
    values.

    The text comes from templates/KIND.yaml in the folder of the catalog if that file exists. ownercat writes the
    files only if `check` then reports no new error. ownercat never changes an existing file.

    Exit code: 0 written or shown, 1 declined, 2 usage error, or the name or the file exists, 3 some input cannot be
    read.
    """
    options = NewOptions(**values)
    kind = _find_kind(kind)
    workspace = open_workspace(options.where)
    loaded = workspace.load()
    if options.from_walk is not None:
        documents = [_build_from_walk(workspace, kind, options.from_walk, name)]
    else:
        desk = _Desk(DocumentAuthor(workspace, loaded), kind, options, _output.can_ask() and not options.yes)
        if name is None and not desk.can_ask:
            raise UsageError("the NAME of the new document is missing", f"ownercat new {kind.lower()} NAME")
        name = _verify_name(name or _output.ask(f"name of the {kind.lower()}: "))
        _refuse_second(loaded.catalog, kind, name)
        documents = desk.author.build(kind, desk.collect(name))
    return _write(workspace, loaded, documents, options)


def _find_kind(word: str) -> str:
    """Return a kind, written in any case."""
    kinds = {kind.lower(): kind for kind in schema.kinds()}
    if word.lower() not in kinds:
        known = f"use one of {listed((kind.lower() for kind in KINDS), 'or', most=20)}"
        raise UsageError(f"no kind has the name {shown(word)}", format_suggestion(word.lower(), list(kinds), known))
    kind = kinds[word.lower()]
    if kind not in KINDS:
        raise UsageError(f"ownercat new cannot write a {kind}", _ELSEWHERE.get(kind, "write the file"))
    return kind


def _verify_name(name: str) -> str:
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        help = f"use lower-case letters, digits and inner hyphens, at most {LONGEST_NAME} characters"
        near = build_name(name, LONGEST_NAME)
        raise UsageError(f"{shown(name)} is not a valid name", f"{help}{f': {near}' if near else ''}")
    return name


def _refuse_second(catalog: Catalog, kind: str, name: str) -> None:
    """Refuse a name that exists before any question, and a second policy."""
    existing = next(catalog.of(Policy), None) if kind == "Policy" else catalog.get(kind, name)
    if existing is not None:
        help = "edit that file" if kind == "Policy" else "choose another NAME"
        raise UsageError(f"{shown(existing.label)} exists already in {shown(existing.at.path)}", help)


class _Desk(NamedTuple):
    """Collects the answers for a new document: from options, from the catalog, else from a person."""

    author: DocumentAuthor
    kind: str
    options: NewOptions
    can_ask: bool

    @property
    def catalog(self) -> Catalog:
        return self.author.loaded.catalog

    def collect(self, name: str) -> NewAnswers:
        """Return the answers that the kind needs."""
        options, kind = self.options, self.kind
        services = self.choose_many("Service", options.service, "service") if kind in _OF_SERVICE else ()
        if len(services) > 1 and kind != "Journey":
            raise UsageError(f"a {kind.lower()} has one service", "give --service once")
        team = self.choose("Team", options.team, "team", self.find_owner(services)) if self.needs_team() else ""
        places = self.choose_places(team) if kind == "Rotation" else ()
        return NewAnswers(
            name=name,
            today=datetime.now(UTC).date(),
            team=team,
            tier=self.choose_tier() if kind in _OF_TIER else 3,
            services=services,
            people=self.choose_many("Person", options.person, "person") if kind == "Team" else (),
            places=places,
            hours=self.choose_hours(len(places)) if places else ALWAYS,
        )

    def needs_team(self) -> bool:
        return self.kind in _OF_TEAM or self.kind == "SLA"

    def find_owner(self, services: Sequence[str]) -> str:
        """Return the owner of the first service, as the default."""
        service = self.catalog.entities.get(("Service", services[0])) if services else None
        team = self.catalog.team(getattr(service, "owner", None))
        return team.name if team else ""

    def choose(self, kind: str, given: str | None, option: str, default: str = "") -> str:
        """Return the name of one entity: the option, the default, the only one of the catalog, or an answer."""
        names = sorted(name for each, name in self.catalog.entities if each == kind)
        if not given:
            default = default or (names[0] if len(names) == 1 else "")
            given = self.ask(f"{option}{f' [{default}]' if default else ''}: ", default)
        if not given:
            raise UsageError(
                f"a new {self.kind.lower()} needs a {option}",
                f"add --{option} with one of {listed(map(shown, names), 'or')}" if names else f"write a {kind} first",
            )
        return self.find(kind, given, option)

    def find(self, kind: str, word: str, option: str) -> str:
        found = self.catalog.get(kind, word) or self.catalog.aliases.get((kind, word))
        if found is None:
            names = sorted(name for each, name in self.catalog.entities if each == kind)
            known = f"use one of {listed(map(shown, names), 'or')}" if names else f"write a {kind} first"
            raise UsageError(f"no {option} has the name {shown(word)}", format_suggestion(word, names, known))
        return found.name

    def choose_many(self, kind: str, given: Sequence[str], option: str) -> tuple[str, ...]:
        if given:
            return tuple(dict.fromkeys(self.find(kind, word, option) for word in given))
        return (self.choose(kind, None, option),)

    def choose_tier(self) -> int:
        word = self.options.tier or self.ask("tier, 1 (most critical) to 4 [3]: ", "3")
        if word not in _TIERS:
            raise UsageError(f"{shown(word)} is not a tier", "use 1, 2, 3 or 4")
        return int(word)

    def choose_places(self, team: str) -> tuple[RotationPlace, ...]:
        """Return the places of a rotation; by default, the members of the team in their most frequent time zone."""
        entity = self.catalog.get("Team", team)
        guess = self.author.guess_place(entity) if isinstance(entity, Team) else RotationPlace("UTC", ())
        default = f"{guess.zone}={','.join(guess.people)}" if guess.people else ""
        texts = list(self.options.place)
        while not texts or (self.can_ask and not self.options.place):
            hint = f" [{default}]" if default and not texts else " (empty: no more)" if texts else ""
            answer = self.ask(f"time zone and people{hint}: ", "" if texts else default)
            if not answer:
                break
            texts.append(answer)
        if not texts:
            raise UsageError(f"team {shown(team)} has no active members", "add --place ZONE=PERSON,PERSON")
        return tuple(guess if text == default else self.find_place(text) for text in texts)

    def find_place(self, text: str) -> RotationPlace:
        place = parse_place(text)
        return place._replace(people=tuple(self.find("Person", name, "person") for name in place.people))

    def choose_hours(self, places: int) -> str:
        return self.options.hours or (ALWAYS if places > 1 else self.ask(f"hours [{ALWAYS}]: ", ALWAYS))

    def ask(self, question: str, default: str) -> str:
        return (_output.ask(question) if self.can_ask else "") or default


def _build_from_walk(workspace: Workspace, kind: str, path: str, name: str | None) -> NewDocument:
    """Return the Incident of a walk, with another name if there is one."""
    if kind != "Incident":
        raise UsageError(f"--from-walk writes an incident, not a {kind.lower()}", "use ownercat new incident")
    walked = read_walked(path)
    from ownercat.views import walk_record  # noqa: PLC0415  # only an incident has a walk

    text = walked if isinstance(walked, str) else walk_record.render(walked)
    written = _NAME_LINE.search(text)
    name = _verify_name(name or (written[1] if written else ""))
    text = _NAME_LINE.sub(f"name: {quote_name(name)}", text, count=1)
    return NewDocument("Incident", name, build_path(workspace, f"incidents/{name}.yaml"), text)


def _write(workspace: Workspace, before: "LoadedCatalog", documents: Sequence[NewDocument], options: NewOptions) -> int:
    """Check the new documents together with the catalog, then show or create them."""
    files = {document.path: document.text for document in documents}
    for document in documents:
        refuse_existing(workspace, before.catalog, document.kind, document.name, [document.path], "choose another NAME")
    verify_addition(workspace, before, files)
    must_confirm = _output.can_ask() and not options.yes
    if options.dry_run or must_confirm:
        for path, text in files.items():
            _output.write(f"{shown(path)}:\n" + "".join(f"  {clean(line)}\n" for line in text.splitlines()) + "\n")
    if options.dry_run or (must_confirm and not _output.confirm("write these files?")):
        _output.write("nothing was written\n")
        return WRITTEN if options.dry_run else DECLINED
    create_all(workspace, files)
    _output.write("".join(f"wrote {shown(path)}\n" for path in files))
    _output.write(f"next: {_explain_next(documents[0], any('# assumption' in text for text in files.values()))}\n")
    return WRITTEN


def _explain_next(document: NewDocument, is_assumed: bool) -> str:
    """Return what to do with a new document, and the command that shows the result."""
    service = _SERVICE_LINE.search(document.text)
    step = _NEXT[document.kind].format(name=document.name, service=service[1] if service else "SERVICE")
    return f"correct what is marked with `# assumption`, then {step}" if is_assumed else step
