"""The services at the other ends of a service's dependencies, and who owns them."""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.answers.book import AnswerContext, means, mention, names_of, naming, refer, refer_maybe
from ownercat.answers.values import Mention, Neighbour
from ownercat.model import Dependency, Service

_MODES = {"hard": 0, "soft": 1, "async": 2, "cached": 3}


def needs(book: AnswerContext, service: Service) -> Iterator[Neighbour]:
    """What a service depends on, as written."""
    for dependency in service.depends_on:
        yield _neighbour(book, refer(book, dependency.service), dependency, book.catalog.service(dependency.service))


def needed_by(book: AnswerContext, service: Service) -> list[Neighbour]:
    """What depends on a service, the hard dependencies first."""
    names = names_of(service)
    found = [
        _neighbour(book, mention(book, other, dependency.place), dependency, other)
        for other in naming(book, Service, service)
        for dependency in other.depends_on
        if means(book, dependency.service, names, service)
    ]
    return sorted(found, key=lambda n: (_MODES.get(n.mode, len(_MODES)), n.service.name, n.place))


def _neighbour(book: AnswerContext, there: Mention, dependency: Dependency, service: Service | None) -> Neighbour:
    owner = refer_maybe(book, service.owner) if service else None
    return Neighbour(there, dependency.mode, dependency.status, dependency.degrade, owner, dependency.place)
