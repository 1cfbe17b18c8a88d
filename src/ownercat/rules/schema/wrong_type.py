"""A value has the wrong type: a number where text is expected, one name where a list is.

## What
Only `true`, `false`, `null`, the empty value and numbers as JSON writes them are typed here; everything else is text.
The finding says what was found in YAML's words, and the help gives the value in the right form: quoted, as a list, as a
mapping, or without quotes.

## Why
P35: one store that every tool reads alike. `tier: "1"` and `tier: 1` look the same to a person and are two different
things to a program; a list with one name is not that name.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop", tickets: 4711}
---
apiVersion: ownercat/v1
kind: Person
name: ana
---
apiVersion: ownercat/v1
kind: Person
name: bo
```

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop", tickets: "4711"}
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

RULE = Rule("SCH005", "wrong-type", Severity.ERROR)
check = reported_while_reading(RULE.code)
