"""A team that owns a service has no chat, email or pager contact.

## What
ownercat reports a team if it owns a service and its `contacts` have no `chat`, `email` or `pager`.

- A ticket queue or a status page does not count, because no person reads it immediately.
- The contacts of a service do not count, because people look for the contacts of the team.
- Retired services do not count.
- Another rule, [orphaned-service], reports a team without active members.
- ownercat ignores teams in formats that have no contacts.

## Why
`ownercat who` shows the contact of the team during an incident. Dependent teams use it before a risky release, and
support uses it to forward complaints. Without a contact, messages reach the wrong people, and the team learns of its
outage late.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```
```yaml title=catalog/teams/storefront.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {tickets: https://tickets.shop.example/storefront}
```

## Example that passes
```yaml title=catalog/teams/storefront.yaml as=changed
contacts: {chat: "#storefront", tickets: https://tickets.shop.example/storefront}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import get_node
from ownercat.model import Service, Team
from ownercat.rules import Context
from ownercat.rules._references import contested
from ownercat.rules.ownership._teams import estates, standings
from ownercat.text import listed, plural, shown

RULE = Rule("OWN005", "unreachable-team", Severity.ERROR)

DIRECT = ("chat", "email", "pager")


def check(context: Context) -> Iterator[Finding]:
    """Report every team that owns services, has active members and has no direct contact."""
    standing, twice = standings(context), contested(context)
    for team, services in estates(context).values():
        is_checked = team.sound and team.can_say("contacts") and get_node(team) not in twice
        if is_checked and not standing[team.key].dead and not any(team.contacts.get(channel) for channel in DIRECT):
            yield _finding(team, services)


def _finding(team: Team, services: list[Service]) -> Finding:
    name = shown(team.name)
    owned = listed(shown(service.name) for service in services)
    has_contacts = team.contacts and team.dialect == "native"
    help = f'under `contacts`, add for example `chat: "#{name}"`'
    if team.dialect == "gitlab":
        help = f"add the channel of the team without #, for example `slack_channel: {name}`"
    first = services[0].owner
    return Finding(
        team.at.at("contacts") if has_contacts else team.named,
        f"team {name} has no chat, email or pager contact, and owns {plural(len(services), 'service')}: {owned}",
        help,
        (Related(first.place, f"owner of {shown(services[0].label)}"),) if first else (),
        team.subject,
        speaks_for=frozenset(service.name for service in services),
    )
