"""A value is not one of the allowed values, or is outside of its range.

## What
ownercat reports a value in two cases:

- A key such as `lifecycle`, `mode` or `role` allows only certain words, and the value is a different word.
- A number such as `tier` is below the lower limit or above the upper limit.

The message lists the allowed values. The help shows the nearest one.

## Why
Rules about tiers and modes do not apply to an unknown value. With `tier: 0`, ownercat would check the most critical
service with the weakest rules.

## Example that fails
```yaml title=catalog/rotation.yaml
apiVersion: ownercat/v1
kind: Rotation
name: storefront-primary
team: storefront
role: primray
layers:
  - {id: all, members: [ana, bo], turn: {every: 1w}, from: 2026-01-05}
```

## Example that passes
```yaml title=catalog/rotation.yaml as=changed
role: primary
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.VALUE_NOT_ALLOWED, "value-not-allowed", Severity.ERROR)
check = reported_while_reading(RULE.code)
