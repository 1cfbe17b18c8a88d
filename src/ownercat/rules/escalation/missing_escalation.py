"""A service has no escalation although its tier requires one.

## What
ownercat reports a service if its tier requires an escalation, and neither the service nor its owner team sets
`escalation`. The catalog policy sets the requirements of each tier (`tiers`). By default, tiers 1 to 3 require an
escalation.

ownercat does not report these services:

- retired and external services, because the organization gets no pages for them
- libraries, because pages are about the services that use a library
- services without an active owner ([orphaned-service])
- services with an undefined reference ([unknown-reference])
- services without a catch-all route ([no-catch-all])

## Why
A page about a service without an escalation reaches nobody. During an outage, people have no time to find out whom to
page.

## Example that fails
```yaml title=catalog/cart.yaml
apiVersion: ownercat/v1
kind: Service
name: cart
description: Keeps the goods that a customer wants to buy.
tier: 3
owner: storefront
```

## Example that passes
```yaml title=catalog/cart.yaml as=changed
escalation: storefront-urgent
```

## Options
None. Set the requirements of each tier with `tiers` in the catalog policy.
"""

from collections.abc import Iterator, Mapping

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Escalation, Service, Team
from ownercat.rules import Context
from ownercat.rules.escalation._tiers import list_unrouted_services
from ownercat.text import shown

RULE = Rule("ESC001", "missing-escalation", Severity.ERROR, requirement="escalation")


def check(context: Context) -> Iterator[Finding]:
    """Report services without a route whose tier requires an escalation policy and whose owner is known."""
    first = _map_first_escalations(context)
    for service, team in list_unrouted_services(context):
        yield _finding(service, team, first.get(team.key))


def _map_first_escalations(context: Context) -> Mapping[str, str]:
    """Return the name of each team's first escalation policy, by the team's key: a probable choice."""
    by_team: dict[str, str] = {}
    for escalation in context.catalog.of(Escalation):
        team = context.catalog.team(escalation.team)
        if team is not None:
            by_team.setdefault(team.key, escalation.name)
    return by_team


def _finding(service: Service, team: Team, escalation: str | None) -> Finding:
    message = (
        f"{service.label} (tier {service.tier}) has no escalation policy: "
        f"neither the service nor {shown(team.label)} sets `escalation`"
    )
    if escalation:
        help = f"add `escalation: {shown(escalation)}` to the service, or to the team for all its services"
    else:
        name = shown(team.name)
        help = (
            f"add an Escalation with `team: {name}`, then set `escalation` in the service or the team: "
            f"ownercat new escalation {name}-pages --team {name}"
        )
    related = (Related(team.named, f"owner {shown(team.label)} without `escalation`"),)
    return Finding(service.named, message, help, related, service.subject)
