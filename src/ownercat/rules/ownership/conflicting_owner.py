"""A service has different owners in two formats.

## What
A service can be in two formats, for example as a Service of this catalog and as a Component in a `catalog-info.yaml`
file. ownercat reports the service if both formats name an owner and the owners are different teams.

- Two teams count as the same team if they share a name, an alias or a handle (`handles`).
- Other rules report an owner that is not a team.
- ownercat compares only services and components. An API or a resource may have the same name as a service.
- ownercat does not compare a field that a format does not have.

## Why
If two files name the owner, a change of one file is enough to make them differ. Then the portal sends people to one
team, and the page goes to another team. Each team can claim that the other team is the owner.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
```
```yaml title=src/checkout/catalog-info.yaml
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  description: Turns a basket into a paid order.
spec:
  type: service
  lifecycle: production
  owner: payments
```

## Example that passes
```yaml title=src/checkout/catalog-info.yaml as=changed
spec:
  type: service
  lifecycle: production
  owner: storefront
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Service, Team
from ownercat.rules import Context
from ownercat.text import shown

RULE = Rule("OWN017", "conflicting-owner", Severity.WARNING)

_KINDS = frozenset({"Service", "Component"})  # an API or a resource may share its name with a service


def check(context: Context) -> Iterator[Finding]:
    """Report each further format that names another team as owner than the first format of the service."""
    for first, *others in _group_by_name(context):
        for other in others:
            if other.dialect != first.dialect:
                yield from _compare_owners(context, first, other)


def _group_by_name(context: Context) -> Iterator[list[Service]]:
    """Yield the services of each name, the native one first."""
    twice = [pair.second for pair in context.catalog.twice if pair.second.dialect != pair.first.dialect]
    by_name: dict[str, list[Service]] = {}
    if len({service.dialect for service in context.catalog.of(Service)} | {entity.dialect for entity in twice}) < 2:
        return
    for entity in (*context.catalog.of(Service), *twice):
        if isinstance(entity, Service) and entity.kind in _KINDS:
            by_name.setdefault(entity.key.casefold(), []).append(entity)
    for services in by_name.values():
        yield sorted(services, key=lambda service: service.dialect != "native")


def _compare_owners(context: Context, first: Service, other: Service) -> Iterator[Finding]:
    one, two = (context.catalog.team(s.owner) if s.can_say("owner") else None for s in (first, other))
    if (
        one is None
        or two is None
        or first.owner is None
        or other.owner is None
        or not _collect_team_names(one).isdisjoint(_collect_team_names(two))
    ):
        return
    team_name, other_name = shown(one.name), shown(two.name)
    here, there = shown(first.dialect), shown(other.dialect)
    ours, alias = (one, other_name) if one.dialect == "native" else (two, team_name)
    fix = f"add the alias {alias} to {shown(ours.label)}"
    same = f"; if both names mean the same team, {fix}" if ours.dialect == "native" else ""
    owners = f"team {team_name} in the {here} format, {other_name} in the {there} format"
    yield Finding(
        first.owner.place,
        f"{shown(first.label)} has different owners: {owners}",
        f"name the same team in both formats{same}",
        (Related(other.owner.place, f"owner in the {there} format"),),
        first.subject,
        two.name,
    )


def _collect_team_names(team: Team) -> frozenset[str]:
    """Return the names, aliases and handles of a team in lower case; of the handle ``@org/team``, only ``team``."""
    handles = (handle.rpartition("/")[2].lstrip("@") for handle in team.handles.values())
    names = (team.name, team.key, *(alias.name for alias in team.aliases), *handles)
    return frozenset(name.casefold() for name in names if name)
