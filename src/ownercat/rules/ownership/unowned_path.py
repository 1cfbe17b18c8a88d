"""A tracked file belongs to no service.

## What
The rule is off until you set the option `roots`. ownercat then reports a tracked file below these folders if no service
claims the file in `code.paths`.

- If no file below a folder is claimed, ownercat reports the folder once.
- ownercat ignores a file if a document with errors may claim it.

## Why
Code that no service claims has no owner. No team reviews a change of this code. If the path appears in a stack trace at
night, `ownercat who` cannot name an owner.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: acme
rules:
  options:
    unowned-path: {roots: [src/]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
code: {paths: [src/checkout/]}
```
```python title=src/checkout/basket.py
```
```python title=src/refunds/refund.py
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
code: {paths: [src/checkout/, src/refunds/]}
```

## Options
Set it in the policy: `rules: {options: {unowned-path: {roots: [src/, services/]}}}`.

- `roots` (default none): the folders in which each tracked file must belong to a service.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Rule, Severity
from ownercat.documents import codes
from ownercat.rules import Context
from ownercat.rules._code import folders, neighbour, survey
from ownercat.text import listed, shown

RULE = Rule(codes.UNOWNED_PATH, "unowned-path", Severity.WARNING, optional=True, options={"roots": []})


class _Count(NamedTuple):
    """The number of files below a folder: those that no service claims, and all."""

    unowned: int
    all: int


def check(context: Context) -> Iterator[Finding]:
    """Report folders without a claimed file, and unclaimed files in other folders."""
    roots = _parse_roots(context.options.get("roots"))
    code = context.once(survey)
    if context.tracked is None or not roots or not code.complete:
        return
    inside = [path for path in context.tracked if path.startswith(roots)]
    counts = _count_files(inside, code.winners)
    paths_by_folder: dict[str, list[str]] = {}
    for path in inside:
        if path not in code.winners and not any(map(context.uncertain, path.split("/"))):
            paths_by_folder.setdefault(_find_folder_to_report(path, counts, roots), []).append(path)
    for folder, paths in paths_by_folder.items():
        yield _finding(context, folder, paths, counts[folder])


def _parse_roots(option: object) -> tuple[str, ...]:
    """Return the roots as prefixes of paths; ``/`` contains all files."""
    texts = [root for root in option if isinstance(root, str)] if isinstance(option, list) else []
    return tuple(f"{name}/" if (name := root.removeprefix("./").strip("/.")) else "" for root in texts)


def _count_files(paths: Iterable[str], claims: Collection[str]) -> Mapping[str, _Count]:
    counts: dict[str, list[int]] = {}
    for path in paths:
        unowned = path not in claims
        for folder in folders(path):
            count = counts.setdefault(folder, [0, 0])
            count[0] += unowned
            count[1] += 1
    return {folder: _Count(*count) for folder, count in counts.items()}


def _find_folder_to_report(path: str, counts: Mapping[str, _Count], roots: tuple[str, ...]) -> str:
    """Return the topmost folder around a file that has no claimed file, else the folder of the file."""
    parents = [folder for folder in folders(path) if folder.startswith(roots)]
    return next((folder for folder in parents if counts[folder].unowned == counts[folder].all), parents[-1])


def _finding(context: Context, folder: str, paths: list[str], count: _Count) -> Finding:
    whole = count.unowned == count.all and count.all > 1
    if whole:
        subject = shown(folder) or "the root folder"
        message = f"{subject} belongs to no service: {count.all} tracked files"
    else:
        subject = listed((shown(path) for path in paths), most=4)
        message = f"{subject} {'belongs' if len(paths) == 1 else 'belong'} to no service"
    one = whole or len(paths) == 1
    help = f"add {subject} to `code.paths` of a service" if one else "add these files to `code.paths` of a service"
    near = neighbour(context, paths[0])
    return Finding(
        Place(paths[0]),
        message,
        f"{help}; the nearest code belongs to {near}" if near else help,
        value=folder or paths[0],
        speaks_for=frozenset(paths),
    )
