"""An unquoted value has a different meaning in YAML 1.1.

## What
ownercat reads an unquoted value as text, unless it is `true`, `false`, `null`, `~`, empty or a JSON number. Many other
tools follow YAML 1.1. ownercat reports an unquoted value or key if these tools read a different value:

- `no` and `on` are booleans in YAML 1.1.
- `0123` is an octal number, `22:30` is the number 1350, and `1_000` is the number 1000.
- `1e3` is a number for ownercat, but text in YAML 1.1.

ownercat does not report dates, because all tools read the same day. ownercat does not check values below keys that
start with `x-`.

## Why
Two tools read different values from one file. For example, a YAML 1.1 tool reads the handoff time `22:30` as a number,
and the country `NO` as false.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels:
  country: NO
```

## Example that passes
```yaml title=catalog/people.yaml as=changed
labels:
  country: "NO"
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.AMBIGUOUS_SCALAR, "ambiguous-scalar", Severity.WARNING)
check = reported_while_reading(RULE.code)
