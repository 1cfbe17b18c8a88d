"""A service has no description, no code and no interface.

## What
A service must state what belongs to it. ownercat reports a service if it has none of these:

- a `description`;
- `code` (a repository or paths);
- an interface in `provides`.

Details:

- A `title` is not enough, because it only names the service.
- ownercat ignores retired services.
- ownercat ignores services in formats that do not have both a description and code.

## Why
"Payments is down" can mean a website, a job, a vendor or a queue. One sentence about the service, the location of its
code or the names of its interfaces makes clear what failed. Without this information, it is unclear which paths belong
to the service, and which team must approve a change of an interface.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
title: Checkout
tier: 4
owner: storefront
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
description: Turns a basket into a paid order.
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.graph import get_node
from ownercat.model import Service
from ownercat.rules import Context
from ownercat.rules._references import contested
from ownercat.text import shown

RULE = Rule("OWN018", "missing-boundary", Severity.WARNING)
_READS = ("description", "lifecycle", "tier", "type", "owner")


def check(context: Context) -> Iterator[Finding]:
    """Report every service without a description, code and interface."""
    twice = contested(context)
    for service in context.sound(Service, about="description", reads=_READS):
        has_boundary = service.description.strip() or service.repository or service.paths or service.provides
        is_checked = service.can_say("code") and service.lifecycle != "retired" and get_node(service) not in twice
        if is_checked and not has_boundary:
            yield Finding(
                service.named,
                f"{shown(service.label)} has no description, no code and no interface",
                "add a `description`: one sentence about what the service does and for whom",
                subject=service.subject,
            )
