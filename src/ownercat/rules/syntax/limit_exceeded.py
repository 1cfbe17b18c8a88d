"""The file is larger or deeper than a catalog file can be.

## What
Reading stops at 1 MiB a file, 64 levels of nesting, 200,000 values (an alias costs what it expands to), 1,000
aliases, 64 KiB a text and 1,000 documents. The run then ends with exit code 3: no verdict is claimed about
what was not read.

## Why
Every file of a pull request is hostile until proven otherwise: a few hundred bytes of nested aliases can
occupy a naive reader for hours.

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

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN005", "limit-exceeded", Severity.ERROR)
check = reported_while_reading(RULE.code)
