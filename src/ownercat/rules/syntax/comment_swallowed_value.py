"""A value that starts with `#` is a comment for YAML, so its key has no value.

## What
In YAML, a `#` after a space starts a comment. For example, `chat: #payments` gives `chat` no value. ownercat reports a
key or a list item that has such a comment instead of a value.

## Why
Names of chat channels often start with `#`. The file looks correct, but the value is missing, so people cannot reach
the team.

## Example that fails
```yaml title=catalog/people.yaml
apiVersion: ownercat/v1
kind: Team
name: payments
contacts:
  chat: #payments
```

## Example that passes
```yaml title=catalog/people.yaml as=changed
contacts:
  chat: "#payments"
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.COMMENT_SWALLOWED_VALUE, "comment-swallowed-value", Severity.ERROR)
check = reported_while_reading(RULE.code)
