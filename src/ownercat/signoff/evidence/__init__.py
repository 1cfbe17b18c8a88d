"""What a change is compared with, and what proves that somebody agreed to it: git, forge reviews, signed records."""

from __future__ import annotations

from ownercat.signoff.evidence.comparing import Comparison, comparison
from ownercat.signoff.evidence.gathering import GatheredEvidence, gather
from ownercat.signoff.evidence.reading import Snapshot, SnapshotReader, shelf
from ownercat.signoff.evidence.records import verify_records
from ownercat.signoff.evidence.reviews import Reviews
from ownercat.signoff.evidence.reviews import read as read_reviews
from ownercat.signoff.evidence.signers import keys, own_keys

__all__ = [
    "Comparison",
    "GatheredEvidence",
    "Reviews",
    "Snapshot",
    "SnapshotReader",
    "comparison",
    "gather",
    "keys",
    "own_keys",
    "read_reviews",
    "shelf",
    "verify_records",
]  # fmt: skip
