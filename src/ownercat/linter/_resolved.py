"""Turn findings into diagnostics with lines, fingerprints and no secrets."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ownercat.diagnostics import Diagnostic, EntityId, Fix, FixEdit, Place, Pointer, ResolvedRelated, Span
from ownercat.documents import secrets, source
from ownercat.documents.fixes import list_edits
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter._fingerprints import Identity, RuleFinding, build_fingerprint, get_identity

_RECORDS = ("SignOff", "BreakGlass", "Attestation")  # compared, because a kind can be any value
DOCS = "https://ownercat.example/rules"


def resolve_findings(
    raised: list[RuleFinding], loaded: LoadedCatalog, sources: Mapping[str, bytes], used: Mapping[Identity, int] | None
) -> Iterator[Diagnostic]:
    """Yield the diagnostic of each finding; ``used``: how many findings of an identity exist besides these."""
    if not raised:
        return
    spans = _locate(raised, sources)
    edits = _locate_edits(raised, sources)
    safe = secrets.redactor(sources.values())
    number = Counter(used or {})
    # sorted, so that numbers of equal fingerprints are stable
    for item in sorted(raised, key=lambda r: (spans[r.finding.place], r.rule.code, r.finding.message)):
        finding_identity = get_identity(item, loaded.documents)
        number[finding_identity] += 1
        print_ = build_fingerprint(finding_identity, number[finding_identity])
        fixes = item.finding.fixes
        found = [] if any(_is_record(fix.place, loaded) for fix in fixes) else [edits.get(id(fix)) for fix in fixes]
        whole = tuple(edit for edit in found if edit is not None)
        diagnostic = _build_diagnostic(item, spans, print_, safe)
        yield replace(diagnostic, edits=whole, fixes=fixes) if len(whole) == len(found) > 0 else diagnostic


def _is_record(place: Place, loaded: LoadedCatalog) -> bool:
    """Return whether a place is in a record, which is never edited."""
    data = loaded.documents.get((place.path, place.document))
    return isinstance(data, dict) and data.get("kind") in _RECORDS


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


def _locate_edits(raised: list[RuleFinding], sources: Mapping[str, bytes]) -> Mapping[int, FixEdit | None]:
    """Return the edit of each fix by the identity of its object, with one reading per file."""
    by_path: defaultdict[str, list[Fix]] = defaultdict(list)
    for fix in (fix for item in raised for fix in item.finding.fixes):
        by_path[fix.place.path].append(fix)
    return {
        id(fix): edit
        for path, fixes in by_path.items()
        for fix, edit in zip(fixes, list_edits(path, sources.get(path, b""), fixes), strict=True)
    }


def _locate(raised: list[RuleFinding], sources: Mapping[str, bytes]) -> dict[Place, Span]:
    """Return the span of every named location, with one reading per file."""
    return locate_places(
        [place for r in raised for place in (r.finding.place, *(each.place for each in r.finding.related))], sources
    )


def locate_places(places: Iterable[Place], sources: Mapping[str, bytes]) -> dict[Place, Span]:
    """Return the span of each location."""
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
