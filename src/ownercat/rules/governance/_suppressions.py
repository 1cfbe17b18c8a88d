"""The entity that a suppression is about, and how messages name it."""

from collections.abc import Callable

from ownercat.changes.suppressions import build_entity_finder
from ownercat.diagnostics import EntityId, Finding
from ownercat.model import Entity, Suppression
from ownercat.rules import Context
from ownercat.text import shown


def build_suppression_finding(context: Context, suppression: Suppression, fact: str, help: str) -> Finding:
    """Return a finding at a suppression; ``fact`` follows the name of its entity."""
    entity = context.once(_find_entities)(suppression)
    owner = shown(entity.label if entity else suppression.entity) or "the file"
    subject: EntityId | None = entity.subject if entity else None
    value = " ".join((suppression.rule, suppression.entity, *suppression.names))
    return Finding(suppression.place, f"{owner} {fact}", help, subject=subject, value=value)


def _find_entities(context: Context) -> Callable[[Suppression], Entity | None]:
    return build_entity_finder(context.catalog)
