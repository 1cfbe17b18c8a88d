"""The file is not UTF-8 text.

## What
Files are UTF-8, with or without a byte-order mark; UTF-16 is read when it has one. The place is that of the
first byte that does not fit. A NUL byte means that the file is binary.

## Why
A name that is read differently by two tools cannot be matched, and an editor that guesses the encoding
destroys it at the next save.

## Example that fails
```yaml title=catalog/people.yaml as=latin-1
apiVersion: ownercat/v1
kind: Person
name: ana
title: José
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
title: José
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN006", "bad-encoding", Severity.ERROR)
check = reported_while_reading(RULE.code)
