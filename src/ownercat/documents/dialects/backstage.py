"""Backstage's ``catalog-info.yaml``: entities of the built-in kinds, anywhere in the repository.

Backstage itself permits references to what does not exist, and its validators check no targets. Rules stay silent
about what Backstage cannot say; kinds of extensions and files that are templates are named, not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ownercat.diagnostics import Fault, Finding, Place
from ownercat.documents.dialects import Dialect, _backstage_locations
from ownercat.documents.dialects._backstage_entities import Linked, build, link, relate
from ownercat.documents.dialects._backstage_refs import KINDS, ReferenceScope
from ownercat.documents.dialects._backstage_shape import FILES, BackstageEnvelope, ParsedBackstage, examine
from ownercat.documents.source import Document
from ownercat.model import PREFIXES, Entity
from ownercat.text import clean, plural

DIALECT = Dialect("backstage", "Backstage catalog-info.yaml", b"backstage.io/")

_CLAIM = re.compile(
    rb"^(?:\xef\xbb\xbf)?[\"']?apiVersion[\"']?[ \t]*:[ \t]*[\"']?[\w.-]{0,80}backstage\.io/", re.MULTILINE
)
_SCAFFOLDER = re.compile(rb"^apiVersion[ \t]*:[ \t]*[\"']?scaffolder\.backstage\.io/", re.MULTILINE)
# What makes a template no YAML: a control line, or a value that opens with braces. `${{ x }}` alone is a plain scalar.
_UNREADABLE = re.compile(rb"^[ \t]*(?:\{%|\{\{|<%)|[:\[,-][ \t]+(?:\{\{|\{%|<%)|[\[,][ \t]*\$\{\{", re.MULTILINE)

# What a kind of an extension must not be taken for.
_OURS = frozenset({*PREFIXES.values(), "Policy", *(kind for kinds in KINDS.values() for kind in kinds)})

_GUESSES = 2  # a name that two kinds share suggests none
_TEMPLATE_HELP = "nothing needs to change; what is made from it is judged where it is used"
_EXTENSION_HELP = "nothing needs to change; a reference to one of them still finds it"


def claims(path: str, data: bytes) -> bool:
    """Whether a file is meant for Backstage: by its name, or by an apiVersion at the beginning of a line."""
    name = path.rpartition("/")[2]
    if name in FILES:
        return True
    return name.endswith((".yaml", ".yml")) and DIALECT.marker in data and _CLAIM.search(data) is not None


def templated(data: bytes) -> bool:
    """Whether a file that is no YAML is a template of such a file.

    Scaffolder documents hold ``${{ … }}`` as plain text, so there it excuses nothing.
    """
    if _UNREADABLE.search(data) is not None:
        return True
    return b"${{" in data and _SCAFFOLDER.search(data) is None


def read(documents: Sequence[Document], paths: frozenset[str]) -> Iterator[Entity | Fault]:
    """The entities of all documents and what is wrong with them; ``paths`` are the files of the tree."""
    outcomes = [examine(document) for document in documents]
    for outcome in outcomes:
        yield from outcome.faults
    yield from _templates(outcomes)
    yield from _extensions(outcomes)
    linked: list[Linked] = []
    for item, faults in _linked([outcome.draft for outcome in outcomes if outcome.draft is not None]):
        linked.append(item)
        yield from faults
    yield from _entities(linked, paths)


def _templates(outcomes: Iterable[ParsedBackstage]) -> Iterator[Fault]:
    """One note for each file with documents that are filled in later."""
    first: dict[str, Place] = {}
    for outcome in outcomes:
        if outcome.template is not None:
            first.setdefault(outcome.document.path, outcome.template)
    for path, place in first.items():
        message = f"{clean(path)} is a template: its values are filled in later, so it is not judged"
        yield Fault("SCH010", Finding(place, message, _TEMPLATE_HELP, value=path, note=True))


def _extensions(outcomes: Iterable[ParsedBackstage]) -> Iterator[Fault]:
    """One note for each kind that is not Backstage's own."""
    found: dict[str, list[Place]] = {}
    for outcome in outcomes:
        if outcome.foreign:
            found.setdefault(outcome.foreign, []).append(outcome.document.place)
    for kind, places in found.items():
        message = f"{kind} is no kind that ownercat judges: {plural(len(places), 'document')} read for the name only"
        yield Fault("SCH002", Finding(places[0].at("kind"), message, _EXTENSION_HELP, value=kind, note=True))


def _linked(drafts: Sequence[BackstageEnvelope]) -> Iterator[tuple[Linked, list[Fault]]]:
    foreign: dict[str, str] = {}
    defined: dict[str, tuple[str, ...]] = {}
    for draft in drafts:
        if draft.kind not in KINDS:
            foreign.setdefault(draft.kind.lower(), draft.kind)
        defined[draft.key] = (*defined.get(draft.key, ()), draft.kind)[:_GUESSES]
    for draft in drafts:
        yield link(draft, ReferenceScope(draft.namespace, foreign, defined))


def _entities(linked: Sequence[Linked], paths: frozenset[str]) -> Iterator[Entity | Fault]:
    relations = relate(linked)
    files = _backstage_locations.known(paths)
    for item in linked:
        draft = item.draft
        if draft.kind == "Location":
            faults = list(_backstage_locations.judge(draft, files))
            yield from faults
            draft = draft._replace(sound=draft.sound and all(fault.code == "REF001" for fault in faults))
        if draft.name and (draft.kind in KINDS or draft.kind not in _OURS):
            yield build(item._replace(draft=draft), relations)
