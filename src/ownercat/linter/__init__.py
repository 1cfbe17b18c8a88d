"""Run the rules on a catalog and return sorted diagnostics, with code, severity and lines."""

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
    Withheld,
)
from ownercat.documents import secrets, source
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter._anchors import anchor_findings
from ownercat.linter._caused import BaseFindings, find_caused
from ownercat.linter._fingerprints import Identity, RuleFinding, build_fingerprint, get_identity
from ownercat.linter.selection import Selection, can_be_set_aside, find_severity
from ownercat.oncall.basis import list_assumed
from ownercat.rules import Base, Context, Registered

SHOWN_PER_FILE = 100
SHOWN_PER_RULE = 1_000
DOCS = "https://ownercat.example/rules"


class LintOptions(NamedTuple):
    """How to lint: the selected rules, the date (``None`` = timeless), and the reported paths (``None`` = all)."""

    selection: Selection = Selection()
    as_of: date | None = None
    reported: Callable[[str], bool] | None = None


class LintBase(NamedTuple):
    """The loaded base of a comparison: one tree, or several after criss-cross merges; the first one is the reference.

    ``revision``: the revision as requested. ``commits``: the IDs of the trees. The policy of the revision applies to
    all of them. ``changes`` and ``unagreed``: see ``rules.Base``. ``agreements``: how many approvals the change
    requires; ``None`` if unknown. ``is_whole``: the trees and the policy could be loaded completely.
    """

    revision: str
    commits: tuple[str, ...]
    bases: tuple[LoadedCatalog, ...]
    changes: tuple[Change, ...] = ()
    unagreed: tuple[Change, ...] = ()
    agreements: int | None = None
    is_whole: bool = True


def lint(loaded: LoadedCatalog, request: LintOptions) -> Report:
    """Run every selected rule, and report errors first, then by path and position."""
    raised = _remove_consequences(_run_rules(loaded, request), loaded.broken)
    if request.reported is not None:
        raised = [r for r in raised if request.reported(r.finding.place.path)]
    return _build_report(raised, loaded, _collect_sources(loaded))


def compare_with_base(loaded: LoadedCatalog, against: LintBase, request: LintOptions) -> Report:
    """Run every selected rule, and report only findings that the base does not have, located in the files of the
    change.
    """
    first = against.bases[0]
    base = Base(first.catalog, first.policy, against.changes, against.unagreed)
    raised = _remove_consequences(_run_rules(loaded, request, base), loaded.broken)
    codes = frozenset(r.rule.code for r in raised)
    # compare unfiltered findings: fixing an error can reveal an old finding that the error had hidden
    before = [BaseFindings(each, list(_run_rules(each, request, only=codes))) for each in against.bases]
    new, excused = find_caused(raised, loaded, before)
    anchored = anchor_findings(new, loaded, first)
    if request.reported is not None:
        pairs = zip(new, anchored, strict=True)
        anchored = [now for was, now in pairs if any(request.reported(r.finding.place.path) for r in (was, now))]
    sources = {**_collect_sources(first), **_collect_sources(loaded)}
    report = _build_report(anchored, loaded, sources, excused)
    # an empty tree has no catalog
    report_base = ReportBase(
        against.revision, against.commits[0], not first.sources, against.agreements, against.is_whole
    )
    return replace(report, base=report_base)


def _collect_sources(loaded: LoadedCatalog) -> dict[str, bytes]:
    return {**loaded.around, **loaded.sources}


def _build_report(
    raised: list[RuleFinding],
    loaded: LoadedCatalog,
    sources: Mapping[str, bytes],
    used: Mapping[Identity, int] | None = None,
) -> Report:
    """Build a report of findings; ``used``: how many findings of an identity exist besides these."""
    withheld = [r for r in raised if r.finding.cause is not None]
    raised = [r for r in raised if r.finding.cause is None]
    shown = _limit(raised)
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
        lines=_build_quoter(sources),
        by_rule=dict(Counter((r.rule.code, r.rule.name) for r in raised)),
        pages=_collect_pages({r.rule.code for r in raised}),
        withheld=_count_withheld(withheld, sources),
        assumed=len(list_assumed(loaded.catalog)),
    )


def _count_withheld(findings: Iterable[RuleFinding], sources: Mapping[str, bytes]) -> tuple[Withheld, ...]:
    """Return how many findings each error withholds, by what they are about."""
    groups: dict[tuple[Place, EntityId | None, bool], list[RuleFinding]] = {}
    for item in findings:
        finding = item.finding
        if finding.cause is not None and item.severity > Severity.INFO:
            groups.setdefault((finding.cause, finding.subject, finding.missing is not None), []).append(item)
    spans = _locate_places([cause for cause, _, _ in groups], sources)
    found = (
        Withheld(
            sum(item.finding.extent if references else 1 for item in items),
            tuple(sorted({item.rule.code for item in items})),
            subject,
            references,
            cause.path,
            spans[cause].start.line,
        )
        for (cause, subject, references), items in groups.items()
    )
    return tuple(sorted(found, key=lambda each: (each.path, each.line, each.subject or ("", ""), each.rules)))


def _collect_pages(codes: Collection[str]) -> Mapping[str, RulePage]:
    known = rules.registry()
    return {code: RulePage(r.rule.severity, r.page) for code, r in known.items() if code in codes}


