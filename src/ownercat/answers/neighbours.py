"""The dependencies and dependents of a service, with their owners."""

from collections.abc import Iterator

from ownercat.answers.book import (
    AnswerContext,
    build_mention,
    collect_names,
    list_referring,
    refers_to,
    resolve_mention,
    resolve_optional,
)
from ownercat.answers.values import Mention, Neighbour
from ownercat.model import Dependency, Service

_MODES = {"hard": 0, "soft": 1, "async": 2, "cached": 3}


def list_dependencies(book: AnswerContext, service: Service) -> Iterator[Neighbour]:
    """Yield what a service depends on, as written."""
    for dependency in service.depends_on:
        yield _build_neighbour(
            book, resolve_mention(book, dependency.service), dependency, book.catalog.service(dependency.service)
        )


def list_dependents(book: AnswerContext, service: Service) -> list[Neighbour]:
    """Return the dependents of a service, hard dependencies first."""
    names = collect_names(service)
    dependents = [
        _build_neighbour(book, build_mention(book, other, dependency.place), dependency, other)
        for other in list_referring(book, Service, service)
        for dependency in other.depends_on
        if refers_to(book, dependency.service, names, service)
    ]
    return sorted(dependents, key=lambda n: (_MODES.get(n.mode, len(_MODES)), n.service.name, n.place))


def _build_neighbour(book: AnswerContext, there: Mention, dependency: Dependency, service: Service | None) -> Neighbour:
    owner = resolve_optional(book, service.owner) if service else None
    return Neighbour(there, dependency.mode, dependency.status, dependency.degrade, owner, dependency.place)
