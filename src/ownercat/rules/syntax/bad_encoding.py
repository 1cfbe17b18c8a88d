"""A file is not UTF-8 text.

## What
A file must be UTF-8, with or without a byte-order mark. ownercat also accepts UTF-16 with a byte-order mark. ownercat
reports any other file, at its first invalid byte. A file with a NUL byte is binary.

## Why
If two tools decode a name differently, references to this name do not resolve. An editor that guesses the wrong
encoding saves a damaged name.

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
