"""The Backstage format: entities of the built-in kinds in ``catalog-info.yaml`` files anywhere in the repository.

Backstage allows references to undefined entities, and its validators do not check targets. Rules that need data which
the format does not have are skipped. Kinds of extensions and template files are reported as info, not checked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from ownercat.diagnostics import Fault, Finding, Place
from ownercat.documents import codes
from ownercat.documents.dialects import Dialect, _backstage_locations
from ownercat.documents.dialects._backstage_entities import Linked, build, link, relate
from ownercat.documents.dialects._backstage_refs import KINDS, ReferenceScope
from ownercat.documents.dialects._backstage_shape import FILES, TOP, BackstageEnvelope, ParsedBackstage, examine
from ownercat.documents.dialects._slips import typo
from ownercat.documents.source import Document
from ownercat.model import PREFIXES, Entity
from ownercat.text import clean, plural

DIALECT = Dialect("backstage", "Backstage catalog-info.yaml", b"backstage.io/")

_CLAIM = re.compile(
    rb"^(?:\xef\xbb\xbf)?[\"']?apiVersion[\"']?[ \t]*:[ \t]*[\"']?[\w.-]{0,80}backstage\.io/", re.MULTILINE
)
_KEY = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?([A-Za-z_][\w.-]*)[\"']?[ \t]*:(?=\s|$)", re.MULTILINE)
_SCAFFOLDER = re.compile(rb"^apiVersion[ \t]*:[ \t]*[\"']?scaffolder\.backstage\.io/", re.MULTILINE)
# A template with one of these is not YAML: a control line, or a value that starts with braces. `${{ x }}` is text.
_UNREADABLE = re.compile(rb"^[ \t]*(?:\{%|\{\{|<%)|[:\[,-][ \t]+(?:\{\{|\{%|<%)|[\[,][ \t]*\$\{\{", re.MULTILINE)

# Kinds that an extension must not replace.
_OURS = frozenset({*PREFIXES.values(), "Policy", *(kind for kinds in KINDS.values() for kind in kinds)})

_GUESSES = 2  # a name of two kinds gives no suggestion
_TEMPLATE_HELP = "keep the file: ownercat checks the files that are created from it"
_EXTENSION_HELP = "keep the documents: references to them resolve"


def claims(path: str, data: bytes) -> bool:
    """Return whether a file is for Backstage: by an apiVersion at the start of a line, or by its name.

    A file with the name of a catalog file and only keys of another tool belongs to that tool (for example, a workflow).
    """
    name = path.rpartition("/")[2]
    if name in FILES:
        return DIALECT.marker in data or _may_be_entity(data)
    return name.endswith((".yaml", ".yml")) and DIALECT.marker in data and _CLAIM.search(data) is not None


def _may_be_entity(data: bytes) -> bool:
    """Return whether a text may be an entity with an error: it has a key of an entity, or no key at all."""
    keys = {key.decode() for key in _KEY.findall(data.replace(b"\0", b""))}
    return not keys or any(key in TOP or typo(key, TOP) for key in keys)


def templated(data: bytes) -> bool:
    """Return whether a file that is not YAML is a template.

    In Scaffolder documents, ``${{ … }}`` is plain text and does not make a file a template.
    """
    if _UNREADABLE.search(data) is not None:
        return True
    return b"${{" in data and _SCAFFOLDER.search(data) is None


def read(documents: Sequence[Document], paths: frozenset[str]) -> Iterator[Entity | Fault]:
    """Yield the entities and faults of all documents; ``paths`` are the files of the tree."""
    outcomes = [examine(document) for document in documents]
    for outcome in outcomes:
        yield from outcome.faults
    yield from _report_templates(outcomes)
    yield from _report_extensions(outcomes)
    linked: list[Linked] = []
    for item, faults in _link_all([outcome.draft for outcome in outcomes if outcome.draft is not None]):
        linked.append(item)
        yield from faults
    yield from _build_entities(linked, paths)


def _report_templates(outcomes: Iterable[ParsedBackstage]) -> Iterator[Fault]:
    """Yield one note for each file with template documents."""
    first: dict[str, Place] = {}
    for outcome in outcomes:
        if outcome.template is not None:
            first.setdefault(outcome.document.path, outcome.template)
    for path, place in first.items():
        message = f"skipped: {clean(path)} is a template"
        yield Fault(codes.PLACEHOLDER_VALUE, Finding(place, message, _TEMPLATE_HELP, value=path, note=True))


def _report_extensions(outcomes: Iterable[ParsedBackstage]) -> Iterator[Fault]:
    """Yield one note for each kind of an extension."""
    by_kind: dict[str, list[Place]] = {}
    for outcome in outcomes:
        if outcome.foreign:
            by_kind.setdefault(outcome.foreign, []).append(outcome.document.place)
    for kind, places in by_kind.items():
        names = plural(len(places), "document")
        message = f"ownercat does not check documents of kind {kind}: it reads only the names of {names}"
        yield Fault(codes.UNKNOWN_KIND, Finding(places[0].at("kind"), message, _EXTENSION_HELP, value=kind, note=True))


def _link_all(drafts: Sequence[BackstageEnvelope]) -> Iterator[tuple[Linked, list[Fault]]]:
    foreign: dict[str, str] = {}
    defined: dict[str, tuple[str, ...]] = {}
    for draft in drafts:
        if draft.kind not in KINDS:
            foreign.setdefault(draft.kind.lower(), draft.kind)
        defined[draft.key] = (*defined.get(draft.key, ()), draft.kind)[:_GUESSES]
    for draft in drafts:
        yield link(draft, ReferenceScope(draft.namespace, foreign, defined))


def _build_entities(linked: Sequence[Linked], paths: frozenset[str]) -> Iterator[Entity | Fault]:
    relations = relate(linked)
    files = _backstage_locations.known(paths)
    for item in linked:
        draft = item.draft
        if draft.kind == "Location":
            faults = list(_backstage_locations.judge(draft, files))
            yield from faults
            draft = draft._replace(sound=draft.sound and all(fault.code != codes.WRONG_TYPE for fault in faults))
        if draft.name and (draft.kind in KINDS or draft.kind not in _OURS):
            yield build(item._replace(draft=draft), relations)
