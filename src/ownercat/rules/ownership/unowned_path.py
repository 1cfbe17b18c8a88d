"""Files that git tracks belong to no service.

## What

Below one of the folders named in the option `roots` lies a tracked file that no service claims by its `code.paths`. A
folder in which nothing is claimed is one finding. Without `roots` the rule is off: every repository holds files that
are nobody's service.

## Why

P01: boundaries are explicit. Code that no service claims has no owner: nobody is asked to review it, and `ownercat who`
has no answer when its path turns up in a stack trace at night.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: acme
rules:
  options:
    unowned-path: {roots: [src/]}
```
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
```python title=src/refunds/refund.py
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: acme
rules:
  options:
    unowned-path: {roots: [src/]}
```
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: shop
code: {paths: [src/checkout/, src/refunds/]}
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
```python title=src/refunds/refund.py
```

## Options

`roots`: the folders in which every tracked file belongs to a service, such as `[src/, services/]`. Default: none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.rules import Context
from ownercat.rules._code import folders, neighbour, survey
from ownercat.text import listed, shown

RULE = Rule("OWN007", "unowned-path", Severity.WARNING, optional=True, options={"roots": []})


class _Count(NamedTuple):
    """Files below a folder: how many belong to nobody, and how many there are."""

    unowned: int
    all: int


def check(context: Context) -> Iterator[Finding]:
    """Folders of unclaimed files, and unclaimed files beside claimed ones."""
    roots = _roots(context.options.get("roots"))
    found = context.once(survey)
    if context.tracked is None or not roots or not found.complete:
        return
    inside = [path for path in context.tracked if path.startswith(roots)]
    counts = _counts(inside, found.winners)
    gathered: dict[str, list[str]] = {}
    for path in inside:
        if path not in found.winners and not any(map(context.uncertain, path.split("/"))):
            gathered.setdefault(_widest(path, counts, roots), []).append(path)
    for folder, paths in gathered.items():
        yield _finding(context, folder, paths, counts[folder])


def _roots(given: object) -> tuple[str, ...]:
    """The roots as beginnings of paths; ``/`` is everything."""
    texts = [root for root in given if isinstance(root, str)] if isinstance(given, list) else []
    return tuple(f"{name}/" if (name := root.removeprefix("./").strip("/.")) else "" for root in texts)


def _counts(paths: Iterable[str], claimed: Collection[str]) -> Mapping[str, _Count]:
    found: dict[str, list[int]] = {}
    for path in paths:
        unowned = path not in claimed
        for folder in folders(path):
            count = found.setdefault(folder, [0, 0])
            count[0] += unowned
            count[1] += 1
    return {folder: _Count(*count) for folder, count in found.items()}


def _widest(path: str, counts: Mapping[str, _Count], roots: tuple[str, ...]) -> str:
    """The widest folder of a root around a file in which nothing is claimed; else the folder it lies in."""
    around = [folder for folder in folders(path) if folder.startswith(roots)]
    return next((folder for folder in around if counts[folder].unowned == counts[folder].all), around[-1])


def _finding(context: Context, folder: str, paths: list[str], count: _Count) -> Finding:
    whole = count.unowned == count.all and count.all > 1
    if whole:
        what = shown(folder) or "the root"
        message = f"none of the {count.all} tracked files below {what} belongs to a service"
    else:
        what = listed((shown(path) for path in paths), most=4)
        message = f"{what} {'belongs' if len(paths) == 1 else 'belong'} to no service"
    one = whole or len(paths) == 1
    help = f"add {what} to the `code.paths` of its service" if one else "add them to the `code.paths` of their service"
    near = neighbour(context, paths[0])
    return Finding(
        Place(paths[0]),
        message,
        f"{help}; the nearest is {near}" if near else help,
        value=folder or paths[0],
        speaks_for=frozenset(paths),
    )
