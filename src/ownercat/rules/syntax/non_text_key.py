"""A key is not text.

## What
ownercat reports a key if it is null, a boolean, a list or a mapping. A number is allowed as a key: ownercat reads `1`
as the text "1".

## Why
JSON allows only text as a key, so tools handle other keys differently. One tool changes the key, another omits the
entry, and another fails.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels:
  null: madrid
```

## Example that passes
```yaml title=catalog/people.yaml as=changed
labels:
  "null": madrid
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.NON_TEXT_KEY, "non-text-key", Severity.ERROR)
check = reported_while_reading(RULE.code)
