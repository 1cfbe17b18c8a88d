"""What a change is compared with, and what proves that somebody agreed to it: git, forge reviews, signed records."""

from __future__ import annotations

from ownercat.evidence.comparing import Comparison, comparison
from ownercat.evidence.reading import Reader, State, shelf

__all__ = ["Comparison", "Reader", "State", "comparison", "shelf"]
