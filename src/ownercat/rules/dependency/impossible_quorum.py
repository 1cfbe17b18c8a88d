"""A redundancy group needs more members than it has.

## What
Dependencies with the same `group` replace each other: they form a redundancy group. `need` (default 1) is the number of
members that must work. ownercat reports a group if `need` is larger than the number of different services in the group.

- If the entries of a group have different values of `need`, the largest one counts.
- An entry without a `group` is a group of one service. If its `need` is more than 1, ownercat reports the entry.

## Why
With such a `need`, the service would always be down, and every calculation of its availability is wrong. Usually, a
member was removed from the group, or a `group` is misspelled. In both cases, the service has less redundancy than its
team expects.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment, group: providers, need: 2}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment, group: providers, need: 2}
  - {service: invoice, group: providers, need: 2}
---
apiVersion: ownercat/v1
kind: Service
name: invoice
description: Lets a customer pay later.
tier: 4
owner: payments
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.dependency._ends import is_too_small, list_groups, list_members
from ownercat.text import listed, shown

RULE = Rule("DEP006", "impossible-quorum", Severity.ERROR)
_READS = ("dependsOn",)


def check(context: Context) -> Iterator[Finding]:
    """Report each redundancy group that is smaller than its ``need``."""
    for service in context.sound(Service, reads=_READS):
        for group, entries in list_groups(service).items():
            if is_too_small(entries):
                most = max(entries, key=lambda entry: entry.need)
                yield _finding(service, group, entries, most, list_members(entries))


def _finding(service: Service, group: str, entries: list[Dependency], most: Dependency, names: list[str]) -> Finding:
    members = listed(shown(name) for name in names)
    if most.group:
        members_needed = f"{most.need} members of redundancy group {shown(group)}"
        fact = f"needs {members_needed}, but the group has {len(names)}: {members}"
        fix = f"set `need: {len(names)}` or less, or add the missing services to group {shown(group)}"
    else:
        fact = f"has a dependency with `need: {most.need}` that is not in a redundancy group: {members}"
        fix = "remove `need`, or add the `group` of this dependency"
    others = (entry for entry in entries if entry is not most)
    return Finding(
        most.place.at("need"),
        f"{shown(service.label)} {fact}",
        fix,
        tuple(Related(entry.place, f"another entry of group {shown(group)}") for entry in others)[:RELATED],
        service.subject,
        most.group or most.service.written,
    )
