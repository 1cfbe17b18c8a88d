"""A service assigns an authority to people who do not hold it.

## What
An authority is the right to decide on an action such as `rollback`. A service names under `authorise` who decides:
people, teams or rotations. A person lists the authorities that the person holds under `may`. ownercat reports an
authority of a service if none of its active people holds it.

- If no person in the catalog has `may`, ownercat reports nothing.
- ownercat ignores an authority if its people are unknown, for example because of an external schedule or an undefined
  reference.
- ownercat reports the same people and the same authority once, with all services that use them.
- ownercat ignores retired services.

## Why
Different people maintain the two lists: `authorise` of the service states whom to ask, and `may` of a person states the
permissions of this person. If the lists differ, the on-call person agrees to a hotfix at night, and the deployment
system rejects the hotfix. Then the search for a person with permission begins.

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
```yaml title=catalog/people/ana.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
may: [rollback]
```

## Example that passes
```yaml title=catalog/people/ana.yaml as=changed
may: [hotfix, rollback]
```
```yaml title=catalog/people/bo.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
may: [hotfix]
```
"""

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
    """An authority that none of its people holds, and the services that assign it to these people."""

    authority: str
    people: tuple[Person, ...]
    services: list[Service]


def check(context: Context) -> Iterator[Finding]:
    """Report every authority of a service that none of its people holds."""
    if not any(person.may for person in context.catalog.of(Person)):
        return
    for gap in _collect_gaps(context).values():
        yield _finding(context, gap)


def _collect_gaps(context: Context) -> Mapping[tuple[str, tuple[Node, ...]], _Gap]:
    gaps: dict[tuple[str, tuple[Node, ...]], _Gap] = {}
    for each in decisions(context):
        if each.people and all(crew.known and each.authority not in crew.may for crew in each.crews):
            gaps.setdefault(each.where, _Gap(each.authority, each.people, [])).services.append(each.service)
    return gaps


def _finding(context: Context, gap: _Gap) -> Finding:
    authority, people, services = gap
    first = services[0]
    refs: tuple[Ref, ...] = first.authorise[authority]
    targets = listed(shown(ref.written) for ref in refs)
    more = f" and {plural(len(services) - 1, 'other service')} assign" if len(services) > 1 else " assigns"
    names = listed(shown(person.name) for person in people)
    source = "" if targets == names else f" (of {targets})"
    holders = "a person who does" if len(people) == 1 else "people who do"
    return Finding(
        first.at.at("authorise", authority),
        f"{shown(first.label)}{more} authority {shown(authority)} to {holders} not hold it: {names}{source}",
        f"add `{shown(authority)}` to `may` of one of these people{_format_alternative(context, authority)}",
        (
            *(
                Related(person.at.at("may") if person.may else person.named, _format_authorities(person))
                for person in people
            ),
            *(Related(s.at.at("authorise", authority), f"the same people for {shown(s.label)}") for s in services[1:]),
        )[:RELATED],
        first.subject,
        authority,
    )


def _format_authorities(person: Person) -> str:
    return f"authorities of {shown(person.name)}: {listed(map(shown, person.may)) or 'none'}"


def _format_alternative(context: Context, authority: str) -> str:
    """Return a second fix that names an active person who holds the authority; ``""`` without such a person."""
    people = context.catalog.of(Person)
    holder = next((p for p in people if authority in p.may and is_here(p, context)), None)
    return f", or assign the authority to a person who holds it: `person:{shown(holder.name)}`" if holder else ""
