"""The shape of documents: which schemas there are, whether a document fits one, and why not.

The only importer of jsonschema and jsonschema_rs, and of both only when needed: ``valid`` loads the fast one,
``explain`` the other. A run without a broken document never pays for the second.
"""

from __future__ import annotations

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


def valid(kind: str, data: Any) -> bool:
    """Whether a document of a known kind fits its schema. Never raises for anything that ``data`` may be."""
    try:
        return _gate(kind)(data)
    except (ValueError, TypeError, OverflowError, RecursionError):  # a lone surrogate, a key that is no text
        return False


@cache
def _gate(kind: str) -> Callable[[Any], bool]:
    from ownercat.documents.schema import gate  # noqa: PLC0415  # `ownercat schema` judges nothing

    accepts: Callable[[Any], bool] = gate.accepts(bundle.bundled(kind))
    return accepts


def explain(kind: str, document: Document, swallowed: frozenset[Pointer] = frozenset()) -> list[Fault]:
    """Why a document that is not ``valid`` does not fit: one fault per mistake, at least one in all.

    ``swallowed``: values that a YAML comment swallowed (SYN004); nothing more is said about them, and when they
    are all that is wrong the list is empty.
    """
    from ownercat.documents.schema import explanation  # noqa: PLC0415  # valid documents need no explanation

    faults: list[Fault] = explanation.explain(kind, document, swallowed)
    return faults


def deprecated(kind: str, document: Document) -> list[Fault]:
    """SCH009 for a valid document: keys that still work and have a successor (``explain`` says it of invalid ones).

    Free while no schema of the kind has an ``x-deprecated``.
    """
    if not bundle.has_deprecated(kind):
        return []
    from ownercat.documents.schema import deprecation  # noqa: PLC0415  # valid documents need no explanation

    faults: list[Fault] = deprecation.deprecated(kind, document)
    return faults


def placeholders(document: Document, besides: Iterable[Fault] = ()) -> list[Fault]:
    """SCH010: values such as TBD where a name, URL or person belongs, in any dialect; not where ``besides`` speaks."""
    return placeholder.placeholders(document, besides)
