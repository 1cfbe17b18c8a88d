"""A value is written in two ways that differ only in case, spaces or punctuation.

## What

Looks at the values that anybody may choose: the `system`, `domain`, `type` and `lifecycle` of services, and the
values of each label over all documents. Two values are near when they are equal after folding case and taking spaces,
`-`, `_` and `.` for the same thing. The rarer spelling is reported, once, where it is first used; the place shown
beside it has the common one.

A value list that the policy closes (`vocabulary`), or the native format (`type` and `lifecycle`), is judged there
instead. Values without any letter, such as version numbers, are left alone.

## Why

P24: one classification for all. Every report, filter and dashboard groups by these values, and a computer puts `Data
engineering` and `Data Engineering` into two groups. Each of them looks complete, so that nobody notices what is
missing from the one they look at. The second spelling is never a decision; it is somebody who could not know the
first.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
system: web-shop
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
system: Web Shop
---
apiVersion: ownercat/v1
kind: Service
name: invoice
description: Takes the money.
tier: 4
owner: storefront
system: web-shop
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
system: web-shop
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: storefront
system: web-shop
---
apiVersion: ownercat/v1
kind: Service
name: invoice
description: Takes the money.
tier: 4
owner: storefront
system: web-shop
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options

None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Related, Rule, Severity
from ownercat.model import Entity, Service
from ownercat.rules import Context
from ownercat.text import plural, shown

RULE = Rule("REF006", "near-duplicate-value", Severity.WARNING)

_SEPARATORS = re.compile(r"[\s._-]+")


class ValueUse(NamedTuple):
    """The first document with a value, and how many there are."""

    entity: Entity
    times: int


def check(context: Context) -> Iterator[Finding]:
    """Every spelling that a commoner one makes look like a slip."""
    for field, values in _values(context).items():
        near: dict[str, list[str]] = {}
        for value in values if len(values) > 1 else ():
            near.setdefault(fold(value), []).append(value)
        for alike in near.values():
            common = max(alike, key=lambda value: values[value].times)  # of equals, the first one seen
            yield from (_finding(field, rare, common, values) for rare in alike if rare != common)


def fold(value: str) -> str:
    """What is left of a value when its spelling does not matter; what holds no letter stays as it is."""
    if not any(map(str.isalpha, value)):
        return value
    return _SEPARATORS.sub("-", unicodedata.normalize("NFKC", value).strip()).casefold()


def _values(context: Context) -> Mapping[str, dict[str, ValueUse]]:
    """By field (``system``, ``labels.team``): each value with its uses."""
    closed = context.policy.vocabulary
    found: dict[str, dict[str, ValueUse]] = {}
    for entity in context.catalog.entities.values():
        for field, value in _stated(entity):
            if value and field not in closed:
                values = found.setdefault(field, {})
                first, times = values.get(value, (entity, 0))
                values[value] = ValueUse(first, times + 1)
    return found


def _stated(entity: Entity) -> Iterator[tuple[str, str]]:
    if isinstance(entity, Service):
        yield from (("system", entity.system), ("domain", entity.domain))
        if entity.dialect != "native":  # the native format lists what these two may be
            yield from (("type", entity.type), ("lifecycle", entity.lifecycle))
    yield from ((f"labels.{key}", value) for key, value in entity.labels.items())


def _place(entity: Entity, field: str) -> Place:
    """The value where the native format has it; a foreign one has it elsewhere."""
    if entity.dialect != "native":
        return entity.named
    return entity.at.at("labels", field.removeprefix("labels.")) if field.startswith("labels.") else entity.at.at(field)


def _finding(field: str, rare: str, common: str, values: Mapping[str, ValueUse]) -> Finding:
    entity, usual = values[rare].entity, values[common]
    word = f"label {shown(field.removeprefix('labels.'))}" if field.startswith("labels.") else field
    others = plural(usual.times, "document has", "documents have")
    return Finding(
        _place(entity, field),
        f'{shown(entity.label)} has the {word} "{shown(rare)}", while {others} "{shown(common)}"',
        f"write {shown(common)}",
        (Related(_place(usual.entity, field), f"written {shown(common)} here"),),
        entity.subject,
        f"{field}:{rare}",
    )
