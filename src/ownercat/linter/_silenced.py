"""Separate the findings that a comment or the policy silences, and find the suppressions that silence nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal, NamedTuple

from ownercat.diagnostics import EntityId, Place, Rule, Span
from ownercat.documents.loader import LoadedCatalog
from ownercat.linter._fingerprints import RuleFinding, get_identity
from ownercat.linter._resolved import locate_places
from ownercat.linter.selection import can_be_set_aside
from ownercat.model import RulesPolicy, Suppression
from ownercat.text import matches_pattern


class SilencedFinding(NamedTuple):
    """A finding that is not reported, what silences it, and why (``""`` for an override)."""

    item: RuleFinding
    by: Literal["comment", "policy"]
    reason: str = ""


class Silencing(NamedTuple):
    """Findings to report and silenced findings, both in order. ``used``: the suppressions that silence a finding."""

    reported: list[RuleFinding]
    silenced: list[SilencedFinding]
    used: frozenset[Suppression]


def silence(raised: Iterable[RuleFinding], loaded: LoadedCatalog, suppressions: Collection[Suppression]) -> Silencing:
    """Separate silenced findings; ``suppressions``: those that are in force."""
    items = list(raised)
    judge = _Judge(items, loaded, suppressions)
    reported: list[RuleFinding] = []
    silenced: list[SilencedFinding] = []
    for item in items:
        found = judge.find(item)
        if found is None:
            reported.append(item)
        else:
            silenced.append(found)
    return Silencing(reported, silenced, frozenset(judge.used))


class _Judge:
    """The suppressions in force, by their rule and by their lines or entities."""

    def __init__(
        self, raised: Iterable[RuleFinding], loaded: LoadedCatalog, suppressions: Iterable[Suppression]
    ) -> None:
        self.loaded = loaded
        self.policy: RulesPolicy = loaded.policy.rules
        self.used: set[Suppression] = set()
        self.by_line: dict[tuple[str, int], list[Suppression]] = {}
        self.by_entity: dict[str, list[Suppression]] = {}
        for each in suppressions:
            if each.line:
                self.by_line.setdefault((each.place.path, each.line), []).append(each)
            else:
                self.by_entity.setdefault(each.entity, []).append(each)
        self.paths = {path for path, _ in self.by_line}
        places = (place for item in raised if self.paths for place, _ in self._list_uses(item))
        wanted = {part for place in places if place.path in self.paths for part in _split(place)}
        self.spans: Mapping[Place, Span] = locate_places(wanted, loaded.sources)

    def find(self, item: RuleFinding) -> SilencedFinding | None:
        """Return the silenced finding; ``None`` if it must be reported."""
        if not can_be_set_aside(item.rule):
            return None
        if self.by_line or self.by_entity:
            uses = self._list_uses(item)
            found = [each for use in uses if (each := self._find_suppression(item.rule, *use)) is not None]
            self.used.update(found)
            if found and len(found) == len(uses):
                return SilencedFinding(item, "comment" if found[0].line else "policy", found[0].reason)
        return SilencedFinding(item, "policy") if self._is_overridden(item) else None

    def _list_uses(self, item: RuleFinding) -> list[tuple[Place, tuple[EntityId, ...]]]:
        """Return the place of a finding with its entities; for an undefined name, each reference with its own."""
        finding = item.finding
        _, kind, name, *_ = get_identity(item, self.loaded.documents)
        named = EntityId(kind, name)
        if not finding.missing:
            return [(finding.place, (named, *([finding.subject] if finding.subject else [])))]
        places = (finding.place, *(each.place for each in finding.related))
        return [(place, (named, self.references[place])) for place in places if place in self.references]

    def _find_suppression(self, rule: Rule, place: Place, entities: Iterable[EntityId]) -> Suppression | None:
        found = [each for kind, name in entities for each in self.by_entity.get(f"{kind.lower()}:{name}", ())]
        for part in _split(place) if place.path in self.paths else ():
            found += self.by_line.get((place.path, self.spans[part].start.line), ())
        return next((each for each in found if each.rule in (rule.name, rule.code)), None)

    @cached_property
    def references(self) -> Mapping[Place, EntityId]:
        """Return the entity of each reference of the catalog, by the place of the reference."""
        entities = self.loaded.catalog.entities.values()
        return {ref.place: entity.subject for entity in entities for ref in entity.refs}

    def _is_overridden(self, item: RuleFinding) -> bool:
        path = item.finding.place.path
        return any(
            (item.rule.name in names or item.rule.code in names)
            and any(matches_pattern(path, pattern) for pattern in paths)
            for paths, names in self.policy.overrides
        )


def list_idle(
    suppressions: Iterable[Suppression], used: Collection[Suppression], runs: Callable[[str], bool]
) -> Iterator[Suppression]:
    """Yield the suppressions that silence nothing although their rule ran; ``runs``: whether a named rule ran."""
    return (each for each in suppressions if each not in used and runs(each.rule))


def _split(place: Place) -> Iterator[Place]:
    """Yield a place, and the key of its value, which may be on another line."""
    yield place
    if place.on == "value" and place.pointer and isinstance(place.pointer[-1], str):
        yield place._replace(on="key", span=None)
