"""A YAML tag or a merge key asks the reader for more than plain data.

## What
Tags such as `!!python/object` or `!secret` and the merge key `<<` are refused; `!!str`, `!!map` and `!!seq`,
which change nothing, are allowed. Plain aliases work within the limits.

## Why
Tags have run code in many readers. Merge keys are not part of YAML 1.2, readers disagree about which value
wins, and a change can be hidden behind one.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels: &base
  site: madrid
---
apiVersion: ownercat/v1
kind: Person
name: bo
labels: {<<: {site: madrid}}
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
labels:
  site: madrid
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN007", "forbidden-tag", Severity.ERROR)
check = reported_while_reading(RULE.code)
