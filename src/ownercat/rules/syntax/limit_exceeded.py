"""A file or a text is too large, or a file is too deeply nested.

## What
ownercat reports a file and stops reading it at the first of these limits:

- 1 MiB per file, 1,000 documents per file
- 64 levels of nesting
- 200,000 values (with aliases expanded) and 1,000 aliases

The run ends with exit code 3, because findings of the unread part may be missing.

A text of more than 64 KiB does not stop ownercat. In a native document, ownercat reports the text and uses only its
beginning. In other formats, ownercat cuts the text without a finding.

## Why
A pull request can contain harmful files. Without limits, a few hundred bytes of nested aliases can keep a tool busy for
hours.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
x-deep:
  [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
  ]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
x-deep: [[[1]]]
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.LIMIT_EXCEEDED, "limit-exceeded", Severity.ERROR)
check = reported_while_reading(RULE.code)
