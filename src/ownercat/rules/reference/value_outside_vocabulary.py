"""A document has a value that is not in the vocabulary of the policy.

## What
The policy can list the allowed values of a field under `vocabulary`. The fields are `system`, `domain`, `type` and
`lifecycle` of services, and labels. For labels, the policy lists the allowed keys, or the allowed values of each key.
ownercat reports each value that is not in its list.

- A field or a label without a list, or with an empty list, allows any value.
- If a service does not state its type or lifecycle, ownercat checks the default value.
- ownercat does not check the label keys of other formats, because tools add labels there.

## Why
Reports, filters and access rules use the listed values. With a misspelled value such as `data: persnal`, the service is
missing from the list of services with personal data, and no person notices.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
vocabulary:
  labels: {data: [none, personal]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
labels: {data: persnal}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
labels: {data: personal}
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Fix, Place, Related, Rule, Severity
from ownercat.model import Entity, Service
from ownercat.rules import Context
from ownercat.suggest import alternatives, question
from ownercat.text import listed, shown

RULE = Rule("REF008", "value-outside-vocabulary", Severity.ERROR)

_WITH_TYPE = frozenset({"Service", "Component"})  # an API or a Resource of another format has types of its own


class ClosedValue(NamedTuple):
    """A value that the policy may have to allow. ``field``: the name of its list; ``label``: the label, or ``""``."""

    field: str
    text: str
    place: Place
    label: str = ""


def check(context: Context) -> Iterator[Finding]:
    """Report each value that is not in its closed list."""
    closed = {field: allowed for field, allowed in context.policy.vocabulary.items() if allowed}
    if not closed or not context.policy_is_whole:
        return
    for entity in context.catalog.entities.values():
        for value in _list_values(entity):
            allowed = closed.get(value.field)
            if allowed is not None and value.text not in allowed:
                yield _finding(context, entity, value, allowed)


def _list_values(entity: Entity) -> Iterator[ClosedValue]:
    if isinstance(entity, Service):
        for field, text in (("system", entity.system), ("domain", entity.domain)):
            if text:
                yield ClosedValue(field, text, entity.where(field))
        if entity.kind in _WITH_TYPE and entity.can_say("lifecycle"):
            yield ClosedValue("type", entity.type, entity.where("type"))
            yield ClosedValue("lifecycle", entity.lifecycle, entity.where("lifecycle"))
    for key, text in entity.labels.items():
        yield ClosedValue(f"labels.{key}", text, entity.where("labels", key), key)
        if entity.dialect == "native":
            yield ClosedValue("labels", key, entity.at.key("labels", key))


def _finding(context: Context, entity: Entity, value: ClosedValue, allowed: tuple[str, ...]) -> Finding:
    text = shown(value.text)
    what = {"labels": "label"}.get(value.field, f"label {shown(value.label)}" if value.label else value.field)
    part = f"value of {what}" if value.label else what
    near = alternatives(value.text, allowed)
    choices = listed((f"`{shown(word)}`" for word in allowed), last="or")
    policy = context.policy
    return Finding(
        value.place,
        f"{shown(entity.label)} has a {part} that is not in the vocabulary of the policy: {text}",
        question(map(shown, near), f"write {choices}, or add {text} to the vocabulary"),
        (Related(policy.at.at("vocabulary", *value.field.split(".", 1)), f"allowed values of {what}"),),
        entity.subject,
        f"{value.field}:{value.text}",
        fixes=(Fix(value.place, near[0]),) if len(near) == 1 and entity.dialect == "native" else (),
    )
