"""Explain why a document does not match its schema. Loaded only if needed: the import of jsonschema is slow."""

from collections.abc import Iterable, Iterator

from jsonschema.exceptions import ValidationError

from ownercat.diagnostics import Fault, Pointer
from ownercat.documents.schema.checking import errors
from ownercat.documents.schema.deprecation import deprecated
from ownercat.documents.schema.mistakes import SchemaError, collect
from ownercat.documents.schema.sentences import DocumentContext, fault, unexplained
from ownercat.documents.source import Document


def explain(kind: str, document: Document, swallowed: frozenset[Pointer]) -> list[Fault]:
    """Return one fault per mistake; ignore the consequences of ``swallowed`` values."""
    scene = DocumentContext(kind, document.place, document.data)
    mistakes = collect(_stop_at_refusal(errors(kind, document.data)))
    if not mistakes:
        return [unexplained(scene)]
    faults = [fault(mistake, scene) for mistake in mistakes if not _is_swallowed(mistake, swallowed)]
    return faults + [old for old in deprecated(kind, document) if old not in faults]


def _stop_at_refusal(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Yield errors until jsonschema fails on a value that is too deep, or not Unicode."""
    try:
        yield from errors
    except (ValueError, TypeError, RecursionError):
        return


def _is_swallowed(mistake: SchemaError, swallowed: frozenset[Pointer]) -> bool:
    """Return whether the mistake is a value that a comment swallowed."""
    return mistake.at in swallowed or any((*mistake.at, key) in swallowed for key in mistake.keys)
