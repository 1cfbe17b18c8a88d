"""A value has the wrong type, for example a number instead of text.

## What
ownercat reports a value if its type differs from the type that its key requires. Only `true`, `false`, `null`, the
empty value and JSON numbers have a type of their own; every other unquoted value is text. The message shows the value
with its YAML type. The help shows the correct form: with quotes, without quotes, as a list or as a mapping.

## Why
`tier: "1"` and `tier: 1` look the same to a person, but are different values for a program. Tools that read the same
file would get different results.

## Example that fails
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: "#storefront", tickets: 4711}
```

## Example that passes
```yaml title=catalog/team.yaml as=changed
contacts: {chat: "#storefront", tickets: "4711"}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.WRONG_TYPE, "wrong-type", Severity.ERROR)
check = reported_while_reading(RULE.code)
