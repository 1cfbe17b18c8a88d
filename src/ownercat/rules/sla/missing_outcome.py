"""A published SLA does not state the outcome for the customer.

## What
ownercat reports a published SLA if `outcome` is missing or blank. The outcome is one sentence in the words of the
people who use the service, not a number. ownercat ignores draft and retired SLAs.

## Why
A target such as 99.9 % does not show what customers need. An outcome such as "A customer with a valid card can pay
within ten seconds" shows whether the SLA measures the right thing.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-customers
service: checkout
external: true
approvers: [storefront]
targets:
  sev1: {ack: 15m, restore: 1h}
  sev2: {ack: 30m, restore: 4h}
```

## Example that passes
```yaml title=catalog/sla.yaml as=changed
outcome: A customer can pay.
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import SLA
from ownercat.rules import Context

RULE = Rule("SLA003", "missing-outcome", Severity.WARNING)
_READS = ("outcome", "status")


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each published SLA without an outcome."""
    for sla in context.sound(SLA, reads=_READS):
        if sla.status == "published" and not sla.outcome.strip():
            message = f"{sla.label} does not state what the customer gets: `outcome` is missing or blank"
            help = (
                "add a sentence in the words of the customer, such as `outcome: A customer with a valid card can pay.`"
            )
            yield Finding(sla.named, message, help, subject=sla.subject)
