"""The native format ``ownercat/v1``: reads documents by ``apiVersion`` and ``kind``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ownercat.diagnostics import Fault, Finding, Fix, Place
from ownercat.documents import codes, schema
from ownercat.documents.dialects import Dialect
from ownercat.documents.dialects._fields import Fields
from ownercat.documents.dialects._native_learning import drill, incident
from ownercat.documents.dialects._native_meta import meta
from ownercat.documents.dialects._native_oncall import escalation, expectation, rotation
from ownercat.documents.dialects._native_people import person, team
from ownercat.documents.dialects._native_promises import journey, runbook, sla
from ownercat.documents.dialects._native_service import service
from ownercat.documents.dialects._native_signoff import attestation, break_glass, sign_off
from ownercat.documents.source import Document
from ownercat.model import Entity, Policy, policy
from ownercat.suggest import alternatives, find_nearest, format_suggestion
from ownercat.text import clean, listed, shown

DIALECT = Dialect("native", "the ownercat catalog format", b"ownercat/", alone=True)
VERSION = "ownercat/v1"
_LONGEST_NAME = 200  # more than the schema allows, so that an invalid name is still usable in messages
_BEGIN = f"start the document with `apiVersion: {VERSION}`, `kind: Service` (or another kind) and `name: NAME`"


def _build_policy(fields: Fields, name: str, sound: bool) -> Policy:
    resolved = policy.resolve_policy(fields.data, fields.place)
    common = meta(fields, "Policy", name, sound)
    return replace(resolved, **common, refs=(*resolved.refs, *fields.refs))


KINDS: Mapping[str, Callable[[Fields, str, bool], Entity]] = MappingProxyType(
    {
        "Service": service,
        "Team": team,
        "Person": person,
        "Rotation": rotation,
        "Escalation": escalation,
        "SLA": sla,
        "Runbook": runbook,
        "Journey": journey,
        "Expectation": expectation,
        "Policy": _build_policy,
        "SignOff": sign_off,
        "BreakGlass": break_glass,
        "Attestation": attestation,
        "Drill": drill,
        "Incident": incident,
    }
)
_KINDS = listed(KINDS, "or", len(KINDS))
_KINDS_HELP = f"add a line such as `kind: Service`; the kinds are {listed(KINDS, most=len(KINDS))}"


def claims(path: str, data: bytes) -> bool:
    """Return whether a file mentions this format; files in the catalog folder are always read as native."""
    return DIALECT.marker in data


def read(documents: Sequence[Document], paths: frozenset[str]) -> Sequence[Entity | Fault]:
    """Return the entities and faults of all documents. An empty document has none."""
    found: list[Entity | Fault] = []
    for document in documents:
        if document.data is not None:
            _read(document, found)
    return found


def _read(document: Document, found: list[Entity | Fault]) -> None:
    data, place = document.data, document.place
    fault = _check_version_and_kind(data, place)
    if fault is not None:
        found.append(fault)
        return
    kind = data["kind"]
    sound = schema.valid(kind, data)
    if not sound:
        found += schema.explain(kind, document)
    found += schema.deprecated(kind, document)
    name = _read_name(data)
    if name:
        found.append(KINDS[kind](Fields(data, place, []), name, sound))


def _read_name(data: Mapping[str, Any]) -> str:
    """Return a name that can be looked up and printed, even if the schema does not allow it."""
    name = data.get("name")
    return name if isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable() else ""


def _check_version_and_kind(data: Any, place: Place) -> Fault | None:
    """Return the fault of a document without a usable version and kind; ``None`` if it has both."""
    if not isinstance(data, dict) or (data.get("apiVersion") is None and data.get("kind") is None):
        what = "" if isinstance(data, dict) else f": it is {_format_data(data)}"
        return _fault(codes.UNKNOWN_DOCUMENT, place, f"this document has neither `apiVersion` nor `kind`{what}", _BEGIN)
    version, kind = data.get("apiVersion"), data.get("kind")
    if version is not None and version != VERSION:
        return _unknown_version(data, version, place)
    if kind is None:
        return _no_kind(data, place)
    if kind.__class__ is not str or kind not in KINDS:
        return _unknown_kind(data, kind, place)
    return None


def _no_kind(data: Mapping[str, Any], place: Place) -> Fault:
    """Return one fault for a missing ``kind``, at a misspelled key if there is one."""
    message = f"{_format_document_label(data)} has no `kind`"
    if "kind" in data:
        return _fault(codes.MISSING_FIELD, place.at("kind"), f"{message}: the value is empty", _KINDS_HELP)
    meant = find_nearest("kind", data)
    if meant:
        written = shown(meant[0])
        return _fault(
            codes.MISSING_FIELD, place.key(meant[0]), message, f"write `kind` instead of `{written}`", written
        )
    return _fault(codes.MISSING_FIELD, place.at("name") if _read_name(data) else place, message, _KINDS_HELP)


def _format_data(data: object) -> str:
    return "a list" if isinstance(data, list) else f"the value {shown(data, 40)}"


def _unknown_version(data: Mapping[str, Any], version: object, place: Place) -> Fault:
    message = f"{_format_document_label(data)} has an unknown `apiVersion`: {shown(version)}"
    word = version if isinstance(version, str) else ""
    if word.startswith("ownercat/"):
        help = f"write `apiVersion: {VERSION}`, the only version"
    else:
        other = f"write `apiVersion: {VERSION}`, or read documents of another format with `--dialect NAME`"
        help = format_suggestion(word, [VERSION], other)
    return _fault(codes.UNKNOWN_DOCUMENT, place.at("apiVersion"), message, help, shown(version))


def _unknown_kind(data: Mapping[str, Any], kind: object, place: Place) -> Fault:
    at, word = place.at("kind"), kind if isinstance(kind, str) else ""
    help = format_suggestion(word, [*KINDS], f"write one of {_KINDS}")
    message = f"{_format_document_label(data)} has an unknown `kind`: {shown(kind)}"
    fault, near = _fault(codes.UNKNOWN_KIND, at, message, help, shown(kind)), alternatives(word, [*KINDS])
    return fault._replace(finding=fault.finding._replace(fixes=(Fix(at, near[0]),))) if len(near) == 1 else fault


def _format_document_label(data: Mapping[str, Any]) -> str:
    name = _read_name(data)
    return f"document {clean(name)}" if name else "this document"


def _fault(code: str, place: Place, message: str, help: str, value: str = "") -> Fault:
    return Fault(code, Finding(place, message, help, value=value))
