"""A value that starts with `#` was swallowed as a comment.

## What
In YAML, a `#` after a space starts a comment, so `chat: #payments` gives `chat` no value at all.

## Why
A chat channel is the most common value that starts with `#`, and losing it means that nobody can be reached
there. Nothing else in the file looks wrong.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Team
name: payments
contacts:
  chat: #payments
```

## Example that passes
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Team
name: payments
contacts:
  chat: "#payments"
```

## Options
None.
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.rules import reported_while_reading

RULE = Rule("SYN004", "comment-swallowed-value", Severity.ERROR)
check = reported_while_reading(RULE.code)
