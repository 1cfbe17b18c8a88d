"""A YAML document in the catalog does not say what it describes, or speaks a version that is not known.

## What
Every document of every YAML file below the catalog root begins with `apiVersion: ownercat/v1` and a `kind`. One that
has neither, or an apiVersion that nobody reads, is reported. Documents of other formats are read with
`--dialect NAME`; files that are not part of the catalog belong outside of its folder.

## Why
P35: one store that is searchable and complete. A file that is skipped without a word looks the same as a file that
was read: the service in it has no owner, no escalation and no rule that ever complains.

## Example that fails
```yaml title=catalog/shop.yaml
kubernetes:
  namespace: shop
```

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SCH001", "unknown-document", Severity.ERROR)
check = reported_while_reading(RULE.code)
