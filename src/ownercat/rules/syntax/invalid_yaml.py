"""The text of the file is not YAML.

## What
The file cannot be parsed from the marked place on: a bracket or a quote is not closed, a tab indents a line,
a line does not fit the mapping it is in, or an alias has no anchor. Documents before that place are still
read. What the file may define is not reported as missing elsewhere.

## Why
A file that does not parse defines nothing: its service has no owner for anybody who asks at night. A portal
finds that out after the merge, and often drops the entry silently.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
title: 'Ana
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
title: Ana
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN001", "invalid-yaml", Severity.ERROR)
check = reported_while_reading(RULE.code)
