"""The evidence for and against a change from all sources, and its authors."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from ownercat.changes.values import Side
from ownercat.diagnostics import Finding
from ownercat.errors import OwnercatError
from ownercat.model import EMPTY, Catalog, Duration
from ownercat.repository.git import history
from ownercat.repository.git.history import Commit
from ownercat.signoff.evidence import records, signers, trailers
from ownercat.signoff.evidence.comparing import Comparison
from ownercat.signoff.evidence.proposers import CO_AUTHOR, AuthorResolver, collect_authors
from ownercat.signoff.evidence.reviews import PullRequestReview, Reviews
from ownercat.signoff.identities import People
from ownercat.signoff.immutable import build_finding, list_altered_records
from ownercat.signoff.values import Emergency, Evidence, EvidenceLevel, Identity
from ownercat.text import shown

Asked = TypeVar("Asked")


class GatheredEvidence(NamedTuple, Generic[Asked]):
    """The evidence for a change.

    ``proposers``: the authors, by Person name if known, else by their own identity. ``seen``: the required approvals at
    each commit that evidence is about, because an approval applies only to them. ``faults``: findings about records
    that the change edits or removes.
    """

    evidence: tuple[Evidence, ...]
    proposers: frozenset[Identity]
    seen: Mapping[str, Asked] = EMPTY
    emergencies: tuple[Emergency, ...] = ()
    faults: tuple[Finding, ...] = ()


def gather_evidence(
    comparison: Comparison, at: datetime, ask: Callable[[Side, Side], Asked], reviews: Reviews | None = None
) -> GatheredEvidence[Asked]:
    """Gather the evidence from every source. ``at``: the time of the verdict; ``ask``: returns the required approvals.

    Raises ``IncompleteError`` if this clone does not contain the history of the change.
    """
    root, base, head = comparison.reader.root, comparison.base.commit, comparison.head_commit
    people = People(comparison.believed.catalog)
    keys = signers.build_keys(comparison.believed, people, at)
    before, after = comparison.before.catalog, comparison.after.catalog
    tip = comparison.authority.catalog
    commits = history.list_commits(root, base, head)
    names = AuthorResolver(people, reviews.accounts if reviews is not None else EMPTY)
    signed = trailers.list_trailer_evidence(root, base, head, commits, keys)
    seen, dated = _resolve_seen(comparison, ask, [*_list_review_evidence(root, reviews), *signed])
    return GatheredEvidence(
        evidence=(*dated, *records.list_record_evidence(before, after, tip, keys, people)),
        proposers=_list_commit_authors(comparison, commits, names) | _collect_author(reviews, names),
        seen=seen,
        emergencies=records.list_emergencies(before, after, tip, keys, people),
        faults=report_altered_records(before, after, at.date(), comparison.believed.policy.signoff.max_age),
    )


def list_authors(comparison: Comparison, user: str = "") -> frozenset[Identity]:
    """Return the authors of the commits of a change. ``user``: the email address of who changes the working tree."""
    names = AuthorResolver(People(comparison.believed.catalog))
    commits = history.list_commits(comparison.reader.root, comparison.base.commit, comparison.head_commit)
    own = frozenset({names.resolve(Identity("email", user))}) if user else frozenset()
    return _list_commit_authors(comparison, commits, names) | own


def _list_commit_authors(
    comparison: Comparison, commits: Sequence[Commit], names: AuthorResolver
) -> frozenset[Identity]:
    root, base, head = comparison.reader.root, comparison.base.commit, comparison.head_commit
    co_authors = history.collect_trailers(root, base, head, CO_AUTHOR)
    scopes = (comparison.origin.scope, comparison.head.scope)
    return collect_authors(root, scopes, history.add_changes(root, commits), co_authors, names)


def report_altered_records(before: Catalog, after: Catalog, on: date, max_age: Duration | None) -> tuple[Finding, ...]:
    """Return findings about edited and removed records; for the gate, an unreadable record counts as removed."""
    return tuple(map(build_finding, list_altered_records(before, replace(after, uncertain={}), on, max_age)))


def _collect_author(reviews: Reviews | None, names: AuthorResolver) -> frozenset[Identity]:
    return frozenset() if reviews is None else frozenset({names.resolve(reviews.author)})


def _list_review_evidence(root: Path, reviews: Reviews | None) -> Iterator[Evidence]:
    if reviews is not None:
        named = {review.commit for review in reviews.latest if review.commit}
        dates = history.read_commit_dates(root, history.collect_present_commits(root, named)) if named else {}
        yield from (_build_evidence(review, dates) for review in reviews.latest)


def _resolve_seen(
    comparison: Comparison, ask: Callable[[Side, Side], Asked], found: Iterable[Evidence]
) -> tuple[Mapping[str, Asked], list[Evidence]]:
    """Return the required approvals at the commit of each valid approval, and the evidence.

    If the required approvals at a commit are unknown, its evidence becomes stale.
    """
    seen: dict[str, Asked] = {}
    kept = []
    for evidence in found:
        problem = ""
        if evidence.decision == "approve" and not evidence.problem and evidence.commit not in seen:
            try:
                seen[evidence.commit] = ask(*comparison.build_sides(evidence.commit))
            except OwnercatError as error:
                problem = f"the required approvals at commit {evidence.commit[:12]} are unknown: {error.message}"
        kept.append(evidence._replace(problem=problem, problem_state="stale") if problem else evidence)
    return seen, kept


def _build_evidence(review: PullRequestReview, dates: Mapping[str, int]) -> Evidence:
    stale = "" if review.state == "rejected" else next(_list_staleness_reasons(review, dates), "")
    word = {"approved": "approval", "rejected": "rejection", "dismissed": "dismissed approval"}[review.state]
    return Evidence(
        level=EvidenceLevel.REVIEW,
        identity=review.who,
        decision="reject" if review.state == "rejected" else "approve",
        team="",
        service="",
        digest="",
        shown=f"{word} by {f'@{review.who.value}' if review.who.value else 'a deleted account'}",
        at=review.at,
        commit=review.commit,
        problem=stale,
        problem_state="stale",
    )


def _list_staleness_reasons(review: PullRequestReview, dates: Mapping[str, int]) -> Iterator[str]:
    """Yield why an approval does not apply to the current head. A rejection applies until it is withdrawn."""
    if review.state == "dismissed":
        yield "the approval was dismissed"
    if not review.commit:
        yield "the code host does not name the commit of the review"
    if review.commit not in dates:
        fetch = f"git fetch origin {review.commit}"
        commit = shown(review.commit[:12])
        yield f"it is for commit {commit}, which is not in this clone (run {fetch}, or ask for a new review)"
    elif review.at is not None and review.at < datetime.fromtimestamp(dates[review.commit], UTC):
        yield f"it is older than its commit {review.commit[:12]}"
