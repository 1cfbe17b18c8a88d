"""Two documents of one kind have the same name.

## What

A name belongs to one document of its kind. The first one (by path, then by position) counts for everything else; each
further one is reported, with the place of the first. The same name in two kinds (a team and a service called
`search`) is fine, and so is one service described in two formats. A catalog has at most one Policy, so a second one is
reported whatever its name.

## Why

P35: one store, in which each thing stands once. When a name stands twice, people read and edit one of the two and the
tools obey the other: the escalation that was corrected is not the one that is called. It comes from a copied file of
which only half was changed, from a merge that kept both sides, or from two teams who thought of the same word.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```
```yaml title=catalog/confirmation.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Sends the confirmation.
tier: 4
owner: storefront
```

## Example that passes

```yaml title=catalog/confirmation.yaml
apiVersion: ownercat/v1
kind: Service
name: confirmation
description: Sends the confirmation.
tier: 4
owner: storefront
```

## Options

None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, node
from ownercat.model import Policy
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("REF002", "duplicate-name", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Every second and later definition of a name."""
    copies: Counter[Node] = Counter()
    for first, second in context.catalog.twice:
        if first.dialect != second.dialect:
            continue  # one service in two formats: OWN017 compares what they say
        copies[node(first)] += 1
        label = shown(second.label)
        yield Finding(
            second.named,
            f"{label} is defined a {'second' if copies[node(first)] == 1 else 'further'} time",
            "give one of them another name, or remove the copy; the first definition counts until then",
            (Related(first.named, f"{label} is first defined here"),),
            second.subject,
            str(copies[node(first)]),
        )
    yield from _policies(context)


def _policies(context: Context) -> Iterator[Finding]:
    """Every policy after the first, which is the one that counts."""
    policies = list(context.catalog.of(Policy))
    for second in policies[1:]:
        first = policies[0]
        yield Finding(
            second.named,
            f"{shown(second.label)} is a second policy, and a catalog has one",
            f"move its settings into {shown(first.label)}, and remove it; until then it changes nothing",
            (Related(first.named, f"{shown(first.label)} is the one that counts"),),
            second.subject,
        )
