"""A change lacks a required approval.

## What
`ownercat signoff check` reports a change without a required approval. A team approves exact values, so a later change
of these values needs a new approval. Approvals are required for changes that:

- loosen or tighten an SLA;
- change an owner or a service tier;
- add or remove a dependency;
- add a team to an escalation, or remove a team from an escalation;
- retire a service;
- make a person eligible to approve for a team.

Details:

- docs/sign-off.md lists each kind of change and its approving teams. Other changes need no approval.
- Other commands skip this rule, because they do not know the approvals.
- Another rule, [weakened-check], reports changes that loosen the policy or other control files.
- This rule cannot be suppressed.

## Why
An SLA concerns two teams, but a code review involves only the team that owns the file. The other team relies on the old
value, and learns about the new value in its next incident.

## Example that fails
Teams payments and storefront must approve the new owner.

```yaml title=before/catalog/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
```
```yaml title=catalog/payment.yaml as=changed
owner: storefront
```

## Example that passes
A new title needs no approval.

```yaml title=catalog/payment.yaml as=changed
title: Payment
```
"""

from collections.abc import Iterator

from ownercat.changes.words import format_predicate, format_subject
from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.signoff.parties import CONTROLS, TABLE

RULE = Rule("SGN010", "unagreed-change", Severity.ERROR, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each change without all required approvals; weakened-check reports changes of control files."""
    for change in context.base.unagreed if context.base else ():
        if change.kind in TABLE and change.kind not in CONTROLS:
            yield Finding(
                change.place,
                f"{format_subject(change)} changed without the required approvals: {format_predicate(change)}",
                "run `ownercat signoff check` to list the missing approvals",
                subject=change.entity,
                value=f"{change.kind} {change.other}",
            )
