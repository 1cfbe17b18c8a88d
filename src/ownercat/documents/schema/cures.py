"""The fix of each mistake: the nearest correct form, or an example."""

import re
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from ownercat.documents.schema import forms, gate, levels, lookalikes, proposals
from ownercat.documents.schema.bundle import Schema
from ownercat.documents.schema.mistakes import SchemaError, wraps
from ownercat.documents.schema.wording import example, flow
from ownercat.model import PREFIXES
from ownercat.suggest import alternatives, find_nearest, format_suggestion, question
from ownercat.text import listed, shown

_CLOSE = 0.8  # a sibling this similar wins over a key of another level
_LONGEST = 60
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
_FEW = 4
# Keys that a rule requires, not the schema: to remove the line would cause a finding of that rule.
_DEMANDED = {
    ("Service", "owner"), ("Team", "members"), ("Team", "contacts"), ("Rotation", "layers"), ("Escalation", "tiers"),
    ("Escalation", "end"), ("SLA", "outcome"), ("SLA", "targets"), ("SLA", "approvers"), ("Journey", "steps"),
}  # fmt: skip
_YES = frozenset({"yes", "y", "on", "true"})
_NO = frozenset({"no", "n", "off", "false"})


class Cure(NamedTuple):
    """A help text, and the only value (or key) that it can mean: ``new``, ``None`` if a person must decide.

    ``is_quoted``: quotes are enough. ``form``: the message shows the complete form, because quotes are not enough.
    """

    help: str
    form: bool = False
    new: Any = None
    is_quoted: bool = False


def missing(mistake: SchemaError) -> str:
    """Return a line to add."""
    key = mistake.keys[0]
    schema = mistake.schema.get("properties", {}).get(key, {})
    if str(schema.get("x-form", "")).startswith("a name such as"):
        # an example would be the name of a stranger
        return f"add a line `{key}: NAME`: {_format_description(schema)}"
    shown_as = example(schema)
    return f"add a line such as `{key}: {shown_as}`" if shown_as else f"add `{key}`"


def _format_description(schema: Schema) -> str:
    text = str(schema.get("description", "")).partition(". ")[0].rstrip(".")
    return f"{text[:1].lower()}{text[1:]}"


def unknown(mistake: SchemaError, kind: str, data: Any) -> Cure:
    """Return the probable sibling, the correct level of the key, or the allowed keys."""
    key = mistake.keys[0]
    if lookalikes.find_space(key):
        return Cure(_format_duplicate(mistake, key) or f"replace {lookalikes.find_space(key)} with a space")
    decimal = _find_decimal(mistake)
    if decimal:
        return Cure(f"write {decimal}, with a point: in {{ }} a comma ends the value")
    allowed = [known for known in mistake.schema.get("properties", {}) if known not in mistake.value]
    inside = [known for known in allowed if wraps(mistake.value[key], known)]
    if inside:
        return Cure(
            f"move {listed((f'`{known}`' for known in inside), most=4)} one level up, out of `{shown(key, 60)}`"
        )
    near = find_nearest(key, allowed)
    # two names that are equally near are no correction
    only = alternatives(key, allowed) if len(alternatives(key, allowed)) == 1 else []
    if mistake.stands_for:
        meant = mistake.stands_for
        return Cure(
            f"did you mean {meant}?", new=meant if [meant] in (only, [levels.elsewhere(key, [meant])]) else None
        )
    if near and _close(key, near[0]):
        return Cure(f"did you mean {near[0]}?", new=near[0] if only == near else None)
    synonym = levels.elsewhere(key, allowed) if not levels.move(kind, key, mistake.at, data) else ""
    wanted = mistake.schema.get("properties", {}).get(synonym)
    fits = isinstance(wanted, dict) and synonym != "owner" and gate.part(wanted)(mistake.value[key])
    return Cure(_place_unknown(mistake, kind, data, allowed, near), new=synonym if fits else None)


def _place_unknown(mistake: SchemaError, kind: str, data: Any, allowed: list[str], near: list[str]) -> str:
    """Return the level where a key belongs, the key of another catalog that it may be, or the allowed keys."""
    key = mistake.keys[0]
    moved = levels.move(kind, key, mistake.at, data)
    meant = levels.elsewhere(key, allowed) or (near[0] if near else "")
    if moved or meant:
        return moved or f"did you mean {meant}?"
    near_below = levels.near_below(kind, key, mistake.at)
    return _format_duplicate(mistake, key) or near_below or _format_allowed(allowed, mistake.schema)


def _find_decimal(mistake: SchemaError) -> str:
    """Return ``99.85`` for ``{target: 99,85}``, where YAML reads a key ``85`` without a value; otherwise ``""``."""
    key, keys = mistake.keys[0], list(mistake.value)
    before = mistake.value[keys[keys.index(key) - 1]] if keys.index(key) else None
    if not key.isdecimal() or mistake.value[key] is not None or not forms.is_type(before, "integer"):
        return ""
    return f"{before}.{key}" if isinstance(before, int) else ""


