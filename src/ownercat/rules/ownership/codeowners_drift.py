"""CODEOWNERS and the catalog name different owners for the code of a service.

## What
ownercat reports a service if CODEOWNERS and the catalog disagree about a tracked file in its `code.paths`. For this
file, CODEOWNERS does one of these:

- It names other owners.
- It removes the owner (a line without owners).
- It has no line that matches the file.

Details:

- An owner matches if it is the account (`handles`) of the owner team, or an account or email address of a team member.
- If two services claim a file, one matching owner is enough.
- If the policy names a governance team, ownercat ignores the control files of the catalog, for example the policy: see
  [unprotected-control-file].
- ownercat ignores retired services, teams without an account on the code host, and repositories without CODEOWNERS.
- ownercat reports a CODEOWNERS file of 3 MB or more once: GitHub does not load it.

## Why
Code hosts request reviews based on CODEOWNERS. People look up owners in the catalog. If CODEOWNERS and the catalog
differ, the wrong team approves a change. The owner of the service learns of the change when a page arrives.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
code: {paths: [src/checkout/]}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
handles: {github: "@acme/storefront"}
```
```text title=.github/CODEOWNERS
/src/ @acme/platform
```
```python title=src/checkout/basket.py
```

## Example that passes
```text title=.github/CODEOWNERS
/src/ @acme/platform
/src/checkout/ @acme/storefront
```
"""

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
    list_control_files,
)
from ownercat.rules import Context
from ownercat.rules._code import AccountResolver, deciding, is_judged, survey
from ownercat.text import listed, shown

RULE = Rule("OWN009", "codeowners-drift", Severity.WARNING)

_FIRST = Span(Position(1, 1), Position(1, 1))
_SHOWN = 4
_TOO_LARGE = {"github": "GitHub does not load it", "gitlab": "ownercat does not read it"}
_Entries = tuple[CodeownersEntry, ...]


class _Drift(NamedTuple):
    """The files of one service that CODEOWNERS gives to other owners.

    ``by``: the number of these files for each set of entries that decides. ``files``: the number of files that drift
    (True) and that match (False).
    """

    service: Service
    team: Team
    claims: dict[int, Claim]
    by: Counter[_Entries]
    files: Counter[bool]


def check(context: Context) -> Iterator[Finding]:
    """Report each service whose code has other owners in CODEOWNERS."""
    file, index = context.codeowners, context.once(deciding)
    if file is None or not context.once(survey).winners:
        return
    if file.too_large:
        yield _build_size_finding(file)
        return
    names = AccountResolver(context)
    try:
        drifts = list(_find_drifts(context, index, names)) if index is not None else None
    except TooManySteps:
        drifts = None
    if drifts is None:
        message = f"{shown(file.path)} has too many lines or wildcards: ownercat cannot check it"
        yield Finding(
            Place(file.path, span=_FIRST), message, "write folders instead of single files and of patterns with stars"
        )
        return
    for drift in drifts:
        yield _finding(file, names, drift)


def _find_drifts(context: Context, index: Index, names: AccountResolver) -> Iterator[_Drift]:
    drifts: dict[str, _Drift] = {}
    governed_paths = _collect_governed_paths(context)
    for path, claims in context.once(survey).winners.items():
        checked_claims = [] if path in governed_paths else list(_list_checked_claims(context, names, claims))
        entries = index.find(path) if checked_claims else ()
        # overlapping-code reports a file that two services claim: here, one matching owner is enough
        matches = any(names.hold(team, entries) for _, team in checked_claims)
        for claim, team in checked_claims:
            drift = drifts.get(claim.service.key)
            if drift is None:
                drift = drifts[claim.service.key] = _Drift(claim.service, team, {}, Counter(), Counter())
            drift.files[not matches] += 1
            if not matches:
                drift.by[entries] += 1
                drift.claims[claim.number] = claim
    return (drift for drift in drifts.values() if drift.by)


def _collect_governed_paths(context: Context) -> frozenset[str]:
    """Return the control files, which belong to the governance team even if a service claims their folder."""
    if context.policy.governance_team is None:
        return frozenset()
    return frozenset(control.path for control in list_control_files(context.catalog, context.policy))


def _list_checked_claims(context: Context, names: AccountResolver, claims: list[Claim]) -> Iterator[tuple[Claim, Team]]:
    for claim in claims:
        team = context.catalog.team(claim.service.owner)
        if is_judged(claim.service) and team is not None and team.sound and names.handle(team):
            yield claim, team


def _finding(file: CodeOwners, names: AccountResolver, drift: _Drift) -> Finding:
    counts = sorted(drift.by.items(), key=lambda item: (-item[1], item[0]))
    count = drift.files.total()
    whole = f"all {count} files" if count > 1 else "its only file"
    part = whole if drift.files[True] == count else f"{drift.files[True]} of its {count} files"
    owners = list(dict.fromkeys(owner for entry in counts[0][0] for owner in entry.owners))
    catalog_owner = f"{shown(drift.team.label)} ({shown(names.handle(drift.team))})"
    if owners:
        others = listed(map(shown, owners), most=_SHOWN)
        if len({owner for entries in drift.by for entry in entries for owner in entry.owners}) > len(owners):
            others = f"mostly {others}"
        difference = (
            f"other owners in {shown(file.path)} than in the catalog: {others} for {part}, instead of {catalog_owner}"
        )
    else:
        difference = f"no owner in {shown(file.path)} for {part}: the catalog names {catalog_owner}"
    message = f"{shown(drift.service.label)} has {difference}"
    help = _format_help(file, names, drift, counts[0][0], owners)
    related = tuple(_list_related(file, counts))
    first = drift.claims[min(drift.claims)]
    value = ",".join(claim.pattern for _, claim in sorted(drift.claims.items()))
    return Finding(first.place, message, help, related, drift.service.subject, value=value)


def _format_help(file: CodeOwners, names: AccountResolver, drift: _Drift, entries: _Entries, owners: list[str]) -> str:
    overriding_line = next((entry.line for entry in entries if 0 < file.managed_to < entry.line), 0)
    if overriding_line:
        help = f"remove line {overriding_line}, or move it above the block that ownercat writes: it overrides the block"
    else:
        help = "run `ownercat codeowners generate` to update CODEOWNERS"
    other = names.team(owners)
    return f"{help}; or make {shown(other.label)} the owner of {shown(drift.service.label)}" if other else help


def _list_related(file: CodeOwners, counts: list[tuple[_Entries, int]]) -> Iterator[Related]:
    for entries, count in counts[:_SHOWN]:
        for entry in entries[:_SHOWN]:
            yield Related(file.place(entry), f"line that decides {count} of these files")


def _build_size_finding(file: CodeOwners) -> Finding:
    message = f"{shown(file.path)} has {MAX_BYTES // 1024 // 1024} MB or more: {_TOO_LARGE[file.style]}"
    return Finding(Place(file.path, span=_FIRST), message, "write folders instead of their files")
