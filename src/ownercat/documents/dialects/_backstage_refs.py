"""Backstage entity references ``[kind:][namespace/]name``: their meaning, and the allowed kinds per field.

The defaults are the same as in Backstage: a field has a default kind or requires a kind, and the default namespace is
the namespace of the entity that has the reference.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ownercat.diagnostics import Place
from ownercat.documents.dialects._slips import typo
from ownercat.model import Ref
from ownercat.text import listed, shown

DEFAULT_NAMESPACE = "default"
MAX_NAME = 63
FORM = "[kind:][namespace/]name"

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")
_KIND = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]+")

# The Backstage kinds with the model kinds that a reference may mean. A native service may describe a component of the
# same name: foreign and native documents form one catalog.
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Component": ("Component", "Service"),
        "API": ("API",),
        "Resource": ("Resource",),
        "System": ("System",),
        "Domain": ("Domain",),
        "Group": ("Team",),
        "User": ("Person",),
        "Location": ("Location",),
        "Template": ("Template",),
    }
)
_SPELLING: Mapping[str, str] = MappingProxyType({kind.lower(): kind for kind in KINDS})


class ReferenceField(NamedTuple):
    """A key of ``spec`` with references. The first kind is the default; without kinds, a reference needs a kind."""

    key: str
    what: str
    kinds: tuple[str, ...]
    many: bool = False


OWNER = "owner"
_OWNER = ReferenceField(OWNER, OWNER, ("Group", "User"))
_SYSTEM = ReferenceField("system", "system", ("System",))
_DEPENDS_ON = ReferenceField("dependsOn", "dependency", (), many=True)
_DEPENDENCY_OF = ReferenceField("dependencyOf", "dependent", (), many=True)

FIELDS: Mapping[str, tuple[ReferenceField, ...]] = MappingProxyType(
    {
        "Component": (
            _OWNER,
            _SYSTEM,
            ReferenceField("subcomponentOf", "parent component", ("Component",)),
            ReferenceField("providesApis", "provided API", ("API",), many=True),
            ReferenceField("consumesApis", "consumed API", ("API",), many=True),
            _DEPENDS_ON,
            _DEPENDENCY_OF,
        ),
        "API": (_OWNER, _SYSTEM, _DEPENDS_ON, _DEPENDENCY_OF),
        "Resource": (_OWNER, _SYSTEM, _DEPENDS_ON, _DEPENDENCY_OF),
        "System": (_OWNER, ReferenceField("domain", "domain", ("Domain",))),
        "Domain": (_OWNER, ReferenceField("subdomainOf", "parent domain", ("Domain",))),
        "Group": (
            ReferenceField("parent", "parent group", ("Group",)),
            ReferenceField("children", "child group", ("Group",), many=True),
            ReferenceField("members", "member", ("User",), many=True),
        ),
        "User": (ReferenceField("memberOf", "group", ("Group",), many=True),),
        "Template": (_OWNER,),
    }
)


class Parts(NamedTuple):
    """The parts of a reference; ``kind`` and ``namespace`` are ``""`` if the reference omits them."""

    kind: str
    namespace: str
    name: str


class ReferenceProblem(NamedTuple):
    """The fault of a reference: the end of the message, and the fix."""

    message: str
    help: str


class ReferenceScope(NamedTuple):
    """The scope of a reference: the namespace of its entity, and the definitions of the repository.

    ``foreign``: kinds of extensions by their lower-case form. ``defined``: kinds by key, to suggest a missing kind.
    """

    namespace: str
    foreign: Mapping[str, str]
    defined: Mapping[str, tuple[str, ...]]


def fits(text: str) -> bool:
    """Return whether a text is a valid name or namespace."""
    return len(text) <= MAX_NAME and _NAME.fullmatch(text) is not None


def is_kind(text: str) -> bool:
    """Return whether a text is a valid kind."""
    return len(text) <= MAX_NAME and _KIND.fullmatch(text) is not None


def as_name(text: str) -> str:
    """Return the nearest valid name: ``payments team`` → ``payments-team``; ``""`` if there is none."""
    return _NOT_IN_NAMES.sub("-", text[: 2 * MAX_NAME])[:MAX_NAME].strip("_.-")


def key(namespace: str, name: str) -> str:
    """Return the key for lookups: in lower case, without the default namespace."""
    folded = namespace.lower()
    return name.lower() if folded == DEFAULT_NAMESPACE else f"{folded}/{name.lower()}"


def parse(text: str) -> Parts | None:
    """Parse a reference; ``None`` if it does not have the form ``[kind:][namespace/]name``."""
    kind, colon, rest = text.partition(":") if ":" in text else ("", "", text)
    namespace, slash, name = rest.partition("/") if "/" in rest else ("", "", rest)
    if (colon and not is_kind(kind)) or (slash and not fits(namespace)) or not fits(name):
        return None
    return Parts(kind, namespace, name)


def read(field: ReferenceField, value: Any, place: Place, home: ReferenceScope) -> Ref | ReferenceProblem:
    """Return a reference of the model, or the fault of the reference."""
    if not isinstance(value, str):
        return _build_type_problem(field, value)
    parts = parse(value)
    if parts is None:
        return _build_form_problem(field, value)
    if not parts.kind and not field.kinds:
        return _build_kind_problem(parts, home)
    kind = _normalize_kind(parts.kind, home) if parts.kind else field.kinds[0]
    problem = _find_kind_mismatch(field, parts, kind, home)
    if problem is not None:
        return problem
    kinds = KINDS.get(kind, (kind,))
    return Ref(
        kinds,
        key(parts.namespace or home.namespace, parts.name),
        place,
        field.what,
        kinds[0] if parts.kind and len(kinds) == 1 else "",
        _format_reference(value, parts, home),
    )


def _format_reference(value: str, parts: Parts, home: ReferenceScope) -> str:
    """Return the text of a reference, with its namespace unless that is the default namespace."""
    if parts.namespace or home.namespace.lower() == DEFAULT_NAMESPACE:
        return value
    return f"{parts.kind}{':' if parts.kind else ''}{home.namespace}/{parts.name}"


def _normalize_kind(kind: str, home: ReferenceScope) -> str:
    folded = kind.lower()
    return _SPELLING.get(folded) or home.foreign.get(folded, kind)


def _format_form_help(field: ReferenceField) -> str:
    kind = field.kinds[0].lower() if field.kinds else "component"
    return f"write `{FORM}`, such as `{kind}:default/its-name`"


def _build_type_problem(field: ReferenceField, value: Any) -> ReferenceProblem:
    if isinstance(value, list) and not field.many:
        return ReferenceProblem("must be one reference; found a list", f"write one {field.what}")
    if isinstance(value, int | float):
        return ReferenceProblem(f"must be text; found {shown(value)}", f'quote it: `"{shown(value)}"`')
    return ReferenceProblem(f"must be a reference; found {shown(value)}", _format_form_help(field))


def _build_form_problem(field: ReferenceField, value: str) -> ReferenceProblem:
    if not value.strip():
        return ReferenceProblem("is empty", _format_form_help(field))
    return ReferenceProblem(
        f'must be an entity reference; found "{shown(value)}"', _repair(value) or _format_form_help(field)
    )


def _repair(value: str) -> str:
    """Return a suggestion for a malformed reference; ``""`` if there is none."""
    if value.count("/") == 1 and value.count(":") == 1 and value.index("/") < value.index(":"):
        kind, _, rest = value.partition("/")
        swapped = f"{kind}:{rest.replace(':', '/')}"
        return f"did you mean {swapped}?" if parse(swapped) else ""
    if ":" in value or "/" in value or "@" in value:
        return ""
    name = as_name(value)
    return f"did you mean {name}? names contain only letters, digits and - _ ." if name and name != value else ""


def _build_kind_problem(parts: Parts, home: ReferenceScope) -> ReferenceProblem:
    name = f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name
    kinds = home.defined.get(key(parts.namespace or home.namespace, parts.name), ())
    guess = kinds[0].lower() if len(kinds) == 1 else "component"
    meant = f"did you mean {guess}:{name}?" if len(kinds) == 1 else f"add the kind, for example {guess}:{name}"
    return ReferenceProblem(f"has no kind: {name}", meant)


def _find_kind_mismatch(
    field: ReferenceField, parts: Parts, kind: str, home: ReferenceScope
) -> ReferenceProblem | None:
    """Return the fault of a kind that the field does not allow, or that is misspelled; ignore kinds of extensions."""
    if kind in field.kinds or kind.lower() in home.foreign:
        return None
    rest = f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name
    misspelt = kind not in KINDS
    if field.kinds and (not misspelt or field is _OWNER):
        right = field.kinds[0].lower()
        fitting = "an API" if right == "api" else f"a {listed((k.lower() for k in field.kinds), last='or')}"
        there = field.kinds[0] in home.defined.get(key(parts.namespace or home.namespace, parts.name), ())
        help = f"did you mean {right}:{rest}?" if misspelt or there else f"write a reference to {fitting}"
        return ReferenceProblem(f"must be {fitting}; found {parts.kind}:{rest}", help)
    meant = typo(kind.lower(), _SPELLING) if misspelt else ""
    if not meant:
        return None
    return ReferenceProblem(f"has an unknown kind: {parts.kind}:{rest}", f"did you mean {meant}:{rest}?")
