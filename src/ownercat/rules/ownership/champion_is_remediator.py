"""A service has the same person as champion and as remediator.

## What
The champion leads an incident, and the remediator repairs the service. ownercat reports a service if one person has
both roles (`champion` and `remediate`) at the same time. ownercat checks 400 days from the day of the check.

- ownercat compares rotations and people. It does not compare a role that is a team, because a team has several people.
- ownercat reports services with the same two roles once.
- ownercat ignores retired services.

## Why
The champion coordinates an incident while other people repair the service. A person who reads logs does not watch the
time, does not call a second team and does not report the progress. This work is missing when it is needed most.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
roles: {champion: rotation:storefront-primary, remediate: rotation:storefront-primary}
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
roles: {champion: rotation:storefront-secondary, remediate: rotation:storefront-primary}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Person, Ref, Rotation, Service
from ownercat.oncall.crew import Crew, track_recipients
from ownercat.oncall.intervals import Track, combine, list_pieces
from ownercat.oncall.wording import format_interval
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules._rotations import days, is_known
from ownercat.text import listed, plural, shown

RULE = Rule("OWN011", "champion-is-remediator", Severity.WARNING)
_READS = ("roles", "lifecycle", "owner")


def check(context: Context) -> Iterator[Finding]:
    """Report each pair of roles that has one person, with all services that have this pair."""
    services_by_roles: dict[tuple[str, str], list[Service]] = {}
    for service in context.sound(Service, about="roles", reads=_READS):
        champion, remediate = service.roles.get("champion"), service.roles.get("remediate")
        if champion and remediate and service.lifecycle != "retired":
            services_by_roles.setdefault((champion.written, remediate.written), []).append(service)
    for services in services_by_roles.values():
        yield from _check_services(context, services)


def _check_services(context: Context, services: list[Service]) -> Iterator[Finding]:
    champion, remediate = services[0].roles["champion"], services[0].roles["remediate"]
    if not _is_comparable(context, champion) or not _is_comparable(context, remediate):
        return
    both = combine(
        track_recipients(days(context), champion), track_recipients(days(context), remediate), _get_shared_person
    )
    times = [(start, end, name) for start, end, name in list_pieces(both) if name and is_known(context, name)]
    if times:
        yield _finding(context, services, both, times)


def _is_comparable(context: Context, ref: Ref) -> bool:
    entity = context.catalog.find(ref)
    return isinstance(entity, Person | Rotation) and entity.sound


def _get_shared_person(one: Crew, other: Crew) -> str:
    """Return the name of the person that both crews consist of, else ``""``."""
    if len(one) == len(other) == 1 and one[0].kind == other[0].kind == "person" and one[0].name == other[0].name:
        return one[0].name
    return ""


def _finding(context: Context, services: list[Service], both: Track[str], times: list[tuple[int, int, str]]) -> Finding:
    service, (start, end, name) = services[0], times[0]
    champion, remediate = service.roles["champion"], service.roles["remediate"]
    person = context.catalog.get("Person", name)
    zone = person.time_zone if isinstance(person, Person) and person.time_zone else "UTC"
    always = sum(until - since for since, until, _ in times) == both.end - both.start
    names = sorted({shown(each) for _, _, each in times})
    who = names[0] if len(names) == 1 else f"{listed(names)} in turn"
    when = "at all times" if always else f"first {format_interval(start, end, zone)}"
    more = f" and {plural(len(services) - 1, 'other service')} have" if len(services) > 1 else " has"
    message = (
        f"{shown(service.label)}{more} the same person as champion and remediator: {who}, {when} "
        f"({listed(dict.fromkeys((shown(champion.written), shown(remediate.written))))})"
    )
    related = (
        Related(remediate.place, f"role remediate of {shown(service.label)}"),
        *(Related(each.roles["champion"].place, f"the same roles of {shown(each.label)}") for each in services[1:]),
    )[:RELATED]
    help = "set `champion` to a person or rotation that does not repair, such as a rotation of incident commanders"
    return Finding(champion.place, message, help, related, service.subject, champion.written)
