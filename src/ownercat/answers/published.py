"""The catalog as others may see it: the policy decides what a site or an index contains about people."""

import re
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

from ownercat.model import EMPTY, Catalog, Entity, Person, PublishPolicy, Rotation


def publish_catalog(catalog: Catalog, allowed: PublishPolicy) -> Catalog:
    """Return the catalog without the facts about people that the policy does not allow.

    Names of documents, time zones, channels and the day on which a person leaves stay, because schedules and pages
    follow from them. Reasons of overrides are texts about people, so they count as contacts.
    """
    if allowed.fields == "contacts":
        return catalog
    entities = {key: _publish_entity(entity, allowed) for key, entity in catalog.entities.items()}
    aliases = {key: entities.get((entity.kind, entity.key), entity) for key, entity in catalog.aliases.items()}
    return replace(catalog, entities=entities, aliases=MappingProxyType(aliases))


def _publish_entity(entity: Entity, allowed: PublishPolicy) -> Entity:
    if isinstance(entity, Rotation):
        return replace(entity, overrides=tuple(each._replace(reason="") for each in entity.overrides))
    if not isinstance(entity, Person):
        return entity
    bare = replace(entity, email="", logins=EMPTY, handles=EMPTY, labels=EMPTY, links=(), away=())
    return bare if allowed.fields == "names" else replace(bare, title="", description="")


def build_redactor(catalog: Catalog, allowed: PublishPolicy) -> Callable[[str], str]:
    """Return a function that replaces the words about people that the policy does not allow by the person's name."""
    words: dict[str, str] = {}
    for person in catalog.of(Person) if allowed.fields != "contacts" else ():
        secret = [person.email, *person.logins.values(), *person.handles.values()]
        secret += [person.title] if allowed.fields == "handles" else []
        words |= {word: person.name for word in secret if word and word != person.name}
    if not words:
        return lambda text: text
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return lambda text: pattern.sub(lambda found: words[found[0]], text)
