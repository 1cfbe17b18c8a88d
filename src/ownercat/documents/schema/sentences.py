"""Mistakes → faults: for each kind of mistake its code, sentence, help and place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ownercat.diagnostics import Fault, Finding, Place, Related
from ownercat.documents.schema import cures, lookalikes, naming
from ownercat.documents.schema.mistakes import Kind, SchemaError
from ownercat.documents.schema.placeholder import cure, is_placeholder
from ownercat.documents.schema.wording import expected, found, found_type, titles
from ownercat.text import listed, plural, shown


class DocumentContext(NamedTuple):
    """The document a mistake stands in."""

    kind: str
    place: Place
    data: Any


class Sentence(NamedTuple):
    """What is said; ``place`` where it is not the value itself."""

    code: str
    message: str
    help: str
    place: Place | None = None
    related: tuple[Related, ...] = ()


def fault(mistake: SchemaError, scene: DocumentContext) -> Fault:
    """The fault for one mistake."""
    said = _SENTENCES[mistake.kind](mistake, scene)
    help = said.help
    if mistake.others:
        help = f"{help}; the other form is {listed(mistake.others, 'or')}"
    place = said.place or scene.place.at(*mistake.at)
    value = " ".join(shown(key) for key in mistake.keys)
    return Fault(said.code, Finding(place, said.message, help, said.related, naming.subject(scene.data), value))


def unexplained(scene: DocumentContext) -> Fault:
    """For a document that does not fit although nothing particular was found."""
    message = f"{naming.label(scene.data)} does not have the form of its kind"
    help = f"compare it with what `ownercat schema {scene.kind.lower()}` prints"
    return Fault("SCH005", Finding(scene.place, message, help, subject=naming.subject(scene.data)))


def _where(mistake: SchemaError, scene: DocumentContext) -> str:
    return naming.where(mistake.at, scene.data)


def _missing(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    key = mistake.keys[0]
    place = naming.lacking(scene.place, mistake.at, scene.data)
    return Sentence("SCH003", f"{_where(mistake, scene)} has no `{key}`", cures.missing(mistake), place)


def _unknown(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    key = mistake.keys[0]
    place = scene.place.key(*mistake.at, key)
    successor = mistake.schema.get("x-deprecated", {}).get(key)
    if successor is not None:
        return Sentence("SCH009", f"the key `{key}` in {_where(mistake, scene)} is deprecated", str(successor), place)
    message = f"unknown key `{shown(key, 60)}`{lookalikes.warning(key)} in {_where(mistake, scene)}"
    if mistake.stands_for:
        message += f", which has no `{mistake.stands_for}`"
    return Sentence("SCH004", message, cures.unknown(mistake, scene.kind, scene.data), place)


def _conflict(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    keys = sorted(mistake.keys, key=list(mistake.value).index)
    names = [f"`{shown(key, 60)}`" for key in keys]
    first = Related(scene.place.key(*mistake.at, keys[0]), f"{names[0]} is given here")
    message = f"choose only one of {', '.join(names)} in {_where(mistake, scene)}"
    place = scene.place.key(*mistake.at, keys[-1])
    return Sentence("SCH008", message, f"remove {listed(names, 'or')}", place, (first,))


def _key(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    key = mistake.keys[0]
    message = f"the key `{shown(key, 60)}` in {_where(mistake, scene)} must be {expected(mistake.schema)}"
    return Sentence("SCH007", message, cures.form(key, mistake.schema), scene.place.key(*mistake.at, key))


def _type(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    cure = cures.wrong_type(mistake, scene.kind)
    wanted = titles(mistake.branches) if mistake.branches else expected(mistake.schema, by_type=not cure.form)
    message = f"{_where(mistake, scene)} must be {wanted}; found {found_type(mistake.value)}"
    return Sentence("SCH005", message, cure.help)


def _value(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    wanted = titles(mistake.branches) if mistake.branches else expected(mistake.schema)
    message = f"{_where(mistake, scene)} must be {wanted}; found {found(mistake.value)}"
    return Sentence("SCH006", message, cures.value(mistake))


def _form(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    wanted = expected(mistake.schema)
    if mistake.keyword == "format" and mistake.schema["format"] in {"date", "local-or-instant"}:
        wanted = "a day or time that exists" if "T" in mistake.value else "a day that exists"
    said = f"{found(mistake.value)}{lookalikes.warning(mistake.value)}"
    message = f"{_where(mistake, scene)} must be {wanted}; found {said}"
    unfilled = is_placeholder(mistake.value, "url")
    return Sentence("SCH007", message, cure(mistake.at) if unfilled else cures.form(mistake.value, mistake.schema))


def _empty(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    return Sentence("SCH007", f"{_where(mistake, scene)} is empty", cures.empty(mistake))


def _range(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    message = f"{_where(mistake, scene)} must be {expected(mistake.schema)}; found {shown(mistake.value, 60)}"
    return Sentence("SCH006", message, cures.out_of_range(mistake))


def _size(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    noun = {"minLength": "character", "maxLength": "character"}.get(mistake.keyword, "entry")
    limit = int(mistake.schema[mistake.keyword])
    least = mistake.keyword.startswith("min")
    bound = f"{'at least' if least else 'at most'} {plural(limit, noun, 'entries' if noun == 'entry' else '')}"
    message = f"{_where(mistake, scene)} must have {bound}; found {len(mistake.value)}"
    return Sentence("SCH007", message, "add what is missing" if least else "shorten it")


def _forms(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    message = f"{_where(mistake, scene)} has none of its forms: {titles(mistake.branches)}"
    return Sentence("SCH008", message, cures.like_example(mistake.schema))


def _other(mistake: SchemaError, scene: DocumentContext) -> Sentence:
    message = f"{_where(mistake, scene)} does not have the right form: {expected(mistake.schema)}"
    return Sentence("SCH008", message, cures.like_example(mistake.schema))


_SENTENCES: Mapping[Kind, Callable[[SchemaError, DocumentContext], Sentence]] = {
    "missing": _missing,
    "unknown": _unknown,
    "conflict": _conflict,
    "key": _key,
    "type": _type,
    "value": _value,
    "form": _form,
    "empty": _empty,
    "range": _range,
    "size": _size,
    "forms": _forms,
    "other": _other,
}
