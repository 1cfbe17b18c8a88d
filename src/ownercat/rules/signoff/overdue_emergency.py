"""An emergency still owes the agreements that it skipped.

## What

`covers` of a `BreakGlass` record lists digests of agreements. Each has to be made good by a `SignOff` record with that
digest as its `terms`, given by a human, until `retroDue`; at most `breakGlass.retroDays` of the policy after `at`. A
record that refuses does not pay the debt: the change has to be taken back or made anew. `ownercat signoff audit` shows
what is owed before it is due.

## Why

P35: a break-glass that nobody looks at afterwards becomes the normal way. The debt is small, named and dated.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
signoff:
  requireFor: {modes: [hard], tiers: []}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2
owner: storefront
dependsOn:
  - {service: payment}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 2
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [joao, bruna]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: joao
---
apiVersion: ownercat/v1
kind: Person
name: bruna
```
```yaml title=catalog/signoffs/emergency.yaml
apiVersion: ownercat/v1
kind: BreakGlass
name: 2026-10-02-provider-down-1
incident: INC-471
reason: The provider is down, and only the slower one can take over.
services: [payment]
invokedBy: joao
second: ana
covers: ["sha256:7e68ecfbce98cafb306b126d40b98f0f29244c5b17db90119a76952bcd98aaef"]
at: 2026-10-02T02:10:00Z
expires: 2026-10-02T23:10:00Z
retroDue: 2026-10-05
```

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
signoff:
  requireFor: {modes: [hard], tiers: []}
```
```yaml title=catalog/services.yaml
apiVersion: ownercat/v1
kind: Service
name: checkout
description: Turns a basket into a paid order.
tier: 2
owner: storefront
dependsOn:
  - {service: payment}
---
apiVersion: ownercat/v1
kind: Service
name: payment
description: Takes the money.
tier: 2
owner: payments
```
```yaml title=catalog/teams.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
---
apiVersion: ownercat/v1
kind: Team
name: payments
members: [joao, bruna]
contacts: {chat: "#payments"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
---
apiVersion: ownercat/v1
kind: Person
name: joao
---
apiVersion: ownercat/v1
kind: Person
name: bruna
```
```yaml title=catalog/signoffs/emergency.yaml
apiVersion: ownercat/v1
kind: BreakGlass
name: 2026-10-02-provider-down-1
incident: INC-471
reason: The provider is down, and only the slower one can take over.
services: [payment]
invokedBy: joao
second: ana
covers: ["sha256:7e68ecfbce98cafb306b126d40b98f0f29244c5b17db90119a76952bcd98aaef"]
at: 2026-10-02T02:10:00Z
expires: 2026-10-02T23:10:00Z
retroDue: 2026-10-05
```
```yaml title=catalog/signoffs/2026-10-03-payment-slower-restore.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-03-payment-slower-restore
service: payment
change: sla-loosened
party: {team: storefront, role: consumer}
decision: approve
from: {sev1.restore: 30m}
to: {sev1.restore: 50m}
terms: sha256:7e68ecfbce98cafb306b126d40b98f0f29244c5b17db90119a76952bcd98aaef
by: ana
at: 2026-10-03T08:00:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.signoff.debts import OutstandingApprovals, debts
from ownercat.text import listed, plural, shown

RULE = Rule("SGN008", "overdue-emergency", Severity.ERROR, dated=True, protected=True)
DIGITS = len("sha256:") + 12


def check(context: Context) -> Iterator[Finding]:
    """Every emergency whose skipped agreements should be there by now."""
    if context.as_of is None or not context.policy_is_whole:
        return
    for debt in debts(context.catalog, context.policy.break_glass):
        if debt.due < context.as_of:
            yield _finding(debt, context.as_of)


def _finding(debt: OutstandingApprovals, today: date) -> Finding:
    emergency = debt.emergency
    owed, all = len(debt.owed), len(set(emergency.covers))
    digests = listed((shown(digest[:DIGITS]) for digest in debt.owed), most=3)
    what = "the agreement that it skipped" if all == 1 else f"{owed} of the {all} agreements that it skipped"
    late = plural((today - debt.due).days, "day")
    return Finding(
        emergency.at.at("retroDue"),
        f"{shown(emergency.label)} ({shown(emergency.incident)}) still owes {what}, {late} after {debt.due}: {digests}",
        "the teams agree with `ownercat signoff approve SERVICE --team TEAM --base COMMIT`, where COMMIT is the last "
        "one without the change; or the change is taken back",
        subject=emergency.subject,
        value=",".join(debt.owed),
    )
