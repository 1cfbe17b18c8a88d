"""A service claims a path where git tracks nothing.

## What

An entry of `code.paths` matches no tracked file. Paths are judged only where `code.repository` is absent: the code of
other services lies elsewhere. New files count once git knows or does not ignore them. Retired services are left out.

## Why

P01: the boundary is written down, and it has to be the real one. A folder that was renamed or moved takes its owner
with it only if the catalog follows; until then its files belong to nobody, or to whoever owns the folder above.

## Example that fails

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
code: {paths: [src/chekout/]}
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

## Example that passes

```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
code: {paths: [src/checkout/]}
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

## Options

None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.repository.codeowners import Claim, is_wild
from ownercat.rules import Context
from ownercat.rules._code import folders, is_judged, neighbour, survey
from ownercat.suggest import finder, nearest
from ownercat.text import shown

RULE = Rule("OWN008", "dead-pattern", Severity.ERROR)

_COMPARED = 500  # comparing a name with each of more files takes too long


def check(context: Context) -> Iterator[Finding]:
    """Every claim that matches no tracked path."""
    if not context.tracked:
        return
    found = context.once(survey)
    if found.claims is None:
        yield from _unjudged(context)
        return
    dead = [claim for claim in found.claims.dead() if is_judged(claim.service)]
    there = _below(context.tracked) if dead else {}
    meant = finder(there)
    for claim in dead:
        yield _finding(context, claim, there, meant)


def _below(tracked: Iterable[str]) -> dict[str, list[str]]:
    """Every folder with a tracked file (a slash at its end), and the files right in it."""
    found: dict[str, list[str]] = {}
    for path in tracked:
        *_, last = around = list(folders(path))
        for folder in around:
            found.setdefault(folder, [])
        found[last].append(path)
    return found


def _finding(context: Context, claim: Claim, there: dict[str, list[str]], meant: Callable[[str], str]) -> Finding:
    *_, above = (folder for folder in folders(f"{claim.pattern}/") if folder in there)
    near = "" if is_wild(claim.pattern) else meant(f"{claim.pattern}/") or _sibling(claim.pattern, there[above])
    if near:
        help = f"did you mean {shown(near)}?"
    elif above:
        owner = neighbour(context, above)
        help = f"name a path that is there; {shown(above)} is" + (
            f", and the nearest code is of {owner}" if owner else ""
        )
    else:
        help = "name a path that is there, or say with `repository` where the code is"
    message = f"{shown(claim.service.label)} claims {shown(claim.written)}, and git tracks nothing there"
    return Finding(claim.place, message, help, subject=claim.service.subject, value=claim.written)


def _sibling(name: str, files: list[str]) -> str:
    """The file of the same folder that was probably meant."""
    return "".join(nearest(name, files)) if len(files) <= _COMPARED else ""


def _unjudged(context: Context) -> Iterator[Finding]:
    """The claims hold so many wildcards that nothing can be said about any of them."""
    for service in context.sound(Service):
        if service.paths and not service.repository:
            message = "the code paths of this repository hold more wildcards than can be judged"
            yield Finding(service.named, message, "claim folders by their names", subject=service.subject)
            return
