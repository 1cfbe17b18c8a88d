"""A service lacks a link to the tests that its tier and its dependencies require.

## What
ownercat reports a service if `testing` lacks a link that the service needs:

- `contract` (tests of an interface between two teams), for a service with a hard dependency on a service of another
  team. A `contract` link of the other service counts too.
- one of `synthetic` and `chaos`, for a service of tier 1. `synthetic` is a transaction that runs all the time. `chaos`
  is an experiment that breaks something on purpose.

ownercat checks only the services of the tiers that have `testing` under `requires` in the policy. By default, no tier
has it.

- A parent team and its child team are different teams.
- ownercat ignores providers that are retired or of type `external`, and dependencies with `status: planned`.
- ownercat ignores retired services and services of type `external` or `library`.

## Why
If two teams test only their own half, they find out in production that the halves do not fit. A contract test shows
which half changed. A synthetic transaction detects an outage before customers do. A chaos experiment shows whether the
planned fallback works.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "4": {requires: [owner, testing]}
```
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment, mode: hard}]
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
testing: {contract: "https://ci.shop.example/contracts/checkout-payment"}
```

## Options
None. To turn the rule on for a tier, add `testing` to its `requires` in the policy.
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.graph import list_hard
from ownercat.model import Dependency, Service
from ownercat.oncall.paths import is_paged
from ownercat.rules import Context
from ownercat.rules._references import RELATED
from ownercat.rules.ownership._demands import demanding
from ownercat.text import listed, shown

RULE = Rule("OWN021", "missing-testing-evidence", Severity.WARNING, optional=True, requirement="testing")

_MOST_CRITICAL = 1
_EXPERIMENTS = ("synthetic", "chaos")


def check(context: Context) -> Iterator[Finding]:
    """Report every service that lacks links to tests which its tier requires."""
    for service in demanding(context, "testing"):
        if not is_paged(service):
            continue
        untested = [] if _has_link(service, "contract") else list(_list_untested_dependencies(context, service))
        needs_experiment = service.tier == _MOST_CRITICAL and not any(_has_link(service, kind) for kind in _EXPERIMENTS)
        if untested or needs_experiment:
            yield _finding(service, untested, needs_experiment)


def _has_link(service: Service, kind: str) -> bool:
    testing = service.extra.get("testing")
    return isinstance(testing, dict) and bool(testing.get(kind))


def _list_untested_dependencies(context: Context, service: Service) -> Iterator[tuple[Dependency, Service]]:
    """Yield the hard dependencies on other teams whose provider has no contract tests."""
    own = context.catalog.team(service.owner)
    for dependency in list_hard(service):
        provider = context.catalog.service(dependency.service)
        if provider is None or provider.type == "external" or provider.lifecycle == "retired" or not provider.sound:
            continue
        team = context.catalog.team(provider.owner)
        if own is not None and team is not None and team is not own and not _has_link(provider, "contract"):
            yield dependency, provider


def _finding(service: Service, untested: list[tuple[Dependency, Service]], needs_experiment: bool) -> Finding:
    names = listed(dict.fromkeys(shown(provider.name) for _, provider in untested))
    missing = [f"contract tests with other teams ({names})"] if untested else []
    if needs_experiment:
        missing.append("a synthetic transaction or chaos experiment")
    kinds = [*(["contract"] if untested else []), *(["synthetic"] if needs_experiment else [])]
    examples = listed(f"`{kind}: https://ci.shop.example/{shown(service.name)}`" for kind in kinds)
    return Finding(
        service.at.at("testing") if service.extra.get("testing") else service.named,
        f"{shown(service.label)} (tier {service.tier}) has no link to {' and no link to '.join(missing)}",
        f"under `testing`, add for example {examples}",
        tuple(
            Related(entry.service.place, f"hard dependency on {shown(provider.name)}") for entry, provider in untested
        )[:RELATED],
        service.subject,
    )
