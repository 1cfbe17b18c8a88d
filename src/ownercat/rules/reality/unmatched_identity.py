"""Users of another system who are on call match no person of the catalog.

## What
ownercat matches a user with a person by `handles` of the person, or else by the email address. A display name is not
enough. ownercat reports the users of the linked schedules that match nobody, with one finding for each system.

## Why
ownercat cannot say who is on call during the shifts of such a user, and does not notice if the user leaves.

## Example that fails
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
   {"start": "2026-11-22T00:00:00Z", "end": "2026-12-20T00:00:00Z", "user": {"id": "PU9"}}]}}}]}
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: nils
email: nils@shop.example
handles: {pagerduty: PU9}
```
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.oncall.basis import format_source
from ownercat.rules import Context
from ownercat.rules.reality._compared import comparison
from ownercat.text import listed, plural, shown

if TYPE_CHECKING:
    from ownercat.reality.values import ExternalUser

RULE = Rule("REA003", "unmatched-identity", Severity.WARNING, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for each source with users whom no person matches."""
    compared = context.once(comparison)
    for source, users in sorted(compared.users.items()) if compared else ():
        unmatched = users.unmatched
        if not unmatched:
            continue
        ids = {user.id for user in unmatched}
        linked = compared.linked if compared else ()
        first = next(
            each
            for each in linked
            if each.source == source
            and each.schedule
            and any(shift.user in ids for shift in (*each.schedule.shifts, *(each.schedule.base or ())))
        )
        people = listed((format_user(user) for user in unmatched), most=4)
        count, system = plural(len(unmatched), "user"), format_source(source)
        where = "" if len(linked) > 1 else f" on call for {first.rotation.label}"
        message = f"{count} of {system}{where} without a person in the catalog: {people}"
        help = f"run ownercat match {source}, and add the lines that it prints"
        place = first.rotation.where("external" if first.rotation.external is not None else "handles")._replace(
            on="key"
        )
        yield Finding(place, message, help, (), first.rotation.subject, value=source, extent=len(unmatched))


def format_user(user: "ExternalUser") -> str:
    """``PU9 (nils@shop.example)``."""
    known = user.email if user.email != user.id else user.name
    return f"{shown(user.id)} ({shown(known)})" if known else shown(user.id)
