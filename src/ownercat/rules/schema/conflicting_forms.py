"""A document uses keys that exclude each other, or matches none of the possible forms.

## What
Some values have several possible forms. For example, an SLA has a `consumer`, a `journey` or `external: true`.

- ownercat reports a document if it uses keys of two forms. The finding is at the second key and points to the first.
- ownercat reports a value if it matches none of the forms and no form is clearly the closest. The finding lists all
  forms.

## Why
If an SLA names two kinds of consumers, it is unclear to whom the targets apply, and the targets cannot be measured. A
tool that silently chooses one of the forms is often wrong.

## Example that fails
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-payments
service: checkout
consumer: team:payments
external: true
```

## Example that passes
```yaml title=catalog/sla.yaml
apiVersion: ownercat/v1
kind: SLA
name: checkout-for-payments
service: checkout
consumer: team:payments
outcome: The team sees paid orders within one minute.
status: draft
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.CONFLICTING_FORMS, "conflicting-forms", Severity.ERROR)
check = reported_while_reading(RULE.code)
