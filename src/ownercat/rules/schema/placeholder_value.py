"""A placeholder stands where a name, an address or a URL belongs.

## What
`TBD`, `TODO`, `changeme`, the text `"null"`, `none`, `<name>`, and what a template left over (`{{ team }}`,
`${team}`) are reported where a person, a team, a contact or a link is expected. Free text is never judged, and `none`
in the `members` of a rotation's layer is a turn that nobody holds on purpose. Where another rule already speaks about
the value, this one is silent.

## Why
P02: contact points are known. A placeholder satisfies every check for presence, and fails only when somebody uses it:
at night, with the pager in hand.

## Example that fails
```yaml title=catalog/shop.yaml
apiVersion: ownercat/v1
kind: Team
name: shop
members: [ana, bo]
contacts: {chat: TBD}
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

RULE = Rule("SCH010", "placeholder-value", Severity.WARNING)
check = reported_while_reading(RULE.code)
