"""A change edits or removes a record of an approval or an emergency.

## What
A record is a `SignOff` or `BreakGlass` document, which proves an approval or an emergency. ownercat reports each record
that a change edits or removes. A change of the signature counts too. This rule needs a base branch (`ownercat check
--base` or `ownercat signoff check`), and checks the records that exist at the merge base.

- A change may move a record to another file, or change its layout.
- A `SignOff` record that has expired (`expires`, or `signoff.maxAge` of the policy) may be removed.

## Why
A record proves which values a person approved on which day. If people can edit or remove a record later, the record
proves nothing. To change a decision, add another record.

## Example that fails
The change replaces the approver.

```yaml title=before/catalog/signoffs/payment-slower-restore.yaml
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
```
```yaml title=catalog/signoffs/payment-slower-restore.yaml as=changed
by: bo
```

## Example that passes
The change adds a second record.

```yaml title=catalog/signoffs/second.yaml
apiVersion: ownercat/v1
kind: SignOff
name: 2026-10-04-payment-slower-restore
service: payment
change: sla-loosened
party: {team: storefront, role: consumer}
decision: approve
from: {sev1.restore: 30m}
to: {sev1.restore: 50m}
terms: sha256:c11e8abe6d3b6e4f3760b5ffd411587069980374edb6058796e0a2f85b5ce9fa
by: bo
at: 2026-10-04T08:00:00Z
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.signoff.immutable import build_finding, list_altered_records

RULE = Rule("SGN009", "edited-record", Severity.ERROR, protected=True)


def check(context: Context) -> Iterator[Finding]:
    """Report each record of the base that the change edits or removes."""
    if context.base is not None:
        before, max_age = context.base.catalog, context.base.policy.signoff.max_age
        yield from map(build_finding, list_altered_records(before, context.catalog, context.as_of, max_age))
