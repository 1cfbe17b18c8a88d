"""A file is not UTF-8 text.

## What
ownercat reports a file if it is not UTF-8, with or without a byte-order mark. ownercat also reads UTF-16 if the file
has a byte-order mark. The finding is at the first invalid byte. A NUL byte means that the file is binary.

## Why
If two tools decode a name differently, references to this name do not resolve. An editor that guesses the wrong
encoding damages the name when it saves the file.

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
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.BAD_ENCODING, "bad-encoding", Severity.ERROR)
check = reported_while_reading(RULE.code)
