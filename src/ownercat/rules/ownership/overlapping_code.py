"""Two services claim the same code, and neither claim is the more specific one.

## What

Of the services whose `code` has `paths` and no `repository`, two name the same path, or two patterns that are equally
specific and both match a tracked file. A claim inside another one is no overlap: `src/web/` beside `src/` is how a part
gets an owner of its own. Retired services are left out.

## Why

P01: boundaries are explicit. `ownercat who src/pay/refund.py` has to give one answer, and a review has to be asked of
one team. Where two services hold the same files, either may believe that the other looks after them.

## Example that fails

```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
code: {paths: [src/checkout/, src/pay/]}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: shop
code: {paths: [src/pay]}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```
```python title=src/checkout/basket.py
```
```python title=src/pay/refund.py
```

## Example that passes

```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
code: {paths: [src/]}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 4
owner: shop
code: {paths: [src/pay]}
```
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```
```python title=src/checkout/basket.py
```
```python title=src/pay/refund.py
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.repository.codeowners import Claim
from ownercat.rules import Context
from ownercat.rules._code import is_judged, survey
from ownercat.text import plural, shown

RULE = Rule("OWN006", "overlapping-code", Severity.WARNING)

_RIVALS = 8  # of so many claims on one file, each pair is looked at


def check(context: Context) -> Iterator[Finding]:
    """Paths that two services name alike, then patterns that meet on a tracked file."""
    found = context.once(survey)
    for group in found.claims.groups if found.claims else ():
        judged = sorted((claim for claim in group if is_judged(claim.service)), key=_position)
        for claim in judged[1:]:
            if claim.service is not judged[0].service:
                message = f"{_both(judged[0], claim)} claim {shown(claim.written)}, so nobody knows whose it is"
                yield _finding(judged[0], claim, message)
    for first, second, files in _meetings(found.winners.items()):
        more = f" and {plural(len(files) - 1, 'more file', 'more files')}" if len(files) > 1 else ""
        patterns = f"{shown(first.written)} and {shown(second.written)}"
        message = f"{_both(first, second)} claim {shown(files[0])}{more}: {patterns} are equally specific"
        yield _finding(first, second, message)


def _position(claim: Claim) -> tuple[str, int, int]:
    return (claim.service.at.path, claim.service.at.document, claim.number)


def _meetings(winners: Iterable[tuple[str, list[Claim]]]) -> Iterable[tuple[Claim, Claim, list[str]]]:
    """Each two claims of two services that meet with different patterns, and the files where they do."""
    found: dict[tuple[int, int], tuple[Claim, Claim, list[str]]] = {}
    for path, claims in winners:
        if len(claims) > 1:
            judged = sorted((claim for claim in claims if is_judged(claim.service)), key=_position)[:_RIVALS]
            for first, second in combinations(judged, 2):
                if first.pattern != second.pattern and first.service is not second.service:
                    found.setdefault((id(first), id(second)), (first, second, []))[2].append(path)
    return found.values()


def _both(first: Claim, second: Claim) -> str:
    return f"{shown(first.service.label)} and {shown(second.service.label)} both"


def _finding(first: Claim, second: Claim, message: str) -> Finding:
    related = (Related(first.place, f"{shown(first.service.label)} claims it here"),)
    help = "leave it to one of them, or let each claim the folder that is its own"
    return Finding(second.place, message, help, related, second.service.subject, value=second.pattern)
