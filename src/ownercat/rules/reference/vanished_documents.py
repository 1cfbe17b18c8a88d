"""A change removes more than a third of a kind of document.

## What

Judged only against a base (`ownercat check --base`): of the teams, services, runbooks … that were there where the
change began, more than one in three are gone, and at least three. Whatever moved to another file, or lives on as the
alias of something else, is not gone.

## Why

P35: a catalog seldom shrinks that fast on purpose. A merge went wrong, a folder was moved out of the catalog, a
generator met an empty input. What refers to the lost documents is reported as well, but a rotation, a runbook or an
SLA can go without anybody naming it: then no other rule misses it.

## Example that fails

```yaml title=before/catalog/post.yaml
apiVersion: ownercat/v1
kind: Service
name: fax
description: Sends orders by fax.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: telex
description: Sends orders by telex.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: pigeon
description: Sends orders by air.
tier: 4
owner: storefront
```
```yaml title=catalog/post.yaml as=removed
```

## Example that passes

The services move to another file.

```yaml title=catalog/post.yaml as=removed
```
```yaml title=catalog/messages.yaml
apiVersion: ownercat/v1
kind: Service
name: fax
description: Sends orders by fax.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: telex
description: Sends orders by telex.
tier: 4
owner: storefront
---
apiVersion: ownercat/v1
kind: Service
name: pigeon
description: Sends orders by air.
tier: 4
owner: storefront
```

## Options

- `vanished`: more than one document of a kind in so many may not go (3).
- `least`: and so many have to be gone before anything is said (3).
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.changes.vanished import Vanished, vanished
from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules._options import whole
from ownercat.rules._references import noun, several
from ownercat.text import listed, shown

RULE = Rule("REF007", "vanished-documents", Severity.ERROR, options={"vanished": 3, "least": 3})


def check(context: Context) -> Iterator[Finding]:
    """Each kind that has lost too much since the base."""
    if context.base is None:
        return
    share, least = whole(context, RULE, "vanished"), whole(context, RULE, "least")
    for lost in vanished(context.base.catalog, context.catalog):
        if len(lost.gone) >= least and len(lost.gone) * share > lost.before:
            yield _finding(lost, share)


def _finding(lost: Vanished, share: int) -> Finding:
    kind = several(lost.kind) if lost.before > 1 else noun(lost.kind)
    names = listed(shown(entity.name) for entity in lost.gone)
    return Finding(
        lost.gone[0].named,
        f"the change removes {len(lost.gone)} of {lost.before} {kind} ({names}): more than one in {share}",
        "bring back what is missing; if all of it is meant to go, let it go in several changes",
        value=lost.kind,
    )
