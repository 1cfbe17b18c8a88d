"""A person who is active in the catalog has left the organization.

## What
ownercat reports an active person whose email address is marked as left in a snapshot of Okta, Entra or SCIM.

## Why
Pages go to an account that nobody reads, and the person still counts as an approver.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: nils
email: nils@shop.example
```

```json title=.ownercat/snapshots/okta.json
{"ownercat": "snapshot/v1", "source": "directory", "fetchedAt": "2026-11-22T02:00:00Z",
 "data": [[{"status": "DEPROVISIONED", "profile": {"email": "nils@shop.example"}}]]}
```

## Example that passes
```yaml title=catalog/people.yaml as=changed
active: false
```
"""

from collections.abc import Iterator

from ownercat.diagnostics import Finding, Rule, Severity
from ownercat.rules import Context
from ownercat.rules.reality._compared import contradictions

RULE = Rule("REA305", "departed-in-directory", Severity.ERROR, dated=True)


def check(context: Context) -> Iterator[Finding]:
    """Yield a finding for each fact of this rule."""
    return contradictions(context, RULE.code)
