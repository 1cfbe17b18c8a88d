"""Everything that speaks for or against a change, from all sources, and who proposed it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ownercat import git
from ownercat.changes.values import Side
from ownercat.diagnostics import Finding
from ownercat.errors import IncompleteError, OwnercatError
from ownercat.evidence import records, signers, trailers
from ownercat.evidence.comparing import Comparison
from ownercat.evidence.proposers import CO_AUTHOR, Names, proposers
from ownercat.evidence.records import Emergency
from ownercat.evidence.reviews import Review, Reviews
from ownercat.git import history
from ownercat.model import EMPTY, SignOff
from ownercat.signoff.identities import People
from ownercat.signoff.values import Evidence, Identity, Level
from ownercat.text import shown

Digests = Callable[[Side, Side], Collection[str]]  # what would have to be agreed to, between two sides
_FULL = len("sha256:") + 64


class Gathered(NamedTuple):
    """What was found for a change.

    ``seen``: what there was to agree to at each commit that a review is about; a review agrees to that and no more.
    ``proposers`` are people by name where they are known, and as they call themselves where they are not.
    ``faults``: records that the change edits or removes.
    """

    evidence: tuple[Evidence, ...]
    proposers: frozenset[Identity]
    faults: tuple[Finding, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    seen: Mapping[str, frozenset[str]] = EMPTY


def gather(comparison: Comparison, at: datetime, digests: Digests, reviews: Reviews | None = None) -> Gathered:
    """Look at every source. ``at``: the moment of the verdict. ``IncompleteError`` where history is missing."""
    root, base, head = comparison.reader.root, comparison.base.commit, comparison.head_commit
    people = People(comparison.authority.catalog)
    keys = signers.keys(comparison.authority, people, at)
    before, after = comparison.before.catalog, comparison.after.catalog
    current = frozenset(digests(comparison.before, comparison.after))
    commits, co_authors = _history(root, base, head)
    names = Names(people, reviews.accounts if reviews is not None else EMPTY)
    scopes = (comparison.origin.scope, comparison.head.scope)
    seen, reviewed = _reviewed(comparison, digests, reviews)
    known = [record for record in records.new_records(before, after, SignOff) if isinstance(record, SignOff)]
    signed = trailers.approvals(root, base, head, commits, keys)
    return Gathered(
        evidence=(
            *reviewed,
            *(_completed(e, current) for e in signed),
            *records.agreements(after, known, keys, people),
        ),
        proposers=proposers(root, scopes, commits, co_authors, names) | _author(reviews, names),
        faults=records.touched(before, after, at.date(), comparison.merge_base),
        emergencies=records.emergencies(before, after, keys, people),
        seen=seen,
    )


def _history(root: Path, base: str, head: str) -> tuple[tuple[history.Commit, ...], Mapping[str, tuple[str, ...]]]:
    try:
        commits = history.with_changes(root, history.commits(root, base, head))
        return commits, history.trailers(root, base, head, CO_AUTHOR)
    except git.GitError as error:
        raise IncompleteError(f"the commits of the change cannot be read: {error}", git.WHOLE) from None


def _author(reviews: Reviews | None, names: Names) -> frozenset[Identity]:
    return frozenset() if reviews is None else frozenset({names.of(reviews.author)})


def _completed(evidence: Evidence, current: Collection[str]) -> Evidence:
    """A trailer with its digest in full; a beginning that fits several of them agrees to none."""
    if len(evidence.digest) in (0, _FULL):
        return evidence
    fitting = [digest for digest in current if digest.startswith(evidence.digest)]
    if len(fitting) > 1 and not evidence.problem:
        return evidence._replace(problem=f"{evidence.digest} is the beginning of {len(fitting)} digests")
    return evidence._replace(digest=fitting[0]) if len(fitting) == 1 else evidence


def _reviewed(
    comparison: Comparison, digests: Digests, reviews: Reviews | None
) -> tuple[Mapping[str, frozenset[str]], tuple[Evidence, ...]]:
    if reviews is None:
        return EMPTY, ()
    seen: dict[str, frozenset[str]] = {}
    problems: dict[str, str] = {}
    wanted = {review.commit for review in reviews.latest if review.commit and review.state == "approved"}
    dates = history.dates(comparison.reader.root, history.present(comparison.reader.root, wanted))
    for commit in sorted(dates):
        try:
            seen[commit] = frozenset(digests(*comparison.at(commit)))
        except OwnercatError as error:
            problems[commit] = f"what commit {commit[:12]} was about cannot be said: {error.message}"
    found = (_review(review, dates, problems.get(review.commit, "")) for review in reviews.latest)
    return seen, tuple(found)


def _review(review: Review, dates: Mapping[str, int], problem: str) -> Evidence:
    stale = "" if review.state == "rejected" else "".join(list(_staleness(review, dates))[:1]) or problem
    word = {"approved": "approval", "rejected": "refusal", "dismissed": "dismissed approval"}[review.state]
    return Evidence(
        level=Level.REVIEW,
        identity=review.who,
        decision="reject" if review.state == "rejected" else "approve",
        team="",
        service="",
        digest="",
        shown=f"{word} by @{review.who.value or 'an account that was deleted'}",
        at=review.at,
        commit=review.commit,
        problem=stale,
        problem_state="stale",
    )


def _staleness(review: Review, dates: Mapping[str, int]) -> Iterator[str]:
    """Why an approval says nothing about what is there now. A refusal stands until it is taken back."""
    if review.state == "dismissed":
        yield "it was dismissed"
    if not review.commit:
        yield "the forge does not say which commit it is about"
    if review.commit not in dates:
        fetch = f"git fetch origin {review.commit}"
        yield f"it is about commit {shown(review.commit[:12])}, which is not in this clone ({fetch}, or ask again)"
    elif review.at is not None and review.at < datetime.fromtimestamp(dates[review.commit], UTC):
        yield f"it was given before commit {review.commit[:12]} was made"
