"""Two documents of the same kind have the same name.

## What
ownercat reports a document if an earlier document of the same kind has the same name. Documents are ordered by path,
then by position in the file. ownercat uses the first one.

- Documents of different kinds can have the same name, for example a team and a service.
- One service in two formats is not a duplicate. `conflicting-owner` compares the owners.
- A catalog has at most one Policy. ownercat reports each further Policy, whatever its name.

## Why
With two definitions, a person may edit the document that ownercat does not use. For example, a correction of an
escalation then has no effect. Usually, a file was copied and only partly changed, a merge kept both versions, or two
teams chose the same name.

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
```yaml title=catalog/confirmation.yaml as=changed
name: confirmation
```
"""

from collections import Counter
from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node, get_node
from ownercat.model import Policy
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("REF002", "duplicate-name", Severity.ERROR)


def check(context: Context) -> Iterator[Finding]:
    """Report the second and each later definition of a name."""
    copies: Counter[Node] = Counter()
    for first, second in context.catalog.twice:
        if first.dialect != second.dialect:
            continue  # one service in two formats: OWN017 compares the owners
        copies[get_node(first)] += 1
        label = shown(second.label)
        yield Finding(
            second.named,
            f"{label} has more than one definition: this is definition {copies[get_node(first)] + 1}",
            "rename one of these documents, or remove the copy; until then, ownercat uses the first one",
            (Related(first.named, f"first definition of {label}"),),
            second.subject,
            str(copies[get_node(first)]),
        )
    yield from _check_policies(context)


def _check_policies(context: Context) -> Iterator[Finding]:
    """Report each policy after the first one, which is in effect."""
    policies = list(context.catalog.of(Policy))
    for second in policies[1:]:
        first = policies[0]
        label, effective = shown(second.label), shown(first.label)
        yield Finding(
            second.named,
            f"{label} has no effect: a catalog has at most one policy, and {effective} comes first",
            f"move its settings into {effective}, then remove {label}",
            (Related(first.named, f"{effective}, which is in effect"),),
            second.subject,
        )
