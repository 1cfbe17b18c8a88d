"""A service claims a code path that matches no tracked file.

## What
ownercat reports an entry of `code.paths` if no file that git tracks matches the entry.

- A new file that git does not track yet counts too, unless git ignores the file.
- ownercat ignores services with `code.repository`: their code is in another repository.
- ownercat ignores retired services.
- If the paths have too many wildcards, ownercat reports this once and does not check the paths.

## Why
A folder that is renamed or moved keeps its owner only if the catalog changes too. Until then, its files have no owner,
or belong to the owner of the folder above.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
code: {paths: [src/chekout/]}
```
```python title=src/checkout/basket.py
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
code: {paths: [src/checkout/]}
```
"""

from collections.abc import Callable, Iterable, Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Service
from ownercat.repository.codeowners import Claim, is_wild
from ownercat.rules import Context
from ownercat.rules._code import folders, is_judged, neighbour, survey
from ownercat.suggest import alternatives, build_finder, question
from ownercat.text import shown

RULE = Rule("OWN008", "dead-pattern", Severity.ERROR)

_COMPARED = 500  # comparing a name with more files takes too long


def check(context: Context) -> Iterator[Finding]:
    """Report every claim that matches no tracked path."""
    if not context.tracked:
        return
    claims = context.once(survey).claims
    if claims is None:
        yield from _report_too_many_wildcards(context)
        return
    dead_claims = [claim for claim in claims.list_unmatched() if is_judged(claim.service)]
    files_by_folder = _group_by_folder(context.tracked) if dead_claims else {}
    find_similar = build_finder(files_by_folder)
    for claim in dead_claims:
        yield _finding(context, claim, files_by_folder, find_similar)


def _group_by_folder(tracked: Iterable[str]) -> dict[str, list[str]]:
    """Return the files of each folder that contains a tracked file at any depth. Folders end with a slash."""
    files_by_folder: dict[str, list[str]] = {}
    for path in tracked:
        *_, last = parents = list(folders(path))
        for folder in parents:
            files_by_folder.setdefault(folder, [])
        files_by_folder[last].append(path)
    return files_by_folder


def _finding(
    context: Context, claim: Claim, files_by_folder: dict[str, list[str]], find_similar: Callable[[str], list[str]]
) -> Finding:
    *_, parent = (folder for folder in folders(f"{claim.pattern}/") if folder in files_by_folder)
    similar = (
        []
        if is_wild(claim.pattern)
        else find_similar(f"{claim.pattern}/") or _find_similar_file(claim.pattern, files_by_folder[parent])
    )
    if similar:
        help = question(map(shown, similar))
    elif parent:
        owner = neighbour(context, parent)
        help = f"write a path that exists in {shown(parent)}" + (
            f"; the nearest code belongs to {owner}" if owner else ""
        )
    else:
        help = "write a path that exists, or add `repository` under `code` if the code is in another repository"
    message = f"{shown(claim.service.label)} claims a path without tracked files: {shown(claim.written)}"
    return Finding(claim.place, message, help, subject=claim.service.subject, value=claim.written)


def _find_similar_file(name: str, files: list[str]) -> list[str]:
    return alternatives(name, files) if len(files) <= _COMPARED else []


def _report_too_many_wildcards(context: Context) -> Iterator[Finding]:
    for service in context.sound(Service):
        if service.paths and not service.repository:
            message = "the code paths of this repository have too many wildcards: ownercat cannot check them"
            yield Finding(service.named, message, "claim folders by name, without wildcards", subject=service.subject)
            return