def _format_duplicate(mistake: SchemaError, key: str) -> str:
    """Return the fix if the probable key is already present."""
    used = [known for known in mistake.schema.get("properties", {}) if known in mistake.value]
    meant = [known for known in find_nearest(key, used) if _close(key, known)] or [levels.elsewhere(key, used)]
    return f"keep only one of `{shown(key, 60)}` and `{meant[0]}`" if meant[0] else ""


def _close(key: str, known: str) -> bool:
    return SequenceMatcher(None, key.casefold(), known.casefold()).ratio() >= _CLOSE


def _format_allowed(allowed: list[str], schema: Schema) -> str:
    numbered = all(key.isdecimal() for key in schema.get("properties", {}))  # an own key would mean nothing there
    own = (
        "remove the key"
        if numbered or "^x-" not in schema.get("patternProperties", {})
        else "start your own key with `x-`"
    )
    return f"use an allowed key ({listed(allowed, 'or')}), or {own}" if allowed else own


def value(mistake: SchemaError) -> Cure:
    """Return the probable allowed value."""
    schema = mistake.schema
    words = [word for branch in mistake.branches or (schema,) for word in forms.words(branch)]
    text = mistake.value if isinstance(mistake.value, str) else shown(mistake.value)
    for word in words:
        if not isinstance(word, str) and shown(word) == text:
            return Cure(f"write the value without quotes: {shown(word)}", new=word)
    known = [word for word in words if isinstance(word, str)]
    begun = [word for word in known if len(text) > 1 and word.startswith(text.casefold())]
    near = begun if len(begun) == 1 else alternatives(text, known)
    meant = question(begun) if len(begun) == 1 else format_suggestion(text, known)
    if meant:
        return Cure(meant, new=near[0] if len(near) == 1 and isinstance(mistake.value, str) else None)
    formed = proposals.corrected(text, schema) if isinstance(mistake.value, str) else ""
    if formed:
        return Cure(f"did you mean {formed}?", new=formed)
    if "default" in schema:
        return Cure(f"choose one of these values; the default is {flow(schema['default'])}")
    return Cure(f"write {flow(words[0])}" if len(words) == 1 else "choose one of these values")


def form(text: str, schema: Schema, *, in_list: bool = False) -> Cure:
    """Return the text in the correct form, the possible forms of a text with several meanings, or an example."""
    names = proposals.names(text, schema) if in_list else []
    if names:
        return Cure(f"separate the names with commas: {', '.join(names)}")
    formed = proposals.corrected(text, schema)
    if formed and proposals.quoted(text):
        return Cure(f'use straight quotes: "{shown(formed)}"', new=formed)
    guesses = [] if formed else proposals.guesses(text, schema)
    if guesses:
        return Cure(f"write days or weeks: {listed(guesses, 'or')}")
    return Cure(question([shown(formed)]), new=formed) if formed else Cure(like_example(schema))


def like_example(schema: Schema) -> str:
    """Return the fix that the schema states (``x-fix``), or an example."""
    if "x-fix" in schema:
        return str(schema["x-fix"])
    known = example(schema)
    return f"write a value such as {known}" if known else "compare the document with the output of `ownercat schema`"


def empty(mistake: SchemaError) -> str:
    """Return the fix for an empty text."""
    return f"add a value, or remove the {'item' if _is_item(mistake) else 'line'}"


def out_of_range(mistake: SchemaError) -> Cure:
    """Return the limit, or the share if the number is a percentage."""
    schema, number = mistake.schema, mistake.value
    low, high = schema.get("minimum"), schema.get("maximum")
    if schema.get("type") == "number" and (low, high) == (0, 1) and 1 < number <= 100:
        return Cure(f"write a share between 0 and 1: {number / 100:g} means {number:g} %", new=number / 100)
    if high is not None and number > high:
        return Cure(f"write {high} or less")
    return Cure(f"write {low} or more" if low is not None and number < low else like_example(schema))


def wrong_type(mistake: SchemaError, kind: str, data: Any) -> Cure:
    """Return how to change the value to the expected type."""
    value = mistake.value
    moved = levels.into_sibling(mistake.at, mistake.schema, data)
    if moved:
        return Cure(moved)
    if value is None:
        return Cure(_format_missing_value(mistake, kind))
    for schema in mistake.branches or (mistake.schema,):
        cure = _convert_to_type(value, schema, _is_item(mistake))
        if cure is not None:
            return cure
    keys = list(mistake.schema.get("properties", {}))
    if keys and not isinstance(value, list):
        return Cure(f"write a mapping with keys such as {listed(keys, 'and', most=4)}")
    return Cure(like_example(mistake.schema), form=isinstance(value, int | float))


