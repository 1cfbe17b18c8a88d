"""Run the rules on a catalog and return sorted diagnostics, with code, severity and lines."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ownercat import rules
from ownercat.changes.values import Change
from ownercat.diagnostics import (
    BaselineUse,
    EntityId,
    Finding,
    Place,
    Pointer,
    Report,
    ReportBase,
    Rule,
    RulePage,
    Severity,
    Suppressed,
    Withheld,
)
from ownercat.documents import secrets, source
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter._anchors import anchor_findings
from ownercat.linter._caused import BaseFindings, find_caused
from ownercat.linter._fingerprints import Identity, RuleFinding, get_identity
from ownercat.linter._known import SplitFindings, build_entries, list_prunable, split_known
from ownercat.linter._resolved import locate_places, resolve_findings
from ownercat.linter._silenced import SilencedFinding, Silencing, list_idle, silence
from ownercat.linter.selection import Selection, find_severity
from ownercat.model import Suppression
from ownercat.model.baseline import Baseline, BaselineEntry, build_baseline
from ownercat.oncall.basis import list_assumed
from ownercat.rules import Base, Context

_UNUSED = "GOV002"
SHOWN_PER_FILE = 100
SHOWN_PER_RULE = 1_000


class LintOptions(NamedTuple):
    """How to lint: the selected rules, the date (``None`` = timeless), the reported paths (``None`` = all), and the
    baseline (``None`` = there is none).
    """

    selection: Selection = Selection()
    as_of: date | None = None
    reported: Callable[[str], bool] | None = None
    baseline: Baseline | None = None


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
    raised, silenced = _raise_findings(loaded, request)
    split = split_known(raised, loaded.documents, request.baseline)
    use = _use_baseline(raised, split.reported, loaded, request)
    if request.reported is not None:
        split = SplitFindings(*([r for r in part if request.reported(r.finding.place.path)] for part in split))
        silenced = [each for each in silenced if request.reported(each.item.finding.place.path)]
    return _build_report(split, silenced, loaded, _collect_sources(loaded), use)


class BaselineReview(NamedTuple):
    """A baseline compared with the findings of a catalog. ``added`` and ``prunable``: entries to add and to remove.

    ``doubtful``: a file that cannot be read may have the findings of more entries.
    """

    added: tuple[BaselineEntry, ...]
    prunable: tuple[BaselineEntry, ...]
    doubtful: bool


def review_baseline(loaded: LoadedCatalog, request: LintOptions) -> BaselineReview:
    """Compare the baseline of a request with all findings."""
    baseline = request.baseline or build_baseline("", ())
    raised, _ = _raise_findings(loaded, request)
    found = build_entries(raised, loaded.documents, secrets.redactor(_collect_sources(loaded).values()))
    added = tuple(entry for entry in found if entry.key not in baseline.entries)
    prunable = list_prunable(raised, loaded.documents, baseline, _build_runs(loaded, request))
    split = split_known(raised, loaded.documents, baseline)
    return BaselineReview(added, tuple(prunable), _is_doubtful(split.reported, loaded))


def _use_baseline(
    raised: list[RuleFinding], reported: list[RuleFinding], loaded: LoadedCatalog, request: LintOptions
) -> BaselineUse | None:
    """Return how many entries can be pruned: none if a file that cannot be read may have their findings."""
    baseline = request.baseline
    if baseline is None:
        return None
    if _is_doubtful(reported, loaded):
        return BaselineUse(baseline.path, 0)
    return BaselineUse(
        baseline.path, len(list_prunable(raised, loaded.documents, baseline, _build_runs(loaded, request)))
    )


def _is_doubtful(reported: Iterable[RuleFinding], loaded: LoadedCatalog) -> bool:
    return not loaded.complete or any(_is_form(r.rule) and r.severity is Severity.ERROR for r in reported)


def _build_runs(loaded: LoadedCatalog, request: LintOptions) -> Callable[[str], bool]:
    """Return a function that says whether a rule ran; an unknown or protected rule counts, because nothing matches."""
    known = {word: each.rule for each in rules.registry().values() for word in (each.rule.code, each.rule.name)}

    def runs(word: str) -> bool:
        """Return whether entries of a rule without a finding are obsolete."""
        rule = known.get(word)
        if rule is None or rule.protected:
            return True
        timeless = request.as_of is None
        return find_severity(rule, loaded.policy.rules, request.selection, timeless=timeless) is not None

    return runs


def compare_with_base(loaded: LoadedCatalog, against: LintBase, request: LintOptions) -> Report:
    """Run every selected rule, and report only findings that the base does not have, located in the files of the
    change.
    """
    first = against.bases[0]
    base = Base(first.catalog, first.policy, against.changes, against.unagreed)
    raised, silenced = _raise_findings(loaded, request, base)
    codes = frozenset(r.rule.code for r in raised)
    # whether a suppression is unused depends on all rules
    only = None if _UNUSED in codes else codes
    # compare unfiltered findings: fixing an error can reveal an old finding that the error had hidden
    before = [BaseFindings(each, _silence_findings(each, request, only=only).reported) for each in against.bases]
    new, excused = find_caused(raised, loaded, before)
    unknown = split_known(raised, loaded.documents, request.baseline).reported
    use = _use_baseline(raised, unknown, loaded, request)
    # a finding of the base that is worse now is reported, even if the baseline has it
    worse = {get_identity(item, each.loaded.documents) for each in before for item in each.raised}
    known = split_known(new, loaded.documents, request.baseline, worse).known
    anchored = anchor_findings(new, loaded, first)
    pairs = list(zip(new, anchored, strict=True))
    if request.reported is not None:
        pairs = [pair for pair in pairs if any(request.reported(r.finding.place.path) for r in pair)]
        silenced = [each for each in silenced if request.reported(each.item.finding.place.path)]
    hidden = {id(item) for item in known}
    split = SplitFindings(
        [now for was, now in pairs if id(was) not in hidden], [now for was, now in pairs if id(was) in hidden]
    )
    sources = {**_collect_sources(first), **_collect_sources(loaded)}
    report = _build_report(split, silenced, loaded, sources, use, excused)
    # an empty tree has no catalog
    report_base = ReportBase(
        against.revision, against.commits[0], not first.sources, against.agreements, against.is_whole
    )
    return replace(report, base=report_base)


def _collect_sources(loaded: LoadedCatalog) -> dict[str, bytes]:
    return {**loaded.around, **loaded.sources}


def _build_report(
    split: SplitFindings,
    silenced: Sequence[SilencedFinding],
    loaded: LoadedCatalog,
    sources: Mapping[str, bytes],
    baseline: BaselineUse | None,
    used: Mapping[Identity, int] | None = None,
) -> Report:
    """Build a report of findings; ``used``: how many findings of an identity exist besides these."""
    withheld = [r for r in split.reported if r.finding.cause is not None]
    raised = [r for r in split.reported if r.finding.cause is None]
    shown = _limit(raised)
    before = Counter(used or {}) + Counter(get_identity(item, loaded.documents) for item in split.known)
    diagnostics = tuple(sorted(resolve_findings(shown, loaded, sources, before), key=lambda d: d.sort_key))
    counts = Counter(r.severity for r in raised)

    def list_suppressed() -> tuple[Suppressed, ...]:
        """Return the suppressed findings; only some formats need their lines."""
        known = resolve_findings(_limit(split.known), loaded, sources, used)
        found = [Suppressed(each, "baseline") for each in known]
        safe = secrets.redactor(sources.values())
        for each in silenced[:SHOWN_PER_RULE]:
            (one,) = resolve_findings([each.item], loaded, sources, used)
            found.append(Suppressed(one, each.by, safe(each.reason)))
        return tuple(sorted(found, key=lambda suppressed: suppressed.diagnostic.sort_key))

    return Report(
        diagnostics=diagnostics,
        files=len(loaded.sources),
        documents=len(loaded.documents),
        services=loaded.services,
        suppressed=len(split.known) + len(silenced),
        complete=loaded.complete,
        hidden=len(raised) - len(shown),
        counts={severity: counts.get(severity, 0) for severity in Severity},
        lines=_build_quoter(sources),
        by_rule=dict(Counter((r.rule.code, r.rule.name) for r in raised)),
        pages=_collect_pages({r.rule.code for r in [*raised, *split.known, *(each.item for each in silenced)]}),
        withheld=_count_withheld(withheld, sources),
        assumed=len(list_assumed(loaded.catalog)),
        baseline=baseline,
        list_suppressed=list_suppressed,
    )


def _count_withheld(findings: Iterable[RuleFinding], sources: Mapping[str, bytes]) -> tuple[Withheld, ...]:
    """Return how many findings each error withholds, by what they are about."""
    groups: dict[tuple[Place, EntityId | None, bool], list[RuleFinding]] = {}
    for item in findings:
        finding = item.finding
        if finding.cause is not None and item.severity > Severity.INFO:
            groups.setdefault((finding.cause, finding.subject, finding.missing is not None), []).append(item)
    spans = locate_places([cause for cause, _, _ in groups], sources)
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


def _raise_findings(
    loaded: LoadedCatalog, request: LintOptions, base: Base | None = None
) -> tuple[list[RuleFinding], list[SilencedFinding]]:
    """Return the findings to report without those that follow from an error, and the silenced ones."""
    found = _silence_findings(loaded, request, base)
    everything = [*found.reported, *(each.item for each in found.silenced)]
    kept = {id(item) for item in _remove_consequences(everything, loaded.broken)}
    return [r for r in found.reported if id(r) in kept], [each for each in found.silenced if id(each.item) in kept]


def _silence_findings(
    loaded: LoadedCatalog, request: LintOptions, base: Base | None = None, only: Collection[str] | None = None
) -> Silencing:
    """Run the rules, silence findings, and add a finding for each suppression that silences none."""
    stated = (*loaded.suppressions, *loaded.policy.rules.exceptions)
    raised = list(_run_rules(loaded, request, base, only))
    valid = [each for each in stated if each.is_effective(request.as_of)]
    found = silence(raised, loaded, valid)
    if not stated or (only is not None and _UNUSED not in only):
        return found
    problems = [each for each in stated if each.problem]
    doubtful = _is_doubtful(found.reported, loaded)
    idle = [] if doubtful else list_idle(valid, found.used, _build_runs(loaded, request))
    added = list(_run_rules(loaded, request, base, {_UNUSED}, (*problems, *idle)))
    return Silencing([*found.reported, *added], found.silenced, found.used)


def _run_rules(
    loaded: LoadedCatalog,
    request: LintOptions,
    base: Base | None = None,
    only: Collection[str] | None = None,
    unused: tuple[Suppression, ...] = (),
) -> Iterator[RuleFinding]:
    policy = loaded.policy.rules
    memo: dict[object, Any] = {}
    for registered in rules.registry().values():
        if only is not None and registered.rule.code not in only:
            continue
        severity = find_severity(registered.rule, policy, request.selection, timeless=request.as_of is None)
        if severity is None:
            continue
        context = replace(_build_context(loaded, registered.rule, request.as_of, memo, base), unused=unused)
        for finding in registered.check(context):
            most = Severity.INFO if finding.note else Severity.WARNING if finding.mild else Severity.ERROR
            yield RuleFinding(registered.rule, min(severity, most), finding)


def run_single_rules(loaded: LoadedCatalog, codes: Iterable[str], as_of: date | None) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of some rules for the whole catalog, whatever the policy selects.

    Unknown codes are ignored.
    """
    known, memo = rules.registry(), dict[object, Any]()
    wanted = [known[code] for code in codes if code in known]
    return {r.rule.code: tuple(r.check(_build_context(loaded, r.rule, as_of, memo))) for r in wanted}


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
        suppressions=(*loaded.suppressions, *loaded.policy.rules.exceptions),
        observations=loaded.observations,
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
