"""The envelope of a Backstage document: what it is, what it is called, and what is wrong with that.

Hand-written, because Backstage allows unknown keys and says little itself: one mistake, one finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import EntityId, Fault, Finding, Place
from ownercat.documents.dialects import _backstage_refs as refs
from ownercat.documents.dialects._slips import typo
from ownercat.documents.source import Document
from ownercat.text import listed, shown

MARK = "backstage.io/"
VERSION = "backstage.io/v1alpha1"
FILES = ("catalog-info.yaml", "catalog-info.yml")

_TEMPLATE = re.compile(r"\{\{|\{%|^<[^<>]*>$")
_NAMELESS = "Location"  # a pointer to files; nobody refers to it
_TARGETS = ("target", "targets")
_ONE_OF_KINDS = f"write one of {listed(refs.KINDS, 'or', most=len(refs.KINDS))}"
_TOP = ("apiVersion", "kind", "metadata", "spec")
_METADATA = ("name", "namespace", "title", "description", "labels", "annotations", "tags", "links")
_OTHER_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Component": ("type", "lifecycle"),
        "API": ("type", "lifecycle", "definition"),
        "Resource": ("type", "lifecycle"),
        "System": ("type",),
        "Domain": ("type",),
        "Group": ("type", "profile"),
        "User": ("profile",),
        "Location": ("type", "target", "targets", "presence"),
        "Template": ("type", "system", "parameters", "steps", "output", "lifecycle", "presentation", "path"),
    }
)


class BackstageEnvelope(NamedTuple):
    """A document on its way to an entity. ``kind`` is Backstage's, rightly spelt; ``name`` is safe to print."""

    document: Document
    kind: str
    name: str
    namespace: str
    key: str
    metadata: Mapping[str, Any]
    spec: Mapping[str, Any]
    sound: bool = True

    @property
    def place(self) -> Place:
        """The document as a whole."""
        return self.document.place

    @property
    def label(self) -> str:
        """How messages name it: ``component ledger``."""
        return labelled(self.kind, self.name)

    @property
    def subject(self) -> EntityId:
        """For ``Finding.subject``."""
        return EntityId(refs.KINDS.get(self.kind, (self.kind,))[0], self.name)


class ParsedBackstage(NamedTuple):
    """What one document turned out to be.

    ``draft``: a built-in kind that can be read; ``foreign``: the kind of an extension, named but not judged;
    ``template``: where a needed value is filled in later.
    """

    document: Document
    draft: BackstageEnvelope | None = None
    foreign: str = ""
    template: Place | None = None
    faults: tuple[Fault, ...] = ()


def labelled(kind: str, name: str) -> str:
    """``component ledger``, ``API ledger-api``."""
    return f"{noun(kind)} {name}".rstrip()


def noun(kind: str) -> str:
    """``component``, ``API``."""
    return kind if kind.isupper() else kind.lower()


def quoted(value: Any) -> str:
    """A value as messages show it: text in quotes, anything else by YAML's word for it."""
    return f'"{shown(value)}"' if isinstance(value, str) else shown(value)


def is_template(value: Any) -> bool:
    """Whether a value is filled in later: ``${{ … }}``, ``{{ … }}``, ``<name_of_a_component>``, ``$text: …``."""
    if isinstance(value, dict):
        return is_placeholder(value)
    return isinstance(value, str) and _TEMPLATE.search(value) is not None


def is_placeholder(value: Any) -> bool:
    """Whether Backstage puts the content of another file here (``$text``, ``$json``, ``$yaml`` and their kin)."""
    return isinstance(value, dict) and len(value) == 1 and all(isinstance(k, str) and k[:1] == "$" for k in value)


