"""Those who are to authorise something about a service may not.

## What

A service names under `authorise` who decides: a person, a team or a rotation for each authority. A person says under
`may` which authorities they hold. At least one active person among those who are named must hold the authority.

Judged only where somebody in the catalog declares `may` at all. Where the people are not known (a schedule that lives
elsewhere, a name that nobody defines), nothing is said. The same people and authority are reported once, with all the
services that rely on them.

## Why

P02: decision rights during an outage are known, and real. Two lists are kept here by different people: the service
says who is asked, and security or management says who is allowed. When they drift apart, nobody notices on a normal
day. At night the person on call says yes, the deployment asks for a permission that was never given, and the search for
somebody who has it begins.

## Example that fails

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
authorise: {hotfix: [team:storefront]}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
may: [rollback]
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes

```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
authorise: {hotfix: [team:storefront]}
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
may: [hotfix, rollback]
---
apiVersion: ownercat/v1
kind: Person
name: bo
may: [hotfix]
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node
from ownercat.model import Person, Ref, Service
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.ownership._authority import decisions
from ownercat.rules.ownership._teams import is_here
from ownercat.text import listed, plural, shown

RULE = Rule("OWN012", "unheld-authority", Severity.ERROR)


class _Gap(NamedTuple):
    """An authority that none of its people holds, and the services that rely on them."""

    authority: str
    people: tuple[Person, ...]
    services: list[Service]


def check(context: Context) -> Iterator[Finding]:
    """Every authority of a service that nobody who is named for it holds."""
    if not any(person.may for person in context.catalog.of(Person)):
        return
    for gap in _gaps(context).values():
        yield _finding(context, gap)


def _gaps(context: Context) -> Mapping[tuple[str, tuple[Node, ...]], _Gap]:
    gaps: dict[tuple[str, tuple[Node, ...]], _Gap] = {}
    for each in decisions(context):
        if each.people and all(crew.known and each.authority not in crew.may for crew in each.crews):
            gaps.setdefault(each.where, _Gap(each.authority, each.people, [])).services.append(each.service)
    return gaps


def _finding(context: Context, gap: _Gap) -> Finding:
    authority, people, services = gap
    first = services[0]
    refs: tuple[Ref, ...] = first.authorise[authority]
    who = listed(shown(ref.written) for ref in refs)
    several = f" (and so do {plural(len(services) - 1, 'other service')})" if len(services) > 1 else ""
    several = several.replace("so do 1", "so does 1")
    names = listed(shown(person.name) for person in people)
    behind = "" if who == names else f": {names}"
    none = "who may not" if len(people) == 1 else "none of whom may"
    return Finding(
        first.at.at("authorise", authority),
        f"{shown(first.label)} leaves {shown(authority)} to {who}{several}{behind}, {none} authorise it",
        f"add `{shown(authority)}` to `may` of those who decide{_instead(context, authority)}",
        (
            *(Related(person.at.at("may") if person.may else person.named, _may(person)) for person in people),
            *(Related(s.at.at("authorise", authority), f"{shown(s.name)} relies on them, too") for s in services[1:]),
        )[:RELATED],
        first.subject,
        authority,
    )


def _may(person: Person) -> str:
    return f"{shown(person.name)} may authorise {listed(map(shown, person.may)) or 'nothing'}"


def _instead(context: Context, authority: str) -> str:
    """Somebody who holds it."""
    people = context.catalog.of(Person)
    found = next((p for p in people if authority in p.may and is_here(p, context)), None)
    return f", or name somebody who holds it, such as person:{shown(found.name)}" if found else ""
