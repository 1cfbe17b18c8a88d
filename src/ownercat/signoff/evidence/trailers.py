"""Signed commits with the trailer ``Ownercat-Approve: <team> <service> sha256:<12+ hex digits>``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ownercat.repository.git import history, signing
from ownercat.repository.git.history import Commit
from ownercat.repository.git.signing import Keys, Signed
from ownercat.signoff.values import Evidence, EvidenceLevel, Identity
from ownercat.text import shown

KEY = "Ownercat-Approve"
_VALUE = re.compile(r"(\S+)[ \t]+(\S+)[ \t]+(sha256:[0-9a-f]{12,64})", re.ASCII)
_FORM = "the trailer is not `<team> <service> sha256:<at least 12 hex digits>`"
_BACKDATED = "the commit has an earlier date than the commit of the base branch before it"


class SignedCommit(NamedTuple):
    """A commit with the values of its trailer and its signature. ``late``: not older than the commits it builds on."""

    commit: Commit
    values: tuple[str, ...]
    signed: Signed
    late: bool


def list_trailer_evidence(
    root: Path, base: str, head: str, found: Sequence[Commit], keys: Keys
) -> tuple[Evidence, ...]:
    """Return the evidence of the trailers in a range. ``keys``: the keys valid now, by the base branch."""
    carried = history.collect_trailers(root, base, head, KEY)
    if not carried:
        return ()
    signed = signing.verify_commits(root, list(carried), keys)
    floors = _map_earliest_dates(root, found)
    trailed = (
        SignedCommit(
            c, carried[c.id], signed.get(c.id, Signed("", "the signature was not verified")), c.at >= floors[c.id]
        )
        for c in found
        if c.id in carried
    )
    return tuple(evidence for each in trailed for evidence in _build_evidence(each))


def _map_earliest_dates(root: Path, found: Sequence[Commit]) -> Mapping[str, int]:
    """Return for each commit the date of the youngest base commit that it builds on: the commit cannot be older.

    The date of the merge base does not work: after a merge of the base branch it is later than honest earlier commits.
    """
    own = {commit.id for commit in found}
    outside = history.read_commit_dates(
        root, (parent for commit in found for parent in commit.parents if parent not in own)
    )
    floors: dict[str, int] = {}
    for commit in found:  # parents come first
        floors[commit.id] = max((floors[p] if p in own else outside.get(p, 0) for p in commit.parents), default=0)
    return floors


def _build_evidence(trailed: SignedCommit) -> Iterator[Evidence]:
    commit, signed = trailed.commit, trailed.signed
    problem = signed.problem or ("" if trailed.late else _BACKDATED)
    for value in trailed.values:
        parts = _VALUE.fullmatch(value.strip())
        team, service, digest = parts.groups() if parts else ("", "", "")
        yield Evidence(
            level=EvidenceLevel.COMMIT if signed.principal else EvidenceLevel.CLAIM,
            identity=Identity("email", signed.principal or commit.author.email),
            decision="approve",
            team=team,
            service=service,
            digest=digest,
            shown=f"{'signed ' * bool(signed.principal)}commit {commit.id[:12]}",
            at=datetime.fromtimestamp(commit.at, UTC),
            commit=commit.id,
            problem=problem or ("" if parts else f"{_FORM}: {shown(value)}"),
        )
