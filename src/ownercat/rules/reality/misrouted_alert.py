"""Alertmanager does not deliver an alert to its owner.

## What
ownercat walks the routes of each configuration of Alertmanager in the repository (`dialects = ["prometheus"]`). It
reports an alert if no configuration can deliver it to a receiver of the team that owns it. A receiver belongs to a team
if the name of the team is in its name (`storefront`, `storefront-pager`), or if it writes to a contact of the team.
Labels that the rule file does not show are unknown, and their routes may match. ownercat reports nothing if no receiver
belongs to the owner and the alert may go to a receiver of no team.

## Why
The team that can correct the failure is not paged, and another team is.

## Example that fails
```yaml title=ops/rules.yaml
groups:
  - name: till
    rules:
      - alert: TillSlow
        expr: latency > 1
        labels: {service: till, severity: sev2}
```

```yaml title=ops/alertmanager.yaml
route:
  receiver: payments
  routes:
    - {matchers: ['service="tills"'], receiver: storefront}
receivers: [{name: payments}, {name: storefront}]
```

```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Service
name: till
description: Sells.
tier: 4
owner: storefront
```

## Example that passes
```yaml title=ops/alertmanager.yaml
route:
  receiver: payments
  routes:
    - {matchers: ['service="till"'], receiver: storefront}
receivers: [{name: payments}, {name: storefront}]
```
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Team
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.reality._alerts import alerts, build_finding, format_alerts, group_alerts
from ownercat.text import listed, shown

if TYPE_CHECKING:
    from ownercat.model import AlertFile, AlertOwner, AlertReceiver, AlertRoute, AlertRule

RULE = Rule("REA207", "misrouted-alert", Severity.WARNING)


def check(context: Context) -> Iterator[Finding]:
    """Report alerts that no configuration can deliver to their owner; those with one way are one finding."""
    found = context.once(alerts)
    trees = [_Deliveries(file, context) for file in _list_configurations(context)] if found else []
    trees = [tree for tree in trees if tree.root.receiver]

    def get_cause(each: "AlertOwner") -> tuple[str, frozenset[str]] | None:
        """Return the owner and the receivers of an alert that does not reach the owner."""
        owner = _find_owner(context, each)
        if owner is None or any(tree.may_reach(each.rule, owner) for tree in trees):
            return None
        wrong = [tree.list_receivers(each.rule) for tree in trees if tree.is_certain(each.rule, owner)]
        return (owner.key, frozenset().union(*wrong)) if wrong else None

    for (_, receivers), group in group_alerts(found, get_cause).items():
        owner = _find_owner(context, group[0])
        if owner is None:
            continue
        name, verb = shown(owner.name), "is" if len(group) == 1 else "are"
        ways = listed(map(shown, sorted(receivers)), "or")
        message = f"{format_alerts(group)} {verb} not delivered to team {name}, but to receiver {ways}"
        own = sorted({each for tree in trees for each in tree.list_own(owner)})
        target = f"receiver {listed(map(shown, own), 'or')}" if own else f"a receiver for team {name}"
        finding = build_finding(
            group,
            group[0].rule.place.at("alert"),
            message,
            f"add a route to {target}, or correct the labels of the alert",
            owner.name,
        )
        routes = tuple(Related(tree.root.place, "the routes of Alertmanager") for tree in trees)
        yield finding._replace(related=(*routes, *finding.related)[:RELATED])


def _list_configurations(context: Context) -> "Iterator[AlertFile]":
    from ownercat.model import AlertFile  # noqa: PLC0415  # most repositories turn this format off

    return (file for file in context.catalog.of(AlertFile) if file.root is not None)


def _find_owner(context: Context, each: "AlertOwner") -> Team | None:
    """Return the team that must get an alert: the owner of its service, else the team of its label."""
    return each.team if each.service is None else context.catalog.team(each.service.owner)


class _Deliveries:
    """The receivers of one configuration, the teams that they belong to, and the ways of alerts."""

    def __init__(self, file: "AlertFile", context: Context) -> None:
        from ownercat.reality import routing  # noqa: PLC0415  # most repositories turn this format off

        assert file.root is not None  # noqa: S101  # only called with one
        self.root: AlertRoute = file.root
        self.walk = routing.list_receivers
        self.labels = sorted(routing.list_labels(file.root) - {""})
        self.teams = _map_teams(file.receivers, context)
        self.known: dict[tuple[str | None, ...], frozenset[str]] = {}  # alerts with equal labels have equal ways

    def list_receivers(self, rule: "AlertRule") -> frozenset[str]:
        """Return the receivers that an alert can be delivered to; a label that the file does not show is unknown."""
        values = {label: rule.get_label(label) or None for label in self.labels} | {"alertname": rule.name}
        key = tuple(values.get(label) for label in self.labels)
        if key not in self.known:
            self.known[key] = self.walk(self.root, values.get)
        return self.known[key]

    def may_reach(self, rule: "AlertRule", team: Team) -> bool:
        """Return whether an alert can be delivered to a receiver of a team."""
        return any(team.key in self.teams.get(name, ()) for name in self.list_receivers(rule))

    def is_certain(self, rule: "AlertRule", team: Team) -> bool:
        """Return whether the owner has another receiver, or all receivers of the alert belong to other teams."""
        return bool(self.list_own(team)) or all(self.teams.get(name) for name in self.list_receivers(rule))

    def list_own(self, team: Team) -> list[str]:
        """Return the receivers of a team."""
        return [name for name, teams in self.teams.items() if team.key in teams]


def _map_teams(receivers: "Mapping[str, AlertReceiver]", context: Context) -> Mapping[str, frozenset[str]]:
    """Return the keys of the teams that each receiver belongs to: by its name, or by a contact."""
    names: dict[str, set[str]] = {}
    contacts: dict[str, set[str]] = {}
    for team in context.catalog.of(Team):
        names.setdefault(_fold(team.name), set()).add(team.key)
        for contact in team.contacts.values():
            contacts.setdefault(contact.lower().lstrip("#"), set()).add(team.key)
    found = {}
    for name, receiver in receivers.items():
        words = _fold(name).split("-")
        spans = {"-".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)}
        teams = [names[span] for span in spans if span in names] if len(words) <= 20 else []
        reached = [contacts.get(each.lower().lstrip("#"), set()) for each in receiver.channels]
        found[name] = frozenset[str]().union(*teams, *reached)
    return found


def _fold(name: str) -> str:
    """Return a name with hyphens between its words, in lower case."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
