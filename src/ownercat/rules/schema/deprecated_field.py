"""A key still works and has a successor.

## What
When a key of the format is renamed, the old one keeps working for a while and is reported with what to write instead.
In `ownercat/v1` no key is deprecated yet, so nothing is reported so far.

## Why
P22: terms are living, and so is the format they are written in. A key that is announced as old can be replaced on a
quiet day; one that vanishes with an upgrade is replaced during an incident.

## Example that fails
Nothing yet. If `people` had once been the name of `members`, this would be reported:

```yaml
apiVersion: ownercat/v1
kind: Team
name: shop
people: [ana, bo]
contacts: {chat: "#shop"}
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

RULE = Rule("SCH009", "deprecated-field", Severity.WARNING)
check = reported_while_reading(RULE.code)
