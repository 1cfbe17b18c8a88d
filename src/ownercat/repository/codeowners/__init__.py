"""CODEOWNERS: how GitHub and GitLab read it, who owns a path, and its text from the catalog. No input or output."""

from ownercat.repository.codeowners._block import BadBlock, find_block, find_swallowed_line, place_block, render_block
from ownercat.repository.codeowners._claims import Claim, Claims, is_wild
from ownercat.repository.codeowners._control import Control, list_control_files
from ownercat.repository.codeowners._generate import (
    FORGES,
    GeneratedLine,
    GenerateProblem,
    Wanted,
    build_wanted,
    get_handle,
)
from ownercat.repository.codeowners._index import Index
from ownercat.repository.codeowners._parse import MAX_BYTES, parse
from ownercat.repository.codeowners._places import NEW, PLACES, decode, detect_style, list_places, parse_file
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
    get_ownership,
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
    "build_wanted",
    "decode",
    "detect_style",
    "find_block",
    "find_swallowed_line",
    "get_handle",
    "get_ownership",
    "is_wild",
    "list_control_files",
    "list_places",
    "parse",
    "parse_file",
    "place_block",
    "render_block",
]
