"""A service lists the same dependency twice.

## What
ownercat reports a dependency if an earlier dependency in the same list has the same service and the same interface.

- A service can depend on several interfaces of another service, and on one service in several redundancy groups.
- The list can contain a planned dependency and an active dependency with the same service.
- If the repetition makes a redundancy group too small, only `impossible-quorum` reports it.

## Why
Two entries can contradict each other, for example if one is `hard` and the other is `soft`. Then people may read one
mode while `ownercat impact` uses the other.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment, mode: hard}
  - {service: payment, mode: soft, degrade: orders wait}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn:
  - {service: payment, mode: soft, degrade: orders wait}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules.dependency._ends import is_too_small, list_groups
from ownercat.text import shown

RULE = Rule("DEP015", "repeated-dependency", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report the second and each later entry of a dependency."""
    for service in context.catalog.of(Service):
        too_small = {name for name, entries in list_groups(service).items() if is_too_small(entries)}
        first: dict[tuple[str, str, str], list[Dependency]] = {}
        for entry in service.depends_on:
            target = context.catalog.service(entry.service)
            if target is None:
                continue
            earlier = first.setdefault((target.key, entry.interface, entry.status), [])
            same = [each for each in earlier if not (each.group and entry.group and each.group != entry.group)]
            if same and entry.group not in too_small:
                yield _finding(service, target, same[0], entry)
            earlier.append(entry)


def _finding(service: Service, target: Service, earlier: Dependency, entry: Dependency) -> Finding:
    name = shown(target.name)
    if entry.interface:
        name = f"{name}, interface {shown(entry.interface)}"
    modes = f" ({earlier.mode} and {entry.mode})" if earlier.mode != entry.mode else ""
    fix = "keep the entry with the correct mode, and remove the other entry" if modes else "remove this entry"
    return Finding(
        entry.place,
        f"{shown(service.label)} lists a dependency twice: {name}{modes}",
        f"{fix}; if this entry means another service or interface, correct its name",
        (Related(earlier.place, f"first entry of {name}"),),
        service.subject,
        f"{target.name}:{entry.interface}",
    )
