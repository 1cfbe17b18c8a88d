"""A document has a key that is not part of the format.

## What
ownercat reports a key if the format does not have it at this position. The help suggests what to write:

- a key with a similar spelling that the document does not use yet
- the ownercat key for a word of another catalog format
- the level of the document to which the key belongs

If the unknown key replaces a required key that is missing, ownercat reports one finding for both. ownercat does not
check keys that start with `x-`: they are your own.

## Why
A reader of the file sees a fact that no tool sees. With `ownr: storefront`, a person reads an owner, but pages do not
reach the team.

## Example that fails
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
memebers: [ana, bo]
contacts: {chat: "#storefront"}
```

## Example that passes
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
x-cost-centre: 4711
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.UNKNOWN_FIELD, "unknown-field", Severity.ERROR)
check = reported_while_reading(RULE.code)
