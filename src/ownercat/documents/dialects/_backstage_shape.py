"""Read the envelope of a Backstage document (kind, name, apiVersion) and report its faults.

This check is hand-written and does not use a schema, because Backstage allows unknown keys.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import EntityId, Fault, Finding, Fix, Place
from ownercat.documents import codes
from ownercat.documents.dialects import _backstage_refs as refs
from ownercat.documents.dialects._slips import typo
from ownercat.documents.source import Document
from ownercat.text import listed, shown

MARK = "backstage.io/"
VERSION = "backstage.io/v1alpha1"
FILES = ("catalog-info.yaml", "catalog-info.yml")

_EXPRESSION = re.compile(r"\{\{|\{%")
_VARIABLE = re.compile(r"\$\w|\$\{")  # of a shell; no name has one
_LEFT_OVER = re.compile(r"<[^<>]*>|\$\w+|\$\{\w+\}")
_NAMELESS = "Location"  # a pointer to files; no entity refers to it
_TARGETS = ("target", "targets")
_ONE_OF_KINDS = f"write one of {listed(refs.KINDS, 'or', most=len(refs.KINDS))}"
TOP = ("apiVersion", "kind", "metadata", "spec")
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
    """A document with its envelope. ``kind`` is the corrected Backstage kind; ``name`` is safe to print."""

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
        """Return the location of the whole document."""
        return self.document.place

    @property
    def label(self) -> str:
        """Return the label for messages: ``component ledger``."""
        return labelled(self.kind, self.name)

    @property
    def subject(self) -> EntityId:
        """Return the entity for ``Finding.subject``."""
        return EntityId(refs.KINDS.get(self.kind, (self.kind,))[0], self.name)


class ParsedBackstage(NamedTuple):
    """The result of reading one envelope.

    ``draft``: a readable document of a built-in kind; ``foreign``: the kind of an extension, which is not checked;
    ``template``: the location of a template value.
    """

    document: Document
    draft: BackstageEnvelope | None = None
    foreign: str = ""
    template: Place | None = None
    faults: tuple[Fault, ...] = ()


def labelled(kind: str, name: str) -> str:
    """Format ``component ledger`` or ``API ledger-api``."""
    return f"{noun(kind)} {name}".rstrip()


def noun(kind: str) -> str:
    """Format ``component`` or ``API``."""
    return kind if kind.isupper() else kind.lower()


def quoted(value: Any) -> str:
    """Format a value for messages: text in quotes, other values with their YAML type."""
    return f'"{shown(value)}"' if isinstance(value, str) else shown(value)


def is_template(value: Any) -> bool:
    """Return whether a value is a template: ``${{ … }}``, ``{{ … }}``, ``<name>``, ``$NAME``, ``$text: …``."""
    if isinstance(value, dict):
        return is_placeholder(value)
    return isinstance(value, str) and (_EXPRESSION.search(value) is not None or is_left_over(value))


def is_left_over(value: Any) -> bool:
    """Return whether a value is a placeholder that nobody replaced: ``<name_of_a_component>``, ``${NAME}``."""
    return isinstance(value, str) and _LEFT_OVER.fullmatch(value) is not None


def build_left_over(draft: BackstageEnvelope, place: Place, what: str, value: str, key: str) -> Fault:
    """Return the fault of a placeholder in a field; ``what``: the field and its entity."""
    help = "write the name of the team" if key == refs.OWNER else "write the value, or remove it"
    finding = Finding(place, f"{what} is a placeholder: `{shown(value, 60)}`", help, (), draft.subject, key)
    return Fault(codes.PLACEHOLDER_VALUE, finding)


def is_placeholder(value: Any) -> bool:
    """Return whether Backstage inserts the content of another file here (``$text``, ``$json``, ``$yaml``, …)."""
    return isinstance(value, dict) and len(value) == 1 and all(isinstance(k, str) and k[:1] == "$" for k in value)


def mapping(value: Any) -> Mapping[Any, Any]:
    """Return a mapping, or an empty mapping for any other value."""
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    """Return a text, or ``""`` for any other value."""
    return value if isinstance(value, str) else ""


def examine(document: Document) -> ParsedBackstage:
    """Read the envelope of a document. An empty document, or one of another tool, has neither draft nor fault."""
    data = document.data
    if data is None or (isinstance(data, dict) and _belongs_to_other_tool(document)):
        return ParsedBackstage(document)
    if not isinstance(data, dict) or not any(key in data for key in TOP):
        finding = Finding(
            document.place,
            f"{_format_data(data)} is not a Backstage entity"
            if not isinstance(data, dict)
            else "this document is not a Backstage entity",
            f"start the document with `apiVersion: {VERSION}`, `kind:` and `metadata:`",
        )
        return ParsedBackstage(document, faults=(Fault(codes.UNKNOWN_DOCUMENT, finding),))
    return _read_entity(document, data)


def _format_data(data: Any) -> str:
    return "a list" if isinstance(data, list) else "a single value"


def _belongs_to_other_tool(document: Document) -> bool:
    """Return whether a document belongs to another tool. In a catalog-info file, all documents are for Backstage."""
    version = document.data.get("apiVersion")
    if not isinstance(version, str) or "backstage" in version:
        return False
    return version.startswith("ownercat/") or document.path.rpartition("/")[2] not in FILES


def _read_entity(document: Document, data: dict[str, Any]) -> ParsedBackstage:
    template = next(_find_templates(document.place, data), None)
    if template is not None:
        return ParsedBackstage(document, template=template)
    if _is_extension(data):
        named = refs.fits(text(mapping(data.get("metadata")).get("name")))
        return ParsedBackstage(document, _build_draft(document, data) if named else None, data["kind"])
    fatal = _check_identity(document.place, data)
    if fatal is not None:
        return ParsedBackstage(document, faults=(fatal,))
    draft = _build_draft(document, data)
    faults = tuple(f._replace(finding=f.finding._replace(subject=draft.subject)) for f in _check_parts(draft, data))
    draft = draft._replace(sound=not faults)
    faults += tuple(_check_left_overs(draft))
    return ParsedBackstage(document, draft, "" if draft.kind in refs.KINDS else draft.kind, faults=faults)


def _is_extension(data: dict[str, Any]) -> bool:
    """Return whether kind and apiVersion are those of an extension, which ownercat does not check."""
    version, kind = data.get("apiVersion"), data.get("kind")
    return isinstance(version, str) and MARK not in version and isinstance(kind, str) and _is_foreign(kind)


def _is_foreign(kind: str) -> bool:
    return refs.is_kind(kind) and kind not in refs.KINDS and not typo(kind, refs.KINDS)


def _find_templates(place: Place, data: dict[str, Any]) -> Iterator[Place]:
    """Yield the locations of template values that ownercat needs to check the document.

    A placeholder makes a document a template only if the document has no other name, kind or namespace.
    """
    metadata, spec = mapping(data.get("metadata")), mapping(data.get("spec"))
    kind = text(data.get("kind"))
    yield from (place.at(key) for key in ("apiVersion", "kind") if is_template(data.get(key)))
    for key in ("name", "namespace"):
        if is_template(metadata.get(key)) or _VARIABLE.search(text(metadata.get(key))):
            yield place.at("metadata", key)
    for key in _TARGETS if kind == "Location" else [field.key for field in refs.FIELDS.get(kind, ())]:
        for at, value in entries(spec.get(key)):
            if is_template(value) and not is_left_over(value):
                yield place.at("spec", key, *at)


def _check_identity(place: Place, data: dict[str, Any]) -> Fault | None:
    """Return the fault of a document without a kind or a name; ``None`` if it has both."""
    kind, metadata = data.get("kind"), data.get("metadata")
    if kind is None:
        missing = _build_fault(codes.MISSING_FIELD, place, "this document has no `kind`", _ONE_OF_KINDS)
        return _find_misspelled(place, data, "kind", TOP) or missing
    if not isinstance(kind, str) or not refs.is_kind(kind):
        return _build_fault(
            codes.WRONG_TYPE, place.at("kind"), f"this document has an invalid `kind`: {quoted(kind)}", _ONE_OF_KINDS
        )
    if metadata is None:
        if kind == _NAMELESS:
            return None
        message = f"this {noun(kind)} has no `metadata`"
        return _find_misspelled(place, data, "metadata", TOP) or _build_fault(
            codes.MISSING_FIELD, place, message, "add `metadata:` with a `name:` below it"
        )
    if not isinstance(metadata, dict):
        message = f"`metadata` must be a mapping; found {quoted(metadata)}"
        return _build_fault(
            codes.WRONG_TYPE, place.at("metadata"), message, "write `name:` and its value below `metadata`"
        )
    if kind == _NAMELESS and metadata.get("name") is None:
        return None
    return _check_name(place.at("metadata"), noun(kind), metadata)


def _check_name(place: Place, noun: str, metadata: dict[str, Any]) -> Fault | None:
    name = metadata.get("name")
    if name is None:
        missing = _build_fault(codes.MISSING_FIELD, place, f"this {noun} has no `name`", "add `name:` below `metadata`")
        return _find_misspelled(place, metadata, "name", _METADATA) or missing
    if isinstance(name, str):
        return None
    message = f"`name` of this {noun} must be text; found {quoted(name)}"
    return _build_fault(codes.WRONG_TYPE, place.at("name"), message, _format_quote_help(name) or "write one name")


def _build_draft(document: Document, data: dict[str, Any]) -> BackstageEnvelope:
    """Build the draft of a document with kind and name; other functions report its faults."""
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


def _check_parts(draft: BackstageEnvelope, data: dict[str, Any]) -> Iterator[Fault]:
    yield from _check_version(draft, data)
    if data["kind"] != draft.kind:
        message = f"{draft.label} has an unknown `kind`: {data['kind']}"
        yield _build_fault(
            codes.UNKNOWN_KIND, draft.place.at("kind"), message, f"did you mean {draft.kind}?", draft.kind
        )
    yield from _check_names(draft)
    spec = data.get("spec")
    if spec is not None and not isinstance(spec, dict):
        message = f"`spec` of {draft.label} must be a mapping; found {quoted(spec)}"
        yield _build_fault(
            codes.WRONG_TYPE,
            draft.place.at("spec"),
            message,
            "write the fields below `spec`, for example `owner: payments`",
        )
    known = (*(field.key for field in refs.FIELDS.get(draft.kind, ())), *_OTHER_KEYS.get(draft.kind, ()))
    yield from _check_keys(draft.label, draft.place, data, TOP)
    yield from _check_keys(draft.label, draft.place.at("metadata"), draft.metadata, _METADATA)
    yield from _check_keys(draft.label, draft.place.at("spec"), draft.spec, known)


def _check_left_overs(draft: BackstageEnvelope) -> Iterator[Fault]:
    """Yield the placeholders in fields that are not references."""
    for key in ("type", "lifecycle"):
        if is_left_over(draft.spec.get(key)):
            what = f"`{key}` of {draft.label}"
            yield build_left_over(draft, draft.place.at("spec", key), what, draft.spec[key], key)


def _check_version(draft: BackstageEnvelope, data: dict[str, Any]) -> Iterator[Fault]:
    value = data.get("apiVersion")
    if value is None:
        if _find_misspelled(draft.place, data, "apiVersion", TOP) is None:
            yield _build_fault(
                codes.MISSING_FIELD, draft.place, f"{draft.label} has no `apiVersion`", f"add `apiVersion: {VERSION}`"
            )
    elif not isinstance(value, str):
        message = f"`apiVersion` of {draft.label} must be text; found {quoted(value)}"
        yield _build_fault(codes.WRONG_TYPE, draft.place.at("apiVersion"), message, f"write `{VERSION}`")
    elif draft.kind in refs.KINDS and not _fits_version(draft.kind, value):
        message = f"{draft.label} has an unknown `apiVersion`: {quoted(value)}"
        yield _build_fault(codes.VALUE_NOT_ALLOWED, draft.place.at("apiVersion"), message, f"write `{VERSION}`")


def _fits_version(kind: str, version: str) -> bool:
    """Return whether Backstage reads a kind with an apiVersion; only templates have one of the scaffolder."""
    return MARK in version and (kind == "Template" or not version.startswith("scaffolder."))


def _check_names(draft: BackstageEnvelope) -> Iterator[Fault]:
    place, name, namespace = draft.place.at("metadata"), draft.metadata.get("name"), draft.metadata.get("namespace")
    if isinstance(name, str) and not refs.fits(name):
        yield _build_fault(
            codes.MALFORMED_VALUE, place.at("name"), *_format_name_problem(f"this {noun(draft.kind)}", "name", name)
        )
    if isinstance(namespace, str) and not refs.fits(namespace):
        yield _build_fault(
            codes.MALFORMED_VALUE, place.at("namespace"), *_format_name_problem(draft.label, "namespace", namespace)
        )
    elif namespace is not None and not isinstance(namespace, str):
        message = f"`namespace` of {draft.label} must be text; found {quoted(namespace)}"
        yield _build_fault(
            codes.WRONG_TYPE, place.at("namespace"), message, _format_quote_help(namespace) or "write one name"
        )


def _format_name_problem(label: str, what: str, value: str) -> tuple[str, str]:
    if len(value) > refs.MAX_NAME and refs.as_name(value[: refs.MAX_NAME]) == value[: refs.MAX_NAME].rstrip("_.-"):
        message = f"`{what}` of {label} is too long: {shown(value)} has {len(value)} characters"
        return message, f"shorten it to at most {refs.MAX_NAME} characters"
    form = f"write 1 to {refs.MAX_NAME} letters and digits, with - _ . between them"
    meant = refs.as_name(value)
    return (
        f"`{what}` of {label} is not a valid name: {quoted(value)}",
        f"did you mean {meant}? {form}" if meant else form,
    )


def _check_keys(label: str, place: Place, level: Mapping[Any, Any], known: tuple[str, ...]) -> Iterator[Fault]:
    """Yield faults for keys that are typing errors of an absent key. Other unknown keys belong to extensions."""
    absent = [word for word in known if word not in level]
    for key in level:
        meant = typo(key, absent) if isinstance(key, str) and key not in known else ""
        if meant:
            yield _build_fault(
                codes.UNKNOWN_FIELD,
                place.key(key),
                f"{label} has an unknown key: `{shown(key)}`",
                f"did you mean {meant}?",
                meant,
            )


def _find_misspelled(place: Place, level: Mapping[Any, Any], key: str, known: tuple[str, ...]) -> Fault | None:
    """Return the fault for a missing key that is present with a typing error."""
    for word in level:
        if isinstance(word, str) and word not in known and typo(word, (key,)):
            message = f"{'`metadata`' if known is _METADATA else 'this document'} has an unknown key: `{shown(word)}`"
            return _build_fault(codes.UNKNOWN_FIELD, place.key(word), message, f"did you mean {key}?", key)
    return None


def _build_fault(code: str, place: Place, message: str, help: str, new: str = "") -> Fault:
    """Build a fault; ``new``: the only text that can be meant."""
    fixes = (Fix(place, new),) if new else ()
    return Fault(code, Finding(place, message, help, value="/".join(map(str, place.pointer)), fixes=fixes))


def _format_quote_help(value: Any) -> str:
    return f'quote it: `"{shown(value)}"`' if isinstance(value, int | float) else ""


def entries(value: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield a value, or the items of a list, each with its index; nothing for null."""
    if isinstance(value, list):
        yield from (((i,), item) for i, item in enumerate(value))
    elif value is not None:
        yield (), value
