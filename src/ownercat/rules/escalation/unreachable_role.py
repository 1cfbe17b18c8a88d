"""Nobody is available in time to lead, to inform people or to authorize a hotfix for a service.

## What
An incident needs a person who leads, people who inform others, and a person who may authorize a hotfix. ownercat
reports a service if one of these roles has nobody available within the `restore` target:

- `champion` under `roles`: the person who leads
- each role under `roles.communicate`: the people who inform others
- `authorise.hotfix`: one person or rotation of the list is enough. If several of these people have `hotfix` under
  `may`, only these people count.

A role is available if one of these is true:

- The role is a rotation, and the rotation has a person on call. A team counts as its single primary rotation.
- The role is a person, and this person is not away and has not left.
- The escalation pages a person of the role within `restore`.

A person whose channels include no waking channel is not available. ownercat checks each service that gets pages of a
major severity. It checks the hours of each published SLA, for 400 days from the day of the check. Roles with the same
rotation or person are one finding, which lists all services. ownercat does not check:

- a team without a single primary rotation, an external rotation, or a role that the service does not define
- times that other rules report: [coverage-gap], [uncovered-policy] and [unreachable-person]
- `may`, if fewer than two of the people have `hotfix`: see [sole-authority] and [unheld-authority]

## Why
A fix is ready, but the person who must authorize it is asleep. Customers wait for information, but the person who
informs them is on vacation. The time to restore continues to run.

## Example that fails
```yaml title=catalog/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
roles: {champion: person:chidi}  # checkout-for-customers promises restore 1h
escalation: storefront-urgent
```
```yaml title=catalog/chidi.yaml
apiVersion: ownercat/v1
kind: Person
name: chidi
contacts: [push, phone]
away: [{from: 2026-12-24, to: 2027-01-02}]
```

## Example that passes
```yaml title=catalog/checkout.yaml as=changed
roles: {champion: rotation:storefront-primary}  # checkout-for-customers promises restore 1h
```
"""

from collections.abc import Iterator
from typing import NamedTuple

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Duration, Service
from ownercat.oncall.intervals import Intervals
from ownercat.oncall.wording import format_instant, format_length
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days
from ownercat.rules.escalation._promises import AckTarget, EscalationUnderSla, judgeable
from ownercat.rules.escalation._roles import (
    HOTFIX,
    IncidentRole,
    RoleAbsenceCause,
    explain_times,
    missing,
    roles_of,
    unreachable,
)
from ownercat.text import listed, plural, shown

RULE = Rule("ESC108", "unreachable-role", Severity.WARNING)


class Absent(NamedTuple):
    """A role that cannot be reached in time: the promise, the times of the pages, and the cause at the first time."""

    role: IncidentRole
    promise: AckTarget
    restore: Duration
    times: Intervals
    cause: RoleAbsenceCause


def check(context: Context) -> Iterator[Finding]:
    """Report each rotation or person that cannot be reached in time, with all roles and services that depend on it."""
    groups: dict[object, list[Absent]] = {}
    for promised in judgeable(context):
        for service in {promise.service.key: promise.service for promise in promised.promises}.values():
            for role in roles_of(context, service):
                if not missing(context, role):
                    continue
                absence = next(_list_absences(context, promised, service, role), None)
                if absence is not None:
                    groups.setdefault((tuple(_list_reference_keys(role)), absence.cause.kind), []).append(absence)
    for group in groups.values():
        yield _finding(context, group)


def _list_reference_keys(role: IncidentRole) -> Iterator[tuple[str, str]]:
    return ((ref.kind, ref.name) for ref in role.refs)


def _list_absences(
    context: Context, promised: EscalationUnderSla, service: Service, role: IncidentRole
) -> Iterator[Absent]:
    """Yield the promises of a service that a role is too late for, the strictest first."""
    promises = [
        (promise.target.restore, promise)
        for promise in promised.promises
        if promise.service is service and promise.severity in context.policy.major and promise.target.restore
    ]
    for restore, promise in sorted(promises, key=lambda each: each[0].seconds):
        times = unreachable(context, promised, promise, role, restore.seconds)
        if times:
            yield Absent(role, promise, restore, times, explain_times(context, role, times))


def _finding(context: Context, group: list[Absent]) -> Finding:
    first = group[0]
    service, restore_place = first.promise.service, first.promise.target.place.at("restore")
    roles = dict.fromkeys(_format_role(each.role) for each in group if each.promise.service is service)
    others = len({each.promise.service.key for each in group}) - 1
    more = f" (and {plural(others, 'other service')})" if others else ""
    often = f" (first of {len(first.times)} times)" if len(first.times) > 1 else ""
    message = (
        f"{shown(service.label)}{more} has no reachable {listed(roles, last='or')} {_format_duration(context, first)}: "
        f"{first.cause.text}{often}"
    )
    related = [Related(restore_place, f"restore target of {shown(first.promise.sla.label)}")]
    related += [Related(place, "assigned rotation or person") for place in first.cause.places]
    related += [
        Related(each.role.place, f"{_format_role(each.role)} of {shown(each.promise.service.label)}")
        for each in group[1:]
    ]
    value = f"{first.promise.sla.name} {first.promise.severity}"
    return Finding(first.role.place, message, first.cause.cure, tuple(related[:RELATED]), service.subject, value)


def _format_role(role: IncidentRole) -> str:
    """Return the name of a role: ``champion``, ``communicator to customers`` or ``hotfix authority``."""
    if role.name == HOTFIX:
        return "hotfix authority"
    return role.name.replace("communicate.", "communicator to ")


def _format_duration(context: Context, absent: Absent) -> str:
    """Return ``for 63 h from Fri 2026-11-27 18:00 Europe/Madrid (17:00 UTC), longer than restore 1h``."""
    gaps, at = missing(context, absent.role), absent.times[0][0]
    if gaps == ((days(context).start, days(context).end),):
        return f"at any time, but restore {absent.restore.text} is promised for {absent.promise.severity}"
    start, end = next(gap for gap in gaps if gap[0] <= at < gap[1])
    least = "" if end < days(context).end else "at least "
    since = format_instant(start, absent.cause.zone)
    return f"for {least}{format_length(end - start)} from {since}, longer than restore {absent.restore.text}"
