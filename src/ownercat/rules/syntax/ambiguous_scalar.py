"""An unquoted value is text here and something else for a YAML 1.1 reader.

## What
ownercat reads plain scalars as typed, but for `true`, `false`, `null`, `~` and numbers as JSON writes them.
Many other readers follow YAML 1.1, where `no` and `on` are booleans, `0123` is octal, `22:30` is the number
1350 and `1_000` is 1000. Keys count as well. Dates are exempt: they are the same day for everybody.

## Why
The same file then means two things: a hand-off at `22:30` becomes a number in one tool and stays a time in
another, and a country `NO` becomes false.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels:
  country: NO
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels:
  country: "NO"
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN003", "ambiguous-scalar", Severity.WARNING)
check = reported_while_reading(RULE.code)
