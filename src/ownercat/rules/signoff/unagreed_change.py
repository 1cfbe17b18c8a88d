"""A change needs the agreement of a team that has not given it.

## What

Judged only by the gate (`ownercat signoff check`), which knows who has agreed. The change loosens or tightens a
promise, moves an owner or a tier, adds or removes a dependency, puts a team on a path or takes it off, retires a
service, or lets somebody speak for a team; docs/sign-off.md lists every kind of change and who has to agree to it. At
least one of those teams has not agreed to exactly these values. What loosens the policy and the files that judge is
[weakened-check]. Changes of little consequence need nobody, and are never reported.

This rule cannot be suppressed.

## Why

P35 and P39: a promise has two sides, and a review of files asks only the side that owns the file. The team that relies
on the old number learns of the new one in its next incident.

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
```yaml title=catalog/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
description: Charges cards and pays refunds.
tier: 4
owner: storefront
```

## Example that passes

A new title needs no approval.

```yaml title=catalog/payment.yaml
apiVersion: ownercat/v1
kind: Service
name: payment
title: Payment
description: Charges cards and pays refunds.
tier: 4
owner: payments
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator

from ownercat.changes.words import sentence
from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.signoff.parties import CONTROLS, TABLE

RULE = Rule("SGN010", "unagreed-change", Severity.ERROR, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Each change that the gate has not everybody's agreement to, but for those of what judges."""
    for change in context.base.unagreed if context.base else ():
        if change.kind in TABLE and change.kind not in CONTROLS:
            yield Finding(
                change.place,
                f"{sentence(change)}, and not everybody has agreed who has to",
                "see ownercat signoff check: it names the teams, the people and the command",
                subject=change.entity,
                value=f"{change.kind} {change.other}",
            )
