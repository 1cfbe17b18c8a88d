"""A user of another system matches several people.

## What
ownercat reports a user of a linked schedule if several people have the user's handle or email address. None of these
people counts as the user.

## Why
ownercat cannot know who of them is on call.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
email: ana@shop.example
handles: {pagerduty: PU1}
---
apiVersion: ownercat/v1
kind: Person
name: ana-ruiz
email: ana.ruiz@shop.example
handles: {pagerduty: PU1}
```

```yaml title=catalog/storefront.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
external: {provider: pagerduty, id: PX1}
```

```json title=.ownercat/snapshots/storefront.json
{"ownercat": "snapshot/v1", "source": "pagerduty", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [{"schedule": {"id": "PX1", "name": "Storefront", "final_schedule": {"rendered_schedule_entries": [
   {"start": "2026-11-22T00:00:00Z", "end": "2026-12-20T00:00:00Z", "user": {"id": "PU1"}}]}}}]}
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
email: ana@shop.example
handles: {pagerduty: PU1}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.oncall.basis import format_source
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.reality._compared import comparison
from ownercat.text import listed, shown

RULE = Rule("REA004", "ambiguous-identity", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each user whom several people match."""
    compared = context.once(comparison)
    for source, users in sorted(compared.users.items()) if compared else ():
        for user, people in users.ambiguous:
            first, second, *_ = people
            key = "handles" if second.handles.get(source) == user.id else "email"
            names = listed(shown(person.name) for person in people)
            message = f"user {shown(user.id)} of {format_source(source)} is several people: {names}"
            help = f"remove `{key}` from each person who is not this user"
            related = tuple(Related(person.where(key), person.label) for person in people if person is not second)
            yield Finding(second.where(key), message, help, related[:RELATED], second.subject, first.name)
