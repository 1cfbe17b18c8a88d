"""A document uses a deprecated key.

## What
If the format gives a key a new name, the old name stays valid for some time: the old name is deprecated. ownercat
reports the old name, and the help shows the new name. `ownercat/v1` has no deprecated key yet, so ownercat reports
nothing.

## Why
The format changes over time. You can replace a deprecated key before an upgrade of ownercat removes it. Without this
finding, a catalog can become invalid with an upgrade, possibly during an incident.

## Example that fails
No key is deprecated yet. If `people` were the old name of `members`, ownercat would report this document:

```yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
people: [ana, bo]
contacts: {chat: "#storefront"}
```

## Example that passes
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront"}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.DEPRECATED_FIELD, "deprecated-field", Severity.WARNING)
check = reported_while_reading(RULE.code)