def _build_quoter(sources: Mapping[str, bytes]) -> Callable[[str], tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}

    def lines(path: str) -> tuple[str, ...]:
        """Return the lines of a loaded file."""
        if path not in known:
            data = sources.get(path, b"")
            file_lines = source.lines(path, data)
            # a finding about a secret must not show the secret
            known[path] = (
                tuple(secrets.hide("\n".join(file_lines)).split("\n")) if secrets.suspicious(data) else file_lines
            )
        return known[path]

    return lines


def _run_rules(
    loaded: LoadedCatalog, request: LintOptions, base: Base | None = None, only: Collection[str] | None = None
) -> Iterator[RuleFinding]:
    policy = loaded.policy.rules
    memo: dict[object, Any] = {}
    for registered in rules.registry().values():
        if only is not None and registered.rule.code not in only:
            continue
        severity = find_severity(registered.rule, policy, request.selection, timeless=request.as_of is None)
        if severity is None:
            continue
        context = _build_context(loaded, registered.rule, request.as_of, memo, base)
        yield from _list_findings(registered, severity, context)


def run_single_rules(loaded: LoadedCatalog, codes: Iterable[str], as_of: date | None) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of some rules for the whole catalog, whatever the policy selects.

    Unknown codes are ignored.
    """
    known, memo = rules.registry(), dict[object, Any]()
    wanted = [known[code] for code in codes if code in known]
    return {r.rule.code: tuple(r.check(_build_context(loaded, r.rule, as_of, memo))) for r in wanted}


def _list_findings(registered: Registered, severity: Severity, context: Context) -> Iterator[RuleFinding]:
    ignored = [
        paths
        for paths, names in context.policy.rules.overrides
        if can_be_set_aside(registered.rule) and (registered.rule.name in names or registered.rule.code in names)
    ]
    for finding in registered.check(context):
        if not any(fnmatchcase(finding.place.path, pattern) for paths in ignored for pattern in paths):
            most = Severity.INFO if finding.note else Severity.WARNING if finding.mild else Severity.ERROR
            yield RuleFinding(registered.rule, min(severity, most), finding)


def _build_context(
    loaded: LoadedCatalog, rule: Rule, as_of: date | None, memo: dict[object, Any], base: Base | None = None
) -> Context:
    options: dict[str, Any] = {}
    for word in (rule.code, rule.name):
        options.update(loaded.policy.rules.options.get(word, {}))
    return Context(
        loaded.catalog,
        loaded.policy,
        as_of,
        loaded.faults,
        {**rule.options, **options},
        tracked=loaded.tracked,
        codeowners=loaded.codeowners,
        proofs=loaded.proofs,
        base=base,
        elsewhere=loaded.elsewhere,
        links=loaded.links,
        memo=memo,
    )


def _remove_consequences(raised: Iterable[RuleFinding], broken: frozenset[str]) -> list[RuleFinding]:
    """Remove findings that follow from an error.

    An error in the syntax of a file removes all other findings of that file. At one location, an error removes warnings
    of the form rules about the same value.
    """
    kept = [r for r in raised if r.finding.place.path not in broken or r.rule.code.startswith("SYN")]
    errors = {_get_spot(r.finding.place) for r in kept if r.severity is Severity.ERROR}
    return [
        r
        for r in kept
        if r.severity is Severity.ERROR or not _is_form(r.rule) or _get_spot(r.finding.place) not in errors
    ]


def _is_form(rule: Rule) -> bool:
    return rule.code.startswith(("SYN", "SCH"))


def _get_spot(place: Place) -> tuple[str, int, Pointer]:
    return (place.path, place.document, place.pointer)


def _limit(raised: list[RuleFinding]) -> list[RuleFinding]:
    """Return the findings that are shown: the most severe first, up to the limits per file and per rule."""
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
    spans = _locate(raised, sources)
    safe = secrets.redactor(sources.values())
    number = Counter(used or {})
    # sorted, so that numbers of equal fingerprints are stable
    for item in sorted(raised, key=lambda r: (spans[r.finding.place], r.rule.code, r.finding.message)):
        finding_identity = get_identity(item, loaded.documents)
        number[finding_identity] += 1
        yield _build_diagnostic(item, spans, build_fingerprint(finding_identity, number[finding_identity]), safe)


def _build_diagnostic(
    item: RuleFinding, spans: Mapping[Place, Span], print_: str, safe: Callable[[str], str]
) -> Diagnostic:
    """Build a diagnostic with its lines; ``safe`` hides secrets in texts."""
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
        pointer=safe(_format_pointer(finding.place.pointer)),
        subject=subject and EntityId(safe(subject.kind), safe(subject.name)),
        related=tuple(ResolvedRelated(r.place.path, spans[r.place], safe(r.message)) for r in finding.related),
        fingerprint=print_,
        url=f"{DOCS}/{item.rule.name}",
        missing=finding.missing and EntityId(safe(finding.missing.kind), safe(finding.missing.name)),
    )


def _locate(raised: list[RuleFinding], sources: Mapping[str, bytes]) -> dict[Place, Span]:
    """Return the span of every named location, with one reading per file."""
    return _locate_places(
        [place for r in raised for place in (r.finding.place, *(each.place for each in r.finding.related))], sources
    )


def _locate_places(places: Iterable[Place], sources: Mapping[str, bytes]) -> dict[Place, Span]:
    wanted: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        wanted[place.path].append(place)
    spans: dict[Place, Span] = {}
    for path, wanted_places in wanted.items():
        spans.update(source.locate(sources.get(path, b""), wanted_places))
    return spans


def _format_pointer(pointer: Pointer) -> str:
    """Format a JSON Pointer (RFC 6901)."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in pointer)
