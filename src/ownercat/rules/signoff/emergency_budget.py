"""A quarter has more emergencies than the policy allows.

## What
An emergency is a `BreakGlass` record, which lets a change pass without its approvals. The policy limits the emergencies
of a quarter (`breakGlass.budgetPerQuarter`). ownercat reports the first emergency over this limit.

- Only the calendar quarter (UTC) that contains the day of the check counts. Earlier quarters are not checked again.
- The time of an emergency is its `at`.
- ownercat reports at most one finding for the quarter.

## Why
An emergency skips required approvals. Many emergencies in one quarter show that a team cannot get approvals in time, or
that a team avoids them.

## Example that fails
```yaml title=catalog/policy.yaml
apiVersion: ownercat/v1
kind: Policy
name: default
breakGlass: {budgetPerQuarter: 1}
```
```yaml title=catalog/signoffs/emergencies.yaml
apiVersion: ownercat/v1
kind: BreakGlass
name: 2026-11-20-provider-down-1
incident: INC-471
reason: The card provider is down, and the backup is slower.
services: [payment]
invokedBy: joao
second: ana
covers: ["sha256:c11e8abe6d3b6e4f3760b5ffd411587069980374edb6058796e0a2f85b5ce9fa"]
at: 2026-11-20T02:10:00Z
expires: 2026-11-20T23:10:00Z
retroDue: 2026-11-23
---
apiVersion: ownercat/v1
kind: BreakGlass
name: 2026-11-21-provider-down-2
incident: INC-472
reason: The card provider is down, and the backup is slower.
services: [payment]
invokedBy: joao
second: ana
covers: ["sha256:c11e8abe6d3b6e4f3760b5ffd411587069980374edb6058796e0a2f85b5ce9fa"]
at: 2026-11-21T02:10:00Z
expires: 2026-11-21T23:10:00Z
retroDue: 2026-11-24
```

## Example that passes
```yaml title=catalog/policy.yaml as=changed
breakGlass: {budgetPerQuarter: 2}
```
"""

from collections.abc import Iterator
from datetime import date

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.model import BreakGlass
from ownercat.rules import Context
from ownercat.signoff.debts import get_quarter, list_emergencies_over_limit
from ownercat.text import plural, shown

RULE = Rule("SGN011", "emergency-budget", Severity.WARNING, dated=True, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Report the first emergency of this quarter that exceeds the limit."""
    if context.as_of is None or not context.policy_is_whole:
        return
    budget = context.policy.break_glass.budget_per_quarter
    excess = list_emergencies_over_limit(context.catalog, context.policy.break_glass, context.as_of)
    if excess:
        yield _finding(excess[0], budget, len(excess), context.as_of)


def _finding(emergency: BreakGlass, budget: int, excess: int, today: date) -> Finding:
    year, number = get_quarter(today)
    count = plural(budget + excess, "emergency", "emergencies")
    return Finding(
        emergency.named,
        f"emergency {shown(emergency.name)} exceeds the quarterly limit: {count} in Q{number} {year}, limit {budget}",
        "check why teams skip approvals: the policy may require too many approvals, or a team may have too few "
        "eligible members",
        subject=emergency.subject,
        value=f"{year}-{number}",
    )
