"""An escalation is not used by any service, team or role.

## What
ownercat reports an escalation if no page can come to it. An escalation is used in these cases:

- A document that is not an escalation refers to it. For example, a service has it in a route, or a team has it as its
  default.
- Another escalation that is used refers to it: by `notify`, or by `end: {handoff: NAME}`.

Two escalations that refer only to each other are both unused.

## Why
A person who looks for an escalation during an incident finds this one, but it pages nobody. Or a service should use the
escalation, and the reference is missing.

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
