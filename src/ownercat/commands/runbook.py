"""``ownercat runbook``: Print the runbook for a symptom of a service."""

import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ownercat import answers
from ownercat.answers import UnknownName, matching
from ownercat.answers.book import AnswerContext, build_instant
from ownercat.answers.runbooks import RunbookPage, answer_runbook, find_runbook
from ownercat.commands import _output
from ownercat.commands._options import (
    answer_options,
    at_option,
    catalog_options,
    complete_names,
    snapshot_option,
    zone_option,
)
from ownercat.errors import Terminated, UsageError
from ownercat.model import Runbook, RunbookStep, Service
from ownercat.oncall.clock import to_datetime
from ownercat.oncall.stages import Stage, list_stages
from ownercat.oncall.walking import RunbookWalk, choose_next, compute_digest, name_step
from ownercat.oncall.wording import format_duration, format_place, format_soon
from ownercat.sessions import instants, partial, whole
from ownercat.sessions.whole import WholeCatalog
from ownercat.sessions.workspace import CatalogOptions, Workspace
from ownercat.text import clean, listed, shown
from ownercat.views import runbook_rows
from ownercat.views.terminal import measure_width, wrap

if TYPE_CHECKING:  # only a Markdown runbook has a text, and only a walk a state
    from ownercat.documents.markdown import MarkdownText
    from ownercat.sessions.walks import WalkFile

ANSWERED, NOTHING_FOUND = 0, 1
_YES = frozenset({"y", "yes"})
_YES_NO = _YES | {"n", "no"}
_DONE = frozenset({"", "d", "done", "y", "yes"})
_LONGEST_LINE = 4_000
_LONGEST_NAME = 63
_UNSAFE = re.compile(r"[^A-Za-z0-9-]")  # a name with errors can contain anything


class RunbookOptions(NamedTuple):
    """The options of `runbook`."""

    where: CatalogOptions
    at: str | None
    zone: str | None
    walk: bool
    resume: bool
    state: str | None
    record: str | None
    form: str
    verbose: bool
    quiet: bool


class _Found(NamedTuple):
    """A runbook with its page and its text (``None`` for a YAML runbook)."""

    service: Service
    runbook: Runbook
    page: RunbookPage
    text: "MarkdownText | None" = None


@click.command("runbook", epilog="Example: ownercat runbook payment charges-fail")
@click.argument("service", metavar="SERVICE", shell_complete=complete_names("Service"))
@click.argument("symptom", metavar="[SYMPTOM]", required=False)
@catalog_options
@snapshot_option
@at_option
@zone_option
@click.option("--walk", is_flag=True, help="Show one step at a time and record each result. ownercat runs no command.")
@click.option("--resume", is_flag=True, help="Continue an interrupted walk.")
@click.option("--state", metavar="FILE", help="The state file of the walk.  [default: walk-RUNBOOK.json]")
@click.option("--record", metavar="FILE", help="Write the Incident fragment to FILE.  [default: standard output]")
@answer_options("text", "json", "markdown")
def COMMAND(service: str, symptom: str | None, **values: Any) -> int:  # noqa: N802  # the one named constant of a command
    """Print the runbook for a symptom of a service.

    The output lists the steps with their commands, and the people who may authorize each step at that time.
    ownercat does not execute any step. Without SYMPTOM, ownercat prints the runbook for the most severe symptom.

    --walk shows one step at a time and asks the question of each checkpoint. ownercat saves each answer. --resume
    continues an interrupted walk. At the end, the walk writes a part of an Incident document.

    SERVICE is a service, alias, alert, symptom or path.

    Exit code: 0 printed or walked to the end, 1 no runbook found or walk aborted, 2 usage error, 3 no file of the
    catalog can be read, 130 walk interrupted.
    """
    options = RunbookOptions(**values)
    _check_options(options)
    workspace, warnings = partial.open_for_answer(options.where)
    zone = instants.parse_zone(options.zone)
    at = instants.parse_at(options.at, options.where.rev, zone)

    def add_instant(book: AnswerContext) -> AnswerContext:
        return book._replace(as_of=at.day, moment=build_instant(at.at), zone=zone)

    def rate(book: AnswerContext) -> str:
        unknown = _find(add_instant(book), service, symptom or "")[1]
        return "" if unknown else answers.rate_matches(book, [service])

    if options.walk or options.resume:  # other people are on call when the walk ends
        catalog = whole.read(workspace, options.where.rev, at.at)
    else:
        catalog = whole.read_needed(workspace, options.where.rev, at.at, [service], rate)
    book = add_instant(catalog.book)
    pages, unknown, missing = _find(book, service, symptom or "")
    found = [each._replace(text=_read_text(each.runbook.at.path, catalog)) for each in pages]
    messages = list(dict.fromkeys([*warnings, *catalog.warnings, *at.notes, *missing, *_list_errors(found)]))
    query = [service, symptom] if symptom else [service]
    if options.form == "json":
        from ownercat.views import runbook_page  # noqa: PLC0415  # one format of three is used

        results = [(each.page, each.text) for each in found]
        when = to_datetime(book.at, zone or "UTC")
        _output.write(runbook_page.render_json(query, when, results, unknown, messages, catalog.files))
    elif not options.walk and not options.resume:
        _write_pages(found, catalog, workspace, options)
    for message in messages if not options.quiet else missing:
        _output.warn(message)
    for word in unknown:
        _output.warn_unknown(word)
    if found and (options.walk or options.resume):
        return _walk(book, found, workspace, options)
    return ANSWERED if found else NOTHING_FOUND


