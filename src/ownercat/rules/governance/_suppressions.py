"""The entity that a suppression is about, and how messages name it."""

from ownercat.changes.suppressions import find_entity
from ownercat.diagnostics import EntityId, Finding
from ownercat.model import Suppression
from ownercat.rules import Context
from ownercat.text import shown


def build_suppression_finding(context: Context, suppression: Suppression, fact: str, help: str) -> Finding:
    """Return a finding at a suppression; ``fact`` follows the name of its entity."""
    entity = find_entity(context.catalog, suppression)
    owner = shown(entity.label if entity else suppression.entity) or "the file"
    subject: EntityId | None = entity.subject if entity else None
    value = " ".join((suppression.rule, suppression.entity, *suppression.names))
    return Finding(suppression.place, f"{owner} {fact}", help, subject=subject, value=value)
