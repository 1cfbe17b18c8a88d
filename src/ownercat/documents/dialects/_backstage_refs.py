"""Backstage entity references: ``[kind:][namespace/]name``, which kinds fit which field, and what a reference means.

The defaults are those of Backstage's own processor of the built-in kinds: a field has a default kind (or needs one
written), and the default namespace is that of the entity that makes the reference.
"""

from __future__ import annotations

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

# Backstage's kinds, and the model kinds that a reference to one may mean. A component may be described by a native
# service of the same name: foreign and native documents form one catalog.
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
    """A key of ``spec`` that holds references. The first kind is the default; without any it must be written."""

    key: str
    what: str
    kinds: tuple[str, ...]
    many: bool = False


_OWNER = ReferenceField("owner", "owner", ("Group", "User"))
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
    """A reference taken apart; ``kind`` and ``namespace`` are ``""`` where they are not written."""

    kind: str
    namespace: str
    name: str


class ReferenceProblem(NamedTuple):
    """What is wrong with a reference: the sentence's end, and the cure."""

    message: str
    help: str


class ReferenceScope(NamedTuple):
    """Where a reference is made: the entity's own namespace, and what the repository defines.

    ``foreign``: kinds of extensions, folded → as spelled. ``defined``: key → its kinds, to guess one that is missing.
    """

    namespace: str
    foreign: Mapping[str, str]
    defined: Mapping[str, tuple[str, ...]]


def fits(text: str) -> bool:
    """Whether a text may be an entity's name or namespace."""
    return len(text) <= MAX_NAME and _NAME.fullmatch(text) is not None


def is_kind(text: str) -> bool:
    """Whether a text may be a kind."""
    return len(text) <= MAX_NAME and _KIND.fullmatch(text) is not None


def as_name(text: str) -> str:
    """The nearest text that may be a name: ``payments team`` → ``payments-team``; ``""`` when nothing is left."""
    return _NOT_IN_NAMES.sub("-", text[: 2 * MAX_NAME])[:MAX_NAME].strip("_.-")


def key(namespace: str, name: str) -> str:
    """What look-ups use: names compare without regard to case, the default namespace is not written."""
    folded = namespace.lower()
    return name.lower() if folded == DEFAULT_NAMESPACE else f"{folded}/{name.lower()}"


def parse(text: str) -> Parts | None:
    """Take a reference apart; ``None`` when it has not the form ``[kind:][namespace/]name``."""
    kind, colon, rest = text.partition(":") if ":" in text else ("", "", text)
    namespace, slash, name = rest.partition("/") if "/" in rest else ("", "", rest)
    if (colon and not is_kind(kind)) or (slash and not fits(namespace)) or not fits(name):
        return None
    return Parts(kind, namespace, name)


def read(field: ReferenceField, value: Any, place: Place, home: ReferenceScope) -> Ref | ReferenceProblem:
    """A reference as the model has it, or what is wrong with it."""
    if not isinstance(value, str):
        return _not_text(field, value)
    parts = parse(value)
    if parts is None:
        return _malformed(field, value)
    if not parts.kind and not field.kinds:
        return _kindless(parts, home)
    kind = _spelled(parts.kind, home) if parts.kind else field.kinds[0]
    problem = _unfit(field, parts, kind, home)
    if problem is not None:
        return problem
    kinds = KINDS.get(kind, (kind,))
    return Ref(
        kinds,
        key(parts.namespace or home.namespace, parts.name),
        place,
        field.what,
        kinds[0] if parts.kind and len(kinds) == 1 else "",
        _written(value, parts, home),
    )


def _written(value: str, parts: Parts, home: ReferenceScope) -> str:
    """As written, but with the namespace that is meant where leaving it out does not mean the default one."""
    if parts.namespace or home.namespace.lower() == DEFAULT_NAMESPACE:
        return value
    return f"{parts.kind}{':' if parts.kind else ''}{home.namespace}/{parts.name}"


def _spelled(kind: str, home: ReferenceScope) -> str:
    folded = kind.lower()
    return _SPELLING.get(folded) or home.foreign.get(folded, kind)


def _form(field: ReferenceField) -> str:
    kind = field.kinds[0].lower() if field.kinds else "component"
    return f"write `{FORM}`, such as `{kind}:default/its-name`"


def _not_text(field: ReferenceField, value: Any) -> ReferenceProblem:
    if isinstance(value, list) and not field.many:
        return ReferenceProblem("is a list, where one reference is expected", f"name one {field.what}")
    if isinstance(value, int | float):
        return ReferenceProblem(f"is {shown(value)}, which YAML reads as no text", f'quote it: `"{shown(value)}"`')
    return ReferenceProblem(f"is {shown(value)}, where a reference is expected", _form(field))


def _malformed(field: ReferenceField, value: str) -> ReferenceProblem:
    if not value.strip():
        return ReferenceProblem("is empty", _form(field))
    return ReferenceProblem(f'is "{shown(value)}", which is no entity reference', _repaired(value) or _form(field))


def _repaired(value: str) -> str:
    """The nearest correct form of a malformed reference, as a sentence; ``""`` when it is not plain."""
    if value.count("/") == 1 and value.count(":") == 1 and value.index("/") < value.index(":"):
        kind, _, rest = value.partition("/")
        swapped = f"{kind}:{rest.replace(':', '/')}"
        return f"did you mean {swapped}?" if parse(swapped) else ""
    if ":" in value or "/" in value or "@" in value:
        return ""
    name = as_name(value)
    return f"names hold letters, digits and - _ . only: did you mean {name}?" if name and name != value else ""


def _kindless(parts: Parts, home: ReferenceScope) -> ReferenceProblem:
    name = f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name
    kinds = home.defined.get(key(parts.namespace or home.namespace, parts.name), ())
    guess = kinds[0].lower() if len(kinds) == 1 else "component"
    meant = f"did you mean {guess}:{name}?" if len(kinds) == 1 else f"write the kind in front, such as {guess}:{name}"
    return ReferenceProblem(f"is {name}, which does not say its kind", meant)


def _unfit(field: ReferenceField, parts: Parts, kind: str, home: ReferenceScope) -> ReferenceProblem | None:
    """A kind that does not fit the field, or a misspelt one. A kind that an extension defines is left alone."""
    if kind in field.kinds or kind.lower() in home.foreign:
        return None
    rest = f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name
    misspelt = kind not in KINDS
    if field.kinds and (not misspelt or field is _OWNER):
        right = field.kinds[0].lower()
        fitting = "an API" if right == "api" else f"a {listed((k.lower() for k in field.kinds), last='or')}"
        there = field.kinds[0] in home.defined.get(key(parts.namespace or home.namespace, parts.name), ())
        help = f"did you mean {right}:{rest}?" if misspelt or there else f"name {fitting}"
        return ReferenceProblem(f"is {parts.kind}:{rest}, where only {fitting} fits", help)
    meant = typo(kind.lower(), _SPELLING) if misspelt else ""
    if not meant:
        return None
    return ReferenceProblem(f"is {parts.kind}:{rest}, and {parts.kind} is no kind", f"did you mean {meant}:{rest}?")