def _check_options(options: RunbookOptions) -> None:
    """Refuse options that contradict each other."""
    is_walk = options.walk or options.resume
    if is_walk and (options.form != "text" or options.at):
        name = "--at" if options.at else f"--format {options.form}"
        raise UsageError(f"a walk cannot be combined with {name}", f"remove {name}")
    if not is_walk and (options.state or options.record):
        raise UsageError("--state and --record need a walk", "add --walk or --resume")


def _walk(book: AnswerContext, found: list[_Found], workspace: Workspace, options: RunbookOptions) -> int:
    """RunbookWalk through the only runbook of a query."""
    if len(found) > 1:
        names = listed(shown(each.service.name) for each in found)
        raise UsageError(f"a walk needs one service, and the query names {names}", "name the service")
    service, runbook = found[0].service, found[0].runbook
    if not runbook.steps:
        raise UsageError(f"{shown(runbook.label)} has no `steps` to walk through", "add `steps` to the runbook")
    from ownercat.sessions.walks import WalkFile  # noqa: PLC0415  # only a walk has a state

    file = WalkFile(workspace.root, options.state or f"walk-{_UNSAFE.sub('-', runbook.name)[:_LONGEST_NAME]}.json")
    if options.record is not None and _check_record(workspace, options.record) == file.path:
        raise UsageError(f"{shown(options.record)} is the state file of the walk", "name another --record FILE")
    if options.resume:
        walk = file.load(runbook, service.name)
    else:
        file.refuse_unfinished()
        page, now = found[0].page, _now()
        severity = page.severity or book.policy.severities[0].id
        walk = RunbookWalk(service.name, runbook.name, page.symptom, severity, compute_digest(runbook), now, now, 0)
    guide = _Guide(book, service, runbook, file, measure_width())
    try:
        file.save(walk)
        walk = guide.lead(walk)
    except (KeyboardInterrupt, Terminated):
        _output.warn(f"interrupted: the walk is kept in {shown(str(file.path))}; continue with --resume")
        raise
    if walk.stage is not None:
        _output.warn(f"aborted: the walk is kept in {shown(str(file.path))}; continue with --resume")
        return NOTHING_FOUND
    _write_record(walk, workspace, options.record)
    return ANSWERED


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write_record(walk: RunbookWalk, workspace: Workspace, path: str | None) -> None:
    from ownercat.repository import files  # noqa: PLC0415  # only a record is written
    from ownercat.views import walk_record  # noqa: PLC0415  # only a walk has a record

    text = walk_record.render(walk)
    if path is None:
        _output.write(text)
        return
    target = _check_record(workspace, path)
    if not files.create_file(target, text):  # created meanwhile
        raise UsageError(f"{shown(path)} exists", "write the record with --resume and another --record FILE")
    _output.write(f"wrote {shown(path)}\n")


