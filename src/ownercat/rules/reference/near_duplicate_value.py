"""A value has a second spelling that differs only in case, spaces or punctuation.

## What
ownercat reports a value if a more common value differs only in letter case, spaces, `-`, `_` and `.`. For example,
`Data Engineering` and `data-engineering` are such values. If both are equally common, ownercat reports the later one.

- ownercat compares the `system`, `domain`, `type` and `lifecycle` of all services, and the values of each label in all
  documents.
- ownercat reports each spelling once, at its first use. The related location shows the common spelling.
- This rule does not check fields with a fixed list of values. The native format has such lists for `type` and
  `lifecycle`. The policy can set more lists with `vocabulary`.
- ownercat ignores values without letters, for example version numbers.

## Why
Reports, filters and dashboards group by these values. Two spellings make two groups. Each group looks complete,
although entries are missing.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
system: web-shop
```
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
system: Web Shop
```

## Example that passes
```yaml title=catalog/services/payment.yaml as=changed
system: web-shop
```
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Finding, Fix, Place, Related, Rule, Severity
from ownercat.model import Entity, Service
from ownercat.rules import Context
from ownercat.text import plural, shown

RULE = Rule("REF006", "near-duplicate-value", Severity.WARNING)

_SEPARATORS = re.compile(r"[\s._-]+")


class ValueUse(NamedTuple):
    """The first document with a value, and the number of documents with it."""

    entity: Entity
    times: int


def check(context: Context) -> Iterator[Finding]:
    """Report each spelling that is equal to a more common one, apart from case and punctuation."""
    for field, values in _collect_values(context).items():
        near: dict[str, list[str]] = {}
        for value in values if len(values) > 1 else ():
            near.setdefault(fold(value), []).append(value)
        for alike in near.values():
            common = max(alike, key=lambda value: values[value].times)  # of equals, the first one
            yield from (_finding(field, rare, common, values) for rare in alike if rare != common)


def fold(value: str) -> str:
    """Return a value without differences of case and punctuation; a value without letters stays as it is."""
    if not any(map(str.isalpha, value)):
        return value
    return _SEPARATORS.sub("-", unicodedata.normalize("NFKC", value).strip()).casefold()


def _collect_values(context: Context) -> Mapping[str, dict[str, ValueUse]]:
    """Return each value with its uses, by field (``system``, ``labels.team``)."""
    closed = context.policy.vocabulary
    by_field: dict[str, dict[str, ValueUse]] = {}
    for entity in context.catalog.entities.values():
        for field, value in _list_values(entity):
            if value and field not in closed:
                values = by_field.setdefault(field, {})
                first, times = values.get(value, (entity, 0))
                values[value] = ValueUse(first, times + 1)
    return by_field


def _list_values(entity: Entity) -> Iterator[tuple[str, str]]:
    if isinstance(entity, Service):
        yield from (("system", entity.system), ("domain", entity.domain))
        if entity.dialect != "native":  # the native format has a fixed list for these two
            yield from (("type", entity.type), ("lifecycle", entity.lifecycle))
    yield from ((f"labels.{key}", value) for key, value in entity.labels.items())


def _locate(entity: Entity, field: str) -> Place:
    """Return the location of the value, or of the name in other formats, which have the value elsewhere."""
    if entity.dialect != "native":
        return entity.named
    return entity.at.at("labels", field.removeprefix("labels.")) if field.startswith("labels.") else entity.at.at(field)


def _finding(field: str, rare: str, common: str, values: Mapping[str, ValueUse]) -> Finding:
    entity, usual = values[rare].entity, values[common]
    word = f"label `{shown(field.removeprefix('labels.'))}`" if field.startswith("labels.") else f"`{field}`"
    others = plural(usual.times, "document has", "documents have")
    evidence = f"`{shown(rare)}` ({others} `{shown(common)}`)"
    return Finding(
        _locate(entity, field),
        f"{shown(entity.label)} spells a value of {word} differently: {evidence}",
        f"write `{shown(common)}`",
        (Related(_locate(usual.entity, field), f"first use of `{shown(common)}`"),),
        entity.subject,
        f"{field}:{rare}",
        fixes=(Fix(_locate(entity, field), common),) if entity.dialect == "native" else (),
    )
