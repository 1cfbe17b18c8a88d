"""A key is not part of the format.

## What
A key that the format does not know at this place is reported with what was probably meant: a key spelled much like it
that is not used yet, the word that ownercat has for what other catalogs call so, or the level on which the key
belongs. Where the wrong key stands for a required one that is missing, the two are one finding.

Keys that begin with `x-` are your own and never judged.

## Why
P01 and P35: a misspelt key is a fact that is written down and yet not there. With `ownr: shop` a person reads an owner,
and the pager does not find one.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
memebers: [ana, bo]
contacts: {chat: "#shop"}
```

## Example that passes
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: "#shop"}
x-cost-centre: 4711
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

RULE = Rule("SCH004", "unknown-field", Severity.ERROR)
check = reported_while_reading(RULE.code)