def _check_record(workspace: Workspace, path: str) -> Path:
    """Return the path of a record; refuse one that exists or leads through a link of the repository."""
    from ownercat.repository import files  # noqa: PLC0415  # only a record is written

    target = Path.cwd() / path
    files.verify_target(workspace.root, target)
    if target.exists():
        raise UsageError(f"{shown(path)} exists", "name another --record FILE")
    return target


class _Aborted(Exception):
    """The person wrote `abort`, or the input ended."""


class _Guide(NamedTuple):
    """Leads a person through a runbook in plain lines. The state is saved after each answer."""

    book: AnswerContext
    service: Service
    runbook: Runbook
    file: "WalkFile"
    width: int

    def lead(self, walk: RunbookWalk) -> RunbookWalk:
        """Lead from the current stage to the end; return the walk as it is at the end, or when it is aborted."""
        stages = list_stages(self.runbook.steps)
        self.say(f"{shown(self.runbook.label)}: ownercat runs no command.")
        self.say("Write `note TEXT` to record a fact, and `abort` to stop; --resume continues.")
        try:
            while walk.stage is not None:
                walk = self.do_stage(walk, stages)
                self.file.save(walk)
        except _Aborted:
            return self.file.load(self.runbook, self.service.name)
        return walk

    def do_stage(self, walk: RunbookWalk, stages: Sequence[Stage]) -> RunbookWalk:
        """Show the steps of the current stage and ask for the answers; return the walk at the next stage."""
        number = walk.stage or 0
        stage = stages[number]
        self.show(stage, walk)
        answers: list[bool] = []
        for step in stage.steps:
            if step.checkpoint:
                walk, answer = self.ask(walk, step, f"{shown(step.checkpoint.ask, 400)} [yes/no] ", _YES_NO)
                answers.append(answer in _YES)
                walk = walk.note(_now(), step, f"{step.checkpoint.ask} {'yes' if answer in _YES else 'no'}".strip())
        if not answers:
            walk, _ = self.ask(walk, stage.steps[-1], "done? [Enter] ", _DONE)
            for step in stage.steps:
                walk = walk.note(_now(), step, "done")
        self.show_lateness(stage, walk)
        return walk._replace(stage=choose_next(stages, number, answers), since=_now())

    def show(self, stage: Stage, walk: RunbookWalk) -> None:
        """Show the steps of a stage, with the people who may authorize them now and the end of the timebox."""
        now = int(datetime.now(UTC).timestamp())
        book = self.book._replace(moment=build_instant(now))
        page = answer_runbook(book, self.service, self.runbook, walk.symptom)
        for step in stage.steps:
            answer = next(each for each in page.steps if each.place == step.place)
            self.say("")
            self.say(f"step {answer.number} of {len(page.steps)}: {name_step(step)}")
            for line in runbook_rows.list_lines(answer._replace(ask="")):  # the question comes last
                self.say(line.text, "  ", line.style == "command")
        if stage.seconds:
            zone = self.book.zone or "UTC"
            end = int(datetime.fromisoformat(walk.since).timestamp()) + stage.seconds
            until = f"{format_soon(end - end % 60, zone, now)} {format_place(zone)}"
            self.say(f"timebox: until {until}" if end > now else f"timebox: over since {until}", "  ")

    def show_lateness(self, stage: Stage, walk: RunbookWalk) -> None:
        """Say by how much the steps took longer than the timebox."""
        passed = (datetime.now(UTC) - datetime.fromisoformat(walk.since)).total_seconds()
        if stage.seconds and passed > stage.seconds:
            self.say(f"  the timebox was exceeded by {format_duration(passed - stage.seconds)}")

    def ask(
        self, walk: RunbookWalk, step: RunbookStep, prompt: str, accepted: frozenset[str]
    ) -> tuple[RunbookWalk, str]:
        """Return the answer of a person, and the walk with the notes before it; each note is saved."""
        while True:
            _output.write_part(clean(prompt))
            line = sys.stdin.readline(_LONGEST_LINE)
            if not sys.stdin.isatty():  # nobody sees the answer
                _output.write("\n")
            answer = line.strip()
            if not line or answer.casefold() == "abort":
                raise _Aborted
            if answer.casefold() in accepted:
                return walk, answer.casefold()
            if answer.casefold().startswith("note "):
                walk = walk.note(_now(), step, answer[len("note ") :].strip())
                self.file.save(walk)
            else:
                self.say("write yes or no" if "yes" in accepted else "press Enter if the step is done")

    def say(self, text: str, indent: str = "", is_command: bool = False) -> None:
        """Print a line, wrapped unless it is a command."""
        safe = clean(text)
        lines = [safe] if is_command or not safe else wrap(safe, self.width, f"{indent}  ", len(indent))
        body = "\n".join(lines)
        _output.write(f"{indent if safe else ''}{body}\n")


