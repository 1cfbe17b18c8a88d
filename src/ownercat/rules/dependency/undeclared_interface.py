"""A service depends on an interface that its provider does not provide.

## What
An entry of `dependsOn` can name an `interface` of the provider. ownercat reports the entry if the provider does not
list this interface under `provides`.

- ownercat ignores retired services, as the provider and as the dependent.
- ownercat ignores providers that are undefined, have errors or are in a format without interfaces.

## Why
The provider states for each interface what it guarantees (`compatibility`). An interface that is not listed has no
guarantee: the provider may change or remove the interface at any time. Usually, the name changed in one of the two
files, or a new version replaced the old version.

## Example that fails
```yaml title=catalog/services/checkout.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 4
owner: storefront
dependsOn: [{service: payment, interface: charge-v2}]
```
```yaml title=catalog/services/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
provides: [{interface: charge-v3, type: grpc}]
```

## Example that passes
```yaml title=catalog/services/checkout.yaml as=changed
dependsOn: [{service: payment, interface: charge-v3}]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import Dependency, Service
from ownercat.rules import Context
from ownercat.suggest import format_suggestion
from ownercat.text import listed, shown

RULE = Rule("DEP012", "undeclared-interface", Severity.WARNING)
_READS = ("dependsOn", "provides")


def check(context: Context) -> Iterator[Finding]:
    """Report each dependency on an interface that its provider does not list."""
    for service in context.sound(Service, reads=_READS):
        for dependency in service.depends_on:
            if not dependency.interface or service.lifecycle == "retired":
                continue
            provider = context.catalog.service(dependency.service)
            if provider is None or not provider.sound or not provider.can_say("interfaces") or provider is service:
                continue
            if provider.lifecycle != "retired" and dependency.interface not in {i.name for i in provider.provides}:
                yield _finding(service, dependency, provider)


def _finding(service: Service, dependency: Dependency, provider: Service) -> Finding:
    interface, name = shown(dependency.interface), shown(provider.name)
    known = [item.name for item in provider.provides]
    provided = listed(map(shown, known)) or "no interfaces"
    instead = "use an interface that it provides" if known else "remove `interface` here"
    return Finding(
        dependency.place.at("interface"),
        f"{shown(service.label)} uses an undeclared interface of {name}: {interface} ({name} provides {provided})",
        format_suggestion(dependency.interface, known, f"add {interface} under `provides` of {name}, or {instead}"),
        (Related(provider.at.at("provides") if known else provider.named, f"{name}, which provides {provided}"),),
        service.subject,
        f"{dependency.service.written} {dependency.interface}",
    )
