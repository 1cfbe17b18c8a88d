"""The sides of a change, and the evidence for approvals: git, reviews of the code host, and signed records."""

from ownercat.signoff.evidence.comparing import Comparison
from ownercat.signoff.evidence.foreign import list_foreign_reasons
from ownercat.signoff.evidence.gathering import GatheredEvidence, gather_evidence, list_authors
from ownercat.signoff.evidence.reading import Snapshot, SnapshotReader, build_config_reader
from ownercat.signoff.evidence.records import verify_records
from ownercat.signoff.evidence.reviews import Reviews, read_reviews
from ownercat.signoff.evidence.signers import build_keys, build_own_keys

__all__ = [
    "Comparison",
    "GatheredEvidence",
    "Reviews",
    "Snapshot",
    "SnapshotReader",
    "build_config_reader",
    "build_keys",
    "build_own_keys",
    "gather_evidence",
    "list_authors",
    "list_foreign_reasons",
    "read_reviews",
    "verify_records",
]  # fmt: skip