def _format_missing_value(mistake: SchemaError, kind: str) -> str:
    if _is_item(mistake):
        return "remove the empty item, or add a value"
    known = example(mistake.schema)
    fix = f"add a value such as {known}" if known else "add a value"
    needed = levels.is_required(kind, mistake.at) or (kind, *mistake.at) in _DEMANDED
    return fix if needed else f"{fix}, or remove the line"


def _is_item(mistake: SchemaError) -> bool:
    return bool(mistake.at) and isinstance(mistake.at[-1], int)


def _convert_to_type(value: Any, schema: Schema, in_list: bool) -> Cure | None:
    wanted = forms.types(schema)
    if "string" in wanted:
        return _convert_to_text(value, schema, in_list)
    if "boolean" in wanted:
        return _convert_to_boolean(value)
    if "integer" in wanted or "number" in wanted:
        return _convert_to_number(value, schema)
    if "array" in wanted:
        return _convert_to_list(value, schema)
    return _convert_to_mapping(value, schema) if "object" in wanted else None


def _list_inner_values(value: Any, in_list: bool) -> list[Any]:
    """Return the texts in a list or mapping instead of one text; for a mapping with several keys, its name."""
    if isinstance(value, list):
        return value if len(value) <= _FEW else []
    if not isinstance(value, dict):
        return []
    key, inner = next(iter(value.items()), ("", None))
    if len(value) == 1 and in_list and key in PREFIXES:  # a list of people and teams may need the kind
        return [f"{key}:{shown(inner)}"]
    return [inner] if len(value) == 1 else [value["name"]] if "name" in value else []


def _convert_to_text(value: Any, schema: Schema, in_list: bool) -> Cure | None:
    inner = _list_inner_values(value, in_list)
    if inner and all(map(gate.part(schema), inner)):
        values = listed((_format_yaml(item) for item in inner), "or")
        if isinstance(value, dict) and next(iter(value.values()), None) not in inner and len(value) == 1:
            return Cure(f"write one text, without a space after the colon: `{values}`", new=inner[0])
        if len(inner) > 1:
            return Cure(f"write only one value: {values}")
        return Cure(f"write only the value: {values}", new=inner[0])
    if not isinstance(value, bool | int | float):
        return None
    if gate.part(schema)(shown(value)):
        exact = not isinstance(value, float)  # 1.10 is already 1.1 here: the original text is unknown
        help = f'quote it: `"{shown(value, _LONGEST)}"`' if exact else "quote the value"
        return Cure(help, new=shown(value, _LONGEST) if exact else "", is_quoted=True)
    meant = proposals.from_number(value, schema)
    is_date = meant.count("-") == len("--")  # a duration without its unit is a guess
    return Cure(f"did you mean {meant}?", form=True, new=meant if is_date else None) if meant else None


def _convert_to_boolean(value: Any) -> Cure:
    word = str(value).casefold() if isinstance(value, str | int) else ""
    if word in _YES or word == "1":
        return Cure("write true", new=True)
    is_no = word in _NO or word == "0"
    return Cure("write false", new=False) if is_no else Cure("write true or false")


def _convert_to_number(value: Any, schema: Schema) -> Cure | None:
    """Return the number in a text such as ``"1"``, ``tier-1`` or ``P1``."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    if _DECIMAL_COMMA.fullmatch(value.strip()):
        decimal = value.strip().replace(",", ".")
        number = float(decimal)
        return Cure(f"write a decimal point: {decimal}", new=number) if gate.part(schema)(number) else None
    numbers = re.findall(r"\d+(?:\.\d+)?", value)
    if len(numbers) != 1:
        return None
    found = float(numbers[0]) if "." in numbers[0] else int(numbers[0])
    if not gate.part(schema)(found):
        return None
    bare = value.strip() == numbers[0]
    return Cure(f"write the value without quotes: {found}" if bare else f"write the number: {found}", new=found)


def _convert_to_list(value: Any, schema: Schema) -> Cure | None:
    items = schema.get("items", {})
    if isinstance(value, dict) and "object" in forms.types(items):
        return Cure("write a list: put `- ` before the first key")
    if not isinstance(value, str):
        return None
    parts = proposals.names(value, items) or [part.strip() for part in value.split(",")]
    if len(parts) < 20 and all(gate.part(items)(part) for part in parts):
        return Cure(f"write a list: [{', '.join(_format_yaml(part) for part in parts)}]", new=parts)
    return None


def _convert_to_mapping(value: Any, schema: Schema) -> Cure | None:
    if isinstance(value, list):
        one = len(value) == 1 and isinstance(value[0], dict)
        return Cure("remove the list: only one mapping is allowed here") if one else None
    required = schema.get("required", ())
    if len(required) == 1 and gate.part(schema)({required[0]: value}):
        return Cure(f"write a mapping: {{{required[0]}: {_format_yaml(value)}}}", new={required[0]: value})
    return None


def _format_yaml(value: Any) -> str:
    """Format foreign text as YAML: cut, cleaned, and quoted only if necessary."""
    return flow(shown(value, _LONGEST)) if isinstance(value, str) else shown(value)
