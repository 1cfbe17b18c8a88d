"""What a change is compared with, and what proves that somebody agreed to it: git, forge reviews, signed records."""

from __future__ import annotations

from ownercat.evidence.comparing import Comparison, comparison
from ownercat.evidence.gathering import Gathered, gather
from ownercat.evidence.reading import Reader, State, shelf
from ownercat.evidence.records import verify_records
from ownercat.evidence.reviews import Reviews
from ownercat.evidence.reviews import read as read_reviews
from ownercat.evidence.signers import keys, own_keys

__all__ = [
    "Comparison", "Gathered", "Reader", "Reviews", "State", "comparison", "gather", "keys", "own_keys", "read_reviews",
    "shelf", "verify_records",
]  # fmt: skip
