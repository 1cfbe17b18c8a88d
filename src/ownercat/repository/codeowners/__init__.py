"""CODEOWNERS: what GitHub and GitLab read in it, who owns a path by it, and writing it from the catalog. Pure."""

from __future__ import annotations

from ownercat.repository.codeowners._block import BadBlock, block, block_lines, placed, swallowed
from ownercat.repository.codeowners._claims import Claim, Claims, is_wild
from ownercat.repository.codeowners._control import Control, control_files
from ownercat.repository.codeowners._generate import FORGES, GeneratedLine, GenerateProblem, Wanted, handle, wanted
from ownercat.repository.codeowners._index import Index
from ownercat.repository.codeowners._parse import MAX_BYTES, parse
from ownercat.repository.codeowners._places import NEW, PLACES, decoded, looks_in, read, style_of
from ownercat.repository.codeowners._trie import TooManySteps
from ownercat.repository.codeowners._values import (
    BEGIN,
    END,
    STYLES,
    CodeOwners,
    CodeownersEntry,
    CodeownersProblem,
    Ownership,
    Section,
    Style,
    ownership,
)

__all__ = [
    "BEGIN",
    "END",
    "FORGES",
    "MAX_BYTES",
    "NEW",
    "PLACES",
    "STYLES",
    "BadBlock",
    "Claim",
    "Claims",
    "CodeOwners",
    "CodeownersEntry",
    "CodeownersProblem",
    "Control",
    "GenerateProblem",
    "GeneratedLine",
    "Index",
    "Ownership",
    "Section",
    "Style",
    "TooManySteps",
    "Wanted",
    "block",
    "block_lines",
    "control_files",
    "decoded",
    "handle",
    "is_wild",
    "looks_in",
    "ownership",
    "parse",
    "placed",
    "read",
    "style_of",
    "swallowed",
    "wanted",
]
