"""An emergency lacks approvals after their due date.

## What
An emergency (`BreakGlass`) lets a change pass without approvals, but the teams must approve the change later. `covers`
lists the missing approvals by digest. A digest is a SHA-256 that identifies the values to approve. ownercat reports the
emergency if one of these approvals is missing after the due date.

- The due date is `retroDue`, or `at` plus `breakGlass.retroDays` of the policy if this is earlier.
- An approval is a `SignOff` record with this digest as `terms`, by a person who is not a bot.
- A rejection does not count as an approval. After a rejection, revert the change, or make a new change.

`ownercat signoff audit` also shows outstanding approvals before they are due.

## Why
If nobody gives the approvals after the emergency, the affected teams do not learn about the change, and emergencies
become the normal way to make changes.

## Example that fails
```yaml title=catalog/signoffs/emergency.yaml
apiVersion: ownercat/v1
kind: BreakGlass
name: 2026-10-02-provider-down-1
incident: INC-471
reason: The card provider is down, and the backup is slower.
services: [payment]
invokedBy: joao
second: ana
covers: ["sha256:c11e8abe6d3b6e4f3760b5ffd411587069980374edb6058796e0a2f85b5ce9fa"]
at: 2026-10-02T02:10:00Z
expires: 2026-10-02T23:10:00Z
retroDue: 2026-10-05
```

## Example that passes
```yaml title=catalog/signoffs/payment-slower-restore.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-03-payment-slower-restore
service: payment
change: sla-loosened
party: {team: storefront, role: consumer}
decision: approve
from: {sev1.restore: 30m}
to: {sev1.restore: 50m}
terms: sha256:c11e8abe6d3b6e4f3760b5ffd411587069980374edb6058796e0a2f85b5ce9fa
by: ana
at: 2026-10-03T08:00:00Z
signature: |
  -----BEGIN SSH SIGNATURE-----
  U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg
  -----END SSH SIGNATURE-----
```
"""

from collections.abc import Iterator
from datetime import date

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.signoff.debts import OutstandingApprovals, list_outstanding_approvals
from ownercat.text import listed, plural, shown

RULE = Rule("SGN008", "overdue-emergency", Severity.ERROR, dated=True, protected=True)
DIGITS = len("sha256:") + 12


def check(context: Context) -> Iterator[Finding]:
    """Report each emergency with outstanding approvals after their due date."""
    if context.as_of is None or not context.policy_is_whole:
        return
    for debt in list_outstanding_approvals(context.catalog, context.policy.break_glass):
        if debt.due < context.as_of:
            yield _finding(debt, context.as_of)


def _finding(debt: OutstandingApprovals, today: date) -> Finding:
    emergency = debt.emergency
    missing, total = len(debt.owed), plural(len(set(emergency.covers)), "approval")
    digests = listed((shown(digest[:DIGITS]) for digest in debt.owed), most=3)
    days = plural((today - debt.due).days, "day")
    return Finding(
        emergency.at.at("retroDue"),
        f"emergency {shown(emergency.name)} ({shown(emergency.incident)}) lacks {missing} of {total}, "
        f"{days} overdue (due {debt.due}): {digests}",
        "ask each team to run `ownercat signoff approve SERVICE --team TEAM --base COMMIT` (COMMIT: the last commit "
        "before the change), or revert the change",
        subject=emergency.subject,
        value=",".join(debt.owed),
    )
