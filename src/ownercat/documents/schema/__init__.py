"""The schemas: list them, validate a document, and explain why a document is not valid.

Only this package imports jsonschema and jsonschema_rs, and only if needed: ``valid`` loads jsonschema_rs, which is
fast; ``explain`` loads jsonschema, which a run without an invalid document does not need.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ownercat.diagnostics import Fault, Pointer
from ownercat.documents.schema import bundle, placeholder
from ownercat.documents.source import Document

names = bundle.names
knows = bundle.knows
kinds = bundle.kinds
text = bundle.text
alone = bundle.alone
example = bundle.example


def list_keys(kind: str) -> tuple[str, ...]:
    """Return the keys that a document of a kind can have; none if the kind has no schema."""
    return tuple(bundle.bundled(kind)["properties"]) if knows(kind) else ()


def valid(kind: str, data: Any) -> bool:
    """Return whether a document of a known kind matches its schema. Never raises, whatever ``data`` is."""
    try:
        return _build_gate(kind)(data)
    except (ValueError, TypeError, OverflowError, RecursionError):  # a lone surrogate, a key that is not text
        return False


@cache
def _build_gate(kind: str) -> Callable[[Any], bool]:
    from ownercat.documents.schema import gate  # noqa: PLC0415  # `ownercat schema` checks no document

    accepts: Callable[[Any], bool] = gate.accepts(bundle.bundled(kind))
    return accepts


def explain(kind: str, document: Document, swallowed: frozenset[Pointer] = frozenset()) -> list[Fault]:
    """Return one fault per mistake of a document that is not ``valid``, at least one.

    ``swallowed``: values that YAML reads as a comment (SYN004). They cause no other fault; if the document has no other
    mistake, the list is empty.
    """
    from ownercat.documents.schema import explanation  # noqa: PLC0415  # valid documents need no explanation

    faults: list[Fault] = explanation.explain(kind, document, swallowed)
    return faults


def deprecated(kind: str, document: Document) -> list[Fault]:
    """Return SCH009 for the deprecated keys of a valid document (``explain`` does it for invalid documents).

    Fast if the schema of the kind has no ``x-deprecated``.
    """
    if not bundle.has_deprecated(kind):
        return []
    from ownercat.documents.schema import deprecation  # noqa: PLC0415  # valid documents need no explanation

    faults: list[Fault] = deprecation.deprecated(kind, document)
    return faults


def placeholders(document: Document, besides: Iterable[Fault] = ()) -> list[Fault]:
    """Return SCH010 for placeholders such as TBD, in any format, except at the locations of ``besides``."""
    return placeholder.placeholders(document, besides)
