"""No service, team or role uses an escalation.

## What
ownercat reports an escalation that never gets a page. An escalation is used in these cases:

- A document of another kind refers to the escalation, for example a service in a route, or a team with its default.
- Another escalation that is used refers to the escalation, by `notify` or by `end: {handoff: NAME}`.

If two escalations refer only to each other, both are unused.

## Why
During an incident, a person may find and use an escalation that is out of date. Or a service should use the escalation,
and the reference is missing.

## Example that fails
```yaml title=catalog/escalation.yaml
apiVersion: ownercat/v1
kind: Escalation
name: storefront-default
team: storefront
tiers:
  - name: on-call
    notify: [rotation:storefront-primary]
    via: [push, phone]
    inform: [severity, service, timeline, workarounds]
end: stop
```

## Example that passes
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
escalation: storefront-default
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import Catalog, Entity, Escalation, Ref
from ownercat.rules import Context
from ownercat.rules._misspelt import misspelt

RULE = Rule("ESC013", "unused-policy", Severity.INFO)


def check(context: Context) -> Iterator[Finding]:
    """Report escalations that no used entity refers to."""
    used, undefined = _list_used(context.catalog)
    misspelled = misspelt(context, "Escalation", undefined)
    for escalation in context.sound(Escalation):
        if escalation.key in used or escalation.key in misspelled:
            continue
        message = f"{escalation.label} is unused: no service, team or role refers to it, directly or indirectly"
        help = f"set `escalation: {escalation.name}` in a service or a team, or remove {escalation.label}"
        cause = context.uncertain(escalation.name)
        yield Finding(escalation.named, message, help, subject=escalation.subject, cause=cause)


def _list_used(catalog: Catalog) -> tuple[set[str], list[Ref]]:
    """Return the keys of escalations that other entities use, directly or indirectly, and the undefined references."""
    used: set[str] = set()
    undefined: list[Ref] = []
    waiting: list[Entity] = [entity for entity in catalog.of(Entity) if not isinstance(entity, Escalation)]
    while waiting:
        for ref in waiting.pop().refs:
            if "Escalation" in ref.kinds:
                target = catalog.find(ref)
                if target is None:
                    undefined.append(ref)
                elif isinstance(target, Escalation) and target.key not in used:
                    used.add(target.key)
                    waiting.append(target)
    return used, undefined