def _find(book: AnswerContext, word: str, symptom: str) -> tuple[list[_Found], list[UnknownName], list[str]]:
    """Return the runbook of each service that the word names, the words without a service, and what has none."""
    entities, unknown = answers.find_entities(book, [word])
    symptoms = {hit.entity.at: hit.symptom for hit in matching.find_matches(book, matching.parse_query(word))}
    found, missing = [], []
    for entity in entities:
        if isinstance(entity, Service):
            id = _find_symptom(entity, symptom) if symptom else symptoms.get(entity.at, "")
            runbook = find_runbook(book, entity, id)
            if runbook is None:
                missing.append(_format_missing(entity, id))
                continue
            found.append(_Found(entity, runbook, answer_runbook(book, entity, runbook, id)))
    return found, unknown, missing


def _list_errors(found: list[_Found]) -> list[str]:
    names = [shown(each.runbook.label) for each in found if not each.runbook.sound]
    return [f"{name} has errors: run `ownercat check`" for name in names]


def _read_text(path: str, catalog: WholeCatalog) -> "MarkdownText | None":
    if not path.endswith(".md"):
        return None
    from ownercat.documents.markdown import parse_file  # noqa: PLC0415  # most runbooks are YAML

    return parse_file(path, catalog.files.get(path, b""))


def _find_symptom(service: Service, word: str) -> str:
    """Return the id of the symptom with this id or alert; refuse a word that the service does not have."""
    for symptom in service.symptoms:
        if word.casefold() == symptom.id.casefold() or word in symptom.alerts:
            return symptom.id
    from ownercat.suggest import format_suggestion  # noqa: PLC0415  # only an unknown symptom needs it

    ids = [symptom.id for symptom in service.symptoms]
    others = f"use one of {listed(map(shown, ids), 'or')}" if ids else "leave SYMPTOM out"
    raise UsageError(f"{shown(service.label)} has no symptom {shown(word)}", format_suggestion(word, ids, others))


def _format_missing(service: Service, symptom: str) -> str:
    links = [shown(link.url) for link in service.links if link.type == "runbook" and link.url]
    more = f": it links to {listed(links)}" if links else ""
    what = f" for symptom {shown(symptom)}" if symptom else ""
    return f"{shown(service.label)} has no runbook{what} in the catalog{more}"


def _write_pages(found: list[_Found], catalog: WholeCatalog, workspace: Workspace, options: RunbookOptions) -> None:
    for each in found:
        if options.form == "markdown":
            from ownercat.views import runbook_page  # noqa: PLC0415  # one format of three is used

            _output.write(runbook_page.render_markdown(each.page, each.text))
            continue
        text = f"\n{runbook_rows.format_text(each.text.text, measure_width())}" if each.text and each.text.text else ""
        sheets = [runbook_rows.build_sheet(each.page)]
        _output.write(_output.render_sheets(sheets, catalog, workspace, options.verbose) + text)
