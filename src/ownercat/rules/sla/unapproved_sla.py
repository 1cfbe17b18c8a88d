"""A published SLA lacks the approval of the provider team or the consumer team.

## What
An SLA needs the approval of both teams. ownercat reports a published SLA if `approvers` does not contain one of these
teams:

- the owner team of the `service`;
- the consumer team: the `consumer` itself, or the owner team of the consumer service.

Exceptions:

- Consumers outside the organization need no approval: `external: true`, or a consumer service of type `external`.
- If the consumer is a journey, only the provider team must approve.
- ownercat ignores an SLA if an approver is not a defined team.

## Why
An SLA that one team wrote alone is not a commitment. A provider team that did not approve the targets may not meet
them. A consumer team that did not approve the targets may need stricter targets.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
approvers: [storefront]
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Related, Rule, Severity
from ownercat.model import SLA, Ref, Service, Team
from ownercat.rules import Context
from ownercat.text import listed, shown

RULE = Rule("SLA004", "unapproved-sla", Severity.WARNING)
_READS = ("approvers", "status", "service", "consumer")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each published SLA without the approval of its provider or consumer team."""
    for sla in context.sound(SLA, reads=_READS):
        approvers = [context.catalog.team(ref) for ref in sla.approvers]
        # REF001 reports an undefined approver, who may be the missing team
        if sla.status != "published" or None in approvers:
            continue
        approver_keys = {team.key for team in approvers if team}
        parties = _list_parties(context, sla)
        missing = {team.key: (team, ref) for team, ref in parties if team.key not in approver_keys}
        if missing:
            yield _finding(sla, list(missing.values()))


def _list_parties(context: Context, sla: SLA) -> Iterator[tuple[Team, Ref]]:
    """Yield the provider team, then the consumer team, each with the reference in the SLA that leads to the team."""
    for ref in (sla.service, sla.consumer):
        entity = context.catalog.find(ref)
        if isinstance(entity, Service):
            exempt = ref is sla.consumer and entity.type == "external"
            entity = context.catalog.team(entity.owner) if entity.sound and not exempt else None
        if isinstance(entity, Team) and ref is not None:
            yield entity, ref


def _finding(sla: SLA, missing: list[tuple[Team, Ref]]) -> Finding:
    names = [shown(team.name) for team, _ in missing]
    teams = f"team {names[0]}" if len(names) == 1 else f"teams {listed(names)}"
    message = f"{sla.label} is published without the approval of {teams}"
    help = f"add {listed(names)} to `approvers` after the approval; until then, set `status: draft`"
    related = tuple(Related(ref.place, _format_role(sla, team, ref)) for team, ref in missing)
    return Finding(sla.at.at("approvers") if sla.approvers else sla.named, message, help, related, sla.subject)


def _format_role(sla: SLA, team: Team, ref: Ref) -> str:
    return f"{'provider' if ref is sla.service else 'consumer'} team {shown(team.name)}"
