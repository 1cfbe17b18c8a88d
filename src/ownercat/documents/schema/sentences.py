"""Build a fault for each mistake: code, message, fix and location."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Finding, Fix, Place, Related
from ownercat.documents import codes
from ownercat.documents.schema import cures, lookalikes, naming
from ownercat.documents.schema.cures import Cure
from ownercat.documents.schema.mistakes import Kind, SchemaError
from ownercat.documents.schema.placeholder import cure as fill
from ownercat.documents.schema.placeholder import is_placeholder
from ownercat.documents.schema.wording import expected, found, found_type, titles
from ownercat.text import listed, plural, shown


class DocumentContext(NamedTuple):
    """The document with the mistake."""

    kind: str
    place: Place
    data: Any


class Sentence(NamedTuple):
    """The parts of a fault; ``place`` is ``None`` if it is the location of the value. ``cure``: its only correction."""

    code: str
    message: str
    help: str
    place: Place | None = None
    related: tuple[Related, ...] = ()
    cure: Cure | None = None


def fault(mistake: SchemaError, scene: DocumentContext) -> Fault:
    """Build the fault for one mistake."""
    sentence = _BUILDERS[mistake.kind](mistake, scene)
    help = sentence.help
    if mistake.others:
        help = f"{help}; other forms: {listed(mistake.others, 'or')}"
    place = sentence.place or scene.place.at(*mistake.at)
    value = " ".join(shown(key) for key in mistake.keys)
    cure = sentence.cure
    fixes = (
        (Fix(place, cure.new, "quotes" if cure.is_quoted else "value"),)
        if cure is not None and cure.new is not None
        else ()
    )
    finding = Finding(place, sentence.message, help, sentence.related, naming.subject(scene.data), value, fixes=fixes)
    return Fault(sentence.code, finding)


def unexplained(scene: DocumentContext) -> Fault:
    """Build the fault for a document that does not match its schema for an unknown reason."""
    message = f"{naming.label(scene.data)} does not match its schema"
    help = f"compare the document with the output of `ownercat schema {scene.kind.lower()}`"
    return Fault(codes.WRONG_TYPE, Finding(scene.place, message, help, subject=naming.subject(scene.data)))


def _format_where(mistake: SchemaError, scene: DocumentContext) -> str:
    return naming.where(mistake.at, scene.data)


def _build_missing(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    key = mistake.keys[0]
    place = naming.lacking(scene.place, mistake.at, scene.data)
    return Sentence(
        codes.MISSING_FIELD, f"{_format_where(mistake, scene)} has no `{key}`", cures.missing(mistake), place
    )


def _build_unknown(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    key = mistake.keys[0]
    place = scene.place.key(*mistake.at, key)
    successor = mistake.schema.get("x-deprecated", {}).get(key)
    if successor is not None:
        message = f"{_format_where(mistake, scene)} has a deprecated key: `{key}`"
        return Sentence(codes.DEPRECATED_FIELD, message, str(successor), place)
    instead = f" instead of `{mistake.stands_for}`" if mistake.stands_for else ""
    word = f"`{shown(key, 60)}`{lookalikes.warning(key)}"
    message = f"{_format_where(mistake, scene)} has an unknown key{instead}: {word}"
    cure = cures.unknown(mistake, scene.kind, scene.data)
    return Sentence(codes.UNKNOWN_FIELD, message, cure.help, place, cure=cure)


def _build_conflict(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    keys = sorted(mistake.keys, key=list(mistake.value).index)
    names = [f"`{shown(key, 60)}`" for key in keys]
    first = Related(scene.place.key(*mistake.at, keys[0]), f"key {names[0]}")
    message = f"{_format_where(mistake, scene)} has keys that exclude each other: {listed(names)}"
    place = scene.place.key(*mistake.at, keys[-1])
    help = f"remove {names[0]} or {names[1]}" if len(names) == 2 else "keep one of these keys and remove the others"
    return Sentence(codes.CONFLICTING_FORMS, message, help, place, (first,))


def _build_key(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    key = mistake.keys[0]
    problem = f"`{shown(key, 60)}` is not {expected(mistake.schema)}"
    message = f"{_format_where(mistake, scene)} has an invalid key: {problem}"
    cure = cures.form(key, mistake.schema)
    return Sentence(codes.MALFORMED_VALUE, message, cure.help, scene.place.key(*mistake.at, key), cure=cure)


def _build_type(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    cure = cures.wrong_type(mistake, scene.kind, scene.data)
    wanted = titles(mistake.branches) if mistake.branches else expected(mistake.schema, by_type=not cure.form)
    message = f"{_format_where(mistake, scene)} must be {wanted}; found {found_type(mistake.value)}"
    return Sentence(codes.WRONG_TYPE, message, cure.help, cure=cure)


def _build_value(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    wanted = titles(mistake.branches) if mistake.branches else expected(mistake.schema)
    message = f"{_format_where(mistake, scene)} must be {wanted}; found {found(mistake.value)}"
    cure = cures.value(mistake)
    return Sentence(codes.VALUE_NOT_ALLOWED, message, cure.help, cure=cure)


def _build_form(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    wanted = expected(mistake.schema)
    if mistake.keyword == "format" and mistake.schema["format"] in {"date", "local-or-instant"}:
        wanted = "a day and time that exist" if "T" in mistake.value else "a day that exists"
    value = f"{found(mistake.value)}{lookalikes.warning(mistake.value)}"
    message = f"{_format_where(mistake, scene)} must be {wanted}; found {value}"
    unfilled = is_placeholder(mistake.value, "url")
    in_list = bool(mistake.at) and isinstance(mistake.at[-1], int)
    if unfilled:
        return Sentence(codes.MALFORMED_VALUE, message, fill(mistake.at))
    cure = cures.form(mistake.value, mistake.schema, in_list=in_list)
    return Sentence(codes.MALFORMED_VALUE, message, cure.help, cure=cure)


def _build_empty(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    return Sentence(codes.MALFORMED_VALUE, f"{_format_where(mistake, scene)} is empty", cures.empty(mistake))


def _build_range(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    message = f"{_format_where(mistake, scene)} must be {expected(mistake.schema)}; found {shown(mistake.value, 60)}"
    cure = cures.out_of_range(mistake)
    return Sentence(codes.VALUE_NOT_ALLOWED, message, cure.help, cure=cure)


def _build_size(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    noun = {"minLength": "character", "maxLength": "character"}.get(mistake.keyword, "entry")
    limit = int(mistake.schema[mistake.keyword])
    least = mistake.keyword.startswith("min")
    bound = f"{'at least' if least else 'at most'} {plural(limit, noun, 'entries' if noun == 'entry' else '')}"
    message = f"{_format_where(mistake, scene)} must have {bound}; found {len(mistake.value)}"
    if noun == "character":
        return Sentence(codes.MALFORMED_VALUE, message, "write a longer text" if least else "shorten the text")
    return Sentence(codes.MALFORMED_VALUE, message, "add entries" if least else "remove entries")


def _build_forms(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    message = f"{_format_where(mistake, scene)} matches none of its forms: {titles(mistake.branches)}"
    return Sentence(codes.CONFLICTING_FORMS, message, cures.like_example(mistake.schema))


def _build_other(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    message = f"{_format_where(mistake, scene)} has an invalid value: expected {expected(mistake.schema)}"
    return Sentence(codes.CONFLICTING_FORMS, message, cures.like_example(mistake.schema))


_BUILDERS: Mapping[Kind, Callable[[SchemaError, DocumentContext], Sentence]] = {
    "missing": _build_missing,
    "unknown": _build_unknown,
    "conflict": _build_conflict,
    "key": _build_key,
    "type": _build_type,
    "value": _build_value,
    "form": _build_form,
    "empty": _build_empty,
    "range": _build_range,
    "size": _build_size,
    "forms": _build_forms,
    "other": _build_other,
}
