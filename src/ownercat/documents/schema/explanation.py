"""Why a document does not fit its schema. Loaded only when one does not: jsonschema takes long to import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jsonschema.exceptions import ValidationError

from ownercat.diagnostics import Fault, Pointer
from ownercat.documents.schema.checking import errors
from ownercat.documents.schema.deprecation import deprecated
from ownercat.documents.schema.mistakes import SchemaError, collect
from ownercat.documents.schema.sentences import DocumentContext, fault, unexplained
from ownercat.documents.source import Document


def explain(kind: str, document: Document, swallowed: frozenset[Pointer]) -> list[Fault]:
    """One fault per mistake; ``swallowed`` values and what follows from them are left out."""
    scene = DocumentContext(kind, document.place, document.data)
    found = collect(_until_refused(errors(kind, document.data)))
    if not found:
        return [unexplained(scene)]
    faults = [fault(mistake, scene) for mistake in found if not _explained(mistake, swallowed)]
    return faults + [old for old in deprecated(kind, document) if old not in faults]


def _until_refused(found: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Errors until jsonschema gives up on a value: too deep to print, or no Unicode."""
    try:
        yield from found
    except (ValueError, TypeError, RecursionError):
        return


def _explained(mistake: SchemaError, swallowed: frozenset[Pointer]) -> bool:
    """Whether a comment that swallowed a value is the whole reason."""
    return mistake.at in swallowed or any((*mistake.at, key) in swallowed for key in mistake.keys)
