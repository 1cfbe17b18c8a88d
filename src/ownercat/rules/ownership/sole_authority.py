"""A service has only one person who can authorize an action.

## What
An authority is the right to decide on an action such as `rollback`. A service names under `authorise` who decides:
people, teams or rotations. A person lists the authorities that the person holds under `may`. ownercat reports an
authority of a service if exactly one active person holds it.

- ownercat checks an authority only if all people under `authorise` are known, including the members of teams and
  rotations.
- If no person in the catalog has `may`, ownercat reports nothing.
- Other rules report a team ([lone-owner]) or rotation ([single-member-rotation]) with one member.
- ownercat reports the same person and the same authority once, with all services that use them.
- ownercat ignores retired services.

## Why
A hotfix can be ready and tested. If the only person who can authorize the hotfix is on a plane, the outage continues.

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
may: [hotfix, rollback]
```
```yaml title=catalog/people/bo.yaml
apiVersion: ownercat/v1
kind: Person
name: bo
may: [rollback]
```

## Example that passes
```yaml title=catalog/people/bo.yaml as=changed
may: [hotfix, rollback]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import Node
from ownercat.model import Person
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.ownership._authority import ServiceAuthority, decisions
from ownercat.text import listed, plural, shown

RULE = Rule("OWN013", "sole-authority", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report every authority that only one of its people holds."""
    groups: dict[tuple[str, tuple[Node, ...]], list[ServiceAuthority]] = {}
    for each in decisions(context):
        if _find_sole_holder(each) is not None:
            groups.setdefault(each.where, []).append(each)
    for group in groups.values():
        holder = _find_sole_holder(group[0])
        if holder is not None:
            yield _finding(group, holder)


def _find_sole_holder(decision: ServiceAuthority) -> Person | None:
    """Return the only person who holds the authority, if this is certain and no other rule reports it."""
    people = decision.people
    holders = [person for person in people if decision.authority in person.may]
    if len(holders) != 1 or not all(crew.known for crew in decision.crews):
        return None
    by_name = any(isinstance(entity, Person) for entity in decision.entities)
    return holders[0] if by_name or len(people) > 1 else None


def _finding(group: list[ServiceAuthority], holder: Person) -> Finding:
    first = group[0]
    service, authority, name = first.service, shown(first.authority), shown(holder.name)
    refs = listed(shown(ref.written) for ref in service.authorise[first.authority])
    source = "" if refs == name else f" (of {refs})"
    others = [shown(person.name) for person in first.people if person is not holder]
    more = f" and {plural(len(group) - 1, 'other service')} have" if len(group) > 1 else " has"
    second = f"another person, such as {others[0]}" if others else "a second person, and add this person here"
    return Finding(
        service.at.at("authorise", first.authority),
        f"{shown(service.label)}{more} a single person who can authorize {authority}: {name}{source}",
        f"add `{authority}` to `may` of {second}",
        (
            Related(holder.at.at("may"), f"authorities of {name}"),
            *(
                Related(each.service.at.at("authorise", each.authority), f"the same people for {each.service.label}")
                for each in group[1:]
            ),
        )[:RELATED],
        service.subject,
        first.authority,
        speaks_for=frozenset(each.service.name for each in group),
    )
