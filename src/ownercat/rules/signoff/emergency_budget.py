"""More emergencies in this quarter than the policy bears.

## What

Counts the `BreakGlass` records whose `at` lies in the calendar quarter (UTC) of the day that is judged, and compares
their number with `breakGlass.budgetPerQuarter`. One finding, at the first that is too many. What happened in earlier
quarters is not judged again.

## Why

P35: the fourth emergency in a quarter is no emergency. Either the agreements that are asked for cannot be had in time,
or a team has found a way around them.

## Example that fails

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
signoff:
  requireFor: {modes: [hard], tiers: []}
breakGlass: {budgetPerQuarter: 1}
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
```yaml title=catalog/signoffs/emergencies.yaml
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
---
apiVersion: ownercat/v1
kind: BreakGlass
name: 2026-10-02-provider-down-2
incident: INC-472
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

## Example that passes

```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: shop
tiers:
  "2": {requires: [owner]}
signoff:
  requireFor: {modes: [hard], tiers: []}
breakGlass: {budgetPerQuarter: 2}
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
```yaml title=catalog/signoffs/emergencies.yaml
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
---
apiVersion: ownercat/v1
kind: BreakGlass
name: 2026-10-02-provider-down-2
incident: INC-472
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
from ownercat.model import BreakGlass
from ownercat.rules import Context
from ownercat.signoff.debts import over_budget, quarter
from ownercat.text import plural, shown

RULE = Rule("SGN011", "emergency-budget", Severity.WARNING, dated=True, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """The first emergency of this quarter that it does not bear any more."""
    if context.as_of is None or not context.policy_is_whole:
        return
    budget = context.policy.break_glass.budget_per_quarter
    beyond = over_budget(context.catalog, context.policy.break_glass, context.as_of)
    if beyond:
        yield _finding(beyond[0], budget, len(beyond), context.as_of)


def _finding(emergency: BreakGlass, budget: int, beyond: int, today: date) -> Finding:
    year, number = quarter(today)
    count = plural(budget + beyond, "emergency", "emergencies")
    return Finding(
        emergency.named,
        f"quarter {number} of {year} has seen {count}, and the policy bears {budget}: {shown(emergency.name)} was one"
        " too many",
        "look for what makes people skip agreements: too many are asked for, or too few can give them",
        subject=emergency.subject,
        value=f"{year}-{number}",
    )
