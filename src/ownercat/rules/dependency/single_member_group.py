"""A redundancy group has one member.

## What
ownercat reports a dependency with a `group` if no other dependency of the service has this group.

- If `need` is larger than 1, only `impossible-quorum` reports the group.
- If the group has the same service twice, only `repeated-dependency` reports the group.

## Why
In a redundancy group, one service replaces the other. If the group has one member, no service replaces this member,
although `group` suggests a replacement. Usually, the group was renamed in only one of two lines.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn:
  - {service: payment, group: providers}
  - {service: invoice, group: provider}
```
```yaml title=catalog/services/invoice.yaml
apiVersion: ownercat/v1
kind: Service
name: invoice
description: Lets a customer pay later.
tier: 4
owner: storefront
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn:
  - {service: payment, group: providers}
  - {service: invoice, group: providers}
```
"""

from collections.abc import Iterator, Sequence

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.rules.dependency._ends import is_too_small, list_groups
from ownercat.suggest import find_nearest, question
from ownercat.text import shown

RULE = Rule("DEP014", "single-member-group", Severity.WARNING)
_READS = ("dependsOn",)


def check(context: Context) -> Iterator[Finding]:
    """Report each redundancy group with one entry; of two with one name each, only the later one."""
    for service in context.sound(Service, reads=_READS):
        groups = {name: entries for name, entries in list_groups(service).items() if entries[0].group}
        reported: set[str] = set()
        for name, entries in groups.items():
            if len(entries) > 1 or is_too_small(entries):
                continue
            near = find_nearest(name, groups)
            if not reported.intersection(near):
                reported.add(name)
                yield _finding(service, entries[0], groups[near[0]] if near else ())


def _finding(service: Service, entry: Dependency, similar: Sequence[Dependency]) -> Finding:
    group = shown(entry.group)
    add = f"add another service to it with `group: {group}`, or remove `group` here"
    return Finding(
        entry.place.at("group"),
        f"{shown(service.label)} has a redundancy group with one member: {group} has only {shown(entry.service.name)}",
        question([f"group: {shown(each.group)}" for each in similar[:1]], add),
        tuple(Related(each.place.at("group"), "redundancy group with a similar name") for each in similar[:1]),
        service.subject,
        entry.group,
    )