def mapping(value: Any) -> Mapping[Any, Any]:
    """A mapping as it is; anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    """A text as it is; anything else as none."""
    return value if isinstance(value, str) else ""


def examine(document: Document) -> ParsedBackstage:
    """What a document is. Nothing (no draft, no fault) when it is empty or belongs to somebody else."""
    data = document.data
    if data is None or (isinstance(data, dict) and _is_elses(document)):
        return ParsedBackstage(document)
    if not isinstance(data, dict) or not any(key in data for key in _TOP):
        finding = Finding(
            document.place,
            f"{_a(data)} is no Backstage entity" if not isinstance(data, dict) else "this is no Backstage entity",
            f"an entity begins with `apiVersion: {VERSION}`, `kind:` and `metadata:`",
        )
        return ParsedBackstage(document, faults=(Fault("SCH001", finding),))
    return _entity(document, data)


def _a(data: Any) -> str:
    return "a list" if isinstance(data, list) else "a single value"


def _is_elses(document: Document) -> bool:
    """A document of another tool that shares the file. In a catalog-info file everything is meant for Backstage."""
    version = document.data.get("apiVersion")
    if not isinstance(version, str) or "backstage" in version:
        return False
    return version.startswith("ownercat/") or document.path.rpartition("/")[2] not in FILES


def _entity(document: Document, data: dict[str, Any]) -> ParsedBackstage:
    template = next(_templates(document.place, data), None)
    if template is not None:
        return ParsedBackstage(document, template=template)
    if _is_extension(data):
        named = refs.fits(text(mapping(data.get("metadata")).get("name")))
        return ParsedBackstage(document, _draft(document, data) if named else None, data["kind"])
    fatal = _nameless(document.place, data)
    if fatal is not None:
        return ParsedBackstage(document, faults=(fatal,))
    draft = _draft(document, data)
    faults = tuple(f._replace(finding=f.finding._replace(subject=draft.subject)) for f in _complaints(draft, data))
    draft = draft._replace(sound=not faults)
    return ParsedBackstage(document, draft, "" if draft.kind in refs.KINDS else draft.kind, faults=faults)


def _is_extension(data: dict[str, Any]) -> bool:
    """A kind of its own under an apiVersion of its own: its shape is not ours to judge."""
    version, kind = data.get("apiVersion"), data.get("kind")
    return isinstance(version, str) and MARK not in version and isinstance(kind, str) and _is_foreign(kind)


def _is_foreign(kind: str) -> bool:
    return refs.is_kind(kind) and kind not in refs.KINDS and not typo(kind, refs.KINDS)


def _templates(place: Place, data: dict[str, Any]) -> Iterator[Place]:
    """Where values that are needed to judge the document are filled in later."""
    metadata, spec = mapping(data.get("metadata")), mapping(data.get("spec"))
    kind = text(data.get("kind"))
    yield from (place.at(key) for key in ("apiVersion", "kind") if is_template(data.get(key)))
    yield from (place.at("metadata", key) for key in ("name", "namespace") if is_template(metadata.get(key)))
    for key in _TARGETS if kind == "Location" else [field.key for field in refs.FIELDS.get(kind, ())]:
        yield from (place.at("spec", key, *at) for at, value in entries(spec.get(key)) if is_template(value))


def _nameless(place: Place, data: dict[str, Any]) -> Fault | None:
    """What leaves a document without a kind or a name; ``None`` when it has both."""
    kind, metadata = data.get("kind"), data.get("metadata")
    if kind is None:
        missing = _fault("SCH003", place, "the document has no kind", _ONE_OF_KINDS)
        return _misspelt(place, data, "kind", _TOP) or missing
    if not isinstance(kind, str) or not refs.is_kind(kind):
        return _fault("SCH005", place.at("kind"), f"kind is {quoted(kind)}, which is no kind", _ONE_OF_KINDS)
    if metadata is None:
        if kind == _NAMELESS:
            return None
        message = f"the {noun(kind)} has no metadata"
        return _misspelt(place, data, "metadata", _TOP) or _fault(
            "SCH003", place, message, "add `metadata:` with a `name:` below it"
        )
    if not isinstance(metadata, dict):
        message = f"metadata is {quoted(metadata)}, where a mapping is expected"
        return _fault("SCH005", place.at("metadata"), message, "write `name:` and its value below metadata")
    if kind == _NAMELESS and metadata.get("name") is None:
        return None
    return _unnamed(place.at("metadata"), noun(kind), metadata)


def _unnamed(place: Place, noun: str, metadata: dict[str, Any]) -> Fault | None:
    name = metadata.get("name")
    if name is None:
        missing = _fault("SCH003", place, f"the {noun} has no name", "add `name:` below metadata")
        return _misspelt(place, metadata, "name", _METADATA) or missing
    if isinstance(name, str):
        return None
    message = f"the name of this {noun} is {quoted(name)}, which YAML reads as no text"
    return _fault("SCH005", place.at("name"), message, _quote(name) or "write one name")


def _draft(document: Document, data: dict[str, Any]) -> BackstageEnvelope:
    """The identity of a document that has one; what is wrong with its parts is said elsewhere."""
    kind, metadata = data["kind"], mapping(data.get("metadata"))
    name, namespace = metadata.get("name") or "", metadata.get("namespace")
    if not isinstance(namespace, str) or not refs.fits(namespace):
        namespace = refs.DEFAULT_NAMESPACE
    return BackstageEnvelope(
        document,
        kind if kind in refs.KINDS else typo(kind, refs.KINDS) or kind,
        name if not name or refs.fits(name) else shown(name),
        namespace,
        refs.key(namespace, name[: refs.MAX_NAME + 1]),
        metadata,
        mapping(data.get("spec")),
    )


def _complaints(draft: BackstageEnvelope, data: dict[str, Any]) -> Iterator[Fault]:
    yield from _version(draft, data)
    if data["kind"] != draft.kind:
        message = f"{data['kind']} is no kind that Backstage knows"
        yield _fault("SCH002", draft.place.at("kind"), message, f"did you mean {draft.kind}?")
    yield from _names(draft)
    spec = data.get("spec")
    if spec is not None and not isinstance(spec, dict):
        message = f"the spec of {draft.label} is {quoted(spec)}, where a mapping is expected"
        yield _fault(
            "SCH005", draft.place.at("spec"), message, "write its fields below spec, such as `owner: payments`"
        )
    known = (*(field.key for field in refs.FIELDS.get(draft.kind, ())), *_OTHER_KEYS.get(draft.kind, ()))
    yield from _slips(draft.label, draft.place, data, _TOP)
    yield from _slips(draft.label, draft.place.at("metadata"), draft.metadata, _METADATA)
    yield from _slips(draft.label, draft.place.at("spec"), draft.spec, known)


def _version(draft: BackstageEnvelope, data: dict[str, Any]) -> Iterator[Fault]:
    value = data.get("apiVersion")
    if value is None:
        if _misspelt(draft.place, data, "apiVersion", _TOP) is None:
            yield _fault("SCH003", draft.place, f"{draft.label} has no apiVersion", f"add `apiVersion: {VERSION}`")
    elif not isinstance(value, str):
        message = f"the apiVersion of {draft.label} is {quoted(value)}, not text"
        yield _fault("SCH005", draft.place.at("apiVersion"), message, f"write `{VERSION}`")
    elif MARK not in value and draft.kind in refs.KINDS:
        message = f"the apiVersion of {draft.label} is {quoted(value)}, which Backstage does not know"
        yield _fault("SCH006", draft.place.at("apiVersion"), message, f"write `{VERSION}`")


def _names(draft: BackstageEnvelope) -> Iterator[Fault]:
    place, name, namespace = draft.place.at("metadata"), draft.metadata.get("name"), draft.metadata.get("namespace")
    if isinstance(name, str) and not refs.fits(name):
        yield _fault("SCH007", place.at("name"), *_misnamed(f"this {noun(draft.kind)}", "name", name))
    if isinstance(namespace, str) and not refs.fits(namespace):
        yield _fault("SCH007", place.at("namespace"), *_misnamed(draft.label, "namespace", namespace))
    elif namespace is not None and not isinstance(namespace, str):
        message = f"the namespace of {draft.label} is {quoted(namespace)}, not text"
        yield _fault("SCH005", place.at("namespace"), message, _quote(namespace) or "write one name")


def _misnamed(label: str, what: str, value: str) -> tuple[str, str]:
    if len(value) > refs.MAX_NAME and refs.as_name(value[: refs.MAX_NAME]) == value[: refs.MAX_NAME].rstrip("_.-"):
        message = f"the {what} of {label}, {shown(value)}, has {len(value)} characters"
        return message, f"shorten it: Backstage allows at most {refs.MAX_NAME}"
    form = f"write 1 to {refs.MAX_NAME} letters and digits, with - _ . only between them"
    meant = refs.as_name(value)
    return f"the {what} of {label} is {quoted(value)}", f"{form}: did you mean {meant}?" if meant else form


def _slips(label: str, place: Place, level: Mapping[Any, Any], known: tuple[str, ...]) -> Iterator[Fault]:
    """Keys that are surely a slip of a known one that is absent. Other unknown keys are an extension's business."""
    absent = [word for word in known if word not in level]
    for key in level:
        meant = typo(key, absent) if isinstance(key, str) and key not in known else ""
        if meant:
            yield _fault("SCH004", place.key(key), f"{label} has no field {shown(key)}", f"did you mean {meant}?")


def _misspelt(place: Place, level: Mapping[Any, Any], key: str, known: tuple[str, ...]) -> Fault | None:
    """A missing key that stands there misspelt: then that is what is said."""
    for word in level:
        if isinstance(word, str) and word not in known and typo(word, (key,)):
            message = f"the {'metadata has' if known is _METADATA else 'document has'} no field {shown(word)}"
            return _fault("SCH004", place.key(word), message, f"did you mean {key}?")
    return None


def _fault(code: str, place: Place, message: str, help: str) -> Fault:
    return Fault(code, Finding(place, message, help, value="/".join(map(str, place.pointer))))


def _quote(value: Any) -> str:
    return f'quote it: `"{shown(value)}"`' if isinstance(value, int | float) else ""


def entries(value: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """A value, or the values of a list, each with its position in it; nothing for null."""
    if isinstance(value, list):
        yield from (((i,), item) for i, item in enumerate(value))
    elif value is not None:
        yield (), value
