r"""A text holds a character that nobody sees.

## What
Control, bidirectional, zero-width and private-use characters in a value or key are reported with their code
point. They are never printed as they are, only as escapes.

## Why
Two names that look the same and are not the same break every reference, and bidirectional controls can make a
reviewer read another owner than the one that is there (CVE-2021-42574).

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
title: "Ana\u200b Ruiz"
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Person
name: ana
title: Ana Ruiz
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN010", "invisible-character", Severity.WARNING)
check = reported_while_reading(RULE.code)
