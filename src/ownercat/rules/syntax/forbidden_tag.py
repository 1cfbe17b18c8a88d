"""A YAML value has a tag or a merge key that is not allowed.

## What
ownercat reports tags such as `!!python/object` or `!secret`, and the merge key `<<`. A tag starts with `!` and gives a
value a type. A merge key copies the keys of another mapping.

- `!!str`, `!!map` and `!!seq` are allowed.
- A YAML alias as a whole value (`key: *name`) is allowed, up to the limits of [limit-exceeded].

## Why
In some tools, a tag can run code. Merge keys are not part of YAML 1.2, and tools disagree about which value applies. A
merge key can hide a change from reviewers.

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
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.FORBIDDEN_TAG, "forbidden-tag", Severity.ERROR)
check = reported_while_reading(RULE.code)
