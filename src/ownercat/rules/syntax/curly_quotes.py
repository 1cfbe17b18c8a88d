"""A value is enclosed in typographic quotes, or a command contains them.

## What
ownercat reports a value without straight quotes if typographic quotes enclose it, and a command (`run` of a runbook
step) if it contains one.

- Typographic quotes inside a text are not reported, and neither is a quoted sentence.
- ownercat does not report a value that has another finding.

## Why
YAML reads only straight quotes as quotes. Typographic ones become a part of the value, so a chat channel with them does
not exist. A shell does not read them as quotes, so the command fails during an incident. Text editors and chat programs
insert them on their own.

## Example that fails
```yaml title=catalog/team.yaml
apiVersion: ownercat/v1
kind: Team
name: storefront
members: [ana, bo]
contacts: {chat: “storefront-desk”}
```

## Example that passes
```yaml title=catalog/team.yaml as=changed
contacts: {chat: "storefront-desk"}
```
"""

from ownercat.diagnostics import Rule, Severity
from ownercat.documents import codes
from ownercat.rules import reported_while_reading

RULE = Rule(codes.CURLY_QUOTES, "curly-quotes", Severity.WARNING)
check = reported_while_reading(RULE.code)
