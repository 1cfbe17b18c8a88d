"""A catalog → sorted diagnostics: runs the rules, stamps code and severity, turns key paths into lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from ownercat import rules
from ownercat.changes.values import Change
from ownercat.diagnostics import (
    Diagnostic,
    EntityId,
    Finding,
    Place,
    Pointer,
    Report,
    ReportBase,
    ResolvedRelated,
    Rule,
    RulePage,
    Severity,
    Span,
)
from ownercat.documents import secrets, source
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter._anchors import anchors
from ownercat.linter._caused import BaseFindings, caused
from ownercat.linter._fingerprints import Identity, RuleFinding, fingerprint, identity
from ownercat.linter.selection import RuleDecision, Selection, can_be_set_aside, decide
from ownercat.rules import Base, Context, Registered

SHOWN_PER_FILE = 100
SHOWN_PER_RULE = 1_000
DOCS = "https://ownercat.example/rules"


class LintOptions(NamedTuple):
    """How to lint: which rules, at which date (``None`` = timeless), and which paths to report (``None`` = all)."""

    selection: Selection = Selection()
    as_of: date | None = None
    reported: Callable[[str], bool] | None = None


class LintBase(NamedTuple):
    """Where a change began, as read: one tree, or several after criss-cross merges; the first is compared with.

    ``revision``: what was asked for. ``commits``: the trees' ids. All are judged by the policy of the revision.
    ``changes`` and ``unagreed``: see ``rules.Base``. ``agreements``: how many the change needs, if anybody knows.
    ``is_whole``: the trees and that policy could be read to the end.
    """

    revision: str
    commits: tuple[str, ...]
    bases: tuple[LoadedCatalog, ...]
    changes: tuple[Change, ...] = ()
    unagreed: tuple[Change, ...] = ()
    agreements: int | None = None
    is_whole: bool = True


def lint(loaded: LoadedCatalog, request: LintOptions) -> Report:
    """Run every rule that is on, and report errors first, then in order of path and position."""
    raised = _settle(_run(loaded, request), loaded.broken)
    if request.reported is not None:
        raised = [r for r in raised if request.reported(r.finding.place.path)]
    return _report(raised, loaded, _sources(loaded))


def compared(loaded: LoadedCatalog, against: LintBase, request: LintOptions) -> Report:
    """Run every rule that is on, and report only what was not so where the change began, at the change's own side."""
    first = against.bases[0]
    base = Base(first.catalog, first.policy, against.changes, against.unagreed)
    raised = _settle(_run(loaded, request, base), loaded.broken)
    codes = frozenset(r.rule.code for r in raised)
    # what one finding hides of another is no part of this: an old mistake may come to light by repairing a louder one
    before = [BaseFindings(each, list(_run(each, request, only=codes))) for each in against.bases]
    new, excused = caused(raised, loaded, before)
    anchored = anchors(new, loaded, first)
    if request.reported is not None:
        pairs = zip(new, anchored, strict=True)
        anchored = [now for was, now in pairs if any(request.reported(r.finding.place.path) for r in (was, now))]
    sources = {**_sources(first), **_sources(loaded)}
    report = _report(anchored, loaded, sources, excused)
    # an empty tree is no catalog, whatever its id
    found = ReportBase(against.revision, against.commits[0], not first.sources, against.agreements, against.is_whole)
    return replace(report, base=found)


def _sources(loaded: LoadedCatalog) -> dict[str, bytes]:
    return {**loaded.around, **loaded.sources}


def _report(
    raised: list[RuleFinding],
    loaded: LoadedCatalog,
    sources: Mapping[str, bytes],
    used: Mapping[Identity, int] | None = None,
) -> Report:
    """A report of findings; ``used``: how many of an identity there are beside these."""
    shown = _within_limits(raised)
    diagnostics = tuple(sorted(_resolve(shown, loaded, sources, used), key=lambda d: d.sort_key))
    counts = Counter(r.severity for r in raised)
    return Report(
        diagnostics=diagnostics,
        files=len(loaded.sources),
        documents=len(loaded.documents),
        services=loaded.services,
        suppressed=0,
        complete=loaded.complete,
        hidden=len(raised) - len(shown),
        counts={severity: counts.get(severity, 0) for severity in Severity},
        lines=_quoter(sources),
        by_rule=dict(Counter((r.rule.code, r.rule.name) for r in raised)),
        pages=_pages({r.rule.code for r in raised}),
    )


def _pages(codes: Collection[str]) -> Mapping[str, RulePage]:
    known = rules.registry()
    return {code: RulePage(r.rule.severity, r.page) for code, r in known.items() if code in codes}


def _quoter(sources: Mapping[str, bytes]) -> Callable[[str], tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}

    def lines(path: str) -> tuple[str, ...]:
        """The lines of a file that was read."""
        if path not in known:
            data = sources.get(path, b"")
            found = source.lines(path, data)
            # a finding about a secret must not be the place where it is read
            known[path] = tuple(secrets.hide("\n".join(found)).split("\n")) if secrets.suspicious(data) else found
        return known[path]

    return lines


