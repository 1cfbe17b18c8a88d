"""A change adds an untrained person to a rotation.

## What
This rule needs a base (`ownercat check --base`). ownercat reports a person whom the change adds to a rotation if the
person has no training: no drill lists the person under `people`, and no rotation with `role: shadow` has the person.

- ownercat does not check rotations with `role: shadow`.
- ownercat does not check a catalog without drills and shadow rotations.
- If the rotation is new, ownercat reports only people who are in no other rotation at the base.

## Why
A person must know the runbook before the first page. A drill, or a shift together with an experienced person, is
enough.

## Example that fails
```yaml title=before/catalog/rotation.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-weekend
team: storefront
required: {days: [sat, sun]}
layers: [{id: all, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: "09:00"}}, from: 2026-01-05}]
```
```yaml title=before/catalog/drill.yaml
apiVersion: ownercat/v1
kind: Drill
name: 2026-09-16-payment-failover
heldOn: 2026-09-16
people: [ana, bo]
result: pass
```
```yaml title=catalog/rotation.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-weekend
team: storefront
required: {days: [sat, sun]}
layers:
  - {id: all, members: [ana, bo], turn: {every: 1w, handoff: {day: mon, at: "09:00"}}, from: 2026-01-05}
  - {id: next, members: [ana, bo, chidi], turn: {every: 1w, handoff: {day: mon, at: "09:00"}}, from: 2027-03-01}
```

## Example that passes
```yaml title=catalog/drill.yaml
apiVersion: ownercat/v1
kind: Drill
name: 2026-09-16-payment-failover
heldOn: 2026-09-16
people: [ana, bo, chidi]
result: pass
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Catalog, Person, Ref, Rotation
from ownercat.oncall.exercises import collect_trained
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("INC008", "untrained-newcomer", Severity.INFO)
_SHADOW = "shadow"


def check(context: Context) -> Iterator[Finding]:
    """Report each person without practice whom the change adds to a rotation."""
    if context.base is None:
        return
    catalog, before = context.catalog, context.base.catalog
    trained = collect_trained(catalog)
    on_call = {name for rotation in before.of(Rotation) for name, _ in _list_members(before, rotation)}
    for rotation in context.sound(Rotation, reads=("layers", "role")) if trained else ():
        old = before.get("Rotation", rotation.key)
        known = {name for name, _ in _list_members(before, old)} if isinstance(old, Rotation) else on_call
        if rotation.role == _SHADOW:
            continue
        for name, ref in dict(_list_members(catalog, rotation)).items():
            if name not in known and name not in trained:
                yield Finding(
                    ref.place,
                    f"{shown(rotation.label)} has a new member without practice: {shown(name)} took part in no drill "
                    "and no shadow rotation",
                    f"add a Drill with `people: [{shown(name)}]` first, or a rotation with `role: {_SHADOW}`",
                    subject=rotation.subject,
                    value=name,
                    cause=context.uncertain(name, "Drill"),
                )


def _list_members(catalog: Catalog, rotation: Rotation) -> Iterator[tuple[str, Ref]]:
    for layer in rotation.layers:
        for ref in layer.members:
            person = catalog.find(ref)
            if ref is not None and isinstance(person, Person):
                yield person.key, ref
