"""CODEOWNERS and the catalog name different owners for the same code.

## What

Of the tracked files that a service claims by `code.paths`, CODEOWNERS gives some to somebody else, takes their owner
away with a line that names nobody, or does not speak of them. An owner fits when it is the account of the owning team
(`handles`) or that of one of its members. Teams without an account on the forge are not judged, nor is a repository
without CODEOWNERS. A file of 3 MB or more is reported by itself: GitHub does not load it.

## Why

P02: who decides is known. The forge asks for reviews by CODEOWNERS, people ask the catalog; where the two differ,
changes are approved by a team that does not own the service, and the owner learns about it from the page.

## Example that fails

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
handles: {github: "@acme/shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```
```text title=.github/CODEOWNERS
/src/ @acme/platform
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
handles: {github: "@acme/shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```
```text title=.github/CODEOWNERS
/src/ @acme/platform
/src/checkout/ @acme/shop
```
```python title=src/checkout/basket.py
```

## Options

None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Place, Position, Related, Rule, Severity, Span
from ownercat.model import Service, Team
from ownercat.repository.codeowners import (
    MAX_BYTES,
    Claim,
    CodeOwners,
    CodeownersEntry,
    Index,
    TooManySteps,
    control_files,
)
from ownercat.rules import Context
from ownercat.rules._code import AccountResolver, deciding, is_judged, survey
from ownercat.text import listed, plural, shown

RULE = Rule("OWN009", "codeowners-drift", Severity.WARNING)

_FIRST = Span(Position(1, 1), Position(1, 1))
_SHOWN = 4
_READS = {"github": "GitHub does not load it", "gitlab": "it is not read"}
_Decided = tuple[CodeownersEntry, ...]


class _Drift(NamedTuple):
    """What CODEOWNERS says of one service: the claims it goes against, and how many files by the lines that decide."""

    service: Service
    team: Team
    claims: dict[int, Claim]
    by: Counter[_Decided]
    files: Counter[bool]  # whether the file drifts


def check(context: Context) -> Iterator[Finding]:
    """Every service of whose code CODEOWNERS says something else."""
    file, index = context.codeowners, context.once(deciding)
    if file is None or not context.once(survey).winners:
        return
    if file.too_large:
        yield _too_large(file)
        return
    names = AccountResolver(context)
    try:
        drifts = list(_drifts(context, index, names)) if index is not None else None
    except TooManySteps:
        drifts = None
    if drifts is None:
        message = f"{shown(file.path)} holds more lines or wildcards than can be judged"
        yield Finding(
            Place(file.path, span=_FIRST), message, "name folders in the place of files and of patterns with stars"
        )
        return
    for drift in drifts:
        yield _finding(file, names, drift)


def _drifts(context: Context, index: Index, names: AccountResolver) -> Iterator[_Drift]:
    found: dict[str, _Drift] = {}
    governed = _governed(context)
    for path, claims in context.once(survey).winners.items():
        judged = [] if path in governed else list(_judged(context, names, claims))
        entries = index.of(path) if judged else ()
        # where two services claim a file, overlapping-code speaks: either owner will do
        agreed = any(names.hold(team, entries) for _, team in judged)
        for claim, team in judged:
            drift = found.get(claim.service.key)
            if drift is None:
                drift = found[claim.service.key] = _Drift(claim.service, team, {}, Counter(), Counter())
            drift.files[not agreed] += 1
            if not agreed:
                drift.by[entries] += 1
                drift.claims[claim.number] = claim
    return (drift for drift in found.values() if drift.by)


def _governed(context: Context) -> frozenset[str]:
    """The control files: where there is a governance team, they are its own, whoever claims the folder."""
    if context.policy.governance_team is None:
        return frozenset()
    return frozenset(control.path for control in control_files(context.catalog, context.policy))


def _judged(context: Context, names: AccountResolver, claims: list[Claim]) -> Iterator[tuple[Claim, Team]]:
    for claim in claims:
        team = context.catalog.team(claim.service.owner)
        if is_judged(claim.service) and team is not None and team.sound and names.handle(team):
            yield claim, team


def _finding(file: CodeOwners, names: AccountResolver, drift: _Drift) -> Finding:
    decided = sorted(drift.by.items(), key=lambda item: (-item[1], item[0]))
    count = drift.files.total()
    whole = f"the {count} files" if count > 1 else "the only file"
    part = whole if drift.files[True] == count else f"{drift.files[True]} of the {count} files"
    owners = list(dict.fromkeys(owner for entry in decided[0][0] for owner in entry.owners))
    what = f"{shown(file.path)} %s {part} of {shown(drift.service.label)}"
    right = f"{shown(drift.team.label)} ({shown(names.handle(drift.team))})"
    if owners:
        message = f"{what % 'gives'} to {listed(map(shown, owners), most=_SHOWN)}, and the catalog to {right}"
    else:
        them = "it" if drift.files[True] == 1 else "them"
        message = f"{what % 'leaves'} without an owner, and the catalog gives {them} to {right}"
    help = _cure(file, names, drift, decided[0][0], owners)
    related = tuple(_related(file, decided))
    first = drift.claims[min(drift.claims)]
    value = ",".join(claim.pattern for _, claim in sorted(drift.claims.items()))
    return Finding(first.place, message, help, related, drift.service.subject, value=value)


def _cure(file: CodeOwners, names: AccountResolver, drift: _Drift, decided: _Decided, owners: list[str]) -> str:
    behind = next((entry.line for entry in decided if 0 < file.managed_to < entry.line), 0)
    if behind:
        help = (
            f"line {behind} stands behind the block that ownercat writes and overrides it: move it above, or remove it"
        )
    else:
        help = "`ownercat codeowners generate` brings CODEOWNERS up to date"
    other = names.team(owners)
    return f"{help}; or make {shown(other.label)} the owner of {shown(drift.service.name)}" if other else help


def _related(file: CodeOwners, decided: list[tuple[_Decided, int]]) -> Iterator[Related]:
    for entries, count in decided[:_SHOWN]:
        for entry in entries[:_SHOWN]:
            yield Related(file.place(entry), f"decides about {plural(count, 'of these files', 'of these files')}")


def _too_large(file: CodeOwners) -> Finding:
    message = f"{shown(file.path)} is not smaller than {MAX_BYTES // 1024 // 1024} MB, so {_READS[file.style]}"
    return Finding(Place(file.path, span=_FIRST), message, "name folders instead of their files")
