"""An unquoted value means something else to a YAML 1.1 reader.

## What
ownercat reads an unquoted value as text, unless it is `true`, `false`, `null`, `~`, empty or a JSON number. Many
other readers follow YAML 1.1. ownercat reports a value or a key that they read differently:

- `no` and `on` are booleans in YAML 1.1.
- `0123` is an octal number, `22:30` is the number 1350, and `1_000` is the number 1000.
- `1e3` is a number for ownercat, but text in YAML 1.1.

ownercat does not report dates: all readers get the same day. It does not check values below keys that start with `x-`.

## Why
Two tools read different values from one file. In one tool, a handoff at `22:30` is a number and the country `NO` is
false.

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
