"""An SLA has no `ack` or `restore` target for a major severity.

## What
ownercat reports a published SLA if a severity with `major: true` in the policy lacks one of these targets:

- `ack`: the time from the alert to the acknowledgment;
- `restore`: the time from the start of the incident until the service works again.

If the policy does not define a severity of the SLA, only [unknown-reference] reports the SLA, because the name of the
severity can be misspelled.

## Why
Customers notice how long a service is down. Without targets, a team does not know how fast it must respond, and
ownercat cannot check whether the escalation is fast enough.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
outcome: A customer can pay.
approvers: [storefront]
targets:
  sev1: {ack: 15m}
  sev2: {ack: 30m, restore: 90m}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 90m}
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import SLA, SlaTarget
from ownercat.rules import Context
from ownercat.text import listed

RULE = Rule("SLA002", "incomplete-targets", Severity.WARNING)
_READS = ("targets", "status")


def check(context: Context) -> Iterator[Finding]:
    """Yield one finding for all missing severities of an SLA, and one for each incomplete severity."""
    known = {level.id for level in context.policy.severities}
    major = [level.id for level in context.policy.severities if level.major]
    for sla in context.sound(SLA, reads=_READS) if context.policy_is_whole else ():
        stated = {context.policy.severity_id(target.severity): target for target in reversed(sla.targets)}
        # an undefined severity may be the misspelling of a missing one (REF001)
        if sla.status != "published" or not stated.keys() <= known:
            continue
        missing = [severity for severity in major if severity not in stated]
        if missing:
            yield _build_missing_finding(sla, missing)
        incomplete = (stated[severity] for severity in major if _list_missing_keys(stated.get(severity)))
        yield from (_build_incomplete_finding(sla, target) for target in incomplete)


def _list_missing_keys(target: SlaTarget | None) -> list[str]:
    if target is None:
        return []
    return [key for key, value in (("ack", target.ack), ("restore", target.restore)) if value is None]


def _build_missing_finding(sla: SLA, missing: list[str]) -> Finding:
    place = sla.at.key("targets") if sla.targets else sla.named
    message = f"{sla.label} has no targets for {listed(missing)}"
    help = f"add targets for {listed(missing)}, for example `{missing[0]}: {{ack: 15m, restore: 1h}}`"
    return Finding(place, message, help, subject=sla.subject)


def _build_incomplete_finding(sla: SLA, target: SlaTarget) -> Finding:
    missing = _list_missing_keys(target)
    message = f"{sla.label} has no {listed(missing, 'or')} target for {target.severity}"
    examples = (f"`{key}: {time}`" for key, time in (("ack", "15m"), ("restore", "1h")) if key in missing)
    help = f"add the time to {target.severity}, for example {listed(examples)}"
    return Finding(target.place.key(), message, help, subject=sla.subject)
