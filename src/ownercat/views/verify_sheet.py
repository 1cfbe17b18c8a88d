"""``verify`` as pages: one for each source, with the facts that its snapshots contradict or do not show."""

from collections.abc import Iterator

from ownercat.reality.verifying import UsedSnapshot, Verification, VerifiedSource
from ownercat.text import plural, shown
from ownercat.views.rows import Line, Sheet


def build_sheets(found: Verification, verbose: bool) -> list[Sheet]:
    """Build the pages; with ``verbose``, also the facts that no snapshot shows."""
    sheets = [_build_source(each, verbose) for each in found.sources]
    if found.ignored:
        notes = tuple(Line(shown(each.reason, 400), sign="missing") for each in found.ignored)
        sheets.append(Sheet(("ignored files",), notes=notes))
    return sheets


def _build_source(source: VerifiedSource, verbose: bool) -> Sheet:
    head = (
        source.title,
        f"{source.confirmed} confirmed",
        f"{source.contradicted} contradicted",
        f"{source.unseen} unseen",
    )
    about = tuple(Line(text, style="dim") for text in _list_snapshots(source.snapshots, verbose))
    lines = [
        Line(shown(fact.message, 400), fact.place, sign="missing" if fact.result == "contradicted" else "")
        for fact in source.facts
        if fact.message and (verbose or fact.result == "contradicted")
    ]
    return Sheet(head, about=about, notes=tuple(lines))


def _list_snapshots(snapshots: tuple[UsedSnapshot, ...], verbose: bool) -> Iterator[str]:
    """Yield when the snapshots were fetched: the oldest usable one, and each old one; with ``verbose``, each file."""
    usable = [each for each in snapshots if each.state == "usable"]
    if verbose:
        yield from (
            f"{shown(each.path)} ({shown(each.call)}) fetched {_format(each)}, {each.state}" for each in snapshots
        )
        return
    if usable:
        oldest = min(usable, key=lambda each: each.fetched_at)
        yield f"{plural(len(usable), 'snapshot')}, fetched {'' if len(usable) == 1 else 'from '}{_format(oldest)}"
    for each in snapshots:
        if each.state == "stale":
            yield f"{shown(each.path)} is too old: fetched {_format(each)}"


def _format(snapshot: UsedSnapshot) -> str:
    """``2026-12-01 09:00 UTC``."""
    return f"{snapshot.fetched_at[:10]} {snapshot.fetched_at[11:16]} UTC"