def _run(
    loaded: LoadedCatalog, request: LintOptions, base: Base | None = None, only: Collection[str] | None = None
) -> Iterator[RuleFinding]:
    policy = loaded.policy.rules
    memo: dict[object, Any] = {}
    for registered in rules.registry().values():
        if only is not None and registered.rule.code not in only:
            continue
        decision = decide(registered.rule, policy, request.selection, timeless=request.as_of is None)
        if decision.severity is None:
            continue
        context = _context(loaded, registered.rule, request.as_of, memo, base)
        yield from _stamped(registered, decision, context)


def found_by(loaded: LoadedCatalog, codes: Iterable[str], as_of: date | None) -> dict[str, tuple[Finding, ...]]:
    """What single rules find in the whole catalog, whatever the policy selects; codes that no rule has are left out."""
    known, memo = rules.registry(), dict[object, Any]()
    wanted = [known[code] for code in codes if code in known]
    return {r.rule.code: tuple(r.check(_context(loaded, r.rule, as_of, memo))) for r in wanted}


def _stamped(registered: Registered, decision: RuleDecision, context: Context) -> Iterator[RuleFinding]:
    ignored = [
        paths
        for paths, names in context.policy.rules.overrides
        if can_be_set_aside(registered.rule) and (registered.rule.name in names or registered.rule.code in names)
    ]
    assert decision.severity is not None  # noqa: S101  # the caller left the others out
    for finding in registered.check(context):
        if not any(fnmatchcase(finding.place.path, pattern) for paths in ignored for pattern in paths):
            yield RuleFinding(registered.rule, Severity.INFO if finding.note else decision.severity, finding)


def _context(
    loaded: LoadedCatalog, rule: Rule, as_of: date | None, memo: dict[object, Any], base: Base | None = None
) -> Context:
    given: dict[str, Any] = {}
    for word in (rule.code, rule.name):
        given.update(loaded.policy.rules.options.get(word, {}))
    return Context(
        loaded.catalog,
        loaded.policy,
        as_of,
        loaded.faults,
        {**rule.options, **given},
        tracked=loaded.tracked,
        codeowners=loaded.codeowners,
        proofs=loaded.proofs,
        base=base,
        memo=memo,
    )


def _settle(raised: Iterable[RuleFinding], broken: frozenset[str]) -> list[RuleFinding]:
    """One mistake, one finding: an error in a file's text silences the rest about that file; at one place an
    error silences what is softer about the same value."""
    kept = [r for r in raised if r.finding.place.path not in broken or r.rule.code.startswith("SYN")]
    errors = {_spot(r.finding.place) for r in kept if r.severity is Severity.ERROR}
    return [
        r for r in kept if r.severity is Severity.ERROR or not _is_form(r.rule) or _spot(r.finding.place) not in errors
    ]


def _is_form(rule: Rule) -> bool:
    return rule.code.startswith(("SYN", "SCH"))


def _spot(place: Place) -> tuple[str, int, Pointer]:
    return (place.path, place.document, place.pointer)


def _within_limits(raised: list[RuleFinding]) -> list[RuleFinding]:
    """The findings that are shown: the loudest first, so many per file and per rule."""
    files: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    shown = []
    for item in sorted(raised, key=lambda r: -r.severity):
        path, code = item.finding.place.path, item.rule.code
        if files[path] < SHOWN_PER_FILE and codes[code] < SHOWN_PER_RULE:
            files[path] += 1
            codes[code] += 1
            shown.append(item)
    return shown


def _resolve(
    raised: list[RuleFinding], loaded: LoadedCatalog, sources: Mapping[str, bytes], used: Mapping[Identity, int] | None
) -> Iterator[Diagnostic]:
    if not raised:
        return
    spans = _spans(raised, sources)
    safe = secrets.redactor(sources.values())
    number = Counter(used or {})
    # in order, so that of two equal fingerprints the same one is counted second every time
    for item in sorted(raised, key=lambda r: (spans[r.finding.place], r.rule.code, r.finding.message)):
        found = identity(item, loaded.documents)
        number[found] += 1
        yield _diagnostic(item, spans, fingerprint(found, number[found]), safe)


def _diagnostic(item: RuleFinding, spans: Mapping[Place, Span], print_: str, safe: Callable[[str], str]) -> Diagnostic:
    """A finding with its lines; ``safe`` stars out what must not be read in a log."""
    finding = item.finding
    subject = finding.subject
    return Diagnostic(
        code=item.rule.code,
        name=item.rule.name,
        severity=item.severity,
        message=safe(finding.message),
        help=safe(finding.help),
        path=finding.place.path,
        span=spans[finding.place],
        pointer=safe(_written(finding.place.pointer)),
        subject=subject and EntityId(safe(subject.kind), safe(subject.name)),
        related=tuple(ResolvedRelated(r.place.path, spans[r.place], safe(r.message)) for r in finding.related),
        fingerprint=print_,
        url=f"{DOCS}/{item.rule.name}",
    )


def _spans(raised: list[RuleFinding], sources: Mapping[str, bytes]) -> dict[Place, Span]:
    """The span of every place that is named, one reading per file."""
    wanted: defaultdict[str, list[Place]] = defaultdict(list)
    for item in raised:
        for place in (item.finding.place, *(r.place for r in item.finding.related)):
            wanted[place.path].append(place)
    spans: dict[Place, Span] = {}
    for path, places in wanted.items():
        spans.update(source.locate(sources.get(path, b""), places))
    return spans


def _written(pointer: Pointer) -> str:
    """A JSON Pointer (RFC 6901)."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in pointer)
