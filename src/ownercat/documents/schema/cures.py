"""The help of each mistake: the nearest correct form, or what to look at."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from ownercat.documents.schema import forms, gate, levels, proposals
from ownercat.documents.schema.bundle import Schema
from ownercat.documents.schema.mistakes import SchemaError, wraps
from ownercat.documents.schema.wording import example, flow
from ownercat.model import PREFIXES
from ownercat.suggest import did_you_mean, nearest
from ownercat.text import listed, shown

_CLOSE = 0.8  # a sibling this near is what was meant, wherever else the key may be at home
_LONGEST = 60
_FEW = 4
# What no schema requires because a rule asks for it in better words: without the line it would be the rule's turn.
_DEMANDED = {
    ("Service", "owner"), ("Team", "members"), ("Team", "contacts"), ("Rotation", "layers"), ("Escalation", "tiers"),
    ("Escalation", "end"), ("SLA", "outcome"), ("SLA", "targets"), ("SLA", "approvers"), ("Journey", "steps"),
}  # fmt: skip
_YES = frozenset({"yes", "y", "on", "true"})
_NO = frozenset({"no", "n", "off", "false"})


class TypeCure(NamedTuple):
    """A help, and whether the message should name the whole form: where quoting a number would not be enough."""

    help: str
    form: bool = False


def missing(mistake: SchemaError) -> str:
    """An example line."""
    key = mistake.keys[0]
    schema = mistake.schema.get("properties", {}).get(key, {})
    shown_as = example(schema)
    return f"add a line such as `{key}: {shown_as}`" if shown_as else f"add `{key}`"


def unknown(mistake: SchemaError, kind: str, data: Any) -> str:
    """The sibling that was meant, the level the key belongs to, or the keys that are possible here."""
    key = mistake.keys[0]
    allowed = [known for known in mistake.schema.get("properties", {}) if known not in mistake.value]
    inside = [known for known in allowed if wraps(mistake.value[key], known)]
    if inside:
        return f"move {listed((f'`{known}`' for known in inside), most=4)} one level up, out of `{shown(key, 60)}`"
    if mistake.stands_for:
        return f"did you mean {mistake.stands_for}?"
    near = nearest(key, allowed)
    if near and _close(key, near[0]):
        return f"did you mean {near[0]}?"
    moved = levels.move(kind, key, mistake.at, data)
    if moved:
        return moved
    meant = levels.elsewhere(key, allowed) or (near[0] if near else "")
    if meant:
        return f"did you mean {meant}?"
    return _given(mistake, key) or levels.near_below(kind, key, mistake.at) or _allowed(allowed, mistake.schema)


def _given(mistake: SchemaError, key: str) -> str:
    """The key that was meant stands there as well."""
    used = [known for known in mistake.schema.get("properties", {}) if known in mistake.value]
    meant = [known for known in nearest(key, used) if _close(key, known)] or [levels.elsewhere(key, used)]
    return f"`{meant[0]}` is given already: keep one of the two" if meant[0] else ""


def _close(key: str, known: str) -> bool:
    return SequenceMatcher(None, key.casefold(), known.casefold()).ratio() >= _CLOSE


def _allowed(allowed: list[str], schema: Schema) -> str:
    own = "a key of your own begins with x-" if "^x-" in schema.get("patternProperties", {}) else "remove it"
    return f"possible here: {listed(allowed, 'and')}; {own}" if allowed else own


def value(mistake: SchemaError) -> str:
    """Which of the allowed values was meant."""
    schema = mistake.schema
    words = [word for branch in mistake.branches or (schema,) for word in forms.words(branch)]
    text = mistake.value if isinstance(mistake.value, str) else shown(mistake.value)
    for word in words:
        if not isinstance(word, str) and shown(word) == text:
            return f"write it without quotes: {shown(word)}"
    meant = did_you_mean(text, [word for word in words if isinstance(word, str)])
    if meant:
        return meant
    formed = proposals.corrected(text, schema) if isinstance(mistake.value, str) else ""
    if formed:
        return f"did you mean {formed}?"
    if "default" in schema:
        return f"choose one of them; without this line it is {flow(schema['default'])}"
    return f"write {flow(words[0])}" if len(words) == 1 else "choose one of them"


def form(text: str, schema: Schema) -> str:
    """The text in the right form, or an example."""
    formed = proposals.corrected(text, schema)
    return f"did you mean {shown(formed)}?" if formed else like_example(schema)


def like_example(schema: Schema) -> str:
    """An example to follow."""
    known = example(schema)
    return f"write it like {known}" if known else "compare it with what `ownercat schema` prints"


def empty(mistake: SchemaError) -> str:
    """For an empty text."""
    return f"fill it in, or remove the {'item' if _is_item(mistake) else 'line'}"


def out_of_range(mistake: SchemaError) -> str:
    """The bound that was crossed; a percentage where a share is meant."""
    schema, number = mistake.schema, mistake.value
    low, high = schema.get("minimum"), schema.get("maximum")
    if schema.get("type") == "number" and (low, high) == (0, 1) and 1 < number <= 100:
        return f"write a share: {number / 100:g} for {number:g} %"
    if high is not None and number > high:
        return f"the highest is {high}"
    if low is not None and number < low:
        return f"the lowest is {low}"
    return like_example(schema)


def wrong_type(mistake: SchemaError, kind: str) -> TypeCure:
    """How the value becomes the type that is wanted."""
    found = mistake.value
    if found is None:
        return TypeCure(_nothing(mistake, kind))
    for schema in mistake.branches or (mistake.schema,):
        cure = _as_type(found, schema, _is_item(mistake))
        if cure is not None:
            return cure
    keys = list(mistake.schema.get("properties", {}))
    if keys and not isinstance(found, list):
        return TypeCure(f"make it a mapping with keys such as {listed(keys, 'and', most=4)}")
    return TypeCure(like_example(mistake.schema), form=isinstance(found, int | float))


def _nothing(mistake: SchemaError, kind: str) -> str:
    if _is_item(mistake):
        return "remove the empty item, or fill it in"
    known = example(mistake.schema)
    filled = f"give it a value such as {known}" if known else "give it a value"
    needed = levels.is_required(kind, mistake.at) or (kind, *mistake.at) in _DEMANDED
    return filled if needed else f"{filled}, or remove the line"


def _is_item(mistake: SchemaError) -> bool:
    return bool(mistake.at) and isinstance(mistake.at[-1], int)


def _as_type(found: Any, schema: Schema, in_list: bool) -> TypeCure | None:
    wanted = forms.types(schema)
    if "string" in wanted:
        return _as_text(found, schema, in_list)
    if "boolean" in wanted:
        return _as_boolean(found)
    if "integer" in wanted or "number" in wanted:
        return _as_number(found, schema)
    if "array" in wanted:
        return _as_list(found, schema)
    return _as_mapping(found, schema) if "object" in wanted else None


def _inside(found: Any, in_list: bool) -> list[Any]:
    """The texts in a list or mapping that stands where one text belongs; of a mapping with several keys, its name."""
    if isinstance(found, list):
        return found if len(found) <= _FEW else []
    if not isinstance(found, dict):
        return []
    key, value = next(iter(found.items()), ("", None))
    if len(found) == 1 and in_list and key in PREFIXES:  # of whom a list may name, the kind may matter
        return [f"{key}:{shown(value)}"]
    return [value] if len(found) == 1 else [found["name"]] if "name" in found else []


def _as_text(found: Any, schema: Schema, in_list: bool) -> TypeCure | None:
    inner = _inside(found, in_list)
    if inner and all(map(gate.part(schema), inner)):
        values = listed((_quoted(item) for item in inner), "or")
        return TypeCure(f"write only the value: {values}" if len(inner) == 1 else f"choose one of them: {values}")
    if not isinstance(found, bool | int | float):
        return None
    if gate.part(schema)(shown(found)):
        exact = not isinstance(found, float)  # 1.10 has become 1.1: what was typed is not known here
        return TypeCure(f'quote it: "{shown(found, _LONGEST)}"' if exact else "quote it")
    meant = proposals.from_number(found, schema)
    return TypeCure(f"did you mean {meant}?", form=True) if meant else None


def _as_boolean(found: Any) -> TypeCure:
    word = str(found).casefold() if isinstance(found, str | int) else ""
    if word in _YES or word == "1":
        return TypeCure("write true")
    return TypeCure("write false" if word in _NO or word == "0" else "write true or false")


def _as_number(found: Any, schema: Schema) -> TypeCure | None:
    """``"1"``, ``tier-1`` and ``P1`` hold the number."""
    if not isinstance(found, str) or len(found) > _LONGEST:
        return None
    numbers = re.findall(r"\d+(?:\.\d+)?", found)
    if len(numbers) != 1:
        return None
    number = float(numbers[0]) if "." in numbers[0] else int(numbers[0])
    if not gate.part(schema)(number):
        return None
    bare = found.strip() == numbers[0]
    return TypeCure(f"write it without quotes: {number}" if bare else f"write the number: {number}")


def _as_list(found: Any, schema: Schema) -> TypeCure | None:
    items = schema.get("items", {})
    if isinstance(found, dict) and "object" in forms.types(items):
        return TypeCure("make it a list: put `- ` before the first key")
    if not isinstance(found, str):
        return None
    parts = [part.strip() for part in found.split(",")]
    if len(parts) < 20 and all(gate.part(items)(part) for part in parts):
        return TypeCure(f"make it a list: [{', '.join(_quoted(part) for part in parts)}]")
    return None


def _as_mapping(found: Any, schema: Schema) -> TypeCure | None:
    if isinstance(found, list):
        one = len(found) == 1 and isinstance(found[0], dict)
        return TypeCure("remove the list: one mapping is possible here") if one else None
    required = schema.get("required", ())
    if len(required) == 1 and gate.part(schema)({required[0]: found}):
        return TypeCure(f"make it a mapping: {{{required[0]}: {_quoted(found)}}}")
    return None


def _quoted(found: Any) -> str:
    """Foreign text as YAML: cut, cleaned, and quoted only where it must be."""
    return flow(shown(found, _LONGEST)) if isinstance(found, str) else shown(found)
